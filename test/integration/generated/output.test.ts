/** What comes out (simplify off, chosen fields) and what goes in past the form (attributes as JSON), for every resource. */
import type { IDataObject } from 'n8n-workflow';
import { SECRET_ATTRIBUTES } from '../../../nodes/ITGlue/resources';
import type { Attribute } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { startSandbox, type Sandbox, type StoredRecord } from '../../../sandbox';
import {
	camel,
	changeable,
	changedBetween,
	collectionOf,
	copyOf,
	createParameters,
	EACH_RECORD,
	failed,
	given,
	insertFull,
	isPlain,
	kebab,
	minimal,
	must,
	onRecord,
	openHome,
	ownerOf,
	rawRecord,
	run,
	sampleOf,
	sentAttributes,
	SMALL,
	storedValue,
	storeOf,
	succeeded,
	updateParameters,
	verbExtras,
	writableOn,
	type Home,
	type Ran,
} from '../../helpers/tables';

describe('output', () => {
	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, journalSecrets: true });
		home = openHome(sandbox, 'Generated Home');
	});
	afterAll(async () => await sandbox.stop());

	describe.each(EACH_RECORD)('%s', (_name, resource) => {
		let record: StoredRecord;

		beforeEach(() => {
			record = insertFull(home, resource, { archived: false });
		});

		/** Every operation that gives records, with the options to try. */
		const answers = async (more: IDataObject): Promise<Array<[string, Ran]>> => [
			['get', await run(sandbox, onRecord(resource, 'get', record.id, more))],
			[
				'getAll',
				await run(sandbox, {
					resource: resource.name,
					operation: 'getAll',
					...ownerOf(home, resource),
					filters: { ids: record.id },
					...more,
				}),
			],
			[
				'update',
				await run(
					sandbox,
					onRecord(resource, 'update', record.id, {
						...verbExtras(resource, 'update', record),
						...more,
					}),
				),
			],
		];

		test('untouched with simplify off, without secrets', async () => {
			for (const [verb, ran] of await answers({ simplify: false })) {
				const [got] = succeeded(ran);
				const { id, type, attributes } = await rawRecord(sandbox, resource, record.id);
				expect(got).toMatchObject({ id, type });
				const shown = got?.attributes as IDataObject;
				expect(Object.keys(shown).filter((key) => SECRET_ATTRIBUTES.includes(key))).toEqual([]);
				const omitted = resource.hooks?.omit?.(() => undefined) ?? [];
				// Lists cut some attributes (organizations' quick notes), and the update has changed one since.
				const cut = resource.attributes
					.filter(({ readableFrom }) => readableFrom === 'show')
					.map(({ name }) => kebab(name));
				for (const [key, value] of Object.entries(attributes)) {
					if (omitted.includes(key.replace(/-/g, '_')) || SECRET_ATTRIBUTES.includes(key)) continue;
					if (key === 'updated-at' || cut.includes(key) || key === kebab(changeable(resource).name))
						continue;
					expect({ verb, [key]: shown[key] }).toEqual({ verb, [key]: value });
				}
			}
		});

		test('no secret leaves with any operation, simplified or not', async () => {
			for (const simplify of [true, false]) {
				for (const [, ran] of await answers({ simplify })) {
					for (const name of SECRET_ATTRIBUTES) {
						const secret = record.attributes[name.replace(/-/g, '_')];
						if (typeof secret === 'string') expect(ran.everything).not.toContain(`"${secret}"`);
					}
				}
			}
		});

		test('only the chosen fields, beside id and type', async () => {
			const fields = [changeable(resource).name, 'created_at', 'no_such_field'];
			for (const [verb, ran] of await answers({ options: { fields } })) {
				if (verb === 'update') continue; // Fields to Return belongs to the reading operations.
				const [got] = succeeded(ran);
				expect(Object.keys(got ?? {}).sort()).toEqual(
					['id', 'type', changeable(resource).name, 'created_at'].sort(),
				);
			}
		});

		test('the short list of the AI twin names existing fields', async () => {
			const [got] = succeeded(await run(sandbox, onRecord(resource, 'get', record.id)));
			// Some are there only where an option includes them.
			const byOption = resource.hooks?.omit?.(() => undefined) ?? [];
			for (const name of resource.toolFields.filter((one) => !byOption.includes(one)))
				expect(Object.keys(got ?? {})).toContain(name);
		});
	});
});

/** An attribute of several words, so that the three spellings differ. */
const severalWords = (resource: Resource): Attribute | undefined =>
	writableOn(resource, 'update').find(
		(attribute) =>
			attribute.name.includes('_') &&
			isPlain(attribute) &&
			attribute.writable === 'both' &&
			!attribute.upFront &&
			!attribute.rows &&
			attribute.kind !== 'lines' &&
			attribute.name !== 'organization_id',
	);

