/**
 * Jest stays CommonJS: the `import` condition of @n8n/backend-network (which carries n8n's HTTP client) points to
 * sources that are not in its npm package, so only `require` finds it.
 *
 * `jest test/unit`, `jest test/integration` and `jest test/sandbox` choose a part by path. The end-to-end tests boot
 * a real n8n and take minutes, therefore they run only when asked for by path.
 */
const e2e = process.argv.some((argument) => /(^|[\\/])test[\\/]e2e([\\/]|$)/.test(argument));

/** @type {import('jest').Config} */
module.exports = {
	rootDir: __dirname,
	// Coverage counts files that no test loads only where Jest looks, so the code is among the roots.
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', ...(e2e ? [] : ['/test/e2e/'])],
	// dist/ and the folders of an installed n8n hold second copies of our package.json.
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/\\.cache/', '<rootDir>/\\.sandbox/'],
	testEnvironment: '<rootDir>/test/helpers/environment.js',
	globalSetup: '<rootDir>/test/helpers/global-setup.js',
	globalTeardown: '<rootDir>/test/helpers/global-teardown.js',
	setupFiles: ['<rootDir>/test/helpers/env.js'],
	// jest's clock runs on while the machine does something else: it only ends what would never end.
	testTimeout: e2e ? 600_000 : 180_000,
	// A worker that has run hundreds of files needs more than jest's half second to give its memory back, although
	// nothing is open any more: at 590 MB, beside other work, jest killed it and called that a leak.
	workerGracefulExitTimeout: 60_000,
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				jsc: {
					parser: { syntax: 'typescript', decorators: true },
					target: 'es2022',
					// n8n finds node and credential classes by name, error classes show theirs to the user.
					keepClassNames: true,
				},
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
		// The makers of the pages and the code of the example workflows are used by tests as well, which are CommonJS.
		'/workflows/source/code/.+\\.mjs$': [
			'@swc/jest',
			{ jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
		],
		'/scripts/docs/.+\\.mjs$': [
			'@swc/jest',
			{ jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	// V8 counts blocks that ran, so branches of a function never called are missing from its total; babel counts both
	// ways of every condition.
	coverageProvider: 'babel',
	coverageDirectory: 'coverage',
	coverageReporters: ['text', 'lcovonly', 'json-summary'],
	coverageThreshold: { './nodes/': { lines: 90, branches: 90 } },
};
