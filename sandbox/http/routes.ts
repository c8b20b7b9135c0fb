/* eslint-disable @n8n/community-nodes/require-node-api-error */
/** Turns the resource tables into routes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
	ApiError,
	badRequest,
	bulkNotAllowed,
	missingParameter,
	recordNotFound,
	unauthorized,
	unprocessable,
} from '../core/errors';
import { writeJson } from '../core/exact';
import { isObject } from '../core/names';
import { linksOf, metaOf, normalise, pageOf, select } from '../core/query';
import { removeWithParts } from '../core/cascade';
import { many, single } from '../core/serialise';
import {
	apply,
	bulkTarget,
	isList,
	prepareCreate,
	prepareUpdate,
	reach,
	toItem,
	type Scope,
} from '../core/write';
import type {
	Action,
	Attributes,
	Context,
	Json,
	ParentRoute,
	Resource,
	StoredRecord,
	View,
} from '../types';

import { checkSchema, checkType, normaliseBody, schemaOf } from './bodies';
interface Call {
	request: FastifyRequest;
	reply: FastifyReply;
	resource: Resource;
	context: Context;
	query: Record<string, string>;
	scope?: Scope;
	id: string;
	body?: Json;
}

type Handler = (call: Call) => unknown;

/** Applies only while the assumption `bulkSizeUnlimited` is off. */
const BULK_LIMIT = 50;

const JSON_API = 'application/vnd.api+json; charset=utf-8';

const INDEX: View = { kind: 'index', showPassword: false };
const WRITE: View = { kind: 'write', showPassword: false };

/** The query as plain text, last value first served. */
export function queryOf(request: FastifyRequest): Record<string, string> {
	return Object.fromEntries(new URL(request.url, 'http://127.0.0.1').searchParams);
}

function viewOf({ request, resource, query, context }: Call, kind: 'show' | 'write'): View {
	if (resource.secrets === undefined) return { kind, showPassword: false };
	const asked = query.show_password;
	const standard = kind === 'show' && context.assumptions.showPasswordDefaultTrue;
	const showPassword = asked === undefined ? standard : asked === 'true' || asked === '1';
	if (!showPassword || request.passwordAccess) return { kind, showPassword };
	if (asked === undefined && !context.assumptions.defaultShowWithoutAccessIs401)
		return { kind, showPassword: false };
	throw unauthorized();
}

function checkSecrets({ request, resource }: Call, sent: Attributes): void {
	if (request.passwordAccess || resource.secrets === undefined) return;
	if (resource.secrets.some((key) => sent[key] !== undefined)) throw unauthorized();
}

function recordsOf({ resource, scope, context }: Call): StoredRecord[] {
	return scope === undefined
		? context.store.all(resource.name)
		: context.store.related(resource.name, scope.key, scope.id);
}

function index(call: Call): unknown {
	const { remembered } = call.context;
	if (remembered === undefined) return listing(call);
	const key = call.request.url;
	const text = remembered.get(key) ?? writeJson(listing(call));
	remembered.set(key, text);
	void call.reply.type(JSON_API);
	return text;
}

/** A join may give a record twice; it then counts twice as well. */
function repeated(records: StoredRecord[], context: Context): StoredRecord[] {
	return context.assumptions.listsRepeatARecord ? [...records.slice(0, 1), ...records] : records;
}

function listing(call: Call): unknown {
	const { request, resource, query, context } = call;
	const chosen = repeated(select(resource, recordsOf(call), query, context), context);
	const page = pageOf(query, chosen.length, context);
	const records = chosen.slice((page.number - 1) * page.size, page.number * page.size);
	const body = many(resource, records, INDEX, query.include, context);
	if (!context.assumptions.metaPresent) return body;
	const url = new URL(request.url, `${request.protocol}://${request.host}`);
	return { ...body, meta: metaOf(page, context), links: linksOf(page, url, context) };
}

function show(call: Call): unknown {
	const { resource, context, query, scope, id } = call;
	const record = reach(resource, id, scope, context);
	return single(resource, record, viewOf(call, 'show'), query.include, context);
}

function dataOf(call: Call): Json {
	const data = isObject<Json>(call.body) ? call.body.data : undefined;
	if (data === undefined || data === null) throw missingParameter('data');
	return data;
}

