/** Create or Update as a tool: what an AI agent is offered, what it may do, and what it is told. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Json } from '../../../sandbox';
import { formOf, isChoice, isParameter } from '../../helpers/form';
import type { ToolMode } from '../../helpers/harness';
import { mapped } from '../../helpers/parameters';
import { byId, only, told, useSandbox } from './support';
import { addressesOf, email, person } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

/** Published as an example everywhere; opens nothing. */
const BASE32 = 'JBSWY3DPEHPK3PXP';

describe.each(['execute', 'supply'] as ToolMode[])('as a tool, called by %s', (asTool) => {
	const asked = async (
		resource: string,
		value: IDataObject,
		options: IDataObject | string = {},
		by: string[] = [],
	) => {
		bench.sandbox.journal.length = 0;
		return await bench.run(
			resource,
			'upsert',
			{ organizationId: byId(bench.organization(2)), fields: mapped(value, ...by), options },
			{ asTool, input: [{}] },
		);
	};

	test('creates and updates, and says what it did', async () => {
		const ran = await asked('contact', { primary_email: 'zoe@example.com', first_name: 'Zoe' });
		expect(only(ran)).toMatchObject({ _action: 'created', name: 'Zoe' });
		const again = await asked('contact', { primary_email: 'zoe@example.com', title: 'Trainee' });
		expect(only(again)).toMatchObject({ _action: 'updated', title: 'Trainee' });
	});

	test('cannot write a one-time-password secret', async () => {
		for (const more of [{}, { password: 'marked-Value-1' }]) {
			const ran = await asked('password', { name: 'New', otp_secret: BASE32, ...more });
			expect(told(ran)).toMatch(/not available to AI agents/);
			expect(bench.writes()).toEqual([]);
			expect(ran.everything).not.toContain(BASE32);
		}
	});

	// n8n drops what the twin hides before the node sees it; then it must have no effect.
	test.each([
		['plainly', (options: IDataObject): IDataObject | string => options],
		['by an expression', (options: IDataObject) => `={{ ${JSON.stringify(options)} }}`],
	])('replaces no lists and compares no values when told to %s', async (_title, given) => {
		const ann = person(bench, 'Ann', { contact_emails: [email('ann@example.com')] as Json });
		const replaced = await asked(
			'contact',
			{ primary_email: 'ann@example.com', contact_emails: ['x@example.com'] },
			given({ replaceAll: ['contact_emails'] }),
		);
		if (told(replaced) !== '(success)')
			expect(told(replaced)).toContain('not available to AI agents');
		expect(addressesOf(ann)).toContain('ann@example.com');
		const old = bench.add('passwords', bench.organization(2), {
			name: 'Old',
			password: 'marked-Value-2',
			archived: false,
		});
		const compared = await asked(
			'password',
			{ name: 'Old', password: 'marked-Value-3' },
			given({ passwordValue: 'compare' }),
		);
		if (told(compared) !== '(success)')
			expect(told(compared)).toContain('not available to AI agents');
		expect(old.attributes.password).toBe('marked-Value-2');
		expect(bench.sandbox.journal.filter(({ query }) => query.show_password === 'true')).toEqual([]);
	});

	test('may say that nothing is replaced', async () => {
		const ran = await asked(
			'contact',
			{ primary_email: 'zoe@example.com', first_name: 'Zoe' },
			`={{ ${JSON.stringify({ replaceAll: [] })} }}`,
		);
		expect(only(ran)).toMatchObject({ _action: 'created' });
	});

	test('gives few fields, and what was done', async () => {
		const ran = await asked('contact', { primary_email: 'zoe@example.com', first_name: 'Zoe' });
		expect(Object.keys(only(ran))).not.toContain('created_at');
		expect(Object.keys(only(ran))).toEqual(expect.arrayContaining(['_action', '_changes']));
	});
});

describe('what the tool twin is offered', () => {
	type Kind = 'node' | 'tool';

	const optionsOf = (kind: Kind, resource: string): INodeProperties[] =>
		formOf({ parameters: { resource, operation: 'upsert' }, tool: kind === 'tool' })
			.filter(({ name }) => name === 'options')
			.flatMap(({ options = [] }) => options.filter(isParameter));

	const named = (kind: Kind, resource: string): string[] =>
		optionsOf(kind, resource).map(({ name }) => name);

	test('no Replace All, no Compare First', () => {
		expect(named('node', 'contact')).toContain('replaceAll');
		expect(named('tool', 'contact')).not.toContain('replaceAll');
		const values = (kind: Kind): unknown[] =>
			optionsOf(kind, 'password')
				.filter(({ name }) => name === 'passwordValue')
				.map(({ options = [] }) => options.filter(isChoice).map(({ value }) => value));
		expect(values('node')).toEqual([['write', 'compare', 'create']]);
		expect(values('tool')).toEqual([['write', 'create']]);
	});

	test('everything else', () => {
		for (const resource of ['organization', 'contact', 'password', 'configuration', 'document'])
			expect(named('tool', resource)).toEqual(
				named('node', resource).filter((name) => name !== 'replaceAll'),
			);
	});
});
