/** The three syncs in a real n8n: imported as they are shipped, with the settings of the nights. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	EXAMPLES_FOLDER,
	prepareExample,
	readExample,
	sandboxAdaptation,
	saveCredentials,
} from '../../scripts/lib/examples.mjs';
import { itemsOf, writesIn } from '../../scripts/lib/outcome.mjs';
import { processorSeconds } from './processor.mjs';
import { countBeside, requestCount } from './sandbox.mjs';

/** @typedef {import('../../scripts/lib/stage.mjs').Stage} Stage */
/** @typedef {'organizations' | 'devices' | 'contacts'} SyncName */
/** @typedef {Record<string, unknown>} Settings */

/**
 * @typedef {object} Row what one run did
 * @property {number} night
 * @property {SyncName} sync
 * @property {string} note what is special about it
 * @property {string} status as n8n calls it
 * @property {number} seconds
 * @property {number} processor seconds of n8n's processor time; 0 where the system does not say
 * @property {number} reads requests to IT Glue
 * @property {number} writes
 * @property {number} beside requests to the PSA or the RMM
 * @property {Record<string, any>} summary what the workflow says of itself; empty where it did not get so far
 * @property {string} error what it stopped with
 * @property {string} slowest the nodes that took longest
 */

/** In the order of their hours. @type {Record<SyncName, { slug: string, calls: Record<string, string>, settings: Settings }>} */
const SYNCS = {
	organizations: {
		slug: 'psa-sync-organizations',
		calls: { 'Get companies': 'get-companies-connectwise', Notify: 'notify' },
		settings: { createMissing: true },
	},
	devices: {
		slug: 'rmm-configuration-sync',
		calls: { 'Get devices': 'get-devices-ninjaone', Notify: 'notify' },
		settings: { moveDevices: true, archiveRetired: true },
	},
	contacts: {
		slug: 'psa-sync-contacts',
		calls: { 'Get contacts': 'get-contacts-connectwise', Notify: 'notify' },
		settings: {},
	},
};

export const SYNC_NAMES = /** @type {SyncName[]} */ (Object.keys(SYNCS));

/** So often it is looked whether the requests go on. */
const LOOK_MS = 2_000;

/** @param {string} slug */
const exampleOf = (slug) => readExample(path.join(EXAMPLES_FOLDER, `${slug}.json`));

/**
 * @param {Stage} stage
 * @param {string} packageName
 * @param {string} slug
 * @param {{ calls?: Record<string, string>, settings?: Settings }} [given]
 */
const save = async ({ n8n, sandbox, credential }, packageName, slug, { calls, settings } = {}) => {
	const example = exampleOf(slug);
	const basic = sandboxAdaptation(slug, sandbox);
	const credentials = await saveCredentials(n8n, example.name, basic.credentials);
	const Settings = { ...basic.values.Settings, ...settings };
	const values = Object.keys(Settings).length > 0 ? { ...basic.values, Settings } : basic.values;
	await n8n.saveWorkflow(
		prepareExample(example, { packageName, credential, credentials, values, calls }),
	);
	return example;
};

/**
 * Deletes what earlier runs have remembered.
 * @param {Stage['n8n']} n8n
 */
export const forgetAll = async (n8n) => {
	const { data } = await n8n.rest('GET', '/data-tables-global');
	for (const { id, projectId, project } of data)
		await n8n.rest('DELETE', `/projects/${projectId ?? project.id}/data-tables/${id}`);
};

/**
 * @param {Stage} stage
 * @param {string} packageName
 */
export const saveFrontEnds = async (stage, packageName) => {
	const slugs = Object.values(SYNCS).flatMap(({ calls }) => Object.values(calls));
	for (const slug of new Set(slugs)) await save(stage, packageName, slug);
};

/** @param {import('../../scripts/lib/n8n.mjs').WorkflowRun} run */
const errorOf = ({ nodes }) => {
	const failed = nodes.find(({ error }) => error);
	return failed ? `${failed.node}: ${failed.error.message}` : '';
};

/** @param {import('../../scripts/lib/n8n.mjs').WorkflowRun} run */
const slowestOf = ({ nodes }) =>
	[...nodes]
		.sort((one, other) => other.milliseconds - one.milliseconds)
		.slice(0, 5)
		.map(({ node, milliseconds }) => `${node} ${(milliseconds / 1000).toFixed(1)} s`)
		.join(', ');

/**
 * @typedef {object} Wanted
 * @property {number} night
 * @property {SyncName} sync
 * @property {string} [note]
 * @property {Settings} [settings]
 * @property {number} [stopAfterCreates] stops the execution once IT Glue was sent so many requests that create
 */

/**
 * Stops an execution while it creates, as a restart of n8n would.
 * @param {Stage} stage
 * @param {string} executionId
 * @param {number} creates
 * @param {() => boolean} isOver
 */
const stopWhenCreating = async ({ n8n, sandbox }, executionId, creates, isOver) => {
	while (!isOver()) {
		const posts = (await sandbox.journal()).filter(({ method }) => method === 'POST');
		if (posts.length >= creates) {
			await n8n.rest('POST', `/executions/${executionId}/stop`);
			return;
		}
		await sleep(100);
	}
};

/**
 * Runs one sync, and says what it did.
 * @param {Stage} stage
 * @param {string} packageName
 * @param {Wanted} wanted
 * @returns {Promise<Row>}
 */
export const runSync = async (
	stage,
	packageName,
	{ night, sync, note = '', settings, stopAfterCreates },
) => {
	const { n8n, sandbox } = stage;
	const { slug, calls, settings: own } = SYNCS[sync];
	const given = { dryRun: false, ...own, ...settings };
	const example = await save(stage, packageName, slug, { calls, settings: given });
	await sandbox.clearJournal();
	await countBeside(sandbox);
	let requests = 0;
	let isOver = false;
	const counting = setInterval(() => {
		void requestCount(sandbox).then((count) => (requests = count));
	}, LOOK_MS);
	/** @type {Promise<void> | undefined} */
	let stopping;
	const begun = Date.now();
	const before = processorSeconds(n8n.pid);
	try {
		const run = await n8n.runWorkflow(example.id, example.manualTrigger ?? '', {
			progress: () => requests,
			onStart: (executionId) => {
				if (stopAfterCreates !== undefined)
					stopping = stopWhenCreating(stage, executionId, stopAfterCreates, () => isOver);
			},
		});
		const seconds = (Date.now() - begun) / 1000;
		const processor = processorSeconds(n8n.pid) - before;
		const journal = await sandbox.journal();
		const writes = writesIn(journal).length;
		return {
			night,
			sync,
			note,
			status: run.status,
			seconds,
			processor,
			reads: journal.length - writes,
			writes,
			beside: await countBeside(sandbox),
			summary: itemsOf(run, 'Summary')[0] ?? {},
			error: errorOf(run),
			slowest: slowestOf(run),
		};
	} finally {
		isOver = true;
		clearInterval(counting);
		await stopping;
	}
};
