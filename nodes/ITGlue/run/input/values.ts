import type { IDataObject } from 'n8n-workflow';
import { readDay, readMoment } from '../../text/dates';
import { paramOf } from '../../resources/schema/common';
import { withLines } from '../../text/lines';
import { anyToSnake } from '../../text/spelling';
import type { Attribute, Values } from '../../resources/schema/attribute';
import { isBlankText, trimmed } from '../../text/same';
import { asInputField } from './columnNames';
import { findChoice } from './options';
import type { Session } from '../../records/session';
import { listValue } from './listValues';
import { readLocator, type Locator } from './locator';
import type { Parents } from '../../records/lookups';
import { givenValue, isMark, wellFormed } from '../../text/given';
import { hasLostDigits, plainText, shown } from '../../text/plain';
import { readFile, readFiles } from './files';
import { readAsNumber } from './numbers';
import { isUntouched, readRows } from './rows';
import { resolveTags, readTags } from './tags';
import { readSwitch } from '../../text/switches';

const COLLECTION = { create: 'additionalFields', update: 'updateFields' } as const;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', 'id', 'type']);

/**
 * Reads the attributes that the user set on an item, and converts them to IT Glue's form. Names of types and other
 * records become ids. Refuses values that it cannot convert, and names the field.
 */
export async function readValues(
	item: Session,
	action: 'create' | 'update',
	parents: Parents,
): Promise<Values> {
	const given = new Map<Attribute, unknown>();
	for (const attribute of item.resource.attributes) {
		if (attribute.writable !== 'both' && attribute.writable !== action) continue;
		const raw = readRaw(item, attribute, action);
		if (raw !== undefined) given.set(attribute, raw);
	}
	const unlisted = readUnlisted(item, action, given);
	const values = await toValues(item, given, parents);
	for (const [name, value] of unlisted) values.set(name, value);
	item.resource.hooks?.expand?.(values, action, (param) => item.option(param));
	return values;
}

/**
 * Converts given attributes to IT Glue's form. Names of types and other records become ids. Refuses values that it
 * cannot convert, and names the field.
 */
export async function toValues(
	item: Session,
	given: ReadonlyMap<Attribute, unknown>,
	parents: Parents,
): Promise<Values> {
	const values: Values = new Map();
	for (const [attribute, raw] of given) {
		refuseForTools(item, attribute);
		// The create checks a create-only value. It is never written to an existing record.
		const value =
			attribute.writable === 'create' && !attribute.inStepsLater
				? convertIfFit(item, attribute, raw)
				: convert(item, attribute, raw);
		if (value !== undefined) values.set(attribute.name, value);
	}
	await resolveLookups(item, values, parents);
	await resolveTags(item, values, parents);
	await readFiles(item, values);
	await item.resource.hooks?.settle?.(item.hookContext(values, { always: false }), values);
	return values;
}

function readRaw(item: Session, attribute: Attribute, action: 'create' | 'update'): unknown {
	if (action === 'create') {
		if (attribute.name === 'organization_id') return undefined;
		if (attribute.upFront) {
			const param = paramOf(attribute);
			if (attribute.rows && isUntouched(attribute.rows, item.parameters[param])) return undefined;
			const value = givenValue(item.param(param, ''), attribute.kind);
			// A field that is always shown and was left empty is not set.
			return isBlank(value) ? undefined : value;
		}
	}
	const given = item.collection(COLLECTION[action])[paramOf(attribute)];
	const value = givenValue(given, attribute.kind);
	// A locator stays an object even if its expression returned nothing: this is "not set" too.
	const isLocator = typeof value === 'object' && value !== null && '__rl' in value;
	const content = isLocator ? givenValue((value as IDataObject).value, attribute.kind) : value;
	if (content === undefined || saysNone(item, attribute, content)) return undefined;
	// A new record has nothing to clear. An existing record must not lose a value because the source of a sync has
	// none: only null clears it.
	const saysNothing = typeof content === 'string' && isBlank(content);
	return action === 'create' && attribute.nullable && saysNothing ? undefined : value;
}

/** Whether a value is a mark for "none". The mark itself is not written, and it does not clear the existing value. */
export function saysNone(
	item: Session,
	{
		label: own,
		kind,
		identity,
		choices = [],
	}: Pick<Attribute, 'label' | 'kind'> & Partial<Attribute>,
	value: unknown,
	label = own,
): boolean {
	// Matching handles values that identify nothing.
	const isJudged = identity !== undefined && identity !== 'person';
	if (isJudged || !isMark(value, kind)) return false;
	// "N/A" may be one of the options.
	if (findChoice(choices, value)) return false;
	item.hint(`${label}: "${shown(value)}" means that there is no value, so it was left out.`);
	return true;
}

function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	return typeof value === 'object' && 'value' in value && isEmpty(value.value);
}

function refuseForTools(item: Session, { notForTools, label }: Attribute): void {
	if (!notForTools || !item.tool) return;
	item.refuse(
		`"${label}" is not available to AI agents`,
		'Use the IT Glue node outside of an agent to set it.',
	);
}

