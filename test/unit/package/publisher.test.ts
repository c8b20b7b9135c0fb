/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs the check on package.json files of its own */
/** What stands before a release: the publisher's details are set, and a workflow of that repository publishes that tag. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
});
