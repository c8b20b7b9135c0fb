/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads what GitHub is told */
/** What runs on GitHub: it names only what exists, and leaves no suite out. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

import { read, root, run } from '../../helpers/package';

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface Job {
	uses?: string;
	needs?: string;
	steps?: Step[];
	permissions?: Record<string, string>;
	'timeout-minutes'?: number;
	strategy?: { matrix: { node?: string[]; include?: Array<{ suite: string }> } };
}

interface Workflow {
	on: Record<string, Record<string, unknown> | null>;
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

const manifest = JSON.parse(read('package.json')) as {
	engines: { node: string };
	scripts: Record<string, string>;
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
		const expected =
			name === 'publish.yml' ? [['publish', { contents: 'read', 'id-token': 'write' }]] : [];
		expect(more.map(([job, { permissions }]) => [job, permissions])).toEqual(expected);
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
		for (const host of ['host', 'host-v1']) {
			const { dependencies } = JSON.parse(read('scripts', host, 'package.json')) as {
				dependencies: { n8n: string };
			};
			expect(read('docs', 'verification.md')).toContain(dependencies.n8n);
		}
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
