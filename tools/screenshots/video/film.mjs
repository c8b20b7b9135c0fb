/** The pictures of the storyboard: how the screen looks when the words of a scene are over. */
import { openCredential } from '../../../scripts/browser/credential.mjs';
import { viewOf } from '../../../scripts/browser/editor.mjs';
import { openNode } from '../../../scripts/browser/panel.mjs';
import { workflowOf } from '../../../scripts/browser/workflow.mjs';
import { Failure } from '../../../scripts/lib/base.mjs';
import { ANSWER_MS } from '../../../scripts/lib/patience.mjs';
import { waitFor } from '../../../scripts/lib/processes.mjs';
import { VIEWS } from '../editing.mjs';
import { viewOfPanel } from '../panel.mjs';
import { createOrUpdate, error, getMany } from '../scenes.mjs';

/**
 * @typedef {import('../../../scripts/browser/editor.mjs').Page} Page
 * @typedef {import('../main.mjs').Surroundings} Surroundings
 * @typedef {import('../main.mjs').Draw} Draw
 * @typedef {(page: Page, surroundings: Surroundings) => Promise<Draw>} View
 */

const WINDOW = { width: 1440, height: 900 };
const SCHEDULED = 'IT Glue every ten seconds';
const SCHEDULE = 'Every ten seconds';
const TICK_SECONDS = 10;
/** The schedule, the start of the run, and the machine's other work. */
const FIRST_RUN_MS = TICK_SECONDS * 1000 + ANSWER_MS;

/** @param {Page} page @returns {Promise<Draw>} all of the window */
const wholeWindow = (page) => viewOf(page, { x: 0, y: 0, ...WINDOW });

/** The window in which n8n asks for the name of the package. @type {View} */
const install = async (page, { stage, packageName }) => {
	await page.setViewportSize(WINDOW);
	await page.goto(`${stage.n8n.url}/settings/community-nodes`);
	await page
		.getByRole('button', { name: /^Install/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByPlaceholder(/^e\.g\. n8n-nodes-/).fill(packageName);
	await dialog.getByText('I understand the risks').click();
	return wholeWindow(page);
};

/** @type {View} */
const credential = async (page, surroundings) => {
	const { n8n } = surroundings.stage;
	const step = 'Get configurations';
	const parameters = { resource: 'configuration', operation: 'getAll' };
	const workflow = workflowOf(
		{ name: 'Video: credential', steps: [{ name: step, parameters }] },
		surroundings,
	);
	await n8n.saveWorkflow(workflow);
	await page.setViewportSize(WINDOW);
	await page.goto(`${n8n.url}/workflow/${workflow.id}`);
	await openNode(page, step);
	const window = await openCredential(page);
	await window.success.waitFor();
	return wholeWindow(page);
};

/** The servers of a client that was chosen from the list. @type {View} */
const list = (page, surroundings) =>
	viewOfPanel(page, surroundings, {
		...getMany,
		prepare: async (sandbox) => {
			const parameters = await getMany.prepare(sandbox);
			const client = (await sandbox.records('organizations')).find(
				({ attributes }) => attributes.name === getMany.input.rows[0]?.client,
			);
			if (client === undefined) throw new Failure('The sandbox does not hold the client.');
			const { id, attributes } = client;
			const organizationId = {
				__rl: true,
				mode: 'list',
				value: String(id),
				cachedResultName: attributes.name,
			};
			return { ...parameters, organizationId };
		},
	});

/** The same three people once they have been written. @type {View} */
const write = (page, surroundings) =>
	viewOfPanel(page, surroundings, {
		...createOrUpdate,
		name: 'write',
		prepare: async (sandbox) => {
			const parameters = await createOrUpdate.prepare(sandbox);
			const written = { ...parameters, dryRun: false };
			await runOnce(surroundings, written);
			return written;
		},
	});

/**
 * The first of the two runs.
 * @param {Surroundings} surroundings
 * @param {Record<string, unknown>} parameters
 */
const runOnce = async (surroundings, parameters) => {
	const { n8n } = surroundings.stage;
	const { input, step } = createOrUpdate;
	const name = 'Video: the first run';
	const workflow = workflowOf({ name, input, steps: [{ name: step, parameters }] }, surroundings);
	await n8n.saveWorkflow(workflow);
	const { status } = await n8n.runWorkflow(workflow.id, workflow.nodes[0].name);
	if (status !== 'success') throw new Failure(`The first run of "${step}" ended as ${status}.`);
};

/** The executions of a workflow that a Schedule Trigger starts. @type {View} */
const trigger = async (page, surroundings) => {
	const { n8n } = surroundings.stage;
	const parameters = { resource: 'organization', operation: 'getAll', limit: 5 };
	const steps = [{ name: 'Get organizations', parameters }];
	const workflow = workflowOf({ name: SCHEDULED, steps }, surroundings);
	const [start] = workflow.nodes;
	workflow.connections = { [SCHEDULE]: workflow.connections[start.name] };
	Object.assign(start, {
		name: SCHEDULE,
		type: 'n8n-nodes-base.scheduleTrigger',
		typeVersion: 1.2,
		parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: TICK_SECONDS }] } },
	});
	await n8n.saveWorkflow(workflow);
	await n8n.publishWorkflow(workflow.id);
	try {
		await waitFor(
			async () => {
				const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
				const { results } = await n8n.rest('GET', `/executions?filter=${filter}`);
				return results.some((/** @type {any} */ { status }) => status === 'success') || undefined;
			},
			{
				timeoutMs: FIRST_RUN_MS,
				onTimeout: () => new Failure('The Schedule Trigger has not started the workflow.'),
			},
		);
	} finally {
		await n8n.unpublishWorkflow(workflow.id);
	}
	await page.setViewportSize(WINDOW);
	await page.goto(`${n8n.url}/workflow/${workflow.id}/executions`);
	await page.getByText('Succeeded').first().waitFor();
	return wholeWindow(page);
};

/** By the name of the scene. @type {Record<string, View>} */
export const FILM = {
	install,
	find: (page, surroundings) => VIEWS['node-panel'](page, surroundings),
	credential,
	list,
	'dry-run': (page, surroundings) => viewOfPanel(page, surroundings, createOrUpdate),
	write,
	error: (page, surroundings) => viewOfPanel(page, surroundings, error),
	trigger,
};
