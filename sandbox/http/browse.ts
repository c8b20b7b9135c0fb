/** What a person looks at: how much there is of each type, and its records in pages, secrets masked. */
import type { FastifyInstance } from 'fastify';
import type { Context, StoredRecord } from '../types';
import { masked } from './journal';

const PAGE_SIZE = 50;

const QUERY_SCHEMA = {
	type: 'object',
	properties: {
		search: { type: 'string' },
		page: { type: 'string', pattern: '^[1-9]\\d{0,5}$' },
	},
};

/** What a record is called. */
function nameOf({ attributes, id }: StoredRecord): string {
	const { name, first_name: first, last_name: last } = attributes;
	const person = [first, last].filter((part) => typeof part === 'string' && part !== '').join(' ');
	return typeof name === 'string' && name !== '' ? name : person === '' ? id : person;
}

function ownerOf({ attributes }: StoredRecord, { store }: Context): string | null {
	const id = attributes.organization_id;
	if (typeof id !== 'number' && typeof id !== 'string') return null;
	const organization = store.find('organizations', id);
	return organization === undefined ? null : nameOf(organization);
}

function found(record: StoredRecord, wanted: string, context: Context): boolean {
	if (wanted === '') return true;
	const { name, owner, attributes } = shown(record, context);
	return [record.id, name, owner, JSON.stringify(attributes)].some((text) =>
		text?.toLowerCase().includes(wanted),
	);
}

/** A record as a person sees it. Secrets can neither be read nor searched for. */
function shown(record: StoredRecord, context: Context) {
	const { id, attributes, createdAt, updatedAt, psa, rmm, adapters } = record;
	return {
		id,
		name: nameOf(record),
		owner: ownerOf(record, context),
		createdAt: new Date(createdAt).toISOString(),
		updatedAt: new Date(updatedAt).toISOString(),
		...(psa && { psa }),
		...(rmm && { rmm }),
		...(adapters && { adapters }),
		attributes: masked(attributes as Parameters<typeof masked>[0]),
	};
}

/** Adds `GET /_sandbox/store`, the counts, and `GET /_sandbox/browse/:type?search=&page=`. */
export function addBrowseRoutes(app: FastifyInstance, context: Context): void {
	const { store } = context;
	app.get('/_sandbox/store', async () =>
		Object.fromEntries(
			Object.keys(context.resources).map((type) => [type, store.all(type).length]),
		),
	);
	app.get<{ Params: { type: string }; Querystring: { search?: string; page?: string } }>(
		'/_sandbox/browse/:type',
		{ schema: { querystring: QUERY_SCHEMA } },
		async (request, reply) => {
			const { type } = request.params;
			if (!Object.hasOwn(context.resources, type))
				return reply.code(404).send({ message: `There are no ${type} here.` });
			const { search = '', page = '1' } = request.query;
			const wanted = search.trim().toLowerCase();
			const records = store.all(type).filter((record) => found(record, wanted, context));
			const from = (Number(page) - 1) * PAGE_SIZE;
			return {
				total: records.length,
				from,
				records: records.slice(from, from + PAGE_SIZE).map((record) => shown(record, context)),
			};
		},
	);
}
