/** Sandbox and n8n side by side, with the packed package and a credential for the sandbox: what the demo and the tests stand on. */
import path from 'node:path';
import { readJsonIfAny, withProgress, writeJson } from './base.mjs';
import { CREDENTIAL_TYPE } from './examples.mjs';
import { hasPackage, installPackage, startN8n } from './n8n.mjs';
import { startSandbox } from './sandbox.mjs';

/**
 * @typedef {object} Stage
 * @property {import('./sandbox.mjs').Sandbox} sandbox
 * @property {import('./n8n.mjs').N8n} n8n
 * @property {{ id: string, name: string }} credential
 */

/**
 * @typedef {object} Packed
 * @property {string} name
 * @property {string} archive
 * @property {string} hash
 */

/**
 * Installs the package in the user folder unless the same build is there.
 * @param {string} userFolder
 * @param {Packed} packed
 * @param {string} logFile
 */
export const installOnce = async (userFolder, packed, logFile) => {
	const note = path.join(userFolder, 'package.json');
	if (readJsonIfAny(note)?.hash === packed.hash && hasPackage(userFolder, packed.name)) return;
	await installPackage(userFolder, packed, logFile);
	writeJson(note, { private: true, hash: packed.hash });
};

/**
 * Saves the credential for a sandbox; a later sandbox takes the place of an earlier one.
 * @param {import('./n8n.mjs').N8n} n8n
 * @param {import('./sandbox.mjs').Sandbox} sandbox
 * @returns {Promise<{ id: string, name: string }>}
 */
export const saveSandboxCredential = (n8n, sandbox) =>
	n8n.saveCredential({
		name: 'IT Glue sandbox',
		type: CREDENTIAL_TYPE,
		data: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url },
	});

/**
 * Installs the package in the user folder, then starts both servers.
 * @param {{
 *   host: import('./host.mjs').Host,
 *   packed: Packed,
 *   userFolder: string,
 *   port: number,
 *   logs: { setup: string, n8n: string, sandbox: string },
 * }} options
 * @returns {Promise<Stage>}
 */
export const setStage = async ({ host, packed, userFolder, port, logs }) => {
	await installOnce(userFolder, packed, logs.setup);
	return withProgress(`Starting the sandbox and n8n ${host.version}`, async () => {
		const [sandbox, n8n] = await Promise.all([
			startSandbox({ logFile: logs.sandbox }),
			startN8n({ host, userFolder, port, logFile: logs.n8n }),
		]);
		await n8n.signIn();
		return { sandbox, n8n, credential: await saveSandboxCredential(n8n, sandbox) };
	});
};
