/** A minimal ConnectWise-style PSA: companies and contacts, paged, basic auth. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Store } from './core/store';
import { isObject } from './core/names';
import type { Json } from './types';

export const PSA_PATH = '/psa/v4_6_release/apis/3.0';

export interface PsaCompany {
	id: number;
	identifier: string;
	name: string;
	status: { id: number; name: string };
	types: Array<{ id: number; name: string }>;
	phoneNumber: string;
	website: string;
	deletedFlag: boolean;
}

export interface PsaContact {
	id: number;
	firstName: string;
	lastName: string;
	title: string | null;
	company: { id: number; name: string };
	communicationItems: Array<{
		id: number;
		type: { name: string };
		value: string;
		defaultFlag: boolean;
		communicationType: 'Email' | 'Phone';
	}>;
	inactiveFlag: boolean;
}

export interface Psa {
	url: string;
	companyId: string;
	publicKey: string;
	privateKey: string;
	companies: PsaCompany[];
	contacts: PsaContact[];
}

export const PSA_LOGIN = {
	companyId: 'sandbox',
	publicKey: 'demo-public-key',
	privateKey: 'demo-private-key',
} as const;

/** Every seventh company was renamed in the PSA after it was synced. */
function drifted(name: string, at: number): string {
	return at % 7 === 3 ? `${name} Holdings` : name;
}

function company(id: number, name: string, at: number): PsaCompany {
	return {
		id,
		identifier: name.replace(/[^A-Za-z0-9]/g, '').slice(0, 25),
		name,
		status: at % 9 === 8 ? { id: 2, name: 'Inactive' } : { id: 1, name: 'Active' },
		types: [{ id: 1, name: 'Client' }],
		phoneNumber: '6045550100',
		website: 'https://www.example.com',
		deletedFlag: false,
	};
}

/** Companies that stand in the PSA only. */
const WITHOUT_ORGANIZATION = ['Ridgeway Pottery', 'Tidewater Marine', 'Willow & Finch'];

/** The PSA's data as it follows from the synced organizations and contacts. */
export function psaData(store: Store): Pick<Psa, 'companies' | 'contacts'> {
	const synced = store.all('organizations').filter((record) => record.psa !== undefined);
	// One link points to a company that is gone from the PSA.
	const present = synced.filter((_record, at) => at !== 4);
	const companies = present.map((record, at) =>
		company(Number(record.psa?.remoteId), drifted(String(record.attributes.name), at), at),
	);
	const highest = Math.max(1000, ...companies.map(({ id }) => id));
	for (const [at, name] of WITHOUT_ORGANIZATION.entries())
		companies.push(company(highest + 1 + at, name, at));
	const byId = new Map(companies.map((item) => [item.id, item]));
	const contacts = store.all('contacts').flatMap((record) => {
		const owner = byId.get(
			Number(store.find('organizations', String(record.attributes.organization_id))?.psa?.remoteId),
		);
		if (record.psa === undefined || owner === undefined) return [];
		return [
			contact(
				Number(record.psa.remoteId),
				record.attributes.first_name,
				record.attributes.last_name,
				record.attributes.title,
				owner,
				emailOf(record.attributes.contact_emails),
			),
		];
	});
	for (const [at, owner] of companies.slice(0, 5).entries()) {
		contacts.push(
			contact(
				80_000_000 + at,
				'New',
				`Starter ${at + 1}`,
				'Trainee',
				owner,
				`new.starter.${at + 1}@example.net`,
			),
		);
	}
	return { companies, contacts };
}

function emailOf(emails: Json | undefined): string {
	const first = Array.isArray(emails) ? emails[0] : undefined;
	return isObject<Json>(first) ? String(first.value) : 'nobody@example.com';
}

function contact(
	id: number,
	first: Json | undefined,
	last: Json | undefined,
	title: Json | undefined,
	owner: PsaCompany,
	email: string,
): PsaContact {
	return {
		id,
		firstName: String(first ?? ''),
		lastName: String(last ?? ''),
		title: typeof title === 'string' ? title : null,
		company: { id: owner.id, name: owner.name },
		communicationItems: [
			{
				id: id * 10 + 1,
				type: { name: 'Email' },
				value: email,
				defaultFlag: true,
				communicationType: 'Email',
			},
			{
				id: id * 10 + 2,
				type: { name: 'Direct' },
				value: '6045550100',
				defaultFlag: true,
				communicationType: 'Phone',
			},
		],
		inactiveFlag: false,
	};
}

function authorised(request: FastifyRequest): boolean {
	const { companyId, publicKey, privateKey } = PSA_LOGIN;
	const expected = Buffer.from(`${companyId}+${publicKey}:${privateKey}`).toString('base64');
	return request.headers.authorization === `Basic ${expected}`;
}

function paged<T>(request: FastifyRequest, reply: FastifyReply, items: T[]): T[] {
	const url = new URL(request.url, `${request.protocol}://${request.host}`);
	const size = Math.min(1000, Math.max(1, Number(url.searchParams.get('pageSize') ?? 25) || 25));
	const page = Math.max(1, Number(url.searchParams.get('page') ?? 1) || 1);
	const pages = Math.max(1, Math.ceil(items.length / size));
	const link = (number: number, rel: string): string => {
		const target = new URL(url);
		target.searchParams.set('page', String(number));
		target.searchParams.set('pageSize', String(size));
		return `<${target.toString()}>; rel="${rel}"`;
	};
	const links =
		page < pages
			? [link(page + 1, 'next'), link(pages, 'last')]
			: page > 1
				? [link(1, 'first')]
				: [];
	if (links.length > 0) void reply.header('link', links.join(', '));
	return items.slice((page - 1) * size, page * size);
}

/** Adds the PSA's routes. */
export function addPsaRoutes(app: FastifyInstance, psa: Psa): void {
	const list = (path: string, items: () => Array<{ id: number }>): void => {
		const guard = (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined =>
			authorised(request)
				? undefined
				: reply
						.code(401)
						.send({ code: 'Unauthorized', message: 'Username and password do not match' });
		app.get(
			`${PSA_PATH}${path}`,
			async (request, reply) => guard(request, reply) ?? paged(request, reply, items()),
		);
		app.get(
			`${PSA_PATH}${path}/count`,
			async (request, reply) => guard(request, reply) ?? { count: items().length },
		);
		app.get<{ Params: { id: string } }>(`${PSA_PATH}${path}/:id`, async (request, reply) => {
			const found = items().find((item) => String(item.id) === request.params.id);
			return (
				guard(request, reply) ??
				found ??
				reply.code(404).send({ code: 'NotFound', message: `Object ${request.params.id} not found` })
			);
		});
	};
	list('/company/companies', () => psa.companies);
	list('/company/contacts', () => psa.contacts);
}
