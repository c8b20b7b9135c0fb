/** The table, in Markdown, fit for a public issue: no names, no IDs, no addresses, no exact counts. */
import { isTrouble } from './rows.mjs';

/** @typedef {import('./rows.mjs').Row} Row */

/** @param {string} text */
const cell = (text) => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').trim();

/** @param {Row[]} rows */
const table = (rows) =>
	[
		'| Name | Statement | Assumed | Seen | Does the node cope |',
		'| --- | --- | --- | --- | --- |',
		...rows.map(
			({ name, statement, assumed, seen, copes }) =>
				`| \`${name}\` | ${[statement, assumed, seen, copes].map(cell).join(' | ')} |`,
		),
	].join('\n');

/** @param {Row[]} rows @param {string} title */
const section = (rows, title) => (rows.length === 0 ? [] : [`## ${title}`, table(rows)]);

/** @param {Row[]} rows */
const verdict = (rows) => {
	const trouble = rows.filter(isTrouble).map(({ name }) => `\`${name}\``);
	const looked = rows.filter(({ copes }) => copes !== '–').length;
	const rest = rows.length - looked;
	const seen = `${looked} of ${rows.length} rows were seen, ${rest} were not.`;
	return trouble.length === 0
		? `${seen} The node copes with everything that was seen.`
		: `${seen} The node does **not** cope with: ${trouble.join(', ')}.`;
};

/**
 * @param {object} run
 * @param {string} run.version of the package
 * @param {string} run.region
 * @param {boolean} run.write
 * @param {number} run.requests
 * @param {string} [run.stopped] why it ended early
 * @param {Row[]} run.read
 * @param {Row[]} run.written
 * @param {Row[]} run.never
 * @returns {string}
 */
export const report = ({ version, region, write, requests, stopped, read, written, never }) =>
	[
		'# Live check of n8n-nodes-it-glue',
		[
			`- Package ${version}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`,
			`- Region ${region}, ${write ? 'with --write' : 'reading only'}, ${requests} requests`,
			...(stopped === undefined ? [] : [`- **Ended early:** ${stopped}`]),
			`- ${verdict([...read, ...written])}`,
		].join('\n'),
		...section(read, 'By reading'),
		...section(written, 'With --write'),
		...section(never, 'Cannot be checked'),
		'',
	].join('\n\n');
