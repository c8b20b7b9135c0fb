/** Makes the world before the first night, in IT Glue's store, in the PSA and in the RMM. */
import type { Store } from '../core/store';
import { generate } from '../data/generate';
import type { Psa } from '../psa/model';
import type { StoredRecord } from '../types';
import { foundClients } from './clients';
import { foundMachines } from './machines';
import type { Before, Size, World } from './model';
import { foundPeople } from './people';

const nameOf = ({ attributes }: StoredRecord): string =>
	[attributes.name, attributes.first_name, attributes.last_name]
		.filter((part) => typeof part === 'string' && part !== '')
		.join(' ');

const beforeOf = (store: Store, collection: string): Map<string, Before> =>
	new Map(
		store
			.all(collection)
			.map((record) => [
				record.id,
				{ name: nameOf(record), organizationId: String(record.attributes.organization_id ?? '') },
			]),
	);

/** Takes the place of everything that store, PSA and RMM hold. */
export function makeWorld(store: Store, psa: Psa, size: Size): World {
	store.clear();
	// The lists of types and statuses, and the account's own organization.
	generate(store, { organizations: 1, configurations: 0, longIds: false, seed: 1 });
	const clients = foundClients(store, size.companies);
	const people = foundPeople(store, clients, size.contacts);
	const machines = foundMachines(store, clients, size.devices);
	psa.companies = clients.map(({ record }) => record);
	psa.contacts = people.map(({ record }) => record);
	psa.devices = machines.map(({ record }) => record);
	psa.secrets = [];
	return {
		size,
		night: 1,
		clients,
		people,
		machines,
		written: [],
		log: [],
		before: {
			organizations: beforeOf(store, 'organizations'),
			contacts: beforeOf(store, 'contacts'),
			configurations: beforeOf(store, 'configurations'),
		},
	};
}
