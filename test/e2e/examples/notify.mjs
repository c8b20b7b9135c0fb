import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * A webhook that keeps what it is sent.
 * @returns {Promise<{ url: string, bodies: any[], end: () => Promise<unknown> }>}
 */
const webhook = async () => {
	/** @type {any[]} */
	const bodies = [];
	const server = createServer(async (request, response) => {
		const chunks = [];
		for await (const chunk of request) chunks.push(chunk);
		bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
		response.end('{}');
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const end = async () => {
		server.close();
		server.closeAllConnections();
	};
	return { url: `http://127.0.0.1:${port}/hook`, bodies, end };
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	beside: true,
	scenarios: [
		{
			name: 'as shipped, which sends nothing',
			check: ({ items }) => {
				assert.equal(items('Not sent').length, 1);
				assert.equal(items('Message')[0]?.title, 'A sample from n8n');
			},
		},
	],
	also: ['teams', 'slack'].map((channel) => ({
		name: `sends by ${channel}`,
		test: async (scene) => {
			const { url, bodies, end } = await webhook();
			try {
				const { run } = await scene.run({ values: { Settings: { channel, webhookUrl: url } } });
				assert.equal(run.status, 'success');
				assert.equal(bodies.length, 1);
				assert.match(JSON.stringify(bodies[0]), /A sample from n8n/);
			} finally {
				await end();
			}
		},
	})),
};
