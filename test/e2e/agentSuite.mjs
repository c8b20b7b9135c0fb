/**
 * The node as a tool of n8n's own AI Agent, with a model that is scripted: what it leaves out, what it gets wrong, and
 * what it is told. Agent 2 calls tools itself, Agent 3 has n8n's engine run them.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CREDENTIAL_TYPE } from '../../scripts/lib/examples.mjs';
import { describeAssets } from './agentAssets.mjs';
import { startScriptedModel } from './scriptedModel.mjs';

const TRIGGER = 'Run by hand';
const AGENT = 'AI Agent';
const MODEL = 'Model';
const TOOL = 'IT Glue tool';
const VERSIONS = [2, 3];

/** @param {string} key @param {string} [type] a value that the model fills in; left out, n8n puts in an empty text */
const byModel = (key, type = 'string') => `={{ $fromAI('${key}', '', '${type}', '') }}`;

/** @param {string} value @returns {object} a locator */
const byId = (value) => ({ __rl: true, mode: 'id', value });

/** @param {() => { stage: import('../../scripts/lib/stage.mjs').Stage, packageName: string }} given */
export const describeAgents = (given) => {
	/** @type {import('./scriptedModel.mjs').ScriptedModel} */
	let model;
	/** @type {{ id: string, name: string }} */
	let credential;

	/**
	 * @param {number} version of the agent
	 * @param {Record<string, unknown>} parameters of the tool
	 * @param {Array<Record<string, unknown>>} calls that the model makes
	 */
	const ask = async (version, parameters, calls) => {
		const { stage, packageName } = given();
		const node = (/** @type {object} */ own) => ({ position: [0, 0], typeVersion: 1, ...own });
		const workflow = {
			id: `agent${version}`.padEnd(16, '0'),
			name: `End to end: agent ${version}`,
			// As the editor saves it; in the older order Agent 3 goes on before its tools have run.
			settings: { executionOrder: 'v1' },
			nodes: [
				node({
					id: 'trigger',
					name: TRIGGER,
					type: 'n8n-nodes-base.manualTrigger',
					parameters: {},
				}),
				node({
					id: 'agent',
					name: AGENT,
					type: '@n8n/n8n-nodes-langchain.agent',
					typeVersion: version,
					parameters: { promptType: 'define', text: 'Do it.', options: { maxIterations: 5 } },
				}),
				node({
					id: 'model',
					name: MODEL,
					type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
					typeVersion: 1.2,
					parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
					credentials: { openAiApi: credential },
				}),
				node({
					id: 'tool',
					name: TOOL,
					type: `${packageName}.itGlueTool`,
					parameters: { descriptionType: 'manual', toolDescription: 'IT Glue', ...parameters },
					credentials: { [CREDENTIAL_TYPE]: stage.credential },
				}),
			],
			connections: {
				[TRIGGER]: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
				[MODEL]: { ai_languageModel: [[{ node: AGENT, type: 'ai_languageModel', index: 0 }]] },
				[TOOL]: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
			},
		};
		await stage.n8n.saveWorkflow(workflow);
		await stage.sandbox.clearJournal();
		model.play(calls);
		const run = await stage.n8n.runWorkflow(workflow.id, TRIGGER);
		const journal = await stage.sandbox.journal();
		return {
			run,
			told: model.told(),
			writes: journal.filter(({ method }) => method !== 'GET'),
			journal,
		};
	};

	/** A contact with everything filled in. */
	const contact = async () => {
		const { stage } = given();
		const contacts = await stage.sandbox.records('contacts');
		const found = contacts.find(({ attributes }) => attributes.title && attributes.notes);
		return found ?? assert.fail('the sandbox holds no contact with title and notes');
	};
	const stored = async (/** @type {string} */ id) =>
		(await given().stage.sandbox.records('contacts')).find((record) => record.id === id)
			?.attributes;

	describe('a real AI agent', () => {
		before(async () => {
			model = await startScriptedModel();
			credential = await given().stage.n8n.saveCredential({
				name: 'Scripted model',
				type: 'openAiApi',
				data: { apiKey: 'scripted', url: model.url },
			});
		});
		after(() => model.stop());

		for (const version of VERSIONS) {
			describe(`version ${version}`, () => {
				const updating = {
					resource: 'contact',
					operation: 'update',
					contactId: byId(byModel('id')),
					updateFields: {
						title: byModel('title'),
						notes: byModel('notes'),
						contactTypeId: byModel('type'),
					},
				};

				it('leaves alone what the model leaves out', async () => {
					const { id, attributes } = await contact();
					const title = `Agent title ${version}`;
					const { writes, told, run } = await ask(version, updating, [{ id: String(id), title }]);
					assert.equal(run.status, 'success', JSON.stringify(run.nodes.map(({ error }) => error)));
					assert.equal(writes.length, 1);
					assert.deepEqual(Object.keys(writes[0]?.body?.data?.attributes ?? {}), ['title']);
					const now = await stored(id);
					assert.deepEqual([now?.title, now?.notes], [title, attributes.notes]);
					assert.match(told.join(), new RegExp(title));
				});

				it('takes an empty text, null and the word null for nothing', async () => {
					const { id, attributes } = await contact();
					const { writes, told } = await ask(version, updating, [
						{ id: String(id), title: '', notes: '' },
						{ id: String(id), title: 'null', notes: ' ' },
					]);
					assert.deepEqual(writes, []);
					assert.match(told.join(' '), /There is nothing to update/);
					assert.equal((await stored(id))?.notes, attributes.notes);
				});

				it('tells the model what is wrong and what to do', async () => {
					const { id } = await contact();
					const { writes, told } = await ask(version, updating, [
						{ id: String(id), type: 'No Such Type' },
						{ id: '123456', title: 'x' },
					]);
					assert.deepEqual(
						writes.filter(({ status }) => status < 400),
						[],
					);
					assert.match(told[0] ?? '', /There is no Contact Type/);
					assert.match(told[0] ?? '', /Use one of these names/);
					assert.match(told[1] ?? '', /Contact 123456 was not found/);
					assert.match(told[1] ?? '', /Check|may/);
				});

				it('tells it of a value of another type, or n8n does', async () => {
					const { id } = await contact();
					const updateFields = { important: `={{ $fromAI('important', '', 'boolean') }}` };
					const { writes, told, run } = await ask(version, { ...updating, updateFields }, [
						{ id: String(id), important: 'maybe' },
					]);
					assert.deepEqual(writes, []);
					const said = [...told, ...run.nodes.map(({ error }) => error?.message ?? '')].join(' ');
					assert.match(said, /true or false|schema|boolean/i);
				});

				it('searches without the filters that the model leaves out, but not without an organization', async () => {
					const { attributes } = await contact();
					const listing = {
						resource: 'contact',
						operation: 'getAll',
						organizationId: byId(byModel('organization')),
						limit: byModel('limit', 'number'),
						filters: { title: byModel('title'), primaryEmail: byModel('email') },
					};
					const found = await ask(version, listing, [
						{ organization: String(attributes.organization_id) },
					]);
					assert.match(found.told[0] ?? '', /"type":"contacts"/);
					const refused = await ask(version, listing, [{ title: 'Owner' }]);
					assert.match(refused.told[0] ?? '', /Organization/);
					assert.deepEqual(refused.journal, []);
				});

				describeAssets({ ask: (parameters, calls) => ask(version, parameters, calls), given });

				it('gets no password value', async () => {
					const [password] = await given().stage.sandbox.records('passwords');
					const { told } = await ask(
						version,
						{
							resource: 'password',
							operation: 'get',
							passwordId: byId(byModel('id')),
							includePasswordValue: true,
						},
						[{ id: String(password?.id) }],
					);
					assert.equal(told.length, 1);
					assert.equal(told.join().includes(String(password?.attributes.password)), false);
				});
			});
		}
	});
};
