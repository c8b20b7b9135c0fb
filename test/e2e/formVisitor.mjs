/** A person who fills in a form of several pages, over HTTP as n8n's own pages do it in the browser. */
import assert from 'node:assert/strict';
import { VISITOR } from '../../scripts/lib/examples.mjs';
import { ANSWER_MS, STANDSTILL_MS } from '../../scripts/lib/patience.mjs';
import { waitFor } from '../../scripts/lib/processes.mjs';

/**
 * @param {string | URL} url
 * @param {RequestInit} [request]
 */
const call = async (url, request) => {
	const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(ANSWER_MS) });
	const text = await answer.text();
	assert.equal(answer.status, 200, `${request?.method ?? 'GET'} ${url}: ${text.slice(0, 300)}`);
	return text;
};

/** n8n names the fields of a form by their place. @param {string[]} answers */
const filledIn = (answers) => {
	const form = new FormData();
	answers.forEach((answer, at) => form.append(`field-${at}`, answer));
	return form;
};

/**
 * @typedef {object} FormVisit
 * @property {() => Promise<string>} page waits for the next page and gives its HTML
 * @property {(...answers: string[]) => Promise<void>} submit fills in that page
 * @property {() => Promise<string>} end lets the last page end the run, as it does by itself in the browser; gives its status
 */

/**
 * Sends the first page of a form.
 * @param {string} url
 * @param {string[]} answers
 * @param {Record<string, string>} headers
 * @returns {Promise<FormVisit>}
 */
const visitForm = async (url, answers, headers) => {
	const answer = await call(url, { method: 'POST', headers, body: filledIn(answers) });
	const waiting = new URL(JSON.parse(answer).formWaitingUrl);
	/** @param {(status: string) => boolean} is */
	const reach = async (is) => {
		const place = new URL(waiting);
		place.pathname += '/n8n-execution-status';
		let status = '';
		return await waitFor(
			async () => {
				status = (await call(place)).trim();
				return is(status) ? status : undefined;
			},
			{
				timeoutMs: STANDSTILL_MS,
				onTimeout: () => new Error(`The form stays in the state "${status}".`),
			},
		);
	};
	return {
		page: async () => {
			const status = await reach((now) => !['new', 'running', 'waiting'].includes(now));
			assert.equal(status, 'form-waiting', 'there is another page');
			return call(waiting);
		},
		submit: async (...given) =>
			void (await call(waiting, { method: 'POST', body: filledIn(given) })),
		end: async () => {
			await call(waiting, { method: 'POST' });
			return reach((now) => !['new', 'running', 'waiting', 'form-waiting'].includes(now));
		},
	};
};

const LOGIN = `Basic ${Buffer.from(`${VISITOR.user}:${VISITOR.password}`).toString('base64')}`;

/** @param {any} workflow @returns {string} the address of its form */
export const formOf = ({ nodes }) =>
	`form/${nodes.find((/** @type {any} */ node) => node.type.endsWith('.formTrigger')).webhookId}`;

/**
 * Fills in the first page, as somebody who may.
 * @param {import('./examplesSuite.mjs').Scene} scene
 * @param {string} address
 * @param {string[]} answers
 */
export const fillIn = ({ n8n }, address, answers) =>
	visitForm(`${n8n.url}/${address}`, answers, { authorization: LOGIN });

/**
 * Nobody gets in who does not sign in.
 * @param {import('./examplesSuite.mjs').Scene} scene
 * @param {string} address of a form
 */
export const refusesStrangers = async ({ n8n }, address) => {
	const { status } = await fetch(`${n8n.url}/${address}`, {
		method: 'POST',
		body: new FormData(),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	assert.equal(status, 401);
};
