/** JSON schemas of the request bodies, made from the attribute tables and checked by Fastify's Ajv. */
import type { AttributeSpec, Kind, Resource } from '../types';

type Schema = Record<string, unknown>;

const NUMBER: Schema = {
	anyOf: [{ type: 'number' }, { type: 'string', pattern: '^\\d*$' }, { type: 'null' }],
};
const TEXT: Schema = { type: ['string', 'number', 'null'] };
const OBJECTS: Schema = { type: 'array', items: { type: 'object' } };

const BY_KIND: Record<Kind, Schema> = {
	string: TEXT,
	integer: NUMBER,
	number: NUMBER,
	reference: NUMBER,
	boolean: { enum: [true, false, 1, 0, 'true', 'false', '1', '0', null] },
	date: { type: ['string', 'null'] },
	datetime: { type: ['string', 'null'] },
	ip: {
		anyOf: [
			{ type: 'string', format: 'ipv4' },
			{ type: 'string', format: 'ipv6' },
			{ const: '' },
			{ type: 'null' },
		],
	},
	mac: { type: ['string', 'null'], maxLength: 17 },
	emails: OBJECTS,
	phones: OBJECTS,
	ids: { type: ['array', 'null'], items: { type: ['integer', 'string'] } },
	object: { type: ['object', 'null'] },
};

function writable(spec: AttributeSpec): boolean {
	return spec.create || spec.update || spec.bulk;
}

/** Schema of `{data: record or records}` for writes to a resource. */
export function bodySchema(resource: Resource, checkTypes: boolean): Schema {
	const known = Object.entries(resource.attributes).filter(
		([, spec]) => checkTypes && writable(spec),
	);
	const item: Schema = {
		type: 'object',
		properties: {
			id: { type: ['string', 'integer', 'null'] },
			type: { type: 'string' },
			attributes: {
				type: 'object',
				properties: Object.fromEntries(known.map(([key, spec]) => [key, BY_KIND[spec.kind]])),
			},
			relationships: { type: 'object' },
		},
	};
	return {
		type: 'object',
		properties: {
			data: { if: { type: 'array' }, then: { type: 'array', items: item }, else: item },
		},
	};
}
