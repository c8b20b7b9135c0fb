const path = require('node:path');

/**
 * Keeps the test files that the runner named in the environment; Jest asks it at every run.
 *
 * @param {string[]} files all that Jest found
 * @returns {{ filtered: string[] }}
 */
module.exports = (files) => {
	/** @type {string[]} */
	const wanted = JSON.parse(process.env.MUTATE_TEST_FILES ?? '[]');
	const isWanted = (/** @type {string} */ file) =>
		wanted.includes(path.relative(process.cwd(), file));
	return { filtered: files.filter(isWanted) };
};
