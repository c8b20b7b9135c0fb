/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the files of the project */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { root } from '../../helpers/package';

interface Codex {
	node: string;
	categories: string[];
	alias: string[];
	resources: Record<'primaryDocumentation' | 'credentialDocumentation', Array<{ url: string }>>;
}

/** The categories that n8n documents for codex files; others are not shown anywhere. */
const CATEGORIES = [
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

const read = async (...names: string[]) => await readFile(path.join(root, ...names), 'utf8');
const manifest = async () =>
	JSON.parse(await read('package.json')) as { name: string; version: string; homepage: string };

describe('the codex file', () => {
	let codex: Codex;

	beforeAll(async () => {
		codex = JSON.parse(await read('nodes', 'ITGlue', 'ItGlue.node.json')) as Codex;
	});

	it('belongs to the node', async () => {
		expect(codex.node).toBe(`${(await manifest()).name}.${new ItGlue().description.name}`);
	});

	it('uses categories that n8n knows', () => {
		expect(codex.categories.filter((category) => !CATEGORIES.includes(category))).toEqual([]);
		expect(codex.categories).not.toEqual([]);
	});

	it('lists each search word once', () => {
		const words = codex.alias.map((word) => word.toLowerCase());
		expect(new Set(words).size).toBe(words.length);
	});

	it('links to the documentation of this package', async () => {
		const page = (await manifest()).homepage.replace(/#.*$/, '');
		const links = Object.values(codex.resources).flatMap((list) => list.map(({ url }) => url));
		expect(links).toHaveLength(2);
		expect(links.filter((link) => !link.startsWith(`${page}#`))).toEqual([]);
	});
});

describe('the icons', () => {
	it.each(['itglue.svg', 'itglue.dark.svg'])(
		'%s is a square drawing that loads nothing',
		async (name) => {
			const svg = await read('icons', name);
			const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
			expect(width).toBeDefined();
			expect(width).toBe(height);
			expect(svg).not.toMatch(/<script|<image|href=|url\(/);
		},
	);

	it('differ between light and dark', async () => {
		expect(await read('icons', 'itglue.svg')).not.toBe(await read('icons', 'itglue.dark.svg'));
	});
});

it('has a changelog entry for the version in package.json', async () => {
	const { version } = await manifest();
	expect(await read('CHANGELOG.md')).toMatch(
		new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - \\d{4}-\\d{2}-\\d{2}$`, 'm'),
	);
});
