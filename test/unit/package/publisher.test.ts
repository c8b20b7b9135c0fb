/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs the check on package.json files of its own */
/** What stands before a release: the publisher's details are set, and a workflow of that repository publishes that tag. */
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ItGlueApi } from '../../../credentials/ItGlueApi.credentials';
import { read, root, run } from '../../helpers/package';

interface Manifest {
	version: string;
	author: { name: string; email: string };
	repository: { type: string; url: string };
	homepage: string;
	bugs: { url: string };
	scripts: Record<string, string>;
	publishConfig: Record<string, unknown>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;

/** Somebody who has set everything. */
const SET: Manifest = {
	...manifest,
	version: '1.2.3',
	author: { name: 'Ann Example', email: 'ann@msp.example-company.ca' },
	repository: { type: 'git', url: 'git+https://github.com/Ann-Example/it-glue.git' },
	homepage: 'https://github.com/Ann-Example/it-glue#readme',
	bugs: { url: 'https://github.com/Ann-Example/it-glue/issues' },
};

const WORKFLOW = {
	GITHUB_ACTIONS: 'true',
	GITHUB_REPOSITORY: 'Ann-Example/it-glue',
	GITHUB_REF_NAME: '1.2.3',
};
/** The text files below a folder, as paths from where one looks. */
const filesBelow = (name: string, from = root): string[] =>
	readdirSync(path.join(from, name), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(json|md|mjs|ts|yml)$/.test(entry.name))
		.map((entry) => path.relative(from, path.join(entry.parentPath, entry.name)));

const ELSEWHERE = { GITHUB_ACTIONS: '', GITHUB_REPOSITORY: '', GITHUB_REF_NAME: '' };

describe('a release', () => {
	let folder: string;
	const script = () => path.join(folder, 'scripts', 'publishable.mjs');

	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'n8n-it-glue-publisher-'));
		for (const part of ['lib', 'commands'])
			mkdirSync(path.join(folder, 'scripts', part), { recursive: true });
		for (const file of [
			'publishable.mjs',
			'lib/base.mjs',
			'lib/entry.mjs',
			'commands/publishable.mjs',
		])
			cpSync(path.join(root, 'scripts', file), path.join(folder, 'scripts', file));
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const check = async (said: Manifest, env: Record<string, string>) => {
		writeFileSync(path.join(folder, 'package.json'), JSON.stringify(said));
		const { code, stdout, stderr } = await run('node', [script()], env);
		return { code, told: `${stdout}${stderr}` };
	};

	it.each<[string, Partial<Manifest>, string]>([
		[
			'an example address',
			{ author: { name: 'Ann Example', email: 'ann@example.com' } },
			'author.email is an example address',
		],
		[
			'an address below an example domain',
			{ author: { name: 'Ann Example', email: 'ann@mail.example.org' } },
			'author.email is an example address',
		],
		[
			'the repository that it begins with',
			{
				repository: {
					type: 'git',
					url: 'git+https://github.com/n8n-nodes-it-glue/n8n-nodes-it-glue.git',
				},
			},
			'repository.url is the placeholder',
		],
		[
			'a repository elsewhere',
			{ repository: { type: 'git', url: 'https://git.msp.example-company.ca/it-glue' } },
			'repository.url is not of the form',
		],
		[
			'a homepage of another repository',
			{ homepage: 'https://github.com/somebody/else#readme' },
			'homepage is not https://github.com/Ann-Example/it-glue#readme',
		],
		[
			'an issue list of another repository',
			{ bugs: { url: 'https://github.com/somebody/else/issues' } },
			'bugs.url is not https://github.com/Ann-Example/it-glue/issues',
		],
	])('is refused with %s', async (_what, change, reason) => {
		const { code, told } = await check({ ...SET, ...change }, WORKFLOW);
		expect([code, told]).toEqual([1, expect.stringContaining(reason)]);
	});

	it('is refused outside of GitHub, with what to do instead', async () => {
		const { code, told } = await check(SET, ELSEWHERE);
		expect([code, told]).toEqual([1, expect.stringContaining('npm version')]);
	});

