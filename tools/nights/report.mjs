/** The table of the nights, for the terminal and for the page. */
import { cpus } from 'node:os';

/** @typedef {import('./syncs.mjs').Row} Row */
/** @typedef {import('./play.mjs').Played} Played */

const HEAD = [
	'Night',
	'Sync',
	'Outcome',
	'Seconds',
	'Processor seconds of n8n',
	'IT Glue: reads',
	'writes',
	'PSA or RMM',
	'Digest: lines',
];

/** @param {number} count */
const number = (count) => count.toLocaleString('en-US');

/** @param {number} seconds */
const rounded = (seconds) => seconds.toFixed(seconds < 10 ? 1 : 0);

/** @param {Row} row */
const outcomeOf = ({ status, note, summary }) => {
	const did = ['created', 'updated']
		.filter((name) => summary[name] > 0)
		.map((name) => `${number(summary[name])} ${name}`);
	const failed = summary.failed?.length > 0 ? [`${number(summary.failed.length)} failed`] : [];
	const ended =
		status === 'success' ? [] : [status === 'canceled' ? 'stopped' : 'ended with an error'];
	const all = [...did, ...failed, ...ended].join(', ') || 'nothing to write';
	return note === '' ? all : `${note}: ${all}`;
};

/** @param {Row} row */
const linesOf = ({ summary }) =>
	summary.worth_telling === false ? 'none sent' : String(summary.digest?.split('\n').length ?? '');

/** @param {Row} row @returns {string[]} */
export const cellsOf = (row) => [
	String(row.night),
	row.sync,
	outcomeOf(row),
	rounded(row.seconds),
	row.processor === 0 ? '' : rounded(row.processor),
	number(row.reads),
	number(row.writes),
	number(row.beside),
	linesOf(row),
];

/** @param {string[][]} rows */
const table = (rows) =>
	[HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param {Played} played */
export const tableOf = ({ rows }) => table(rows.map(cellsOf));

/**
 * @param {Played} played
 * @param {{ size: import('./sandbox.mjs').Size, version: string, date: string }} run
 * @returns {string} Markdown, a part of docs/reliability.md
 */
export const pageOf = (
	played,
	{ size, version, date },
) => `Measured on ${date} with n8n ${version}, ${cpus().length} processor cores, against the sandbox, which answers at once and allows 3,000 requests in five minutes: ${number(size.companies)} companies, ${number(size.contacts)} contacts, ${number(size.devices)} devices. Seconds are clock time, with everything else that the machine did. Processor seconds are the time of n8n and its task runner on all cores.

${tableOf(played)}

${played.problems.length === 0 ? 'The judge found no mistake after any night.' : `Mistakes found:\n\n${played.problems.map((problem) => `- ${problem}`).join('\n')}`}
`;
