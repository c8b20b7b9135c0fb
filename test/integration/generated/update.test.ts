/** Update, for every attribute of every resource: what was set changes, and nothing beside it. */
import type { IDataObject } from 'n8n-workflow';
import type { Attribute } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';
import {
	startSandbox,
	type Attributes,
	type Profile,
	type Sandbox,
	type StoredRecord,
} from '../../../sandbox';
import {
	camel,
	changeable,
	changedBetween,
	collectionOf,
	copyOf,
	EACH_RECORD,
	expectSimplified,
	failed,
	insertFull,
	isPlain,
	isShown,
	isTaken,
	kebab,
	locator,
	must,
	openHome,
	PROFILES,
	run,
	sampleOf,
	sentAttributes,
	SMALL,
	storedValue,
	storeOf,
	succeeded,
	updateParameters,
	without,
	writableOn,
	type Home,
} from '../../helpers/tables';
import { inProfile } from '../../helpers/profiles';

/** What IT Glue itself changes beside an attribute: in the record, or in other collections. A surprise here is a bug. */
const COMPANIONS: Record<string, { attributes?: string[]; collections?: string[] }> = {
	'password password': { attributes: ['password_updated_at'] },
	'configuration primary_ip': { collections: ['configuration_interfaces'] },
	'configuration mac_address': { collections: ['configuration_interfaces'] },
	'document content': { attributes: ['published'], collections: ['document_sections'] },
};

/** What IT Glue stores of fields of types where a value is cleared; elsewhere null. */
const clearedTo = ({ name }: Resource, { kind }: Attribute): unknown =>
	name === 'flexibleAssetField' ? ({ boolean: false, number: 0 }[String(kind)] ?? null) : null;

const companionsOf = ({ name }: Resource, attribute: Attribute) =>
	COMPANIONS[`${name} ${attribute.name}`] ?? {};

/** The attributes of a resource that an update may set, as rows of `test.each`: see `inProfile`. */
const attributesIn = (
	profile: Profile,
	resource: Resource,
	choose: (attribute: Attribute) => boolean,
): Array<[string, Attribute]> =>
	inProfile(
		profile,
		resource,
		writableOn(resource, 'update')
			.filter(choose)
			.map((attribute) => [attribute.name, attribute]),
		(attribute) => attribute,
	);

