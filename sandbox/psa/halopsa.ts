/**
 * The PSA as HaloPSA shows it.
 *
 * Sources: github.com/homotechsual/HaloAPI (Public/Connect-HaloAPI.ps1: OAuth 2 client credentials at `auth/token`;
 * Public/Get/Get-HaloClient.ps1 and Get-HaloUser.ps1: `pageinate`, `page_size`, `page_no`, `includeactive`,
 * `includeinactive`; Private/New-HaloGETRequest.ps1: page_size means nothing without pageinate, record_count is that of
 * all pages; Invoke-HaloRequest.ps1: too many requests are a 429; Get-HaloLookup.ps1: `lookupid`);
 * github.com/redanthrax/halopsa-node (docs/users.md); github.com/Mythidas/MSPByteV3 (the types in halopsa/users.ts).
 * Assumed: at most 100 records a page, and 50 without pageinate; a "General User" at each client.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';
import { addFaults } from './faults';
import type { Psa, PsaCompany, PsaContact } from './model';
import { filled, type Shown } from './values';

const JSON_TYPE = 'application/json; charset=utf-8';
const LIFETIME_S = 3600;
const MOST_RECORDS = 100;
const WITHOUT_PAGES = 50;

/** The list of customer types among the lookups. */
const CUSTOMER_TYPES = 33;
const TYPES: ReadonlyArray<readonly [id: number, name: string]> = [
	[10, 'Customer'],
	[12, 'Partner'],
	[13, 'Other'],
];
/** Customer type and relationship of a company, by its first type here. */
const KINDS: Readonly<Record<string, readonly [type: number, relationship: string]>> = {
	Client: [10, 'Customer'],
	Partner: [12, 'Partner'],
	Vendor: [13, 'Supplier'],
	Prospect: [0, 'Prospect'],
	Competitor: [13, 'Competitor'],
};

function refusal(status: number, message: string): ApiError {
	return new ApiError(status, { ClassName: 'Exception', Message: message }, JSON_TYPE);
}

const loginRefused = (error: string): ApiError => new ApiError(400, { error }, JSON_TYPE);

/** Active and deleted clients are one thing here: what is deleted is not given any more. */
function clientShown(company: PsaCompany): Shown {
	const relationships = company.types.map((type, at) => ({
		id: String(at + 1),
		name: KINDS[type]?.[1] ?? type,
	}));
	const [first = ''] = company.types;
	return filled({
		id: company.id,
		name: company.name,
		toplevel_id: 1,
		toplevel_name: 'Sandbox',
		inactive: !company.active,
		colour: '#2bd3c6',
		ref: company.identifier,
		customertype: KINDS[first]?.[0] ?? 0,
		customer_relationship: relationships,
		customer_relationship_list: relationships.map(({ name }) => name).join(', '),
		is_vip: false,
		is_account: false,
		client_to_invoice: 0,
		stopped: 0,
		use: 'client',
		key: company.id,
	});
}

function userShown(contact: PsaContact, company: PsaCompany | undefined): Shown {
	const { firstName, lastName } = contact;
	return filled({
		id: contact.id,
		name: [firstName, lastName].filter((part) => part !== null).join(' '),
		site_id: contact.companyId,
		site_id_int: contact.companyId,
		site_name: 'Main',
		client_id: contact.companyId,
		client_name: company?.name,
		firstname: firstName,
		surname: lastName,
		initials: [firstName, lastName].map((part) => part?.slice(0, 1) ?? '').join(''),
		title: contact.title,
		emailaddress: contact.email ?? '',
		email2: contact.email2,
		email3: contact.email3,
		phonenumber: contact.phone,
		mobilenumber: contact.mobile,
		fax: contact.fax,
		sitephonenumber: company?.phone ?? '',
		telpref: 0,
		inactive: !contact.active,
		isimportantcontact: contact.primary,
		isserviceaccount: false,
		linked_agent_id: 0,
		use: 'user',
	});
}

/** The user that stands for nobody in particular: it has no address, and every client has one. */
function generalUser(company: PsaCompany): Shown {
	return {
		...userShown(
			{
				id: company.id * 1000,
				companyId: company.id,
				firstName: 'General',
				lastName: 'User',
				title: null,
				email: null,
				email2: null,
				email3: null,
				phone: null,
				extension: null,
				mobile: null,
				fax: null,
				active: company.active,
				primary: false,
				lastUpdated: company.lastUpdated,
			},
			company,
		),
	};
}

