/** Jest as `npm run mutate` runs it: only the files that the runner names, and no further after the first failure. */
const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	// Stryker resolves it itself, and knows no <rootDir>.
	testEnvironment: require.resolve('./environment.cjs'),
	filter: '<rootDir>/tools/mutate/filter.cjs',
	coverageThreshold: undefined,
	// A test that never ends is how many a mutant shows; jest's bound for a busy machine would make each of them dear.
	testTimeout: 30_000,
};