function listOf(call: Call): Json[] {
	const data = dataOf(call);
	if (!isList(data)) throw badRequest('data must be an array');
	if (data.length === 0 && call.context.assumptions.emptyBulkRefused)
		throw missingParameter('data');
	if (data.length > BULK_LIMIT && !call.context.assumptions.bulkSizeUnlimited)
		throw badRequest(`bulk requests take at most ${BULK_LIMIT} items`);
	return data;
}

function create(call: Call, severalAllowed: boolean): unknown {
	const { resource, context, scope, reply, query } = call;
	const data = dataOf(call);
	if (isList(data) && !severalAllowed) throw bulkNotAllowed(context, resource.label);
	const items = isList(data) ? listOf(call).map(toItem) : [toItem(data)];
	for (const item of items) checkSecrets(call, item.attributes);
	const view = viewOf(call, 'write');
	const writes = items.map((item) => prepareCreate(resource, item, scope, context));
	resource.validateAll?.(writes, context);
	const records = writes.map((write) => apply(resource, write));
	void reply.code(context.assumptions.createAnswers200 ? 200 : 201);
	const [first] = records;
	if (isList(data) || first === undefined)
		return many(resource, records, WRITE, undefined, context);
	return single(resource, first, view, query.include, context);
}

function update(call: Call): unknown {
	const { resource, context, scope, id } = call;
	const data = dataOf(call);
	if (isList(data)) throw bulkNotAllowed(context, resource.label);
	const item = toItem(data);
	const record = reach(resource, id, scope, context);
	checkSecrets(call, item.attributes);
	const view = viewOf(call, 'write');
	const write = prepareUpdate(resource, record, item, 'update', context);
	resource.validateAll?.([write], context);
	apply(resource, write);
	return single(resource, record, view, undefined, context);
}

function hasFilters(query: Record<string, string>): boolean {
	return Object.keys(query).some((key) => key.startsWith('filter'));
}

/** The records that index filters select: dangerous, because unknown filters select everything. */
function filtered(call: Call, allowed: 'index' | string[]): StoredRecord[] {
	const { resource, query, context } = call;
	if (isObject<Json>(call.body) && Array.isArray(call.body.data))
		throw unprocessable('data and filter cannot be used together');
	const counts = (key: string) =>
		allowed === 'index' || allowed.some((name) => key === `filter[${name}]`);
	const kept = Object.fromEntries(
		Object.entries(query).filter(([key]) => counts(key) && !key.startsWith('filter[range]')),
	);
	return [...select({ ...resource, narrow: undefined }, recordsOf(call), kept, context)];
}

function bulkUpdate(call: Call): unknown {
	const { resource, context, query } = call;
	if (hasFilters(query)) return filteredUpdate(call);
	const failures: ApiError[] = [];
	const writes = listOf(call).flatMap((data) => {
		const item = toItem(data);
		checkSecrets(call, item.attributes);
		try {
			return [
				prepareUpdate(
					resource,
					bulkTarget(resource, item, undefined, context),
					{ ...item, id: undefined },
					'bulkUpdate',
					context,
				),
			];
		} catch (error) {
			if (!(error instanceof ApiError) || context.assumptions.bulkRefusedAsAWhole) throw error;
			failures.push(error);
			return [];
		}
	});
	resource.validateAll?.(writes, context);
	const records = writes.map((write) => apply(resource, write));
	const [first] = failures;
	if (first !== undefined) throw first;
	return many(resource, records, WRITE, undefined, context);
}

function filteredUpdate(call: Call): unknown {
	const { resource, context } = call;
	if (resource.bulkUpdateFilters === 'none')
		throw unprocessable('filters are not allowed with this request');
	const targets = filtered(call, resource.bulkUpdateFilters);
	const item = toItem(dataOf(call));
	checkSecrets(call, item.attributes);
	const writes = targets.map((record) =>
		prepareUpdate(resource, record, { ...item, id: undefined }, 'bulkUpdate', context),
	);
	resource.validateAll?.(writes, context);
	return many(
		resource,
		writes.map((write) => apply(resource, write)),
		WRITE,
		undefined,
		context,
	);
}

