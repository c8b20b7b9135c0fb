/**
 * `npm run test:install`: the package installed by hand, in README's own words, with each Node that is supported.
 *
 * Option: `--output file` writes the counts as JSON, for `npm test`.
 */
import { parseArgs } from 'node:util';
import { ensureNodes } from './lib/nodeVersions.mjs';
import { runNodeTests } from './lib/nodeTests.mjs';

const { values } = parseArgs({ options: { output: { type: 'string' } } });

void runNodeTests({
	name: 'install',
	folder: 'install',
	prepare: ensureNodes,
	output: values.output,
});
