/**
 * `npm run test:browser`: the tests in test/browser, in n8n's editor in a headless Chromium.
 *
 * Option: `--output file` writes the counts as JSON, for `npm test`.
 */
import { parseArgs } from 'node:util';
import { ensureChromium } from './browser/tools.mjs';
import { runNodeTests } from './lib/nodeTests.mjs';

const { values } = parseArgs({ options: { output: { type: 'string' } } });

void runNodeTests({
	name: 'browser',
	folder: 'browser',
	prepare: (logFile) => ensureChromium('The tests in the editor', logFile),
	output: values.output,
});
