/** Every place of the node's form where an expression can stand, found in the description that n8n itself reads. */
import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';
import { columnsOf, type Column } from '../../nodes/ITGlue/resources/schema/columns';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import { camel } from '../../nodes/ITGlue/text/spelling';
import { formOf, isGroup, isParameter } from '../helpers/form';
import { kindOfAttribute, kindOfFilter } from '../helpers/kinds';

export interface Slot {
	place: string;
	/** The parameters with an expression in that place. */
	parameters: IDataObject;
	/** Equal for places that are read by the same rules: the place, or what kind of attribute stands there. */
	kind: string;
}

type Value = IDataObject[string];

/** Where in a parameter a value stands, the value, and the attribute that it sets. */
type Place = [place: string, value: Value, name?: string];

const WITHOUT_EXPRESSION = new Set(['resource', 'operation']);

/** The values that a parameter can have with the expression somewhere in it. */
function valuesWith(
	property: INodeProperties,
	expression: string,
	columns: readonly Column[],
	before?: Value,
): Place[] {
	const { type, options = [], modes = [] } = property;
	if (type === 'notice' || type === 'hidden') return [];
	if (type === 'resourceLocator') {
		return modes.map(({ name }) => [
			`, mode ${name}`,
			{ __rl: true, mode: name, value: expression, cachedResultName: 'Cached' },
		]);
	}
	if (type === 'collection') {
		return options
			.filter(isParameter)
			.flatMap((option) =>
				valuesWith(option, expression, columns).map(
					([place, value]): Place => [
						` > ${option.name}${place}`,
						{ [option.name]: value },
						option.name,
					],
				),
			);
	}
	if (type === 'fixedCollection') {
		return options
			.filter(isGroup)
			.flatMap((group) => [
				[` > ${group.name}`, { [group.name]: expression }] as Place,
				...group.values.flatMap((column) =>
					valuesWith(column, expression, columns).map(
						([place, value]): Place => [
							` > ${group.name} > ${column.name}${place}`,
							{ [group.name]: [{ ...defaultsOf(group), [column.name]: value }] },
						],
					),
				),
			]);
	}
	if (type === 'resourceMapper')
		return columns.flatMap((column) => mapped(column, before, expression));
	return [['', expression]];
}

/** A mapping with the expression in a column: beside those that are mapped, and as the one that is matched on. */
function mapped({ id, matches }: Column, before: Value, expression: string): Place[] {
	const mapping = before as IDataObject;
	const value = { ...(mapping.value as IDataObject), [id]: expression };
	const beside: Place = [` > ${id}`, { ...mapping, value }, id];
	if (matches !== 'alone' || (mapping.matchingColumns as string[]).includes(id)) return [beside];
	return [beside, [` > ${id}, matched on`, { ...mapping, value, matchingColumns: [id] }, id]];
}

/** A row of a fixed collection as the form adds it. */
const defaultsOf = ({ values }: INodePropertyCollection): IDataObject =>
	Object.fromEntries(values.map(({ name, default: value }) => [name, value as Value]));

/** The kind of a place: that of the attribute or filter which stands there, and the place itself where there is none. */
function kindOfPlace(resource: Resource, parameter: string, [place, , name]: Place): string {
	const called = name ?? parameter;
	const rest = name === undefined ? place : place.replace(` > ${name}`, '');
	if (parameter === 'filters') {
		const filter = resource.filters.find(({ param }) => param === called);
		if (filter) return `filters ${kindOfFilter(filter)}${rest}`;
	}
	const column = columnsOf(resource).find(({ id }) => id === called);
	const attribute =
		column?.attribute ?? resource.attributes.find((candidate) => camel(candidate.name) === called);
	if (!attribute) return `${parameter}${place}`;
	const where = name === undefined ? 'beside the operation' : parameter;
	const primary = column?.primaryRow === true ? ' primary' : '';
	return `${where} ${kindOfAttribute(attribute)}${primary}${rest}`;
}

/**
 * The parameters of an operation, each time with the expression in another place.
 *
 * @param parameters those that make the operation do something; what belongs to one place is replaced
 */
export function slotsOf(resource: Resource, parameters: IDataObject, expression: string): Slot[] {
	const shown = formOf({ parameters: parameters as INodeParameters }).filter(
		({ name }) => !WITHOUT_EXPRESSION.has(name),
	);
	return shown.flatMap((property) =>
		valuesWith(property, expression, columnsOf(resource), parameters[property.name]).map(
			(found): Slot => {
				const [place, value] = found;
				const before = parameters[property.name];
				const both =
					property.type === 'collection'
						? { ...(before as IDataObject), ...(value as IDataObject) }
						: value;
				return {
					place: `${property.name}${place}`,
					parameters: { ...parameters, [property.name]: both },
					kind: kindOfPlace(resource, property.name, found),
				};
			},
		),
	);
}
