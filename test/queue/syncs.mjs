/**
 * Two PSA syncs as workflows that a webhook starts, for the companies that its body names, many at the same time. Those
 * of workflows/examples would let one run at a time through (their memory says that one is running), so these are two
 * simple ones of the kind that people build themselves (workflows/ in this folder), without such a guard.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	prepareExample,
	readExample,
	sandboxAdaptation,
	saveCredentials,
} from '../../scripts/lib/examples.mjs';
import { ANSWER_MS, STANDSTILL_MS } from '../../scripts/lib/patience.mjs';
import { waitFor } from '../../scripts/lib/processes.mjs';

/** @typedef {import('../../scripts/lib/n8n.mjs').N8n} N8n */
/** @typedef {import('../../scripts/lib/sandbox.mjs').Sandbox} Sandbox */
/** @typedef {import('../../scripts/lib/examples.mjs').Example} Example */

/**
 * @typedef {object} Sync
 * @property {string} id of its workflow
 * @property {string} path of its address, below `webhook/`
 */

const WORKFLOWS = path.join(path.dirname(fileURLToPath(import.meta.url)), 'workflows');
const TRIGGER = 'On request';
const COMPANIES = `$('${TRIGGER}').first().json.body.companies`;
const TRIGGERS = ['n8n-nodes-base.scheduleTrigger', 'n8n-nodes-base.manualTrigger'];

/**
 * n8n knows the address once it says that it answers to POST only; before that it knows nothing of it.
 * @param {N8n} n8n
 * @param {string} path
 */
const untilServed = (n8n, path) =>
	waitFor(
		async () => {
			const answer = await fetch(`${n8n.url}/webhook/${path}`, {
				signal: AbortSignal.timeout(ANSWER_MS),
			});
			return /not registered for GET/.test(await answer.text()) ? true : undefined;
		},
		{
			timeoutMs: STANDSTILL_MS,
			onTimeout: () => new Error(`n8n does not serve webhook/${path}.`),
		},
	);

/**
 * @param {Example} example
 * @param {string} path
 * @returns {Example} started by a webhook instead of by a schedule or by hand
 */
const byWebhook = (example, path) => {
	const { nodes, connections, ...rest } = example.workflow;
	const [old, ...others] = nodes.filter((/** @type {any} */ { type }) => TRIGGERS.includes(type));
	assert.ok(old, 'the example has a trigger');
	const names = [old, ...others].map(({ name }) => name);
	const webhook = {
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
		name: TRIGGER,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: old.position,
	};
	return {
		...example,
		id: createHash('sha256').update(path).digest('hex').slice(0, 16),
		name: `${example.name}, by webhook ${path}`,
		workflow: {
			...rest,
			nodes: [...nodes.filter((/** @type {any} */ { name }) => !names.includes(name)), webhook],
			connections: Object.fromEntries(
				Object.entries(connections)
					.filter(([from]) => from === old.name || !names.includes(from))
					.map(([from, to]) => [from === old.name ? TRIGGER : from, to]),
			),
		},
	};
};

const ACTIVE_ONLY = "filter: [{ op: 'eq', field: 'isActive', value: true }]";

/**
 * @param {Example} example the one of the contacts: its search stands in the node, not in Settings
 * @returns {Example}
 */
const narrowed = (example) => {
	const { nodes } = example.workflow;
	const inCompanies = `{ op: 'in', field: 'companyID', value: ${COMPANIES} }`;
	const changed = nodes.map((/** @type {any} */ node) => {
		const body = String(node.parameters.jsonBody ?? '');
		if (!body.includes(ACTIVE_ONLY)) return node;
		const jsonBody = body.replace(ACTIVE_ONLY, ACTIVE_ONLY.replace(']', `, ${inCompanies}]`));
		return { ...node, parameters: { ...node.parameters, jsonBody } };
	});
	assert.notDeepEqual(changed, nodes, 'the example asks for active contacts');
	return { ...example, workflow: { ...example.workflow, nodes: changed } };
};

const WRITING = { dryRun: false };
const SETTINGS = {
	'psa-sync-organizations': {
		...WRITING,
		createMissing: true,
		conditions: `={{ 'deletedFlag=false and id in (' + ${COMPANIES}.join(',') + ')' }}`,
	},
	'psa-sync-contacts': WRITING,
};

