/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the documentation */
/** Every link of the documentation leads somewhere, every page is linked to, and every picture is shown. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { marked, type Token, type Tokens } from 'marked';

import { ItGlueApi } from '../../../credentials/ItGlueApi.credentials';
import { read, root } from '../../helpers/package';

interface Link {
	page: string;
	target: string;
}

interface Page {
	name: string;
	links: Link[];
	pictures: Link[];
	anchors: Set<string>;
}

const IMAGES = path.join('docs', 'images');
const STARTS = ['README.md', path.join('docs', 'README.md')];

/** What is made or installed, and n8n of the tests; a folder of GitHub's own is part of the project. */
const isSkipped = (name: string): boolean =>
	['node_modules', 'dist', 'coverage', 'test-results'].includes(name) ||
	(name.startsWith('.') && name !== '.github');

function filesBelow(folder: string, ending: string): string[] {
	return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		if (isSkipped(entry.name)) return [];
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) return filesBelow(file, ending);
		return entry.name.endsWith(ending) ? [file] : [];
	});
}

const attributes = (html: string, pattern: RegExp): string[] =>
	[...html.matchAll(pattern)].map(([, value = '']) => value);

/** The text of a heading, without its marks. */
const plainText = (tokens: Token[] = []): string =>
	tokens
		.map((token) =>
			'tokens' in token && token.tokens
				? plainText(token.tokens)
				: 'text' in token
					? String(token.text)
					: '',
		)
		.join('');

/** The name that GitHub gives a heading: small letters, punctuation left out, blanks as hyphens. */
const slugOf = (heading: string): string =>
	heading
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replace(/ /g, '-');

function readPage(name: string): Page {
	const page: Page = { name, links: [], pictures: [], anchors: new Set() };
	const seen = new Map<string, number>();
	const add = (list: Link[], target: string): number => list.push({ page: name, target });
	const tokens = marked.lexer(read(name));
	marked.walkTokens(tokens, (token) => {
		if (token.type === 'link') add(page.links, (token as Tokens.Link).href);
		if (token.type === 'image') add(page.pictures, (token as Tokens.Image).href);
		if (token.type === 'html') {
			const { raw } = token as Tokens.HTML;
			for (const target of attributes(raw, /<a\b[^>]*\bhref="([^"]*)"/gi)) add(page.links, target);
			for (const target of attributes(raw, /<img\b[^>]*\bsrc="([^"]*)"/gi))
				add(page.pictures, target);
			for (const id of attributes(raw, /\b(?:id|name)="([^"]*)"/gi)) page.anchors.add(id);
		}
		if (token.type === 'heading') {
			const slug = slugOf(plainText((token as Tokens.Heading).tokens));
			const count = seen.get(slug) ?? 0;
			seen.set(slug, count + 1);
			page.anchors.add(count === 0 ? slug : `${slug}-${count}`);
		}
	});
	return page;
}

const pages = new Map(filesBelow('', '.md').map((name) => [name, readPage(name)]));
const all = [...pages.values()];

const isElsewhere = (target: string): boolean => /^(https?:|mailto:)/i.test(target);

/** The file and the place in it that a link names, from the project's folder. */
function destination({ page, target }: Link): { file: string; anchor: string } {
	const [address = '', anchor = ''] = target.split('#');
	const file = address === '' ? page : path.join(path.dirname(page), decodeURIComponent(address));
	return { file: path.normalize(file), anchor: decodeURIComponent(anchor) };
}

/** What is wrong with a link, or undefined. Only what is in the project is looked at. */
function fault(link: Link): string | undefined {
	if (isElsewhere(link.target)) return undefined;
	const { file, anchor } = destination(link);
	const whole = path.join(root, file);
	if (file.startsWith('..') || path.isAbsolute(link.target)) return 'leads out of the project';
	if (!existsSync(whole)) return 'leads to nothing';
	if (anchor === '') return undefined;
	const page = pages.get(file);
	if (!page) return 'names a place in what is no page';
	return page.anchors.has(anchor) ? undefined : `there is no heading #${anchor}`;
}

