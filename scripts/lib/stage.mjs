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
 * Installs the package in the user folder unless the same build is there, then starts both servers.
 * @param {{
 *   host: import('./host.mjs').Host,
 *   packed: { name: string, archive: string, hash: string },
 *   userFolder: string,
 *   port: number,
 *   logs: { setup: string, n8n: string, sandbox: string },
 * }} options
 * @returns {Promise<Stage>}
 */
export const setStage = async ({ host, packed, userFolder, port, logs }) => {
	const note = path.join(userFolder, 'package.json');
	if (readJsonIfAny(note)?.hash !== packed.hash || !hasPackage(userFolder, packed.name)) {
		await installPackage(userFolder, packed, logs.setup);
		writeJson(note, { private: true, hash: packed.hash });
	}
	return withProgress(`Starting the sandbox and n8n ${host.version}`, async () => {
		const [sandbox, n8n] = await Promise.all([
			startSandbox({ logFile: logs.sandbox }),
			startN8n({ host, userFolder, port, logFile: logs.n8n }),
		]);
		await n8n.signIn();
		const data = { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url };
		const credential = await n8n.saveCredential({
			name: 'IT Glue sandbox',
			type: CREDENTIAL_TYPE,
			data,
		});
		return { sandbox, n8n, credential };
	});
};
