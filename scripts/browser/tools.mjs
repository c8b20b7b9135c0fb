/** The two programs that are needed beside Node: Chromium, and pngquant to make pictures small. */
import { aptInstall, mayInstall, whereIs } from '../lib/apt.mjs';
import { Failure } from '../lib/base.mjs';
import { NotHere } from '../lib/host.mjs';

/** @typedef {{ label: string, names: string[], debian: string }} Program its names on the PATH, and its Debian package */

/** @type {Program} */
const CHROMIUM = {
	label: 'Chromium',
	names: ['chromium', 'chromium-browser', 'google-chrome'],
	debian: 'chromium',
};

/** @type {Program} */
const PNGQUANT = { label: 'pngquant', names: ['pngquant'], debian: 'pngquant' };

/**
 * Finds a program, and installs it where that disturbs nobody: as root on Debian.
 * @param {Program} program
 * @param {string} what needs it, as the subject of a sentence in the plural
 * @param {string} logFile
 * @returns {Promise<string>} its path
 * @throws {NotHere} when it is missing and may not be installed
 */
const ensure = async ({ label, names, debian }, what, logFile) => {
	const find = () => names.map(whereIs).find(Boolean);
	const known = find();
	if (known !== undefined) return known;
	if (!mayInstall()) {
		throw new NotHere(
			`${what} need ${label}, which this machine does not have.`,
			`Install it (on Debian: sudo apt-get install ${debian}) and run the command again.`,
		);
	}
	await aptInstall([debian], logFile);
	const installed = find();
	if (installed === undefined)
		throw new Failure(`${label} is installed, but not on the PATH.`, `apt-get's words: ${logFile}`);
	return installed;
};

/**
 * @param {string} what
 * @param {string} logFile
 */
export const ensureChromium = (what, logFile) => ensure(CHROMIUM, what, logFile);

/**
 * @param {string} what
 * @param {string} logFile
 */
export const ensurePngquant = (what, logFile) => ensure(PNGQUANT, what, logFile);