/** @param {keyof typeof SETTINGS} slug */
const exampleOf = (slug) => {
	const example = readExample(path.join(WORKFLOWS, `${slug}.json`));
	return slug === 'psa-sync-contacts' ? narrowed(example) : example;
};

/**
 * Imports both syncs, connected to a sandbox, and publishes them.
 * @param {N8n} n8n
 * @param {{
 *   label: string,
 *   sandbox: Sandbox,
 *   packageName: string,
 *   credential: { id: string, name: string },
 * }} options `label` makes them others than those of an earlier sandbox
 * @returns {Promise<{ organizations: Sync, contacts: Sync }>}
 */
export const publishSyncs = async (n8n, { label, sandbox, packageName, credential }) => {
	/** @param {keyof typeof SETTINGS} slug @returns {Promise<Sync>} */
	const publish = async (slug) => {
		const address = `${label}-${slug}`;
		const example = byWebhook(exampleOf(slug), address);
		const basic = sandboxAdaptation(`queue-${slug}`, sandbox);
		const credentials = await saveCredentials(n8n, example.name, basic.credentials);
		const values = { Settings: { ...basic.values.Settings, ...SETTINGS[slug] } };
		const { id } = example;
		await n8n.saveWorkflow(
			prepareExample(example, { packageName, credential, credentials, values }),
		);
		await n8n.publishWorkflow(id);
		await untilServed(n8n, address);
		return { id, path: address };
	};
	return {
		organizations: await publish('psa-sync-organizations'),
		contacts: await publish('psa-sync-contacts'),
	};
};

/**
 * Starts a sync for some companies; n8n answers at once and puts the run into the queue.
 * @param {N8n} n8n
 * @param {Sync} sync
 * @param {number[]} companies
 */
export const request = async (n8n, { path }, companies) => {
	const answer = await fetch(`${n8n.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ companies }),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	assert.equal(answer.status, 200, await answer.text());
};

/** @typedef {{ id: string, status: string }} Execution */

const MOST = 100;

/**
 * @param {N8n} n8n
 * @param {Sync} sync
 * @returns {Promise<Execution[]>} all of them, the newest first
 */
const executionsOf = async (n8n, { id }) => {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	/** @type {Execution[]} */
	const all = [];
	for (;;) {
		const last = all.at(-1);
		const { results } = await n8n.rest(
			'GET',
			`/executions?filter=${filter}&limit=${MOST}${last ? `&lastId=${last.id}` : ''}`,
		);
		all.push(...results.map((/** @type {any} */ row) => ({ id: row.id, status: row.status })));
		if (results.length < MOST) return all;
	}
};

const OPEN = ['new', 'running', 'waiting', 'unknown'];

/** @param {Execution[]} runs */
const statusesIn = (runs) => JSON.stringify(counted(runs.map(({ status }) => status)));

/**
 * Starts runs and waits until all of them have ended, in whatever way.
 * @param {N8n} n8n
 * @param {Sync[]} syncs
 * @param {(request: (sync: Sync, companies: number[]) => Promise<void>) => Promise<void>} work
 * @returns {Promise<Execution[]>} the runs, the syncs one after the other
 */
export const runsOf = async (n8n, syncs, work) => {
	const before = new Set(
		(await Promise.all(syncs.map((sync) => executionsOf(n8n, sync)))).flat().map(({ id }) => id),
	);
	let asked = 0;
	await work(async (sync, companies) => {
		await request(n8n, sync, companies);
		asked += 1;
	});
	/** @type {Execution[]} */
	let runs = [];
	return waitFor(
		async () => {
			const all = await Promise.all(syncs.map((sync) => executionsOf(n8n, sync)));
			runs = all.flat().filter(({ id }) => !before.has(id));
			const done = runs.filter(({ status }) => !OPEN.includes(status));
			return done.length >= asked && done.length === runs.length ? runs : undefined;
		},
		{
			timeoutMs: STANDSTILL_MS,
			everyMs: 500,
			// However long all of them take together: some begin and end every few seconds.
			progress: () => statusesIn(runs),
			onTimeout: () =>
				new Error(`${asked} runs were asked for; it stands still at: ${statusesIn(runs)}`),
		},
	);
};

/**
 * @param {string[]} values
 * @returns {Record<string, number>} how often each stands there
 */
export const counted = (values) =>
	Object.fromEntries(
		[...new Set(values)]
			.sort()
			.map((value) => [value, values.filter((other) => other === value).length]),
	);
