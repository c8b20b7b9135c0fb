/**
 * Writes the example workflows that have a source (workflows/source/*.mjs) to workflows/examples. Needs dist/, from
 * which the columns of the mappings are taken.
 *
 * `node scripts/workflows.mjs --check` writes nothing and exits with 1 when a file is stale.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { buildWorkflow } from '../workflows/source/lib/build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SOURCES = path.join(root, 'workflows', 'source');
const TARGETS = path.join(root, 'workflows', 'examples');

const { ItGlue } = createRequire(import.meta.url)(
	path.join(root, 'dist', 'nodes', 'ITGlue', 'ItGlue.node.js'),
);
const { getColumns } = new ItGlue().methods.resourceMapping;

/**
 * As the editor asks for them. Those of a resource whose columns depend on a type of the account cannot be told.
 * @type {import('../workflows/source/lib/nodes.mjs').Columns}
 */
const columns = async (resource, operation) => {
	/** @type {Record<string, string>} */
	const chosen = { resource, operation };
	const editor = {
		getNodeParameter: (/** @type {string} */ name) => chosen[name],
		getCurrentNodeParameter: (/** @type {string} */ name) => chosen[name],
		getNode: () => ({ name: 'IT Glue', type: 'n8n-nodes-it-glue.itGlue', typeVersion: 1 }),
	};
	return (await getColumns.call(editor)).fields;
};

const check = process.argv.includes('--check');
const names = (await readdir(SOURCES)).filter((name) => name.endsWith('.mjs')).sort();
const stale = [];
for (const name of names) {
	const { define } = await import(pathToFileURL(path.join(SOURCES, name)).href);
	const file = path.join(TARGETS, name.replace(/\.mjs$/, '.json'));
	const text = await format(JSON.stringify(buildWorkflow(await define(columns))), {
		...(await resolveConfig(file)),
		parser: 'json',
	});
	if ((await readFile(file, 'utf8').catch(() => '')) === text) continue;
	stale.push(path.relative(root, file));
	if (!check) await writeFile(file, text);
}
if (stale.length > 0 && check) {
	console.error(`Stale: ${stale.join(', ')}. Run npm run workflows and commit the result.`);
	process.exitCode = 1;
} else if (stale.length > 0) {
	console.log(`Written: ${stale.join(', ')}`);
}
