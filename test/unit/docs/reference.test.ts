/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the documentation and the sources */
/**
 * docs/itglue-api.md is what comments mean by "reference 4.4": each section that is cited is there, and so is every
 * request that a table of a resource or a look-up can make.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked, type Token, type Tokens } from 'marked';

import { RESOURCES } from '../../../nodes/ITGlue/resources';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';
import * as knowledge from '../../../sandbox/assumptionList.cjs';
import { root } from '../../helpers/package';

const PAGE = path.join('docs', 'itglue-api.md');
const ITSELF = path.join('test', 'unit', 'docs', 'reference.test.ts');
const FOLDERS = [
	'bench',
	'credentials',
	'docs',
	'nodes',
	'sandbox',
	'scripts',
	'test',
	'workflows',
];
const TOP = readdirSync(root).filter((name) => /\.(md|m?js)$/.test(name));

const page = readFileSync(path.join(root, PAGE), 'utf8');
const tokens = marked.lexer(page);

/** The numbers of the headings, in the order of the page. */
const sections = tokens.flatMap((token: Token) => {
	const [, number] = token.type === 'heading' ? (/^(\d+(?:\.\d+)?) /.exec(token.text) ?? []) : [];
	return number === undefined ? [] : [number];
});

/** Where a section stands: a chapter before its section 0. */
const placeOf = (section: string): number => {
	const [chapter = 0, part = -1] = section.split('.').map(Number);
	return chapter * 1000 + part;
};

/** Texts in the page that are set as code, outside of blocks. */
function codeSpans(): string[] {
	const spans: string[] = [];
	marked.walkTokens(tokens, (token) => {
		if (token.type === 'codespan') spans.push((token as Tokens.Codespan).text);
	});
	return spans;
}

const METHODS = /^((?:(?:GET|POST|PATCH|DELETE) )+)(\S+)$/;
const ORGANIZATION = '/organizations/:organization_id/relationships/';

/** `GET PATCH O/contacts/:id` → both requests, with the whole path. */
function requestsIn(span: string): string[] {
	const [, methods = '', short = ''] = METHODS.exec(span) ?? [];
	const whole = short.replace(/^O\//, ORGANIZATION);
	return methods
		.trim()
		.split(' ')
		.flatMap((method) => (method === '' ? [] : [`${method} ${whole}`]));
}

const described = new Set(codeSpans().flatMap(requestsIn));

interface Citation {
	file: string;
	section: string;
}

const NUMBER = String.raw`\d{1,2}(?:\.\d{1,2})?(?![\d.]*\d)`;
// "#reference 0" is a value of the model's tests.
const CITED = new RegExp(
	String.raw`(?<![#\w])(?:reference|itglue-api\.md),?(?: sections?)? (${NUMBER}(?:(?:, and|,| and| or|;) ${NUMBER})*)`,
	'gi',
);
const OWN_SECTION = /itglue-api\.md[^\n]{0,40}? section (\d)\b/gi;

/** A comment of several lines as one line, so that a citation may be broken in two. */
const unbroken = (text: string): string => text.replace(/\n\s*(?:\*(?!\/)|\/\/)\s*/g, ' ');

const citedIn = (text: string): string[] => {
	const whole = unbroken(text);
	return [...whole.matchAll(CITED), ...whole.matchAll(OWN_SECTION)].flatMap(
		([, numbers = '']) => numbers.match(/\d+(?:\.\d+)?/g) ?? [],
	);
};

function filesBelow(folder: string): string[] {
	return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) return filesBelow(file);
		return /\.(ts|[mc]?js|md|html)$/.test(entry.name) ? [file] : [];
	});
}

const citations: Citation[] = [...FOLDERS.flatMap(filesBelow), ...TOP]
	.filter((file) => file !== PAGE && file !== ITSELF)
	.flatMap((file) =>
		citedIn(readFileSync(path.join(root, file), 'utf8')).map((section) => ({ file, section })),
	);

/** The sections in the source of an assumption: "4.12, 5.6", "section 9", "5.8: one tenant", "contradicts 1.5". */
const sectionsOf = (source: string): string[] =>
	[
		...source.matchAll(/(?:^|, |\b(?:section|contradicts|from) )(\d(?:\.\d{1,2})?)(?=$|[,:; ])/g),
	].map(([, section = '']) => section);

