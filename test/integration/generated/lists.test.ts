/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a proxy in front of the sandbox */
/** Get Many beside its filters: order, included records, limits, organizations, and answers that hold strays. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { startSandbox, type Profile, type Sandbox, type StoredRecord } from '../../../sandbox';
import {
	asShown,
	collectionOf,
	EACH_WITH_TYPED,
	failed,
	insertFull,
	insertNamed,
	must,
	nameOfEntry,
	onRecord,
	openHome,
	ownerOf,
	PROFILES,
	rawRecord,
	recordsAt,
	run,
	SMALL,
	snake,
	succeeded,
	type Home,
	type Ran,
} from '../../helpers/tables';
import { kindOf } from '../../helpers/kinds';
import { untilShown } from '../../helpers/pairs';

/** Ids of what IT Glue includes with a record, by the store. An include without a row has no data in the sandbox. */
const INCLUDED: Record<
	string,
	(sandbox: Sandbox, record: StoredRecord, label: string) => string[]
> = {
	configuration_interfaces: ({ store }, { id }) =>
		store.related('configuration_interfaces', 'configuration_id', id).map((found) => found.id),
	passwords: ({ store }, { id }, label) =>
		store
			.related('passwords', 'resource_id', id)
			.filter(
				({ attributes }) =>
					attributes.resource_type === label ||
					// Those of password fields.
					(label === 'Flexible Asset' && attributes.resource_type === 'flexible-asset-traits'),
			)
			.map((found) => found.id),
	location: (_sandbox, { attributes }) =>
		attributes.location_id ? [String(attributes.location_id)] : [],
	// Files and RMM records have no collection: the sandbox makes them up for configurations and flexible assets.
	attachments: (_sandbox, { id }, label) =>
		['Configuration', 'Flexible Asset'].includes(label) && BigInt(id) % 3n === 0n
			? [`${BigInt(id) % 1_000_000_000n}3`]
			: [],
	rmm_records: (_sandbox, { rmm }) => (rmm === undefined ? [] : [rmm.remoteId]),
};

const list = (resource: Resource, more: IDataObject): IDataObject => ({
	resource: resource.name,
	operation: 'getAll',
	...more,
});

const idsOf = (records: IDataObject[]): string[] => records.map(({ id }) => String(id));

