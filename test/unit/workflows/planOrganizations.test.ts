/** What the sync of organizations makes of what Reconcile says. */
import {
	comparable,
	planOrganizations,
} from '../../../workflows/source/code/planOrganizations.mjs';
import { company } from './companies';

const SETTINGS = {
	createMissing: true,
	createTypes: 'Client, Customer',
	createStatuses: 'Active',
	organizationType: 'Customer',
	organizationStatus: 'Active',
	inactiveStatuses: 'Inactive',
	descriptionPrefix: 'PSA:',
};

const organization = (id: string, name: string, more: object = {}) => ({ id, name, ...more });

const planned = (sources: Partial<Parameters<typeof planOrganizations>[0]>) =>
	planOrganizations({
		settings: SETTINGS,
		companies: [],
		reconciled: [],
		organizations: [],
		rows: [],
		...sources,
	});

const missing = (
	psa_id: string,
	psa_name: string,
	suggestions: Array<{ id: string; name: string }> = [],
) => ({
	status: 'missing_in_it_glue',
	psa_id,
	psa_name,
	suggestions,
});

describe('companies that IT Glue lacks', () => {
	it('are created only if they are of a type and a status that is wanted, and told of only then', () => {
		const companies = [
			company('1', 'Client Example'),
			company('2', 'Vendor Example', { types: ['Vendor'] }),
			company('3', 'Both Example', { types: ['Vendor', 'client'] }),
			company('4', 'Former Example', { status: 'Inactive', active: false }),
			company('5', 'Trial Example', { status: 'Trial' }),
		];
		const { items, findings, counts } = planned({
			companies,
			reconciled: companies.map(({ id, name }) => missing(id, name)),
		});
		expect(items.map(({ name }) => name)).toEqual(['Client Example', 'Both Example']);
		expect(findings).toEqual([]);
		expect(counts).toMatchObject({ companies: 5, not_wanted: 3 });
	});

	it('are told of, and not created, where the PSA has several of one name', () => {
		const companies = [company('1', 'Twin Example'), company('2', 'twin example ')];
		const { items, findings } = planned({
			companies,
			reconciled: companies.map(({ id, name }) => missing(id, name)),
		});
		expect(items).toEqual([]);
		expect(findings.map(({ key }) => key)).toEqual(['namesake 1', 'namesake 2']);
	});

	it('are told of where a similar name exists, or creating is off', () => {
		const companies = [company('1', 'Acme Limited')];
		const similar = planned({
			companies,
			reconciled: [missing('1', 'Acme Limited', [{ id: '7', name: 'Acme Ltd' }])],
		});
		expect(similar.items).toEqual([]);
		expect(similar.findings).toMatchObject([
			{ key: 'missing 1', text: expect.stringContaining('Acme Ltd (7)') },
		]);
		const off = planned({
			settings: { ...SETTINGS, createMissing: false },
			companies,
			reconciled: [missing('1', 'Acme Limited')],
		});
		expect(off.items).toEqual([]);
		expect(off.findings).toHaveLength(1);
	});

	it('are known under their old name by the memory', () => {
		const { items, findings } = planned({
			companies: [company('1', 'New Name')],
			reconciled: [missing('1', 'New Name')],
			organizations: [organization('7', 'Old Name')],
			rows: [{ id: 1, kind: 'id', key: '1', value: '7' }],
		});
		expect(items).toMatchObject([{ id: '7', name: '' }]);
		expect(findings).toMatchObject([
			{
				kind: 'renamed',
				text: 'Old Name is called New Name in the PSA now. Rename the organization, or match the two in IT Glue.',
			},
		]);
	});
});

describe('organizations that exist', () => {
	it('are remembered also where a colleague wrote the description: the company may be renamed', () => {
		const { items, known } = planned({
			companies: [company('1', 'Home Example')],
			reconciled: [{ status: 'unsynced', psa_id: '1', id: '7' }],
			organizations: [organization('7', 'Home Example', { description: 'Since 2012' })],
		});
		expect(items).toEqual([]);
		expect(known).toEqual([{ key: '1', id: '7' }]);
	});

	const linked = (id: string) => ({
		status: 'synced',
		psa_id: '1',
		psa_name: 'Acme',
		id,
		name: 'Acme',
	});

	it.each([
		[null, 1],
		['  ', 1],
		['PSA: of last night', 1],
		["A colleague's words", 0],
	])('with the description %j get %d new ones', (description, count) => {
		const { items } = planned({
			companies: [company('1', 'Acme', { city: 'Fairview', state: 'OR' })],
			reconciled: [linked('7')],
			organizations: [organization('7', 'Acme', { description })],
		});
		expect(items).toHaveLength(count);
		if (count > 0) expect(items[0]?.description).toBe('PSA: Acme · Active · Fairview, OR');
	});

	it('whose company is no longer active are told of, unless they are retired already', () => {
		const sources = {
			companies: [company('1', 'Acme', { active: false, status: 'Inactive' })],
			reconciled: [linked('7')],
		};
		const open = planned({ ...sources, organizations: [organization('7', 'Acme')] });
		expect(open.findings).toMatchObject([{ kind: 'to offboard' }]);
		const retired = organization('7', 'Acme', { organization_status_name: 'inactive' });
		expect(planned({ ...sources, organizations: [retired] }).findings).toEqual([]);
	});

	it('whose company is gone are told of by what became of it', () => {
		const row = { status: 'mismatched', psa_id: '9', id: '7', name: 'Acme' };
		const gone = planned({ reconciled: [row], organizations: [organization('7', 'Acme')] });
		expect(gone.findings[0]?.text).toContain('is not in the PSA any more');
		const deleted = planned({
			companies: [company('9', 'Acme', { deleted: true })],
			reconciled: [row],
			organizations: [organization('7', 'Acme')],
		});
		expect(deleted.findings[0]?.text).toContain('was deleted in the PSA');
	});
});

it('compares all companies but those that are deleted or have no name', () => {
	const companies = [
		company('1', ' Acme '),
		company('2', 'Gone', { deleted: true }),
		company('3', ' '),
		company('4', 'Vendor', { types: ['Vendor'], active: false }),
	];
	expect(comparable(companies, '')).toEqual([
		{ psa_id: '1', psa_integration_type: 'manage', name: 'Acme' },
		{ psa_id: '4', psa_integration_type: 'manage', name: 'Vendor' },
	]);
	expect(comparable(companies, 'syncro')[0]?.psa_integration_type).toBe('syncro');
});

it('a company that could not be compared is told, and keeps nothing else from happening', () => {
	const { items, findings } = planned({
		companies: [company('1', 'Client Example')],
		reconciled: [
			{ status: 'failed', error: '"Name" must be text', message: 'It is an object.' },
			missing('1', 'Client Example'),
		],
	});
	expect(findings.map(({ text }) => text)).toEqual([
		'A company of the PSA could not be compared. "Name" must be text. It is an object.',
	]);
	expect(items).toHaveLength(1);
});
