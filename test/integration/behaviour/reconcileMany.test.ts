/** Reconcile at the size of a large account: what it costs is counted in requests, not in seconds. */
import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Sandbox, type StoredRecord } from '../../../sandbox';
import { runNode } from '../../helpers/harness';
import { LONG_TEST_MS } from '../../helpers/patience';

/** More than two full pages; twice as many cost twice the time and show the same. */
const MANY = 2500;
/** A page holds a thousand and begins with the last record of the one before. */
const PAGES = Math.ceil((MANY - 1) / 999);

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ organizations: MANY, configurations: 0 });
}, LONG_TEST_MS);
afterAll(async () => await sandbox.stop());

const name = (record: StoredRecord): string => String(record.attributes.name);

/** The PSA's companies: of three that are linked one was renamed and one is gone; the rest is new to IT Glue. */
function companies(organizations: StoredRecord[]): IDataObject[] {
	const typeOf = ({ attributes }: StoredRecord): string =>
		String(
			sandbox.store.find('organization_types', String(attributes.organization_type_id))?.attributes
				.name,
		);
	return organizations.flatMap((record, at): IDataObject[] => {
		const company = {
			psa_integration_type: 'manage',
			organization_type_id: typeOf(record),
			organization_status_id: sandbox.store.find(
				'organization_statuses',
				String(record.attributes.organization_status_id),
			)?.attributes.name as string,
		};
		const psaId = record.psa?.remoteId;
		if (psaId === undefined)
			return [{ ...company, psa_id: String(100_000 + at), name: `${name(record)} Limited` }];
		if (at % 3 === 0)
			return [{ ...company, psa_id: String(200_000 + at), name: `New ${at} Company` }];
		return [{ ...company, psa_id: psaId, name: at % 3 === 1 ? name(record) : `Former ${at}` }];
	});
}

it(
	`compares ${MANY} organizations with ${MANY} items in a request for each page and look-up`,
	async () => {
		const organizations = sandbox.store.all('organizations');
		const input = companies(organizations);
		expect(input).toHaveLength(MANY);
		sandbox.journal.length = 0;
		const { status, output } = await runNode({
			parameters: {
				resource: 'organization',
				operation: 'reconcile',
				fields: { mappingMode: 'autoMapInputData', value: null },
				options: { summary: true },
			},
			credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url },
			input,
		});
		expect(status).toBe('success');
		expect(sandbox.journal.every(({ method }) => method === 'GET')).toBe(true);
		expect(sandbox.journal).toHaveLength(PAGES + 2);
		const times = (path: string): number =>
			sandbox.journal.filter((entry) => entry.path === path).length;
		expect(['/organizations', '/organization_types', '/organization_statuses'].map(times)).toEqual([
			PAGES,
			1,
			1,
		]);

		const psa = organizations
			.map((record, at) => ({ record, at }))
			.filter(({ record }) => record.psa);
		const count = (remainder: number): number =>
			psa.filter(({ at }) => at % 3 === remainder).length;
		expect(output.at(-1)?.json).toEqual({
			summary: true,
			total: MANY + count(0) + (MANY - psa.length),
			synced: count(1),
			drifted: count(2),
			unsynced: MANY - psa.length,
			mismatched: count(0),
			missing_in_it_glue: MANY - psa.length + count(0),
			ambiguous: 0,
			failed: 0,
			left_out: 0,
		});
		const items = output.slice(0, MANY).map(({ json }) => json);
		expect(items.map(({ psa_id: id }) => id)).toEqual(input.map(({ psa_id: id }) => id));
		// Each name with another legal form is suggested, and what has no near name gets nothing.
		for (const [at, record] of organizations.entries()) {
			const suggested = (items[at]?.suggestions ?? []) as IDataObject[];
			if (!record.psa) expect(suggested.map(({ id }) => id)).toContain(record.id);
			expect(suggested.length).toBeLessThanOrEqual(5);
		}
	},
	LONG_TEST_MS,
);
