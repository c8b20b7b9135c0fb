import type { IDataObject } from 'n8n-workflow';
import { wireId } from '../transport/jsonapi/serialise';
import type { EntryShape, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { rowsOf } from './compare';

/** Splits the user's values into the parts of a request: attributes and, on create, relationships. */
export function toRequest(
	{ resource }: { resource: Resource },
	values: Values,
): { attributes: IDataObject; relationships: IDataObject } {
	const attributes: IDataObject = {};
	const relationships: IDataObject = {};
	for (const [name, value] of values) {
		const attribute = resource.attributes.find((candidate) => candidate.name === name);
		if (attribute?.sentAs === 'step') continue;
		if (attribute?.sentAs === 'relationship') {
			const { entries } = attribute;
			if (entries) relationships[entries.relationship] = wholeOf(entries, value);
			else relationships[name] = relationship(name, value);
			continue;
		}
		const isId = attribute?.lookup ?? name.endsWith('_id');
		attributes[name] =
			isId && typeof value === 'string' && /^\d+$/.test(value)
				? wireId(value)
				: (value as IDataObject[string]);
	}
	return { attributes, relationships };
}

/** The same for entries of several kinds, each complete (additions 1, on 4.18). */
function wholeOf({ type, whole }: EntryShape, value: unknown): IDataObject {
	return { data: whole(value).map((attributes) => ({ type, attributes })) };
}

/** `{data: [{type, attributes}]}`: the official create sample of configuration interfaces. */
function relationship(name: string, value: unknown): IDataObject {
	return { data: rowsOf(value).map((row) => ({ type: name, attributes: row })) };
}
