/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflow files */
/** What every example promises by its file alone; e2e runs them in a real n8n, clientOnboarding.test.ts looks closer at one. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GRID, NODE_SIZE, OURS, textsIn, type WorkflowNode } from './workflow';

interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
	settings: Record<string, unknown>;
	pinData: Record<string, unknown>;
}

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const WORKFLOWS = path.join(__dirname, '..', '..', '..', 'workflows');
const BASE = 'n8n-nodes-base.';
/** Name and subtitle of a node stand below it. */
const LABEL = 48;
const TRIGGERS = [
	'errorTrigger',
	'executeWorkflowTrigger',
	'formTrigger',
	'manualTrigger',
	'scheduleTrigger',
	'webhook',
];
const READING = ['get', 'getAll', 'getPrimary', 'reconcile'];

/** The newest version of each node that an n8n 1.x of early 2025 has too. */
const VERSIONS: Record<string, number> = {
	aggregate: 1,
	code: 2,
	compareDatasets: 2.3,
	convertToFile: 1.1,
	crypto: 1,
	executeWorkflow: 1.2,
	executeWorkflowTrigger: 1.1,
	filter: 2.2,
	form: 1,
	formTrigger: 2.2,
	httpRequest: 4.2,
	if: 2.2,
	limit: 1,
	manualTrigger: 1,
	merge: 3,
	noOp: 1,
	removeDuplicates: 2,
	respondToWebhook: 1.1,
	scheduleTrigger: 1.2,
	set: 3.4,
	sort: 1,
	splitOut: 1,
	stickyNote: 1,
	stopAndError: 1,
	summarize: 1.1,
	switch: 3.2,
	errorTrigger: 1,
	emailSend: 2.1,
	webhook: 2,
};

const kindOf = ({ type }: WorkflowNode): string => type.replace(BASE, '');

const isIn = (inner: Box, outer: Box): boolean =>
	inner.left >= outer.left &&
	inner.top >= outer.top &&
	inner.right <= outer.right &&
	inner.bottom <= outer.bottom;

const touch = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const boxOf = ({ type, position: [left, top], parameters }: WorkflowNode): Box =>
	type === `${BASE}stickyNote`
		? { left, top, right: left + Number(parameters.width), bottom: top + Number(parameters.height) }
		: { left, top, right: left + NODE_SIZE, bottom: top + NODE_SIZE + LABEL };

const files = readdirSync(path.join(WORKFLOWS, 'examples')).filter((name) =>
	name.endsWith('.json'),
);
const readme = readFileSync(path.join(WORKFLOWS, 'README.md'), 'utf8');

