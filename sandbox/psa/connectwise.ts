/**
 * The PSA as ConnectWise Manage shows it.
 *
 * Sources: github.com/covenanttechnologysolutions/connectwise-rest/issues/22 (the clientId header, needed since
 * 14 August 2019); recorded answers in the tests of github.com/amp-labs/connectors (providers/connectwise/test: the
 * members of a contact, empty ones left out, Link header, the shape of errors); README of
 * github.com/spinen/connectwise-php-client (`_info` of a company); models generated from ConnectWise's own
 * description, docs/Company.md of github.com/sowderca/connectwise-ruby-sdk.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';
import { isObject } from '../core/names';
import type { Json } from '../types';
import { parseConditions } from './conditions';
import type { Psa, PsaCompany, PsaContact } from './model';
import { comparableAt, fieldNamed, order, valueAt, type Fields, type Shown } from './values';

const MOMENTS: Fields = {
	lastUpdated: 'date',
	'_info/lastUpdated': 'date',
	'_info/updatedBy': 'string',
};

interface Collection {
	path: string;
	/** Word used in messages. */
	label: string;
	/** What may stand in `conditions` and `orderBy`. Lists (types, communicationItems) may not: they have conditions of their own, which the sandbox does not offer. */
	fields: Fields;
	/** What may stand in `fields` beside those. */
	groups: string[];
	items: (psa: Psa) => Shown[];
}

const COMPANIES: Collection = {
	path: '/company/companies',
	label: 'Company',
	fields: {
		id: 'number',
		identifier: 'string',
		name: 'string',
		'status/id': 'number',
		'status/name': 'string',
		addressLine1: 'string',
		addressLine2: 'string',
		city: 'string',
		state: 'string',
		zip: 'string',
		'country/id': 'number',
		'country/name': 'string',
		phoneNumber: 'string',
		website: 'string',
		deletedFlag: 'boolean',
		...MOMENTS,
		'_info/dateEntered': 'date',
	},
	groups: ['status', 'country', 'types', '_info'],
	items: (psa) => psa.companies.map((item) => companyShown(psa, item)),
};

const CONTACTS: Collection = {
	path: '/company/contacts',
	label: 'Contact',
	fields: {
		id: 'number',
		firstName: 'string',
		lastName: 'string',
		title: 'string',
		'company/id': 'number',
		'company/identifier': 'string',
		'company/name': 'string',
		inactiveFlag: 'boolean',
		defaultFlag: 'boolean',
		defaultPhoneType: 'string',
		defaultPhoneNbr: 'string',
		defaultPhoneExtension: 'string',
		...MOMENTS,
	},
	groups: ['company', 'types', 'communicationItems', '_info'],
	items: ({ companies, contacts }) => {
		const byId = new Map(companies.map((item) => [item.id, item]));
		return contacts.map((item) => contactShown(item, byId.get(item.companyId)));
	},
};

const COUNTRIES = ['United States', 'Canada', 'United Kingdom', 'Germany', 'Australia'];

/** Without the members that are empty: ConnectWise leaves those out. */
function filled(members: Record<string, Json | undefined>): Shown {
	return Object.fromEntries(
		Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
	);
}

function companyShown(psa: Psa, company: PsaCompany): Shown {
	const { country } = company;
	return filled({
		id: company.id,
		identifier: company.identifier,
		name: company.name,
		status: company.active ? { id: 1, name: 'Active' } : { id: 2, name: 'Inactive' },
		addressLine1: company.addressLine1,
		city: company.city,
		state: company.state,
		zip: company.zip,
		country: country === null ? null : { id: COUNTRIES.indexOf(country) + 1, name: country },
		phoneNumber: company.phone,
		website: company.website,
		deletedFlag: company.deleted,
		types: [{ id: 1, name: 'Client' }],
		_info: {
			lastUpdated: company.lastUpdated,
			updatedBy: 'Sandbox',
			dateEntered: company.dateEntered,
			enteredBy: 'Sandbox',
			contacts_href: `${psa.url}/company/contacts?conditions=company/id=${company.id}`,
		},
	});
}

function contactShown(contact: PsaContact, company: PsaCompany | undefined): Shown {
	const items = communicationItems(contact);
	const { phone } = contact;
	return filled({
		id: contact.id,
		firstName: contact.firstName,
		lastName: contact.lastName,
		company:
			company === undefined
				? null
				: { id: company.id, identifier: company.identifier, name: company.name },
		inactiveFlag: !contact.active,
		title: contact.title,
		defaultPhoneType: phone === null ? null : 'Direct',
		defaultPhoneNbr: phone,
		defaultPhoneExtension: phone === null ? null : contact.extension,
		defaultFlag: contact.primary,
		communicationItems: items.length === 0 ? null : items,
		types: [],
		_info: { lastUpdated: contact.lastUpdated, updatedBy: 'Sandbox' },
	});
}

/** The default one of its kind is the first. */
function communicationItems(contact: PsaContact): Shown[] {
	const email = (at: number, value: string | null): Shown[] =>
		value === null
			? []
			: [
					{
						id: contact.id * 10 + at,
						type: at === 1 ? { id: 1, name: 'Email' } : { id: 8, name: 'Personal Email' },
						value,
						defaultFlag: at === 1 || contact.email === null,
						domain: value.slice(value.indexOf('@')),
						communicationType: 'Email',
					},
				];
	const phone = (at: number, value: string | null): Shown[] =>
		value === null
			? []
			: [
					filled({
						id: contact.id * 10 + at,
						type: at === 3 ? { id: 2, name: 'Direct' } : { id: 4, name: 'Mobile' },
						value,
						extension: at === 3 ? contact.extension : null,
						defaultFlag: at === 3 || contact.phone === null,
						communicationType: 'Phone',
					}),
				];
	return [
		...email(1, contact.email),
		...email(2, contact.email2),
		...phone(3, contact.phone),
		...phone(4, contact.mobile),
	];
}

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
		const given = parameters(request, ['conditions', 'orderBy', 'fields', 'page', 'pageSize']);
		const paths = pathsOf(collection, given.get('fields'));
		const found = filtered(items(psa), fields, given.get('conditions'));
		const page = paged(request, reply, sorted(found, fields, given.get('orderBy')), given);
		return paths === undefined ? page : page.map((item) => narrowed(item, paths));
	});
	scope.get(`${path}/count`, async (request) => {
		checkLogin(request, psa);
		const given = parameters(request, ['conditions']);
		return { count: filtered(items(psa), fields, given.get('conditions')).length };
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

/** Adds companies and contacts: list, count, one. */
export function addConnectWiseRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async () => {
		throw refusal(404, 'NotFound', 'The sandbox does not have this address');
	});
	addCollection(scope, psa, COMPANIES);
	addCollection(scope, psa, CONTACTS);
}
