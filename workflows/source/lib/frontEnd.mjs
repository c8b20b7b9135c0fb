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
}) => {
	const chain = ['Settings', ...Object.keys(reads), 'Translate', 'Anything?', result];
	return {
		name,
		about: [{ name: 'About', text: `# ${name}\n${about}` }],
		nodes: {
			'When called': whenCalled(),
			'Run by hand': byHand(),
			Settings: setFields(settings, { executeOnce: true }),
			...reads,
			Translate: codeNode(translate.file, translate.call, { alwaysOutputData: true }),
			// In n8n 1, `first()` of a Code node fails in an expression, and what fails there is false.
			'Anything?': ifTrue('$json.id !== undefined'),
			[result]: { parameters: {}, type: 'n8n-nodes-base.noOp', typeVersion: 1 },
			'Stop: nothing came': stopWith(empty),
		},
		zones: [
			{
				title: '1 · Start',
				text: 'Called by a sync, or by hand to look at what it gives.',
				rows: [['When called'], ['Run by hand']],
			},
			{ title: '2 · Settings', text: settingsText, rows: [['Settings']] },
			{ title: '3 · Read', text: readText, rows: [Object.keys(reads)] },
			{
				title: '4 · Give',
				text: 'One Code node puts the fields of the system into those that every sync reads.',
				rows: [
					['Translate', 'Anything?', result],
					['', '', 'Stop: nothing came'],
				],
			},
		],
		connections: [
			['When called', 'Settings'],
			['Run by hand', 'Settings'],
			...chain.slice(1).map((to, at) => /** @type {[string, string]} */ ([chain[at] ?? '', to])),
			['Anything?', 'Stop: nothing came', 1],
		],
	};
};
