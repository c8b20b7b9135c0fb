/** What ends an operation: a stop that comes at once, deletes that were none, a node that cannot start. */
import type { StoredRecord } from '../../../sandbox';
import { byId, byName, jsons, lines, only, said, sentBy, useSandbox } from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);

describe('an execution that stops at a create that IT Glue refuses for its type', () => {
	it('starts nothing more, however long it takes to learn which types there are', async () => {
		// The first to arrive is refused at once; all others are under way for longer than that.
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			path: '/contacts',
			body: {
				errors: [
					{
						status: 422,
						title: 'Unprocessable Entity',
						detail: 'Contact type must exist',
						source: { pointer: 'contact_type_id' },
					},
				],
			},
		});
		bench.sandbox.faults.add({
			kind: 'slow',
			method: 'POST',
			path: '/contacts',
			times: Infinity,
			delayMs: 300,
		});
		bench.sandbox.faults.add({ kind: 'slow', path: '/contact_types', times: 1, delayMs: 900 });
		const before = bench.within('contacts', home()).length;
		const type = bench.sandbox.store.all('contact_types')[0]?.id ?? '';
		const result = await bench.run(
			'contact',
			'create',
			{
				organizationId: byId(home()),
				firstName: 'Person',
				lastName: '={{ $json.last }}',
				ifExists: 'createAnyway',
				additionalFields: { contactTypeId: type },
			},
			{ input: Array.from({ length: 120 }, (_each, at) => ({ last: `Number${at}` })) },
		);
		expect(said(result)).toMatch(/Contact Type.*Technical.*Written before the stop: items /);
		const asked = lines(bench.sandbox.journal);
		expect(asked.filter((line) => line === 'POST /contacts').length).toBeLessThanOrEqual(20);
		expect(bench.within('contacts', home())).toHaveLength(before + bench.writes().length - 1);
		// The list of types is there for the message, and nothing was asked after it.
		expect(asked.slice(-1)).toEqual(['GET /contact_types']);
		expect(bench.sandbox.journal.every(({ status }) => status !== 0)).toBe(true);
	});
});

describe('Delete', () => {
	it.each([[''], ['  '], [null], [undefined]])(
		'does not take %j for the name of an organization that has none',
		async (typed) => {
			const organization = bench.add('organizations', home(), { name: '' });
			for (const name of ['', '  ', null]) {
				bench.sandbox.store.update(organization, { name });
				const result = await bench.run(
					'organization',
					'delete',
					{ organizationId: byId(organization), confirmName: '={{ $json.typed }}' },
					{ input: [{ typed }] },
				);
				expect(said(result)).toMatch(/"Confirm Name" does not match/);
				expect(bench.writes()).toEqual([]);
				expect(bench.stored(organization).id).toBe(organization.id);
			}
		},
	);

	it.each([
		['nothing', () => []],
		['another record', () => [{ id: '77', type: 'contacts', attributes: {} }]],
	])('that was answered with %s is reported as not done', async (_name, data) => {
		const contact = bench.within('contacts', home())[0] as StoredRecord;
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'DELETE',
			path: '/contacts',
			body: { data: data() },
		});
		const result = await bench.run('contact', 'delete', { contactId: byId(contact) });
		expect(result.output).toEqual([]);
		expect(said(result)).toMatch(new RegExp(`IT Glue did not delete contact ${contact.id}`));
		expect(lines(bench.writes())).toEqual(['DELETE /contacts']);
	});

	it('that was answered with the record is done', async () => {
		const contact = bench.within('contacts', home())[0] as StoredRecord;
		bench.assume({ bulkDeleteAnswers204: false });
		const result = await bench.run('contact', 'delete', { contactId: byId(contact) });
		expect(only(result)).toEqual({ deleted: true, id: contact.id });
	});
});

describe('a node that cannot start', () => {
	const input = [{ own: 0 }, { own: 1 }, { own: 2 }];
	const run = async (onError?: 'continueRegularOutput' | 'continueErrorOutput') =>
		await bench.run(
			'contact',
			'getAll',
			{ returnAll: true },
			{ input, credentials: { baseUrl: 'ftp://x' }, ...(onError && { onError }) },
		);
	const failed = {
		error: expect.stringMatching(/https:\/\/ or http:\/\//) as unknown,
		message: expect.any(String) as unknown,
		details: expect.objectContaining({}) as unknown,
	};

	it('stops', async () => {
		const result = await run();
		expect(result.status).toBe('error');
		expect(said(result)).toMatch(/https:\/\/ or http:\/\//);
		expect(result.output).toEqual([]);
	});

	it('fails every item in the regular output, never passing the input on as if it were done', async () => {
		const result = await run('continueRegularOutput');
		expect(jsons(result)).toEqual([failed, failed, failed]);
		expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
		expect(result.errorOutput).toEqual([]);
	});

	it('sends every item to the error output and none to the success output', async () => {
		const result = await run('continueErrorOutput');
		expect(result.output).toEqual([]);
		expect(result.errorOutput.map(({ json }) => json)).toEqual(
			input.map((item) => ({ ...item, ...failed })),
		);
	});

	afterEach(() => expect(bench.sandbox.journal).toEqual([]));
});

describe('Unarchive', () => {
	const statusId = (name: string): number =>
		Number(
			bench.sandbox.store
				.all('organization_statuses')
				.find(({ attributes }) => attributes.name === name)?.id,
		);
	const archived = (alert: string): StoredRecord => {
		bench.sandbox.store.update(home(), { alert, organization_status_id: statusId('Archived') });
		return home();
	};
	const unarchive = async () =>
		await bench.run('organization', 'unarchive', { organizationId: byId(home()) });

	it.each(['Call the owner first', 'Was archived once', 'UNARCHIVED 2026'])(
		'leaves the alert "%s" alone: it is not from archiving',
		async (alert) => {
			archived(alert);
			expect(only(await unarchive())).toMatchObject({ organization_status_name: 'Active', alert });
			expect(bench.writes().map(sentBy)).toEqual([
				{ 'organization-status-id': statusId('Active') },
			]);
		},
	);

	it('clears the alert of archiving once the status is set', async () => {
		archived('ARCHIVED: 2026-01-31 - Contract ended');
		expect(only(await unarchive())).toMatchObject({ alert: null });
		expect(bench.writes().map((entry) => Object.keys(sentBy(entry)))).toEqual([
			['organization-status-id'],
			['alert'],
		]);
	});

	it('leaves it where the status was refused', async () => {
		archived('ARCHIVED: 2026-01-31');
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'PATCH' });
		expect((await unarchive()).status).toBe('error');
		expect(bench.stored(home()).attributes.alert).toBe('ARCHIVED: 2026-01-31');
		expect(bench.writes()).toHaveLength(1);
	});
});

describe('Get Primary', () => {
	it('is an empty success with a hint where the account has no type Primary', async () => {
		const type = bench.sandbox.store
			.all('contact_types')
			.find(({ attributes }) => attributes.name === 'Primary') as StoredRecord;
		bench.sandbox.store.update(type, { name: 'Main' });
		const result = await bench.run('contact', 'getPrimary', {
			organizationId: byName(String(home().attributes.name)),
		});
		expect(said(result)).toBe('(success)');
		expect(result.output).toEqual([]);
		expect(result.hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/There is no Contact Type "Primary".*nothing is returned.*Main/),
		]);
	});
});
