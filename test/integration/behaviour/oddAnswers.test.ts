/** Answers with status 200 that do not say what was asked for: the node neither guesses nor goes on as if they had. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Json, StoredRecord } from '../../../sandbox';
import type { RunNodeResult } from '../../helpers/harness';
import { byId, hintsOf, jsons, lines, only, said, useSandbox } from './support';
import { actions, email, person, tolerant, upsert } from './upsertSupport';

const bench = useSandbox();

const META: Json = { 'current-page': 1, 'next-page': null, 'total-pages': 1, 'total-count': 1 };

/** Lets IT Glue answer the next matching request with these words instead of its own. */
const answer = (body: Json, method: string, path: string | RegExp, after = 0): void =>
	bench.sandbox.faults.add({ kind: 'status', status: 200, body, method, path, after });

const requests = (): string[] => lines(bench.sandbox.journal);

describe('a record that is not in the answer for it', () => {
	it.each<[string, Json]>([
		['null', { data: null }],
		['an empty list', { data: [] }],
	])('%s: says so', async (_name, body) => {
		const organization = bench.organization(1);
		answer(body, 'GET', '/organizations');
		const result = await bench.run('organization', 'get', { organizationId: byId(organization) });
		expect(result.error).toMatchObject({
			message: `IT Glue answered without the organization ${organization.id}`,
			description: 'Run it again. If this happens again, check the Base URL of the credential.',
		});
		expect(requests()).toEqual([`GET /organizations/${organization.id}`]);
	});

	it('is changed once more alone where a change of several leaves it out', async () => {
		const people = ['Ann', 'Ben', 'Cid'].map((first) => person(bench, first));
		const [ann, ben, cid] = people as [StoredRecord, StoredRecord, StoredRecord];
		const changed = { id: ben.id, type: 'contacts', attributes: { title: 'Lead' } };
		answer({ data: [changed] }, 'PATCH', /^\/contacts$/);
		const ran = await upsert(bench, {
			resource: 'contact',
			input: ['ann', 'ben', 'cid'].map((name) => ({
				primary_email: `${name}@example.com`,
				title: 'Lead',
			})),
		});
		expect(actions(ran)).toEqual(['updated', 'updated', 'updated']);
		expect(lines(bench.writes())).toEqual([
			'PATCH /contacts',
			`PATCH /contacts/${ann.id}`,
			`PATCH /contacts/${cid.id}`,
		]);
		expect([ann, cid].map(({ attributes }) => attributes.title)).toEqual(['Lead', 'Lead']);
	});
});

describe('Reconcile', () => {
	const reconcile = async (input: IDataObject): Promise<RunNodeResult> =>
		await bench.run(
			'organization',
			'reconcile',
			{ fields: { mappingMode: 'autoMapInputData', value: null } },
			{ input: [input] },
		);

	/** One organization, linked to PSA record 77, as a list that shows no more of it. */
	const list = (id: string, attributes: Attributes): void => {
		const relationships = {
			'adapters-resources': { data: [{ id: '5', type: 'adapters-resources' }] },
		};
		answer(
			{
				data: [{ id, type: 'organizations', attributes, relationships }],
				included: [{ id: '5', type: 'adapters-resources', attributes: { 'remote-id': '77' } }],
				meta: META,
			},
			'GET',
			'/organizations',
		);
	};

	it('does not compare what the list does not show, and says so', async () => {
		const { id } = bench.organization(1);
		list(id, { name: 'Example', 'short-name': 'EX' });
		const result = await reconcile({
			psa_id: '77',
			name: 'Example',
			alert: 'Call first',
			short_name: 'EXA',
		});
		expect(jsons(result)).toEqual([
			{
				status: 'drifted',
				id,
				name: 'Example',
				psa_id: '77',
				psa_integration_type: null,
				psa_name: 'Example',
				differences: { short_name: { it_glue: 'EX', input: 'EXA' } },
			},
		]);
		expect(hintsOf(result).slice(1)).toEqual([
			'IT Glue does not show Alert of organizations here, so it was not compared.',
		]);
		expect(requests()).toEqual(['GET /organizations']);
	});

	it('gives the ID of a type whose name the list does not show', async () => {
		const { id } = bench.organization(1);
		const type = bench.sandbox.store.all('organization_types')[0];
		list(id, { name: 'Example', 'organization-type-id': 5, 'parent-id': null });
		const result = await reconcile({
			psa_id: '77',
			name: 'Example',
			organization_type_id: String(type?.attributes.name),
		});
		expect(only(result)).toMatchObject({
			status: 'drifted',
			differences: { organization_type_id: { it_glue: '5', input: type?.attributes.name } },
		});
	});
});

