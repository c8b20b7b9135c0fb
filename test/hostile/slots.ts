/** Every place of the node's form where an expression can stand, found in the description that n8n itself reads. */
import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';
import { columnsOf, type Column } from '../../nodes/ITGlue/resources/schema/columns';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import { formOf, isGroup, isParameter } from '../helpers/form';

/** A place and the parameters with an expression in it. */
export type Slot = [place: string, parameters: IDataObject];

type Value = IDataObject[string];

const WITHOUT_EXPRESSION = new Set(['resource', 'operation']);

/** The values that a parameter can have with the expression somewhere in it. */
function valuesWith(
	property: INodeProperties,
	expression: string,
	columns: readonly Column[],
	before?: Value,
): Array<[string, Value]> {
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
				valuesWith(option, expression, columns).map(([place, value]): [string, Value] => [
					` > ${option.name}${place}`,
					{ [option.name]: value },
				]),
			);
	}
	if (type === 'fixedCollection') {
		return options
			.filter(isGroup)
			.flatMap((group) => [
				[` > ${group.name}`, { [group.name]: expression }] as [string, Value],
				...group.values.flatMap((column) =>
					valuesWith(column, expression, columns).map(([place, value]): [string, Value] => [
						` > ${group.name} > ${column.name}${place}`,
						{ [group.name]: [{ ...defaultsOf(group), [column.name]: value }] },
					]),
				),
			]);
	}
	if (type === 'resourceMapper')
		return columns.flatMap((column) => mapped(column, before, expression));
	return [['', expression]];
}

/** A mapping with the expression in a column: beside those that are mapped, and as the one that is matched on. */
function mapped(
	{ id, matches }: Column,
	before: Value,
	expression: string,
): Array<[string, Value]> {
	const mapping = before as IDataObject;
	const value = { ...(mapping.value as IDataObject), [id]: expression };
	const beside: [string, Value] = [` > ${id}`, { ...mapping, value }];
	if (matches !== 'alone' || (mapping.matchingColumns as string[]).includes(id)) return [beside];
	return [beside, [` > ${id}, matched on`, { ...mapping, value, matchingColumns: [id] }]];
}

/** A row of a fixed collection as the form adds it. */
const defaultsOf = ({ values }: INodePropertyCollection): IDataObject =>
	Object.fromEntries(values.map(({ name, default: value }) => [name, value as Value]));

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
			([place, value]): Slot => {
				const before = parameters[property.name];
				const both =
					property.type === 'collection'
						? { ...(before as IDataObject), ...(value as IDataObject) }
						: value;
				return [`${property.name}${place}`, { ...parameters, [property.name]: both }];
			},
		),
	);
}
