/** Ids and names that no form would give, wherever an id or a name is taken. */
import { isNoName } from '../../nodes/ITGlue/run/input/nothing';
import type { IDataObject } from 'n8n-workflow';
import { OPERATIONS } from '../../nodes/ITGlue/operations';
import { camel } from '../../nodes/ITGlue/text/spelling';
import { RESOURCES } from '../../nodes/ITGlue/resources';
import { columnsOf, keysOf } from '../../nodes/ITGlue/resources/schema/columns';
import type { OperationName } from '../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import type { StoredRecord } from '../../sandbox';
import {
	collectionOf,
	copyOf,
	EACH_RECORD,
	locator,
	nameOfEntry,
	naming,
	neededCells,
	onRecord,
	ownerOf,
	upsertParameters,
	verbExtras,
	writableOn,
	type Ran,
} from '../helpers/tables';
import { automatic } from '../helpers/parameters';
import { slotsOf } from './slots';
import {
	byItem,
	complaints,
	CONTINUE,
	HOSTILE_IDS,
	HOSTILE_NAMES,
	HOSTILE_TEXTS,
	LONG_ID,
	byPairs,
	sensible,
	useWorld,
	type World,
} from './support';
import { LONG_TEST_MS } from '../helpers/patience';

/** What is written is whatever was given. */
const ANY_TEXT = { garbled: false };

const short = (text: string): string => JSON.stringify(text.slice(0, 40));

const IDS = HOSTILE_IDS.map((odd): IDataObject => ({ odd }));
const TEXTS = HOSTILE_TEXTS.map((odd): IDataObject => ({ odd }));
const LABELS = HOSTILE_TEXTS.map(short);

/** Over all resources: what one of a kind showed, the others need not show again. */
const isNew = byPairs();

describe.each(RESOURCES.map((resource): [string, Resource] => [resource.name, resource]))(
	'%s',
	(_name, resource) => {
		const world = useWorld(resource);
		it.each(resource.operations)(
			'%s reaches no other path with hostile text in any field, and quotes it in few words',
			async (verb) => {
				const found: string[] = [];
				const { resource: table } = world;
				for (const slot of slotsOf(table, sensible(world, resource, verb), '={{ $json.odd }}')) {
					if (!isNew(resource, verb, slot)) continue;
					const { place, parameters } = slot;
					// What PSA records share a name is told in whole, so the long one would be.
					const input = place.includes('psa_id') ? TEXTS.slice(0, -1) : TEXTS;
					const ran = await world.run(parameters, { ...CONTINUE, input });
					const all = [...byItem(ran, LABELS), ...complaints(ran, table, ANY_TEXT)];
					found.push(...all.map((complaint) => `${place}: ${complaint}`));
				}
				expect(found).toEqual([]);
			},
			LONG_TEST_MS,
		);

		const about = (verb: OperationName, which: IDataObject): IDataObject =>
			world.typed
				? { ...world.typed.parameters(verb), [`${resource.name}Id`]: which }
				: onRecord(resource, verb, which, verbExtras(resource, verb, world.record()));

		const onOne = resource.operations.filter((verb) => OPERATIONS[verb].onRecord);
		if (onOne.length > 0) {
			it.each(onOne)('%s refuses what is no id, and asks nothing', async (verb) => {
				const parameters = about(verb, locator('id', '={{ $json.odd }}'));
				const ran = await world.run(parameters, { ...CONTINUE, input: IDS });
				// A type says what the fields are, so it is read first.
				const ofTypes = ({ path }: { path: string }): boolean =>
					path === `/flexible_asset_types/${world.typed?.type.id}`;
				expect(ran.requests.filter((request) => !ofTypes(request))).toEqual([]);
				expect(ran.output).toHaveLength(HOSTILE_IDS.length);
				expect(ran.json.filter(({ error }) => error === undefined)).toEqual([]);
			});

			it.each(onOne)('%s asks for an id of 17 digits as it is', async (verb) => {
				const parameters = about(verb, locator('id', LONG_ID));
				const ran = await world.run(parameters, CONTINUE);
				expect(complaints(ran, resource, ANY_TEXT)).toEqual([]);
				expect(ran.requests.length).toBeGreaterThan(0);
				const [one] = ran.json;
				expect(String(one?.error)).toContain(LONG_ID);
			});
		}
	},
);

