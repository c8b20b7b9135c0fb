/** Reads traits from answers, and makes their forms for requests and for the output. */
import type { IDataObject } from 'n8n-workflow';
import { htmlToText } from '../../text/html/html';
import { isObject, plainText } from '../../text/plain';
import type { JsonApiRecord } from '../../transport';
import { wireId } from '../../transport/jsonapi/serialise';
import { TRAITS, isKnown, isPassword, type Field } from './fields';

export type Traits = Readonly<Record<string, unknown>>;

export const traitsOf = ({ attributes }: Pick<JsonApiRecord, 'attributes'>): Traits =>
	isObject(attributes[TRAITS]) ? attributes[TRAITS] : {};

/** A trait by its key. The key may have the same name as a built-in property of objects. */
export const traitIn = (traits: Traits, key: string): unknown =>
	Object.hasOwn(traits, key) ? traits[key] : undefined;

/** Whether a trait is empty: it is missing, null, or a list without entries (additions 5.1). */
export function isEmptyTrait(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	return (isObject(value) || Array.isArray(value)) && entriesOf(value).length === 0;
}

/** The entries of a tag or an upload: `{type, values}` as in answers, or a list (additions 5.1). */
export function entriesOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (!isObject(value)) return isEmptyText(value) ? [] : [value];
	if (Array.isArray(value.values)) return value.values;
	return Object.keys(value).length === 0 || 'values' in value ? [] : [value];
}

const isEmptyText = (value: unknown): boolean =>
	value === undefined || value === null || value === '';

/** The id of a tagged record, in any form. */
export function tagId(entry: unknown): string | undefined {
	const id = isObject(entry) ? entry.id : entry;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

export const tagIds = (value: unknown): string[] =>
	entriesOf(value).flatMap((entry) => tagId(entry) ?? []);

/** The name of a file in an upload; its entries are not documented (additions 14). */
export function fileName(entry: unknown): string {
	if (!isObject(entry)) return plainText(entry) ?? '';
	const named = ['file_name', 'file-name', 'name', 'filename', 'attachment-file-name']
		.map((key) => entry[key])
		.find((name) => typeof name === 'string');
	return typeof named === 'string' ? named : lastPart(fileUrl(entry));
}

/** The address of a file, if the answer contains it. */
export function fileUrl(entry: unknown): string | undefined {
	if (!isObject(entry)) return undefined;
	const url = ['url', 'download-url', 'download_url', 'file-url', 'original-url']
		.map((key) => entry[key])
		.find((one) => typeof one === 'string');
	return typeof url === 'string' ? url : undefined;
}

const lastPart = (url: string | undefined): string =>
	(url ?? '')
		.replace(/[?#].*$/, '')
		.split('/')
		.pop() ?? '';

/**
 * A password field holds the id of a password record, and in some accounts its value (additions 5.1). An id is a
 * number; everything else is treated as the value.
 */
export const passwordId = (value: unknown): string | undefined => {
	const id = isObject(value) ? value.id : value;
	return typeof id === 'number' && Number.isInteger(id) && id > 0 ? String(id) : undefined;
};

/** A trait for the output: `[{id, name}]` for tags, `[{file_name, url}]` for files, only the id for a password. */
export function shownTrait(field: Field | undefined, value: unknown): unknown {
	if (isEmptyTrait(value)) return field && isList(field) ? [] : null;
	if (field && isPassword(field)) return { password_id: passwordId(value) ?? null };
	if (field?.kind === 'Tag' || (field === undefined && isTag(value)))
		return entriesOf(value).map(shownTag);
	if (field?.kind === 'Upload')
		return entriesOf(value).map((entry) => ({
			file_name: fileName(entry),
			url: fileUrl(entry) ?? null,
		}));
	return value;
}

const isList = ({ kind }: Field): boolean => kind === 'Tag' || kind === 'Upload';

const isTag = (value: unknown): boolean => isObject(value) && Array.isArray(value.values);

export function shownTag(entry: unknown): IDataObject {
	const name = isObject(entry) ? plainText(entry.name) : undefined;
	return { id: tagId(entry) ?? null, name: name ?? null };
}

/** A trait as one text, for a cell of a table. */
export function cellOf(field: Field | undefined, value: unknown): unknown {
	const shown = shownTrait(field, value);
	if (field?.kind === 'Textbox' && typeof shown === 'string') return htmlToText(shown);
	if (!Array.isArray(shown)) return isObject(shown) ? (shown.password_id ?? null) : shown;
	const names = shown.map((entry) => {
		if (!isObject(entry)) return String(entry);
		return plainText(entry.name ?? entry.file_name ?? entry.id) ?? '';
	});
	return names.join(', ');
}

/** How many characters of a text box a model gets. */
const LONGEST_FOR_TOOLS = 2000;

/** A trait for a model: text boxes with limited length, no files, no passwords. */
export function toolTrait(field: Field | undefined, value: unknown): unknown {
	// Removed when in doubt: an unknown value may be a password.
	if (!field || isPassword(field) || !isKnown(field)) return undefined;
	if (field.kind === 'Upload') return cellOf(field, value);
	const shown = field.kind === 'Textbox' ? cellOf(field, value) : shownTrait(field, value);
	if (typeof shown !== 'string' || shown.length <= LONGEST_FOR_TOOLS) return shown;
	return `${shown.slice(0, LONGEST_FOR_TOOLS)}… (${shown.length} characters in all)`;
}

/** A trait in the form for writing it back unchanged: ids for tags, everything else as it is (additions 5.2). */
export function keptTrait(field: Field, value: unknown): unknown {
	if (field.kind === 'Tag') return tagIds(value).map(wireId);
	return value;
}
