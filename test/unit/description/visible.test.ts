/**
 * What the form of each operation of each resource shows, to people and to those who build tools for an AI agent: all that
 * the tables say, nothing else, and nothing twice. The tables are read here anew, not by what makes the description.
 */
import type { INodeProperties } from 'n8n-workflow';
import { OPERATIONS, allOptions } from '../../../nodes/ITGlue/operations';
import { camel } from '../../../nodes/ITGlue/text/spelling';
import { OWNER, RESOURCES } from '../../../nodes/ITGlue/resources';
import type {
	Attribute,
	Choice,
	Option,
	OperationName,
} from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { formOf, isChoice, isGroup, isParameter, pathsOf } from '../../helpers/form';

type Form = [resource: string, verb: OperationName, user: 'a person' | 'a tool', table: Resource];

const FORMS = RESOURCES.flatMap((resource) =>
	resource.operations.flatMap((verb): Form[] => [
		[resource.name, verb, 'a person', resource],
		...(OPERATIONS[verb].notForTools
			? []
			: [[resource.name, verb, 'a tool', resource] satisfies Form]),
	]),
);

/** What n8n's server adds to the twin; not ours. */
const ADDED_BY_N8N = ['descriptionType', 'toolDescription'];

const shown = (resource: string, operation: string, user: Form[2]): INodeProperties[] =>
	formOf({ parameters: { resource, operation }, tool: user === 'a tool' }).filter(
		({ name }) => !ADDED_BY_N8N.includes(name),
	);

/** What the tables say that a form shows. */
class Expected {
	constructor(
		private readonly resource: Resource,
		private readonly verb: OperationName,
		private readonly tool: boolean,
	) {}

	paths(): string[] {
		const { resource, verb } = this;
		const { name, scoped, archive, confirmDelete, options, attributes, typedBy, parent } = resource;
		const { onRecord, givesRecords } = OPERATIONS[verb];
		const is = (...verbs: OperationName[]): boolean => verbs.includes(verb);
		const when = (condition: boolean | undefined, ...paths: string[]): string[] =>
			condition ? paths : [];
		const byStatus = archive?.by === 'status' && is('archive', 'unarchive');
		expect(options.every(({ place }) => ['upFront', 'options'].includes(place))).toBe(true);
		return [
			...this.list(
				'resource',
				RESOURCES.map(({ name: id }) => id),
			),
			...this.list(
				'operation',
				resource.operations.filter((id) => !this.tool || !OPERATIONS[id].notForTools),
			),
			...when(is('delete'), 'deleteNotice'),
			...when(is('delete') && confirmDelete, 'confirmName'),
			...when(scoped, `${OWNER.name}Id`),
			...when(onRecord, `${name}Id`),
			...when(parent !== undefined, `${parent}Id`),
			...when(typedBy !== undefined, `${typedBy?.resource ?? ''}Id`),
			...when(is('upsert', 'reconcile') || this.byColumns(), 'fields'),
			...(is('create') && !typedBy ? attributes.filter(({ upFront }) => upFront) : []).flatMap(
				(attribute) => this.attribute(attribute),
			),
			...this.extras('upFront'),
			...when(byStatus, 'archiveStatus', 'archiveNote'),
			...when(is('addQuickNote'), 'note'),
			...when(is('getPrimary'), 'primaryType'),
			...when(is('getAll'), 'returnAll', 'limit'),
			...when(is('getAll'), ...this.filters()),
			...when(is('create') && !typedBy, ...this.fields('additionalFields', 'create')),
			...when(is('update') && !typedBy, ...this.fields('updateFields', 'update')),
			...when(givesRecords, 'simplify'),
			...['options', 'options.timeout', 'options.maxWait'],
			...this.extras('options').map((path) => `options.${path}`),
			...when(is('get', 'getAll'), ...this.returned(), ...this.included()),
			...when(is('getAll'), ...this.sorts()),
		];
	}

	/** Where a type says which fields there are, each write goes by columns. */
	private byColumns(): boolean {
		const { typedBy } = this.resource;
		return typedBy !== undefined && (this.verb === 'create' || this.verb === 'update');
	}

	private list(path: string, ids: readonly string[]): string[] {
		return [path, ...ids.map((id) => `${path}=${id}`)];
	}

	private chosenFrom(path: string, choices: readonly Choice[] = []): string[] {
		const offered = choices.filter(({ notForTools }) => !this.tool || !notForTools);
		return this.list(
			path,
			offered.map(({ id }) => id),
		);
	}

