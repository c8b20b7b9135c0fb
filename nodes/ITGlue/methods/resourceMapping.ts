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
import { settle } from '../concurrency';
import { Lookups } from '../records/lookups';
import { LOOKUPS } from '../resources/lookups';
import type { Client } from '../transport';
import { currentlyTyped, withClient } from './context';

/**
 * Look-ups are text, so that a name works as well as an ID, and so that no list of a client is saved in a workflow.
 * Only types, statuses and categories, which the whole account shares, are offered by name. A switch is a choice of
 * two values: n8n sets a new boolean column to false, and this would change records by accident. PSA Type is text:
 * n8n refuses values that are not in a list, and IT Glue is connected to more PSAs than it filters by.
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

/** n8n saves the lists of a mapping in the workflow, so longer lists would make it too long. */
const MOST_OFFERED = 200;

type Offers = ReadonlyMap<string, INodePropertyOptions[]>;

/** The names in the short lists that columns point to. If a list cannot be read, its column stays text. */
async function namesFor(client: Client, columns: readonly Column[]): Promise<Offers> {
	const lookups = new Lookups(client);
	const parents = {};
	const read = columns.map(async ({ id, attribute }): Promise<[string, INodePropertyOptions[]]> => {
		const { lookup } = attribute ?? {};
		if (!lookup || !LOOKUPS[lookup].short) return [id, []];
		const outcome = await settle(lookups.entries(lookup, parents));
		const entries = 'value' in outcome ? outcome.value : [];
		const names = new Set(entries.flatMap((entry) => LOOKUPS[lookup].namesOf(entry).slice(0, 1)));
		if (names.size > MOST_OFFERED) return [id, []];
		const sorted = [...names].sort((a, b) => a.localeCompare(b));
		return [id, sorted.map((name) => ({ name, value: name }))];
	});
	return new Map((await Promise.all(read)).filter(([, names]) => names.length > 0));
}

const typeOf = ({ attribute, primaryRow }: Column): FieldType =>
	(attribute && !primaryRow && TYPES[attribute.kind]) || 'string';

/** The label says what a look-up accepts, because columns have no descriptions. */
const labelOf = ({ label, attribute }: Column): string => {
	if (attribute?.kind === 'tags') return `${label} (Names or IDs)`;
	if (attribute?.kind === 'file') return `${label} (Binary Property)`;
	return attribute?.lookup ? `${label} (Name or ID)` : label;
};

/**
 * Shown from the start: the columns for matching, and those that a new record needs. n8n hides the others until the
 * user adds them.
 */
const isBasic = ({ byDefault, attribute, primaryRow }: Column): boolean =>
	byDefault ||
	(attribute?.required === true && attribute.name !== 'organization_id' && !primaryRow);

function toField(column: Column, matching: boolean, offers: Offers): ResourceMapperField {
	const names = offers.get(column.id);
	const options = names ?? choicesOf(column);
	return {
		id: column.id,
		displayName: names ? column.label : labelOf(column),
		required: matching && isBasic(column),
		defaultMatch: matching && column.byDefault,
		canBeUsedToMatch: matching && column.matches !== 'no',
		display: true,
		type: names ? 'options' : typeOf(column),
		...(options && { options }),
	};
}

/** The columns to offer. The ID is only for matching, and the IDs of another system are not those of IT Glue. */
const columnsFor = (resource: Resource, matching: boolean, tool: boolean): Column[] =>
	columnsOf(resource).filter(
		({ id, attribute }) =>
			(matching || (id !== ID && !attribute?.matchOnly)) && !(tool && attribute?.notForTools),
	);

/** The columns of the chosen resource, or the fields of the chosen type if the fields depend on a type. */
async function getColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const table = findResource(String(this.getCurrentNodeParameter('resource') ?? ''));
	const operation = this.getCurrentNodeParameter('operation');
	const matching = operation === 'upsert';
	const tool = this.getNode().type.endsWith('Tool');
	const resource = table?.typedBy ? await typed(this, table) : table;
	const columns = resource ? columnsFor(resource, matching, tool) : [];
	const offered = await settle(withClient(this, async (client) => await namesFor(client, columns)));
	const offers: Offers = 'value' in offered ? offered.value : new Map();
	const fields = columns.map((column) => toField(column, matching, offers));
	if (operation !== 'create') return { fields };
	return {
		fields: fields.map((shown, at) => ({ ...shown, required: isNeeded(columns[at]) })),
	};
}

/** Whether a new record needs the column. The organization may come from another parameter. */
const isNeeded = (column: Column | undefined): boolean =>
	column?.attribute?.required === true && column.attribute.name !== 'organization_id';

const typed = async (
	context: ILoadOptionsFunctions,
	table: Resource,
): Promise<Resource | undefined> =>
	await withClient(context, async (client) => await currentlyTyped(context, client, table));

export const resourceMapping = { [COLUMNS_METHOD]: getColumns };
