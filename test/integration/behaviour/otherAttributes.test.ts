/** Other Attributes (JSON): what the node knows nothing of is sent, and reported like the rest. */
import type { IDataObject } from 'n8n-workflow';
import type { RunNodeResult } from '../../helpers/harness';
import { byId, hintsOf, lines, only, sentBy, useSandbox } from './support';
import { person } from './upsertSupport';

const bench = useSandbox();

const updateOrganization = async (at: number, updateFields: IDataObject): Promise<RunNodeResult> =>
	await bench.run('organization', 'update', {
		organizationId: byId(bench.organization(at)),
		updateFields,
	});

it('are named as they were given where a PSA owns the record', async () => {
	const { id } = bench.organization(1);
	const result = await updateOrganization(1, {
		name: 'Renamed',
		quickNotes: 'Call first',
		otherAttributes: '{"shape": "round"}',
	});
	expect(only(result)).toMatchObject({ quick_notes: 'Call first', _psa_owned: ['name', 'shape'] });
	expect(hintsOf(result)).toEqual([
		`Organization ${id}: the PSA owns it, so IT Glue did not take Name, shape. Change them in the PSA; the sync brings them to IT Glue.`,
	]);
	expect(bench.writes().map(sentBy)).toEqual([
		{ name: 'Renamed', 'quick-notes': 'Call first', shape: 'round' },
		{ 'quick-notes': 'Call first' },
	]);
});

it.each([
	['one', '{"shape": "round"}', 'shape', 'it'],
	['several', '{"shape": "round", "color": 2}', 'shape, color', 'them'],
])(
	'are not sent to a record that exists and does not show them: %s',
	async (_name, otherAttributes, names, them) => {
		const { id, attributes } = bench.organization(2);
		const result = await bench.run('organization', 'create', {
			name: String(attributes.name),
			ifExists: 'updateExisting',
			additionalFields: { otherAttributes },
		});
		expect(only(result)).toMatchObject({ id });
		expect(hintsOf(result)).toEqual([
			`Organization ${id}: IT Glue does not show ${names}, so nothing was compared or sent for ${them}. Use Update to set ${them} in any case.`,
		]);
		expect(bench.writes()).toEqual([]);
	},
);

it('are left out where their expression gives nothing', async () => {
	const result = await updateOrganization(2, {
		quickNotes: 'Call first',
		otherAttributes: '={{ ({ shape: undefined, alert: "Now" }) }}',
	});
	expect(result.status).toBe('success');
	expect(bench.writes().map(sentBy)).toEqual([{ 'quick-notes': 'Call first', alert: 'Now' }]);
});

it('do not change what can only be set on a new record', async () => {
	const device = bench.add('configurations', bench.organization(2), { name: 'Router' });
	const result = await bench.run('configuration', 'update', {
		configurationId: byId(device),
		updateFields: {
			notes: 'In the cellar',
			otherAttributes: '{"configuration_interfaces": [{"ip_address": "192.0.2.7"}]}',
		},
	});
	expect(result.error).toMatchObject({
		message: '"Interfaces" can only be set when a configuration is created',
		description: 'Remove it from Other Attributes (JSON), and change it in IT Glue.',
	});
	expect(bench.writes()).toEqual([]);
});

it('empty a list that is to be replaced as a whole, and no other', async () => {
	const ann = person(bench, 'Ann');
	const empty = async (options: IDataObject): Promise<RunNodeResult> =>
		await bench.run('contact', 'update', {
			contactId: byId(ann),
			updateFields: { otherAttributes: '{"contact_emails": null}' },
			options,
		});
	expect((await empty({})).error).toMatchObject({
		message: '"Emails" cannot be empty',
		description:
			'Given entries are added to the existing ones. To remove all of them, choose the field under the option Replace All.',
	});
	expect(bench.writes()).toEqual([]);
	expect((await empty({ replaceAll: ['contact_emails'] })).status).toBe('success');
	expect(lines(bench.writes())).toEqual([`PATCH /contacts/${ann.id}`]);
	expect(ann.attributes.contact_emails).toEqual([]);
});
