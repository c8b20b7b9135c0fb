/**
 * `npm run test:queue`: the tests in test/queue on n8n in queue mode, with Redis, PostgreSQL, a main and two workers.
 *
 * Option: `--output file` writes the counts as JSON, for `npm test`.
 */
import { parseArgs } from 'node:util';
import { ensureDatabases } from './lib/databases.mjs';
import { runNodeTests } from './lib/nodeTests.mjs';

const { values } = parseArgs({ options: { output: { type: 'string' } } });

void runNodeTests({
	name: 'queue',
	folder: 'queue',
	prepare: ensureDatabases,
	output: values.output,
});