describe.each(PROFILES)('lists, profile %s', (profile: Profile) => {
	const isNew = untilShown();
	let sandbox: Sandbox;
	let home: Home;
	let other: Home;
	let records: Map<Resource, StoredRecord[]>;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, profile });
		home = openHome(sandbox, 'Generated Home');
		other = openHome(sandbox, 'Generated Other');
		records = new Map(
			EACH_WITH_TYPED.map(([, resource]) => {
				// First, so that it comes where the beginning of an unfiltered list is asked for.
				insertNamed(other, resource, 'Somebody Else');
				const named = ['Delta', 'alpha', 'Charlie', 'bravo'].map((name) =>
					insertNamed(home, resource, `${name} Sorted`),
				);
				const full = insertFull(home, resource);
				full.psa = { type: 'manage', remoteId: '4711' };
				return [resource, [...named, full]];
			}),
		);
		// Something to include: each record has its own.
		for (const [resource, own] of records) {
			for (const { id } of own) {
				sandbox.store.insert('passwords', {
					organization_id: Number(other.organizationId),
					name: `Embedded in ${id}`,
					password: 'example-not-a-secret',
					resource_id: Number(id),
					resource_type: resource.label,
				});
				if (resource.name !== 'configuration') continue;
				sandbox.store.insert('configuration_interfaces', {
					configuration_id: Number(id),
					name: `if ${id}`,
				});
			}
		}
	});
	afterAll(async () => await sandbox.stop());

	describe.each(EACH_WITH_TYPED)('%s', (_name, resource) => {
		const mine = (): StoredRecord[] => recordsAt(home, resource);

		for (const { key, sends, here } of resource.sorts) {
			const directions = ['asc', 'desc'].filter(
				(direction) =>
					isNew([`${key} ${direction}`, `${kindOf(resource)} ${direction}`]) ||
					profile === 'strict',
			);
			if (directions.length === 0) continue;
			test.each(directions)(`sorted by ${key}, %s`, async (direction) => {
				const read = async (amount: IDataObject) =>
					await run(
						sandbox,
						list(resource, {
							...ownerOf(home, resource),
							...amount,
							options: { sort: { rule: [{ key, direction }] } },
						}),
					);
				const ran = await read({ returnAll: true });
				const got = succeeded(ran);
				const sent = (sends ?? [key])
					.map((name) => (direction === 'desc' ? `-${name}` : name))
					.join(',');
				// All of them are read in an order that edits do not change, and sorted by the node.
				const steady = key === 'id' ? sent : 'id';
				// What IT Glue does not sort by the node sorts, also where only some are wanted.
				// What the records do not show only IT Glue can sort by.
				const isShown = got.some((record) => (sends?.[0] ?? key) in record);
				const hasSteady = resource.sorts.some((sort) => sort.key === 'id');
				expect(ran.reads.map(({ query }) => query.sort)).toEqual(
					!hasSteady ? [sent] : isShown || here ? [steady] : [steady, sent],
				);
				const some = await read({ returnAll: false, limit: 2 });
				expect(some.reads.map(({ query }) => query.sort)).toEqual([here ? steady : sent]);
				expect(idsOf(got).sort()).toEqual(
					mine()
						.map(({ id }) => id)
						.sort(),
				);
				const values = got
					.map((record) => record[sends?.[0] ?? key])
					.filter((value) => value !== null && value !== undefined);
				const compare = (a: unknown, b: unknown): number =>
					key === 'id' || typeof a !== 'string'
						? Number(a) - Number(b)
						: a.toLowerCase() < String(b).toLowerCase()
							? -1
							: a.toLowerCase() > String(b).toLowerCase()
								? 1
								: 0;
				const inOrder = values
					.slice(1)
					.every((value, at) => compare(values[at], value) * (direction === 'desc' ? -1 : 1) <= 0);
				expect({ values, inOrder }).toEqual({ values, inOrder: true });
			});
		}

		test('by an unknown key is refused with the known ones', async () => {
			// Without sort keys there is no such option, and n8n drops what it does not know.
			if (resource.sorts.length === 0) return;
			const ran = await run(
				sandbox,
				list(resource, {
					...(resource.parent && ownerOf(home, resource)),
					options: { sort: { rule: [{ key: 'nonsense', direction: 'asc' }] } },
				}),
			);
			const said = failed(ran);
			expect(said).toContain('nonsense');
			for (const { key } of resource.sorts) expect(said).toContain(key);
			expect(ran.requests).toEqual([]);
		});

		/** The include's records stand on the record that they belong to, and on no other. */
		function expectIncluded(record: IDataObject, include: string): void {
			const stored = must(sandbox.store.find(collectionOf(resource), String(record.id)), 'record');
			if (include === 'adapters_resources') {
				const { psa, adapters = [] } = stored;
				const found = record[include] as IDataObject[];
				expect(found.map((link) => link.remote_id)).toEqual(
					[...adapters, ...(psa ? [psa] : [])].map(({ remoteId }) => remoteId),
				);
				expect(record).toMatchObject({
					psa_id: psa?.remoteId ?? null,
					psa_integration_type: psa?.type ?? null,
				});
				return;
			}
			const wanted = INCLUDED[include]?.(sandbox, stored, resource.label) ?? [];
			expect({ [include]: idsOf(record[include] as IDataObject[]) }).toEqual({ [include]: wanted });
		}

		// What is shown instead of the records is looked at by hand: fields of types.
		for (const { key, on } of resource.hooks?.fold ? [] : resource.includes) {
			test(`with ${key}`, async () => {
				const full = must(records.get(resource)?.[4], 'record');
				const one = await run(
					sandbox,
					onRecord(resource, 'get', full.id, { options: { include: [key] } }),
				);
				expect(one.reads[0]?.query.include).toBe(key);
				const [record] = succeeded(one);
				expect(record?.id).toBe(full.id);
				expectIncluded(record ?? {}, key);
				if (on === 'show') return;
				const ran = await run(
					sandbox,
					list(resource, {
						...ownerOf(home, resource),
						returnAll: true,
						options: { include: [key] },
					}),
				);
				const got = succeeded(ran);
				expect(ran.reads.map(({ query }) => query.include)).toEqual([key]);
				expect(got.length).toBeGreaterThan(4);
				for (const entry of got) expectIncluded(entry, key);
				const raw = await run(
					sandbox,
					list(resource, {
						...ownerOf(home, resource),
						returnAll: true,
						simplify: false,
						options: { include: [key] },
					}),
				);
				for (const entry of succeeded(raw)) {
					const included = (entry.included ?? []) as IDataObject[];
					const simple = got.find(({ id }) => id === entry.id)?.[key] as IDataObject[];
					expect(idsOf(included)).toEqual(idsOf(simple));
				}
			});
		}

		test('of one organization, of the other, of all', async () => {
			if (!resource.scoped) return;
			for (const owner of [home, other]) {
				const got = succeeded(
					await run(sandbox, list(resource, { ...ownerOf(owner, resource), returnAll: true })),
				);
				const wanted = sandbox.store.related(
					collectionOf(resource),
					'organization_id',
					owner.organizationId,
				);
				expect(idsOf(got).sort()).toEqual(wanted.map(({ id }) => id).sort());
			}
			const all = succeeded(await run(sandbox, list(resource, { returnAll: true })));
			expect(idsOf(all).sort()).toEqual(
				sandbox.store
					.all(collectionOf(resource))
					.map(({ id }) => id)
					.sort(),
			);
		});

		test('of a limit that is no whole number above 0 is refused', async () => {
			for (const limit of [0, -1, 1.5, '={{ "many" }}']) {
				const within = resource.parent ? ownerOf(home, resource) : {};
				const ran = await run(sandbox, list(resource, { ...within, limit }));
				expect(failed(ran)).toContain('"Limit"');
				expect(ran.requests).toEqual([]);
			}
		});

		test('whose answer holds records of another organization is refused', async () => {
			if (!resource.scoped) return;
			const proxy = await openProxy(sandbox.url, (url) => {
				for (const name of ['organization_id', 'organization-id'])
					url.searchParams.delete(`filter[${name}]`);
				url.pathname = url.pathname.replace(
					`/organizations/${home.organizationId}/`,
					`/organizations/${other.organizationId}/`,
				);
			});
			try {
				for (const more of [{ returnAll: true }, { limit: 3 }]) {
					const ran: Ran = await run(
						sandbox,
						list(resource, { ...ownerOf(home, resource), ...more }),
						{},
						proxy.url,
					);
					expect(failed(ran)).toMatch(/other organizations/);
					expect(ran.everything).not.toContain('Somebody Else');
				}
			} finally {
				await proxy.close();
			}
		});

		test('one record of another organization than the chosen one is refused', async () => {
			if (!resource.scoped) return;
			const [record] = sandbox.store.related(
				collectionOf(resource),
				'organization_id',
				other.organizationId,
			);
			const ran = await run(
				sandbox,
				onRecord(resource, 'get', must(record, 'record').id, ownerOf(home, resource)),
			);
			expect(failed(ran)).toContain(home.organizationId);
		});

		test('gives every record as IT Glue shows it', async () => {
			const [got] = succeeded(
				await run(sandbox, list(resource, { ...ownerOf(home, resource), limit: 1 })),
			);
			const { id, type, attributes } = await rawRecord(sandbox, resource, String(got?.id));
			expect(Object.entries(got ?? {}).slice(0, 2)).toEqual([
				['id', id],
				['type', type],
			]);
			const flat = Object.fromEntries(
				Object.entries(attributes).map(([key, value]) => [snake(key), value]),
			);
			// In a form of their own: behaviour/flexibleAssets.
			delete flat.traits;
			for (const [key, value] of Object.entries(got ?? {}))
				if (key in flat) expect({ [key]: value }).toEqual({ [key]: asShown(key, flat[key]) });
		});
	});
});

