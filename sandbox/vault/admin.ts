/** The entries of the password store for a test in another process, and how it changes them between two runs. */
import type { FastifyInstance } from 'fastify';
import { moment, type Psa } from '../psa/model';
import type { VaultEntry } from './model';

const EMPTY: Omit<VaultEntry, 'id' | 'lastUpdated'> = {
	client: null,
	device: null,
	name: 'Unnamed',
	username: 'administrator',
	password: '',
	url: null,
	notes: null,
	archived: false,
};

const nullable = { type: ['string', 'null'] };
const ENTRY = {
	type: 'object',
	minProperties: 1,
	additionalProperties: false,
	properties: {
		client: nullable,
		device: nullable,
		name: { type: 'string', minLength: 1 },
		username: { type: 'string' },
		password: { type: 'string' },
		url: nullable,
		notes: nullable,
		archived: { type: 'boolean' },
	},
};

/** Adds `/_sandbox/vault`: GET all, POST a new one, POST and DELETE one below its number. */
export function addVaultAdminRoutes(app: FastifyInstance, psa: Psa): void {
	const entryOf = (id: string): VaultEntry | undefined =>
		psa.secrets.find((entry) => String(entry.id) === id);
	app.get('/_sandbox/vault', async () => psa.secrets);
	app.post<{ Body: Partial<VaultEntry> }>(
		'/_sandbox/vault',
		{ schema: { body: ENTRY } },
		async (request, reply) => {
			const id = Math.max(0, ...psa.secrets.map((entry) => entry.id)) + 1;
			const entry = { ...EMPTY, ...request.body, id, lastUpdated: moment(Date.now()) };
			psa.secrets.push(entry);
			return reply.code(201).send(entry);
		},
	);
	app.post<{ Params: { id: string }; Body: Partial<VaultEntry> }>(
		'/_sandbox/vault/:id',
		{ schema: { body: ENTRY } },
		async (request, reply) => {
			const entry = entryOf(request.params.id);
			if (entry === undefined) return reply.code(404).send();
			return Object.assign(entry, request.body, { lastUpdated: moment(Date.now()) });
		},
	);
	app.delete<{ Params: { id: string } }>('/_sandbox/vault/:id', async (request, reply) => {
		const entry = entryOf(request.params.id);
		if (entry === undefined) return reply.code(404).send();
		psa.secrets.splice(psa.secrets.indexOf(entry), 1);
		return reply.code(204).send();
	});
}