describe.each(PROFILES)('update, profile %s', (profile: Profile) => {
	const rowsOf = (resource: Resource, choose: (attribute: Attribute) => boolean = () => true) =>
		attributesIn(profile, resource, choose);

	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, profile, journalSecrets: true });
		home = openHome(sandbox, 'Generated Home');
	});
	afterAll(async () => await sandbox.stop());

	describe.each(EACH_RECORD)('%s', (_name, resource) => {
		let record: StoredRecord;

		beforeEach(() => {
			record = insertFull(home, resource);
		});

		/** All of the record, but for the attribute and what IT Glue changes with it, is as it was. */
		function expectRestUntouched(before: Attributes, attribute: Attribute): void {
			const { attributes = [] } = companionsOf(resource, attribute);
			const aside = [attribute.name, ...attributes];
			expect(without(record.attributes, aside)).toEqual(without(before, aside));
		}

		test.each(rowsOf(resource, isPlain))('%s alone', async (_attribute, attribute) => {
			const before = copyOf(record);
			const all = storeOf(sandbox);
			const { param, wire } = sampleOf(home, resource, attribute, 1);
			const ran = await run(
				sandbox,
				updateParameters(resource, record.id, { [camel(attribute.name)]: param as IDataObject }),
			);
			const [answer] = succeeded(ran);
			expect(ran.writes).toHaveLength(1);
			const body = sentAttributes(must(ran.writes[0], 'PATCH'));
			expect(ran.writes[0]).toMatchObject({
				method: 'PATCH',
				path: `/${collectionOf(resource)}/${record.id}`,
			});
			expect(Object.keys(body)).toEqual([kebab(attribute.name)]);
			if (attribute.kind === 'lines') {
				// Lines are added to those that are there.
				expect(String(body[kebab(attribute.name)]).split('\n')).toContain(wire);
				return;
			}
			if (!attribute.rows) expect(body[kebab(attribute.name)]).toEqual(wire);
			expectRestUntouched(before, attribute);
			const others = changedBetween(all, storeOf(sandbox))
				.filter((key) => key !== `${collectionOf(resource)} ${record.id}`)
				.map((key) => key.split(' ')[0]);
			expect(
				others.filter(
					(name) => !companionsOf(resource, attribute).collections?.includes(String(name)),
				),
			).toEqual([]);
			if (!isTaken(resource, attribute, profile)) {
				expect(record.attributes).toEqual(before);
				const hints = ran.hints.map(({ message }) => message).join();
				if (isShown(resource, attribute, profile)) expect(hints).toContain(attribute.label);
				return;
			}
			const stored = record.attributes[attribute.name];
			const wanted = storedValue(attribute, wire);
			if (attribute.rows) {
				// Lists are merged: what was there stays, what was given is there too.
				const { column } = attribute.rows.key;
				const keys = (value: unknown) => (value as IDataObject[]).map((row) => row[column]);
				expect(keys(stored)).toEqual([...keys(before[attribute.name]), ...keys(wanted)]);
			} else expect(stored).toEqual(wanted);
			expect(ran.hints).toEqual([]);
			await expectSimplified(sandbox, resource, answer ?? {});
		});

		const clearable = rowsOf(
			resource,
			(attribute) => isPlain(attribute) && attribute.nullable === true,
		);
		const emptyOf = (attribute: Attribute): unknown =>
			attribute.lookup && LOOKUPS[attribute.lookup].picker === 'locator' ? locator('list', '') : '';

		if (clearable.length > 0) {
			test.each(clearable)(
				'%s cleared by null and by an empty field',
				async (_attribute, attribute) => {
					for (const empty of ['={{ null }}', emptyOf(attribute)]) {
						sandbox.store.update(record, {
							[attribute.name]: storedValue(
								attribute,
								sampleOf(home, resource, attribute).wire,
							) as string,
						});
						const before = copyOf(record);
						const ran = await run(
							sandbox,
							updateParameters(resource, record.id, { [camel(attribute.name)]: empty as string }),
						);
						succeeded(ran);
						expect(ran.writes.map(sentAttributes)).toEqual([{ [kebab(attribute.name)]: null }]);
						expectRestUntouched(before, attribute);
						if (isTaken(resource, attribute, profile))
							expect(record.attributes[attribute.name]).toEqual(clearedTo(resource, attribute));
					}
				},
			);
		}

		const keeping = rowsOf(resource, (attribute) => attribute.nullable !== true);
		test.each(keeping)('%s cannot be cleared', async (_attribute, attribute) => {
			// An empty list of rows adds nothing to a list that is merged; null (only JSON can give it) says that it is to go.
			const fields: IDataObject[] = attribute.rows
				? [{ otherAttributes: JSON.stringify({ [attribute.name]: null }) }]
				: ['={{ null }}', emptyOf(attribute)].map((empty) => ({
						[camel(attribute.name)]: empty as string,
					}));
			for (const updateFields of fields) {
				const before = copyOf(record);
				const ran = await run(sandbox, updateParameters(resource, record.id, updateFields));
				expect(failed(ran)).toContain(`"${attribute.label}"`);
				expect(ran.requests).toEqual([]);
				expect(record.attributes).toEqual(before);
			}
		});

		test.each(rowsOf(resource))(
			'%s whose expression gives undefined is not sent',
			async (_attribute, attribute) => {
				const set = changeable(resource, attribute);
				const undefinedValue =
					attribute.lookup && LOOKUPS[attribute.lookup].picker === 'locator'
						? locator('id', '={{ $json.nothing }}')
						: '={{ $json.nothing }}';
				const before = copyOf(record);
				const ran = await run(
					sandbox,
					updateParameters(resource, record.id, {
						[camel(attribute.name)]: undefinedValue,
						[camel(set.name)]: sampleOf(home, resource, set, 1).param as string,
					}),
				);
				succeeded(ran);
				expect(ran.writes.map(({ path }) => path)).toEqual([
					`/${collectionOf(resource)}/${record.id}`,
				]);
				expect(ran.writes.flatMap((entry) => Object.keys(sentAttributes(entry)))).toEqual([
					kebab(set.name),
				]);
				expect(record.attributes[attribute.name]).toEqual(before[attribute.name]);
			},
		);

		test('with nothing to update is refused before any request', async () => {
			const name = camel(changeable(resource).name);
			for (const updateFields of [{}, { [name]: '={{ $json.nothing }}' }] as IDataObject[]) {
				const ran = await run(sandbox, updateParameters(resource, record.id, updateFields));
				expect(failed(ran)).toContain('nothing to update');
				expect(ran.requests).toEqual([]);
			}
		});

		test('of several attributes and several records, in input order', async () => {
			const other = changeable(resource);
			const second = insertFull(home, resource, {}, 0);
			const ran = await run(
				sandbox,
				updateParameters(resource, '={{ $json.id }}', { [camel(other.name)]: '={{ $json.text }}' }),
				{
					input: [
						{ id: record.id, text: 'one' },
						{ id: second.id, text: 'two' },
						{ id: record.id, text: 'three' },
					],
				},
			);
			const answers = succeeded(ran);
			expect(answers.map(({ id }) => id)).toEqual([record.id, second.id, record.id]);
			expect(answers.map((answer) => answer[other.name])).toEqual(['one', 'two', 'three']);
			expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
			expect(record.attributes[other.name]).toBe('three');
			expect(second.attributes[other.name]).toBe('two');
		});
	});
});
