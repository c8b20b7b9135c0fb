/** Finds assets by the value of a field. IT Glue has no such filter, so the node compares. */
import type { IDataObject } from 'n8n-workflow';
import { readDay } from '../../text/dates';
import { readDecimal, twoMeanings } from '../../text/numbers';
import { isObject, plainText, shown } from '../../text/plain';
import { comparable } from '../../text/same';
import { readSwitch } from '../../text/switches';
import type { JsonApiRecord } from '../../transport';
import type { Choice, Filter } from '../schema/attribute';
import type { Context } from '../schema/resource';
import { keyOfTrait, type Field } from './fields';
import type { FieldsOf } from './shape';
import { cellOf, entriesOf, isEmptyTrait, tagId, traitsOf } from './traits';

type Condition = 'equals' | 'contains' | 'isEmpty' | 'isNotEmpty' | 'before' | 'after';

const CONDITIONS: Array<Choice & { id: Condition }> = [
	{ id: 'equals', label: 'Equals', description: 'Capital letters do not matter' },
	{ id: 'contains', label: 'Contains' },
	{ id: 'isEmpty', label: 'Is Empty' },
	{ id: 'isNotEmpty', label: 'Is Not Empty' },
	{ id: 'before', label: 'Is Before or Less Than' },
	{ id: 'after', label: 'Is After or Greater Than' },
];

/** The filters that together define the field, the condition and the value. */
export const fieldFilters: Filter[] = [
	{
		key: 'field',
		param: 'field',
		label: 'Field',
		kind: 'fieldOfType',
		byHook: true,
		description: 'The node reads all assets of the type and compares them',
	},
	{
		key: 'field_condition',
		param: 'fieldCondition',
		label: 'Field Condition',
		kind: 'choice',
		byHook: true,
		needs: 'field',
		choices: CONDITIONS,
		description: 'How the field is compared with Field Value',
	},
	{
		key: 'field_value',
		param: 'fieldValue',
		label: 'Field Value',
		kind: 'string',
		byHook: true,
		needs: 'field',
		description: 'Text, number, day, or the ID or name of a tag',
	},
];

const isCondition = (value: unknown): value is Condition =>
	CONDITIONS.some(({ id }) => id === value);

/** Returns a function that checks a record against the filters. Undefined if they name no field. */
export function meetsCondition(
	fieldsOf: FieldsOf,
	given: IDataObject,
	context: Pick<Context, 'refuse' | 'timezone'>,
): ((record: JsonApiRecord) => boolean) | undefined {
	const name = plainText(given.field)?.trim();
	if (name === undefined || name === '') return undefined;
	const condition = isCondition(given.fieldCondition) ? given.fieldCondition : 'equals';
	const wanted = plainText(given.fieldValue)?.trim() ?? '';
	if (wanted === '' && condition !== 'isEmpty' && condition !== 'isNotEmpty')
		context.refuse(
			'The filter "Field" needs "Field Value" as well',
			'Add the value that the field is compared with, or choose Is Empty as the condition.',
		);
	const isField = fieldNamed(name);
	return (record) => {
		const field = fieldsOf(record).find(isField);
		if (!field) return false;
		const value = traitsOf(record)[field.key];
		if (condition === 'isEmpty') return isEmptyTrait(value);
		if (condition === 'isNotEmpty') return !isEmptyTrait(value);
		if (isEmptyTrait(value)) return false;
		if (condition === 'contains') return textOf(field, value).includes(comparable(wanted));
		if (condition === 'equals') return equals(field, value, wanted, context);
		return inOrder(field, value, wanted, condition, context);
	};
}

/** Finds a field by its key, as the list in the editor returns it, or by its label. */
function fieldNamed(name: string): (field: Field) => boolean {
	const key = keyOfTrait(name) ?? name;
	return (field) => field.key === key || comparable(field.label) === comparable(key);
}

const textOf = (field: Field, value: unknown): string => comparable(cellOf(field, value));

function equals(
	field: Field,
	value: unknown,
	wanted: string,
	context: Pick<Context, 'refuse'>,
): boolean {
	if (field.kind === 'Checkbox') return readSwitch(wanted) === (value === true);
	if (isNumber(field)) return numberFor(field, wanted, context) === Number(value);
	if (field.kind !== 'Tag') return textOf(field, value) === comparable(wanted);
	return entriesOf(value).some(
		(entry) =>
			tagId(entry) === wanted || (isObject(entry) && comparable(entry.name) === comparable(wanted)),
	);
}

/** The number to compare with. Undefined if the text is not a number. */
function numberFor(
	{ decimals }: Field,
	wanted: string,
	context: Pick<Context, 'refuse'>,
): number | undefined {
	const number = readDecimal(wanted, decimals);
	const two = twoMeanings(wanted);
	if (number !== undefined || !two) return number;
	return context.refuse(
		`The filter "Field Value" may mean two numbers: "${shown(wanted)}"`,
		`Write ${two.thousands}, or ${two.decimals}, so that it can mean only one.`,
	);
}

const isNumber = ({ kind }: Field): boolean => kind === 'Number' || kind === 'Percent';

function inOrder(
	field: Field,
	value: unknown,
	wanted: string,
	condition: 'before' | 'after',
	context: Pick<Context, 'refuse' | 'timezone'>,
): boolean {
	const number = isNumber(field) ? numberFor(field, wanted, context) : undefined;
	const day = field.kind === 'Date' ? readDay(wanted, context.timezone) : undefined;
	if (number === undefined && day === undefined)
		return context.refuse(
			`The filter "Field Value" must be a ${isNumber(field) ? 'number' : 'date'}`,
			`It is "${shown(wanted)}". Before and after are for date and number fields, and ${field.label} is of the kind ${field.kind}.`,
		);
	const difference =
		number !== undefined
			? Number(value) - number
			: Date.parse(String(value)) - Date.parse(day ?? '');
	return condition === 'before' ? difference < 0 : difference > 0;
}