	it('is refused in the workflow of another repository, or for another tag', async () => {
		const fork = await check(SET, { ...WORKFLOW, GITHUB_REPOSITORY: 'somebody/it-glue' });
		expect([fork.code, fork.told]).toEqual([1, expect.stringContaining('somebody/it-glue')]);
		const tag = await check(SET, { ...WORKFLOW, GITHUB_REF_NAME: 'v1.2.3' });
		expect([tag.code, tag.told]).toEqual([1, expect.stringContaining('The tag v1.2.3')]);
	});

	it('goes on when everything is set', async () => {
		expect(await check(SET, WORKFLOW)).toEqual({
			code: 0,
			told: 'n8n-nodes-it-glue 1.2.3 may be published.\n',
		});
		const lowerCase = { ...WORKFLOW, GITHUB_REPOSITORY: 'ann-example/it-glue' };
		expect((await check(SET, lowerCase)).code).toBe(0);
	});

	it('begins with this check, and nobody gets round it unseen', () => {
		for (const name of ['release', 'prepublishOnly'])
			expect(manifest.scripts[name]).toMatch(/^node scripts\/publishable\.mjs && /);
		// .npmrc keeps npm from running prepublishOnly; without a workflow npm cannot state where the package comes from.
		// It states that of a new package only where access is said to be public.
		expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
	});
});

it('is one repository wherever the package names it', () => {
	const home = manifest.homepage.replace(/#.*$/, '');
	expect(manifest.repository.url).toBe(`git+${home}.git`);
	expect(manifest.bugs.url).toBe(`${home}/issues`);
	expect(new ItGlueApi().documentationUrl.startsWith(`${home}#`)).toBe(true);
	// Links of the documentation to issues, files, workflows and badges: GitHub's own sections of a repository.
	const section =
		/https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/(?:actions|blob|issues|security|tree)\b/g;
	const pages = ['README.md', 'SECURITY.md', ...filesBelow('docs')].filter((file) =>
		file.endsWith('.md'),
	);
	const linked = pages.flatMap((page) => [...read(page).matchAll(section)].map(([, name]) => name));
	// The one that is somebody else's: n8n's own.
	const ours = linked.filter((name) => !name?.startsWith('n8n-io/'));
	expect(ours.length).toBeGreaterThan(2);
	expect(new Set(ours)).toEqual(new Set([home.replace('https://github.com/', '')]));
});

describe('npm run publisher', () => {
	const before = manifest.homepage.replace(/#.*$/, '');
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'n8n-it-glue-publisher-'));
		for (const part of [
			'.github',
			'CHANGELOG.md',
			'README.md',
			'SECURITY.md',
			'credentials',
			'docs',
			'nodes',
			'package.json',
			'scripts',
			'workflows',
		])
			cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
	});

	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	const set = async (args: string[], script = 'publisher') => {
		const file = path.join(folder, 'scripts', `${script}.mjs`);
		const { code, stdout, stderr } = await run('node', [file, ...args], ELSEWHERE);
		return { code, told: `${stdout}${stderr}` };
	};
	const options = {
		owner: 'Ann-Example',
		name: 'it.glue',
		author: 'Ann Example',
		email: 'ann@msp.example-company.ca',
	};
	const asArgs = (given: Record<string, string>) =>
		Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
	const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8');
	const everything = () =>
		filesBelow('.', folder)
			.filter((file) => !file.startsWith('scripts'))
			.map((file) => [file, textOf(file)] as const);

	it('leaves no address of the old repository, and a package that may be released', async () => {
		const named = everything().filter(([, text]) => text.includes(before));
		expect(named.length).toBeGreaterThan(4);
		const { code, told } = await set(asArgs(options));
		expect(code).toBe(0);
		const left = everything().filter(([, text]) => text.includes(before));
		expect(left.map(([file]) => file)).toEqual([]);
		for (const [file] of named) {
			expect(told).toContain(`- ${file}\n`);
			expect(textOf(file)).toContain('https://github.com/Ann-Example/it.glue');
		}
		expect(JSON.parse(textOf('package.json'))).toEqual({
			...manifest,
			author: { name: 'Ann Example', email: 'ann@msp.example-company.ca' },
			repository: { type: 'git', url: 'git+https://github.com/Ann-Example/it.glue.git' },
			homepage: 'https://github.com/Ann-Example/it.glue#readme',
			bugs: { url: 'https://github.com/Ann-Example/it.glue/issues' },
		});
		// Nothing is missing any more; it only has to be GitHub that publishes.
		expect((await set([], 'publishable')).told).toContain('details of the publisher are set');
		// The same once more, and a move to another name, which begins alike.
		const after = everything();
		expect((await set(asArgs(options))).code).toBe(0);
		expect(everything()).toEqual(after);
		expect((await set(asArgs({ ...options, name: 'it.glue-2' }))).code).toBe(0);
		expect((await set(asArgs(options))).code).toBe(0);
		expect(everything()).toEqual(after);
	});

	it.each([
		['nothing', {}, '--owner, --name, --author, --email'],
		['no email', { ...options, email: '' }, 'not usable: --email.'],
		['an example address', { ...options, email: 'ann@example.com' }, 'is an example address'],
		['a whole address', { ...options, owner: 'https://github.com/Ann-Example' }, '--owner'],
	])('refuses %s, and changes nothing', async (_what, given, reason) => {
		const untouched = everything();
		const { code, told } = await set(asArgs(given));
		expect([code, told]).toEqual([1, expect.stringContaining(reason)]);
		expect(everything()).toEqual(untouched);
	});
});

