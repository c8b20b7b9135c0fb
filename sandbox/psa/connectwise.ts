/**
 * The PSA as ConnectWise Manage shows it.
 *
 * Sources: github.com/covenanttechnologysolutions/connectwise-rest/issues/22 (the clientId header, needed since
 * 14 August 2019); recorded answers in the tests of github.com/amp-labs/connectors (providers/connectwise/test: Link
 * header, the shape of errors); docs.zynk.com/workflow/documentation/connectwise/export-companies.html
 * (`childConditions`, for what is in a list); hexdocs.pm/ex_cwmanage (the cloud is at api-na, api-eu and api-au
 * .myconnectwise.net). The records: connectwiseRecords.ts.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';
import { isObject } from '../core/names';
import type { Json } from '../types';
import { parseConditions } from './conditions';
import { COMPANIES, CONTACTS, statuses, type Collection } from './connectwiseRecords';
import { addFaults } from './faults';
import type { Psa } from './model';
import { comparableAt, fieldNamed, order, valueAt, type Fields, type Shown } from './values';

function refusal(status: number, code: string, message: string): ApiError {
	const body: Json = { code, message, errors: [{ code, message, resource: null, field: null }] };
	return new ApiError(status, body, 'application/json; charset=utf-8');
}

/** Codes other than ApiFindCondition, NotFound and Unauthorized are our own: no record of the real ones. */
const badParameter = (message: string): ApiError => refusal(400, 'InvalidParameter', message);

function checkLogin(request: FastifyRequest, psa: Psa): void {
	const { companyId, publicKey, privateKey, clientId, clientIdRequired } = psa;
	const expected = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
	if (request.headers.authorization !== `Basic ${expected}`)
		throw refusal(401, 'Unauthorized', 'Username and password do not match');
	const given = request.headers.clientid;
	if (given !== clientId && (given !== undefined || clientIdRequired))
		throw refusal(401, 'Unauthorized', 'The header clientId is missing or not a registered one');
}

/** The parameters, each at most once and none that is not known. */
function parameters(request: FastifyRequest, allowed: string[]): Map<string, string> {
	const given = new URL(request.url, 'http://127.0.0.1').searchParams;
	const found = new Map<string, string>();
	for (const [name, value] of given) {
		if (!allowed.includes(name)) throw badParameter(`The sandbox does not know ${name}.`);
		if (found.has(name)) throw badParameter(`${name} was given twice.`);
		found.set(name, value);
	}
	return found;
}

function wholeNumber(
	name: string,
	text: string | undefined,
	standard: number,
	most: number,
): number {
	if (text === undefined) return standard;
	const value = Number(text);
	if (Number.isInteger(value) && value >= 1 && value <= most) return value;
	throw badParameter(`${name} must be a whole number from 1 to ${most}.`);
}

function filtered(items: Shown[], fields: Fields, conditions = ''): Shown[] {
	return conditions.trim() === '' ? items : items.filter(parseConditions(conditions, fields));
}

/** The records of whose list at least one entry fits. */
function filteredByList(items: Shown[], { children }: Collection, conditions = ''): Shown[] {
	if (conditions.trim() === '') return items;
	const { list, fields } = children;
	const fits = parseConditions(conditions, fields);
	return items.filter((item) => {
		const entries = item[list];
		return Array.isArray(entries) && entries.some((entry) => fits({ [list]: entry }));
	});
}

/** `name`, `name asc`, `lastName desc, id`. */
function sorted(items: Shown[], fields: Fields, orderBy = ''): Shown[] {
	const keys = (orderBy.trim() === '' ? 'id' : orderBy).split(',').map((part) => {
		const [, name = '', direction = 'asc'] = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? [];
		const path = fieldNamed(fields, name);
		if (path === undefined) throw badParameter(`orderBy: "${part.trim()}" is not recognized.`);
		const read = path === 'lastUpdated' ? '_info/lastUpdated' : path;
		return {
			read,
			kind: fields[path] ?? 'string',
			sign: direction.toLowerCase() === 'desc' ? -1 : 1,
		};
	});
	return [...items].sort((left, right) => {
		for (const { read, kind, sign } of keys) {
			const difference = order(comparableAt(left, read, kind), comparableAt(right, read, kind));
			if (difference !== 0) return difference * sign;
		}
		return 0;
	});
}