describe('long lists', () => {
	const MANY = 1060;
	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
	});
	afterAll(async () => await sandbox.stop());

	describe.each(EACH_WITH_TYPED)('%s', (_name, resource) => {
		beforeAll(() => {
			sandbox.reset();
			home = openHome(sandbox, 'Generated Home');
			for (let at = 0; at < MANY; at += 1) insertNamed(home, resource, `Record ${at}`);
		});

		test.each([1, 50, 1001, undefined])('limit %s', async (limit) => {
			const ran = await run(
				sandbox,
				list(resource, {
					...ownerOf(home, resource),
					...(limit ? { limit } : { returnAll: true }),
				}),
			);
			const all = recordsAt(home, resource);
			expect(all.length).toBeGreaterThanOrEqual(MANY);
			// All of it, once, in the order of the IDs, or where IT Glue cannot sort by them in its own.
			const steady = resource.sorts.some(({ key }) => key === 'id');
			const ids = all.map(({ id }) => id);
			if (steady) ids.sort((a, b) => Number(a) - Number(b));
			expect(idsOf(succeeded(ran))).toEqual(ids.slice(0, limit));
			expect(
				ran.output.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}'),
			).toBe(true);
			const sizes = ran.reads
				.map(({ query }) => Number(query['page[size]']))
				.filter((size) => size > 0);
			expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
		});

		test('an item for each organization, paired', async () => {
			if (!resource.scoped) return;
			const [first] = sandbox.store.all('organizations');
			const ran = await run(
				sandbox,
				list(resource, {
					organizationId: { __rl: true, mode: 'id', value: '={{ $json.organization }}' },
					limit: 2,
				}),
				{ input: [{ organization: first?.id }, { organization: home.organizationId }] },
			);
			succeeded(ran);
			const owners = ran.output.map(({ json, pairedItem }) => [
				String(json.organization_id),
				pairedItem,
			]);
			for (const [owner, paired] of owners) {
				expect(paired).toEqual({ item: owner === home.organizationId ? 1 : 0 });
			}
			expect(owners.filter(([owner]) => owner === home.organizationId)).toHaveLength(2);
			expect(nameOfEntry(must(first, 'organization'))).toBeTruthy();
		});
	});
});

/** A server that hands requests on to the sandbox after `change` has had its way with the address. */
async function openProxy(
	target: string,
	change: (url: URL) => void,
): Promise<{ url: string; close: () => Promise<void> }> {
	const server = http.createServer((request, response) => {
		const url = new URL(request.url ?? '/', target);
		change(url);
		const onward = http.request(
			url,
			{ method: request.method, headers: { ...request.headers, host: url.host } },
			(answer) => {
				response.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(response);
			},
		);
		onward.once('error', () => response.destroy());
		request.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		close: async () =>
			await new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}