const WITH_WORDS = EACH_RECORD.filter(([, resource]) => severalWords(resource) !== undefined);

describe('attributes as JSON', () => {
	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, journalSecrets: true });
		home = openHome(sandbox, 'Generated Home');
	});
	afterAll(async () => await sandbox.stop());

	describe.each(WITH_WORDS)('%s', (_name, resource) => {
		let record: StoredRecord;
		let listed: Attribute;

		beforeEach(() => {
			// Names are taken once under a parent.
			sandbox.reset();
			home = openHome(sandbox, 'Generated Home');
			record = insertFull(home, resource);
			listed = must(severalWords(resource), 'attribute of several words');
		});

		const SPELLINGS: Array<[string, (name: string) => string]> = [
			['camelCase', camel],
			['snake_case', (name) => name],
			['kebab-case', kebab],
		];

		test.each(SPELLINGS)('in %s, as text and as an object', async (_spelling, spell) => {
			const { wire } = sampleOf(home, resource, listed, 1);
			const value = {
				[spell(listed.name)]: wire as string,
				[spell('some_unlisted_thing')]: { keepMe: 1 },
			};
			for (const otherAttributes of [JSON.stringify(value), '={{ $json.all }}']) {
				const ran = await run(sandbox, updateParameters(resource, record.id, { otherAttributes }), {
					input: [{ all: value }],
				});
				succeeded(ran);
				expect(ran.writes.map(sentAttributes)).toEqual([
					{ [kebab(listed.name)]: wire, 'some-unlisted-thing': { keepMe: 1 } },
				]);
				expect(record.attributes[listed.name]).toEqual(storedValue(listed, wire));
			}
			const created = await run(
				sandbox,
				createParameters(home, resource, given(home, resource, minimal(resource)), {
					ifExists: 'createAnyway',
					additionalFields: { otherAttributes: JSON.stringify(value) },
				}),
			);
			const [made] = succeeded(created);
			expect(
				sandbox.store.find(collectionOf(resource), String(made?.id))?.attributes[listed.name],
			).toEqual(storedValue(listed, wire));
		});

		test('that the form sets too, or that are there in two spellings, are refused', async () => {
			const { param, wire } = sampleOf(home, resource, listed, 1);
			const before = storeOf(sandbox);
			for (const [, spell] of SPELLINGS) {
				const ran = await run(
					sandbox,
					updateParameters(resource, record.id, {
						[camel(listed.name)]: param as string,
						otherAttributes: JSON.stringify({ [spell(listed.name)]: wire }),
					}),
				);
				expect(failed(ran)).toContain(`"${listed.label}" is set twice`);
				expect(ran.requests).toEqual([]);
			}
			for (const name of [listed.name, 'some_unlisted_thing']) {
				const twice = JSON.stringify({ [camel(name)]: wire, [kebab(name)]: wire });
				const ran = await run(
					sandbox,
					updateParameters(resource, record.id, { otherAttributes: twice }),
				);
				expect(failed(ran)).toContain('set twice');
				expect(ran.requests).toEqual([]);
			}
			expect(changedBetween(before, storeOf(sandbox))).toEqual([]);
		});

		test.each([
			'{"__proto__": {"polluted": 1}}',
			'{"constructor": 1}',
			'{"prototype": 1}',
			'{"id": "1"}',
			'{"type": "users"}',
		])('%s is refused', async (otherAttributes) => {
			const before = copyOf(record);
			const ran = await run(sandbox, updateParameters(resource, record.id, { otherAttributes }));
			expect(failed(ran)).toContain('cannot be set');
			expect(ran.requests).toEqual([]);
			expect(record.attributes).toEqual(before);
			expect(({} as { polluted?: number }).polluted).toBeUndefined();
		});

		test.each(['[1]', '"text"', '7', 'null'])('%s is no object and refused', async (text) => {
			const ran = await run(
				sandbox,
				updateParameters(resource, record.id, { otherAttributes: '={{ $json.given }}' }),
				{
					input: [{ given: text }],
				},
			);
			expect(failed(ran)).toMatch(/not a JSON object/);
			expect(ran.requests).toEqual([]);
		});

		test('listed attributes are checked like those of the form', async () => {
			const keeping = writableOn(resource, 'update').filter(
				(attribute) => !attribute.nullable && isPlain(attribute),
			);
			for (const attribute of keeping) {
				const otherAttributes = JSON.stringify({ [kebab(attribute.name)]: null });
				const ran = await run(sandbox, updateParameters(resource, record.id, { otherAttributes }));
				expect(failed(ran)).toContain(`"${attribute.label}"`);
				expect(ran.requests).toEqual([]);
			}
		});
	});
});
