/** The versions of Node that the package is installed with, from the npm registry, once per user. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { userCache, withProgress, writeJson } from './base.mjs';
import { NotHere } from './host.mjs';
import { npm } from './processes.mjs';

/** The newest of each line that n8n has run on: 20 and 22 with n8n 1, 24 with n8n 2.36 and later. */
export const NODE_VERSIONS = ['20.20.2', '22.23.5', '24.21.0'];

/**
 * One package per platform: the package `node` itself would fetch it in an install script, and none runs here.
 * @param {string} version
 * @returns {{ folder: string, name: string, bin: string }}
 */
const placeOf = (version) => {
	const name = `node-${process.platform}-${process.arch}`;
	const folder = path.join(userCache(), `node-${version}-${process.platform}-${process.arch}`);
	return { folder, name, bin: path.join(folder, 'node_modules', name, 'bin', 'node') };
};

/**
 * @param {string} version
 * @returns {string} the program
 */
export const nodeOf = (version) => placeOf(version).bin;

/**
 * Installs what is missing.
 * @param {string} logFile
 * @throws {NotHere} where the registry has no Node for this platform
 */
export const ensureNodes = async (logFile) => {
	if (process.platform !== 'linux')
		throw new NotHere('The npm registry has all three versions of Node for Linux only.');
	for (const version of NODE_VERSIONS) {
		const { folder, name, bin } = placeOf(version);
		if (existsSync(bin)) continue;
		mkdirSync(folder, { recursive: true });
		writeJson(path.join(folder, 'package.json'), { name: 'pinned-node', private: true });
		await withProgress(`Installing Node ${version}`, () =>
			npm(`Installing Node ${version}`, ['install', '--ignore-scripts', `${name}@${version}`], {
				cwd: folder,
				logFile,
			}),
		);
	}
};