export function convert(item: Session, attribute: Attribute, given: unknown): unknown {
	const { kind, label, nullable, rows } = attribute;
	const raw = givenValue(given, kind);
	if (kind === 'rows' && rows) {
		// null means "no rows at all", which makes no sense if rows are added to a list.
		if (raw === null) refuseNullRows(item, attribute);
		return readRows(item, rows, label, raw);
	}
	if (attribute.entries && !isBlank(raw)) return attribute.entries.read(item, raw);
	// IT Glue trims values: white space alone is empty, except in a password.
	if (kind === 'secret' && !attribute.reads ? isEmpty(raw) : isBlank(raw)) {
		if (nullable) return null;
		return item.refuse(
			`"${label}" cannot be empty`,
			'IT Glue does not let this field be cleared. Give it a value, or remove the field.',
		);
	}
	const converter = CONVERTERS[kind];
	const value = converter ? converter(item, attribute, raw) : raw;
	return typeof value === 'string' ? readAs(item, attribute, value) : value;
}

/** The converted value, or the given one if it cannot be converted. */
function convertIfFit(item: Session, attribute: Attribute, raw: unknown): unknown {
	try {
		return convert(item, attribute, raw);
	} catch {
		return raw;
	}
}

/** A text in the form that the table of the attribute requires. */
function readAs(item: Session, { reads }: Attribute, given: string): string {
	const read = reads?.(given) ?? { value: given };
	return 'value' in read ? read.value : item.refuse(read.message, read.advice);
}

function refuseNullRows(item: Session, { name, label }: Attribute): void {
	if (item.chosen('replaceAll').includes(name)) return;
	item.refuse(
		`"${label}" cannot be empty`,
		'Given entries are added to the existing ones. To remove all of them, choose the field under the option Replace All.',
	);
}

type Converter = (item: Session, attribute: Attribute, raw: unknown) => unknown;

const text: Converter = (item, { label, kind, readAs, understands }, given) => {
	const understood = understands?.(given);
	if (understood?.lost !== undefined)
		item.hint(
			`${label}: ${understood.lost} cannot be written as text and was left out. Add it in IT Glue.`,
		);
	const raw = understood?.text ?? given;
	const value = plainText(raw);
	const readText = (given: string): string => {
		if (kind === 'secret') return given;
		const whole = wellFormed(given);
		return readAs?.(whole) ?? (kind === 'string' ? trimmed(whole) : whole);
	};
	// Invisible characters at the ends of a name would make it hard to find. A secret is sent unchanged.
	if (value !== undefined) return readText(value);
	return item.refuse(
		`"${label}" must be text`,
		`The expression gave ${kindOf(raw)}. Use a single value.`,
	);
};

function kindOf(raw: unknown): string {
	if (hasLostDigits(raw))
		return 'a number with so many digits that the last ones are lost: give it as text';
	if (raw instanceof Uint8Array || isStoredBuffer(raw)) return 'binary data';
	if (typeof raw === 'number') return 'an invalid number';
	return Array.isArray(raw) ? 'a list' : 'an object';
}

/** The form that n8n gives a buffer. */
const isStoredBuffer = (raw: unknown): boolean =>
	typeof raw === 'object' && raw !== null && 'type' in raw && raw.type === 'Buffer';

const boolean: Converter = (item, { label }, raw) => {
	const value = readSwitch(raw);
	if (value !== undefined) return value;
	return item.refuse(`"${label}" must be true or false`, `It is "${shown(raw)}".`);
};

const dateTime: Converter = (item, { label }, raw) =>
	readMoment(raw, item.timezone) ??
	item.refuse(
		`"${label}" must be a date and time`,
		`It is "${shown(raw)}". Use ISO 8601, such as 2026-01-31T09:00:00Z.`,
	);

const date: Converter = (item, { label }, raw) =>
	readDay(raw, item.timezone) ??
	item.refuse(
		`"${label}" must be a date`,
		`It is "${shown(raw)}". Use the form 2026-01-31, so that day and month cannot be mixed up.${typeof raw === 'number' ? ' Convert a number of days or seconds to a date first.' : ''}`,
	);

const choice: Converter = (item, { label, choices = [], open }, raw) =>
	findChoice(choices, raw)?.id ??
	(open ? plainText(raw)?.trim() : undefined) ??
	item.refuse(
		`"${shown(raw)}" is not a value of "${label}"`,
		`Use one of: ${choices.map((candidate) => candidate.label).join(', ')}.`,
	);

const lines: Converter = (item, { label }, raw) => {
	const given: unknown[] = Array.isArray(raw) ? raw : [raw];
	const texts = given.map((one) => plainText(one));
	if (texts.includes(undefined))
		item.refuse(`"${label}" must be text`, 'Give one entry on each line, or a list of texts.');
	return withLines('', texts.join('\n'));
};

