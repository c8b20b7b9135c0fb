/** What the nights ask of the sandbox beside what IT Glue itself is asked (sandbox/nights/admin.ts). */
import { askSandbox } from '../../scripts/lib/sandbox.mjs';

/** @typedef {import('../../scripts/lib/sandbox.mjs').Sandbox} Sandbox */
/** @typedef {{ companies: number, contacts: number, devices: number }} Size */
/** @typedef {{ kind: string, text: string }} Told */
/** @typedef {{ organizations: Told[], contacts: Told[], devices: Told[] }} AllTold */

/** @type {(sandbox: Sandbox, size: Size) => Promise<Record<string, number>>} */
export const makeWorld = (sandbox, size) => askSandbox(sandbox, 'POST', '/nights', size);

/** A day passes. @type {(sandbox: Sandbox) => Promise<{ night: number, stories: Record<string, number> }>} */
export const nextDay = (sandbox) => askSandbox(sandbox, 'POST', '/nights/next');

/** All systems answer again. @type {(sandbox: Sandbox) => Promise<void>} */
export const calm = (sandbox) => askSandbox(sandbox, 'POST', '/nights/calm');

/** @type {(sandbox: Sandbox, complete: boolean, told: AllTold) => Promise<string[]>} what a person would call wrong */
export const judge = async (sandbox, complete, told) =>
	(await askSandbox(sandbox, 'POST', '/nights/judge', { complete, told })).problems;

/** IT Glue fails. @type {(sandbox: Sandbox, fault: object) => Promise<void>} */
export const fail = (sandbox, fault) => askSandbox(sandbox, 'POST', '/faults', fault);

/** The PSA fails. @type {(sandbox: Sandbox, fault: object) => Promise<void>} */
export const failPsa = (sandbox, fault) => askSandbox(sandbox, 'POST', '/psa/faults', fault);

/** How many requests IT Glue was sent. @type {(sandbox: Sandbox) => Promise<number>} */
export const requestCount = async (sandbox) => {
	const [last] = await askSandbox(sandbox, 'GET', '/journal?last=1');
	return last === undefined ? 0 : last.index + 1;
};

/** How many requests PSA and RMM were sent; forgets them. @type {(sandbox: Sandbox) => Promise<number>} */
export const countBeside = async (sandbox) => {
	const { length } = await askSandbox(sandbox, 'GET', '/beside/requests');
	await askSandbox(sandbox, 'DELETE', '/beside/requests');
	return length;
};
