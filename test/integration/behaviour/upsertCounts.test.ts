/** How many requests Create or Update takes: what issue 3 promises, counted in the sandbox's journal. */
import type { IDataObject } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { jsons, useSandbox } from './support';

const ORGANIZATIONS = 20;
const CONTACTS = 1000;
const bench = useSandbox({ organizations: ORGANIZATIONS, configurations: 0 });

const owners = (): StoredRecord[] =>
	bench.sandbox.store.all('organizations').slice(0, ORGANIZATIONS);

const clear = (collection: string): void => {
	for (const { id } of [...bench.sandbox.store.all(collection)])
		bench.sandbox.store.remove(collection, id);
};

const addressOf = (at: number): string => `person.${at}@example.com`;

const contactAttributes = (at: number) => ({
	first_name: `Person ${at}`,
	last_name: 'Example',
	title: 'Assistant',
	contact_emails: [{ value: addressOf(at), primary: true, 'label-name': 'Work' }] as Json,
});

function ownerOf(at: number, among: StoredRecord[]): StoredRecord {
	const owner = among[at % among.length];
	if (!owner) throw new Error('The store holds no organizations');
	return owner;
}

interface Count {
	all: number;
	posts: number;
	patches: number;
	actions: Record<string, number>;
}

async function count(resource: string, input: IDataObject[], column: string): Promise<Count> {
	bench.sandbox.journal.length = 0;
	const ran = await bench.run(resource, 'upsert', { fields: automatic(column) }, { input });
	if (ran.error) throw new Error(ran.error.message);
	const { journal } = bench.sandbox;
	const actions: Record<string, number> = {};
	for (const { _action } of jsons(ran))
		actions[String(_action)] = (actions[String(_action)] ?? 0) + 1;
	return {
		all: journal.length,
		posts: journal.filter(({ method }) => method === 'POST').length,
		patches: journal.filter(({ method }) => method === 'PATCH').length,
		actions,
	};
}

describe('1,000 contacts of 20 organizations, given by id', () => {
	const input = (): IDataObject[] =>
		Array.from({ length: CONTACTS }, (_unused, at) => ({
			organization_id: ownerOf(at, owners()).id,
			primary_email: addressOf(at),
			first_name: `Person ${at}`,
			last_name: 'Example',
			// A hundred have another title now.
			title: at < 100 ? 'Manager' : 'Assistant',
		}));

	test('50 new and 100 changed: at most 60 requests, and the same again at most 4 without a write', async () => {
		clear('contacts');
		for (let at = 0; at < CONTACTS - 50; at += 1)
			bench.add('contacts', ownerOf(at, owners()), contactAttributes(at));

		const first = await count('contact', input(), 'primary_email');
		expect(first.actions).toEqual({ created: 50, updated: 100, unchanged: 850 });
		expect(first.posts).toBe(50);
		expect(first.patches).toBe(2);
		expect(first.all).toBeLessThanOrEqual(60);
		expect(bench.sandbox.store.all('contacts')).toHaveLength(CONTACTS);

		const second = await count('contact', input(), 'primary_email');
		expect(second.actions).toEqual({ unchanged: CONTACTS });
		expect(second.posts + second.patches).toBe(0);
		expect(second.all).toBeLessThanOrEqual(4);
	});
});

describe('1,000 configurations by serial number, in a store of 12,000', () => {
	test('none changed: no more than the cheaper way, and at most 14 requests', async () => {
		clear('configurations');
		const type = bench.sandbox.store.all('configuration_types')[0];
		for (let at = 0; at < 12_000; at += 1) {
			bench.add('configurations', ownerOf(at, owners()), {
				name: `DEVICE-${at}`,
				serial_number: `SN-${100_000 + at}`,
				configuration_type_id: Number(type?.id),
				archived: false,
			});
		}
		const input = Array.from({ length: 1000 }, (_unused, at) => ({
			organization_id: ownerOf(at, owners()).id,
			serial_number: `SN-${100_000 + at}`,
			name: `DEVICE-${at}`,
		}));
		const ran = await count('configuration', input, 'serial_number');
		expect(ran.actions).toEqual({ unchanged: 1000 });
		const bytes = input.reduce((sum, { serial_number: serial }) => sum + serial.length + 3, 0);
		const cheaper = Math.min(12, Math.ceil(bytes / 6000));
		expect(ran.all).toBeLessThanOrEqual(Math.min(14, cheaper + 2));
	});
});

describe('50 contacts by email over 50 organizations', () => {
	const many = useSandbox({ organizations: 60, configurations: 0 });

	test('none new: at most 3 requests', async () => {
		const some = many.sandbox.store.all('organizations').slice(0, 50);
		some.forEach((owner, at) => {
			many.add('contacts', owner, contactAttributes(5000 + at));
		});
		const input = some.map(({ id }, at) => ({
			organization_id: id,
			primary_email: addressOf(5000 + at),
			title: 'Assistant',
		}));
		many.sandbox.journal.length = 0;
		const ran = await many.run(
			'contact',
			'upsert',
			{ fields: automatic('primary_email') },
			{ input },
		);
		expect(jsons(ran).map(({ _action }) => _action)).toEqual(input.map(() => 'unchanged'));
		expect(many.sandbox.journal.length).toBeLessThanOrEqual(3);
	});
});