/** Resolved later, together with the attributes that limit it. */
const lookup: Converter = (_item, _attribute, raw) => readLocator(raw);

const CONVERTERS: Partial<Record<Attribute['kind'], Converter>> = {
	string: text,
	multiline: text,
	html: text,
	secret: text,
	boolean,
	dateTime,
	date,
	choice,
	lookup,
	number: readAsNumber,
	lines,
	tags: readTags,
	file: readFile,
};

const isLocator = (value: unknown): value is Locator =>
	typeof value === 'object' && value !== null && 'mode' in value;

async function resolveLookups(item: Session, values: Values, parents: Parents): Promise<void> {
	const known = (name: string) => async (): Promise<string | undefined> => {
		const value = values.get(name);
		return typeof value === 'string' && /^\d+$/.test(value) ? value : await parents[name]?.();
	};
	const all: Parents = {
		...parents,
		organization_id: known('organization_id'),
		manufacturer_id: known('manufacturer_id'),
		country_id: known('country_id'),
	};
	// In table order, so that a parent (manufacturer) is resolved before the list that it limits (model).
	for (const attribute of item.resource.attributes) {
		const given = values.get(attribute.name);
		const { lookup, name } = attribute;
		if (!lookup || !isLocator(given)) continue;
		const value = await listValue(item, { ...attribute, lookup }, given, all, values);
		if (value === undefined) values.delete(name);
		else values.set(name, value);
	}
}

/** The attributes given as JSON. Those in the table move to `given` and are checked in the same way. */
function readUnlisted(
	item: Session,
	action: 'create' | 'update',
	given: Map<Attribute, unknown>,
): Values {
	const raw = item.collection(COLLECTION[action]).otherAttributes;
	const unlisted: Values = new Map();
	if (isEmpty(raw)) return unlisted;
	if (item.tool) {
		item.refuse(
			'"Other Attributes (JSON)" is not available to AI agents',
			'Use the IT Glue node outside of an agent to set attributes that it does not list.',
		);
	}
	const { attributes } = item.resource;
	for (const [key, value] of Object.entries(parseObject(item, raw))) {
		const name = anyToSnake(key);
		if (FORBIDDEN.has(key) || FORBIDDEN.has(name)) {
			item.refuse(
				`"${key}" cannot be set as an attribute`,
				'Remove it from Other Attributes (JSON).',
			);
		}
		const listed = attributes.find(
			(attribute) => attribute.name === name || paramOf(attribute) === key,
		);
		const byLocator = action === 'create' && listed?.name === 'organization_id';
		if (byLocator || (listed ? given.has(listed) : unlisted.has(name))) {
			item.refuse(
				`"${listed?.label ?? key}" is set twice`,
				'Remove it from Other Attributes (JSON), or remove the field.',
			);
		}
		if (listed && (listed.writable === 'both' || listed.writable === action)) {
			given.set(listed, value);
		} else if (listed?.sentAs === 'relationship') {
			// The request would leave it out without a message.
			item.refuse(
				`"${listed.label}" can only be set when a ${item.resource.label.toLowerCase()} is created`,
				'Remove it from Other Attributes (JSON), and change it in IT Glue.',
			);
		} else if (value !== undefined) unlisted.set(name, value);
	}
	return unlisted;
}

function parseObject(item: Session, raw: unknown): IDataObject {
	const parsed = typeof raw === 'string' ? parseJson(raw) : raw;
	if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
		return parsed as IDataObject;
	}
	return item.refuse(
		'"Other Attributes (JSON)" is not a JSON object',
		'Write it as {"attribute": "value"}, or give an expression that returns an object.',
	);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

export const isBlank = (value: unknown): boolean =>
	isEmpty(value) || (typeof value === 'string' && isBlankText(value));

/** Refuses a create without a required value, and runs the checks of the resource. */
export function checkValues(item: Session, values: Values, action: 'create' | 'update'): void {
	const { resource } = item;
	if (action === 'create') {
		const lacking = resource.attributes.find(
			({ name, required, writable }) =>
				required &&
				writable !== 'update' &&
				name !== 'organization_id' &&
				isBlank(values.get(name)),
		);
		if (lacking) {
			item.refuse(
				`"${lacking.label}" is empty`,
				`Every ${resource.label.toLowerCase()} needs it. Fill it in${lacking.filledBy ? `, turn on ${lacking.filledBy}` : ''}, or check the expression that gives it.${asInputField(item, [lacking.name])}`,
			);
		}
	}
	const complaint = resource.hooks?.check?.(values, action, (param) => item.option(param));
	if (complaint) item.refuse(firstSentence(complaint), afterFirstSentence(complaint));
}

const SENTENCES = /(?<=[.:]) /;

const firstSentence = (text: string): string =>
	text.split(SENTENCES).slice(0, 1).join('').replace(/[.:]$/, '');

const afterFirstSentence = (text: string): string => {
	const rest = text.split(SENTENCES).slice(1).join(' ');
	return rest === '' ? 'Fill it in, or check the expression that gives it.' : rest;
};
