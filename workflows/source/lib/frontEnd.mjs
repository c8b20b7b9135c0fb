/**
 * What all front ends share: a workflow that reads one list of one system and gives it in a fixed form, whatever the
 * system calls its fields. The syncs call it and never change. The forms stand in docs/systems.md.
 */
import { codeNode } from './code.mjs';
import { byHand, ifTrue, setFields, stopWith, whenCalled } from './nodes.mjs';

/** @typedef {import('./build.mjs').NodeBody} NodeBody */

/**
 * @typedef {object} FrontEnd
 * @property {string} name such as "Get companies: ConnectWise Manage"
 * @property {string} about Markdown, after the heading: what it reads, what to do before the first run, what to know
 * @property {Record<string, unknown>} settings
 * @property {string} settingsText
 * @property {Record<string, NodeBody>} reads the nodes that ask the system, run one after the other
 * @property {string} readText
 * @property {string} result the node that gives the items, such as "Companies"
 * @property {{ file: string, call: string }} translate code, and the lines that call it and return items
 * @property {string} empty what the error says if the system gave nothing
 * @property {{ title: string, text: string, nodes: Record<string, NodeBody> }} [before] a row of nodes that runs after the reads and before Translate
 * @property {{ setting: string, message: string }} [confirm] a setting that must be true before anything is read
 * @property {Record<string, unknown>} [workflow] settings of the workflow
 */

/**
 * @param {FrontEnd} frontEnd
 * @returns {import('./build.mjs').Definition}
 */
export const defineFrontEnd = ({
	name,
	about,
	settings,
	settingsText,
	reads,
	readText,
	result,
	translate,
	empty,
	before,
	confirm,
	workflow,
}) => {
	const first = Object.keys(before?.nodes ?? {});
	const chain = ['Settings', ...(confirm ? ['Confirmed?'] : []), ...Object.keys(reads)];
	const last = chain.at(-1) ?? '';
	/** @type {(names: string[]) => Array<[string, string]>} */
	const row = (names) => names.slice(1).map((to, at) => [names[at] ?? '', to]);
	return {
		name,
		about: [{ name: 'About', text: `# ${name}\n${about}` }],
		nodes: {
			'When called': whenCalled(),
			'Run by hand': byHand(),
			Settings: setFields(settings, { executeOnce: true }),
			...reads,
			Translate: codeNode(translate.file, translate.call, { alwaysOutputData: true }),
			// It looks at the first item alone; the others go by. n8n takes a millisecond for each that it looks at.
			'Anything?': {
				// In n8n 1, `first()` of a Code node fails in an expression, and what fails there is false.
				...ifTrue('$json.id !== undefined'),
				executeOnce: true,
			},
			[result]: { parameters: {}, type: 'n8n-nodes-base.noOp', typeVersion: 1 },
			'Stop: nothing came': stopWith(empty),
			...before?.nodes,
			...(confirm && {
				'Confirmed?': ifTrue(`$json.${confirm.setting}`),
				'Stop: check settings': stopWith(confirm.message),
			}),
		},
		zones: [
			{
				title: '1 · Start',
				text: 'Called by a sync, or executed by hand to see the output.',
				rows: [['When called'], ['Run by hand']],
			},
			{
				title: '2 · Settings',
				text: settingsText,
				rows: confirm
					? [
							['Settings', 'Confirmed?'],
							['', '', 'Stop: check settings'],
						]
					: [['Settings']],
			},
			{ title: '3 · Read', text: readText, rows: [Object.keys(reads)] },
			...(before ? [{ title: before.title, text: before.text, rows: [first] }] : []),
			// n8n runs branches from top to bottom: what is given stands last.
			{
				title: '4 · Give',
				text: 'One Code node translates the fields of the system to the fields that every sync reads.',
				rows: [
					['Translate', 'Anything?', 'Stop: nothing came'],
					['', result],
				],
				below: before !== undefined,
			},
		],
		connections: [
			['When called', 'Settings'],
			['Run by hand', 'Settings'],
			...row(chain),
			...row([last, ...first]),
			[last, 'Translate'],
			['Translate', 'Anything?'],
			['Anything?', 'Stop: nothing came', 1],
			['Translate', result],
			.../** @type {import('./build.mjs').Connection[]} */ (
				confirm ? [['Confirmed?', 'Stop: check settings', 1]] : []
			),
		],
		settings: workflow ?? {},
	};
};
