/** The two programs that pictures take beside Node: Chromium, and pngquant to make them small. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Failure, withProgress } from '../lib/base.mjs';
import { run } from '../lib/processes.mjs';

const MINUTE = 60_000;

/** Other names of the same programs come after the one of the Debian package. */
const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome'];
const PNGQUANT = ['pngquant'];

/**
 * @param {string[]} names of one program
 * @returns {string | undefined} its path
 */
const find = (names) => {
	const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
	return names
		.flatMap((name) => folders.map((folder) => path.join(folder, name)))
		.find((candidate) => existsSync(candidate));
};

/**
 * @param {string[]} packages
 * @param {string} logFile
 * @throws {Failure}
 */
const install = async (packages, logFile) => {
	const list = packages.join(' and ');
	const debianRoot =
		process.getuid?.() === 0 && existsSync('/etc/debian_version') && find(['apt-get']);
	if (!debianRoot) {
		throw new Failure(
			`Pictures need ${list}, which this machine does not have.`,
			`Install ${list} (on Debian: sudo apt-get install ${packages.join(' ')}) and run the command again.`,
		);
	}
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const options = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
	await withProgress(`Installing ${list} with apt-get`, async () => {
		await run('apt-get', ['update', '-q'], { env, logFile, timeoutMs: 5 * MINUTE });
		const { code } = await run('apt-get', ['install', ...options, ...packages], {
			env,
			logFile,
			timeoutMs: 10 * MINUTE,
		});
		if (code !== 0)
			throw new Failure(`apt-get could not install ${list}.`, `Its own words: ${logFile}`);
	});
};

/**
 * Finds the programs, and installs what is missing where that disturbs nobody: as root on Debian.
 * @param {string} logFile
 * @returns {Promise<{ chromium: string, pngquant: string }>} their paths
 * @throws {Failure} when one is missing and cannot be installed
 */
export const ensureTools = async (logFile) => {
	const missing = [CHROMIUM, PNGQUANT].filter((names) => find(names) === undefined);
	if (missing.length > 0) {
		const packages = missing.flatMap((names) => names.slice(0, 1));
		await install(packages, logFile);
	}
	const [chromium, pngquant] = [find(CHROMIUM), find(PNGQUANT)];
	if (chromium === undefined || pngquant === undefined)
		throw new Failure('Chromium or pngquant is installed, but not on the PATH.');
	return { chromium, pngquant };
};
