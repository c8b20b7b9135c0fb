/**
 * The code of a Code node, put together from modules that tests can import. n8n's Code node has no imports, so the
 * modules that one uses are written one after the other, comments and all: a user reads them on the canvas.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'code');
const IMPORT = /^import \{[^}]*\} from '\.\/([\w-]+\.mjs)';\n/gm;

/**
 * @param {string} file in workflows/source/code
 * @param {Set<string>} seen files that are in the text already
 * @returns {string} the module, after all that it imports
 */
const textOf = (file, seen) => {
	if (seen.has(file)) return '';
	seen.add(file);
	const text = readFileSync(path.join(FOLDER, file), 'utf8');
	const before = [...text.matchAll(IMPORT)].map(([, imported = '']) => textOf(imported, seen));
	const own = text.replace(IMPORT, '').replace(/^export (?=const|function|class)/gm, '');
	if (/^(import|export) /m.test(own))
		throw new Error(`${file}: imports and exports in one form only, see ${IMPORT}`);
	// The types are for the tests' checker; on the canvas they only take room.
	const plain = own
		.replace(/^\/\*\* @typedef[^\n]*\*\/\n/gm, '')
		.replace(/\/\*\* @type \{[^\n]*?\} \*\/ ?\n?/g, '');
	return [...before, plain.trim()].filter((part) => part !== '').join('\n\n');
};

/**
 * A Code node that runs once for all items.
 * @param {string} file in workflows/source/code
 * @param {string} call the last lines: reads what the function needs from other nodes, and returns items
 * @param {Record<string, unknown>} [rest] what else the node has, such as `alwaysOutputData`
 * @returns {import('./build.mjs').NodeBody}
 */
export const codeNode = (file, call, rest = {}) => ({
	parameters: { jsCode: `${textOf(file, new Set())}\n\n${call.trim()}\n` },
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	...rest,
});