describe('the texts for the Creator Portal and for lists', () => {
	const texts = read('docs', 'publishing.md').split(/^## Texts to paste$/m)[1] ?? '';
	/** A row of what was measured: how many times as fast, and requests of ours and theirs. */
	const measured = (job: RegExp) => {
		const row = read('bench', 'RESULTS.md')
			.split('\n')
			.filter((line) => job.test(line));
		return row.map((line) => ({
			ratio: Number(/ ([\d.]+) × as fast/.exec(line)?.[1]),
			requests: / \| (\d+) \/ (\d+) \| /.exec(line)?.slice(1),
		}));
	};

	it('claim no more than was measured', () => {
		const [, ours, theirs, times] =
			/300 contacts takes (\d+) requests instead of (\d+) and is (\d+) times as fast as look-up/.exec(
				texts,
			) ?? [];
		const syncs = measured(/^\| The same, mapped .*; against look-up, IF, create or update \|/);
		expect(syncs).toHaveLength(2);
		for (const { ratio, requests } of syncs) {
			expect(requests).toEqual([ours, theirs]);
			expect(ratio).toBeGreaterThanOrEqual(Number(times));
		}
		const [, reading] = /20,000 configurations are read (\d+) times as fast/.exec(texts) ?? [];
		const [list] = measured(/^\| Get Many, Return All, 20,000 configurations \|/);
		expect(list?.ratio).toBeGreaterThanOrEqual(Number(reading));
	});

	it('name the resources that there are, and the categories of the codex file', () => {
		const { categories } = JSON.parse(read('nodes', 'ITGlue', 'ItGlue.node.json')) as {
			categories: string[];
		};
		expect(texts).toContain(`\n> ${categories.join(', ')}\n`);
		const listed = /<!-- operations:start -->([^]+)<!-- operations:end -->/.exec(read('README.md'));
		const resources = [...(listed?.[1] ?? '').matchAll(/^\| \[([^\]]+)\]/gm)].map(
			([, name = '']) => name,
		);
		expect(resources.length).toBeGreaterThan(10);
		const named = (name: string) =>
			texts.includes(name) ||
			(/ (Type|Status)$/.test(name) && texts.includes('Lists of types and statuses'));
		expect(resources.filter((name) => !named(name))).toEqual([]);
	});
});
