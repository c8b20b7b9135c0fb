import { textOf, textsOf } from './texts.mjs';

/** @typedef {{ id: number, identifier?: string, name?: string, status?: { name?: string }, types?: Array<{ name?: string }>, type?: { name?: string }, deletedFlag?: boolean, addressLine1?: string, addressLine2?: string, city?: string, state?: string, zip?: string, country?: { name?: string }, phoneNumber?: string, website?: string, _info?: { lastUpdated?: string } }} ManageCompany */

/**
 * Companies of ConnectWise Manage as the syncs read them. A company has several types in `types`; older servers give
 * one in `type`.
 * @param {Partial<ManageCompany>[]} companies
 * @param {string} inactiveStatuses names, separated by commas: ConnectWise says it of a status, not of a company
 */
export const companiesOfConnectWise = (companies, inactiveStatuses) => {
	const inactive = new Set(textsOf(inactiveStatuses.toLowerCase().split(',')));
	return companies
		.filter(({ id }) => id !== undefined)
		.map((company) => {
			const status = textOf(company.status?.name);
			const deleted = company.deletedFlag === true;
			return {
				system: 'connectwise',
				id: String(company.id),
				name: textOf(company.name),
				identifier: textOf(company.identifier),
				types: textsOf([...(company.types ?? []), company.type].map((type) => type?.name)),
				status,
				active: !deleted && !inactive.has(status.toLowerCase()),
				deleted,
				phone: textOf(company.phoneNumber),
				website: textOf(company.website),
				address_1: textOf(company.addressLine1),
				address_2: textOf(company.addressLine2),
				city: textOf(company.city),
				state: textOf(company.state),
				postal_code: textOf(company.zip),
				country: textOf(company.country?.name),
				changed_at: textOf(company._info?.lastUpdated),
			};
		});
};
