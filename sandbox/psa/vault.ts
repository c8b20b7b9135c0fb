/**
 * A password store beside IT Glue, for mirroring: one JSON list, a key in the header. It stands for any of them and
 * follows no vendor. Its values are invented and open nothing.
 */
import type { FastifyInstance } from 'fastify';
import type { Store } from '../core/store';
import { moment, type Psa, type RmmDevice, type VaultEntry } from './model';

const CHANGED = Date.UTC(2026, 2, 1, 6, 0, 0);

/** A client and a device that IT Glue does not have. */
const UNKNOWN_CLIENT = 'Northfield Observatory';
const UNKNOWN_DEVICE = 'gone-pc-1';

const EXAMPLE_PASSWORD = {
	type: 'object',
	required: ['password'],
	properties: { password: { type: 'string' } },
};

/**
 * General passwords and those of devices: new ones, one that IT Glue has under the same name with another value, two
 * of one name on different devices, one of an unknown client, one of an unknown device.
 */
export function secrets(store: Store, devices: RmmDevice[]): VaultEntry[] {
	const inItGlue = hostsByClient(store);
	const known = devices.filter(({ hostname, siteName }) => inItGlue.has(`${siteName} ${hostname}`));
	const [first, second] = [...new Set(known.map(({ siteName }) => siteName))];
	if (first === undefined || second === undefined) return [];
	const [one, other] = known.filter(({ siteName }) => siteName === first);
	const [elsewhere] = known.filter(({ siteName }) => siteName === second);
	const found: Array<Pick<VaultEntry, 'client' | 'name'> & Partial<VaultEntry>> = [
		{ client: first, name: 'Guest Wireless', username: 'guest' },
		{ client: first, name: 'Local Administrator', device: one?.hostname },
		{ client: first, name: 'Local Administrator', device: other?.hostname },
		{ client: second, name: 'Local Administrator', device: elsewhere?.hostname },
		{ client: second, name: generalPassword(store, second), username: 'rotated' },
		{ client: second, name: 'Web Hosting', url: 'https://hosting.example.com' },
		{ client: UNKNOWN_CLIENT, name: 'Telescope Control' },
		{ client: first, name: 'Local Administrator', device: UNKNOWN_DEVICE },
	];
	return found.map((entry, at) => ({
		id: `entry-${at + 1}`,
		device: null,
		username: 'administrator',
		password: `example-vault-${481_516 + at * 2_342}-not-a-secret`,
		url: null,
		lastUpdated: moment(CHANGED + at * 60_000),
		...entry,
	}));
}

/** Clients and hostnames as IT Glue has them; the feed has new and renamed devices as well. */
function hostsByClient(store: Store): Set<string> {
	const names = new Map(
		store.all('organizations').map(({ id, attributes }) => [id, attributes.name]),
	);
	return new Set(
		store
			.all('configurations')
			.map(
				({ attributes }) =>
					`${String(names.get(String(attributes.organization_id)))} ${String(attributes.hostname)}`,
			),
	);
}

/** Name of a password of the client that is embedded in nothing. */
function generalPassword(store: Store, client: string): string {
	const organization = store
		.all('organizations')
		.find(({ attributes }) => attributes.name === client);
	const password = store
		.related('passwords', 'organization_id', organization?.id)
		.find(({ attributes }) => attributes.resource_id === null && attributes.archived !== true);
	return String(password?.attributes.name ?? 'Domain Administrator');
}

/** Adds `GET secrets.json`. */
export function addVaultRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async (_request, reply) =>
		reply.code(404).send({ message: 'Not found' }),
	);
	scope.get('/secrets.json', async (request, reply) =>
		request.headers['x-vault-key'] === psa.vault.key
			? psa.secrets
			: reply.code(401).send({ message: 'The header x-vault-key is missing or wrong' }),
	);
}

/** Adds what a test in another process needs: all entries at `/_sandbox/vault`, and a new value for one of them. */
export function addVaultAdminRoutes(app: FastifyInstance, psa: Psa): void {
	app.get('/_sandbox/vault', async () => psa.secrets);
	app.post<{ Params: { id: string }; Body: { password: string } }>(
		'/_sandbox/vault/:id',
		{ schema: { body: EXAMPLE_PASSWORD } },
		async (request, reply) => {
			const entry = psa.secrets.find(({ id }) => id === request.params.id);
			if (entry === undefined) return reply.code(404).send();
			entry.password = request.body.password;
			entry.lastUpdated = moment(Date.now());
			return entry;
		},
	);
}
