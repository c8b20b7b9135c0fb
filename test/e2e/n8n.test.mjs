/**
 * The package in a real n8n, installed as a self-hosted user installs it, against the sandbox over real HTTP.
 * One n8n serves all tests, those of the examples too (examplesSuite.mjs): starting it takes longer than they do.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkoutCache, readJson, root, startLog } from '../../scripts/lib/base.mjs';
import { CREDENTIAL_TYPE } from '../../scripts/lib/examples.mjs';
import { ensureHost } from '../../scripts/lib/host.mjs';
import { isVersion1, RELEASE_VARIABLE, releaseOf } from '../../scripts/lib/release.mjs';
import { runCli } from '../../scripts/lib/n8n.mjs';
import { END_MS } from '../../scripts/lib/patience.mjs';
import { endAll, freePort, whenAskedToEnd } from '../../scripts/lib/processes.mjs';
import { packProject } from '../../scripts/lib/project.mjs';
import { setStage } from '../../scripts/lib/stage.mjs';
import { describeAgents } from './agentSuite.mjs';
import { describeExamples } from './examplesSuite.mjs';
import { describeMigration } from './migrationSuite.mjs';
import { describeNights } from './nightsSuite.mjs';

const MANIFEST = readJson(path.join(root, 'package.json'));
const PACKAGE = String(MANIFEST.name);
const RELEASE = releaseOf(process.env[RELEASE_VARIABLE]);
const USER_FOLDER = path.join(checkoutCache, `e2e-${RELEASE}`);
const SETUP_TIMEOUT = 20 * 60_000;
const TRIGGER = 'Run by hand';

/**
 * A file's class and node name follow from its name; n8n's lint holds them together.
 * @param {string} file
 */
const nodeName = (file) =>
	path
		.basename(file)
		.split('.')[0]
		?.replace(/^./, (letter) => letter.toLowerCase()) ?? '';

/** @type {import('../../scripts/lib/stage.mjs').Stage} */
let stage;
/** @type {import('../../scripts/lib/host.mjs').Host} */
let host;
const logs = {
	setup: startLog(`e2e-${RELEASE}-setup`),
	n8n: startLog(`e2e-${RELEASE}-n8n`),
	sandbox: startLog(`e2e-${RELEASE}-sandbox`),
};
/** Values that may stand nowhere in what n8n stores. @type {Set<string>} */
const secrets = new Set();
/** What the editor is given about nodes. @type {any[]} */
let types = [];

/**
 * A workflow of a manual trigger and one node of ours.
 * @param {string} id
 * @param {Record<string, unknown>} parameters
 * @param {Record<string, unknown>} [settings] of the node
 */
const small = (id, parameters, settings = {}) => ({
	id: id.padEnd(16, '0'),
	name: `End to end: ${id}`,
	settings: {},
	nodes: [
		{
			id: 'trigger',
			name: TRIGGER,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'node',
			name: 'IT Glue',
			type: `${PACKAGE}.itGlue`,
			typeVersion: 1,
			position: [220, 0],
			parameters,
			credentials: { [CREDENTIAL_TYPE]: stage.credential },
			...settings,
		},
	],
	connections: { [TRIGGER]: { main: [[{ node: 'IT Glue', type: 'main', index: 0 }]] } },
});

const MISSING_ID = '9007199254740993';
const getMissing = {
	resource: 'organization',
	operation: 'get',
	organizationId: { __rl: true, mode: 'id', value: MISSING_ID },
};

/** @param {any} workflow */
const saveAndRun = async (workflow) => {
	await stage.n8n.saveWorkflow(workflow);
	return stage.n8n.runWorkflow(workflow.id, TRIGGER);
};

/** @param {import('../../scripts/lib/n8n.mjs').WorkflowRun} run */
const ourRun = (run) => {
	const found = run.nodes.find(({ node }) => node === 'IT Glue');
	assert.ok(found, 'the node ran');
	return found;
};

whenAskedToEnd(() => void endAll().then(() => process.exit(130)), { withParent: true });

