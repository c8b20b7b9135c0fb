/**
 * What all syncs share: settings, the memory in a data table, the look before the write, the safety brake, the report.
 *
 *   start → settings → memory → source and IT Glue → Plan → Preview → Brake → write → Summary → memory → notify
 *
 * A sync brings the nodes that read, the code that plans, and the mapping that writes. What each Code node takes and
 * gives is said in ../code; `Plan` gives one item `{ items, findings, counts, count }`.
 */
import { codeNode } from './code.mjs';
import {
	anything,
	byHand,
	callWorkflow,
	done,
	everyNight,
	GOES_ON,
	ifTrue,
	itGlueMapped,
	nothingCame,
	setFields,
	splitOut,
	startText,
	stopWith,
	typed,
} from './nodes.mjs';
import { forget, makeMemory, markRun, readMemory, remember, TABLE } from './memory.mjs';

/** @typedef {import('./build.mjs').NodeBody} NodeBody */

const ITEMS = (/** @type {string} */ node) =>
	`$('${node}').isExecuted ? $('${node}').all().map(({ json }) => json) : []`;

/** What the two nodes that weigh a run take. @type {(preview: string) => string} */
const run = (preview) => `	settings: $('Settings').first().json,
	plan: $('Plan').first().json,
	preview: ${preview},
	rows: $($('Memory now').isExecuted ? 'Memory now' : 'Memory').all().map(({ json }) => json),
	began: $('Settings').first().json.began,
	now: Date.now(),`;

/** What every sync has in Settings, as shipped. */
const COMMON = {
	brakeRecords: 100,
	brakePercent: 20,
	runHours: 6,
	began: typed('number', 'Date.now()'),
};

const COMMON_TEXT = `- *brakeRecords*: stop before writing if the run would create or change more records than this
- *brakePercent*: stop if the source has this many percent fewer records than last time
- *runHours*: how long a run may take; until then, no other run may write
- *began*: do not change it`;

/**
 * @typedef {object} Sync
 * @property {string} slug
 * @property {string} name
 * @property {number} hour of the night
 * @property {Array<{ name: string, text: string }>} about
 * @property {Record<string, unknown>} settings its own; \`dryRun\` is added
 * @property {string} settingsText Markdown list of its own settings
 * @property {string} source the node that calls the front end, such as "Get companies"
 * @property {Record<string, NodeBody>} reads further nodes that read, run one after the other after the source
 * @property {string} readText
 * @property {{ file: string, call: string }} plan code, and the lines that call it and return \`[{ json }]\`
 * @property {string} planText
 * @property {{ resource: string, values: Record<string, unknown>, matching: string[], options: Record<string, unknown> }} [write]
 * @property {Step[]} [steps] instead of \`write\`, where the plan has compared everything by itself: each item names its \`step\`
 * @property {string} writeText
 * @property {{ setting: string, message: string }} [confirm] a setting that must be true before anything is read
 * @property {Record<string, unknown>} [workflow] settings of the workflow
 */

/**
 * One way of writing: the items of a step, and the node that writes them.
 * @typedef {object} Step
 * @property {string} step
 * @property {string} name of the node
 * @property {NodeBody} node
 * @property {{ file: string, call: string }} [items] code that gives the items of the step, if more than picking them is needed
 */

/**
 * The nodes that look and write.
 * @typedef {object} Writing
 * @property {Record<string, NodeBody>} nodes
 * @property {string[][]} rows
 * @property {import('./build.mjs').Connection[]} connections
 * @property {string} preview code: what each item of the plan would do
 * @property {string} written code: what the writes answered
 */

/**
 * IT Glue itself is asked what would change, and then to change it.
 * @param {import('./nodes.mjs').Columns} columns
 * @param {NonNullable<Sync['write']>} write
 * @returns {Promise<Writing>}
 */
const byPreview = async (columns, { resource, values, matching, options }) => {
	const mapped = (/** @type {unknown} */ dryRun) =>
		itGlueMapped(columns, {
			resource,
			operation: 'upsert',
			values,
			matching,
			rest: { dryRun, options },
			node: GOES_ON,
		});
	return {
		nodes: {
			'Each record': splitOut('items'),
			Preview: await mapped(true),
			Write: await mapped(false),
		},
		rows: [
			['Each record', 'Preview', 'Memory now', 'Brake', 'Mark start'],
			['', '', '', '', 'Write'],
		],
		connections: [
			['Plan', 'Each record'],
			['Each record', 'Preview'],
			['Preview', 'Memory now'],
			['Brake', 'Write'],
		],
		preview: ITEMS('Preview'),
		written: ITEMS('Write'),
	};
};

