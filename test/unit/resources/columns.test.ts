/** The columns of every resource, and the options that follow from its table. */
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import {
	attributeOf,
	columnOf,
	columnsOf,
	hasNextKey,
	hasPsaLink,
	ID,
	keysOf,
	PSA_ID,
	PSA_TYPE,
} from '../../../nodes/ITGlue/resources/schema/columns';
import { contact } from '../../../nodes/ITGlue/resources/contact';
import { allOptions } from '../../../nodes/ITGlue/operations';
import { password } from '../../../nodes/ITGlue/resources/password';
import type { Option } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';

const SYNCED = RESOURCES.filter(({ operations }) => operations.includes('upsert')).map(
	(resource): [string, Resource] => [resource.name, resource],
);

/** What docs/sync.md promises: columns that may be matched on, and the one that is unless one chooses. */
const PROMISED: Record<string, { alone: string[]; beside: string[]; standard: string }> = {
	organization: { alone: ['id', 'psa_id', 'name'], beside: [], standard: 'name' },
	contact: {
		alone: ['id', 'psa_id', 'first_name', 'last_name', 'name', 'primary_email'],
		beside: [],
		standard: 'primary_email',
	},
	configuration: {
		alone: ['id', 'psa_id', 'name', 'hostname', 'mac_address', 'serial_number', 'asset_tag'],
		beside: [],
		standard: 'serial_number',
	},
	password: {
		alone: ['id', 'name'],
		beside: ['username', 'password_folder_id', 'resource_id'],
		standard: 'name',
	},
	document: { alone: ['id', 'name'], beside: ['document_folder_id'], standard: 'name' },
	location: { alone: ['id', 'psa_id', 'name'], beside: [], standard: 'name' },
	// And by the fields of the type.
	flexibleAsset: { alone: ['id', 'name'], beside: [], standard: 'name' },
	flexibleAssetType: { alone: ['id', 'name'], beside: [], standard: 'name' },
};

test('every resource of the promise has the operation', () => {
	expect(SYNCED.map(([name]) => name).sort()).toEqual(Object.keys(PROMISED).sort());
});

describe.each(SYNCED)('%s', (name, resource) => {
	const columns = columnsOf(resource);
	const matching = (how: string): string[] =>
		columns.filter(({ matches }) => matches === how).map(({ id }) => id);

	it('is matched by what the documentation says', () => {
		expect(matching('alone')).toEqual(PROMISED[name]?.alone);
		expect(matching('beside')).toEqual(PROMISED[name]?.beside);
		expect(columns.filter(({ byDefault }) => byDefault).map(({ id }) => id)).toEqual([
			PROMISED[name]?.standard,
		]);
	});

	it('has each column once, and one for every attribute', () => {
		const ids = columns.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(
			expect.arrayContaining(resource.attributes.map((attribute) => attribute.name)),
		);
		expect(ids[0]).toBe(ID);
		expect(ids.includes(PSA_ID)).toBe(hasPsaLink(resource));
		expect(ids.includes(PSA_TYPE)).toBe(hasPsaLink(resource));
	});

	it('calls them as its output does', () => {
		const shown = new Set([
			...resource.attributes.map((attribute) => attribute.name),
			...resource.readOnly.map(({ id }) => id),
			ID,
		]);
		expect(columns.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
	});

	it('leads from column to attribute and back', () => {
		for (const { attributes } of keysOf(resource))
			for (const attribute of attributes)
				expect(attributeOf(resource, columnOf(resource, attribute))).toBe(attribute);
	});

	it('writes nothing that is only matched by', () => {
		for (const { id, attribute } of columns)
			expect(attribute === undefined).toBe([ID, PSA_ID, PSA_TYPE].includes(id));
	});
});

test('lists are matched by their primary row only', () => {
	expect(columnOf(contact, 'contact_emails')).toBe('primary_email');
	expect(attributeOf(contact, 'primary_phone')).toBe('contact_phones');
	expect(columnOf(contact, 'title')).toBe('title');
	const whole = columnsOf(contact).find(({ id }) => id === 'contact_emails');
	expect(whole).toMatchObject({ matches: 'no', primaryRow: false, byDefault: false });
});

describe('options', () => {
	const optionsOf = (resource: Resource): Map<string, Option> =>
		new Map(
			allOptions(resource)
				.filter(({ operations }) => operations.includes('upsert'))
				.map((extra) => [extra.param, extra]),
		);

	const EVERYWHERE = [
		'dryRun',
		'ifSeveralMatch',
		'neverOverwriteWithEmpty',
		'neverTouch',
		'reportOnlyChanges',
		'writeMode',
	];

	it.each(SYNCED)('%s has those of all, each once, and starts safe', (_name, resource) => {
		const options = optionsOf(resource);
		expect([...options.keys()]).toEqual(expect.arrayContaining(EVERYWHERE));
		expect(options.get('writeMode')?.default).toBe('createAndUpdate');
		expect(options.get('ifSeveralMatch')?.default).toBe('fail');
		expect(options.get('neverOverwriteWithEmpty')).toMatchObject({
			default: true,
			place: 'upFront',
		});
		expect(options.get('neverTouch')?.default).toEqual([]);
		expect(options.get('dryRun')).toMatchObject({ default: false, place: 'upFront' });
		const params = allOptions(resource).map(
			({ param, operations }) => `${param} ${operations.join()}`,
		);
		expect(new Set(params).size).toBe(params.length);
	});

	it.each(SYNCED)('%s offers to leave alone only what could be written', (_name, resource) => {
		const names = optionsOf(resource)
			.get('neverTouch')
			?.choices?.map(({ id }) => id);
		const fixed = resource.attributes.filter(
			({ writable, inStepsLater }) => writable === 'create' && !inStepsLater,
		);
		expect(names).not.toContain('organization_id');
		for (const { name } of fixed) expect(names).not.toContain(name);
		for (const { name, writable, matchOnly } of resource.attributes)
			if (writable === 'both' && name !== 'organization_id')
				expect(names?.includes(name)).toBe(matchOnly !== true);
	});

	it('offers the next key only where there is one, and bulk only where there is such a route', () => {
		const having = (param: string): string[] =>
			SYNCED.filter(([, resource]) => optionsOf(resource).has(param)).map(([name]) => name);
		// Organizations and locations by name, where a PSA ID is matched on.
		const several = SYNCED.filter(([, resource]) => hasNextKey(resource));
		const offered = SYNCED.filter(([, resource]) =>
			optionsOf(resource)
				.get('emptyMatch')
				?.choices?.some(({ id }) => id === 'nextKey'),
		);
		expect(having('emptyMatch')).toHaveLength(SYNCED.length);
		expect(offered).toEqual(several);
		expect(several.length).toBeGreaterThan(5);
		expect(having('createInBulk').sort()).toEqual([
			'configuration',
			'contact',
			'flexibleAsset',
			'location',
			'password',
		]);
	});

	it('keeps comparing values and replacing lists from an agent', () => {
		const value = optionsOf(password).get('passwordValue');
		expect(value?.choices?.map(({ id, notForTools }) => [id, notForTools ?? false])).toEqual([
			['create', false],
			['compare', true],
			['write', false],
		]);
		expect(optionsOf(contact).get('replaceAll')?.notForTools).toBe(true);
	});
});
