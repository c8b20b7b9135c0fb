/**
 * IT Glue may behave otherwise than the sandbox assumes. With each assumption turned into its opposite, every main
 * operation of every resource is right, by the store, or ends in an error that says something: never a wrong success.
 * An assumption is turned where it can make a difference: where the sandbox asks for it.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import {
	ASSUMPTIONS,
	startSandbox,
	type AssumptionName,
	type Profile,
	type Sandbox,
	type StoredRecord,
} from '../../../sandbox';
import {
	changeable,
	changedBetween,
	collectionOf,
	createParameters,
	EACH_RECORD,
	given,
	insertFull,
	insertNamed,
	locator,
	minimal,
	must,
	nameOfEntry,
	naming,
	onRecord,
	openHome,
	ownerOf,
	PROFILES,
	recordsAt,
	run,
	sampleOf,
	SMALL,
	storeOf,
	updateParameters,
	verbExtras,
	writableOn,
	type Home,
	type Ran,
} from '../../helpers/tables';
import { watchSwitches, type Switches } from '../../helpers/switches';
import { LONG_TEST_MS } from '../../helpers/patience';

const NAME = 'Baker, Lyons Record';

/** The opposites that are tried: a switch that the seed profile does not turn by itself needs no second try there. */
const opposites = (profile: Profile): Array<[AssumptionName, boolean]> =>
	ASSUMPTIONS.filter(({ seed }) => profile === 'strict' || seed !== undefined).map((assumption) => [
		assumption.name,
		!(profile === 'seed' ? (assumption.seed ?? assumption.default) : assumption.default),
	]);

/** The opposites that made a difference to a step of any resource. */
const tried = new Set<AssumptionName>();

