import { textOf } from './texts.mjs';

/** @typedef {{ id: number, companyName?: string, companyNumber?: string | null, companyType?: number | null, phone?: string | null, address1?: string | null, address2?: string | null, city?: string | null, state?: string | null, postalCode?: string | null, countryID?: number | null, webAddress?: string | null, isActive?: boolean, lastTrackedModifiedDateTime?: string | null }} AutotaskCompany */
/** @typedef {{ name: string, picklistValues?: Array<{ value: string | number, label: string }> | null }} AutotaskField */
/** @typedef {{ id: number, displayName?: string, name?: string }} AutotaskCountry */

/**
 * Companies of Autotask as the syncs read them. Types and countries are numbers, whose names each account may change.
 * @param {{ companies: AutotaskCompany[], fields: AutotaskField[], countries: AutotaskCountry[] }} answers
 */
export const companiesOfAutotask = ({ companies, fields, countries }) => {
	const values = fields.find(({ name }) => name === 'companyType')?.picklistValues ?? [];
	const types = new Map(values.map(({ value, label }) => [String(value), textOf(label)]));
	const names = new Map(
		countries.map(({ id, displayName, name }) => [id, textOf(displayName) || textOf(name)]),
	);
	return companies.map((company) => {
		const type = types.get(String(company.companyType)) ?? '';
		const active = company.isActive === true;
		return {
			system: 'autotask',
			id: String(company.id),
			name: textOf(company.companyName),
			identifier: textOf(company.companyNumber),
			types: type === '' ? [] : [type],
			status: active ? 'Active' : 'Inactive',
			active,
			deleted: false,
			phone: textOf(company.phone),
			website: textOf(company.webAddress),
			address_1: textOf(company.address1),
			address_2: textOf(company.address2),
			city: textOf(company.city),
			state: textOf(company.state),
			postal_code: textOf(company.postalCode),
			country: names.get(company.countryID ?? -1) ?? '',
			changed_at: textOf(company.lastTrackedModifiedDateTime),
		};
	});
};
