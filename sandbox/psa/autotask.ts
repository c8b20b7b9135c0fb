/**
 * The PSA as the REST API of Autotask shows it.
 *
 * Sources: autotask.net/help, "Advanced query features of the REST API" (pageDetails, MaxRecords up to 500);
 * github.com/apigrate/autotask-restapi/issues/19 (a wrong user name or
 * integration code is a 500, a wrong secret a 401); github.com/WYRE-AI/autotask-mcp, pull requests 132 (MaxRecords
 * out of range is a 500) and 170 (the next page of a POST is fetched by POST with the same body, a GET without the
 * search is a 405). Zones: `zoneInformation` needs no login, and its `url` lacks the version (autotask.net/help, "REST
 * API calls"). The records: autotaskRecords.ts.
 */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';
import { isObject } from '../core/names';
import type { Json } from '../types';
import { AUTOTASK_JSON, knownField, parseFilter, refused, type Entity } from './autotaskFilter';
import { COMPANIES, companyFields, CONTACTS, COUNTRIES, type Collection } from './autotaskRecords';
import { addFaults } from './faults';
import type { Psa } from './model';
import type { Shown, Test } from './values';

/** Where a page begins: after that id. Ids start at 0, so that the first page comes after -1. */
interface Paging {
	pageSize: number;
	/** Beginnings of the pages before this one. */
	previousIds: number[];
	/** Beginning of this one. */
	nextIds: number[];
}

const FIRST = -1;
const MOST_RECORDS = 500;

interface Query {
	test: Test;
	fields?: string[];
	pageSize: number;
}

/** The members of a query, whatever their capitals; the real service reads `filter` and `Filter` alike. */
function queryOf(given: Json | undefined, entity: Entity): Query {
	if (!isObject<Json>(given)) throw refused('The search must be a JSON object.');
	const members = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
	const unknown = [...members.keys()].find(
		(key) => !['filter', 'maxrecords', 'includefields'].includes(key),
	);
	if (unknown !== undefined) throw refused(`The sandbox does not know "${unknown}" in a query.`);
	return {
		test: parseFilter(members.get('filter'), entity),
		fields: includedFields(members.get('includefields'), entity),
		pageSize: pageSizeOf(members.get('maxrecords')),
	};
}

function includedFields(given: Json | undefined, entity: Entity): string[] | undefined {
	if (given === undefined || given === null) return undefined;
	if (!Array.isArray(given)) throw refused('IncludeFields must be a list of field names.');
	return given.length === 0 ? undefined : given.map((name) => knownField(entity, name));
}

function pageSizeOf(given: Json | undefined): number {
	if (given === undefined || given === null) return MOST_RECORDS;
	if (typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= MOST_RECORDS)
		return given;
	throw refused(`maxCountOfRecordsToReturn must be between 1 and ${MOST_RECORDS}.`);
}

function jsonIn(text: string, name: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		throw refused(`${name} is not valid JSON.`);
	}
}

function pagingOf(text: string | null): Paging {
	const given = text === null ? undefined : jsonIn(text, 'paging');
	const numbers = (value: Json | undefined): number[] =>
		Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
	if (!isObject<Json>(given)) throw refused('paging is missing or not an object.');
	return {
		pageSize: pageSizeOf(given.pageSize),
		previousIds: numbers(given.previousIds),
		nextIds: numbers(given.nextIds),
	};
}

/** A wrong user name or integration code is a 500, only a wrong secret a 401. */
function checkLogin(request: FastifyRequest, psa: Psa): void {
	const { userName, secret, integrationCode } = psa.autotask;
	const { apiintegrationcode, username, secret: given } = request.headers;
	if (apiintegrationcode !== integrationCode) throw refused('IntegrationCode is invalid.');
	if (username !== userName)
		throw refused('Zone information could not be determined for this user name.');
	if (given !== secret) throw refused('The secret is wrong.', 401);
}

