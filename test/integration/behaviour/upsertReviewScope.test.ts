/** Create or Update: whose records are meant, what tells them apart, and what an agent may not do. */
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import { formOf, isChoice, isParameter } from '../../helpers/form';
import type { ToolMode } from '../../helpers/harness';
import {
	byExpression,
	byId,
	byName,
	hintsOf,
	jsons,
	lines,
	only,
	said,
	told,
	sentBy,
	useSandbox,
} from './support';
import {
	actions,
	addressesOf,
	automatic,
	email,
	person,
	tolerant,
	upsert,
} from './upsertReviewSupport';

const bench = useSandbox({ journalSecrets: true });

/** Published as an example everywhere; opens nothing. */
const BASE32 = 'JBSWY3DPEHPK3PXP';

const idOf = (collection: string, at = 0): number =>
	Number(bench.sandbox.store.all(collection)[at]?.id);

const device = (name: string, more: Record<string, Json> = {}, at = 2): StoredRecord =>
	bench.add('configurations', bench.organization(at), {
		name,
		configuration_type_id: idOf('configuration_types'),
		archived: false,
		notes: 'Before',
		...more,
	});

const newDevice = (more: IDataObject): IDataObject => ({
	configuration_type_id: String(idOf('configuration_types')),
	...more,
});

const devices = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
	await upsert(bench, { resource: 'configuration', input, ...more });

