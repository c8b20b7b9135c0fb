/** Flexible assets: tags by name, records that move, writes whose answers are lost. */
import {
	addFlexibleAsset,
	addFlexibleType,
	type NewField,
} from '../../../sandbox/data/flexibleKit';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { automatic, locator, mapped } from '../../helpers/parameters';
import { byId, hintsOf, IMPATIENT, jsons, only, said, useSandbox } from './support';
import { flexibleWays } from './flexibleSupport';
import { actions } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

let type: StoredRecord;
const { home, asset, traitsOf, assets, write } = flexibleWays(bench, () => type);
let other: StoredRecord;
beforeEach(() => {
	({ type: other } = addFlexibleType(bench.sandbox.store, {
		name: 'Licence',
		fields: [{ name: 'Product', kind: 'Text', use_for_title: true }],
	}));
	const tag = (name: string, tag_type: string): NewField => ({ name, kind: 'Tag', tag_type });
	({ type } = addFlexibleType(bench.sandbox.store, {
		name: 'Device',
		fields: [
			{ name: 'Host', kind: 'Text', required: true, use_for_title: true },
			{ name: 'Serial', kind: 'Text' },
			{ name: 'Notes', kind: 'Textbox' },
			{ name: 'Admin', kind: 'Password' },
			tag('People', 'Contacts'),
			tag('Docs', 'Documents'),
			tag('Domains', 'Domains'),
			tag('Owner', 'AccountsUsers'),
			tag('Lists', 'Checklists'),
			tag('Sites', 'Locations'),
			tag('Clients', 'Organizations'),
			tag('Licences', `FlexibleAssetType: ${other.id}`),
			tag('Strange', 'Spaceships'),
		],
	}));
});

const person = (first: string, more: Attributes = {}, organization = home()): StoredRecord =>
	bench.add('contacts', organization, {
		first_name: first,
		last_name: 'Example',
		name: `${first} Example`,
		...more,
	});

describe('tags', () => {
	test.each([
		['documents', 'Docs', 'docs', { name: 'How To' }],
		['locations', 'Sites', 'sites', { name: 'How To' }],
	])('by the name of one of the %s', async (collection, label, key, attributes) => {
		const tagged = bench.add(collection, home(), attributes);
		const row = { Host: 'a', [label]: attributes.name };
		expect(actions(await write('upsert', automatic('traits.host'), {}, [row]))).toEqual([
			'created',
		]);
		expect(traitsOf(assets()[0] as StoredRecord)[key]).toEqual([Number(tagged.id)]);
		expect(actions(await write('upsert', automatic('traits.host'), {}, [row]))).toEqual([
			'unchanged',
		]);
	});

	test('by the name of a user, an organization and an asset of another type', async () => {
		const licence = asset({ product: 'E5' }, other);
		asset({ product: 'E5' }, other, bench.organization(4));
		const [user] = bench.sandbox.store.all('users');
		const row = {
			Host: 'a',
			Owner: `${String(user?.attributes.first_name)} ${String(user?.attributes.last_name)}`,
			Clients: String(bench.organization(4).attributes.name),
			Licences: 'e5',
		};
		const ran = await write('upsert', automatic('traits.host'), {}, [row]);
		expect(actions(ran)).toEqual(['created']);
		expect(traitsOf(assets()[0] as StoredRecord)).toMatchObject({
			owner: [Number(user?.id)],
			clients: [Number(bench.organization(4).id)],
			licences: [Number(licence.id)],
		});
	});

	test('a name that exists twice, or only in another organization, is refused', async () => {
		person('Twin');
		person('Twin');
		person('Far', {}, bench.organization(4));
		for (const name of ['Twin Example', 'Far Example', 'Nobody Example']) {
			const ran = await write('create', mapped({ 'traits.host': 'a', 'traits.people': name }));
			expect(said(ran)).toContain(name);
			expect(bench.writes()).toEqual([]);
		}
		const left = await write(
			'create',
			mapped({ 'traits.host': 'a', 'traits.people': ['Nobody Example'] }),
			{ options: { ifNameNotFound: 'leaveOut' } },
		);
		expect(said(left)).toBe('(success)');
	});

	test('a kind that is not known takes IDs only', async () => {
		const ran = await write(
			'create',
			mapped({ 'traits.host': 'a', 'traits.strange': 'Enterprise' }),
		);
		expect(said(ran)).toContain('needs IDs');
	});

	test('the number of another system is no ID of IT Glue', async () => {
		const ann = person('Ann');
		const row = { Host: 'a', People: [{ id: 7, name: 'Ann Example' }] };
		await write('upsert', automatic('traits.host'), {}, [row]);
		expect(traitsOf(assets()[0] as StoredRecord).people).toEqual([Number(ann.id)]);
	});
});