describe('the PSA link', () => {
	beforeEach(() => bench.assume({ relationshipsOnShowOnly: true }));

	const PSA = { psa_id: '77', psa_integration_type: 'manage' };

	it('is not taken from a filter that lets everything through', async () => {
		const { id } = bench.organization(1);
		const other = { id, type: 'organizations', attributes: { name: 'Example' } };
		answer({ data: [other], meta: META }, 'GET', '/organizations', 1);
		const ran = await upsert(bench, {
			resource: 'organization',
			input: [{ ...PSA, name: 'Example' }],
			by: ['psa_id'],
		});
		expect(ran.error).toMatchObject({
			message: 'IT Glue does not filter organizations by PSA ID here',
			description: 'It returned records for an ID that does not exist. Match by another column.',
		});
		expect(requests()).toEqual(['GET /organizations', 'GET /organizations']);
		expect(bench.sandbox.journal[1]?.query).toEqual({
			'filter[psa_id]': 'no-such-id',
			'filter[psa_integration_type]': 'manage',
			'page[number]': '1',
			'page[size]': '1',
		});
	});

	it('counts where IT Glue says that there is one, but not which', async () => {
		const { id, attributes } = bench.organization(2);
		const included = [{ id: '5', type: 'adapters-resources', attributes: {} }];
		answer(
			{ data: { id, type: 'organizations', attributes: attributes as Json }, included },
			'GET',
			'/organizations/',
		);
		const ran = await upsert(bench, {
			resource: 'organization',
			input: [{ ...PSA, name: String(attributes.name) }],
			by: ['psa_id'],
		});
		expect(ran.error).toMatchObject({
			message: `Organization "${String(attributes.name)}" (ID ${id}) is linked to a PSA record, and IT Glue does not show which`,
			description:
				'Nothing was written. Look at the link in IT Glue: if it is to PSA record 77, match by another column.',
		});
		expect(bench.writes()).toEqual([]);
	});
});

describe('a write without a clear answer', () => {
	const ZOE = { primary_email: 'zoe@example.com', first_name: 'Zoe' };
	const zoe = async (): Promise<RunNodeResult> =>
		await upsert(bench, { resource: 'contact', input: [ZOE] });
	const count = (): number => bench.sandbox.store.all('contacts').length;

	it('is looked for after the second attempt too: one record', async () => {
		const before = count();
		bench.sandbox.faults.add({ kind: 'resetBefore', method: 'POST' });
		bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST' });
		expect(only(await zoe())).toMatchObject({ _action: 'created', _matched_by: null });
		expect(count()).toBe(before + 1);
		expect(lines(bench.writes())).toEqual(['POST /contacts', 'POST /contacts']);
		expect(actions(await zoe())).toEqual(['unchanged']);
	});

	it('is given up after two, with what may have happened', async () => {
		bench.sandbox.faults.add({ kind: 'resetBefore', method: 'POST', times: 2 });
		const { error } = await zoe();
		expect(error?.message).toMatch(/^No answer from IT Glue at 127\.0\.0\.1:\d+$/);
		expect(error?.description).toBe(
			'The contact may have been created. Look for it before you run this again. The connection was closed. Check that n8n can reach this address, and run this again. (ECONNRESET, tried once)',
		);
		expect(requests()).toEqual([
			'GET /contacts',
			'POST /contacts',
			'GET /contacts',
			'POST /contacts',
			'GET /contacts',
		]);
	});
});

