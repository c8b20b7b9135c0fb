import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { optionsOf } from '../description/fields';
import { COLUMNS_METHOD } from '../description/methods';
import { findResource } from '../resources';
import { columnsOf, ID, type Column } from '../resources/schema/columns';
import type { AttributeKind } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { currentlyTyped, withClient } from './context';

/**
 * Look-ups are text, so that a name passes as well as an ID, and so that no list of a client's ends up
 * in a stored workflow. A switch is a choice of two: n8n gives a boolean column the value false as soon
 * as it is added, and would so un-mark what nobody meant to touch. PSA Type is text: n8n refuses other values than those of
 * a list, and IT Glue is connected to more PSAs than it filters by.
 */
const TYPES: Partial<Record<AttributeKind, FieldType>> = {
	boolean: 'options',
	choice: 'options',
	date: 'dateTime',
	dateTime: 'dateTime',
	rows: 'array',
	entries: 'array',
	number: 'number',
};

const SWITCH: INodePropertyOptions[] = [
	{ name: 'False', value: false },
	{ name: 'True', value: true },
];

function choicesOf({ attribute }: Column): INodePropertyOptions[] | undefined {
	if (attribute?.kind === 'boolean') return SWITCH;
	return attribute?.kind === 'choice' ? optionsOf(attribute.choices ?? []) : undefined;
}

const typeOf = ({ attribute, primaryRow }: Column): FieldType =>
	(attribute && !primaryRow && TYPES[attribute.kind]) || 'string';

/** What a look-up takes is said in the label: columns have no descriptions. */
const labelOf = ({ label, attribute }: Column): string => {
	if (attribute?.kind === 'tags') return `${label} (Names or IDs)`;
	if (attribute?.kind === 'file') return `${label} (Binary Property)`;
	return attribute?.lookup ? `${label} (Name or ID)` : label;
};

/** Shown from the start: what is matched on, and what a new record needs. n8n hides all other columns until they are added. */
const isBasic = ({ byDefault, attribute, primaryRow }: Column): boolean =>
	byDefault ||
	(attribute?.required === true && attribute.name !== 'organization_id' && !primaryRow);

function toField(column: Column, matching: boolean): ResourceMapperField {
	const options = choicesOf(column);
	return {
		id: column.id,
		displayName: labelOf(column),
		required: matching && isBasic(column),
		defaultMatch: matching && column.byDefault,
		canBeUsedToMatch: matching && column.matches !== 'no',
		display: true,
		type: typeOf(column),
		...(options && { options }),
	};
}

/** The ID is only matched by, and the IDs of another system are not those of IT Glue. */
const offered = (resource: Resource, matching: boolean, tool: boolean): Column[] =>
	columnsOf(resource).filter(
		({ id, attribute }) =>
			(matching || (id !== ID && !attribute?.matchOnly)) && !(tool && attribute?.notForTools),
	);

/** The columns of the chosen resource: facts only, or, where a type says which there are, the fields of the chosen type. */
async function getColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const table = findResource(String(this.getCurrentNodeParameter('resource') ?? ''));
	const operation = this.getCurrentNodeParameter('operation');
	const matching = operation === 'upsert';
	const tool = this.getNode().type.endsWith('Tool');
	const resource = table?.typedBy ? await typed(this, table) : table;
	const columns = resource ? offered(resource, matching, tool) : [];
	const fields = columns.map((column) => toField(column, matching));
	if (operation !== 'create') return { fields };
	return {
		fields: fields.map((shown, at) => ({ ...shown, required: isNeeded(columns[at]) })),
	};
}

/** What a new record needs; whose it is, another parameter may say. */
const isNeeded = (column: Column | undefined): boolean =>
	column?.attribute?.required === true && column.attribute.name !== 'organization_id';

const typed = async (
	context: ILoadOptionsFunctions,
	table: Resource,
): Promise<Resource | undefined> =>
	await withClient(context, async (client) => await currentlyTyped(context, client, table));

export const resourceMapping = { [COLUMNS_METHOD]: getColumns };