describe('in a real n8n', () => {
	before(
		async () => {
			host = await ensureHost(logs.setup, RELEASE);
			const packed = await packProject(logs.setup);
			rmSync(USER_FOLDER, { recursive: true, force: true });
			stage = await setStage({
				host,
				packed,
				userFolder: USER_FOLDER,
				port: await freePort(),
				logs,
			});
			secrets.add(stage.sandbox.keys.full).add(stage.sandbox.keys.withoutPasswordAccess);
		},
		{ timeout: SETUP_TIMEOUT },
	);
	after(() => endAll(), { timeout: END_MS });

	describe('what the editor is given', () => {
		before(async () => {
			const file = path.join(USER_FOLDER, 'nodes.json');
			const { code, output } = await runCli({
				host,
				userFolder: USER_FOLDER,
				args: ['export:nodes', `--output=${file}`],
				logFile: logs.n8n,
			});
			assert.equal(code, 0, output.slice(-2_000));
			types = readJson(file);
		});

		for (const file of MANIFEST.n8n.nodes) {
			const name = nodeName(file);
			it(`holds the node ${name}`, () => {
				assert.ok(
					types.some((type) => type.name === `${PACKAGE}.${name}`),
					`${PACKAGE}.${name} is listed`,
				);
			});
			it(`asks for our credential in ${name}`, () => {
				const type = types.find((candidate) => candidate.name === `${PACKAGE}.${name}`);
				assert.ok(
					type.credentials.some(
						(/** @type {any} */ credential) => credential.name === CREDENTIAL_TYPE,
					),
				);
			});
		}

		it('holds the tool twin of the node', () => {
			const twin = types.find((type) => type.name === `${PACKAGE}.itGlueTool`);
			assert.deepEqual(twin?.outputs, ['ai_tool']);
		});
	});

	describe('the credential', () => {
		const sandboxCredential = (/** @type {string} */ apiKey) => ({
			name: 'Tried',
			type: CREDENTIAL_TYPE,
			data: { apiKey, region: 'custom', baseUrl: stage.sandbox.url },
		});

		it('is accepted with a good key', async () => {
			const answer = await stage.n8n.testCredential(sandboxCredential(stage.sandbox.keys.full));
			assert.equal(answer.status, 'OK', answer.message);
		});

		it('explains a wrong key and does not show it', async () => {
			const wrong = 'ITG.wrong-key-of-this-test';
			secrets.add(wrong);
			const answer = await stage.n8n.testCredential(sandboxCredential(wrong));
			assert.equal(answer.status, 'Error');
			// n8n 1.x passes over what the credential says about a status, and has words of its own.
			assert.match(answer.message, isVersion1(RELEASE) ? /credentials/i : /key/i);
			assert.doesNotMatch(answer.message, new RegExp(wrong));
		});

		it('says so when a web page answers at the address', async (test) => {
			const page = createServer((_, response) => {
				response.setHeader('content-type', 'text/html').end('<html><title>Sign in</title></html>');
			});
			test.after(() => page.close());
			await once(page.listen(0, '127.0.0.1'), 'listening');
			const credential = sandboxCredential(stage.sandbox.keys.full);
			const address = /** @type {import('node:net').AddressInfo} */ (page.address());
			const answer = await stage.n8n.testCredential({
				...credential,
				data: { ...credential.data, baseUrl: `http://127.0.0.1:${address.port}` },
			});
			assert.equal(answer.status, 'Error');
			assert.match(answer.message, /Base URL/);
		});

		it('says so when nobody answers at the address', async () => {
			const port = await freePort();
			const credential = sandboxCredential(stage.sandbox.keys.full);
			const answer = await stage.n8n.testCredential({
				...credential,
				data: { ...credential.data, baseUrl: `http://127.0.0.1:${port}` },
			});
			assert.equal(answer.status, 'Error');
			assert.notEqual(answer.message, '');
		});
	});

	describe('errors', () => {
		it('stop the workflow with a message that says what is missing', async () => {
			const run = await saveAndRun(small('stops', getMissing));
			assert.equal(run.status, 'error');
			const { error } = ourRun(run);
			assert.match(`${error.message} ${error.description}`, /organization|not found|record/i);
			assert.equal(error.node?.name ?? 'IT Glue', 'IT Glue');
		});

		it('go to the error output with the keys that n8n routes by', async () => {
			const run = await saveAndRun(small('routes', getMissing, { onError: 'continueErrorOutput' }));
			assert.equal(run.status, 'success');
			const [regular, failed] = ourRun(run).outputs;
			assert.deepEqual(regular, []);
			assert.equal(failed?.length, 1);
			assert.deepEqual(Object.keys(failed?.[0] ?? {}).sort(), ['details', 'error', 'message']);
		});

		it('stay in the regular output where the user wants that', async () => {
			const run = await saveAndRun(
				small('regular', getMissing, { onError: 'continueRegularOutput' }),
			);
			assert.equal(run.status, 'success');
			const { items } = ourRun(run);
			assert.equal(items.length, 1);
			assert.ok(items[0]?.error);
		});
	});

	describe('the tool twin', () => {
		/** @param {Record<string, unknown>} parameters */
		const asTool = async (parameters) => {
			const name = 'IT Glue tool';
			const agent = 'AI agent';
			const workflow = small('tooltwin', parameters, { name, type: `${PACKAGE}.itGlueTool` });
			// n8n runs a tool alone only where it knows the agent it hangs on; the agent itself does not run.
			workflow.nodes.push({
				id: 'agent',
				name: agent,
				type: '@n8n/n8n-nodes-langchain.agent',
				typeVersion: 1.7,
				position: [440, 0],
				parameters: {},
			});
			const connections = {
				[TRIGGER]: { main: [[{ node: agent, type: 'main', index: 0 }]] },
				[name]: { ai_tool: [[{ node: agent, type: 'ai_tool', index: 0 }]] },
			};
			await stage.n8n.saveWorkflow({ ...workflow, connections });
			return stage.n8n.runTool(workflow.id, name, TRIGGER);
		};

		it('reads, as the node does', async () => {
			const run = await asTool({ resource: 'organization', operation: 'getAll', limit: 1 });
			assert.equal(run.status, 'success', JSON.stringify(run.nodes.map(({ error }) => error)));
			const journal = await stage.sandbox.journal();
			assert.ok(journal.length > 0, 'it asked the API');
		});

		it('gives no password value, whatever it is set to', async () => {
			const [password] = await stage.sandbox.records('passwords');
			assert.ok(password?.attributes.password, 'the sandbox holds a password');
			await stage.sandbox.clearJournal();
			const run = await asTool({
				resource: 'password',
				operation: 'get',
				organizationId: {
					__rl: true,
					mode: 'id',
					value: String(password.attributes.organization_id),
				},
				passwordId: { __rl: true, mode: 'id', value: String(password.id) },
				includePasswordValue: true,
			});
			assert.equal(JSON.stringify(run).includes(password.attributes.password), false);
			const asked = (await stage.sandbox.journal()).filter(
				({ query }) => query.show_password === 'true',
			);
			assert.deepEqual(asked, []);
		});

		it('refuses to delete, before any request', async () => {
			const [contact] = await stage.sandbox.records('contacts');
			assert.ok(contact, 'the sandbox holds a contact');
			await stage.sandbox.clearJournal();
			const run = await asTool({
				resource: 'contact',
				operation: 'delete',
				organizationId: {
					__rl: true,
					mode: 'id',
					value: String(contact.attributes.organization_id),
				},
				contactId: { __rl: true, mode: 'id', value: String(contact.id) },
			});
			const told = run.nodes.map(({ error, items }) => JSON.stringify([error?.message, items]));
			assert.match(told.join(' '), /delete/i);
			assert.deepEqual(await stage.sandbox.journal(), []);
			const left = await stage.sandbox.records('contacts');
			assert.ok(
				left.some(({ id }) => id === contact.id),
				'the contact is still there',
			);
		});
	});

	describeAgents(() => ({ stage, packageName: PACKAGE }));

	describeExamples(() => ({ stage, packageName: PACKAGE, types, secrets }));

	describeNights(() => ({ stage, packageName: PACKAGE }));

	describeMigration(() => ({ stage, small }));

	describe('what n8n has stored in the end', () => {
		it('holds neither a key nor a password', async () => {
			await stage.n8n.stop();
			const folder = path.join(USER_FOLDER, '.n8n');
			const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
			assert.ok(files.some(({ name }) => name.startsWith('database.sqlite')));
			const places = [...files.map(({ name }) => path.join(folder, name)), logs.n8n];
			for (const file of places) {
				const content = readFileSync(file);
				for (const secret of secrets)
					assert.equal(content.includes(secret), false, `${path.basename(file)} holds a secret`);
			}
		});
	});
});
