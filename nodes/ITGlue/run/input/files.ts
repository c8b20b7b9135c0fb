/** Files for upload fields: a binary property of the item, or an object with the content. */
import type { IDataObject } from 'n8n-workflow';
import type { Attribute, Values } from '../../resources/schema/attribute';
import type { Session } from '../../records/session';
import { isObject, plainText, shown } from '../../text/plain';
import { trimmed } from '../../text/same';

/** IT Glue's gateway accepts 10 MB for each request; base64 makes four bytes out of three (additions 6). */
const MOST_BYTES = 7.4 * 1000 * 1000;

/** A binary property. It is read after everything else has been checked. */
class Property {
	constructor(readonly name: string) {}
}

/** Reads the value of an upload field: the name of a binary property, or content with a file name. */
export function readFile(item: Session, { label }: Attribute, raw: unknown): unknown {
	const one: unknown = Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
	// This is how Get shows a field without a file: no new file is given.
	if (Array.isArray(one) && one.length === 0) return undefined;
	if (Array.isArray(one))
		return item.refuse(
			`"${label}" holds one file`,
			`${one.length} were given, and IT Glue keeps only the last one. Add the others as attachments.`,
		);
	const name = plainText(one);
	if (name !== undefined) return new Property(trimmed(name));
	if (!isObject(one)) return refuseFile(item, label, one);
	const content = plainText(one.content);
	const called = plainText(one.file_name ?? one.fileName ?? one['file-name'] ?? one.name);
	// This is how Get shows an existing file: no new file is given.
	if (content === undefined && called !== undefined && ('url' in one || 'file_name' in one))
		return undefined;
	if (content === undefined || called === undefined || trimmed(called) === '')
		return refuseFile(item, label, one);
	const base64 = content.replace(/^data:[^,]*;base64,/i, '').replace(/\s+/g, '');
	if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0)
		item.refuse(
			`The content for "${label}" is not base64`,
			'Give the name of a binary property instead, or encode the content, as Buffer.from(text).toString("base64") does.',
		);
	refuseLarge(item, label, trimmed(called), (base64.length / 4) * 3);
	return { content: base64, file_name: trimmed(called) };
}

function refuseFile(item: Session, label: string, raw: unknown): never {
	return item.refuse(
		`"${label}" must be a file`,
		`It is "${shown(raw)}". Give the name of a binary property, such as data, or an object with content (base64) and file_name.`,
	);
}

/** Reads the binary properties named in the upload fields of an item. */
export async function readFiles(item: Session, values: Values): Promise<void> {
	for (const { name, label } of item.resource.attributes) {
		const given = values.get(name);
		if (!(given instanceof Property)) continue;
		const file = await item.binary(given.name);
		if (!file)
			return item.refuse(
				`The item has no binary property "${shown(given.name)}"`,
				`The field ${label} names it. Check the node that the file comes from: its output has the tab Binary.`,
			);
		refuseLarge(item, label, file.fileName, file.bytes);
		const sent: IDataObject = { content: await file.base64(), file_name: file.fileName };
		values.set(name, sent);
	}
}

function refuseLarge(item: Session, label: string, name: string, bytes: number): void {
	if (bytes <= MOST_BYTES) return;
	item.refuse(
		`The file "${shown(name)}" for "${label}" is too large`,
		`It has ${(bytes / 1e6).toFixed(1)} MB; IT Glue takes up to 7.4 MB. Make it smaller, or store it elsewhere and keep the link.`,
	);
}
