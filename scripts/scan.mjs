/**
 * Runs n8n's package scanner without publishing first: the same rules that decide about verification, over the source
 * and over what `npm pack` makes of dist/. The one check that it cannot make offline is npm's provenance statement.
 * Ends with 1 when a leg fails, or when there is no build to scan.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
// @ts-expect-error the scanner is plain JavaScript without types
import * as scanner from '@n8n/scan-community-package/scanner/scanner.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
	const { status, error } = spawnSync(command, args, {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32',
		timeout: 600_000,
	});
	if (error) throw error;
	if (status !== 0) throw new Error(`${command} ${args[0]} ended with code ${status}`);
}

/**
 * Packs the project and unpacks the result, as a user's npm would.
 *
 * @param {string} folder an empty folder
 * @returns {Promise<string>} where the package lies
 */
async function unpackedPackage(folder) {
	run('npm', ['pack', '--silent', '--pack-destination', folder]);
	const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (!archive) throw new Error('npm pack left no archive');
	const target = path.join(folder, 'package');
	await mkdir(target);
	run('tar', ['-xzf', path.join(folder, archive), '-C', target, '--strip-components=1']);
	return target;
}

/**
 * @param {string} what
 * @param {string} folder
 * @param {string[]} patterns
 * @returns {Promise<boolean>}
 */
async function scan(what, folder, patterns) {
	const { passed, message, details } = await scanner.analyzePackage(folder, patterns);
	// "Nothing to look at" counts as passed for the scanner, not for us.
	const judged = passed && !message;
	console.log(`${judged ? 'passed' : 'FAILED'}  ${what}${message ? `: ${message}` : ''}`);
	if (details) console.log(details);
	return judged;
}

async function main() {
	if (!existsSync(path.join(root, 'dist'))) {
		console.error('There is no dist/ to scan. Run `npm run build` first.');
		return false;
	}
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-it-glue-scan-'));
	try {
		const source = await scan('source', root, scanner.SOURCE_FILE_PATTERNS);
		const packed = await scan('package', await unpackedPackage(folder), [
			'**/*.js',
			'package.json',
		]);
		return source && packed;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

process.exitCode = (await main()) ? 0 : 1;
