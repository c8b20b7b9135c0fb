/** The world of the nights, and the judge: it has to see whatever a sync may do wrong. */
import type { AxiosInstance } from 'axios';
import type { Sandbox, StoredRecord } from '../../sandbox';
import { bench, client, stopAll } from './client';

const SIZE = { companies: 40, contacts: 120, devices: 120 };
const NOTHING = { organizations: [], contacts: [], devices: [] };

let sandbox: Sandbox;
let admin: AxiosInstance;

const problems = async (complete = false): Promise<string[]> =>
	(await admin.post('/nights/judge', { complete, told: NOTHING })).data.problems as string[];

const nextDay = async (): Promise<Record<string, number>> =>
	(await admin.post('/nights/next')).data.stories as Record<string, number>;

const firstOf = (
	type: string,
	fits: (record: StoredRecord) => boolean = () => true,
): StoredRecord => {
	const found = sandbox.store.all(type).find(fits);
	if (found === undefined) throw new Error(`no ${type}`);
	return found;
};

beforeAll(async () => {
	({ sandbox } = await bench());
	admin = client(`${sandbox.url}/_sandbox`, undefined, 'application/json');
});

beforeEach(async () => {
	await admin.post('/nights', SIZE);
});

afterAll(stopAll);

describe('the world', () => {
	const shown = () =>
		JSON.stringify([sandbox.psa.companies, sandbox.psa.contacts, sandbox.psa.devices]);

	it('is the same each time, and has as many records as asked for', async () => {
		await nextDay();
		const first = shown();
		await admin.post('/nights', SIZE);
		expect(sandbox.psa.companies).toHaveLength(SIZE.companies);
		expect(sandbox.psa.contacts).toHaveLength(SIZE.contacts);
		expect(sandbox.psa.devices).toHaveLength(SIZE.devices);
		await nextDay();
		expect(shown()).toBe(first);
	});

	it('has four days, in each of which something happens to companies, people and devices', async () => {
		for (let day = 2; day <= 5; day += 1)
			expect(await nextDay()).toMatchObject({
				added: expect.any(Number),
				moved: expect.any(Number),
				renamed: expect.any(Number),
				retired: expect.any(Number),
				left: expect.any(Number),
				byHand: expect.any(Number),
			});
	});
});

describe('the judge', () => {
	it('finds nothing wrong with what nobody has touched, if all may be missing', async () => {
		expect(await problems()).toEqual([]);
		await nextDay();
		expect(await problems()).toEqual([]);
	});

	it('misses what must be there after a whole night', async () => {
		const found = await problems(true);
		for (const missing of ['organization "', 'contact "', 'configuration "'])
			expect(found.some((problem) => problem.startsWith(missing))).toBe(true);
		expect(found.some((problem) => problem.startsWith('nobody was told of'))).toBe(true);
	});

	const isClients = ({ attributes }: StoredRecord): boolean => attributes.primary !== true;

	it.each<[string, () => void, RegExp]>([
		[
			'a renamed organization',
			() => sandbox.store.update(firstOf('organizations', isClients), { name: 'Other' }),
			/^organizations \d+ is called "Other"/,
		],
		[
			'a renamed contact',
			() => sandbox.store.update(firstOf('contacts'), { first_name: 'Other' }),
			/^contacts \d+ is called "Other/,
		],
		[
			'an organization too many',
			() => void sandbox.store.insert('organizations', { name: 'Another' }),
			/^organization "Another": made 1 times, wanted 0/,
		],
		[
			'a contact that is there twice',
			() => void sandbox.store.insert('contacts', { ...firstOf('contacts').attributes }),
			/^contact ".+": made 1 times, wanted 0/,
		],
		[
			'a device that is there twice',
			() =>
				void sandbox.store.insert('configurations', { ...firstOf('configurations').attributes }),
			/^configurations \d+ and \d+ are one device/,
		],
		[
			'a contact that is gone',
			() => void sandbox.store.remove('contacts', firstOf('contacts').id),
			/^contacts \d+ .+ is gone/,
		],
		[
			'a contact in another organization',
			() => {
				const { id } = firstOf('organizations', ({ attributes }) => attributes.primary === true);
				const other = firstOf(
					'contacts',
					({ attributes }) => String(attributes.organization_id) !== id,
				);
				sandbox.store.update(other, { organization_id: Number(id) });
			},
			/^contact \d+ .+ is in another organization/,
		],
	])('sees %s', async (_name, harm, expected) => {
		harm();
		expect(await problems()).toContainEqual(expect.stringMatching(expected));
	});

	it('sees that the text of a colleague is lost', async () => {
		await nextDay();
		const noted = firstOf('contacts', ({ attributes }) =>
			String(attributes.notes).startsWith('<p>Night'),
		);
		sandbox.store.update(noted, { notes: null });
		expect(await problems()).toEqual([`contacts ${noted.id}: notes of a colleague is lost`]);
	});
});

it('ends an outage of all systems at once', async () => {
	await admin.post('/faults', { kind: 'status', status: 503, times: null });
	await admin.post('/psa/faults', { system: 'connectwise', status: 500, times: 9 });
	await admin.post('/beside/faults', { kind: 'status', status: 500, path: 'ninjaone' });
	await admin.post('/nights/calm');
	expect(sandbox.faults.list()).toEqual([]);
	expect(sandbox.psa.faults).toEqual([]);
	expect(sandbox.psa.troubles.list()).toEqual([]);
});
