/** The node as n8n loads it, kept in step with its source: TypeScript compiled on every change, the rest copied. */
import { copyFileSync, mkdirSync, readdirSync, rmSync, watchFile } from 'node:fs';
import path from 'node:path';
import { Failure, log, readJson, root, writeJson } from './base.mjs';
import { PROGRAM_MS } from './patience.mjs';
import { start, waitFor } from './processes.mjs';

/** The few files that are not compiled are looked at that often. */
const LOOK_EVERY_MS = 500;

/** @typedef {{ errors: string[] }} Compilation `errors` as the compiler tells them; with any of them nothing is written */

/** @returns {string[]} icons and codex files, from the checkout's folder */
const assets = () => {
	const filesIn = (/** @type {string} */ folder, /** @type {string} */ ending) =>
		readdirSync(path.join(root, folder), { recursive: true })
			.map(String)
			.filter((name) => name.endsWith(ending))
			.map((name) => path.join(folder, name));
	return [...filesIn('icons', '.svg'), ...filesIn('nodes', '.node.json')];
};

/** @param {string} dist */
const copyAssets = (dist) => {
	for (const file of assets()) {
		const copy = () => {
			mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
			copyFileSync(path.join(root, file), path.join(dist, file));
		};
		copy();
		// An editor may put a new file in the place of the old one, which a watch on the file itself would lose.
		watchFile(path.join(root, file), { interval: LOOK_EVERY_MS }, ({ size }) => {
			if (size > 0) copy();
		}).unref();
	}
};

/**
 * @param {string} dist
 * @param {string} logFile
 * @param {(compilation: Compilation) => void} onCompiled
 */
const compile = (dist, logFile, onCompiled) => {
	const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const options = ['--watch', '--preserveWatchOutput', '--noEmitOnError', '--sourceMap'];
	const child = start(
		process.execPath,
		[compiler, '-p', path.join(root, 'tsconfig.json'), ...options, '--outDir', dist],
		{ logFile, pipe: true },
	);
	let rest = '';
	/** @type {string[]} */
	let errors = [];
	child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
		log(logFile, chunk);
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			if (/: error TS\d+: /.test(line)) errors.push(line.trim());
			if (!/Found \d+ errors?\. Watching/.test(line)) continue;
			onCompiled({ errors });
			errors = [];
		}
	});
	return child;
};

/**
 * Puts the package into a folder, as npm would install it, and keeps it in step with the checkout.
 * @param {{ folder: string, logFile: string, onCompiled: (compilation: Compilation) => void }} options
 *   `onCompiled` hears of every compilation after the first
 * @returns {Promise<string>} the name of the package
 * @throws {Failure} when it does not compile to begin with
 */
export const watchPackage = async ({ folder, logFile, onCompiled }) => {
	const manifest = readJson(path.join(root, 'package.json'));
	// Of an earlier time there may be compiled files whose source is gone.
	rmSync(folder, { recursive: true, force: true });
	writeJson(path.join(folder, 'package.json'), manifest);
	const dist = path.join(folder, 'dist');
	copyAssets(dist);
	/** @type {Compilation | undefined} */
	let first;
	const child = compile(dist, logFile, (compilation) => {
		if (first !== undefined) onCompiled(compilation);
		first ??= compilation;
	});
	const { errors } = await waitFor(
		async () => {
			if (first === undefined && child.exitCode !== null)
				throw new Failure('The compiler has ended.', `Its own words: ${logFile}`);
			return first;
		},
		{
			timeoutMs: PROGRAM_MS,
			everyMs: 100,
			onTimeout: () =>
				new Failure('The node was not compiled in time.', `The compiler's own words: ${logFile}`),
		},
	);
	if (errors.length > 0)
		throw new Failure(`The node does not compile:\n${errors.join('\n')}`, 'Mend it and run again.');
	return String(manifest.name);
};