const missing = (cited: Citation[]): string[] =>
	cited
		.filter(({ section }) => !sections.includes(section))
		.map(({ file, section }) => `${file}: ${section}`);

describe('the page about IT Glue', () => {
	it('has the sections that comments cite', () => {
		expect(new Set(citations.map(({ file }) => file)).size).toBeGreaterThan(30);
		expect(missing(citations)).toEqual([]);
	});

	it('has the sections that assumptions and facts name as their source', () => {
		const { ASSUMPTIONS, FACTS, QUESTIONS } = knowledge;
		const named = [...ASSUMPTIONS, ...FACTS, ...QUESTIONS].flatMap(({ name, source }) =>
			sectionsOf(source).map((section) => ({ file: name, section })),
		);
		expect(named.length).toBeGreaterThan(80);
		expect(missing(named)).toEqual([]);
	});

	it('numbers its sections upwards, each once', () => {
		expect(sections.length).toBeGreaterThan(60);
		expect(sections.filter((section, at) => sections.indexOf(section) !== at)).toEqual([]);
		expect(sections).toEqual([...sections].sort((a, b) => placeOf(a) - placeOf(b)));
	});

	it('has every request that a table of a resource names', () => {
		const used = RESOURCES.flatMap(({ name, routes }) =>
			Object.values(routes)
				.flat()
				.map((route) => ({ name, request: `${route.method} ${route.path}` })),
		);
		expect(used.length).toBeGreaterThan(40);
		expect(used.filter(({ request }) => !described.has(request))).toEqual([]);
	});

	it('has every request that a look-up names', () => {
		const used = Object.values(LOOKUPS).flatMap(({ name, paths, create }) => [
			...paths.map((each) => ({ name, request: `GET ${each}` })),
			...(create === undefined ? [] : [{ name, request: `POST ${create}` }]),
		]);
		expect(used.length).toBeGreaterThan(20);
		expect(used.filter(({ request }) => !described.has(request))).toEqual([]);
	});

	it('names switches that the sandbox has', () => {
		const names: string[] = knowledge.ASSUMPTIONS.map(({ name }) => name);
		const switches = [...page.matchAll(/\bswitch(?:es)?:?\*:? ((?:`\w+`(?:, )?)+)/gi)].flatMap(
			([, list = '']) => [...list.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
		);
		expect(switches.length).toBeGreaterThan(40);
		expect(switches.filter((name) => !names.includes(name))).toEqual([]);
	});
});

describe('the check', () => {
	it.each([
		['Contacts (reference 4.4).', ['4.4']],
		['a list (reference 4.2, 4.3, 4.10). Others', ['4.2', '4.3', '4.10']],
		['(seen live; reference, 4.12 and 5.5)', ['4.12', '5.5']],
		['not known (reference, section 9): it does', ['9']],
		['/** Reference 5.33: light */', ['5.33']],
		['(there is no other offset, itglue-api.md 1.8), so', ['1.8']],
		['row of itglue-api.md 1.12, and the error tables of its section 6.', ['1.12', '6']],
		['\t * is fixed (reference\n\t * 1.5, official page)', ['1.5']],
		["given: ['#reference 0']", []],
		['preference 4.4', []],
		['the reference of 4 records', []],
	])('finds what "%s" cites', (text, found) => {
		expect(citedIn(text)).toEqual(found);
	});

	it('reads requests that share a path', () => {
		expect(requestsIn('GET PATCH O/contacts/:id')).toEqual([
			`GET ${ORGANIZATION}contacts/:id`,
			`PATCH ${ORGANIZATION}contacts/:id`,
		]);
		expect(requestsIn('primary_email')).toEqual([]);
	});

	it('reads the source of an assumption', () => {
		expect(sectionsOf('4.1, section 9')).toEqual(['4.1', '9']);
		expect(sectionsOf('the official page has (212) 555-0141')).toEqual([]);
		expect(sectionsOf('contradicts 1.5')).toEqual(['1.5']);
	});
});
