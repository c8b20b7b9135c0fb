/** Reads the fields of a type from a form, from an expression that returns a list, or from the output of Get. */
import type { IDataObject } from 'n8n-workflow';
import { linesOf } from '../../text/lines';
import { readNumber } from '../../text/numbers';
import { isObject, listed, plainText, shown } from '../../text/plain';
import { comparable, trimmed } from '../../text/same';
import { anyToSnake } from '../../text/spelling';
import { readSwitch } from '../../text/switches';
import type { Asker, RowColumn } from '../schema/attribute';
import { FIELD_KINDS, forcedOff, hasDecimals, kindNamed, type FieldKind } from './kinds';

/** A field from the user; values that were not given are absent. */
export interface GivenField {
	name: string;
	kind: FieldKind;
	options?: string[];
	/** As given; after the look-up, the name that IT Glue uses. */
	tag_type?: string;
	required?: boolean;
	show_in_list?: boolean;
	use_for_title?: boolean;
	expiration?: boolean;
	decimals?: number;
	hint?: string;
}

export const GROUP = 'field';

const flag = (
	wire: string,
	param: string,
	label: string,
	description: string,
	fallback = false,
): RowColumn => ({ wire, param, label, kind: 'boolean', description, fallback });

export const COLUMNS: RowColumn[] = [
	{ wire: 'name', param: 'name', label: 'Name', kind: 'string', placeholder: 'e.g. Host Name' },
	{
		wire: 'kind',
		param: 'kind',
		label: 'Kind',
		kind: 'choice',
		choices: FIELD_KINDS.map((kind) => ({ id: kind, label: kind })),
		fallback: 'Text',
		description: 'You cannot change it after the field is created',
	},
	{
		wire: 'options',
		param: 'options',
		label: 'Options',
		kind: 'multiline',
		placeholder: 'e.g. Gold',
		description: 'The choices, one on each line',
		beside: { param: 'kind', values: ['Select'] },
	},
	{
		wire: 'tag_type',
		param: 'tagKind',
		label: 'Tag Kind',
		kind: 'string',
		placeholder: 'e.g. Contacts',
		description:
			'What the tag points to, such as Contacts or Domains, or the name of a flexible asset type',
		beside: { param: 'kind', values: ['Tag'] },
	},
	{
		wire: 'decimals',
		param: 'decimals',
		label: 'Decimals',
		kind: 'string',
		placeholder: 'e.g. 2',
		description: 'The number of decimals. Empty means none.',
		beside: { param: 'kind', values: ['Number', 'Percent'] },
	},
	flag('required', 'required', 'Required', 'Whether every asset must have a value'),
	flag(
		'show_in_list',
		'showInList',
		'Show in List',
		'Whether the list of assets shows this field',
		true,
	),
	flag(
		'use_for_title',
		'useForTitle',
		'Use for Title',
		'Whether the value is part of the name of an asset. Only for Text, Select and Date.',
	),
	flag('expiration', 'expiration', 'Expiration', 'Whether IT Glue shows the date as an expiration'),
	{ wire: 'hint', param: 'hint', label: 'Hint', kind: 'string', placeholder: 'e.g. As in DNS' },
];

/** Other names for the properties of a field, in snake_case, from Get, IT Glue's answers and other tools. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
	name: ['name', 'field_name', 'label'],
	kind: ['kind', 'field_kind', 'field_type', 'type'],
	options: ['options', 'default_value', 'choices'],
	tag_type: ['tag_kind', 'tag_type'],
	required: ['required'],
	show_in_list: ['show_in_list', 'in_list'],
	use_for_title: ['use_for_title', 'in_title'],
	expiration: ['expiration', 'expires'],
	decimals: ['decimals'],
	hint: ['hint'],
};

/** Other properties of a field in answers. */
const PASSED_OVER = new Set([
	'id',
	'type',
	'order',
	'name_key',
	'flexible_asset_type_id',
	'relationships',
	'created_at',
	'updated_at',
]);

