/** The end of a command that keeps n8n and the sandbox open: once, whatever brings it about. */
import { say, tellFailure } from './base.mjs';
import { endAll, whenAskedToEnd } from './processes.mjs';

/**
 * @typedef {object} Ending
 * @property {(code: number) => Promise<void>} finish ends all programs, then this process
 * @property {(error: unknown) => Promise<void>} fail tells what went wrong, and ends with 1
 */

/**
 * Ends the command when somebody asks for it, and gives the other ways to.
 * @param {{ logFile: string, codeWhenAsked: () => number }} options
 * @returns {Ending}
 */
export const endsOnce = ({ logFile, codeWhenAsked }) => {
	let ending = false;
	/** @type {Ending['finish']} */
	const finish = async (code) => {
		if (ending) return;
		ending = true;
		await endAll();
		process.exit(code);
	};
	/** @type {Ending['fail']} */
	const fail = async (error) => {
		if (ending) return;
		tellFailure(error, logFile);
		await finish(1);
	};
	whenAskedToEnd(() => {
		say('\nEnding n8n and the sandbox ...');
		void finish(codeWhenAsked());
	});
	return { finish, fail };
};
