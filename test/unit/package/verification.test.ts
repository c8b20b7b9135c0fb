/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the files of the project and of the package */
/** What n8n's requirements ask for and no linter looks at, and that docs/verification.md tells the truth about it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import ts from 'typescript';

import { ItGlueApi } from '../../../credentials/ItGlueApi.credentials';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { ensureBuilt, read, root, run } from '../../helpers/package';
import { LONG_TEST_MS } from '../../helpers/patience';

interface Packed {
	size: number;
	files: Array<{ path: string }>;
}

const PACKED_LIMIT = 260_000;

/** What npm would run at the user's side, or before others may look at it; `prepublishOnly` is the publisher's own. */
/** In a list of files `*` stands for a name, `**` for folders and names. */
const STARS = /\*+/g;
const anyOf = (stars: string): string => (stars === '**' ? '.*' : '[^/]*');

const LIFECYCLE = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'postprepare'];

/** Names through which code reaches the process, the file system, timers or other code. */
const FORBIDDEN = new Set([
	'__dirname',
	'__filename',
	'Function',
	'clearImmediate',
	'clearInterval',
	'clearTimeout',
	'eval',
	'global',
	'globalThis',
	'process',
	'setImmediate',
	'setInterval',
	'setTimeout',
]);

const manifest = JSON.parse(read('package.json')) as {
	license: string;
	scripts: Record<string, string>;
	devDependencies: Record<string, string>;
	[key: string]: unknown;
};
const document = read('docs', 'verification.md');
const { description } = new ItGlue();

/** Every property of a form, those inside collections and the modes of locators too. */
function everyProperty(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => {
		const inside = (property.options ?? []).flatMap((option) => {
			if ('values' in option) return option.values;
			return 'type' in option ? [option] : [];
		});
		return [property, ...everyProperty(inside)];
	});
}

const all = everyProperty(description.properties);

/** All texts of a form. */
function textsIn(value: unknown, key = ''): string[] {
	if (typeof value === 'string')
		return /^(displayName|description|placeholder|hint|action|name|errorMessage|message)$/.test(key)
			? [value]
			: [];
	if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, key));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, item]) => textsIn(item, name));
}

/** Rows of the tables below a heading, without the head. */
function rowsBelow(heading: string): string[][] {
	const section = document.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
	return section
		.split('\n')
		.filter((line) => line.startsWith('| '))
		.slice(2)
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
}

