/** @typedef {{ id: number, identifier?: string, name?: string, status?: { name?: string }, types?: Array<{ name?: string }>, type?: { name?: string }, deletedFlag?: boolean, addressLine1?: string, addressLine2?: string, city?: string, state?: string, zip?: string, country?: { name?: string }, phoneNumber?: string, website?: string, _info?: { lastUpdated?: string } }} ManageCompany */

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' ? value.trim() : '');

/** Statuses of a company that is a client no more. Each ConnectWise names its own; these are the ones it ships with. */
const LEFT = /^(inactive|not[- ]approved|former|obsolete|out of business)/i;

/**
 * Companies of ConnectWise Manage as the syncs read them. A company has several types in `types`; older servers give
 * one in `type`.
 * @param {ManageCompany[]} companies
 */
export const companiesOfConnectWise = (companies) =>
	companies
		.filter(({ id }) => id !== undefined)
		.map((company) => {
			const types = [...(company.types ?? []), ...(company.type ? [company.type] : [])];
			const status = textOf(company.status?.name);
			return {
				system: 'connectwise',
				id: String(company.id),
				name: textOf(company.name),
				identifier: textOf(company.identifier),
				types: [...new Set(types.map(({ name }) => textOf(name)))].filter((name) => name !== ''),
				status,
				active: company.deletedFlag !== true && !LEFT.test(status),
				deleted: company.deletedFlag === true,
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
