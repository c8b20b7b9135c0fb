/** A record that lacks what it is to be matched by is found by what else is known of it, and not created again. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { byId, jsons, only, said, useSandbox } from './support';
import { actions, email, person, tolerant, upsert, type Upsert } from './upsertSupport';

const bench = useSandbox();
const home = (): StoredRecord => bench.organization(2);
const type = (): string => bench.sandbox.store.all('configuration_types')[0]?.id ?? '';
const devices = (): StoredRecord[] => bench.within('configurations', home());

const device = (more: Attributes): StoredRecord =>
	bench.add('configurations', home(), {
		name: 'PC-9',
		configuration_type_id: Number(type()),
		...more,
	});

const item = (more: IDataObject = {}): IDataObject => ({
	configuration_type_id: type(),
	serial_number: 'SN-9001',
	hostname: 'pc-9',
	name: 'PC-9',
	...more,
});

const sync = async (input: IDataObject[], more: Partial<Upsert> = {}) =>
	await tolerant(bench, { resource: 'configuration', input, ...more });

describe('a device whose serial number was emptied in IT Glue', () => {
	it.each<[string, Attributes]>([
		['hostname', { hostname: 'PC-9', name: 'Old name' }],
		['name', {}],
		['asset_tag', { asset_tag: 'T-9', hostname: 'renamed', name: 'Old name' }],
	])('is found by its %s, gets its number back, and is unchanged then', async (by, stored) => {
		const record = device(stored);
		const before = devices().length;
		const ran = await sync([item({ asset_tag: 'T-9' })]);
		expect(only(ran)).toMatchObject({ id: record.id, _action: 'updated', _matched_by: [by] });
		expect(record.attributes.serial_number).toBe('SN-9001');
		expect(devices()).toHaveLength(before);
		const again = await sync([item({ asset_tag: 'T-9' })]);
		expect(only(again)).toMatchObject({ _action: 'unchanged', _matched_by: ['serial_number'] });
	});

	it('a dry run says so too', async () => {
		const record = device({});
		const ran = await sync([item()], { parameters: { dryRun: true } });
		expect(only(ran)).toMatchObject({
			id: record.id,
			_action: 'would_update',
			_changes: { serial_number: { to: 'SN-9001' } },
		});
	});

	it('a placeholder in its place is no number', async () => {
		const record = device({ serial_number: 'To be filled by O.E.M.' });
		expect(only(await sync([item()]))).toMatchObject({ id: record.id, _action: 'updated' });
	});

	it('another number makes it another device', async () => {
		const record = device({ serial_number: 'SN-1', hostname: 'pc-9' });
		expect(only(await sync([item()]))).toMatchObject({ _action: 'created' });
		expect(record.attributes.serial_number).toBe('SN-1');
	});

	it('another asset tag makes it another device as well', async () => {
		device({ asset_tag: 'T-1', hostname: 'pc-9' });
		expect(only(await sync([item({ asset_tag: 'T-9' })]))).toMatchObject({ _action: 'created' });
	});

	it('two items that it could be are both refused', async () => {
		const record = device({});
		const ran = await sync([item(), item({ serial_number: 'SN-9002' })]);
		expect(actions(ran)).toEqual(
			Array(2).fill(
				`error: Several items match configuration "PC-9" (ID ${record.id}) by Name, and it has no Serial Number`,
			),
		);
		expect(bench.writes()).toEqual([]);
	});

	it('two items of one number are one', async () => {
		const record = device({});
		const ran = await sync([item(), item({ hostname: undefined, name: undefined, notes: 'x' })]);
		expect(jsons(ran).map(({ id }) => id)).toEqual([record.id, record.id]);
	});

	it('several records of that name are refused', async () => {
		device({});
		device({});
		expect(actions(await sync([item()]))[0]).toBe('error: 2 configurations match by Name');
	});

	it('Set Only on Create leaves the number empty, and nothing is created', async () => {
		const record = device({});
		const ran = await sync([item({ notes: 'x' })], { options: { neverTouch: ['serial_number'] } });
		expect(only(ran)).toMatchObject({ id: record.id, _action: 'updated' });
		expect(record.attributes.serial_number).toBeUndefined();
	});

	const create = (ifExists: string) =>
		bench.run(
			'configuration',
			'create',
			{
				organizationId: byId(home()),
				name: 'PC-9',
				configurationTypeId: type(),
				additionalFields: { serialNumber: '={{ $json.serial }}' },
				ifExists,
			},
			{ input: [{ serial: 'SN-9001' }, { serial: 'SN-9002' }] },
		);

	it('Create refuses with the record that it may be', async () => {
		const record = device({});
		expect(said(await create('fail'))).toContain(
			`already exists (ID ${record.id}) | It matches by name`,
		);
	});

	it('Create with Update Existing gives it to the first, and creates the second', async () => {
		const record = device({});
		const ran = await create('updateExisting');
		expect(jsons(ran).map(({ serial_number: serial }) => serial)).toEqual(['SN-9001', 'SN-9002']);
		expect(jsons(ran)[0]?.id).toBe(record.id);
		expect(jsons(ran)[1]?.id).not.toBe(record.id);
	});
});

describe('a contact without any address', () => {
	const ann = { primary_email: 'ann@example.com', first_name: 'Ann', last_name: 'Example' };

	it('is found by its name and gets the address', async () => {
		const record = person(bench, 'Ann', { contact_emails: [] });
		const ran = await upsert(bench, { resource: 'contact', input: [ann] });
		expect(only(ran)).toMatchObject({
			id: record.id,
			_action: 'updated',
			primary_email: 'ann@example.com',
		});
	});

	it('with another address is another person', async () => {
		person(bench, 'Ann', { contact_emails: [email('other@example.com')] as never });
		const ran = await upsert(bench, { resource: 'contact', input: [ann] });
		expect(only(ran)).toMatchObject({ _action: 'created' });
	});
});

it('organizations whose PSA ID is empty in some items are matched by name, where the option says so', async () => {
	const [linked, other] = [bench.organization(1), bench.organization(2)];
	const psaId = linked.psa?.remoteId;
	const input = [
		{ psa_id: psaId, name: linked.attributes.name, alert: 'A' },
		{ psa_id: '', name: other.attributes.name, alert: 'B' },
	] as IDataObject[];
	const ran = await tolerant(bench, {
		resource: 'organization',
		by: ['psa_id'],
		input,
		options: { emptyMatch: 'nextKey' },
	});
	expect(jsons(ran).map(({ id }) => id)).toEqual([linked.id, other.id]);
	const refused = await tolerant(bench, { resource: 'organization', by: ['psa_id'], input });
	expect(actions(refused)[1]).toBe('error: PSA ID is empty, but used for matching');
});

describe('a column that holds the ID of a record where it is known, and is empty else', () => {
	const byIdOrKey = async (input: IDataObject[], emptyMatch: string) =>
		await sync(input, { by: ['id'], options: { emptyMatch } });

	it('updates by the ID, finds by the next key, and creates what nothing has', async () => {
		const known = device({ serial_number: 'SN-1', name: 'Old' });
		const other = device({ serial_number: 'SN-2', name: 'Other' });
		const ran = await byIdOrKey(
			[
				item({ id: known.id, serial_number: 'SN-1', asset_tag: 'T-1' }),
				item({ id: '', serial_number: 'SN-2', hostname: 'two', asset_tag: 'T-2' }),
				item({ id: null, serial_number: 'SN-3', hostname: 'three', name: 'Three' }),
			],
			'nextKey',
		);
		expect(actions(ran)).toEqual(['updated', 'updated', 'created']);
		expect([known, other].map(({ attributes }) => attributes.asset_tag)).toEqual(['T-1', 'T-2']);
	});

	it('is refused without the option, and where nothing else is known either', async () => {
		const ran = await byIdOrKey([item({ id: '' })], 'fail');
		expect(actions(ran)).toEqual(['error: ID is empty, but used for matching']);
		const nothing = await byIdOrKey([{ id: '', asset_tag: null }], 'nextKey');
		expect(actions(nothing)).toEqual(['error: ID is empty, but used for matching']);
		expect(bench.writes()).toEqual([]);
	});
});