/** The members asked for, `status/name` inside `status`. */
function narrowed(item: Shown, paths: string[]): Shown {
	const narrow: Shown = {};
	for (const path of paths) {
		const value = valueAt(item, path);
		if (value === null) continue;
		const [outer = '', inner] = path.split('/');
		const group = narrow[outer];
		if (inner === undefined) narrow[outer] = value;
		else narrow[outer] = { ...(isObject<Json>(group) ? group : {}), [inner]: value };
	}
	return narrow;
}

function pathsOf({ fields, groups }: Collection, asked = ''): string[] | undefined {
	if (asked.trim() === '') return undefined;
	return asked.split(',').map((part) => {
		const name = part.trim();
		const group = groups.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
		const path = group ?? fieldNamed(fields, name);
		if (path === undefined || path === 'lastUpdated')
			throw badParameter(`fields: "${name}" is not recognized.`);
		return path;
	});
}

/** One page; a page past the last one is empty. */
function paged(
	request: FastifyRequest,
	reply: FastifyReply,
	items: Shown[],
	given: Map<string, string>,
): Shown[] {
	const url = new URL(request.url, `${request.protocol}://${request.host}`);
	const size = wholeNumber('pageSize', given.get('pageSize'), 25, 1000);
	const page = wholeNumber('page', given.get('page'), 1, Number.MAX_SAFE_INTEGER);
	const pages = Math.max(1, Math.ceil(items.length / size));
	const link = (number: number, rel: string): string => {
		const target = new URL(url);
		target.searchParams.set('page', String(number));
		target.searchParams.set('pageSize', String(size));
		return `<${target.toString()}>; rel="${rel}"`;
	};
	const links = [
		...(page < pages ? [link(page + 1, 'next'), link(pages, 'last')] : []),
		...(page > 1 ? [link(1, 'first')] : []),
	];
	if (links.length > 0) void reply.header('link', links.join(', '));
	return items.slice((page - 1) * size, page * size);
}

function addCollection(scope: FastifyInstance, psa: Psa, collection: Collection): void {
	const { path, label, fields, items } = collection;
	scope.get(path, async (request, reply) => {
		checkLogin(request, psa);
		const given = parameters(request, [
			'conditions',
			'childConditions',
			'orderBy',
			'fields',
			'page',
			'pageSize',
		]);
		const paths = pathsOf(collection, given.get('fields'));
		const fitting = filteredByList(items(psa), collection, given.get('childConditions'));
		const found = filtered(fitting, fields, given.get('conditions'));
		const page = paged(request, reply, sorted(found, fields, given.get('orderBy')), given);
		return paths === undefined ? page : page.map((item) => narrowed(item, paths));
	});
	scope.get(`${path}/count`, async (request) => {
		checkLogin(request, psa);
		const given = parameters(request, ['conditions', 'childConditions']);
		const fitting = filteredByList(items(psa), collection, given.get('childConditions'));
		return { count: filtered(fitting, fields, given.get('conditions')).length };
	});
	scope.get<{ Params: { id: string } }>(`${path}/:id`, async (request) => {
		checkLogin(request, psa);
		const paths = pathsOf(collection, parameters(request, ['fields']).get('fields'));
		const { id } = request.params;
		const item = items(psa).find((candidate) => String(candidate.id) === id);
		if (item === undefined) throw refusal(404, 'NotFound', `${label} ${id} not found`);
		return paths === undefined ? item : narrowed(item, paths);
	});
}

/** Adds companies and contacts: list, count, one; and the statuses of companies. */
export function addConnectWiseRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async () => {
		throw refusal(404, 'NotFound', 'The sandbox does not have this address');
	});
	addFaults(scope, psa, 'connectwise', (status) =>
		refusal(status, status === 429 ? 'TooManyRequests' : 'Failed', `The service answers ${status}`),
	);
	scope.get('/company/companies/statuses', async (request, reply) => {
		checkLogin(request, psa);
		const given = parameters(request, ['page', 'pageSize']);
		return paged(request, reply, statuses(), given);
	});
	addCollection(scope, psa, COMPANIES);
	addCollection(scope, psa, CONTACTS);
}