/**
 * The plan has compared everything: only what differs is an item, with the step that it is for.
 * @param {Step[]} steps
 * @returns {Writing}
 */
const bySteps = (steps) => ({
	nodes: Object.fromEntries([
		['Preview', splitOut('items')],
		...steps.flatMap(({ step, name, node, items }) => [
			[
				`To ${step}`,
				codeNode(
					items?.file ?? 'steps.mjs',
					items?.call ??
						`return itemsFor($('Brake').all().map(({ json }) => json), '${step}').map((json) => ({ json }));`,
				),
			],
			[name, node],
		]),
	]),
	rows: [
		['Preview'],
		['Memory now', 'Brake', 'Mark start'],
		...steps.map(({ step, name }) => ['', '', `To ${step}`, name]),
	],
	connections: [
		['Plan', 'Preview'],
		['Plan', 'Memory now'],
		...steps.flatMap(
			({ step, name }) =>
				/** @type {import('./build.mjs').Connection[]} */ ([
					['Brake', `To ${step}`],
					[`To ${step}`, name],
				]),
		),
	],
	preview: `$('Plan').first().json.items`,
	written: `{ ${steps.map(({ step, name }) => `${step}: ${ITEMS(name)}`).join(', ')} }`,
});

/**
 * @param {import('./nodes.mjs').Columns} columns
 * @param {Sync} sync
 * @returns {Promise<import('./build.mjs').Definition>}
 */
