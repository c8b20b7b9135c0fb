/** What the weekly report makes of what Reconcile says. */
import { verify } from '../../../workflows/source/code/verify.mjs';
import { company } from './companies';

const SETTINGS = {
	companyTypes: 'Client, Customer',
	onlyProblems: true,
	brakePercent: 20,
	itGlueAddress: 'https://example.itglue.com',
};

type Sources = Parameters<typeof verify>[0];
type Report = Record<string, unknown> & {
	review: Array<Record<string, unknown>>;
	remember: unknown[];
	forget: unknown[];
};

const verified = (sources: Partial<Sources>) =>
	verify({
		settings: SETTINGS,
		companies: [],
		compared: [],
		rows: [],
		now: Date.UTC(2026, 0, 5, 6),
		...sources,
	}) as Report;

const lineOf = ({ status, details }: Record<string, unknown>) =>
	`${String(status)}: ${String(details)}`;

const MISSING = { status: 'missing_in_it_glue', psa_id: '1', psa_name: 'Acme Example' };

it('says of each status what it means, the worst first', () => {
	const { review, digest } = verified({
		companies: [company('1', 'Acme Example'), company('3', 'Gone Example', { deleted: true })],
		compared: [
			{ status: 'synced', id: '9', name: 'Fine Example', psa_id: '8' },
			{
				status: 'drifted',
				id: '10',
				name: 'Old Example',
				psa_id: '5',
				psa_name: 'New Example',
				differences: { name: { it_glue: 'Old Example', input: 'New Example' } },
			},
			{ status: 'unsynced', id: '11', name: 'Alone Example' },
			{ status: 'unsynced', id: '12', name: 'Twin Example', psa_id: '6', psa_name: 'Twin Example' },
			{ ...MISSING, suggestions: [{ id: '20', name: 'Acme Examples' }] },
			{ status: 'mismatched', id: '13', name: 'Lost Example', psa_id: '2' },
			{ status: 'mismatched', id: '14', name: 'Deleted Example', psa_id: '3' },
			{
				status: 'ambiguous',
				psa_id: '7',
				psa_name: 'Double Example',
				candidates: [
					{ id: '30', name: 'Double Example' },
					{ id: '31', name: 'DOUBLE EXAMPLE' },
				],
			},
		],
	});
	expect(review.map(lineOf)).toEqual([
		expect.stringMatching(/^ambiguous: Double Example \(30\), DOUBLE EXAMPLE \(31\) may be/),
		expect.stringMatching(/^mismatched: Linked to company 3, which was deleted in the PSA\./),
		expect.stringMatching(/^mismatched: Linked to company 2, which no longer exists in the PSA/),
		expect.stringMatching(/^missing_in_it_glue: .*similar names are Acme Examples \(20\)/),
		'unsynced: No PSA link, and no company has this name.',
		expect.stringMatching(/^unsynced: No PSA link, but company 6 has the same name/),
		'drifted: name: "Old Example" in IT Glue, "New Example" in the PSA',
	]);
	expect(review[0]).toMatchObject({ organization: '', company: 'Double Example', url: '' });
	expect(review[1]).toMatchObject({ url: 'https://example.itglue.com/14', new: true });
	expect(digest).toMatch(/^companies: 2, ambiguous: 1, mismatched: 2, /);
});

it.each([
	['a vendor', { types: ['Vendor'] }],
	['an inactive one', { active: false }],
])('leaves out a company that IT Glue lacks if it is %s, and counts it', (_what, more) => {
	const companies = [company('1', 'Acme Example', more)];
	expect(verified({ companies, compared: [MISSING] })).toMatchObject({
		review: [],
		not_wanted: 1,
		worth_telling: false,
	});
	const linked = { status: 'synced', id: '9', name: 'Acme Example', psa_id: '1' };
	expect(verified({ companies, compared: [linked] })).toMatchObject({ synced: 1, not_wanted: 0 });
});

it('tells what was told once more only when it was gone in between', () => {
	const companies = [company('1', 'Acme Example')];
	const first = verified({ companies, compared: [MISSING] });
	expect(first).toMatchObject({ worth_telling: true, forget: [] });
	const rows = first.remember.map((row, at) => ({ ...(row as object), id: at + 1 }));
	const second = verified({ companies, compared: [MISSING], rows });
	expect(second).toMatchObject({ worth_telling: false, remember: [], forget: [] });
	expect(second.review).toEqual([expect.objectContaining({ new: false })]);
	expect(verified({ companies, compared: [], rows })).toMatchObject({ forget: [{ id: 1 }] });
});

it('compares nothing when the PSA gives far fewer companies than last time', () => {
	const run = { started: '', ended: '', count: 100 };
	const rows = [{ id: 1, kind: 'run', key: 'last', value: JSON.stringify(run) }];
	const report = verified({ companies: [company('1', 'Acme Example')], compared: [MISSING], rows });
	expect(report).toMatchObject({ review: [], remember: [], forget: [], worth_telling: true });
	expect(report.digest).toMatch(/^Nothing was compared\. The source gave 1 records, 100 in/);
});

it('names what could not be compared before everything else', () => {
	const { review } = verified({
		companies: [company('1', 'Acme Example')],
		compared: [
			MISSING,
			{ status: 'failed', error: '"Name" must be text', message: 'It is an object.' },
		],
	});
	expect(review.map(lineOf)[0]).toBe('failed: Not compared. "Name" must be text. It is an object.');
});
