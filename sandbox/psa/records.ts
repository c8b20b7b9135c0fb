/** A company and a contact of the PSA, with invented values for what is not given. */
import { identifierOf, moment, type PsaCompany, type PsaContact } from './model';

/** Moment of every change that the PSA saw after the last sync, so that "changed since" finds those alone. */
export const CHANGED = moment(Date.UTC(2026, 1, 2, 9, 0, 0));
const ENTERED = moment(Date.UTC(2019, 5, 3, 9, 0, 0));

/** A company of that name; what is not given is invented. */
export function company(id: number, name: string, given: Partial<PsaCompany> = {}): PsaCompany {
	return {
		id,
		name,
		identifier: identifierOf(name),
		types: ['Client'],
		status: 'Active',
		active: true,
		deleted: false,
		addressLine1: '12 Example Street',
		addressLine2: null,
		city: 'Fairview',
		state: 'OR',
		zip: '97000',
		country: 'United States',
		phone: '6045550100',
		website: 'https://www.example.com',
		dateEntered: ENTERED,
		lastUpdated: CHANGED,
		...given,
	};
}

/** A contact; what is not given is empty. */
export function contact(
	id: number,
	companyId: number,
	firstName: string,
	given: Partial<PsaContact> = {},
): PsaContact {
	return {
		id,
		companyId,
		firstName,
		lastName: null,
		title: null,
		email: null,
		email2: null,
		email3: null,
		phone: null,
		extension: null,
		mobile: null,
		fax: null,
		active: true,
		primary: false,
		lastUpdated: CHANGED,
		...given,
	};
}
