/**
 * Mutation testing of nodes/, run by `npm run mutate` (tools/mutate/main.mjs); docs/mutation.md has the figures.
 *
 * What is mutated is everything under nodes/, with one exception: the words of the parameters. Labels, descriptions
 * and placeholders are product text that is read in review and printed in docs/; a test that repeats them word by word
 * would prove nothing. tools/mutate/words.mjs says which literals those are, and leaves in everything that a table
 * decides: names, kinds, filters, routes, columns. The sentences of errors stay in too, an error without a message
 * is a bug.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
	mutate: ['nodes/**/*.ts'],
	testRunner: 'staged-jest',
	plugins: ['@stryker-mutator/jest-runner', './tools/mutate/plugins.mjs'],
	ignorers: ['words'],
	jest: {
		configFile: 'tools/mutate/jest.config.cjs',
		// Nearly every test reaches nearly every file; the runner picks files by what they cover.
		enableFindRelatedTests: false,
	},
	coverageAnalysis: 'perTest',
	// SWC compiles without checking types, so nothing has to be switched off in the sources.
	disableTypeChecks: false,
	concurrency: 1,
	// Jest keeps what n8n-core leaves behind in every file; after some hundred files a runner is many times slower.
	maxTestRunnerReuse: 30,
	dryRunTimeoutMinutes: 30,
	// Loops that never end are found by their hits (see the runner). The clock is the last resort, far above the time
	// that all tests of one mutant take on a busy machine.
	timeoutMS: 30 * 60_000,
	tempDirName: '.cache/stryker',
	ignorePatterns: [
		'.cache',
		'.ci',
		'.git',
		'.sandbox',
		'bench',
		'coverage',
		'dist',
		'test-results',
	],
	reporters: [],
	checkers: [],
	allowConsoleColors: false,
	warnings: { slow: false },
};