/** One page of what the query finds, in the order of the ids. */
function page(items: Shown[], query: Query, paging: Paging, address: (paging: Paging) => string) {
	const { pageSize, previousIds, nextIds } = paging;
	const start = nextIds.at(-1) ?? FIRST;
	const found = items
		.filter((item) => Number(item.id) > start && query.test(item))
		.sort((left, right) => Number(left.id) - Number(right.id));
	const shown = found.slice(0, pageSize);
	const last = Number(shown.at(-1)?.id ?? start);
	const before = previousIds.at(-1);
	return {
		items: shown.map((item) => narrowed(item, query.fields)),
		pageDetails: {
			count: shown.length,
			requestCount: pageSize,
			prevPageUrl:
				before === undefined
					? null
					: address({ pageSize, previousIds: previousIds.slice(0, -1), nextIds: [before] }),
			nextPageUrl:
				found.length > shown.length
					? address({ pageSize, previousIds: [...previousIds, start], nextIds: [last] })
					: null,
		},
	};
}

function narrowed(item: Shown, fields: string[] | undefined): Shown {
	return fields === undefined
		? item
		: Object.fromEntries(fields.map((field) => [field, item[field] ?? null]));
}

function addCollection(scope: FastifyInstance, psa: Psa, collection: Collection): void {
	const { path, items } = collection;
	const answer = (search: Json | undefined, paging?: Paging, carried?: string) => {
		const query = queryOf(search, collection);
		const first = { pageSize: query.pageSize, previousIds: [], nextIds: [FIRST] };
		return page(items(psa), query, paging ?? first, (target) => {
			const url = new URL(`${psa.autotask.url}${path}/query/next`);
			url.searchParams.set('paging', JSON.stringify(target));
			if (carried !== undefined) url.searchParams.set('search', carried);
			return url.toString();
		});
	};
	const parameter = (request: FastifyRequest, name: string): string | null =>
		new URL(request.url, 'http://127.0.0.1').searchParams.get(name);

	scope.get(`${path}/query`, async (request) => {
		checkLogin(request, psa);
		const search = parameter(request, 'search') ?? '';
		return answer(jsonIn(search, 'search'), undefined, search);
	});
	scope.post<{ Body: Json }>(`${path}/query`, async (request) => {
		checkLogin(request, psa);
		return answer(request.body);
	});
	scope.get(`${path}/query/next`, async (request, reply) => {
		checkLogin(request, psa);
		const search = parameter(request, 'search');
		if (search === null)
			return reply
				.code(405)
				.send({ Message: `The requested resource does not support http method 'GET'.` });
		return answer(jsonIn(search, 'search'), pagingOf(parameter(request, 'paging')), search);
	});
	scope.post<{ Body: Json }>(`${path}/query/next`, async (request) => {
		checkLogin(request, psa);
		return answer(request.body, pagingOf(parameter(request, 'paging')));
	});
}

/** The body could not be read, so the error is one of the gateway or of Fastify. */
function bodyRefused(error: FastifyError | ApiError): ApiError {
	return 'statusCode' in error && error.statusCode === 415
		? refused('The content type must be application/json.', 415)
		: refused('The body is not valid JSON.');
}

/** Adds the zone, the fields of companies, and the queries of companies, contacts and countries. */
export function addAutotaskRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async (_request, reply) =>
		reply.code(404).send({ Message: 'No HTTP resource was found that matches the request URI.' }),
	);
	scope.setErrorHandler((error: FastifyError | ApiError, _request, reply) => {
		const known = error instanceof ApiError && error.contentType === AUTOTASK_JSON;
		const { status, body } = known ? error : bodyRefused(error);
		return reply.code(status).type(AUTOTASK_JSON).send(body);
	});
	addFaults(scope, psa, 'autotask', (status) =>
		refused(status === 429 ? 'The request threshold was exceeded.' : 'An error occurred.', status),
	);
	scope.get<{ Querystring: { user?: string } }>('/zoneInformation', async ({ query }) => {
		if (query.user !== psa.autotask.userName)
			throw refused('Zone information could not be determined for this user name.');
		return {
			zoneName: 'Sandbox',
			url: psa.autotask.url.replace(/v1\.0$/, ''),
			webUrl: psa.autotask.url.replace(/atservicesrest\/v1\.0$/, ''),
			ci: 1,
		};
	});
	scope.get('/Companies/entityInformation/fields', async (request) => {
		checkLogin(request, psa);
		return companyFields();
	});
	addCollection(scope, psa, COUNTRIES);
	addCollection(scope, psa, COMPANIES);
	addCollection(scope, psa, CONTACTS);
}
