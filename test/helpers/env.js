/** Settings of n8n-core for tests; runs before each test file, ahead of any import of n8n-core. */
process.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
process.env.N8N_LOG_LEVEL = 'silent';
// A proxy of the machine must not come between the node and a server on 127.0.0.1.
for (const name of [
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'ALL_PROXY',
	'http_proxy',
	'https_proxy',
	'all_proxy',
]) {
	delete process.env[name];
}

// n8n-core's dependency injection reads decorator metadata.
require('reflect-metadata');

// n8n checks a locator's value in a VM that is given 250 ms of wall-clock time. A busy machine exceeds that for nothing,
// so the same regular expressions run here without a clock. n8n-workflow does not export the switch from its root.
const path = require('node:path');
const root = path.dirname(require.resolve('n8n-workflow'));
const { setSafeRegexEngine } = require(path.join(root, 'safe-regex.js'));
/** @param {string} [flags] */
const everywhere = (flags = '') => (flags.includes('g') ? flags : `${flags}g`);
/** @type {import('../../node_modules/n8n-workflow/dist/cjs/safe-regex.js').RegexEngine} */
const engine = {
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) =>
		input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, everywhere(flags)))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
};
setSafeRegexEngine(engine);