describe.each(files.map((file) => [file.replace(/\.json$/, ''), file]))(
	'the example %s',
	(slug, file) => {
		const text = readFileSync(path.join(WORKFLOWS, 'examples', file), 'utf8');
		const workflow = JSON.parse(text) as Workflow;
		const notes = workflow.nodes.filter((node) => kindOf(node) === 'stickyNote');
		const working = workflow.nodes.filter((node) => kindOf(node) !== 'stickyNote');
		const steps = working.filter(({ type }) => type === OURS);
		const triggers = working.filter((node) => TRIGGERS.includes(kindOf(node)));
		const expressions = working.flatMap(({ parameters }) =>
			textsIn(parameters).filter((value) => /^=|\$\(/.test(value)),
		);

		function reach([name, ...rest]: string[], seen: string[] = []): string[] {
			if (name === undefined) return seen;
			if (seen.includes(name)) return reach(rest, seen);
			const next = (workflow.connections[name]?.main ?? []).flat().map(({ node }) => node);
			return reach([...rest, ...next], [...seen, name]);
		}

		it('gives away nothing: no ids, credentials or pinned data', () => {
			expect(Object.keys(workflow).sort()).toEqual(
				['connections', 'name', 'nodes', 'pinData', 'settings'].sort(),
			);
			expect(workflow.pinData).toEqual({});
			const telling = workflow.nodes.flatMap((node) =>
				Object.keys(node).filter((key) => /^(id|webhookId|credentials)$/.test(key)),
			);
			expect(telling).toEqual([]);
			expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i);
			expect(text).not.toMatch(/ITG\.|Bearer /);
		});

		it('names no record of IT Glue by id', () => {
			const digits = steps.flatMap(({ parameters }) =>
				textsIn(parameters).filter((value) => /^\d+$/.test(value)),
			);
			expect(digits).toEqual([]);
		});

		it("uses invented addresses and numbers only, and the vendors' own", () => {
			const emails = text.match(/[\w.]+@[\w.]+\.\w+/g) ?? [];
			for (const email of emails) expect(email).toMatch(/@example\.(com|net|org)$/);
			for (const ip of text.match(/\b\d+\.\d+\.\d+\.\d+\b/g) ?? [])
				expect(ip).toMatch(/^192\.0\.2\./);
			for (const phone of text.match(/\b\d{3}-\d{3}-\d{4}\b/g) ?? [])
				expect(phone).toMatch(/-555-01\d\d$/);
			for (const host of text.match(/https?:\/\/[^/"'\s`\\]+/g) ?? [])
				expect(host).toMatch(
					/[/.]example\.|\.(myconnectwise|autotask)\.net$|graph\.microsoft\.com$|\.halopsa\.com$|\.ninjarmm\.com$|\.centrastage\.net$/,
				);
		});

		it('starts by hand, and in the way that it is meant for', () => {
			const kinds = triggers.map(kindOf);
			expect(kinds.filter((kind) => kind === 'manualTrigger')).toHaveLength(1);
			expect(kinds.length).toBeGreaterThan(1);
		});

		it('reaches every node by hand', () => {
			const start = triggers.find((node) => kindOf(node) === 'manualTrigger');
			// What comes after a failure of another workflow cannot be tried by hand.
			const others = triggers.filter((node) => kindOf(node) === 'errorTrigger');
			const reached = reach([...(start ? [start] : []), ...others].map(({ name }) => name));
			const left = working.filter((node) => !triggers.includes(node)).map(({ name }) => name);
			expect(left.filter((name) => !reached.includes(name))).toEqual([]);
		});

		it('runs its branches in the order that the canvas shows', () => {
			expect(workflow.settings.executionOrder).toBe('v1');
		});

		it('uses every setting', () => {
			const settings = working.find(({ name }) => name === 'Settings');
			const { assignments } = (settings?.parameters.assignments ?? {}) as {
				assignments?: Array<{ name: string }>;
			};
			expect(assignments?.length).toBeGreaterThan(0);
			const isUsed = (name: string): boolean =>
				expressions.some((value) => new RegExp(`\\.${name}\\b|[{,] ?${name}\\b`).test(value));
			expect((assignments ?? []).map(({ name }) => name).filter((name) => !isUsed(name))).toEqual(
				[],
			);
		});

		it('names in expressions only nodes that there are', () => {
			const named = expressions.flatMap((value) =>
				[...value.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name),
			);
			const names = workflow.nodes.map(({ name }) => name);
			expect(named.filter((name) => !names.includes(name ?? ''))).toEqual([]);
		});

		it('uses nodes in versions that n8n 1.x has as well, or says that it needs n8n 2', () => {
			// A data table is made by the workflow itself in n8n 2 only, which the notes have to say.
			const told = notes.some(({ parameters }) =>
				String(parameters.content).includes('Needs n8n 2 or later, for the data table'),
			);
			const versions = told ? { ...VERSIONS, dataTable: 1.1 } : VERSIONS;
			const newer = working
				.filter(({ type }) => type.startsWith(BASE))
				.filter((node) => !(node.typeVersion <= (versions[kindOf(node)] ?? 0)))
				.map((node) => `${kindOf(node)} ${node.typeVersion}`);
			expect(newer).toEqual([]);
		});

		it('handles what fails where it writes, and then stops as failed', () => {
			const writing = steps.filter(
				({ parameters }) => !READING.includes(String(parameters.operation)),
			);
			const careless = writing.filter(({ onError }) => !/^continue/.test(onError ?? ''));
			expect(careless.map(({ name }) => name)).toEqual([]);
			if (writing.length === 0) return;
			expect(working.some((node) => kindOf(node) === 'stopAndError')).toBe(true);
		});

		it('says on the canvas what it is for and what to do before the first run', () => {
			const [about] = notes;
			expect(about?.parameters.content).toMatch(/^# /);
			expect(about?.parameters.content).toMatch(/### Before the first run/);
			// A front end asks another system only.
			if (steps.length > 0)
				expect(about?.parameters.content).toContain('**IT Glue API** credential');
			const told = notes.map(({ parameters }) => String(parameters.content)).join('\n');
			expect(told).toMatch(/## 2 · Settings/);
		});

		it('says beside a schedule when it runs, and in whose time zone', () => {
			const schedules = working.filter((node) => kindOf(node) === 'scheduleTrigger');
			if (schedules.length === 0) return;
			// n8n's editor leaves workflow settings out on import: a zone in the file would tell a wrong one.
			expect(workflow.settings).not.toHaveProperty('timezone');
			for (const schedule of schedules) {
				const note = notes.find(
					(one) => one.name.startsWith('1') && isIn(boxOf(schedule), boxOf(one)),
				);
				const [hour] = JSON.stringify(schedule.parameters).match(/(?<="triggerAtHour":)\d+/) ?? [];
				expect(note?.parameters.content).toContain(
					` at ${String(hour).padStart(2, '0')}:00 in the time zone of *Workflow settings* (default: your n8n's time zone)`,
				);
			}
		});

		it('says how to be told of a run that breaks off, if nobody looks at it', () => {
			if (!working.some((node) => ['scheduleTrigger', 'formTrigger'].includes(kindOf(node))))
				return;
			const all = notes.map(({ parameters }) => String(parameters.content)).join('\n');
			expect(all).toMatch(/\*\*Notify\*\* as \*Error workflow\*/);
		});

		it('goes on when nobody can be told, and says how to set it up', () => {
			const telling = working.filter(({ name }) => name === 'Notify');
			const calling = working.filter((node) => kindOf(node) === 'executeWorkflow');
			for (const node of telling) {
				expect(node).toMatchObject({ onError: 'continueRegularOutput', executeOnce: true });
				expect(String(notes[0]?.parameters.content)).toMatch(/[Ii]mport .*\*\*Notify\*\*/);
				// n8n runs no workflow with an active step that calls nothing: it is the user's to activate, unless
				// the workflow needs a front end all the same.
				expect(node.disabled === true).toBe(calling.length === 1);
				if (node.disabled === true)
					expect(String(notes[0]?.parameters.content)).toMatch(/activate the node \*\*Notify\*\*/);
			}
		});

		it('has every node inside a note of its section, with its name', () => {
			const outside = working.filter(
				(node) => !notes.some((note) => isIn(boxOf(node), boxOf(note))),
			);
			expect(outside.map(({ name }) => name)).toEqual([]);
		});

		it('has no note that covers a node or another note in part', () => {
			const clashes = notes.flatMap((note) =>
				workflow.nodes
					.filter((other) => other !== note && touch(boxOf(note), boxOf(other)))
					.filter((other) => !isIn(boxOf(other), boxOf(note)) && !isIn(boxOf(note), boxOf(other)))
					.map((other) => `${note.name} / ${other.name}`),
			);
			expect(clashes).toEqual([]);
		});

		it('stands on the grid, no node on another', () => {
			for (const { position } of workflow.nodes)
				for (const value of position) expect(Math.abs(value % GRID)).toBe(0);
			const crowded = working.flatMap((a) =>
				working
					.filter((b) => a !== b && touch(boxOf(a), boxOf(b)))
					.map((b) => `${a.name} / ${b.name}`),
			);
			expect(crowded).toEqual([]);
		});

		it('runs from left to right', () => {
			const at = new Map(working.map(({ name, position }) => [name, position[0]]));
			const backwards = Object.entries(workflow.connections).flatMap(([from, { main }]) =>
				main
					.flat()
					.filter(({ node }) => Number(at.get(node)) <= Number(at.get(from)))
					.map(({ node }) => `${from} -> ${node}`),
			);
			expect(backwards).toEqual([]);
		});

		it('is told of in workflows/README.md, with a picture', () => {
			expect(readme).toContain(`(examples/${slug}.json)`);
			// Front ends look alike.
			if (slug.startsWith('get-')) return;
			expect(readme).toContain(`(../docs/images/workflows/${slug}.png)`);
		});
	},
);
