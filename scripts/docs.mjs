/**
 * Writes the generated parts of the documentation from the compiled node (dist/): the pages in docs/resources, and the
 * table of operations between the markers in README.md.
 *
 * `node scripts/docs.mjs --check` writes nothing and exits with 1 when something is stale.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsTable, pagesOf } from './docs/resources.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const load = createRequire(import.meta.url);
/** @param {string} file a compiled file; not resolved by TypeScript, which would check dist/ */
const compiled = (file) => load(path.join(root, 'dist', 'nodes', 'ITGlue', file));

/** @type {import('./docs/resources.mjs').Node} */
const node = {
	resources: compiled('resources/index.js').RESOURCES,
	secrets: compiled('resources/index.js').SECRET_ATTRIBUTES,
	verbs: compiled('operations/index.js').OPERATIONS,
	lookups: compiled('resources/lookups.js').LOOKUPS,
	allOptions: compiled('operations/index.js').allOptions,
	columnsOf: compiled('resources/schema/columns.js').columnsOf,
	keysOf: compiled('resources/schema/columns.js').keysOf,
	columnOf: compiled('resources/schema/columns.js').columnOf,
	camel: compiled('text/spelling.js').camel,
	properties: new (compiled('ItGlue.node.js').ItGlue)().description.properties,
};

/** @param {string} text @param {string} name @param {string} content */
function between(text, name, content) {
	const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from < 0 || to < from) throw new Error(`README.md lacks the markers ${start} … ${end}`);
	return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

const folder = path.join(root, 'docs', 'resources');
const readmePath = path.join(root, 'README.md');
const readme = await readFile(readmePath, 'utf8');
const wanted = new Map([
	[readmePath, between(readme, 'operations', operationsTable(node, 'docs/resources/'))],
	...[...pagesOf(node)].map(
		([file, text]) => /** @type {[string, string]} */ ([path.join(folder, file), text]),
	),
]);

const check = process.argv.includes('--check');
const stale = [];
for (const [file, text] of wanted) {
	const present = await readFile(file, 'utf8').catch(() => '');
	if (present === text) continue;
	stale.push(path.relative(root, file));
	if (check) continue;
	await mkdir(path.dirname(file), { recursive: true });
	await writeFile(file, text);
}
// Nothing but what is generated lies in the folder, so a page whose resource is gone must go as well.
for (const name of await readdir(folder).catch(() => [])) {
	const file = path.join(folder, name);
	if (wanted.has(file)) continue;
	stale.push(path.relative(root, file));
	if (!check) await rm(file);
}

if (stale.length > 0 && check) {
	console.error(`Stale: ${stale.join(', ')}. Run npm run docs and commit the result.`);
	process.exitCode = 1;
} else if (stale.length > 0) {
	console.log(`Written: ${stale.join(', ')}`);
}
