/** The sandbox as a test changes and reads it beside n8n. */
import assert from 'node:assert/strict';
import { askSandbox } from '../../scripts/lib/sandbox.mjs';

/** @typedef {import('../../scripts/lib/sandbox.mjs').Sandbox} Sandbox */

/**
 * @param {Sandbox} sandbox
 * @param {string} type
 * @param {object} attributes
 * @param {{ type: string, remoteId: string }} [psa] the record of the PSA that it is linked to
 * @returns {Promise<string>} the new record's id
 */
export const insert = async (sandbox, type, attributes, psa) =>
	String(
		(await askSandbox(sandbox, 'POST', `/store/${type}`, { attributes, ...(psa && { psa }) })).id,
	);

/**
 * Lets the sandbox misbehave; see sandbox/http/faults.ts.
 * @param {Sandbox} sandbox
 * @param {object} fault
 */
export const orderFault = (sandbox, fault) => askSandbox(sandbox, 'POST', '/faults', fault);

/** @param {Sandbox} sandbox */
export const clearFaults = (sandbox) => askSandbox(sandbox, 'DELETE', '/faults');

/**
 * @param {Sandbox} sandbox
 * @param {string} type
 * @param {(attributes: Record<string, any>) => boolean} fits
 * @returns {Promise<{ id: string, attributes: Record<string, any> }>} the first that fits
 */
export const findRecord = async (sandbox, type, fits) => {
	const found = (await sandbox.records(type)).find(({ attributes }) => fits(attributes));
	assert.ok(found, `the sandbox holds such a record among its ${type}`);
	return found;
};
