/** What is refused before anything is written, in full: what is wrong, and what to do. */
import type { IDataObject } from 'n8n-workflow';
import { said, useSandbox } from './support';
import { upsert } from './upsertSupport';

const bench = useSandbox();

const expectNothingSent = (): void => {
	expect(bench.writes()).toEqual([]);
};

describe('a filter', () => {
	it.each<[string, string, IDataObject, string]>([
		[
			'contact',
			'a switch',
			{ important: 'maybe' },
			'The filter "Important" must be true or false | It is "maybe".',
		],
		[
			'contact',
			'a text',
			{ name: '={{ ({ a: 1 }) }}' },
			'The filter "Full Name" must be text | It is "{"a":1}".',
		],
		[
			'contact',
			'a list of texts',
			{ name: '={{ ["x", { a: 1 }] }}' },
			'The filter "Full Name" must be text | It is "{"a":1}".',
		],
		[
			'contact',
			'nothing',
			{ name: '' },
			'The filter "Full Name" is empty | Give it a value, check the expression that gives it, or remove the filter to get everything.',
		],
		[
			'contact',
			'an ID of a PSA alone',
			{ psaId: '12' },
			'The filter "PSA ID" needs "PSA Type" as well | An ID of another system means nothing to IT Glue without the name of that system.',
		],
		[
			'organization',
			'a choice',
			{ psaIntegrationType: 'x', psaId: '12' },
			'The filter "PSA Type" must be one of: Autotask, ConnectWise Manage, Kaseya BMS, Pulseway PSA, Tigerpaw, Vorex | It is "x".',
		],
	])('of %s: %s', async (resource, _title, filters, text) => {
		const ran = await bench.run(resource, 'getAll', { returnAll: true, filters });
		expect(said(ran)).toBe(text);
		expectNothingSent();
	});
});

describe('columns to match on', () => {
	it.each<[string, string[], IDataObject, string]>([
		[
			'contact',
			['title'],
			{ title: 'x' },
			'Title cannot be matched on | Under "Columns to Match On" choose from: ID, PSA ID, First Name, Last Name, Full Name, Primary Email.',
		],
		[
			'contact',
			['no_such'],
			{ last_name: 'x' },
			'no_such cannot be matched on | Under "Columns to Match On" choose from: ID, PSA ID, First Name, Last Name, Full Name, Primary Email.',
		],
		[
			'contact',
			['title', 'notes'],
			{ title: 'x' },
			'Title and Notes cannot be matched on | Under "Columns to Match On" choose from: ID, PSA ID, First Name, Last Name, Full Name, Primary Email.',
		],
		[
			'contact',
			['last_name'],
			{ last_name: 'x' },
			'The columns to match on identify no record | Choose ID, PSA ID, Primary Email, First Name with Last Name or Full Name.',
		],
		[
			'contact',
			['id', 'primary_email'],
			{ id: '1', primary_email: 'x@example.com' },
			'ID identifies a record by itself | Remove the other columns to match on.',
		],
		[
			'organization',
			['psa_id', 'name'],
			{ psa_id: '1', name: 'x' },
			'PSA ID identifies a record by itself | Remove the other columns to match on.',
		],
		[
			'organization',
			['short_name'],
			{ name: 'x', short_name: 'x' },
			'Short Name cannot be matched on | Under "Columns to Match On" choose from: ID, PSA ID, Name.',
		],
		[
			'configuration',
			['configuration_type_id'],
			{ name: 'x', configuration_type_id: '1' },
			'Configuration Type cannot be matched on | Under "Columns to Match On" choose from: ID, PSA ID, Name, Hostname, MAC Address, Serial Number, Asset Tag.',
		],
		[
			'contact',
			['psa_id'],
			{ psa_id: { a: 1 }, last_name: 'x' },
			'"PSA ID" must be text | It is "{"a":1}".',
		],
		[
			'contact',
			['psa_id'],
			{ psa_id: '', last_name: 'x' },
			'PSA ID is empty, but used for matching | Give it a value, leave the item out, set the option If a Matching Column Is Empty, or match on another column.',
		],
		[
			'contact',
			['id'],
			{ id: '', last_name: 'x' },
			'ID is empty, but used for matching | An ID consists of digits only, such as 1234567. Match on another column to create what does not exist yet.',
		],
		[
			'contact',
			['id'],
			{ id: 'abc', last_name: 'x' },
			'"abc" is not an ID | An ID consists of digits only, such as 1234567. Match on another column to create what does not exist yet.',
		],
		[
			'contact',
			['primary_email'],
			{ primary_email: '', last_name: 'x' },
			'Primary Email is empty, but used for matching | Without it, the node cannot identify the record. Give it a value, leave the item out, or set the option If a Matching Column Is Empty. Map Automatically reads it from an input field called "Primary Email" or "primary_email".',
		],
		[
			'contact',
			['primary_email'],
			{ primary_email: { a: 1 }, last_name: 'x' },
			'"Primary Email" must be text | Map a single value, not an object.',
		],
		[
			'contact',
			['first_name', 'last_name'],
			{ first_name: '', last_name: '' },
			'First Name and Last Name are empty, but used for matching | Without them, the node cannot identify the record. Give them a value, leave the item out, or set the option If a Matching Column Is Empty. Map Automatically reads them from input fields called "First Name" or "first_name", and "Last Name" or "last_name".',
		],
		[
			'configuration',
			['serial_number'],
			{ name: 'x', serial_number: 'N/A' },
			'Serial Number identifies nothing | "N/A" means that there is no value: many records may have it. Give the real one, or match on another column.',
		],
	])('of %s: %j', async (resource, by, input, text) => {
		const ran = await upsert(bench, { resource, by, input: [input] });
		expect(said(ran)).toBe(text);
		expectNothingSent();
	});
});

it('two PSA records that come to one by name', async () => {
	const client = bench.organization(2);
	const ran = await upsert(bench, {
		resource: 'organization',
		organization: null,
		by: ['psa_id'],
		input: [
			{ psa_id: '901', psa_integration_type: 'manage', name: String(client.attributes.name) },
			{ psa_id: '902', psa_integration_type: 'manage', name: String(client.attributes.name) },
		],
	});
	expect(said(ran)).toBe(
		'Several PSA records (901, 902) have the same Name, so they would become one organization | Nothing was written for them. Correct one of them in the PSA, or link each to its record in IT Glue. And 1 more item was refused: item 1. Nothing was written.',
	);
	expectNothingSent();
});