const faults = (links: Link[]): string[] =>
	links.flatMap((link) => {
		const found = fault(link);
		return found === undefined ? [] : [`${link.page}: ${link.target} ${found}`];
	});

/** The pages that a reader comes to who follows links. */
function reachable(): Set<string> {
	const known = new Set<string>();
	const queue = STARTS.filter((name) => pages.has(name));
	for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
		if (known.has(name)) continue;
		known.add(name);
		for (const link of pages.get(name)?.links ?? []) {
			if (isElsewhere(link.target)) continue;
			const { file } = destination(link);
			// A folder shows its README.
			const isFolder =
				existsSync(path.join(root, file)) && statSync(path.join(root, file)).isDirectory();
			queue.push(isFolder ? path.join(file, 'README.md') : file);
		}
	}
	return known;
}

describe('the documentation', () => {
	it('has pages and links', () => {
		expect(all.length).toBeGreaterThan(10);
		expect(all.flatMap(({ links }) => links).length).toBeGreaterThan(50);
	});

	it.each(all.map((page) => [page.name, page] as const))(
		'%s links to what is there',
		(_name, page) => {
			expect(faults([...page.links, ...page.pictures])).toEqual([]);
		},
	);

	it('can be read from its beginning, every page of it', () => {
		const known = reachable();
		const lost = filesBelow('docs', '.md').filter((name) => !known.has(name));
		expect(lost).toEqual([]);
		expect([...known]).toEqual(expect.arrayContaining(STARTS));
	});

	it('shows every picture that it holds', () => {
		const shown = new Set(
			all.flatMap(({ pictures }) => pictures).map((picture) => destination(picture).file),
		);
		expect(filesBelow(IMAGES, '.png').filter((file) => !shown.has(file))).toEqual([]);
	});

	it('is what n8n links to from the node and its credential', () => {
		const manifest = JSON.parse(read('package.json')) as {
			homepage: string;
		};
		const codex = JSON.parse(read('nodes', 'ITGlue', 'ItGlue.node.json')) as {
			resources: Record<string, Array<{ url: string }>>;
		};
		const urls = [
			manifest.homepage,
			new ItGlueApi().documentationUrl,
			...Object.values(codex.resources).flatMap((links) => links.map(({ url }) => url)),
		];
		const home = manifest.homepage.replace(/#.*$/, '');
		for (const url of urls) {
			const [address, anchor = ''] = url.split('#');
			expect(address).toBe(home);
			// GitHub's own name for the page that it shows there.
			if (anchor !== 'readme') expect(pages.get('README.md')?.anchors).toContain(anchor);
		}
	});
});

describe('the check', () => {
	const link = (target: string, page = 'README.md'): Link => ({ page, target });

	it.each([
		['docs/no-such-page.md', 'leads to nothing'],
		['#no-such-heading', 'there is no heading #no-such-heading'],
		['docs/sync.md#no-such-heading', 'there is no heading #no-such-heading'],
		['../elsewhere.md', 'leads out of the project'],
		['LICENSE#part', 'names a place in what is no page'],
	])('finds fault with %s', (target, words) => {
		expect(fault(link(target))).toBe(words);
	});

	it.each([
		['docs/sync.md'],
		['docs/sync.md#create-or-update'],
		['#credentials'],
		['docs'],
		['https://example.com/#x'],
	])('takes %s', (target) => {
		expect(fault(link(target))).toBeUndefined();
	});

	it.each([
		['Create → If It Already Exists', 'create--if-it-already-exists'],
		["n8n's package scanner", 'n8ns-package-scanner'],
		['404: There is no IT Glue API', '404-there-is-no-it-glue-api'],
		['snake_case stays', 'snake_case-stays'],
	])('names the heading "%s" as GitHub does', (heading, slug) => {
		expect(slugOf(heading)).toBe(slug);
	});
});
