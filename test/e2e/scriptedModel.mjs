/** A model that says what a test wants it to say, behind an address that speaks OpenAI's chat completions. */
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * @typedef {object} ScriptedModel
 * @property {string} url as an OpenAI credential of n8n takes it
 * @property {(calls: Array<Record<string, unknown>>, conclude?: (told: string) => string) => void} play the calls of its
 *   one tool that it makes, one a turn, and what it says at last of what the tools answered
 * @property {() => string[]} told what tools answered it since `play`, as text
 * @property {() => any[]} tools that it was offered last
 * @property {() => void} stop
 */

/** @returns {Promise<ScriptedModel>} */
export const startScriptedModel = async () => {
	/** @type {Array<Record<string, unknown>>} */
	let script = [];
	/** @type {any[]} */
	let offered = [];
	/** @type {Map<string, string>} */
	let answers = new Map();
	let turn = 0;
	/** @param {string} _told */
	const nothingMore = (_told) => 'That is all.';
	let conclusion = nothingMore;

	/** @param {any} request @returns {any} the message of the model */
	const replyTo = ({ messages, tools = [] }) => {
		offered = tools;
		for (const { role, tool_call_id: id, content } of messages)
			if (role === 'tool')
				answers.set(id, typeof content === 'string' ? content : JSON.stringify(content));
		const call = script[turn];
		if (call === undefined)
			return { role: 'assistant', content: conclusion([...answers.values()].join(' ')) };
		turn += 1;
		const name = tools[0]?.function?.name ?? 'none';
		return {
			role: 'assistant',
			content: null,
			tool_calls: [
				{
					id: `call_${turn}`,
					type: 'function',
					function: { name, arguments: JSON.stringify(call) },
				},
			],
		};
	};

	const server = createServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += chunk;
		const message = replyTo(JSON.parse(text || '{}'));
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({
				id: 'completion',
				object: 'chat.completion',
				created: 1,
				model: 'scripted',
				choices: [{ index: 0, message, finish_reason: message.tool_calls ? 'tool_calls' : 'stop' }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			}),
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		play: (calls, conclude = nothingMore) => {
			script = calls;
			conclusion = conclude;
			answers = new Map();
			turn = 0;
		},
		told: () => [...answers.values()],
		tools: () => offered,
		stop: () => {
			server.closeAllConnections();
			server.close();
		},
	};
};