describe.each(PROFILES)('whatever is assumed, profile %s', (profile) => {
	let sandbox: Sandbox;
	let home: Home;
	let switches: Switches;
	let assumption: string;

	beforeEach(async () => {
		sandbox = await startSandbox({ ...SMALL, profile, deleteDelayMs: 600_000 });
		switches = watchSwitches(sandbox);
	});
	afterEach(async () => await sandbox.stop());

	async function tryOnce(what: string, step: () => Promise<void>): Promise<void> {
		sandbox.reset();
		home = openHome(sandbox, 'Generated Home');
		assumption = what;
		await step();
	}

	/**
	 * A step as the profile has it, then with the opposite of every switch that the sandbox asked for meanwhile: where
	 * it did not ask, the opposite is the very same run.
	 */
	function leaning(title: string, step: () => Promise<void>): void {
		test(
			title,
			async () => {
				await tryOnce('none turned', step);
				const asked = new Set(switches.asked);
				for (const [name, value] of opposites(profile)) {
					if (!asked.has(name)) continue;
					tried.add(name);
					switches.turn(name, value);
					await tryOnce(`${name} ${value}`, step).catch((error: unknown) => {
						if (error instanceof Error) error.message = `With ${name} ${value}: ${error.message}`;
						throw error;
					});
					switches.turn(name, !value);
				}
			},
			LONG_TEST_MS,
		);
	}

	/** Runs an operation and judges it: `right` looks at the store, or at what came out. */
	async function right(
		step: string,
		parameters: IDataObject,
		judge: (ran: Ran, changed: string[]) => void,
	): Promise<Ran> {
		const before = storeOf(sandbox);
		const ran = await run(sandbox, parameters);
		const changed = changedBetween(before, storeOf(sandbox));
		const context = { step, assumption };
		if (ran.status === 'success') {
			judge(ran, changed);
			return ran;
		}
		const said = `${ran.error?.message ?? ''} ${ran.error?.description ?? ''}`;
		expect({ ...context, said }).toEqual({
			...context,
			said: expect.stringMatching(/[a-z]{3}.*[a-z]{3}/),
		});
		// What was changed all the same is named, so that a person can finish it.
		const unnamed = changed.filter((key) => !said.includes(String(key.split(' ')[1])));
		expect({ ...context, said, unnamed }).toEqual({ ...context, said, unnamed: [] });
		return ran;
	}

	const find = (resource: Resource, id: unknown): StoredRecord | undefined =>
		sandbox.store.find(collectionOf(resource), String(id));

	describe.each(EACH_RECORD)('%s', (_name, resource) => {
		const keyOf = (record: StoredRecord): string => `${collectionOf(resource)} ${record.id}`;
		const mine = (): StoredRecord[] => recordsAt(home, resource);
		const subject = changeable(resource);

		leaning('create, and create again', async () => {
			const values = given(home, resource, minimal(resource));
			for (const [name, text] of Object.entries(naming(resource, NAME))) {
				values.set(
					must(
						resource.attributes.find((attribute) => attribute.name === name),
						name,
					),
					text,
				);
			}
			const count = mine().length;
			await right('create', createParameters(home, resource, values), ({ json }, changed) => {
				const record = must(find(resource, json[0]?.id), 'new record');
				// A type comes into being with its fields.
				const own = changed.filter(
					(key) => !key.startsWith('flexible_asset_fields ') || resource.parent,
				);
				expect(own).toEqual([keyOf(record)]);
				expect(nameOfEntry(record)).toBe(NAME);
			});
			const created = mine().slice(count);
			if (created.length === 0) return;
			expect(created).toHaveLength(1);
			const [record] = created;
			for (const ifExists of ['fail', 'returnExisting', 'updateExisting']) {
				for (const archived of [false, true]) {
					if (archived && resource.archive?.by !== 'flag') continue;
					if (resource.archive?.by === 'flag')
						must(record, 'record').attributes[resource.archive.attribute] = archived;
					const again = createParameters(home, resource, values, { ifExists });
					await right(`create again: ${ifExists}`, again, ({ json }, changed) => {
						expect(json.map(({ id }) => id)).toEqual([record?.id]);
						expect(changed).toEqual([]);
					});
					expect(mine()).toHaveLength(count + 1);
				}
			}
		});

		leaning('create with everything set', async () => {
			const attributes = writableOn(resource, 'create');
			const count = mine().length;
			const ran = await right(
				'create in full',
				createParameters(home, resource, given(home, resource, attributes, 1), {
					ifExists: 'createAnyway',
				}),
				({ json, hints }) => {
					const record = must(find(resource, json[0]?.id), 'new record');
					const body = attributes.find(
						({ name, sentAs }) => name === 'content' && sentAs === 'step',
					);
					if (body) {
						const wanted = sampleOf(home, resource, body, 1).wire;
						const sections = sandbox.store.related('document_sections', 'document_id', record.id);
						expect([
							record.attributes.content,
							...sections.map((section) => section.attributes.content),
						]).toContain(wanted);
					}
					const differing = attributes.filter((attribute) => {
						if (
							attribute.sentAs ||
							attribute.rows ||
							attribute.comparator ||
							attribute.name === 'organization_id'
						)
							return false;
						return (
							record.attributes[attribute.name] !== sampleOf(home, resource, attribute, 1).wire
						);
					});
					// What IT Glue did not take is at least named.
					for (const { label } of differing)
						expect(hints.map(({ message }) => message).join()).toContain(label);
				},
			);
			expect(mine().length).toBeLessThanOrEqual(count + 1);
			if (ran.status === 'error' && mine().length > count) {
				expect(`${ran.error?.message} ${ran.error?.description}`).toContain(mine()[count]?.id);
			}
		});

		leaning('read one, by id and by name', async () => {
			const record = insertFull(home, resource, { archived: false });
			sandbox.store.update(record, naming(resource, 'Müller, Ost'));
			insertNamed(home, resource, 'Müller, Ost Annex');
			for (const which of [
				locator('id', record.id),
				locator('name', 'Müller, Ost'),
				locator('name', 'MÜLLER, OST'),
			]) {
				await right('get', onRecord(resource, 'get', which), ({ json, everything }, changed) => {
					expect(json.map(({ id }) => id)).toEqual([record.id]);
					expect(json[0]?.[subject.name]).toEqual(record.attributes[subject.name]);
					expect(changed).toEqual([]);
					if (record.attributes.password)
						expect(everything).not.toContain(`"${String(record.attributes.password)}"`);
				});
			}
		});

		leaning('read many', async () => {
			const two = [
				insertFull(home, resource, { archived: false }),
				insertFull(home, resource, { archived: false }),
			];
			for (const record of two) record.psa = { type: 'manage', remoteId: `remote-${record.id}` };
			const list = (more: IDataObject): IDataObject => ({
				resource: resource.name,
				operation: 'getAll',
				...ownerOf(home, resource),
				returnAll: true,
				...more,
			});
			const idsOf = ({ json }: Ran): string[] => json.map(({ id }) => String(id)).sort();
			await right('all', list({}), (ran) => {
				const ids = idsOf(ran);
				// Whether archived records are among them is for IT Glue to say.
				const [all, open] = [
					mine(),
					mine().filter(({ attributes }) => attributes.archived !== true),
				];
				expect([all.length, open.length]).toContain(ids.length);
				expect(ids).toEqual((ids.length === all.length ? all : open).map(({ id }) => id).sort());
			});
			await right('limit', list({ returnAll: false, limit: 2 }), ({ json }) =>
				expect(json).toHaveLength(2),
			);
			await right(
				'two ids',
				list({ filters: { ids: two.map(({ id }) => id).join(', ') } }),
				(ran) => expect(idsOf(ran)).toEqual(two.map(({ id }) => id).sort()),
			);
			for (const [attribute, text] of Object.entries(naming(resource, 'Harbour, East'))) {
				const filter = resource.filters.find(({ key }) => key === attribute);
				if (!filter) continue;
				const record = insertNamed(home, resource, 'Harbour, East');
				const loud = insertNamed(home, resource, 'HARBOUR, EAST');
				const longer = insertNamed(home, resource, 'Harbour, East', {
					[attribute]: `${text} Annex`,
				});
				await right(
					`filter ${attribute}`,
					list({ filters: { [filter.param]: text } }),
					({ json }) => {
						const ids = json.map(({ id }) => id);
						expect(ids).toContain(record.id);
						// Case is for IT Glue to say; a part of the name is not the name.
						expect([record.id, loud.id]).toEqual(expect.arrayContaining(ids));
					},
				);
				for (const { id } of [record, loud, longer])
					sandbox.store.remove(collectionOf(resource), id);
			}
			if (!resource.includes.some(({ key, on }) => key === 'adapters_resources' && on === 'both'))
				return;
			await right(
				'include',
				list({ options: { include: ['adapters_resources'] } }),
				({ json, hints }) => {
					const linked = json.filter((record) => 'adapters_resources' in record);
					for (const record of linked) {
						// Named without being brought: nothing can be said of them, above all no wrong ID.
						const unsaid = sandbox.assumptions.includedRecordsMissing;
						const remote = unsaid ? null : find(resource, record.id)?.psa?.remoteId;
						expect(record.psa_id ?? null).toBe(remote ?? null);
					}
					if (linked.length < json.length)
						expect(hints.map(({ message }) => message).join()).toContain('included');
				},
			);
		});

		leaning('update, archive, unarchive, publish, add a note', async () => {
			const record = insertFull(home, resource, {
				archived: false,
				quick_notes: `<p>${'Long notes. '.repeat(60)}</p>`,
			});
			if (resource.name !== 'organization') delete record.attributes.quick_notes;
			const before = { ...record.attributes };
			await right(
				'update',
				updateParameters(
					resource,
					record.id,
					verbExtras(resource, 'update', record).updateFields as IDataObject,
				),
				(_ran, changed) => {
					expect(changed).toEqual([keyOf(record)]);
					expect(record.attributes).toEqual({ ...before, [subject.name]: 'Changed' });
				},
			);
			for (const verb of ['archive', 'unarchive'] as const) {
				const way = resource.archive;
				if (!way || !resource.operations.includes(verb)) continue;
				await right(verb, onRecord(resource, verb, record.id), (_ran, changed) => {
					expect(changed).toEqual([keyOf(record)]);
					if (way.by === 'flag')
						return expect(record.attributes[way.attribute]).toBe(verb === 'archive');
					const status = sandbox.store.find(
						'organization_statuses',
						String(record.attributes[way.attribute]),
					);
					expect(status?.attributes.name).toBe(verb === 'archive' ? way.retired : way.active);
				});
			}
			if (resource.operations.includes('publish')) {
				await right('publish', onRecord(resource, 'publish', record.id), () =>
					expect(record.attributes.published).toBe(true),
				);
			}
			if (!resource.append) return;
			const notes = resource.append.attribute;
			await right(
				'note',
				onRecord(resource, 'addQuickNote', record.id, { note: 'And one more' }),
				() => {
					expect(record.attributes[notes]).toBe(`${String(before[notes])}\n<p>And one more</p>`);
				},
			);
		});

		leaning('delete', async () => {
			const record = insertFull(home, resource);
			const neighbour = insertFull(home, resource);
			await right(
				'delete',
				onRecord(resource, 'delete', record.id, verbExtras(resource, 'delete', record)),
				({ json }, changed) => {
					expect(json).toEqual([{ deleted: true, id: record.id }]);
					if (record.removeAt === undefined) expect(find(resource, record.id)).toBeUndefined();
					expect(changed.filter((key) => key !== keyOf(record))).toEqual([]);
				},
			);
			expect(find(resource, neighbour.id)).toBeDefined();
		});
	});
});

// Last, and left out where tests are chosen by a resource: it looks back at all of the others.
test('most assumptions make a difference, so the sandbox is heard asking for them', () => {
	expect(tried.size).toBeGreaterThan(40);
});