	private attribute({ name, param, choices, rows, entries }: Attribute): string[] {
		const path = param ?? camel(name);
		const list = rows ?? entries;
		// Those that depend on another column are not shown beside what a new entry begins with.
		const always = (list?.columns ?? []).filter(({ beside }) => beside === undefined);
		const columns = always.flatMap((column) =>
			this.chosenFrom(`${path}.${list?.group}.${column.param}`, column.choices),
		);
		return [...this.chosenFrom(path, choices), ...columns];
	}

	private extras(place: Option['place']): string[] {
		return (
			allOptions(this.resource)
				.filter((extra) => extra.place === place && extra.operations.includes(this.verb))
				.filter(({ notForTools }) => !this.tool || !notForTools)
				// Those that depend on another parameter are not shown beside what a form begins with.
				.filter(({ beside }) => beside === undefined)
				.flatMap((option) =>
					option.kind === 'multiChoice' && option.ofType
						? [option.param]
						: this.chosenFrom(option.param, option.choices),
				)
		);
	}

	private fields(parameter: string, action: 'create' | 'update'): string[] {
		const inCollection = this.resource.attributes
			.filter(({ writable }) => writable === 'both' || writable === action)
			.filter(({ notForTools }) => !this.tool || !notForTools)
			.filter(
				({ name, upFront }) => action === 'update' || (!upFront && name !== 'organization_id'),
			)
			.flatMap((attribute) => this.attribute(attribute));
		return [
			parameter,
			...[...inCollection, ...(this.tool ? [] : ['otherAttributes'])].map(
				(path) => `${parameter}.${path}`,
			),
		];
	}

	private filters(): string[] {
		return [
			'filters',
			...this.resource.filters.flatMap(({ param, choices }) =>
				this.chosenFrom(`filters.${param}`, choices),
			),
		];
	}

	private returned(): string[] {
		if (this.resource.typedBy) return ['options.fields'];
		const readable = this.resource.attributes
			.filter(({ kind, sentAs, entries }) => kind !== 'secret' && (sentAs === undefined || entries))
			.map(({ name }) => name);
		const ids = new Set([...this.resource.readOnly.map(({ id }) => id), ...readable]);
		return this.list('options.fields', [...ids]);
	}

	private included(): string[] {
		const inReach = this.resource.includes.filter(({ on }) => this.verb === 'get' || on === 'both');
		if (inReach.length === 0) return [];
		return this.chosenFrom(
			'options.include',
			inReach.map(({ key, label, notForTools }) => ({ id: key, label, notForTools })),
		);
	}

	private sorts(): string[] {
		const { sorts } = this.resource;
		if (sorts.length === 0) return [];
		const rule = 'options.sort.rule';
		return [
			'options.sort',
			...this.list(
				`${rule}.key`,
				sorts.map(({ key }) => key),
			),
			...this.list(`${rule}.direction`, ['asc', 'desc']),
		];
	}
}

describe.each(FORMS)('the form of %s, %s, for %s', (resource, verb, user, table) => {
	const form = shown(resource, verb, user);

	/** Parameters at every depth, with the collection or group they stand in. */
	function nested(properties: INodeProperties[]): INodeProperties[] {
		return properties.flatMap((property) => {
			const { options = [] } = property;
			const groups = options.filter(isGroup).flatMap(({ values }) => values);
			return [property, ...nested([...options.filter(isParameter), ...groups])];
		});
	}

	it('shows what the tables say, once each', () => {
		const expected = new Expected(table, verb, user === 'a tool').paths();
		expect(pathsOf(form).sort()).toEqual(expected.sort());
	});

	it('lists what can be added in alphabetical order', () => {
		const collections = form.filter(({ type }) => type === 'collection');
		expect(collections.length).toBeGreaterThan(0);
		for (const { name, options = [] } of collections) {
			const labels = options.filter(isParameter).map(({ displayName }) => displayName);
			expect([name, ...labels]).toEqual([
				name,
				...[...labels].sort((one, other) => one.localeCompare(other)),
			]);
		}
	});

	it('begins each list with an entry that it shows', () => {
		const lists = nested(form).filter(
			({ type, typeOptions }) => type === 'options' && !typeOptions?.loadOptionsMethod,
		);
		for (const { name, options = [], default: first } of lists) {
			const values = options.filter(isChoice).map(({ value }) => value);
			expect([name, values]).toEqual([name, expect.arrayContaining([first])]);
		}
	});
});

it('covers every resource', () => {
	expect(new Set(FORMS.map(([resource]) => resource)).size).toBe(RESOURCES.length);
	expect(RESOURCES.length).toBeGreaterThan(5);
});
