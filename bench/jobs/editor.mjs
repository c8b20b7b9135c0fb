/** How long a node takes to show its columns: those of a contact are facts, those of a type of flexible assets are read. */
import assert from 'node:assert/strict';
import { startApi } from '../api.mjs';
import { counted, median, timed, times } from '../figures.mjs';
import { NOT_CHOSEN } from '../workflow.mjs';
import { createType, FIELDS } from './flexible.mjs';

export const NAME = 'editor';
export const TITLE = 'Columns in the editor: a type of 60 fields against a contact';
const FIELD_COUNT = 60;
const MOST_RATIO = 1.5;
/** A single answer says little, and one takes a moment. */
const REPEAT = 6;
const TYPE = 'Bench Form';

/** @typedef {import('./job.mjs').Row} Row */
/** @typedef {import('../measure.mjs').Place} Place */

/** A form with fields of all kinds, the title first. */
export const manyFields = () =>
	Array.from({ length: FIELD_COUNT }, (_, at) => {
		const { name, kind, ...more } = FIELDS[at % FIELDS.length] ?? { name: '', kind: 'Text' };
		return at === 0
			? { name, kind, ...more }
			: { ...more, name: `${name} ${at}`, kind, 'use-for-title': false };
	});

/** @param {string} resource @param {string} [type] */
const parametersOf = (resource, type) => ({
	resource,
	operation: 'upsert',
	organizationId: NOT_CHOSEN,
	...(type !== undefined && { flexibleAssetTypeId: { __rl: true, mode: 'list', value: type } }),
	fields: { mappingMode: 'defineBelow', value: null, matchingColumns: [], schema: [] },
});

/**
 * The fields of a type are the account's own, so the node asks IT Glue for them; how long IT Glue takes to answer is no
 * property of the node. Its answer to a bare request is measured beside it and taken off.
 * @param {{ contact: number[], type: number[], answer: number[], requests: number[] }} measured milliseconds, and requests to IT Glue
 * @returns {Row}
 */
export const editorRow = ({ contact, type, answer, requests }) => {
	const own = type.map((one, at) => Math.max(0, one - (answer[at] ?? 0)));
	const ratio = median(own) / median(contact);
	return {
		job: `Columns of Create or Update in the editor, a flexible asset type of ${FIELD_COUNT} fields; against those of a contact`,
		ours: `${timed(type)}, of which IT Glue's answer takes ${timed(answer)}`,
		theirs: `a contact: ${timed(contact)}`,
		ratio: `${times(ratio)} the time without IT Glue's answer`,
		requests: `${counted(requests)} / 0`,
		target: `< ${MOST_RATIO} × the time without IT Glue's answer, 1 request`,
		met: ratio < MOST_RATIO && Math.max(...requests) === 1,
	};
};

/** @param {import('../api.mjs').Api} api @param {string} type @returns {Promise<number>} milliseconds */
const bareAnswer = async ({ url, apiKey }, type) => {
	const begun = performance.now();
	const answer = await fetch(`${url}/flexible_asset_types/${type}?include=flexible_asset_fields`, {
		headers: { 'x-api-key': apiKey },
		signal: AbortSignal.timeout(30_000),
	});
	await answer.text();
	assert.equal(answer.status, 200);
	return Math.round(performance.now() - begun);
};

/**
 * @param {Place} place
 * @param {number} runs
 * @returns {Promise<Row[]>}
 */
export const measureEditor = async ({ startServer, logFile }, runs) => {
	const api = await startApi({ organizations: 40 }, logFile);
	const server = await startServer(api.apiKey);
	try {
		const type = await createType(api, TYPE, manyFields());
		const ask = await server.editor(api.url);
		/** @type {Parameters<typeof editorRow>[0]} */
		const measured = { contact: [], type: [], answer: [], requests: [] };
		// The first answers load and compile what later ones find there.
		for (let nth = -2; nth < runs * REPEAT; nth += 1) {
			const contact = await ask(parametersOf('contact'));
			await api.clearJournal();
			const typed = await ask(parametersOf('flexibleAsset', type));
			const requests = await api.journal();
			const answer = await bareAnswer(api, type);
			assert.ok(typed.columns > FIELD_COUNT, `${typed.columns} columns`);
			assert.ok(contact.columns > 10, `${contact.columns} columns of a contact`);
			if (nth < 0) continue;
			measured.contact.push(contact.milliseconds);
			measured.type.push(typed.milliseconds);
			measured.answer.push(answer);
			measured.requests.push(requests.length);
		}
		return [editorRow(measured)];
	} finally {
		await api.stop();
		await server.stop();
	}
};
