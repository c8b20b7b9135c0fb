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
const labelOf = ({ label, attribute }: Column): string =>
	attribute?.lookup ? `${label} (Name or ID)` : label;

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
		({ id, attribute }) => (matching || id !== ID) && !(tool && attribute?.notForTools),
	);

/** The columns of the chosen resource; facts only, so nothing is asked of IT Glue. */
async function getColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const resource = findResource(String(this.getCurrentNodeParameter('resource') ?? ''));
	const matching = this.getCurrentNodeParameter('operation') === 'upsert';
	const tool = this.getNode().type.endsWith('Tool');
	const columns = resource ? offered(resource, matching, tool) : [];
	return await Promise.resolve({ fields: columns.map((column) => toField(column, matching)) });
}

export const resourceMapping = { [COLUMNS_METHOD]: getColumns };