function clientsOf(psa: Psa): Shown[] {
	return psa.companies.filter(({ deleted }) => !deleted).map(clientShown);
}

function usersOf({ companies, contacts }: Psa): Shown[] {
	const byId = new Map(companies.filter(({ deleted }) => !deleted).map((one) => [one.id, one]));
	const people = contacts.map((item) => userShown(item, byId.get(item.companyId)));
	return [...[...byId.values()].map(generalUser), ...people];
}

function wholeNumber(name: string, text: string | undefined, standard: number): number {
	if (text === undefined) return standard;
	if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
	throw refusal(400, `${name} is not valid.`);
}

type Query = Record<string, string | undefined>;

/** One page, with the number of records on all pages. Only active ones, unless inactive ones are asked for. */
function listed(items: Shown[], name: string, query: Query): Shown {
	const found = items.filter(
		({ inactive, client_id }) =>
			(inactive === true ? query.includeinactive === 'true' : query.includeactive !== 'false') &&
			(query.client_id === undefined || String(client_id) === query.client_id),
	);
	const count = found.length;
	if (query.pageinate !== 'true')
		return {
			record_count: count,
			[name]: found.slice(0, wholeNumber('count', query.count, WITHOUT_PAGES)),
		};
	const size = Math.min(MOST_RECORDS, wholeNumber('page_size', query.page_size, WITHOUT_PAGES));
	const page = wholeNumber('page_no', query.page_no, 1);
	return {
		page_no: page,
		page_size: size,
		record_count: count,
		[name]: found.slice((page - 1) * size, page * size),
	};
}

/** Who asks for a token, by the form or by the header. */
function login(request: FastifyRequest): { grant: string; id: string; secret: string } {
	const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
	const grant = form.get('grant_type') ?? '';
	const [, encoded] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
	if (encoded === undefined)
		return { grant, id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
	const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
	return { grant, id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

/** Adds `auth/token`, clients, users and the lookups of customer types. */
export function addHaloRoutes(scope: FastifyInstance, psa: Psa): void {
	const tokens = new Map<string, number>();
	const checkToken = ({ headers }: FastifyRequest): void => {
		const [, token = ''] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
		if ((tokens.get(token) ?? 0) < Date.now()) throw refusal(401, 'Unauthorized');
	};
	scope.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		(_request, body, done) => done(null, body),
	);
	scope.setNotFoundHandler(async (_request, reply) =>
		reply.code(404).send({ Message: 'No HTTP resource was found that matches the request URI.' }),
	);
	scope.setErrorHandler((error: FastifyError | ApiError, _request, reply) => {
		const { status, body } =
			error instanceof ApiError ? error : refusal(error.statusCode ?? 500, error.message);
		return reply.code(status).type(JSON_TYPE).send(body);
	});
	addFaults(scope, psa, 'halopsa', (status) => refusal(status, `The service answers ${status}`));

	scope.post('/auth/token', async (request) => {
		const { grant, id, secret } = login(request);
		const { clientId, clientSecret } = psa.halopsa;
		if (grant !== 'client_credentials') throw loginRefused('unsupported_grant_type');
		if (id !== clientId || secret !== clientSecret) throw loginRefused('invalid_client');
		const token = `halo-${randomUUID()}`;
		tokens.set(token, Date.now() + LIFETIME_S * 1000);
		return { token_type: 'Bearer', access_token: token, expires_in: LIFETIME_S, scope: 'all' };
	});
	scope.get<{ Querystring: Query }>('/api/Client', async (request) => {
		checkToken(request);
		return listed(clientsOf(psa), 'clients', request.query);
	});
	scope.get<{ Querystring: Query }>('/api/Users', async (request) => {
		checkToken(request);
		return listed(usersOf(psa), 'users', request.query);
	});
	scope.get<{ Querystring: Query }>('/api/Lookup', async (request) => {
		checkToken(request);
		if (request.query.lookupid !== String(CUSTOMER_TYPES)) return [];
		return TYPES.map(([id, name]) => ({ id, lookupid: CUSTOMER_TYPES, name }));
	});
}
