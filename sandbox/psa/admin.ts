/**
 * What a test in another process sees of the PSA and the RMM, and how it changes them between two runs: the records
 * in the sandbox's own form, without a vendor's shape, without a login.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Store } from '../core/store';
import type { Attributes, Json } from '../types';
import { blankDevice } from '../rmm/model';
import { addPsaFaultRoute } from './faults';
import { company, contact } from './records';
import { identifierOf, moment, type Psa, type PsaData, type RmmDevice } from './model';

type Kind = keyof PsaData;
type Given = Record<string, Json>;

const KINDS: Kind[] = ['companies', 'contacts', 'devices'];

const BODY = {
	type: 'object',
	required: ['attributes'],
	properties: { attributes: { type: 'object' } },
};

const INTEGRATION = {
	type: 'object',
	required: ['type'],
	properties: { type: { enum: ['manage', 'autotask'] } },
};

/** Collections whose records may be linked to the PSA. */
const LINKED = ['organizations', 'contacts', 'configurations', 'locations'];

/** A record with every member, from which the names and types of the members are read. */
const PATTERNS: Readonly<Record<Kind, Given>> = {
	companies: { ...company(1, 'Any') },
	contacts: { ...contact(1, 1, 'Any') },
	devices: { ...device(1) },
};

/** Members that are never empty, although others of their type may be. */
const FILLED = ['name', 'identifier', 'firstName', 'siteName', 'type', 'status'];

function device(id: number): RmmDevice {
	return blankDevice(id, moment(Date.now()));
}

/** What is wrong with the members, or nothing. */
function problem(kind: Kind, given: Attributes, psa: Psa): string | undefined {
	const pattern = PATTERNS[kind];
	for (const [key, value] of Object.entries(given)) {
		const example = pattern[key];
		if (example === undefined) return `${kind} have no ${key}`;
		if (Array.isArray(example)) {
			if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
				return `${key} must be a list of strings`;
			continue;
		}
		const expected = example === null ? 'string' : typeof example;
		const empty = value === null && expected === 'string' && !FILLED.includes(key);
		if (!empty && typeof value !== expected) return `${key} must be a ${expected}`;
	}
	const { companyId } = given;
	return companyId === undefined || psa.companies.some(({ id }) => id === companyId)
		? undefined
		: `there is no company ${String(companyId)}`;
}

/** The new record, or what is missing. */
function created(kind: Kind, id: number, given: Attributes): PsaData[Kind][number] | string {
	if (kind === 'devices') return device(id);
	if (kind === 'companies')
		return typeof given.name === 'string' ? company(id, given.name) : 'a new company needs a name';
	return typeof given.companyId === 'number' && typeof given.firstName === 'string'
		? contact(id, given.companyId, given.firstName)
		: 'a new contact needs companyId and firstName';
}

function nextId(records: Array<{ id: number }>): number {
	return Math.max(0, ...records.map(({ id }) => id)) + 1;
}

/** Changes the record of that id, or adds it. A company that is renamed gets the identifier of its new name; one whose
 * activity changes gets the status of that name, unless another one is given. */
function save(psa: Psa, kind: Kind, given: Attributes, reply: FastifyReply): FastifyReply {
	const wrong = problem(kind, given, psa);
	if (wrong !== undefined) return reply.code(400).send({ message: wrong });
	const records: Array<PsaData[Kind][number]> = psa[kind];
	const known = records.find(({ id }) => id === given.id);
	const id = typeof given.id === 'number' ? given.id : nextId(records);
	const record = known ?? created(kind, id, given);
	if (typeof record === 'string') return reply.code(400).send({ message: record });
	if (known === undefined) records.push(record);
	const stamp = moment(Date.now());
	Object.assign(
		record,
		kind === 'devices' ? { lastSeen: stamp } : { lastUpdated: stamp },
		kind === 'companies' && typeof given.name === 'string'
			? { identifier: identifierOf(given.name) }
			: {},
		kind === 'companies' && typeof given.active === 'boolean'
			? { status: given.active ? 'Active' : 'Inactive' }
			: {},
		given,
	);
	return reply.code(known === undefined ? 201 : 200).send(record);
}

/**
 * An IT Glue account is connected to one PSA, and the generated links are those of ConnectWise Manage. This makes them
 * Autotask's, ids unchanged, until the next reset.
 */
function connect(store: Store, type: string): void {
	for (const collection of LINKED)
		for (const record of store.all(collection)) if (record.psa) record.psa.type = type;
}

/** Adds `/_sandbox/psa`: GET all, POST one below its kind, DELETE one, the choice of the PSA, and errors. */
export function addPsaAdminRoutes(app: FastifyInstance, psa: Psa, store: Store): void {
	app.get('/_sandbox/psa', async () => ({
		companies: psa.companies,
		contacts: psa.contacts,
		devices: psa.devices,
	}));
	app.post<{ Body: { type: string } }>(
		'/_sandbox/psa/integration',
		{ schema: { body: INTEGRATION } },
		async (request, reply) => {
			connect(store, request.body.type);
			return reply.code(204).send();
		},
	);
	addPsaFaultRoute(app, psa);
	for (const kind of KINDS) {
		app.post<{ Body: { attributes: Attributes } }>(
			`/_sandbox/psa/${kind}`,
			{ schema: { body: BODY } },
			async (request, reply) => save(psa, kind, request.body.attributes, reply),
		);
		app.delete<{ Params: { id: string } }>(`/_sandbox/psa/${kind}/:id`, async (request, reply) => {
			const at = psa[kind].findIndex(({ id }) => String(id) === request.params.id);
			if (at >= 0) psa[kind].splice(at, 1);
			return reply.code(at >= 0 ? 204 : 404).send();
		});
	}
}
