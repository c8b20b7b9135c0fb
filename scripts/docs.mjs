/**
 * Writes the generated parts of the documentation from the compiled resource tables (dist/):
 * docs/fields.md as a whole, and the table of operations between the markers in README.md.
 *
 * `node scripts/docs.mjs --check` writes nothing and exits with 1 when something is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const load = createRequire(import.meta.url);
/** @param {string} file a compiled file; not resolved by TypeScript, which would check dist/ */
const compiled = (file) => load(path.join(root, 'dist', 'nodes', 'ITGlue', file));

/** @type {{ RESOURCES: import('../nodes/ITGlue/resources/types.ts').Resource[] }} */
const { RESOURCES } = compiled('resources/index.js');
/** @type {{ VERBS: Record<string, import('../nodes/ITGlue/description/verbs.ts').Verb> }} */
const { VERBS } = compiled('description/verbs.js');
/** @type {{ LOOKUPS: Record<string, import('../nodes/ITGlue/resources/lookups.ts').Lookup> }} */
const { LOOKUPS } = compiled('resources/lookups.js');
/** @type {{ camel: (name: string) => string }} */
const { camel } = compiled('jsonapi/names.js');

/** @param {string[]} head @param {string[][]} rows */
const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param {string} noun */
const article = (noun) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** @param {boolean | undefined} value */
const yes = (value) => (value ? 'yes' : '');

const COMPARED = {
	list: 'as it is',
	show: 'as it is, read from the record itself (lists cut it)',
	normalised: 'by meaning',
	never: 'not compared',
};

function operationsTable() {
	const rows = [...RESOURCES]
		.sort((one, other) => one.label.localeCompare(other.label))
		.map(({ label, verbs }) => [
			label,
			verbs
				.map((verb) => VERBS[verb]?.label ?? verb)
				.sort((one, other) => one.localeCompare(other))
				.join(', '),
		]);
	return table(['Resource', 'Operations'], rows);
}

/** @param {string} key @param {boolean} kept @param {boolean} sent */
function sentAs(key, kept, sent) {
	if (kept && !sent) return 'compared by the node';
	return `\`filter${key.replace(/^[^[]+/, '[$&]')}\`${kept ? ', checked by the node' : ''}`;
}

/** @param {import('../nodes/ITGlue/resources/types.ts').Resource} resource */
function resourceSection(resource) {
	const attributes = resource.attributes.map((attribute) => [
		attribute.label,
		`\`${camel(attribute.name)}\``,
		`\`${attribute.name}\``,
		attribute.writable === 'both' ? 'create, update' : attribute.writable,
		yes(attribute.required),
		yes(attribute.nullable),
		resource.psaOwned ? yes(attribute.whenSynced) : '–',
		COMPARED[attribute.compares],
	]);
	const filters = resource.filters.map(({ label, param, key, keep, sendWhen, lookup, needs }) => [
		label,
		`\`${param}\``,
		sentAs(key, keep !== undefined, sendWhen !== undefined),
		[
			lookup ? `ID or name of ${article((LOOKUPS[lookup]?.label ?? '').toLowerCase())}` : '',
			needs ? `with \`${needs}\`` : '',
		]
			.filter(Boolean)
			.join('; '),
	]);
	const sorts = resource.sorts.map(({ label, key }) => `${label} (\`${key}\`)`).join(', ');
	const includes = resource.includes
		.map(({ label, key, on }) => `${label} (\`${key}\`${on === 'show' ? ', Get only' : ''})`)
		.join(', ');
	return [
		`## ${resource.label}`,
		attributes.length > 0 && '### Fields',
		attributes.length > 0 &&
			table(
				[
					'Field',
					'Parameter',
					'Output',
					'Set on',
					'Required',
					'Can be cleared',
					'Writable when a PSA owns it',
					'A write is checked',
				],
				attributes,
			),
		`Set by IT Glue: ${resource.readOnly.map(({ id }) => `\`${id}\``).join(', ')}.`,
		'### Filters of Get Many',
		table(['Filter', 'Parameter', 'Sent as', 'Takes'], filters),
		sorts && `### Sorted by\n\n${sorts}`,
		includes && `### Can include\n\n${includes}`,
	]
		.filter(Boolean)
		.join('\n\n');
}

const fields =
	[
		'<!-- Generated from nodes/ITGlue/resources by scripts/docs.mjs. Change the tables, then run npm run docs. -->',
		'# Fields, filters and includes',
		'"Parameter" is the name in a workflow file, "Output" the key in the simplified output. An update sends only the fields that you add.',
		...RESOURCES.map(resourceSection),
		'',
	]
		.join('\n\n')
		.trimEnd() + '\n';

/** @param {string} text @param {string} name @param {string} content */
function between(text, name, content) {
	const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from < 0 || to < from) throw new Error(`README.md lacks the markers ${start} … ${end}`);
	return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

const readmePath = path.join(root, 'README.md');
const readme = await readFile(readmePath, 'utf8');
const wanted = new Map([
	[path.join(root, 'docs', 'fields.md'), fields],
	[readmePath, between(readme, 'operations', operationsTable())],
]);

const stale = [];
for (const [file, text] of wanted) {
	const present = await readFile(file, 'utf8').catch(() => '');
	if (present === text) continue;
	stale.push(path.relative(root, file));
	if (!process.argv.includes('--check')) await writeFile(file, text);
}

if (stale.length > 0 && process.argv.includes('--check')) {
	console.error(`Stale: ${stale.join(', ')}. Run npm run docs and commit the result.`);
	process.exitCode = 1;
} else if (stale.length > 0) {
	console.log(`Written: ${stale.join(', ')}`);
}
