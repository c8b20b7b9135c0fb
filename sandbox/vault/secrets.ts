/** The entries of a password store beside IT Glue, for mirroring: clean ones and those that a night brings. */
import type { Store } from '../core/store';
import { moment } from '../psa/model';
import type { RmmDevice } from '../rmm/model';
import type { VaultEntry } from './model';

const CHANGED = Date.UTC(2026, 2, 1, 6, 0, 0);

/** A client and a device that IT Glue does not have. */
const UNKNOWN_CLIENT = 'Northfield Observatory';
const UNKNOWN_DEVICE = 'gone-pc-1';

type Given = Pick<VaultEntry, 'client' | 'name'> & Partial<VaultEntry>;

/**
 * General passwords and those of devices: new ones, one of a name that a colleague's own password has in IT Glue, two
 * of one name on different devices, one of an unknown client, one of an unknown device, two of one name at one
 * client, one of no client, one without a value, an archived one.
 */
export function secrets(store: Store, devices: RmmDevice[]): VaultEntry[] {
	const inItGlue = hostsByClient(store);
	const known = devices.filter(
		({ hostname, siteName, retired }) => !retired && inItGlue.has(`${siteName} ${hostname ?? ''}`),
	);
	const [first, second] = [...new Set(known.map(({ siteName }) => siteName))];
	if (first === undefined || second === undefined) return [];
	const [one, other] = known.filter(({ siteName }) => siteName === first);
	const [elsewhere] = known.filter(({ siteName }) => siteName === second);
	const found: Given[] = [
		{ client: first, name: 'Guest Wireless', username: 'guest' },
		{ client: first, name: 'Local Administrator', device: one?.hostname },
		{ client: first, name: 'Local Administrator', device: other?.hostname },
		{ client: second, name: 'Local Administrator', device: elsewhere?.hostname },
		{ client: second, name: generalPassword(store, second), username: 'colleague' },
		{
			client: second,
			name: 'Web Hosting',
			url: 'https://hosting.example.com',
			notes: 'Renews in May.',
		},
		{ client: UNKNOWN_CLIENT, name: 'Telescope Control' },
		{ client: first, name: 'Local Administrator', device: UNKNOWN_DEVICE },
		{ client: first, name: 'Badge Printer', username: 'admin' },
		{ client: first, name: 'BADGE PRINTER ', username: 'monitoring' },
		{ client: null, name: 'Vendor Portal' },
		{ client: second, name: 'Door Code', password: '' },
		{ client: second, name: 'Old Web Hosting', archived: true },
	];
	return found.map((entry, at) => ({
		id: 301 + at,
		device: null,
		username: 'administrator',
		password: `example-vault-${481_516 + at * 2_342}-not-a-secret`,
		url: null,
		notes: null,
		archived: false,
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
