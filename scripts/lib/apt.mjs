/** Programs that a suite needs and the machine lacks: installed only where that disturbs nobody, as root on Debian. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, withProgress } from './base.mjs';
import { run } from './processes.mjs';

const MINUTE = 60_000;

/** Debian asks this file whether a freshly installed service may start; 101 is its "no". */
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * @param {string} command
 * @returns {string | undefined} the path of the program
 */
export const whereIs = (command) =>
	(process.env.PATH ?? '')
		.split(path.delimiter)
		.filter(Boolean)
		.map((folder) => path.join(folder, command))
		.find((candidate) => existsSync(candidate));

/**
 * @param {string} command
 * @returns {boolean}
 */
export const isOnPath = (command) => whereIs(command) !== undefined;

/** @returns {boolean} */
export const mayInstall = () =>
	process.getuid?.() === 0 && existsSync('/etc/debian_version') && isOnPath('apt-get');

/**
 * Keeps what is installed meanwhile from starting as a service, unless the machine has rules of its own for that.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
const withoutServices = async (work) => {
	if (existsSync(POLICY)) return work();
	const remove = () => rmSync(POLICY, { force: true });
	writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	process.once('exit', remove);
	try {
		return await work();
	} finally {
		remove();
		process.off('exit', remove);
	}
};

/**
 * @param {string[]} packages
 * @param {string} logFile
 * @throws {Failure}
 */
export const aptInstall = async (packages, logFile) => {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const options = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
	await withProgress(`Installing ${packages.join(', ')} with apt-get`, async () => {
		await run('apt-get', ['update', '-q'], { env, logFile, timeoutMs: 5 * MINUTE });
		const { code } = await withoutServices(() =>
			run('apt-get', ['install', ...options, ...packages], {
				env,
				logFile,
				timeoutMs: 10 * MINUTE,
			}),
		);
		if (code !== 0)
			throw new Failure(
				`apt-get could not install ${packages.join(', ')}.`,
				`Its own words: ${logFile}`,
			);
	});
};
