/** Passwords that exist already: which one is meant, and what becomes of its value. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { byId, hintsOf, only, sentBy, useSandbox } from './support';

const bench = useSandbox({ journalSecrets: true });

const home = (): StoredRecord => bench.organization(2);

const create = async (parameters: IDataObject) =>
	await bench.run('password', 'create', {
		organizationId: byId(home()),
		ifExists: 'updateExisting',
		...parameters,
	});

describe('general and embedded passwords of one name', () => {
	const host = (): StoredRecord => bench.within('configurations', home())[0] as StoredRecord;
	const embedding = (): IDataObject => ({
		resourceType: 'Configuration',
		resourceId: host().id,
	});
	const stored = (embedded: boolean): StoredRecord =>
		bench.add('passwords', home(), {
			name: 'Local Admin',
			username: 'before',
			password: 'stored-value-1',
			resource_id: embedded ? Number(host().id) : null,
			resource_type: embedded ? 'Configuration' : null,
			archived: false,
		});

	it.each([
		['a general one does not match an embedded one', true],
		['an embedded one does not match a general one', false],
	])('%s', async (_name, embedded) => {
		const known = stored(embedded);
		const parameters = {
			name: 'local admin',
			password: 'new-value-2',
			username: 'after',
			additionalFields: embedded ? {} : embedding(),
		};
		const result = await create(parameters);
		expect(only(result).id).not.toBe(known.id);
		expect(bench.stored(known).attributes).toMatchObject({ username: 'before' });
		const rerun = await create(parameters);
		expect(only(rerun).id).toBe(only(result).id);
	});

	it('each matches its own kind', async () => {
		const [general, embedded] = [stored(false), stored(true)];
		for (const [known, more] of [
			[general, {}],
			[embedded, embedding()],
		] as const) {
			const additionalFields = more;
			const result = await create({
				name: 'Local Admin',
				password: 'x',
				username: 'after',
				additionalFields,
			});
			expect(only(result)).toMatchObject({ id: known.id, username: 'after' });
		}
	});
});

describe('the value of a password that exists', () => {
	const known = (): StoredRecord =>
		bench.add('passwords', home(), {
			name: 'Firewall',
			password: 'old-Value-1',
			otp_secret: 'OLDSECRETABCDEFG',
			resource_id: null,
			archived: false,
		});
	const given = {
		name: 'Firewall',
		password: 'new-Value-2',
		additionalFields: { otpSecret: 'NEWSECRETABCDEFG' },
	};

	it('stays as it is, and a hint says so', async () => {
		const record = known();
		const result = await create(given);
		expect(only(result)).toMatchObject({ id: record.id });
		expect(bench.writes()).toEqual([]);
		expect(hintsOf(result)).toEqual([
			expect.stringMatching(
				new RegExp(`Password ${record.id} .*Password and One-Time Password Secret did not change`),
			),
		]);
		expect(bench.stored(record).attributes).toMatchObject({
			password: 'old-Value-1',
			otp_secret: 'OLDSECRETABCDEFG',
		});
	});

	it('is written with Always Write, as is the one-time-password secret', async () => {
		const record = known();
		const result = await create({ ...given, options: { existingPassword: 'write' } });
		expect(only(result)).toMatchObject({ id: record.id });
		expect(bench.stored(record).attributes).toMatchObject({
			password: 'new-Value-2',
			otp_secret: 'NEWSECRETABCDEFG',
		});
		expect(hintsOf(result)).toEqual([]);
		expect(result.everything).not.toMatch(/(new|old)-Value|SECRETABCDEFG/);
	});

	it('is generated where none is given: 24 characters, never the same, never shown', async () => {
		const generate = async (name: string) =>
			await create({ name, password: '', generateValue: true });
		const results = [await generate('One'), await generate('Two')];
		const values = results.map((result) =>
			String(bench.stored(String(only(result).id), 'passwords').attributes.password),
		);
		expect(values.map(({ length }) => length)).toEqual([24, 24]);
		expect(values[0]).not.toBe(values[1]);
		for (const result of results) {
			for (const value of values) expect(result.everything).not.toContain(value);
		}
	});

	it('is not generated where one is given', async () => {
		const result = await create({
			name: 'Own',
			password: 'own-Value-3',
			generateValue: true,
		});
		expect(bench.stored(String(only(result).id), 'passwords').attributes.password).toBe(
			'own-Value-3',
		);
		expect(sentBy(bench.writes()[0])).toMatchObject({ password: 'own-Value-3' });
	});
});
