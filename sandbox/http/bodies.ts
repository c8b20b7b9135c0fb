/** Reads request bodies: spelling of keys, type member, schema. */
import type { FastifyRequest } from 'fastify';
import { ApiError, badRequest, invalid, wrongType } from '../core/errors';
import { isObject, snake } from '../core/names';
import { bodySchema } from '../core/schema';
import type { Context, Json, Resource } from '../types';

/** Same body, keys directly inside `attributes` in snake_case: both spellings are accepted there. */
export function normaliseBody(body: Json | undefined): Json {
	if (!isObject<Json>(body) || body.data === undefined || body.data === null) return {};
	const one = (data: Json | undefined): Json => {
		if (!isObject<Json>(data) || !isObject<Json>(data.attributes)) return data ?? null;
		return {
			...data,
			attributes: Object.fromEntries(
				Object.entries(data.attributes).map(([key, value]) => [snake(key), value]),
			),
		};
	};
	return { ...body, data: Array.isArray(body.data) ? body.data.map(one) : one(body.data) };
}

export function checkType(resource: Resource, body: Json | undefined, context: Context): void {
	if (typeof body === 'string')
		throw new ApiError(500, { errors: [{ status: 500, title: 'Internal Server Error' }] });
	const data = isObject<Json>(body) ? body.data : undefined;
	const items = Array.isArray(data) ? data : data === undefined || data === null ? [] : [data];
	for (const item of items) {
		const given = isObject<Json>(item) && typeof item.type === 'string' ? item.type : '';
		if (snake(given) !== snake(resource.type)) throw wrongType(context, given, resource.name);
	}
}

const schemas = new WeakMap<Context, Map<string, Record<string, unknown>>>();

export function schemaOf(resource: Resource, context: Context): Record<string, unknown> {
	const known = schemas.get(context) ?? new Map<string, Record<string, unknown>>();
	schemas.set(context, known);
	const schema =
		known.get(resource.name) ?? bodySchema(resource, context.assumptions.typesAreChecked);
	known.set(resource.name, schema);
	return schema;
}

/** Checked here rather than by the route, so that a schema is compiled when it is first needed: tests start many sandboxes. */
export function checkSchema(
	request: FastifyRequest,
	schema: Record<string, unknown>,
	context: Context,
): void {
	const validate = request.getValidationFunction(schema) ?? request.compileValidationSchema(schema);
	if (validate(request.body)) return;
	const [problem] = validate.errors ?? [];
	throw schemaError(context, problem?.instancePath ?? '', problem?.message ?? 'is invalid');
}

/** The answer to a body that the schema refuses. */
export function schemaError(context: Context, instancePath: string, message: string): ApiError {
	const attribute = /attributes\/([^/]+)/.exec(instancePath)?.[1];
	return attribute === undefined
		? badRequest(`${instancePath} ${message}`)
		: invalid(context, attribute, `${attribute.replace(/_/g, ' ')} is invalid: ${message}`);
}