describe('a create that IT Glue refuses', () => {
	it('as taken, where nothing like it is to be seen: in its own words', async () => {
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			body: { errors: [{ status: 422, title: 'Invalid', detail: 'Name has already been taken' }] },
		});
		const result = await bench.run('organization', 'create', {
			name: 'Brand New Example',
			ifExists: 'updateExisting',
		});
		expect(result.error?.message).toBe('Name has already been taken');
		expect(requests()).toEqual(['GET /organizations', 'POST /organizations', 'GET /organizations']);
	});

	it('for the very address that it is matched by: not sent without it', async () => {
		// Passes our own check, not the sandbox's: a dot stands before its @.
		const ran = await upsert(bench, {
			resource: 'contact',
			input: [{ primary_email: 'ann.@example.com', first_name: 'Ann' }],
			options: { invalidEmails: 'drop' },
		});
		expect(ran.error).toMatchObject({
			message: "Contact email is invalid: 'ann.@example.com' is not a valid email address (Emails)",
			description: 'Correct the value and run this again. Nothing was changed.',
		});
		expect(lines(bench.writes())).toEqual(['POST /contacts']);
	});

	const PEOPLE = ['Uma', 'Vic'].map((first) => ({
		primary_email: `${first.toLowerCase()}@example.com`,
		first_name: first,
	}));
	const together = async (): Promise<RunNodeResult> =>
		await tolerant(bench, { resource: 'contact', input: PEOPLE, options: { createInBulk: true } });
	const failures = (ran: RunNodeResult): unknown[] =>
		jsons(ran).map(({ error, details }) => [error, (details as IDataObject).request]);

	it('for the key, of several at once: none is tried alone', async () => {
		const { id } = bench.organization(2);
		bench.sandbox.faults.add({ kind: 'status', status: 403, method: 'POST' });
		const path = `POST /organizations/${id}/relationships/contacts`;
		expect(failures(await together())).toEqual([
			['IT Glue refused this API key', path],
			['IT Glue refused this API key', path],
		]);
		expect(requests()).toEqual(['GET /contacts', path]);
	});

	it('of several at once, where it then cannot be seen which exist: none is sent again', async () => {
		const { id } = bench.organization(2);
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'POST' });
		bench.sandbox.faults.add({ kind: 'status', status: 403, method: 'GET', after: 1 });
		expect(failures(await together())).toEqual([
			['IT Glue refused this API key', 'GET /contacts'],
			['IT Glue refused this API key', 'GET /contacts'],
		]);
		expect(requests()).toEqual([
			'GET /contacts',
			`POST /organizations/${id}/relationships/contacts`,
			'GET /contacts',
		]);
	});
});

describe('lists that are replaced as a whole', () => {
	const twice = async (address: string, more: IDataObject[]): Promise<RunNodeResult> =>
		await upsert(bench, {
			resource: 'contact',
			input: more.map((one) => ({ primary_email: address, ...one })),
			options: { replaceAll: ['contact_emails'] },
		});
	const emails = (record: StoredRecord): unknown =>
		(record.attributes.contact_emails as IDataObject[]).map(({ value, primary }) => [
			value,
			primary,
		]);

	it('keep what both items were matched by, and hold what either gives', async () => {
		const old = email('old@example.com', { primary: false });
		const ann = person(bench, 'Ann', { contact_emails: [email('ann@example.com'), old] as Json });
		const ran = await twice('ann@example.com', [
			{ contact_emails: ['b@example.com'] },
			{ contact_emails: ['c@example.com'] },
		]);
		expect(said(ran)).toBe('(success)');
		expect(
			jsons(ran).map(({ _action, _superseded_by_item }) => [_action, _superseded_by_item]),
		).toEqual([
			['unchanged', 1],
			['updated', undefined],
		]);
		expect(emails(ann)).toEqual([
			['ann@example.com', true],
			['b@example.com', false],
			['c@example.com', false],
		]);
		expect(lines(bench.writes())).toEqual([`PATCH /contacts/${ann.id}`]);
	});

	it('do so where the items know the record by different addresses; the later one is its primary one', async () => {
		const old = email('old@example.com', { primary: false });
		const ann = person(bench, 'Ann', { contact_emails: [email('ann@example.com'), old] as Json });
		const ran = await upsert(bench, {
			resource: 'contact',
			input: [
				{ primary_email: 'ann@example.com', contact_emails: ['b@example.com'] },
				{ primary_email: 'old@example.com', contact_emails: ['c@example.com'] },
			],
			options: { replaceAll: ['contact_emails'] },
		});
		expect(said(ran)).toBe('(success)');
		expect((emails(ann) as string[][]).sort()).toEqual([
			['ann@example.com', false],
			['b@example.com', false],
			['c@example.com', false],
			['old@example.com', true],
		]);
	});
});
