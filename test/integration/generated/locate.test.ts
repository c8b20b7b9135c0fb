/** Operations on one record, however it is named: from the list, by id, by web address, by name. */
import type { IDataObject } from 'n8n-workflow';
import { OPERATIONS } from '../../../nodes/ITGlue/operations';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import type { OperationName } from '../../../nodes/ITGlue/resources/schema/attribute';
import { startSandbox, type Profile, type Sandbox, type StoredRecord } from '../../../sandbox';
import {
	changedBetween,
	changedIn,
	collectionOf,
	EACH_WITH_TYPED,
	expectSimplified,
	failed,
	insertFull,
	insertNamed,
	kebab,
	locator,
	must,
	nameOfEntry,
	onRecord,
	openHome,
	ownerOf,
	PROFILES,
	run,
	sentAttributes,
	SMALL,
	storeOf,
	succeeded,
	tableIn,
	typedOf,
	typeIn,
	verbExtras,
	withVerb,
	type Home,
	type Ran,
} from '../../helpers/tables';
import { untilShown } from '../../helpers/pairs';

const verbsOnRecord = (resource: Resource): OperationName[] =>
	resource.operations.filter((verb) => OPERATIONS[verb].onRecord);

const EACH_RECORD = EACH_WITH_TYPED.filter(([, { operations }]) => operations.includes('create'));

function addressOf(home: Home, resource: Resource, id: string): string {
	const { webPath } = resource;
	if (!webPath) return `https://example.itglue.com/${id}`;
	const type = typedOf(home, resource)?.type.id ?? '';
	return `https://example.itglue.com/${home.organizationId}/${webPath.replace('*', `${type}-typed`)}/${id}`;
}