export const defineSync = async (columns, sync) => {
	const { slug, reads, source, confirm } = sync;
	const readNames = Object.keys(reads);
	const writing = sync.write ? await byPreview(columns, sync.write) : bySteps(sync.steps ?? []);
	const taken = run(writing.preview);
	/** @type {Record<string, NodeBody>} */
	const nodes = {
		'Every night': everyNight(sync.hour),
		'Run by hand': byHand(),
		Settings: setFields({ dryRun: true, ...sync.settings, ...COMMON }),
		'Make memory': makeMemory(),
		Memory: readMemory(slug),
		'Free?': {
			...ifTrue(
				`!$('Memory').all().some(({ json }) => json.kind === 'run' && JSON.parse(json.value).started && !JSON.parse(json.value).ended && Date.now() - Date.parse(JSON.parse(json.value).started) < $('Settings').first().json.runHours * 3600000)`,
			),
			// It looks at all rows at once, not once for each.
			executeOnce: true,
		},
		'Stop: already running': stopWith(
			`Another run has started and not finished. This run stopped and changed nothing. If the other run was killed, delete the row "run" of ${slug} in the data table ${TABLE}.`,
		),
		[source]: callWorkflow({ executeOnce: true, alwaysOutputData: true }),
		'Anything?': anything(source),
		'Stop: nothing came': nothingCame(source),
		...reads,
		Plan: codeNode(sync.plan.file, sync.plan.call),
		...writing.nodes,
		...(confirm && {
			'Confirmed?': ifTrue(`$json.${confirm.setting}`),
			'Stop: check settings': stopWith(confirm.message),
		}),
		'Memory now': readMemory(slug),
		Brake: codeNode(
			'changes.mjs',
			`return changesOf({\n${taken}\n}).items.map((json) => ({ json }));`,
		),
		'Mark start': markRun(
			slug,
			`={{ JSON.stringify({ ...JSON.parse($('Memory now').all().find(({ json }) => json.kind === 'run')?.json.value ?? '{}'), started: new Date($('Settings').first().json.began).toISOString(), ended: '' }) }}`,
		),
		Summary: codeNode(
			'result.mjs',
			`return [{ json: resultOf({\n\tsync: '${slug}',\n${taken}\n\twritten: ${writing.written},\n}) }];`,
			{ executeOnce: true },
		),
		Review: splitOut('review'),
		'To forget': splitOut('forget'),
		Forget: forget(),
		'To remember': splitOut('remember'),
		Remember: remember(),
		'Wrote?': ifTrue(`!$('Summary').first().json.dry_run && !$('Summary').first().json.stopped`),
		'Mark end': markRun(slug, `={{ JSON.stringify($('Summary').first().json.run) }}`),
		'Worth telling?': ifTrue(`$('Summary').first().json.worth_telling`),
		Message: setFields({
			workflow: sync.name,
			title: `={{ '${sync.name}' + ($('Summary').first().json.dry_run ? ' (dry run)' : '') }}`,
			text: `={{ $('Summary').first().json.digest }}`,
			failed: typed(
				'boolean',
				`$('Summary').first().json.failed.length > 0 || $('Summary').first().json.stopped !== ''`,
			),
		}),
		Notify: callWorkflow({ executeOnce: true, onError: 'continueRegularOutput' }),
		'All well?': ifTrue(
			`$('Summary').first().json.failed.length === 0 && $('Summary').first().json.stopped === ''`,
		),
		Done: done(),
		'Stop as failed': stopWith(`={{ $('Summary').first().json.digest }}`),
	};
	const [firstRead = '', ...others] = readNames;
	const chain = ['Free?', source, firstRead, 'Anything?', ...others, 'Plan'];
	return {
		name: sync.name,
		about: sync.about,
		nodes,
		zones: [
			{
				title: '1 · Start',
				text: startText('Every night', sync.hour),
				rows: [['Every night'], ['Run by hand']],
			},
			{
				title: '2 · Settings and memory',
				text: `- *dryRun*: true = only report\n${sync.settingsText}\n${COMMON_TEXT}\n\nThe data table **${TABLE}** is created by the first run. It stores which records belong together, and what was already reported.`,
				rows: confirm
					? [
							['Settings', 'Confirmed?', 'Make memory', 'Memory', 'Free?'],
							['', '', 'Stop: check settings', '', '', 'Stop: already running'],
						]
					: [
							['Settings', 'Make memory', 'Memory', 'Free?'],
							['', '', '', '', 'Stop: already running'],
						],
			},
			{
				title: '3 · Read',
				text: sync.readText,
				rows: [
					[source, firstRead, 'Anything?', ...others],
					['', '', '', 'Stop: nothing came'],
				],
			},
			{ title: '4 · Plan', text: sync.planText, rows: [['Plan']] },
			// n8n runs branches from top to bottom: what is written has to stand above the report, which comes after it.
			{
				title: '5 · Look, brake, write',
				text: `${sync.writeText}\n\n**Preview** shows what would change and writes nothing. **Brake** passes on only changes, and nothing in a dry run or if the run must stop.`,
				rows: writing.rows,
			},
			{
				title: '6 · Report and remember',
				text: '**Summary** counts, and **Review** lists everything that a person must decide. Then the memory is updated for the next run. A dry run does not change the memory. *Notify* gets one short message, only if there is something new.',
				rows: [
					['Summary', 'Review'],
					['', 'To forget', 'Forget'],
					['', 'To remember', 'Remember'],
					['', 'Wrote?', 'Mark end'],
					['', 'Worth telling?', 'Message', 'Notify'],
					['', 'All well?', 'Done'],
					['', '', 'Stop as failed'],
				],
				below: true,
			},
		],
		connections: [
			['Every night', 'Settings'],
			['Run by hand', 'Settings'],
			.../** @type {import('./build.mjs').Connection[]} */ (
				confirm
					? [
							['Settings', 'Confirmed?'],
							['Confirmed?', 'Make memory'],
							['Confirmed?', 'Stop: check settings', 1],
						]
					: [['Settings', 'Make memory']]
			),
			['Make memory', 'Memory'],
			['Memory', 'Free?'],
			['Free?', 'Stop: already running', 1],
			['Anything?', 'Stop: nothing came', 1],
			...chain.slice(1).map((to, at) => /** @type {[string, string]} */ ([chain[at] ?? '', to])),
			...writing.connections.filter(([from]) => from !== 'Brake'),
			['Memory now', 'Brake'],
			['Brake', 'Mark start'],
			...writing.connections.filter(([from]) => from === 'Brake'),
			['Plan', 'Summary'],
			['Summary', 'Review'],
			['Summary', 'To forget'],
			['To forget', 'Forget'],
			['Summary', 'To remember'],
			['To remember', 'Remember'],
			['Summary', 'Wrote?'],
			['Wrote?', 'Mark end'],
			['Summary', 'Worth telling?'],
			['Worth telling?', 'Message'],
			['Message', 'Notify'],
			['Summary', 'All well?'],
			['All well?', 'Done'],
			['All well?', 'Stop as failed', 1],
		],
		settings: { ...sync.workflow },
	};
};
