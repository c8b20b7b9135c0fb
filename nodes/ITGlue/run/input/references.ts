import type { IDataObject } from 'n8n-workflow';

/** Reads all columns of a mapping from an item. Undefined if only n8n can evaluate one of them. */
export type Reader = (json: IDataObject | undefined) => IDataObject | undefined;

/** Only `={{ $json.email }}` or `={{ $json["E-mail"] }}`: no other text, no escapes in the name. */
const REFERENCE =
	/^=\{\{ *\$json(?:\.([A-Za-z_]\w*)|\["([^"\\\n\r{}]+)"\]|\['([^'\\\n\r{}]+)'\]) *\}\}$/;

/** Excludes names with a special meaning in JavaScript, and names that n8n refuses or may refuse later. */
const isOrdinary = (name: string): boolean =>
	!(name in Object.prototype) && !/^_|proto|constructor/i.test(name);

/** The field that an expression refers to. Undefined for any other expression. */
export function fieldIn(expression: string): string | undefined {
	const [, dotted, quoted, single] = REFERENCE.exec(expression) ?? [];
	const name = dotted ?? quoted ?? single;
	return name !== undefined && isOrdinary(name) ? name : undefined;
}

/** Values that are the same to n8n and to this node, in every expression engine. */
const isPlain = (value: unknown): value is string | number | boolean | null =>
	value === null ||
	typeof value === 'string' ||
	typeof value === 'boolean' ||
	(typeof value === 'number' && Number.isFinite(value));

/** @returns undefined if a column is neither a fixed plain value nor a plain reference */
export function readerOf(columns: IDataObject): Reader | undefined {
	const fields = new Map<string, string>();
	for (const [column, given] of Object.entries(columns)) {
		if (!isPlain(given) || !isOrdinary(column)) return undefined;
		if (typeof given !== 'string' || !given.startsWith('=')) continue;
		const field = fieldIn(given);
		if (field === undefined) return undefined;
		fields.set(column, field);
	}
	return (json) => {
		if (json === undefined) return undefined;
		const read: IDataObject = { ...columns };
		for (const [column, field] of fields) {
			const value = Object.prototype.hasOwnProperty.call(json, field) ? json[field] : undefined;
			if (!isPlain(value)) return undefined;
			read[column] = value;
		}
		return read;
	};
}