describe('the organization', () => {
	const input = [{ name: 'Depot', city: 'Example' }];
	const nameAt = (at: number): string => String(bench.organization(at).attributes.name);

	const places = async (
		organizationId: IDataObject | string,
		items: IDataObject[] = input,
		more: IDataObject = {},
	) => {
		bench.sandbox.journal.length = 0;
		return await bench.run(
			'location',
			'upsert',
			{ organizationId, fields: automatic('name'), ...more },
			{ input: items },
		);
	};

	test('by id, name, address or an expression of the item', async () => {
		const { id } = bench.organization(4);
		for (const organizationId of [
			byId(id),
			byName(nameAt(4)),
			{ __rl: true, mode: 'url', value: `https://example.itglue.com/${id}` },
			byExpression('={{ $json.client }}'),
			byExpression('={{ $json.client }}', 'list'),
		]) {
			const ran = await places(organizationId, [{ ...input[0], client: id }]);
			expect(String(only(ran).organization_id)).toBe(id);
		}
		expect(
			bench
				.within('locations', bench.organization(4))
				.filter(({ attributes }) => attributes.name === 'Depot'),
		).toHaveLength(1);
	});

	test('of each item by the column, as id or name', async () => {
		const items = [
			{ ...input[0], organization_id: Number(bench.organization(4).id) },
			{ ...input[0], organization_id: nameAt(6).toUpperCase() },
			{ ...input[0], organization_id: nameAt(2) },
		];
		const ran = await places('', items);
		expect(jsons(ran).map(({ organization_id: id }) => String(id))).toEqual(
			[4, 6, 2].map((at) => bench.organization(at).id),
		);
		expect(actions(ran)).toEqual(['created', 'created', 'created']);
		const again = await places('', items);
		expect(actions(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
	});

	test('by both: they must mean the same one', async () => {
		const agreeing = await places(byId(bench.organization(4)), [
			{ ...input[0], organization_id: nameAt(4) },
		]);
		expect(actions(agreeing)).toEqual(['created']);
		const contrary = await places(byId(bench.organization(4)), [
			{ ...input[0], organization_id: bench.organization(6).id },
		]);
		expect(said(contrary)).toContain(bench.organization(4).id);
		expect(said(contrary)).toContain(bench.organization(6).id);
		expect(bench.writes()).toEqual([]);
	});

	test('nowhere, or empty for one item: refused before anything is written', async () => {
		for (const items of [
			input,
			[{ ...input[0], organization_id: bench.organization(4).id }, { ...input[0] }],
			[{ ...input[0], organization_id: '' }],
		]) {
			const ran = await places('', items);
			expect(said(ran)).toContain('"Organization" is empty');
			expect(bench.writes()).toEqual([]);
		}
	});

	test('unknown, or of a name that two have: refused', async () => {
		expect(said(await places('', [{ ...input[0], organization_id: 'Nobody & Sons' }]))).toContain(
			'Nobody & Sons',
		);
		const twins = [1, 2].map(() =>
			bench.sandbox.store.insert('organizations', { name: 'Twins', primary: false }),
		);
		const ran = await places('', [{ ...input[0], organization_id: 'twins' }]);
		for (const { id } of twins) expect(said(ran)).toContain(id);
		expect(bench.writes()).toEqual([]);
	});

	test('is never changed: a record of another one is another record', async () => {
		const here = bench.add('locations', bench.organization(2), { name: 'Depot', city: 'Before' });
		const ran = await places(byId(bench.organization(4)));
		expect(actions(ran)).toEqual(['created']);
		expect(here.attributes).toMatchObject({
			organization_id: Number(bench.organization(2).id),
			city: 'Before',
		});
	});

	test('many names take no request each', async () => {
		const items = Array.from({ length: 40 }, (_unused, at) => ({
			name: `Depot ${at}`,
			organization_id: nameAt(at % 8),
		}));
		const ran = await places('', items);
		expect(actions(ran)).toEqual(items.map(() => 'created'));
		const reads = bench.sandbox.journal.filter(({ method }) => method === 'GET');
		expect(reads.length).toBeLessThanOrEqual(12);
	});
});

describe('numbers that stand for none', () => {
	test.each(['N/A', 'To Be Filled By O.E.M.', '00000000', 'none'])(
		'%s is refused, and said to be no number',
		async (serial) => {
			const one = device('One', { serial_number: serial });
			const ran = await devices([
				newDevice({ serial_number: serial, name: 'Two', notes: 'After' }),
			]);
			expect(said(ran)).toContain(`"${serial}"`);
			expect(bench.writes()).toEqual([]);
			expect(one.attributes.notes).toBe('Before');
		},
	);

	test('with the next key: by asset tag, MAC address, hostname, then name', async () => {
		const records = [
			device('Serial', { serial_number: 'SN-1' }),
			device('Tag', { serial_number: 'N/A', asset_tag: 'T-1' }),
			device('Mac', { mac_address: '00:00:5E:00:53:01' }),
			device('Host', { hostname: 'host.example.com' }),
			device('Name', { hostname: 'localhost' }),
		];
		const input = [
			{ serial_number: 'sn-1', name: 'Serial' },
			{ serial_number: 'N/A', asset_tag: 't-1', name: 'Tag' },
			{ serial_number: '', asset_tag: 'none', mac_address: '00005e-005301', name: 'Mac' },
			{ serial_number: null, mac_address: 'unknown', hostname: 'HOST.example.com', name: 'Host' },
			{ serial_number: '0', hostname: 'localhost', name: 'NAME' },
		].map((row) => ({ ...row, notes: 'After' }));
		const ran = await devices(input, { options: { emptyMatch: 'nextKey' } });
		expect(jsons(ran).map(({ id, _matched_by }) => [id, _matched_by])).toEqual(
			records.map(({ id }, at) => [
				id,
				[['serial_number', 'asset_tag', 'mac_address', 'hostname', 'name'][at]],
			]),
		);
		for (const { attributes } of records) expect(attributes.notes).toBe('After');
	});

	test('two devices with the same placeholder stay two', async () => {
		const before = bench.sandbox.store.all('configurations').length;
		const input = ['One', 'Two'].map((name) =>
			newDevice({ serial_number: 'Default string', name }),
		);
		const options = { emptyMatch: 'nextKey' };
		expect(actions(await devices(input, { options }))).toEqual(['created', 'created']);
		expect(actions(await devices(input, { options }))).toEqual(['unchanged', 'unchanged']);
		expect(bench.sandbox.store.all('configurations').length).toBe(before + 2);
	});

	test('an item in doubt is so from the first run on', async () => {
		device('N', { serial_number: 'S9' });
		const input = [
			newDevice({ serial_number: 'S1', name: 'N' }),
			{ serial_number: '', name: 'N', notes: 'After' },
		];
		const second = async (): Promise<string> => {
			const order = { resource: 'configuration', input, options: { emptyMatch: 'nextKey' } };
			return String(actions(await tolerant(bench, order))[1]);
		};
		expect(await second()).toMatch(/^error: /);
		expect(await second()).toMatch(/^error: /);
	});

	test('MAC addresses are compared without their separators', async () => {
		const one = device('One', { mac_address: '00:00:5E:00:53:0A' });
		for (const mac of ['00-00-5e-00-53-0a', '00005E00530A', '0000.5e00.530a']) {
			const ran = await devices([{ mac_address: mac }], { by: ['mac_address'] });
			expect(only(ran)).toMatchObject({ id: one.id, _action: 'unchanged' });
		}
	});
});

describe('names as they are', () => {
	const NAMES = [
		'Baker, Lyons & Sons',
		"O'Brien \\ Co",
		'Ünïted 100%',
		'9001',
		'a[b]=c;d',
		'\u00a0',
	];

	test.each(NAMES.slice(0, 5))('%s is found again', async (name) => {
		const input = [{ name, description: 'Two\r\nlines' }];
		const first = await upsert(bench, { resource: 'organization', input });
		expect(actions(first)).toEqual(['created']);
		const again = await upsert(bench, { resource: 'organization', input });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('all at once, where IT Glue takes lists of values literally and minds capitals', async () => {
		for (const flipped of [
			{ commaListsMatchLiterally: true },
			{ filterNameCaseSensitive: false },
			{ filterNameExact: false },
			{ commaListsMatchLiterally: true, filterNameExact: false, indexShowsArchived: false },
		]) {
			bench.sandbox.reset();
			bench.assume(flipped);
			const input = NAMES.slice(0, 5).map((name) => ({ name, alert: 'x' }));
			const count = bench.sandbox.store.all('organizations').length;
			expect(actions(await upsert(bench, { resource: 'organization', input }))).toEqual(
				input.map(() => 'created'),
			);
			const shouting = input.map((row) => ({ ...row, name: row.name.toUpperCase() }));
			const again = await upsert(bench, { resource: 'organization', input: shouting });
			expect(actions(again)).toEqual(input.map(() => 'unchanged'));
			expect(bench.sandbox.store.all('organizations').length).toBe(count + 5);
			const emails = NAMES.slice(0, 5).map((_name, at) => ({
				primary_email: `Person.${at}@Example.com`,
				first_name: `Person ${at}`,
			}));
			expect(actions(await upsert(bench, { resource: 'contact', input: emails }))).toEqual(
				emails.map(() => 'created'),
			);
			const lower = emails.map((row) => ({
				...row,
				primary_email: row.primary_email.toLowerCase(),
			}));
			expect(actions(await upsert(bench, { resource: 'contact', input: lower }))).toEqual(
				emails.map(() => 'unchanged'),
			);
		}
	});

	test('part of a name is not the name', async () => {
		bench.assume({ filterNameExact: false });
		bench.sandbox.store.insert('organizations', { name: 'Acme Dental West', primary: false });
		const ran = await upsert(bench, { resource: 'organization', input: [{ name: 'Acme Dental' }] });
		expect(actions(ran)).toEqual(['created']);
	});
});

describe('look-ups of an item matched by id', () => {
	test('a location is looked for in the organization of the record, not in all of them', async () => {
		const ann = person(bench, 'Ann');
		const own = bench.add('locations', bench.organization(2), { name: 'Annex' });
		bench.add('locations', bench.organization(4), { name: 'Annex' });
		const ran = await upsert(bench, {
			resource: 'contact',
			by: ['id'],
			organization: null,
			input: [{ id: ann.id, location_id: 'annex' }],
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(ann.attributes.location_id).toBe(Number(own.id));
	});

	test('one that only another organization has is refused', async () => {
		bench.assume({ referencesStayInOrganization: false });
		const ann = person(bench, 'Ann');
		bench.add('locations', bench.organization(4), { name: 'Annex' });
		const ran = await upsert(bench, {
			resource: 'contact',
			by: ['id'],
			organization: null,
			input: [{ id: ann.id, location_id: 'Annex' }],
		});
		expect(said(ran)).toContain('Annex');
		expect(bench.writes()).toEqual([]);
	});
});

describe('documents', () => {
	const folder = (): StoredRecord =>
		bench.add('document_folders', bench.organization(2), { name: 'Runbooks', parent_id: null });
	const sectionsOf = (id: unknown): StoredRecord[] =>
		bench.sandbox.store.related('document_sections', 'document_id', String(id));

	const documents = async (
		input: IDataObject[],
		more: Partial<Parameters<typeof upsert>[1]> = {},
	) => await upsert(bench, { resource: 'document', input, ...more });

	test('a body is compared after normalising, written where it differs, and published', async () => {
		const input = [{ name: 'Runbook', content: '<p>Step <b>one</b> &amp; two</p>' }];
		const [first] = jsons(await documents(input));
		expect(first).toMatchObject({ _action: 'created', published: true });
		const same = await documents([
			{ name: 'RUNBOOK', content: '\n<p>Step <b>one</b> &#38; two</p>\n' },
		]);
		expect(actions(same)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
		const dry = await documents([{ name: 'Runbook', content: '<p>Step three</p>' }], {
			parameters: { dryRun: true },
		});
		expect(bench.writes()).toEqual([]);
		const changed = await documents([{ name: 'Runbook', content: '<p>Step three</p>' }]);
		expect(only(changed)).toMatchObject({ _action: 'updated', published: true });
		expect((only(changed)._changes as IDataObject).content).toEqual({
			from: '<p>Step <b>one</b> &amp; two</p>',
			to: '<p>Step three</p>',
		});
		expect(only(dry)._changes).toEqual(only(changed)._changes);
		expect(sectionsOf(first?.id).map(({ attributes }) => attributes.content)).toEqual([
			'<p>Step three</p>',
		]);
		expect(lines(bench.writes()).filter((line) => line.endsWith('/publish'))).toHaveLength(1);
	});

	test('Markdown is turned into HTML first, and compared as such', async () => {
		const input = [{ name: 'Notes', content: '# Title\n\n- one\n- two' }];
		const options = { bodyFormat: 'markdown' };
		const [first] = jsons(await documents(input, { options }));
		expect(String(sectionsOf(first?.id)[0]?.attributes.content)).toContain('<li>one</li>');
		const again = await documents(input, { options });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('with Publish off a changed body stays a draft, and the second run changes nothing', async () => {
		const parameters = { publish: false };
		const created = await documents([{ name: 'Draft', content: '<p>One</p>' }], { parameters });
		expect(only(created)).toMatchObject({ _action: 'created', published: false });
		const changed = await documents([{ name: 'Draft', content: '<p>Two</p>' }], { parameters });
		expect(only(changed)).toMatchObject({ _action: 'updated', published: false });
		const again = await documents([{ name: 'Draft', content: '<p>Two</p>' }], { parameters });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
		const published = await documents([{ name: 'Draft', content: '<p>Two</p>' }]);
		expect(only(published)).toMatchObject({ _action: 'updated', published: true });
		expect(Object.keys(only(published)._changes as IDataObject)).toEqual(['published']);
	});

	test('one in a folder is found, and is not moved unless that is mapped', async () => {
		const runbooks = folder();
		const input = [{ name: 'Inside', document_folder_id: 'runbooks', content: '<p>One</p>' }];
		const [first] = jsons(await documents(input));
		const again = await documents([{ name: 'inside', description: 'After' }]);
		expect(only(again)).toMatchObject({ id: first?.id, _action: 'updated' });
		expect(bench.stored(String(first?.id), 'documents').attributes).toMatchObject({
			document_folder_id: Number(runbooks.id),
			description: 'After',
		});
	});

	test('several sections: refused where the body would lose them, with advice that holds here', async () => {
		const record = bench.add('documents', bench.organization(2), {
			name: 'Long',
			published: true,
			archived: false,
			document_folder_id: null,
		});
		for (const content of ['<p>One</p>', '<p>Two</p>'])
			bench.sandbox.store.insert('document_sections', {
				document_id: Number(record.id),
				resource_type: 'Document::Text',
				content,
				sort: content.includes('One') ? 0 : 1,
			});
		const ran = await documents([{ name: 'Long', content: '<p>New</p>' }]);
		expect(said(ran)).toContain('2 sections');
		// Body Mode is an option of Update.
		expect(said(ran)).toContain('Update');
		expect(bench.writes()).toEqual([]);
		expect(sectionsOf(record.id)).toHaveLength(2);
	});

	test('a body that was stored and not published is completed by the next run', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 422, path: /\/publish$/, times: null });
		const input = [{ name: 'Broken off', content: '<p>One</p>' }];
		const first = await documents(input);
		expect(said(first)).toMatch(/publish/);
		bench.sandbox.faults.clear();
		const second = await documents(input);
		expect(only(second)).toMatchObject({ _action: 'updated', published: true });
		const third = await documents(input);
		expect(actions(third)).toEqual(['unchanged']);
		expect(
			bench
				.within('documents', bench.organization(2))
				.filter(({ attributes }) => attributes.name === 'Broken off'),
		).toHaveLength(1);
	});
});

describe('quick notes', () => {
	const LONG = `<p>${'Reception closes at noon. '.repeat(20)}</p>`;

	test('longer than a list shows are compared with the record itself', async () => {
		const record = bench.organization(2);
		bench.sandbox.store.update(record, { quick_notes: LONG });
		const input = (quickNotes: string) => [{ id: record.id, quick_notes: quickNotes }];
		const organizations = async (quickNotes: string) =>
			await upsert(bench, { resource: 'organization', by: ['id'], input: input(quickNotes) });
		expect(actions(await organizations(LONG))).toEqual(['unchanged']);
		expect(actions(await organizations(LONG.slice(0, 250)))).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
		const changed = await organizations(`${LONG}<p>More</p>`);
		expect(only(changed)._changes).toEqual({
			quick_notes: { from: LONG, to: `${LONG}<p>More</p>` },
		});
		const short = await organizations('<p>Short</p>');
		expect(actions(short)).toEqual(['updated']);
		expect(record.attributes.quick_notes).toBe('<p>Short</p>');
	});
});

describe('output', () => {
	test('without Simplify: the record as IT Glue has it, and what was done beside it', async () => {
		const ann = person(bench, 'Ann');
		for (const dryRun of [true, false]) {
			const ran = await upsert(bench, {
				resource: 'contact',
				input: [
					{ primary_email: 'ann@example.com', title: 'Manager' },
					{ primary_email: 'zoe@example.com', first_name: 'Zoe' },
				],
				parameters: { simplify: false, dryRun },
			});
			const [first, second] = jsons(ran);
			expect(first).toMatchObject({
				id: ann.id,
				type: 'contacts',
				attributes: { 'first-name': 'Ann' },
				_action: dryRun ? 'would_update' : 'updated',
			});
			expect(second).toMatchObject({
				type: 'contacts',
				attributes: { 'first-name': 'Zoe' },
				_action: dryRun ? 'would_create' : 'created',
			});
			expect(second?.id === null).toBe(dryRun);
		}
	});

	test('the record afterwards holds what a list holds, and what was written', async () => {
		const ann = person(bench, 'Ann');
		const [listed] = jsons(
			await bench.run('contact', 'getAll', { filters: { ids: ann.id }, returnAll: true }),
		);
		const ran = await upsert(bench, {
			resource: 'contact',
			input: [{ primary_email: 'ann@example.com', title: 'Manager' }],
		});
		const own = Object.fromEntries(
			Object.entries(only(ran)).filter(([name]) => !name.startsWith('_')),
		);
		expect(own).toEqual({
			...listed,
			title: 'Manager',
			updated_at: only(ran).updated_at as string,
		});
	});

	test('no mapping at all is refused with what to do', async () => {
		for (const fields of [
			{ mappingMode: 'defineBelow', value: null, matchingColumns: ['primary_email'], schema: [] },
			{ mappingMode: 'defineBelow', value: {}, matchingColumns: ['primary_email'], schema: [] },
		]) {
			const ran = await upsert(bench, { resource: 'contact', input: [{}], parameters: { fields } });
			expect(ran.status).toBe('error');
			expect(bench.writes()).toEqual([]);
		}
	});

	test('no items: no request', async () => {
		const ran = await upsert(bench, { resource: 'contact', input: [] });
		expect(ran.output).toEqual([]);
		expect(bench.sandbox.journal).toEqual([]);
	});
});

describe.each(['execute', 'supply'] as ToolMode[])('as a tool, called by %s', (asTool) => {
	const fields = (value: IDataObject, ...matchingColumns: string[]): IDataObject => ({
		mappingMode: 'defineBelow',
		value,
		matchingColumns,
		schema: [],
	});

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
			{ organizationId: byId(bench.organization(2)), fields: fields(value, ...by), options },
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

test('a value that IT Glue shows in other words is no difference', async () => {
	device('One', {
		serial_number: 'SN-1',
		warranty_expires_at: '2026-12-31',
		notes: '<p>By the <i>door</i></p>',
	});
	const ran = await devices([
		{
			serial_number: 'SN-1',
			warranty_expires_at: '2026-12-31T00:00:00.000Z',
			notes: 'By the <i>door</i>\n',
			archived: 'no',
		},
	]);
	expect(actions(ran)).toEqual(['unchanged']);
	expect(hintsOf(ran)).toHaveLength(1);
});

test('Continue On Fail with two organizations: only the item of the unknown one fails', async () => {
	const ran = await tolerant(bench, {
		resource: 'location',
		organization: null,
		input: [
			{ name: 'Depot', organization_id: 'Nobody' },
			{ name: 'Depot', organization_id: bench.organization(2).id },
		],
	});
	expect(actions(ran)[0]).toMatch(/Nobody/);
	expect(actions(ran)[1]).toBe('created');
	expect(sentBy(bench.writes()[0])).toMatchObject({ name: 'Depot' });
});
