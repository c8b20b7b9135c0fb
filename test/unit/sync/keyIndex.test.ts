import {
	keyFor,
	groupByTexts,
	hasText,
	KeyIndex,
	keyTexts,
} from '../../../nodes/ITGlue/sync/keyIndex';
import { contact } from '../../../nodes/ITGlue/resources/contact';
import { configuration } from '../../../nodes/ITGlue/resources/configuration';
import { organization } from '../../../nodes/ITGlue/resources/organization';
import { password } from '../../../nodes/ITGlue/resources/password';
import type { NaturalKey } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import type { JsonApiRecord } from '../../../nodes/ITGlue/transport';

const record = (id: string, attributes: JsonApiRecord['attributes']): JsonApiRecord => ({
	id,
	type: 'records',
	attributes: { 'organization-id': 1, ...attributes },
});

const emails = (...values: string[]) => values.map((value) => ({ value }));

function keyOf({ naturalKeys, moreKeys = [] }: Resource, ...names: string[]): NaturalKey {
	const key = [...naturalKeys, ...moreKeys].find(
		({ attributes }) => attributes.join() === names.join(),
	);
	if (!key) throw new Error(`No key ${names.join()}`);
	return key;
}

const found = (index: KeyIndex, values: Record<string, unknown>, organizationId = '1'): string[] =>
	index.find({ organizationId, values: new Map(Object.entries(values)) }).map(({ id }) => id);

describe('the key that applies', () => {
	it.each<[Record<string, unknown>, string | undefined]>([
		[{ serial_number: 'SN', name: 'N' }, 'serial_number'],
		[{ serial_number: 'N/A', asset_tag: 'T', name: 'N' }, 'asset_tag'],
		[{ serial_number: ' ', mac_address: 'unknown', hostname: 'localhost', name: 'N' }, 'name'],
		[{ mac_address: '00:00:5e:00:53:01' }, 'mac_address'],
		[{ notes: 'x' }, undefined],
	])('of %j is %s', (values, name) => {
		expect(keyFor(configuration, new Map(Object.entries(values)))?.attributes.join()).toBe(name);
	});
});

describe('texts', () => {
	const byEmail = keyOf(contact, 'contact_emails');

	it('has one for each email, in small letters and without blanks around', () => {
		const texts = keyTexts(contact, byEmail, '7', () =>
			emails(' Ann@Example.com ', '', 'b@example.com'),
		);
		expect(texts).toEqual(['7\u0000ann@example.com', '7\u0000b@example.com']);
	});

	it('has none where every part is empty', () => {
		expect(keyTexts(contact, byEmail, '7', () => [])).toEqual([]);
		const byNames = keyOf(contact, 'first_name', 'last_name');
		expect(keyTexts(contact, byNames, '7', () => '  ')).toEqual([]);
		expect(keyTexts(contact, byNames, '7', (name) => (name === 'last_name' ? 'E' : null))).toEqual([
			'7\u0000\u0000e',
		]);
	});

	it('knows no organization where records belong to none', () => {
		expect(keyTexts(organization, keyOf(organization, 'name'), '7', () => 'Acme')).toEqual([
			'\u0000acme',
		]);
	});

	it('says whether a part says anything', () => {
		const says = (value: unknown) =>
			hasText(configuration, 'mac_address', new Map([['mac_address', value]]));
		expect(['00-00-5E-00-53-01', '00005e005301', 'N/A', '', null, '00:00'].map(says)).toEqual([
			true,
			true,
			false,
			false,
			false,
			false,
		]);
	});
});

describe('an index of records', () => {
	it('finds by any email, each record once', () => {
		const index = new KeyIndex(contact, keyOf(contact, 'contact_emails'), [
			record('1', { 'contact-emails': emails('a@example.com', 'b@example.com') }),
			record('2', { 'contact-emails': emails('B@example.com') }),
			record('3', { 'contact-emails': null, 'organization-id': 1 }),
			record('4', { 'contact-emails': emails('a@example.com'), 'organization-id': 2 }),
		]);
		expect(found(index, { contact_emails: emails('A@example.com', 'b@example.com') })).toEqual([
			'1',
			'2',
		]);
		expect(found(index, { contact_emails: emails('a@example.com') }, '2')).toEqual(['4']);
		expect(found(index, { contact_emails: [] })).toEqual([]);
		expect(found(index, {})).toEqual([]);
	});

	it('compares what always counts, not set meaning empty', () => {
		const records = [
			record('1', { name: 'Root', 'resource-id': null, 'password-folder-id': null }),
			record('2', { name: 'root', 'resource-id': 5, 'password-folder-id': null }),
			record('3', { name: 'ROOT', 'resource-id': null, 'password-folder-id': 9 }),
		];
		const index = new KeyIndex(password, keyOf(password, 'name'), records);
		expect(found(index, { name: 'Root' })).toEqual(['1', '3']);
		expect(found(index, { name: 'Root', resource_id: '5' })).toEqual(['2']);
		expect(found(index, { name: 'Root', password_folder_id: 9 })).toEqual(['3']);
		expect(found(index, { name: 'Root', password_folder_id: null })).toEqual(['1']);
	});

	it('takes in what is added later', () => {
		const index = new KeyIndex(organization, keyOf(organization, 'name'), []);
		expect(found(index, { name: 'Acme' })).toEqual([]);
		index.add(record('1', { name: 'ACME' }));
		expect(found(index, { name: 'Acme' })).toEqual(['1']);
	});

	it('does not take placeholders for a number', () => {
		const index = new KeyIndex(configuration, keyOf(configuration, 'serial_number'), [
			record('1', { 'serial-number': 'To Be Filled By O.E.M.' }),
			record('2', { 'serial-number': 'SN-1' }),
		]);
		expect(found(index, { serial_number: 'to be filled by o.e.m.' })).toEqual([]);
		expect(found(index, { serial_number: 'sn-1' })).toEqual(['2']);
	});

	it.each([
		...['0', '00000000', 'ffffffff', '0123456789', '123456789', '1234567890', 'XXXXXXXX'],
		...['Asset Tag', 'Chassis Serial Number', 'Serial Number', 'System Serial Number'],
		...['Default', 'Default string', 'Empty', 'INVALID', 'N/A', 'NA', 'None', 'null', 'TBD'],
		...['No Asset Information', 'No Asset Tag', 'Not Applicable', 'Not Available'],
		...['Not Specified', 'O.E.M.', 'OEM', 'To be filled by O.E.M.', 'localhost'],
		...['undefined', 'Unknown', 'Unspecified'],
	])('does not take two devices with the serial number %s for one', (serial) => {
		const one = [record('1', { 'serial-number': serial })];
		const index = new KeyIndex(configuration, keyOf(configuration, 'serial_number'), one);
		expect(found(index, { serial_number: serial })).toEqual([]);
	});
});

describe('groups', () => {
	const groupsOf = (texts: string[][]): string[] =>
		groupByTexts(texts, (own) => own).map(([, group]) => group);

	it('are made of what shares a text, directly or through others', () => {
		const groups = groupsOf([['a'], ['b'], ['c', 'b'], ['a', 'd'], [], [], ['d', 'c']]);
		const [a, b, c, d, none, other, last] = groups;
		expect(new Set([a, b, c, d, last]).size).toBe(1);
		expect(new Set([a, none, other]).size).toBe(3);
	});

	it('stay apart where nothing is shared', () => {
		expect(new Set(groupsOf([['a'], ['b'], ['c', 'd'], ['e', 'f']])).size).toBe(4);
		expect(groupsOf([])).toEqual([]);
	});
});