describe('a run that is disturbed', () => {
	const disturbed = ['resetAfter', 'resetBefore', 'rateLimit', 'truncatedJson'] as const;
	test.each(disturbed)('the change of an asset: %s', async (kind) => {
		const one = asset({ host: 'a', serial: 's', admin: 'example' });
		const before = { ...traitsOf(one) };
		bench.sandbox.faults.add({ kind, method: 'PATCH', path: '/flexible_assets', retryAfter: '0' });
		const row = { Host: 'a', Serial: 'new' };
		const ran = await write('upsert', automatic('traits.host'), { options: IMPATIENT }, [row]);
		expect(actions(ran)).toEqual(['updated']);
		expect(traitsOf(one)).toEqual({ ...before, serial: 'new' });
	});

	test.each([...disturbed])('a new asset: %s', async (kind) => {
		bench.sandbox.faults.add({ kind, method: 'POST', retryAfter: '0' });
		const row = { Host: 'a', Serial: 'new' };
		const ran = await write('upsert', automatic('traits.host'), { options: IMPATIENT }, [row]);
		expect(actions(ran)).toEqual(['created']);
		expect(assets()).toHaveLength(1);
	});

	test.each([true, false])(
		'many new assets (in bulk: %j), and the same once more',
		async (createInBulk) => {
			const rows = Array.from({ length: 60 }, (_unused, at) => ({
				Host: `h${at}`,
				Serial: `s${at}x`,
			}));
			const options = { createInBulk };
			bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST' });
			const ran = await write('upsert', automatic('traits.serial'), { options }, rows);
			expect(new Set(actions(ran))).toEqual(new Set(['created']));
			expect(assets()).toHaveLength(60);
			const again = await write('upsert', automatic('traits.serial'), { options }, rows);
			expect(new Set(actions(again))).toEqual(new Set(['unchanged']));
			expect(bench.writes()).toEqual([]);
		},
	);
});

