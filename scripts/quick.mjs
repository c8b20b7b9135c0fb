/**
 * `npm run test:quick [-- more for jest]`: what is worth running after every change, in less than a minute. The unit
 * tests without those that build the package or check types, and the generated tests of reading and writing with one
 * resource of each kind, in the strict profile.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const FILES = [
	'test/unit',
	'test/integration/generated/create',
	'test/integration/generated/output',
	'test/integration/generated/update',
	'test/integration/behaviour/upsert.test',
];

/** They take as long as all the others. */
const LEFT_OUT = [
	'test/unit/package/',
	'test/unit/docs/contributing',
	'test/unit/docs/troubleshooting',
	'test/unit/mutate/',
	'test/unit/text/markdown',
	'test/e2e/',
];

const child = spawn(
	process.execPath,
	[
		path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
		...FILES,
		'--testPathIgnorePatterns',
		'/node_modules/',
		...LEFT_OUT,
		...process.argv.slice(2),
	],
	{ cwd: root, stdio: 'inherit', env: { ...process.env, QUICK: 'true' } },
);
child.once('exit', (code) => {
	process.exitCode = code ?? 1;
});
