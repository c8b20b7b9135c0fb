/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflow file */
/** What the example "Client onboarding" promises by its file alone; e2e runs it in a real n8n. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GRID, NODE_SIZE, OURS, textsIn, type WorkflowNode } from './workflow';

interface Target {
	node: string;
	type: string;
	index: number;
}

interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, { main: Target[][] }>;
	pinData: Record<string, unknown>;
	settings: Record<string, unknown>;
}

interface Assignment {
	name: string;
	value: unknown;
}

const FILE = path.join(
	__dirname,
	'..',
	'..',
	'..',
	'workflows',
	'examples',
	'client-onboarding.json',
);
const text = readFileSync(FILE, 'utf8');
const workflow = JSON.parse(text) as Workflow;

const STICKY = 'n8n-nodes-base.stickyNote';

const steps = workflow.nodes.filter(({ type }) => type === OURS);
const notes = workflow.nodes.filter(({ type }) => type === STICKY);
const working = workflow.nodes.filter(({ type }) => type !== STICKY);

function nodeNamed(name: string): WorkflowNode {
	const found = workflow.nodes.find((node) => node.name === name);
	if (!found) throw new Error(`There is no node "${name}"`);
	return found;
}

/** Names of the nodes that an output leads to. */
const targets = (name: string, output: number): string[] =>
	(workflow.connections[name]?.main[output] ?? []).map(({ node }) => node);

/** All nodes that can be reached from the given ones, themselves included. */
function reach(names: string[], seen: string[] = []): string[] {
	const [name, ...rest] = names;
	if (name === undefined) return seen;
	if (seen.includes(name)) return reach(rest, seen);
	const next = (workflow.connections[name]?.main ?? []).flat().map(({ node }) => node);
	return reach([...rest, ...next], [...seen, name]);
}

/** Every key in a value, however deep. */
function keysIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const keys = Array.isArray(value) ? [] : Object.keys(value);
	return [...keys, ...Object.values(value).flatMap(keysIn)];
}

function assignmentsOf(name: string): Assignment[] {
	const { assignments } = nodeNamed(name).parameters.assignments as { assignments: Assignment[] };
	return assignments;
}

const expressions = working.flatMap(({ parameters }) =>
	textsIn(parameters).filter((value) => value.startsWith('=')),
);

