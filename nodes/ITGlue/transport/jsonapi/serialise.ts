import type { IDataObject } from 'n8n-workflow';
import { pathOf } from '../../text/spelling';

/** An id in the form for IT Glue: a number if JavaScript can hold it exactly, else text (reference 1.11). */
export function wireId(id: string): number | string {
	const number = Number(id);
	return Number.isSafeInteger(number) ? number : id;
}

/** The body of a write to one record. Attribute keys come in snake_case and are sent in kebab-case. */
export function singleBody(
	type: string,
	attributes: IDataObject,
	relationships: IDataObject = {},
	id?: string,
): IDataObject {
	return {
		data: {
			// Not on the official page, but tolerated by IT Glue and required by its OpenAPI description (reference
			// 5.36).
			...(id !== undefined && { id }),
			type,
			attributes: toWire(attributes),
			...(Object.keys(relationships).length > 0 && { relationships }),
		},
	};
}

/** The body of a bulk DELETE: the id is inside the attributes (reference 1.9). */
export function bulkIdsBody(type: string, ids: string[]): IDataObject {
	return { data: ids.map((id) => ({ type, attributes: { id: wireId(id) } })) };
}

/**
 * The body of a bulk PATCH: IT Glue reads the id inside the attributes; next to them it is harmless (reference 5.31).
 */
export function bulkBody(
	type: string,
	changes: ReadonlyArray<{ id: string; attributes: IDataObject }>,
): IDataObject {
	return {
		data: changes.map(({ id, attributes }) => ({
			type,
			id,
			attributes: { id: wireId(id), ...toWire(attributes) },
		})),
	};
}

/** The body of a POST of several records, on the route of their organization (reference 1.9). */
export function bulkCreateBody(
	type: string,
	records: ReadonlyArray<{ attributes: IDataObject; relationships: IDataObject }>,
): IDataObject {
	return {
		data: records.map(({ attributes, relationships }) => ({
			type,
			attributes: toWire(attributes),
			...(Object.keys(relationships).length > 0 && { relationships }),
		})),
	};
}

/** Attributes in the form of answers and requests: `traits.host-name` within `traits`. */
export function toWire(attributes: IDataObject): IDataObject {
	const wire: IDataObject = {};
	for (const [name, value] of Object.entries(attributes)) {
		const { outer, inner } = pathOf(name);
		if (inner === undefined) wire[outer] = value;
		else wire[outer] = { ...(wire[outer] as IDataObject | undefined), [inner]: value };
	}
	return wire;
}