/** Free names of a compiled file: not those of members or keys. */
function namesIn(file: string): string[] {
	const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isIdentifier(node)) {
			const { parent } = node;
			const member =
				(ts.isPropertyAccessExpression(parent) && parent.name === node) ||
				(ts.isPropertyAssignment(parent) && parent.name === node) ||
				(ts.isMethodDeclaration(parent) && parent.name === node) ||
				(ts.isPropertyDeclaration(parent) && parent.name === node);
			if (!member) found.push(node.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

describe('the package', () => {
	let packed: Packed;

	beforeAll(async () => {
		await ensureBuilt();
		const { code, stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']);
		expect(code).toBe(0);
		const [report] = JSON.parse(stdout) as Packed[];
		packed = report ?? { size: 0, files: [] };
	}, LONG_TEST_MS);

	it('is small', () => {
		expect(packed.size).toBeGreaterThan(0);
		expect(packed.size).toBeLessThan(PACKED_LIMIT);
		expect(document).toContain(`${PACKED_LIMIT / 1000} kB at most`);
	});

	it('holds what the documentation lists, and all of that', () => {
		const kinds = rowsBelow('What is in the package').map(([what = '', files = '']) => ({
			what,
			patterns: [...files.matchAll(/`([^`]+)`/g)].map(
				([, glob = '']) => new RegExp(`^${glob.replaceAll('.', '\\.').replace(STARS, anyOf)}$`),
			),
		}));
		expect(kinds.length).toBeGreaterThan(5);
		const matching = (file: string) =>
			kinds.filter(({ patterns }) => patterns.some((pattern) => pattern.test(file)));
		const files = packed.files.map((file) => file.path);
		expect(files.filter((file) => matching(file).length !== 1)).toEqual([]);
		const present = new Set(files.flatMap(matching));
		expect(kinds.filter((kind) => !present.has(kind)).map(({ what }) => what)).toEqual([]);
	});

	it('reaches for nothing but what n8n gives it', () => {
		const scripts = packed.files.map((file) => file.path).filter((file) => file.endsWith('.js'));
		expect(scripts.length).toBeGreaterThan(50);
		const reaching = scripts.flatMap((file) =>
			namesIn(file)
				.filter((name) => FORBIDDEN.has(name))
				.map((name) => `${file}: ${name}`),
		);
		expect(reaching).toEqual([]);
	});

	it('switches no rule off, which the scanner would not heed', () => {
		const sources = ['nodes', 'credentials'].flatMap((folder) =>
			readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => path.join(entry.parentPath, entry.name)),
		);
		expect(sources.length).toBeGreaterThan(50);
		const switching = sources.filter((file) =>
			/eslint-(?:disable|enable)|@ts-(?:ignore|nocheck)/.test(readFileSync(file, 'utf8')),
		);
		expect(switching).toEqual([]);
	});

	it('brings no scripts for npm to run and bends no other package', () => {
		expect(LIFECYCLE.filter((name) => name in manifest.scripts)).toEqual([]);
		const banned = ['overrides', 'resolutions', 'bundleDependencies', 'bundledDependencies'];
		expect(banned.filter((name) => name in manifest)).toEqual([]);
	});

	it('has the licence that it names', () => {
		expect(manifest.license).toBe('MIT');
		expect(read('LICENSE')).toMatch(/^MIT License\n/);
	});
});

describe('the form', () => {
	it('begins with Resource, then Operation, neither by expression', () => {
		const [first, ...others] = description.properties;
		expect(first).toMatchObject({ name: 'resource', noDataExpression: true });
		const operations = others.filter(({ name }) => name === 'operation');
		expect(operations).not.toEqual([]);
		expect(others.slice(0, operations.length)).toEqual(operations);
		expect(operations.filter(({ noDataExpression }) => noDataExpression !== true)).toEqual([]);
	});

	it('names every operation for the list of actions, without articles', () => {
		const operations = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(({ options }) => (options ?? []) as INodePropertyOptions[]);
		expect(operations.length).toBeGreaterThan(20);
		const wrong = operations.filter(
			({ action = '' }) => !/^[A-Z]/.test(action) || /\b(an?|the)\b/i.test(action),
		);
		expect(wrong.map(({ action }) => action)).toEqual([]);
	});

	it('gives examples that are seen to be some', () => {
		const placeholders = [...all, ...new ItGlueApi().properties].flatMap(
			({ placeholder = [], modes = [] }) => [
				placeholder,
				// What the list shows is an invitation to open it.
				...modes.filter(({ name }) => name !== 'list').map((mode) => mode.placeholder ?? []),
			],
		);
		expect(placeholders.flat().length).toBeGreaterThan(20);
		// "Add Field" is what n8n calls the button of a collection.
		const wrong = placeholders.flat().filter((text) => !/^(e\.g\. |Add )/.test(text));
		expect([...new Set(wrong)]).toEqual([]);
	});

	it('lets a record be chosen from a list, by ID and, where it has a page, by URL', () => {
		const locators = all.filter(({ type }) => type === 'resourceLocator');
		const modes = new Set(locators.map((locator) => locator.modes?.map(({ name }) => name).join()));
		expect([...modes].sort()).toEqual(['list,id,name', 'list,id,url,name']);
		const first = locators.map((locator) => (locator.default as { mode: string }).mode);
		expect(new Set(first)).toEqual(new Set(['list']));
	});

	it('is written in English letters', () => {
		const texts = textsIn([description, new ItGlueApi().properties]);
		expect(texts.length).toBeGreaterThan(200);
		expect(texts.filter((text) => /(?!\p{Script=Latin})\p{Letter}/u.test(text))).toEqual([]);
	});

	it('is offered to AI agents', () => {
		expect(description.usableAsTool).toBe(true);
	});
});

describe('docs/verification.md', () => {
	const tables = ['The package', 'How it looks', 'The code', 'n8n 3', 'Publishing'];
	const rows = tables.flatMap(rowsBelow);

	it('says of every requirement where it is met, or why it needs no file', () => {
		expect(rows.length).toBeGreaterThan(35);
		const empty = rows.filter(([, where, note]) => where === '' && note === '');
		expect(empty.map(([requirement]) => requirement)).toEqual([]);
		expect(rows.filter((cells) => cells.length !== 3)).toEqual([]);
	});

	it('names files and scripts that exist', () => {
		const links = [...document.matchAll(/\]\(([^)#]+)(?:#[\w-]+)?\)/g)].map(
			([, link = '']) => link,
		);
		const named = rows
			.flatMap(([, where = '']) => [...where.matchAll(/`([^`]+)`/g)])
			.map(([, name = '']) => name);
		const scripts = named.flatMap((name) => /^npm run (\S+)$/.exec(name)?.[1] ?? []);
		const files = named.filter((name) => !name.startsWith('npm run '));
		const missing = [
			...links.filter((link) => !existsSync(path.join(root, 'docs', link))),
			...files.filter((file) => !existsSync(path.join(root, file))),
			...scripts.filter((script) => !(script in manifest.scripts)),
		];
		expect(links.length).toBeGreaterThan(30);
		expect(missing).toEqual([]);
	});

	it('names the scanner that is used', () => {
		const version = manifest.devDependencies['@n8n/scan-community-package'];
		expect(document).toContain(`package scanner ${version?.split('.').slice(0, 2).join('.')}`);
	});

	it('gives a reason for everything that is done otherwise', () => {
		const deviations = rowsBelow('Done otherwise on purpose');
		expect(deviations.length).toBeGreaterThan(5);
		expect(deviations.filter(([, , why = '']) => why.length < 15)).toEqual([]);
	});
});