describe.each(PROFILES)('locators, profile %s', (profile: Profile) => {
	const isNew = untilShown();
	let sandbox: Sandbox;
	let home: Home;
	let other: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, profile });
	});
	beforeEach(() => {
		sandbox.reset();
		home = openHome(sandbox, 'Generated Home');
		other = openHome(sandbox, 'Generated Other');
	});
	afterAll(async () => await sandbox.stop());

	/** What each verb must have done, and how it must have said so to IT Glue. */
	const DONE: Record<string, (resource: Resource, record: StoredRecord, ran: Ran) => void> = {
		get: (_resource, _record, { writes }) => expect(writes).toEqual([]),
		update: (resource, record) => {
			expect(changedIn(resource, record)).toBe('Changed');
		},
		delete: (resource, { id }, { writes, json }) => {
			expect(sandbox.store.find(collectionOf(resource), id)).toBeUndefined();
			expect(json).toEqual([{ deleted: true, id }]);
			const collection = collectionOf(resource);
			const [request] = writes;
			expect(writes).toHaveLength(1);
			// The documented forms: passwords have a route for one, all others take a list (reference 5.1).
			if (resource.routes.delete?.[0]?.body === 'none') {
				expect(request).toMatchObject({ method: 'DELETE', path: `/${collection}/${id}` });
				expect(request?.body).toBeUndefined();
			} else {
				expect(request).toMatchObject({ method: 'DELETE', path: `/${collection}`, query: {} });
				expect(request?.body).toEqual({
					data: [{ type: resource.type, attributes: { id: Number(id) } }],
				});
			}
		},
		archive: (resource, record, ran) => expectArchived(resource, record, ran, true),
		unarchive: (resource, record, ran) => expectArchived(resource, record, ran, false),
		publish: (_resource, { attributes, id }, { writes }) => {
			expect(attributes.published).toBe(true);
			expect(writes.map(({ method, path }) => [method, path])).toEqual([
				['PATCH', `/documents/${id}/publish`],
			]);
		},
		addQuickNote: (resource, { attributes }) => {
			const notes = String(attributes[resource.append?.attribute ?? '']);
			expect(notes).toMatch(/sample[^]*Checked by the generated suite/);
		},
	};

	function expectArchived(
		resource: Resource,
		{ attributes, id }: StoredRecord,
		{ writes }: Ran,
		retired: boolean,
	): void {
		const way = must(resource.archive, 'way to archive');
		for (const { method, path } of writes)
			expect([method, path]).toEqual(['PATCH', `/${collectionOf(resource)}/${id}`]);
		if (way.by === 'flag') {
			expect(attributes[way.attribute]).toBe(retired);
			expect(writes.map(sentAttributes)).toEqual([{ [way.attribute]: retired }]);
			return;
		}
		const status = sandbox.store.find('organization_statuses', String(attributes[way.attribute]));
		expect(status?.attributes.name).toBe(retired ? way.retired : way.active);
		expect(Object.keys(sentAttributes(must(writes[writes.length - 1], 'PATCH')))).toEqual([
			kebab(way.attribute),
		]);
		// An alert that does not speak of archiving still says what it is meant to say.
		expect(attributes[way.note]).toBe('Alert sample');
	}

	describe.each(EACH_RECORD)('%s', (_name, resource) => {
		const called = 'One of a Kind';
		const rename = (record: StoredRecord, name: string): void =>
			sandbox.store.update(record, resource.nameFilters(name)[0] ?? { name });
		const makeOne = (name = called): StoredRecord => {
			const record = insertFull(home, resource, { archived: false });
			rename(record, name);
			// The last field that the list of assets shows cannot be deleted.
			if (resource.parent) insertFull(home, resource);
			return record;
		};
		/** Names are looked for under the parent only, and within the type. */
		const whose = (): IDataObject =>
			resource.parent ? ownerOf(home, resource) : typeIn(home, resource);
		const act = async (
			verb: OperationName,
			record: StoredRecord,
			which: IDataObject,
			more: IDataObject = {},
		): Promise<Ran> =>
			await run(
				sandbox,
				onRecord(resource, verb, which, {
					...whose(),
					...verbExtras(resource, verb, record),
					...more,
				}),
			);
		/** The value comes from an expression: what is typed in, n8n's editor has checked already. */
		const given = async (
			verb: OperationName,
			record: StoredRecord,
			mode: string,
			value: unknown,
		): Promise<Ran> =>
			await run(
				sandbox,
				onRecord(resource, verb, locator(mode, '={{ $json.value }}'), {
					...whose(),
					...verbExtras(resource, verb, record),
				}),
				{ input: [{ value: value as string }] },
			);

		const MODES: Record<string, (record: StoredRecord) => IDataObject> = {
			list: ({ id }) => locator('list', id),
			id: ({ id }) => locator('id', ` ${id} `),
			url: ({ id }) => locator('url', addressOf(home, resource, id)),
			name: (record) => locator('name', nameOfEntry(record)),
		};

		describe.each(verbsOnRecord(resource))('%s', (verb) => {
			// A locator is read before anything is asked: the profiles need not both see every verb in every mode.
			const modes = Object.keys(MODES).filter(
				(mode) =>
					(mode !== 'url' || resource.webPath !== undefined) &&
					(isNew([`${verb} ${mode}`, `${resource.name} ${mode}`, `${resource.name} ${verb}`]) ||
						profile === 'strict'),
			);
			test.each(modes)('by %s', async (mode) => {
				const record = makeOne();
				if (verb === 'unarchive') record.attributes.archived = true;
				const before = storeOf(sandbox);
				const ran = await act(verb, record, must(MODES[mode], mode)(record));
				succeeded(ran);
				expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
				must(DONE[verb], `expectation for ${verb}`)(resource, record, ran);
				const changed = changedBetween(before, storeOf(sandbox));
				expect(
					changed.every(
						(key) => key === `${collectionOf(resource)} ${record.id}` || verb === 'delete',
					),
				).toBe(true);
				if (OPERATIONS[verb].givesRecords)
					await expectSimplified(sandbox, tableIn(home, resource), ran.json[0] ?? {});
			});
		});

		test('get by an address of another organization than the chosen one', async () => {
			const record = makeOne();
			if (!resource.webPath) return;
			const address = locator('url', addressOf(home, resource, record.id));
			const wrong = await act('get', record, address, ownerOf(other, resource));
			expect(failed(wrong)).toContain(home.organizationId);
			expect(failed(wrong)).toContain(other.organizationId);
			expect(wrong.requests).toEqual([]);
			const right = await act('get', record, address, ownerOf(home, resource));
			expect(succeeded(right)[0]?.id).toBe(record.id);
		});

		test('an address of something else is refused without a request', async () => {
			const record = makeOne();
			for (const address of [
				'https://example.itglue.com/',
				`https://example.itglue.com/${home.organizationId}/nonsense/${record.id}`,
				`https://example.itglue.com/x/${resource.webPath ?? ''}/${record.id}x`,
				`javascript:${record.id}`,
				record.id,
				'https://example.itglue.com/../users',
			]) {
				if (!resource.webPath && address.includes(`/${home.organizationId}/`)) continue;
				// An organization's page is its ID alone.
				if (resource.webPath === '' && address === record.id) continue;
				const ran = await given('get', record, 'url', address);
				expect(failed(ran)).toContain('web address');
				expect(ran.requests).toEqual([]);
			}
		});

		test.each([
			"O'Brien Sample",
			'Miller, Baker & Co',
			'Müller [Ost] "Nord" ☕',
			'100% Sure? a=b&c',
		])('get by the name %s, in any case', async (name) => {
			const record = makeOne(name);
			// What a filter would be left with that stops at the comma, the apostrophe or the space.
			insertNamed(home, resource, must(name.split(/[,' ]/)[0], 'first part'));
			for (const spelled of [name, name.toUpperCase(), ` ${name} `]) {
				const ran = await act('get', record, locator('name', spelled));
				expect(succeeded(ran).map(({ id }) => id)).toEqual([record.id]);
			}
		});

		test('get by a name that nobody has, several have, or somebody elsewhere has', async () => {
			const record = makeOne();
			const nobody = await act('get', record, locator('name', 'Nobody Has This'));
			expect(failed(nobody)).toContain('"Nobody Has This"');
			const twin = makeOne();
			for (const spelled of [called, called.toLowerCase()]) {
				const several = await act('get', record, locator('name', spelled));
				expect(failed(several)).toContain(record.id);
				expect(failed(several)).toContain(twin.id);
			}
			if (!resource.scoped) return;
			sandbox.store.remove(collectionOf(resource), twin.id);
			const elsewhere = insertNamed(other, resource, called);
			const narrowed = await act(
				'get',
				elsewhere,
				locator('name', called),
				ownerOf(other, resource),
			);
			expect(succeeded(narrowed)[0]?.id).toBe(elsewhere.id);
		});

		test('the exact spelling of a name wins over another case', async () => {
			const record = makeOne('Lakeside Clinic');
			makeOne('LAKESIDE CLINIC');
			const ran = await act('get', record, locator('name', 'Lakeside Clinic'));
			expect(succeeded(ran)[0]?.id).toBe(record.id);
		});

		const ODD = [
			'../users',
			'1?x=',
			'1/2',
			'1;2',
			'-1',
			'1e3',
			'0x10',
			'%2e%2e',
			'12345678901234567890',
		];
		test('what is no id is refused, and never part of a path', async () => {
			const record = makeOne();
			const before = storeOf(sandbox);
			for (const odd of ODD) {
				for (const verb of verbsOnRecord(resource)) {
					const byId = await given(verb, record, 'id', odd);
					expect(failed(byId)).toContain(odd);
					expect(byId.requests).toEqual([]);
				}
				// In the list mode an expression may give a name as well: looked up, not found.
				const byList = await given('get', record, 'list', odd);
				expect(failed(byList)).toContain(odd);
				expect(byList.requests.filter(({ path }) => path.includes(odd))).toEqual([]);
				expect(byList.writes).toEqual([]);
			}
			expect(changedBetween(before, storeOf(sandbox))).toEqual([]);
		});

		test('nothing at all is refused by label, without a request', async () => {
			const record = makeOne();
			for (const verb of verbsOnRecord(resource)) {
				for (const nothing of [undefined, null, '', '  ']) {
					const ran = await given(verb, record, 'id', nothing);
					expect(failed(ran)).toContain(`"${resource.label}"`);
					expect(ran.requests).toEqual([]);
				}
			}
		});

		test('an id of 17 digits that does not exist is not found, and nothing is written', async () => {
			const record = makeOne();
			const before = storeOf(sandbox);
			for (const verb of verbsOnRecord(resource)) {
				const ran = await given(verb, record, 'id', '12345678901234567');
				expect(failed(ran)).toMatch(/12345678901234567.*not found/);
				// The id goes out digit by digit: as a number it would be another one.
				for (const { body, path } of ran.requests) {
					if (!path.startsWith(`/${collectionOf(resource)}`)) continue;
					expect(`${path} ${JSON.stringify(body ?? '')}`).toContain('12345678901234567');
				}
			}
			expect(changedBetween(before, storeOf(sandbox))).toEqual([]);
		});
	});

	test.each(withVerb('unarchive').filter(([, { archive }]) => archive?.by === 'status'))(
		'archiving %s with an alert, and back',
		async (_name, resource) => {
			const record = insertFull(home, resource);
			const note = must(
				resource.archive?.by === 'status' ? resource.archive.note : undefined,
				'note',
			);
			const alert = 'ARCHIVED: 2026-01-31 - Contract ended';
			succeeded(
				await run(sandbox, onRecord(resource, 'archive', record.id, { archiveNote: alert })),
			);
			expect(record.attributes[note]).toBe(alert);
			succeeded(await run(sandbox, onRecord(resource, 'unarchive', record.id)));
			expect(record.attributes[note]).toBeNull();
		},
	);

	test.each(withVerb('delete').filter(([, { confirmDelete }]) => confirmDelete))(
		'deleting %s asks for its exact name',
		async (_name, resource) => {
			const record = insertNamed(home, resource, 'To Be Kept');
			for (const confirmName of ['to be kept', 'To Be', '={{ $json.nothing }}']) {
				const ran = await run(sandbox, onRecord(resource, 'delete', record.id, { confirmName }));
				expect(failed(ran)).toContain('Confirm Name');
				expect(ran.writes).toEqual([]);
			}
			expect(sandbox.store.find(collectionOf(resource), record.id)).toBeDefined();
		},
	);
});
