/**
 * `npm run test:e2e`: the tests in test/e2e on a real n8n, one file after the other.
 *
 * Options: `--n8n v1` takes the oldest n8n that is supported, `--n8n 2.41.3` or `--n8n latest` any one of the registry;
 * `--only text` runs only what has the text in its name, such as that of an example; `--output file` writes the counts
 * as JSON, for `npm test`.
 */
import { parseArgs } from 'node:util';
import { startLog, tellFailure } from './lib/base.mjs';
import { runNodeTests } from './lib/nodeTests.mjs';
import { RELEASE_VARIABLE, resolveRelease } from './lib/release.mjs';

const { values } = parseArgs({
	options: { n8n: { type: 'string' }, only: { type: 'string' }, output: { type: 'string' } },
});
const { n8n, only, output } = values;
const logFile = startLog('e2e-release');

try {
	const release = await resolveRelease(n8n, logFile);
	// The tests run in processes of their own.
	process.env[RELEASE_VARIABLE] = release;
	await runNodeTests({ name: `e2e-${release}`, folder: 'e2e', release, only, output });
} catch (error) {
	tellFailure(error, logFile);
	process.exitCode = 1;
}