const KNOWN = new Set([...Object.values(NAMES).flat(), ...PASSED_OVER]);

/** The given fields. Undefined if there are none. */
export function readFields(asker: Asker, given: unknown): GivenField[] | undefined {
	const entries = entriesIn(asker, given).filter((entry) => !saysNothing(entry));
	const fields = entries.map((entry) => readField(asker, entry));
	if (fields.length === 0) return undefined;
	refuseTwins(asker, fields);
	return fields;
}

function entriesIn(asker: Asker, given: unknown): IDataObject[] {
	const plain = parsed(given);
	const inForm = isObject(plain) && (GROUP in plain || Object.keys(plain).length === 0);
	const entries: unknown = inForm ? (plain[GROUP] ?? []) : plain;
	return listOf(entries).flatMap((entry) => {
		if (entry === undefined || entry === null || entry === '') return [];
		// A form takes no expression as a whole, so an expression that returns a list may be in the name of a row.
		const list = isObject(entry) ? parsed(entry.name) : undefined;
		if (typeof list === 'object' && list !== null) return entriesIn(asker, list);
		if (isObject(entry)) return [speltAlike(entry)];
		return asker.refuse(
			`A field is an object, not "${shown(entry)}"`,
			'Give a list such as [{"name": "Host Name", "kind": "Text"}].',
		);
	});
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Databases and models return lists as JSON text. */
function parsed(given: unknown): unknown {
	if (typeof given !== 'string' || !/^\s*[[{]/.test(given)) return given;
	try {
		return JSON.parse(given);
	} catch {
		return given;
	}
}

/** `showInList`, `Show in List`, `show-in-list` → `show_in_list`; for a raw record, its attributes. */
function speltAlike(entry: IDataObject): IDataObject {
	const own = isObject(entry.attributes) ? entry.attributes : entry;
	return Object.fromEntries(
		Object.entries(own).map(([name, value]) => [
			anyToSnake(name.trim().replace(/\s+/g, '_')).replace(/_+/g, '_'),
			value,
		]),
	);
}

const isBlank = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && trimmed(value) === '');

/** The value of a property of an entry, from the first of its names that has a value. */
const valueOf = (entry: IDataObject, what: string): unknown =>
	(NAMES[what] ?? []).map((name) => entry[name]).find((value) => !isBlank(value));

/** An entry that the user added to the form and did not fill in. */
const saysNothing = (entry: IDataObject): boolean =>
	['name', 'options', 'tag_type', 'hint'].every((what) => isBlank(valueOf(entry, what)));

function readField(asker: Asker, entry: IDataObject): GivenField {
	const name = trimmed(textOf(asker, entry, 'name', 'Name') ?? '');
	if (name === '') asker.refuse('A field has no name', `It is ${shown(entry)}. Give it a name.`);
	const kind = readKind(asker, name, entry);
	noteUnknown(asker, name, entry);
	const field: GivenField = { name, kind };
	const { options, tagType } = {
		options: readOptions(asker, name, entry),
		tagType: textOf(asker, entry, 'tag_type', 'Tag Kind'),
	};
	if (kind === 'Select') field.options = neededOptions(asker, name, options);
	if (kind === 'Tag') field.tag_type = neededTag(asker, name, tagType);
	if (hasDecimals(kind)) Object.assign(field, readDecimals(asker, name, entry));
	for (const one of ['required', 'show_in_list', 'use_for_title', 'expiration'] as const) {
		const value = readFlag(asker, name, entry, one);
		if (value !== undefined) field[one] = value;
	}
	const hint = textOf(asker, entry, 'hint', 'Hint');
	if (hint !== undefined) field.hint = trimmed(hint);
	return withoutForced(asker, field);
}

function textOf(asker: Asker, entry: IDataObject, what: string, label: string): string | undefined {
	const value = valueOf(entry, what);
	if (value === undefined) return undefined;
	return (
		plainText(value) ??
		asker.refuse(`"${label}" of a field must be text`, `It is "${shown(value)}".`)
	);
}

function readKind(asker: Asker, name: string, entry: IDataObject): FieldKind {
	const texts = (NAMES.kind ?? []).flatMap((key) => plainText(entry[key] ?? undefined) ?? []);
	const kinds = texts.flatMap((text) => kindNamed(text) ?? []);
	const [kind] = kinds;
	if (kind) return kind;
	return asker.refuse(
		texts.length === 0
			? `The field "${shown(name)}" has no kind`
			: `"${shown(texts[0])}" is not a kind of field (field "${shown(name)}")`,
		`Use one of: ${FIELD_KINDS.join(', ')}.`,
	);
}

function readOptions(asker: Asker, name: string, entry: IDataObject): string[] {
	const value = valueOf(entry, 'options');
	const texts = (Array.isArray(value) ? value : [value ?? '']).map((one) => plainText(one));
	if (texts.includes(undefined))
		asker.refuse(
			`The options of "${shown(name)}" must be texts`,
			'Give one option a line, or a list of texts.',
		);
	return linesOf(texts.join('\n'));
}

function neededOptions(asker: Asker, name: string, options: string[]): string[] {
	if (options.length > 0) return options;
	return asker.refuse(
		`The field "${shown(name)}" is a Select without options`,
		'Give at least one option.',
	);
}

function neededTag(asker: Asker, name: string, given: string | undefined): string {
	if (given !== undefined) return trimmed(given);
	return asker.refuse(
		`The field "${shown(name)}" is a Tag without a kind of tag`,
		'Say what it points to: Contacts, Configurations, Domains and so on, or the name of a flexible asset type.',
	);
}

/** A number cannot hold more digits. */
const MOST_DECIMALS = 15;

function readDecimals(
	asker: Asker,
	name: string,
	entry: IDataObject,
): Pick<GivenField, 'decimals'> {
	const value = valueOf(entry, 'decimals');
	if (value === undefined) return {};
	const decimals = readNumber(value);
	if (Number.isInteger(decimals) && decimals >= 0 && decimals <= MOST_DECIMALS) return { decimals };
	return asker.refuse(
		`Decimals of "${shown(name)}" must be a whole number`,
		`It is "${shown(value)}". Use a number from 0 to ${MOST_DECIMALS}.`,
	);
}

function readFlag(
	asker: Asker,
	name: string,
	entry: IDataObject,
	what: string,
): boolean | undefined {
	const value = (NAMES[what] ?? []).map((key) => entry[key]).find((one) => !isBlank(one));
	if (value === undefined) return undefined;
	const { label } = COLUMNS.find(({ wire }) => wire === what) ?? { label: what };
	return (
		readSwitch(value) ??
		asker.refuse(`"${label}" of "${shown(name)}" must be true or false`, `It is "${shown(value)}".`)
	);
}

/** The field without the switches that IT Glue always turns off (reference 4.19). */
const withoutForced = (asker: Asker, field: GivenField): GivenField => ({
	...field,
	...Object.fromEntries(forcedOff(asker, field).map((name) => [name, false])),
});

function noteUnknown(asker: Asker, name: string, entry: IDataObject): void {
	const unknown = Object.keys(entry).filter((key) => !KNOWN.has(key) && !isBlank(entry[key]));
	if (unknown.length > 0)
		asker.hint(
			`Field "${shown(name)}": IT Glue does not know ${listed(unknown.map((key) => `"${key}"`))}. It was not sent.`,
		);
}

function refuseTwins(asker: Asker, fields: readonly GivenField[]): void {
	const seen = new Set<string>();
	for (const { name } of fields) {
		if (seen.has(comparable(name)))
			asker.refuse(
				`Two fields are called "${shown(name)}"`,
				'The fields of a type need different names. Capital letters make no difference.',
			);
		seen.add(comparable(name));
	}
}
