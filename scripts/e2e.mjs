/**
 * `npm run test:e2e`: the tests in test/e2e on a real n8n, one file after the other.
 *
 * Options: `--n8n v1` takes the oldest n8n that is supported; `--only text` runs only what has the text in its name, such
 * as that of an example; `--output file` writes the counts as JSON, for `npm test`.
 */
import { parseArgs } from 'node:util';
import { RELEASE_VARIABLE, releaseOf } from './lib/host.mjs';
import { runNodeTests } from './lib/nodeTests.mjs';

const { values } = parseArgs({
	options: { n8n: { type: 'string' }, only: { type: 'string' }, output: { type: 'string' } },
});
const release = releaseOf(values.n8n);
// The tests run in processes of their own.
process.env[RELEASE_VARIABLE] = release;

const { only, output } = values;
void runNodeTests({ name: `e2e-${release}`, folder: 'e2e', release, only, output });
