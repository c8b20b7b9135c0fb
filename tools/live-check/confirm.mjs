/** Asks before anything is written. */
import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline';

const PATIENCE_MS = 5 * 60_000;

/** A word that nobody types by habit, another one each time. */
const word = () => {
	const pick = (/** @type {string} */ letters) => letters.charAt(randomInt(letters.length));
	return Array.from({ length: 3 }, () => pick('bdfgklmnprst') + pick('aeiou')).join('');
};

/**
 * One line from stdin.
 * @returns {Promise<string>} empty when there is none, or nobody answers in time
 */
const readLine = async () => {
	const lines = createInterface({ input: process.stdin, terminal: false });
	const typed = await new Promise((resolve) => {
		const timer = setTimeout(() => resolve(''), PATIENCE_MS);
		lines.once('line', resolve);
		lines.once('close', () => resolve(''));
		lines.once('line', () => clearTimeout(timer));
		lines.once('close', () => clearTimeout(timer));
	});
	lines.close();
	process.stdin.pause();
	return String(typed).trim();
};

/**
 * @param {string} question what is going to happen
 * @param {(text: string) => void} print
 * @returns {Promise<boolean>} whether the word was typed
 */
export const confirmed = async (question, print) => {
	const shown = word();
	print(`${question}\nTo go on, type this word and press Enter: ${shown}\n`);
	return (await readLine()) === shown;
};
