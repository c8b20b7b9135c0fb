/** Secrets do not leave the node, however deep in an answer they sit; what is no secret does. */
import type { Json, StoredRecord } from '../../../sandbox';
import { byId, jsons, only, said, useSandbox } from './support';

const bench = useSandbox({ journalSecrets: true });

const VALUE = 'marked-Value-7Q!x';

const home = (): StoredRecord => bench.organization(2);

describe('a secret deep inside an answer', () => {
	/** Every spelling, in objects, lists and lists of lists. */
	const hiding = (): Record<string, Json> => ({
		name: 'Kept',
		password: VALUE,
		otpSecret: VALUE,
		'otp-secret': VALUE,
		OTP_SECRET: VALUE,
		versions: [
			{ password: VALUE, author: 'Ann' },
			[{ Password: VALUE, deep: { otpSecret: VALUE } }],
		],
		credentials: { admin: { password: VALUE, user: 'root' } },
	});
	const record = (type: string, id: string): Json => ({
		id,
		type,
		attributes: { ...hiding(), 'organization-id': Number(home().id) },
		relationships: {
			passwords: {
				data: [{ id: '8', type: 'passwords', meta: { otpSecret: VALUE } }],
				meta: { last: { password: VALUE } },
			},
		},
		meta: { otp_secret: VALUE },
	});
	const page = { 'current-page': 1, 'next-page': null, 'total-pages': 1, 'total-count': 1 };
	const included = (): Json[] => [record('passwords', '8'), record('attachments', '9')];

	const CASES = ['configuration', 'password'].flatMap((resource) =>
		['get', 'getAll'].flatMap((operation) =>
			[true, false].map((simplify): [string, string, boolean] => [resource, operation, simplify]),
		),
	);
	it.each(CASES)('does not leave: %s %s, simplify %s', async (resource, operation, simplify) => {
		const main = record(`${resource}s`, '7');
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			path: `/${resource}s`,
			times: Infinity,
			body:
				operation === 'get'
					? { data: main, included: included() }
					: { data: [main], included: included(), meta: page },
		});
		const result = await bench.run(resource, operation, {
			[`${resource}Id`]: byId('7'),
			simplify,
			options: { include: ['attachments'] },
		});
		expect(said(result)).toBe('(success)');
		const shown = JSON.stringify(only(result));
		// What is beside the secrets stays.
		expect(shown).toContain('Kept');
		expect(shown).toContain('Ann');
		expect(shown).toContain('root');
		expect(result.everything).not.toContain(VALUE);
	});

	it('does not leave with the answer to a write', async () => {
		const contact = bench.within('contacts', home())[0] as StoredRecord;
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'PATCH',
			path: '/contacts',
			body: { data: record('contacts', contact.id) },
		});
		for (const simplify of [true, false]) {
			const updateFields = { title: 'CEO' };
			const result = await bench.run('contact', 'update', {
				contactId: byId(contact),
				updateFields,
				simplify,
			});
			expect(said(result)).toBe('(success)');
			expect(result.everything).not.toContain(VALUE);
		}
	});
});

describe('Include Password Value', () => {
	it('gives the value beside the Fields to Return', async () => {
		const record = bench.add('passwords', home(), {
			name: 'Marked',
			username: 'admin',
			password: VALUE,
		});
		const result = await bench.run('password', 'get', {
			passwordId: byId(record),
			includePasswordValue: true,
			options: { fields: ['name'] },
		});
		expect(only(result)).toEqual(
			expect.objectContaining({ id: record.id, name: 'Marked', password: VALUE }),
		);
		expect(only(result)).not.toHaveProperty('username');
	});
});

it('the records of an included list keep what is no secret', async () => {
	const result = await bench.run('password', 'getAll', {
		organizationId: byId(home()),
		returnAll: true,
	});
	for (const record of jsons(result)) {
		expect(record).toHaveProperty('otp_enabled');
		expect(record).toHaveProperty('password_updated_at');
	}
});
