/**
 * The build. `gulp build` makes dist/, which is all that is published: compiled code, icons and the codex file.
 * `gulp --tasks` lists the steps.
 */
const { spawn } = require('node:child_process');
const { readFile, rm } = require('node:fs/promises');
const path = require('node:path');
// @ts-expect-error gulp 5 brings no types; the four functions used here do not warrant a package of their own.
const { dest, parallel, series, src, watch } = require('gulp');

const windows = process.platform === 'win32';

/**
 * Runs a program and fails with it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean }} [options] `quiet` keeps the output from the screen
 * @returns {Promise<string>} what it printed, when `quiet`
 */
function run(command, args, { quiet = false } = {}) {
	return new Promise((resolve, reject) => {
		// On Windows npm and the tools are .cmd files, which only a shell can start.
		const child = spawn(command, args, {
			cwd: __dirname,
			shell: windows,
			stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
		});
		let printed = '';
		child.stdout?.on('data', (chunk) => (printed += chunk));
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) return resolve(printed);
			reject(new Error(`${path.basename(command)} ${args.join(' ')} ended with code ${code}`));
		});
	});
}

/** @param {string} name */
const tool = (name) => path.join(__dirname, 'node_modules', '.bin', windows ? `${name}.cmd` : name);

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;

/** Removes dist/. */
async function clean() {
	await rm(path.join(__dirname, 'dist'), { recursive: true, force: true });
}
clean.description = 'remove dist/';

/** TypeScript to dist/. */
async function compile() {
	await run(tool('tsc'), ['-p', 'tsconfig.json']);
}
compile.description = 'compile nodes/ and credentials/ into dist/';

function icons() {
	// Without `encoding: false` gulp 5 would read the files as text.
	return src('icons/*.svg', { base: '.', encoding: false }).pipe(dest('dist'));
}
icons.description = 'copy the icons into dist/';

function codex() {
	return src('nodes/**/*.node.json', { base: '.' }).pipe(dest('dist'));
}
codex.description = 'copy the codex files (categories, search words, links) into dist/';

async function examples() {
	// In CI a stale file is a fault to be shown, not one to be mended in passing.
	await run(process.execPath, ['scripts/workflows.mjs', ...(process.env.CI ? ['--check'] : [])]);
	await run(process.execPath, ['scripts/examples.mjs']);
}
examples.displayName = 'validate-examples';
examples.description = 'write the examples that have a source, and check all against the built node';

async function docs() {
	// In CI a stale table is a fault to be shown, not one to be mended in passing.
	const check = process.env.CI ? ['--check'] : [];
	await run(process.execPath, ['scripts/docs.mjs', ...check]);
	await run(process.execPath, ['scripts/reliability.mjs', ...check]);
}
docs.description = 'write the generated tables of the documentation';

async function size() {
	const [report] = JSON.parse(await run('npm', ['pack', '--dry-run', '--json'], { quiet: true }));
	const { n8n } = JSON.parse(await readFile(path.join(__dirname, 'package.json'), 'utf8'));
	console.log(
		`${report.name}-${report.version}.tgz: ${kilobytes(report.size)} packed, ` +
			`${kilobytes(report.unpackedSize)} unpacked, ${report.entryCount} files`,
	);
	for (const file of n8n.nodes) {
		const [NodeType] = Object.values(require(path.join(__dirname, file)));
		const { description } = new NodeType();
		// The editor loads this for every workflow; it gets sluggish at a few hundred kilobytes.
		console.log(
			`${description.name}: description of ${kilobytes(JSON.stringify(description).length)}`,
		);
	}
}
size.description = 'print the size of the package and of the node descriptions';

const build = series(clean, compile, parallel(icons, codex), examples, docs, size);
build.description = 'make dist/';

function rebuild() {
	const update = series(compile, parallel(icons, codex));
	return watch(
		['nodes/**/*.ts', 'credentials/**/*.ts', 'nodes/**/*.node.json', 'icons/*.svg'],
		{ ignoreInitial: false },
		// A mistake while typing is shown by the compiler and must not end the watch.
		(/** @type {(error?: Error) => void} */ done) => update(() => done()),
	);
}
rebuild.displayName = 'watch';
rebuild.description = 'compile again on every change';

module.exports = {
	clean,
	compile,
	icons,
	codex,
	'validate-examples': examples,
	docs,
	size,
	build,
	watch: rebuild,
	default: build,
};
