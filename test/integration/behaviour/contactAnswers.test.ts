/** Contacts: names given in parts, and what IT Glue says of email addresses. */
import type { IDataObject } from 'n8n-workflow';
import type { Json } from '../../../sandbox';
import type { RunNodeResult } from '../../helpers/harness';
import { byId, hintsOf, jsons, lines, only, sentBy, useSandbox } from './support';
import { person } from './upsertSupport';

const bench = useSandbox();

const create = async (parameters: IDataObject): Promise<RunNodeResult> =>
	await bench.run('contact', 'create', {
		organizationId: byId(bench.organization(2)),
		...parameters,
	});

describe('a full name beside one of its parts', () => {
	const NAME = { additionalFields: { name: 'Mary Ann Lee' } };

	it.each<[string, IDataObject, IDataObject]>([
		['the first', { firstName: 'Mary Ann' }, { 'first-name': 'Mary Ann', 'last-name': 'Lee' }],
		['the last', { lastName: 'Lee' }, { 'first-name': 'Mary Ann', 'last-name': 'Lee' }],
		[
			'the last, of two words',
			{ lastName: 'Ann Lee' },
			{ 'first-name': 'Mary', 'last-name': 'Ann Lee' },
		],
	])('%s: the other is what it leaves', async (_name, part, sent) => {
		const result = await create({ ...NAME, ...part });
		expect(only(result)).toMatchObject({ name: 'Mary Ann Lee' });
		expect(sentBy(bench.writes()[0])).toMatchObject(sent);
	});

	it.each([
		['firstName', 'First'],
		['lastName', 'Smith'],
		['lastName', 'e'],
	])('%s "%s" is none of its parts: refused', async (param, value) => {
		const result = await create({ ...NAME, [param]: value });
		expect(result.error).toMatchObject({
			message: `Full Name says "Mary Ann Lee" but First Name and Last Name say "${value}"`,
			description: 'Use either Full Name or the other two.',
		});
		expect(bench.writes()).toEqual([]);
	});
});

describe('Drop and Report, where IT Glue refuses', () => {
	const refuse = (error: Json): void =>
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			body: { errors: [error] },
		});
	const drop = async (...values: string[]): Promise<RunNodeResult> =>
		await create({
			firstName: 'Robin',
			contactEmails: { email: values.map((value) => ({ value })) },
			options: { invalidEmails: 'drop' },
		});

	it('an address that it names without quotes, in a title alone: leaves that one out', async () => {
		refuse({ status: 422, title: 'Email bad@example.com is invalid.' });
		const result = await drop('bad@example.com', 'good@example.com');
		expect(only(result)).toMatchObject({
			primary_email: 'good@example.com',
			_dropped_emails: ['bad@example.com'],
		});
		expect(hintsOf(result)).toEqual([
			'Left out, because IT Glue would refuse it: bad@example.com.',
		]);
	});

	it('emails without naming any of those given: nothing is left out', async () => {
		refuse({ status: 422, detail: 'Email nobody@example.com is not wanted here' });
		const result = await drop('bad@example.com');
		expect(result.error?.message).toBe('Email nobody@example.com is not wanted here');
		expect(lines(bench.writes())).toEqual(['POST /contacts']);
	});
});

it('an entry without an address is no match for Any Email', async () => {
	const entry = (value: string): Json => [{ value, primary: true, 'label-name': 'Work' }];
	person(bench, 'Odd', { contact_emails: [{ 'label-name': 'Work' }] });
	const ann = person(bench, 'Ann', { contact_emails: entry('ann@example.org') });
	const result = await bench.run('contact', 'getAll', {
		organizationId: byId(bench.organization(2)),
		filters: { email: 'ANN@example.org' },
	});
	expect(jsons(result).map(({ id }) => id)).toEqual([ann.id]);
});