describe('the example "Client onboarding"', () => {
	describe('gives away nothing', () => {
		it('carries no ids of an n8n: of workflows, nodes, webhooks, credentials or instances', () => {
			expect(Object.keys(workflow).sort()).toEqual([
				'connections',
				'name',
				'nodes',
				'pinData',
				'settings',
			]);
			for (const node of workflow.nodes) {
				expect(Object.keys(node)).not.toEqual(
					expect.arrayContaining([expect.stringMatching(/^(id|webhookId|credentials)$/)]),
				);
			}
			expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i);
		});

		it('names no record, type or status of IT Glue by id', () => {
			const digits = steps.flatMap(({ parameters }) =>
				textsIn(parameters).filter((value) => /^\d+$/.test(value)),
			);
			expect(digits).toEqual([]);
			const set = assignmentsOf('Settings').map(({ value }) => String(value));
			expect(set.filter((value) => /^\d+$/.test(value))).toEqual([]);
		});

		it('holds no key, no pinned data and no password', () => {
			expect(text).not.toMatch(/ITG\.|Bearer |x-api-key/i);
			expect(workflow.pinData).toEqual({});
			const { password } = nodeNamed('Create password').parameters;
			expect(password).toMatch(/^=\{\{.*\}\}$/s);
			const named = assignmentsOf('Sample client').filter(({ name }) =>
				/password|secret/i.test(name),
			);
			expect(named).toEqual([]);
		});

		it('uses invented people, addresses and numbers only', () => {
			const emails = text.match(/[\w.]+@[\w.]+\.\w+/g) ?? [];
			expect(emails.length).toBeGreaterThan(0);
			for (const email of emails) expect(email).toMatch(/@example\.com$/);
			for (const ip of text.match(/\b\d+\.\d+\.\d+\.\d+\b/g) ?? [])
				expect(ip).toMatch(/^192\.0\.2\./);
			for (const phone of text.match(/\b\d{3}-\d{3}-\d{4}\b/g) ?? []) {
				expect(phone).toMatch(/-555-01\d\d$/);
			}
			for (const host of text.match(/https?:\/\/[^/"'\s`]+/g) ?? [])
				expect(host).toMatch(/\/example\./);
		});
	});

	describe('keeps password data out of what n8n stores', () => {
		// n8n stores what nodes put out, never what a parameter was worked out to; and it drops a
		// workflow's "save executions" settings when the file is imported in the editor.
		it('asks for no password, since the answers of a form are stored', () => {
			const { formFields } = nodeNamed('Onboarding form').parameters as {
				formFields: { values: Array<{ fieldLabel: string; fieldType?: string }> };
			};
			const asked = formFields.values.filter(
				({ fieldLabel, fieldType }) =>
					fieldType === 'password' || /password|secret/i.test(fieldLabel),
			);
			expect(asked).toEqual([]);
		});

		it('has the node make up the value, and takes a given one in one place only', () => {
			const users = working.filter(({ parameters }) =>
				textsIn(parameters).some((value) => value.includes("['Admin password']")),
			);
			expect(users.map(({ name }) => name)).toEqual(['Create password']);
			expect(nodeNamed('Create password').parameters.generateValue).toBe(true);
		});

		it('hands on no password that a user adds to the form', () => {
			expect(nodeNamed('Settings').parameters).toMatchObject({
				include: 'except',
				excludeFields: 'Admin password',
			});
			expect(nodeNamed('Client details').parameters.includeOtherFields).toBeUndefined();
			expect(keysIn(working.map(({ parameters }) => parameters))).not.toContain(
				'includePasswordValue',
			);
		});
	});

	describe('starts from a form and by hand', () => {
		it.each(['n8n-nodes-base.formTrigger', 'n8n-nodes-base.manualTrigger'])(
			'reaches every step from %s',
			(type) => {
				const starts = working.filter((node) => node.type === type).map(({ name }) => name);
				expect(starts).toHaveLength(1);
				const reached = reach(starts);
				for (const { name } of steps) expect(reached).toContain(name);
				expect(reached).toEqual(expect.arrayContaining(['Settings', 'Summary']));
			},
		);

		it('gives the same fields by hand as the form', () => {
			const { formFields } = nodeNamed('Onboarding form').parameters as {
				formFields: { values: Array<{ fieldLabel: string }> };
			};
			expect(assignmentsOf('Sample client').map(({ name }) => name)).toEqual(
				formFields.values.map(({ fieldLabel }) => fieldLabel),
			);
		});

		it('reads no field that the form lacks', () => {
			const read = assignmentsOf('Client details').flatMap(({ value }) =>
				[...String(value).matchAll(/\$json\['([^']+)'\]/g)].map(([, label]) => label),
			);
			const given = assignmentsOf('Sample client').map(({ name }) => name);
			expect([...new Set(read)].sort()).toEqual([...given].sort());
		});
	});

	describe('creates', () => {
		it('an organization, then all that belongs to it, in this order', () => {
			const order = reach(['Create organization']).filter((name) =>
				steps.some((node) => node.name === name),
			);
			expect(order.map((name) => nodeNamed(name).parameters.resource)).toEqual([
				'organization',
				'location',
				'contact',
				'configuration',
				'password',
				'document',
			]);
			for (const { parameters } of steps) expect(parameters.operation).toBe('create');
		});

		it.each(steps.map(({ name }) => name))(
			'%s looks for the record first, as Settings say',
			(name) => {
				expect(nodeNamed(name).parameters.ifExists).toBe(
					"={{ $('Settings').first().json.ifItAlreadyExists }}",
				);
				expect(assignmentsOf('Settings')).toContainEqual(
					expect.objectContaining({ name: 'ifItAlreadyExists', value: 'updateExisting' }),
				);
			},
		);

		it.each(steps.slice(1).map(({ name }) => name))('%s belongs to the organization', (name) => {
			expect(nodeNamed(name).parameters.organizationId).toEqual({
				__rl: true,
				mode: 'id',
				value: "={{ $('Create organization').first().json.id }}",
			});
		});

		it('a document that is published', () => {
			expect(nodeNamed('Create overview document').parameters).toMatchObject({
				publish: true,
				bodyFormat: 'markdown',
			});
		});
	});

	describe('uses what it holds', () => {
		it('every setting somewhere', () => {
			for (const { name } of assignmentsOf('Settings')) {
				const uses = expressions.filter((value) =>
					value.includes(`$('Settings').first().json.${name}`),
				);
				expect([name, uses.length > 0]).toEqual([name, true]);
			}
		});

		it('every detail of the client somewhere', () => {
			for (const { name } of assignmentsOf('Client details')) {
				const uses = expressions.filter((value) =>
					value.includes(`$('Client details').first().json.${name}`),
				);
				expect([name, uses.length > 0]).toEqual([name, true]);
			}
		});

		it('names in expressions only nodes that there are', () => {
			const named = expressions.flatMap((value) =>
				[...value.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name),
			);
			const names = workflow.nodes.map(({ name }) => name);
			expect(named.length).toBeGreaterThan(0);
			for (const name of named) expect(names).toContain(name);
		});

		it('nodes in versions that n8n 1.x has as well', () => {
			const versions = new Map(working.map(({ type, typeVersion }) => [type, typeVersion]));
			expect(Object.fromEntries(versions)).toEqual({
				'n8n-nodes-base.formTrigger': 2.2,
				'n8n-nodes-base.manualTrigger': 1,
				'n8n-nodes-base.set': 3.4,
				'n8n-nodes-base.stopAndError': 1,
				[OURS]: 1,
			});
		});
	});

	describe('when a step fails', () => {
		it.each(steps.map(({ name }) => name))('%s leads to the report and stops as failed', (name) => {
			expect(nodeNamed(name).onError).toBe('continueErrorOutput');
			expect(targets(name, 1)).toEqual(['What was created so far']);
			expect(targets(name, 0)).toHaveLength(1);
			expect(targets(name, 0)).not.toContain('What was created so far');
			expect(reach(targets(name, 1))).toEqual(['What was created so far', 'Stop as failed']);
			expect(nodeNamed('Stop as failed').type).toBe('n8n-nodes-base.stopAndError');
		});

		it('reports every step, reading its regular output', () => {
			const report = textsIn(nodeNamed('What was created so far').parameters).join('\n');
			for (const { name } of steps) {
				expect(report).toContain(`$('${name}').isExecuted && $('${name}').first(0)`);
			}
			// Without a number n8n takes the output that leads to the report: the failed item.
			const created = steps.map(({ name }) => `$('${name}').first()`);
			for (const reading of created) expect(report).not.toContain(reading);
		});

		it('sums up every record in the end', () => {
			const summary = textsIn(nodeNamed('Summary').parameters).join('\n');
			for (const { name } of steps) expect(summary).toContain(`$('${name}').first(0).json.id`);
		});
	});

	describe('explains itself on the canvas', () => {
		const boxOf = ({ position: [x, y], parameters }: WorkflowNode) => ({
			left: x,
			top: y,
			right: x + Number(parameters.width),
			bottom: y + Number(parameters.height),
		});
		const notesText = notes.map(({ parameters }) => String(parameters.content)).join('\n');

		it.each([
			['the credential', /API key needs \*\*Password Access\*\*/],
			['creating the client in the PSA instead', /One-way sync/],
			['a two-way sync, which creates it there', /also create the company in the PSA/],
			['the exact name', /exactly as in the connected systems/],
			['where password data is', /have no password data/],
			['how to change settings', /Open \*\*Settings\*\*/],
			['running it twice', /second run with the same data changes nothing/],
			['who may open the form', /\*Authentication\*/],
			['a failing step', /ends as \*\*failed\*\*/],
		])('tells of %s', (_what, words) => {
			expect(notesText).toMatch(words);
		});

		it('has every node in a box of its section', () => {
			for (const { name, position } of working) {
				const [x, y] = position;
				const inside = notes
					.map(boxOf)
					.some(
						({ left, top, right, bottom }) =>
							x >= left && y >= top && x + NODE_SIZE <= right && y + NODE_SIZE <= bottom,
					);
				expect([name, inside]).toEqual([name, true]);
			}
		});

		it('has everything on the grid, and no node on another', () => {
			for (const { position } of workflow.nodes) {
				for (const value of position) expect(Math.abs(value % GRID)).toBe(0);
			}
			const crowded = working.flatMap((a) =>
				working.filter(
					(b) =>
						a !== b &&
						Math.abs(a.position[0] - b.position[0]) < 2 * NODE_SIZE &&
						Math.abs(a.position[1] - b.position[1]) < 2 * NODE_SIZE,
				),
			);
			expect(crowded).toEqual([]);
		});
	});
});
