/** What the nights ask of the sandbox beside what IT Glue itself is asked (sandbox/nights/admin.ts). */
import { Failure } from '../../scripts/lib/base.mjs';
import { ANSWER_MS } from '../../scripts/lib/patience.mjs';

/** @typedef {import('../../scripts/lib/sandbox.mjs').Sandbox} Sandbox */
/** @typedef {{ companies: number, contacts: number, devices: number }} Size */
/** @typedef {{ kind: string, text: string }} Told */
/** @typedef {{ organizations: Told[], contacts: Told[], devices: Told[] }} AllTold */

/**
 * @param {Sandbox} sandbox
 * @param {string} method
 * @param {string} route below `/_sandbox`
 * @param {object} [body]
 * @returns {Promise<any>}
 */
const ask = async ({ url }, method, route, body) => {
	const answer = await fetch(`${url}/_sandbox${route}`, {
		method,
		...(body && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	const text = await answer.text();
	if (!answer.ok)
		throw new Failure(`The sandbox answered ${method} ${route} with ${answer.status}: ${text}`);
	return text === '' ? undefined : JSON.parse(text);
};

/** @type {(sandbox: Sandbox, size: Size) => Promise<Record<string, number>>} */
export const makeWorld = (sandbox, size) => ask(sandbox, 'POST', '/nights', size);

/** A day passes. @type {(sandbox: Sandbox) => Promise<{ night: number, stories: Record<string, number> }>} */
export const nextDay = (sandbox) => ask(sandbox, 'POST', '/nights/next');

/** All systems answer again. @type {(sandbox: Sandbox) => Promise<void>} */
export const calm = (sandbox) => ask(sandbox, 'POST', '/nights/calm');

/** @type {(sandbox: Sandbox, complete: boolean, told: AllTold) => Promise<string[]>} what a person would call wrong */
export const judge = async (sandbox, complete, told) =>
	(await ask(sandbox, 'POST', '/nights/judge', { complete, told })).problems;

/** IT Glue fails. @type {(sandbox: Sandbox, fault: object) => Promise<void>} */
export const fail = (sandbox, fault) => ask(sandbox, 'POST', '/faults', fault);

/** The PSA fails. @type {(sandbox: Sandbox, fault: object) => Promise<void>} */
export const failPsa = (sandbox, fault) => ask(sandbox, 'POST', '/psa/faults', fault);

/** How many requests IT Glue was sent. @type {(sandbox: Sandbox) => Promise<number>} */
export const requestCount = async (sandbox) => {
	const [last] = await ask(sandbox, 'GET', '/journal?last=1');
	return last === undefined ? 0 : last.index + 1;
};

/** How many requests PSA and RMM were sent; forgets them. @type {(sandbox: Sandbox) => Promise<number>} */
export const countBeside = async (sandbox) => {
	const { length } = await ask(sandbox, 'GET', '/beside/requests');
	await ask(sandbox, 'DELETE', '/beside/requests');
	return length;
};
