import type { IDataObject } from 'n8n-workflow';

/** Reads all columns of a mapping from an item; undefined where only n8n can say what one of them gives. */
export type Reader = (json: IDataObject | undefined) => IDataObject | undefined;

/** `={{ $json.email }}` or `={{ $json["E-mail"] }}`, and nothing else: no other text, no escapes in the name. */
const REFERENCE =
	/^=\{\{ *\$json(?:\.([A-Za-z_]\w*)|\["([^"\\\n\r{}]+)"\]|\['([^'\\\n\r{}]+)'\]) *\}\}$/;

/** Names that JavaScript gives a meaning of its own, and what n8n refuses or may come to refuse. */
const isOrdinary = (name: string): boolean =>
	!(name in Object.prototype) && !/^_|proto|constructor/i.test(name);

/** The field that an expression refers to; undefined where it is anything else. */
export function fieldIn(expression: string): string | undefined {
	const [, dotted, quoted, single] = REFERENCE.exec(expression) ?? [];
	const name = dotted ?? quoted ?? single;
	return name !== undefined && isOrdinary(name) ? name : undefined;
}

/** What is the same thing to n8n and to us, whatever engine evaluates the expression. */
const isPlain = (value: unknown): value is string | number | boolean | null =>
	value === null ||
	typeof value === 'string' ||
	typeof value === 'boolean' ||
	(typeof value === 'number' && Number.isFinite(value));

/** @returns undefined where a column is neither a fixed plain value nor a plain reference */
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