/** Halves of characters, which no database stores, become the sign for an unknown one. */
const whole = (text: string): string => text.replace(/\uD83D$/, '\uFFFD');

/** What every field takes as it is; "null" is the mark of a database for no value. */
const NOTES = HOSTILE_NAMES.filter((text) => text !== 'null');

/** What a record is called by, put together as the resource does it. */
const named = (resource: Resource, name: string): IDataObject => naming(resource, name);

/** IT Glue trims names, and white space inside a name of two parts is where they are divided. */
const isStorable = (resource: Resource, name: string): boolean =>
	Object.keys(naming(resource, name)).length === 1 || !/\s/.test(name);

describe.each(EACH_RECORD)('%s of a hostile name', (_name, resource) => {
	const world = useWorld(resource);
	// What is matched by nothing is created under any name, and not found by one that says nothing.
	const names = HOSTILE_NAMES.filter(
		(name) =>
			isStorable(resource, name) && (resource.naturalKeys.length > 0 || !isNoName(resource, name)),
	);
	const input = names.map((name): IDataObject => ({ ...named(resource, name), whole: name }));
	const stored = (): StoredRecord[] => world.sandbox.store.all(collectionOf(resource));

	const createAll = async (w: World): Promise<Ran> => {
		const parameters = sensible(w, resource, 'create');
		const fields = { ...(parameters.additionalFields as IDataObject) };
		for (const key of Object.keys(named(resource, 'Two Words'))) {
			const attribute = resource.attributes.find(({ name }) => name === key);
			(attribute?.upFront ? parameters : fields)[camel(key)] = `={{ $json.${key} ?? '' }}`;
		}
		return await w.run({ ...parameters, additionalFields: fields }, { ...CONTINUE, input });
	};

	it('is created as it is, found by it, updated by it, and not created twice', async () => {
		const created = await createAll(world);
		expect(complaints(created, resource, ANY_TEXT)).toEqual([]);
		const ids = created.json.map(({ id }) => String(id));
		// What IT Glue refuses is an error; everything else is there, letter by letter.
		const kept = names.filter((_text, at) => created.json[at]?.error === undefined);
		const texts = kept.map((text) => whole(text.trim()));
		const found = created.json.flatMap(({ error, id }) =>
			error === undefined ? [String(id)] : [],
		);
		const inStore = new Map(stored().map((record) => [record.id, nameOfEntry(record)]));
		expect(found.map((id) => inStore.get(id))).toEqual(texts);
		expect(kept.length).toBeGreaterThan(names.length / 2);

		if (resource.operations.includes('get')) {
			const got = await world.run(
				onRecord(
					resource,
					'get',
					locator('name', '={{ $json.whole }}'),
					ownerOf(world.home, resource),
				),
				{ ...CONTINUE, input: kept.map((whole) => ({ whole })) },
			);
			expect(complaints(got, resource)).toEqual([]);
			expect(got.json.map(({ id, error }) => error ?? id)).toEqual(found);
		}

		const again = await createAll(world);
		expect(complaints(again, resource)).toEqual([]);
		expect(stored().filter(({ id }) => !ids.includes(id)).length).toBe(
			stored().length - found.length,
		);
		expect(again.writes.filter(({ status }) => status < 300)).toEqual([]);
	});

	it('is a key of Create or Update: one record each, and the second run changes nothing', async () => {
		const key = keysOf(resource).find(({ attributes }) =>
			attributes.every((name) => name in named(resource, 'x')),
		);
		const columns = key?.attributes ?? [];
		const cells = neededCells(world.home, resource);
		const items = names.map((name) => ({
			...cells,
			...named(resource, `Upsert ${name}`.replace(/\s/g, columns.length > 1 ? '-' : ' ')),
		}));
		const parameters = upsertParameters(world.home, resource, columns);
		const first = await world.run(parameters, { ...CONTINUE, input: items });
		expect(complaints(first, resource)).toEqual([]);
		const before = stored().map(copyOf);
		const second = await world.run(parameters, { ...CONTINUE, input: items });
		expect(complaints(second, resource)).toEqual([]);
		expect(second.writes).toEqual([]);
		expect(second.json.map(({ _action, error }) => _action ?? error)).toEqual(
			first.json.map(({ _action, error }) => (_action === undefined ? error : 'unchanged')),
		);
		expect(stored().map(copyOf)).toEqual(before);
	});

	it('is compared by Reconcile', async () => {
		if (!resource.operations.includes('reconcile')) return;
		const parameters = {
			resource: resource.name,
			operation: 'reconcile',
			...ownerOf(world.home, resource),
			fields: automatic(),
		};
		const ran = await world.run(parameters, { ...CONTINUE, input });
		expect(complaints(ran, resource, ANY_TEXT)).toEqual([]);
		expect(ran.writes).toEqual([]);
		const errors = ran.json.flatMap(({ error }) => (error === undefined ? [] : String(error)));
		const isNoName = (error: string): boolean =>
			/identif(?:y|ies) nothing$|^It is not clear which/.test(error);
		expect(errors.filter((error) => !isNoName(error))).toEqual([]);
	});

	it('is text in every field of text, markup and all', async () => {
		const record = world.record();
		const texts = writableOn(resource, 'update').filter(
			({ kind, sentAs }) => ['multiline', 'html'].includes(kind) && sentAs === undefined,
		);
		for (const { name } of texts) {
			const parameters = onRecord(resource, 'update', record.id, {
				updateFields: { [camel(name)]: '={{ $json.text }}' },
			});
			const ran = await world.run(parameters, {
				...CONTINUE,
				input: NOTES.map((text) => ({ text })),
			});
			expect(complaints(ran, resource, ANY_TEXT)).toEqual([]);
			expect(ran.json.filter(({ error }) => error !== undefined)).toEqual([]);
			const sent = ran.writes.map(
				({ body }) =>
					Object.values((body as { data: { attributes: IDataObject } }).data.attributes)[0],
			);
			expect(sent).toEqual(NOTES.map(whole));
		}
	});

	it('is JSON under a name that JavaScript knows: refused or sent, and nobody is changed by it', async () => {
		const record = world.record();
		const odd = [
			'{"__proto__":{"polluted":true}}',
			'{"constructor":{"prototype":{"polluted":true}}}',
			'{"toString":1}',
			'{"prototype":1}',
			'{"proto--":"x"}',
			'{"ID":"7"}',
			'{"Type":"x"}',
			'["a"]',
			'"text"',
			'1',
			'null',
			'{',
			'{"a":1}}',
			'undefined',
			'{"a":{"__proto__":{"polluted":true}}}',
			'{"hasOwnProperty":1}',
		];
		const parameters = onRecord(resource, 'update', record.id, {
			updateFields: { otherAttributes: '={{ $json.text }}' },
		});
		const ran = await world.run(parameters, { ...CONTINUE, input: odd.map((text) => ({ text })) });
		expect(byItem(ran, odd)).toEqual([]);
		expect(complaints(ran, resource, ANY_TEXT)).toEqual([]);
		const keys = ran.writes.flatMap(({ body }) =>
			Object.keys((body as { data: { attributes: IDataObject } }).data.attributes),
		);
		expect(
			keys.filter((key) => ['__proto__', 'constructor', 'prototype', 'id', 'type'].includes(key)),
		).toEqual([]);
	});

	it('is the name of a column: taken as nothing in Map Automatically', async () => {
		if (!resource.operations.includes('upsert')) return;
		const hostile = JSON.parse(
			'{"__proto__":{"name":"polluted"},"constructor":"x","toString":"x","hasOwnProperty":"x"}',
		) as IDataObject;
		const columns = columnsOf(resource)
			.filter(({ byDefault }) => byDefault)
			.map(({ id }) => id);
		const ran = await world.run(upsertParameters(world.home, resource, columns), {
			...CONTINUE,
			input: [{ json: hostile }],
		});
		expect(complaints(ran, resource, ANY_TEXT)).toEqual([]);
		expect(ran.writes).toEqual([]);
	});
});
