/** The parameters as the form shows them: what each begins with, and what the tables say reaches it. */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { optionalLookupProperty } from '../../../nodes/ITGlue/description/fields';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import { formOf } from '../../helpers/form';

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** Parameters, those inside of collections and of their groups as well. */
function flat(entries: Entry[]): INodeProperties[] {
	return entries.flatMap((entry) => {
		if ('values' in entry) return flat(entry.values);
		if (!('type' in entry)) return [];
		return [entry, ...flat(entry.options ?? [])];
	});
}

const properties = new ItGlue().description.properties;
const all = flat(properties);

const ofType = (type: INodeProperties['type']): INodeProperties[] =>
	all.filter((property) => property.type === type);

const opensWithRow = (property: INodeProperties): boolean =>
	JSON.stringify(property.default) === '{"email":[{"value":""}]}';

const EMPTY: Array<[INodeProperties['type'], unknown]> = [
	['string', ''],
	['dateTime', ''],
	['notice', ''],
	['json', '{}'],
	['multiOptions', []],
	['collection', {}],
	['fixedCollection', {}],
	['resourceLocator', { mode: 'list', value: '' }],
	['resourceMapper', { mappingMode: 'defineBelow', value: null }],
];

it.each(EMPTY)('a parameter of type %s begins empty', (type, empty) => {
	expect(ofType(type).length).toBeGreaterThan(0);
	for (const property of ofType(type).filter((one) => !opensWithRow(one)))
		expect([property.name, property.default]).toEqual([property.name, empty]);
});

it('the emails of a new contact open with an empty row, nothing else does', () => {
	expect(
		all.filter(opensWithRow).map(({ name, displayOptions }) => [name, displayOptions]),
	).toEqual([['contactEmails', { show: { resource: ['contact'], operation: ['create'] } }]]);
});

it('a fixed list begins with one of its entries, a list of a client with none', () => {
	expect(ofType('options').length).toBeGreaterThan(0);
	for (const { name, options = [], typeOptions, default: first } of ofType('options')) {
		const values = options.map((option) => ('value' in option ? option.value : undefined));
		expect([name, typeOptions?.loadOptionsMethod ? [''] : values]).toEqual([
			name,
			expect.arrayContaining([first]),
		]);
	}
});

it('a number begins with one that its limits allow', () => {
	expect(ofType('number').length).toBeGreaterThan(0);
	for (const { typeOptions, default: first } of ofType('number')) {
		expect(Number(first)).toBeGreaterThanOrEqual(typeOptions?.minValue ?? -Infinity);
	}
});

it('what a list depends on are parameters, so that it is read again when they change', () => {
	const names = new Set(all.map(({ name }) => name));
	const depending = all.filter(({ typeOptions }) => typeOptions?.loadOptionsDependsOn);
	expect(depending.length).toBeGreaterThan(0);
	for (const { typeOptions } of depending) {
		for (const path of typeOptions?.loadOptionsDependsOn ?? []) {
			expect(names).toContain(path.replace(/\.value$/, ''));
		}
	}
	for (const { typeOptions, displayOptions } of ofType('resourceMapper')) {
		const [name = ''] = (displayOptions?.show?.resource ?? []).map(String);
		const { typedBy } = RESOURCES.find((resource) => resource.name === name) ?? {};
		expect(typeOptions?.loadOptionsDependsOn).toEqual([
			'resource',
			'operation',
			...(typedBy ? [`${typedBy.resource}Id.value`] : []),
		]);
	}
});

const filters = RESOURCES.flatMap((resource) =>
	resource.filters.map((filter) => [resource.name, filter.param, filter] as const),
);

it.each(filters)('filter %s %s shows the words of its table', (name, param, filter) => {
	const shown = formOf({ parameters: { resource: name, operation: 'getAll' } })
		.filter((property) => property.name === 'filters')
		.flatMap(({ options }) => flat(options ?? []))
		.filter((property) => property.name === param);
	expect(shown).toHaveLength(1);
	for (const { displayName, description, placeholder } of shown) {
		expect(displayName).toContain(filter.label);
		if (filter.description) expect(description).toContain(filter.description);
		if (filter.placeholder) expect(placeholder).toBe(filter.placeholder);
	}
});

it('an optional look-up is the look-up with another method', () => {
	const own = optionalLookupProperty('contactType', 'type', 'Type');
	expect(own).toMatchObject({
		name: 'type',
		displayName: 'Type Name or ID',
		default: '',
		typeOptions: { loadOptionsMethod: 'getContactTypesOrDefault' },
	});
});

it('the entries of fixed lists hold nothing but what n8n shows', () => {
	const entries = ofType('options').concat(ofType('multiOptions'));
	for (const { options = [] } of entries) {
		for (const option of options) {
			const allowed = ['name', 'value', 'description', 'action', 'displayOptions'];
			expect(allowed).toEqual(expect.arrayContaining(Object.keys(option)));
			if ('description' in option) expect(option.description).not.toBe('');
		}
	}
});

const choices = RESOURCES.flatMap(({ attributes }) =>
	attributes.flatMap(({ choices = [] }) => choices),
);

it('the description of a choice is shown beside it', () => {
	const shown = all.flatMap(({ options = [] }) => options);
	for (const { id, label, description } of choices) {
		expect(shown).toContainEqual(
			expect.objectContaining({ name: label, value: id, ...(description && { description }) }),
		);
	}
});

const withGet = RESOURCES.filter(({ operations }) => operations.includes('get'));

it.each(withGet.map((resource) => [resource.name, resource] as const))(
	'the %s to work on has to be chosen',
	(name, { label }) => {
		const own = properties.filter(
			({ type, displayOptions, displayName }) =>
				type === 'resourceLocator' &&
				displayName === label &&
				displayOptions?.show?.resource?.includes(name) &&
				displayOptions.show.operation?.includes('get'),
		);
		expect(own.map(({ required }) => required)).toEqual([true]);
	},
);

it.each(
	RESOURCES.filter(({ operations }) => operations.includes('upsert')).map(
		(one) => [one.name, one] as const,
	),
)('%s: matching is said to look where it looks', (name, { scoped, plural }) => {
	const mappers = ofType('resourceMapper')
		.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(name) ?? true)
		.flatMap(({ typeOptions }) => typeOptions?.resourceMapper?.matchingFieldsLabels?.hint ?? []);
	expect(mappers).toHaveLength(1);
	expect(mappers[0]).toContain(
		scoped ? 'within the organization' : `with all ${plural.toLowerCase()}`,
	);
});