describe('assets that exist', () => {
	test.each([
		['fail', /already|exists/],
		['returnExisting', /success/],
		['updateExisting', /success/],
	])('create, If It Already Exists: %s', async (ifExists, outcome) => {
		const one = asset({ host: 'a', serial: 'old', admin: 'example' });
		const before = { ...traitsOf(one) };
		const ran = await write('create', mapped({ 'traits.host': 'A', 'traits.serial': 'new' }), {
			ifExists,
		});
		expect(said(ran)).toMatch(outcome);
		expect(assets()).toHaveLength(1);
		const serial = ifExists === 'updateExisting' ? 'new' : 'old';
		expect({ ...traitsOf(one), host: 'a' }).toEqual({ ...before, serial });
	});

	test('one that moves to another organization keeps its fields', async () => {
		const one = asset({ host: 'a', admin: 'example', notes: '<p>x</p>' });
		const before = { ...traitsOf(one) };
		const to = bench.organization(4);
		const ran = await write('update', mapped({ organization_id: to.id, 'traits.serial': 's' }), {
			flexibleAssetId: byId(one),
		});
		expect(said(ran)).toBe('(success)');
		expect(bench.stored(one).attributes.organization_id).toBe(Number(to.id));
		expect(traitsOf(one)).toEqual({ ...before, serial: 's' });
	});

	test('by its address in the browser, and an archived one stays archived', async () => {
		const one = asset({ host: 'a' });
		bench.stored(one).attributes.archived = true;
		const got = only(await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one) }));
		const ran = await write('update', mapped({ 'traits.serial': 's' }), {
			flexibleAssetId: locator('url', got.resource_url),
		});
		expect(said(ran)).toBe('(success)');
		const again = await write('upsert', automatic('traits.host'), {}, [{ Host: 'a', Serial: 's' }]);
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.stored(one).attributes.archived).toBe(true);
	});

	test('a text that is too long is refused, and the field is named', async () => {
		const one = asset({ host: 'a', serial: 's' });
		const ran = await write('update', mapped({ 'traits.notes': 'x'.repeat(300_000) }), {
			flexibleAssetId: byId(one),
		});
		expect(said(ran)).toContain('Notes');
		expect(said(ran)).toContain('Put a long text into a file');
		bench.assume({ longTextRefused: false });
		const long = `<p>${'word '.repeat(60_000)}</p>`;
		const row = { Host: 'a', Notes: long };
		expect(actions(await write('upsert', automatic('traits.host'), {}, [row]))).toEqual([
			'updated',
		]);
		expect(actions(await write('upsert', automatic('traits.host'), {}, [row]))).toEqual([
			'unchanged',
		]);
	});
});

describe('an asset that an integration keeps', () => {
	const synced = (): StoredRecord =>
		addFlexibleAsset(bench.sandbox.store, {
			type,
			organizationId: home().id,
			traits: { host: 'a', serial: 's' },
			adapters: [{ name: 'Microsoft', remoteId: '00000000-0000-4000-9000-000000000001' }],
		});

	test('is not said to be the PSA its own: a change is refused', async () => {
		const ran = await write('update', mapped({ 'traits.serial': 'x' }), {
			flexibleAssetId: byId(synced()),
		});
		expect(said(ran)).toContain(
			'An integration, such as the Microsoft 365 sync, owns the assets of this type',
		);
		expect(said(ran)).not.toContain('PSA');
	});

	test('is not said to be the PSA its own: a part is written', async () => {
		const ran = await write('update', mapped({ 'traits.serial': 'x', restricted: true }), {
			flexibleAssetId: byId(synced()),
		});
		expect(said(ran)).toBe('(success)');
		expect(hintsOf(ran).join()).toContain(
			'an integration owns the assets of its type, so IT Glue did not take Serial. Change it at its source; the sync brings it to IT Glue.',
		);
	});
});

test('a column of a field that the type no longer has is told', async () => {
	const one = asset({ host: 'a' });
	const ran = await write('update', mapped({ 'traits.serial': 's', 'traits.gone': 'x' }), {
		flexibleAssetId: byId(one),
	});
	expect(said(ran)).toBe('(success)');
	expect(hintsOf(ran).join()).toContain('gone');
});

test('a user of Microsoft Graph as it comes', async () => {
	const user = {
		'@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
		businessPhones: [],
		Host: 'ann@example.com',
		Serial: null,
		Notes: '',
		assignedLicenses: [{ disabledPlans: [], skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965' }],
		People: null,
		type: 'Member',
		name: 'Ann',
	};
	for (const expected of ['created', 'unchanged']) {
		const ran = await write('upsert', automatic('traits.host'), {}, [user]);
		expect(actions(ran)).toEqual([expected]);
	}
	expect(jsons(await write('upsert', automatic('traits.host'), {}, [user]))).toHaveLength(1);
	expect(traitsOf(assets()[0] as StoredRecord)).toEqual({ host: 'ann@example.com' });
});