function remove(resource: Resource, record: StoredRecord, context: Context): void {
	if (resource.remove !== undefined) resource.remove(record, context);
	else removeWithParts(resource.name, record.id, context);
}

/** The records that a bulk DELETE by filter means. */
function toDelete(call: Call): StoredRecord[] {
	const { resource, query } = call;
	const { filters = resource.filters, required = [] } = resource.bulkDeleteFilters ?? {};
	for (const name of required)
		if (!query[`filter[${name}]`]) throw unprocessable(`filter[${name}] is required`);
	return filtered({ ...call, resource: { ...resource, filters } }, 'index');
}

function bulkDelete(call: Call): unknown {
	const { resource, context, scope, query, reply } = call;
	const targets = hasFilters(query)
		? toDelete(call)
		: listOf(call).map((data) => bulkTarget(resource, toItem(data), scope, context));
	for (const record of targets) resource.checkDelete?.(record, context);
	const body = many(resource, targets, WRITE, undefined, context);
	for (const record of targets) remove(resource, record, context);
	return context.assumptions.bulkDeleteAnswers204 ? reply.code(204).send() : body;
}

function singleDelete(call: Call): unknown {
	const { resource, context, scope, id, reply } = call;
	const record = reach(resource, id, scope, context);
	resource.checkDelete?.(record, context);
	remove(resource, record, context);
	return reply.code(204).send();
}

interface RouteOf {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	onRecord: boolean;
	handler: Handler;
}

const ROUTES: Record<Exclude<Action, 'createMany'>, RouteOf> = {
	index: { method: 'GET', onRecord: false, handler: index },
	show: { method: 'GET', onRecord: true, handler: show },
	create: { method: 'POST', onRecord: false, handler: (call) => create(call, false) },
	update: { method: 'PATCH', onRecord: true, handler: update },
	delete: { method: 'DELETE', onRecord: true, handler: singleDelete },
	bulkUpdate: { method: 'PATCH', onRecord: false, handler: bulkUpdate },
	bulkDelete: { method: 'DELETE', onRecord: false, handler: bulkDelete },
};

function addRoute(
	app: FastifyInstance,
	resource: Resource,
	action: Action,
	context: Context,
	parent?: ParentRoute,
): void {
	if (action === 'createMany') return;
	const { method, onRecord, handler } = ROUTES[action];
	const several = action === 'create' && parent?.actions.includes('createMany') === true;
	const base =
		parent === undefined
			? `/${resource.name}`
			: `/${parent.parent}/:parent/relationships/${parent.segment ?? resource.name}`;
	app.route<{ Params: { id?: string; parent?: string } }>({
		method,
		url: onRecord ? `${base}/:id` : base,
		exposeHeadRoute: false,
		preValidation: async (request) => {
			resource.available?.(context);
			if (method === 'GET') return;
			checkType(resource, request.body as Json | undefined, context);
			request.body = normaliseBody(request.body as Json | undefined);
			checkSchema(request, schemaOf(resource, context), context);
		},
		handler: async (request, reply) => {
			const { id = '', parent: parentId } = request.params;
			if (parent !== undefined && context.store.find(parent.parent, String(parentId)) === undefined)
				throw recordNotFound();
			const scope = parent === undefined ? undefined : { key: parent.key, id: String(parentId) };
			const call: Call = {
				request,
				reply,
				resource,
				context,
				query: normalise(queryOf(request)),
				scope,
				id,
				body: request.body as Json | undefined,
			};
			return several ? create(call, true) : handler(call);
		},
	});
}

/** Undocumented single deletes that some sources claim (reference, 5.1). */
const CLAIMED_DELETES = ['organizations', 'contacts', 'configurations', 'documents', 'locations'];

/** Adds the routes of every resource. */
export function addResourceRoutes(app: FastifyInstance, context: Context): void {
	for (const resource of Object.values(context.resources)) {
		const flat = new Set(resource.flat);
		if (context.assumptions.singleDeleteExists && CLAIMED_DELETES.includes(resource.name))
			flat.add('delete');
		for (const action of flat) addRoute(app, resource, action, context);
		for (const parent of resource.nested)
			for (const action of new Set(parent.actions))
				addRoute(app, resource, action, context, parent);
	}
}
