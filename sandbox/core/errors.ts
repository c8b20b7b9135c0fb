/**
 * The error bodies recorded from the real service (reference, 1.12). Their members vary on purpose:
 * status as number or symbol, pointer with and without leading slash, null or array, detail missing.
 */
import type { Context, Json } from '../types';
import { kebab } from './names';

/** An error with the status and the body it is answered with. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly body: Json | string,
		readonly contentType = 'application/vnd.api+json; charset=utf-8',
	) {
		super(typeof body === 'string' ? body : JSON.stringify(body));
	}
}

const errors = (...items: Json[]): Json => ({ errors: items });

const invalidStatus = (context: Context): number =>
	context.assumptions.validationIs400 ? 400 : 422;

/** The gateway's answer to a key it does not know. */
export function unknownKey(context: Context): ApiError {
	if (!context.assumptions.badKeyIs401)
		return new ApiError(403, { message: 'Forbidden' }, 'application/json');
	return new ApiError(
		401,
		errors({ status: '401', title: 'Unauthorized', detail: 'Invalid API key' }),
	);
}

/** The key may not touch what was asked for. */
export function unauthorized(): ApiError {
	return new ApiError(
		401,
		errors({
			status: 401,
			title: 'Unauthorized',
			detail: 'Unauthorized resource access',
			source: { pointer: 'id' },
		}),
	);
}

/** A route that only the browser's token reaches. */
export function jwtOnly(): ApiError {
	return new ApiError(
		401,
		errors({ status: 401, title: 'Only supported for JWT requests', source: { pointer: null } }),
	);
}

/** A record that does not exist: JSON, unlike a route that does not exist. */
export function recordNotFound(): ApiError {
	return new ApiError(
		404,
		errors({ status: 404, title: 'Record not found', source: { pointer: 'id' } }),
	);
}

/** A route that does not exist: an HTML page. */
export function routeNotFound(): ApiError {
	const page =
		'<!DOCTYPE html>\n<html><head><title>404</title></head><body><h1>Page not found</h1></body></html>\n';
	return new ApiError(404, page, 'text/html; charset=utf-8');
}

/** Wrong or missing content type on a write. */
export function badContentType(): ApiError {
	return new ApiError(415, 'Bad Content Type', 'text/plain; charset=utf-8');
}

/** A member of the request is missing. */
export function missingParameter(name: string): ApiError {
	return new ApiError(
		400,
		errors({
			status: 400,
			title: 'Bad Request',
			detail: `param is missing or the value is empty: ${name}`,
		}),
	);
}

/** Any other request that cannot be understood. */
export function badRequest(detail: string): ApiError {
	return new ApiError(400, errors({ status: '400', title: 'Bad request', detail }));
}

/** `data.type` is blank or another resource's. */
export function wrongType(context: Context, given: string, expected: string): ApiError {
	return new ApiError(
		invalidStatus(context),
		errors({
			status: 'unprocessable_entity',
			title: 'Bad request',
			detail: `Invalid type: '${given}'. Expected: '${expected}'`,
			source: { pointer: ['data', 'type'] },
		}),
	);
}

/** An array where the route takes one record. */
export function bulkNotAllowed(context: Context, label: string): ApiError {
	return new ApiError(
		invalidStatus(context),
		errors({
			status: 'unprocessable_entity',
			title: `bulk action not allowed for ${label} using this route`,
			source: { pointer: 'data' },
		}),
	);
}

/** The organization is missing or unknown: the body has a title only. */
export function organizationRequired(context: Context): ApiError {
	// S2's table gives 400 for a missing organization; the recorded body is a 422.
	const status = context.profile === 'seed' ? 400 : invalidStatus(context);
	return new ApiError(
		status,
		errors({
			status,
			title: 'Valid organization_id is required',
			source: { pointer: 'data/attributes/organization_id' },
		}),
	);
}

/** A referenced record is missing or unknown; named as the association, without `-id`. */
export function mustExist(context: Context, association: string, detail = 'must exist'): ApiError {
	const status = invalidStatus(context);
	return new ApiError(
		status,
		errors({
			source: { pointer: `/data/attributes/${association}` },
			detail,
			title: 'Unprocessable Entity',
			status,
		}),
	);
}

/** One attribute is not acceptable. */
export function invalid(context: Context, attribute: string, detail: string): ApiError {
	const status = invalidStatus(context);
	return new ApiError(
		status,
		errors({
			status,
			title: 'Unprocessable Entity',
			detail,
			source: { pointer: `data/attributes/${attribute}` },
		}),
	);
}

/** A range of dates that the service does not take. */
export function rangeTooLong(context: Context, filter: string): ApiError {
	const status = invalidStatus(context);
	return new ApiError(
		status,
		errors({
			status,
			title: 'Unprocessable Entity',
			detail: 'date range filter cannot be longer than a week, and cannot start with a wildcard',
			source: { pointer: `filter[${filter}]` },
		}),
	);
}

/** The refusal of a request by the words of its error alone. */
export function asMessage({ status, body }: ApiError): ApiError {
	const words = typeof body === 'string' ? body : 'Unauthorized';
	return new ApiError(status, { message: words }, 'application/json');
}

/** A required attribute is blank; the seeds' tables give 400 for it. */
export function blank(context: Context, attribute: string): ApiError {
	const status = context.profile === 'seed' ? 400 : invalidStatus(context);
	const label = attribute.charAt(0).toUpperCase() + attribute.slice(1).replace(/_/g, ' ');
	return new ApiError(
		status,
		errors({
			source: { pointer: `/data/attributes/${attribute}` },
			detail: `${label} can't be blank`,
			title: 'Unprocessable Entity',
			status,
		}),
	);
}

/** The record belongs to the PSA. Always 422: this one is official. */
export function ownedByPsa(label: string, attributes: string[]): ApiError {
	return new ApiError(
		422,
		errors({
			status: 422,
			title: 'Unprocessable Entity',
			detail: `${label} is synced with a PSA and cannot be changed: ${attributes.join(', ')}`,
			source: { pointer: null },
		}),
	);
}

/** Single attributes belong to the PSA: recorded for emails, with a pointer into the list. */
export function lockedAttributes(names: string[]): ApiError {
	const entries = names.map((name) => ({
		source: {
			pointer: `/data/attributes/${kebab(name)}${name.startsWith('contact_') && name.endsWith('s') ? '.base' : ''}`,
		},
		detail: 'Cannot update a synced resource',
		title: 'Unprocessable Entity',
		status: 422,
	}));
	return new ApiError(422, errors(...entries));
}

/** A 422 about the request as a whole. */
export function unprocessable(detail: string): ApiError {
	return new ApiError(422, errors({ status: 422, title: detail, source: { pointer: null } }));
}
