import { completeOfHalo } from './haloPages.mjs';
import { textOf, textsOf } from './texts.mjs';

/** @typedef {{ id: number, name?: string, ref?: string | null, inactive?: boolean, customertype?: number, customer_relationship?: Array<{ name?: string }> | null }} HaloClient */
/** @typedef {{ record_count?: number, clients?: HaloClient[] }} HaloClients */

/**
 * Clients of HaloPSA as the syncs read them. What a client is stands in two places: its relationships, and its customer
 * type, a number of a list. The list of clients has no addresses and phone numbers: those are with the sites.
 * @param {{ pages: HaloClients[], customerTypes: Array<{ id?: number, name?: string }> }} answers
 */
export const companiesOfHalo = ({ pages, customerTypes }) => {
	const types = new Map(customerTypes.map(({ id, name }) => [id, name]));
	const clients = completeOfHalo(
		pages,
		pages.flatMap((page) => page.clients ?? []),
	);
	return clients.map((client) => {
		const active = client.inactive !== true;
		return {
			system: 'halopsa',
			id: String(client.id),
			name: textOf(client.name),
			identifier: textOf(client.ref),
			types: textsOf([
				...(client.customer_relationship ?? []).map(({ name }) => name),
				// Zero stands for none.
				client.customertype ? types.get(client.customertype) : '',
			]),
			status: active ? 'Active' : 'Inactive',
			active,
			deleted: false,
			phone: '',
			website: '',
			address_1: '',
			address_2: '',
			city: '',
			state: '',
			postal_code: '',
			country: '',
			changed_at: '',
		};
	});
};
