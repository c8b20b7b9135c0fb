/**
 * What a real PSA holds beside clean clients: vendors and prospects, statuses of its own, namesakes, people who share
 * an address, who stand at two companies, who moved or left. A handful of rows, so that the demo stays small.
 */
import { identifierOf, type PsaCompany, type PsaContact } from './model';
import { CHANGED, company, contact } from './records';

/** Numbers of contacts here begin with this. */
const FIRST_CONTACT = 90_000_000;

/** Position among the linked contacts of the one that moved to another company. */
const MOVED = 6;

type Row = readonly [name: string, given?: Partial<PsaCompany>];

const COMPANIES: Row[] = [
	['Bramble Paper Supplies', { types: ['Vendor'], city: null, state: null, zip: null }],
	['Copperline Telecom', { types: ['Vendor', 'Partner'], website: null }],
	['Juniper Bakery', { types: ['Prospect'] }],
	['Larkspur Consulting', { types: ['Competitor'] }],
	['Quarry Lane Imports', { status: 'Imported', phone: null, addressLine1: null }],
	['Saltmarsh Nursery', { types: ['Prospect'], status: 'Not-Approved', active: false }],
	['Rowan Street Garage', { status: 'Inactive', active: false }],
	// Two clients of one name, in two towns.
	['Harbor Light Clinic', { city: 'Fairview' }],
	['Harbor Light Clinic', { city: 'Astoria', identifier: 'HarborLightClinic2' }],
	// Typed with a blank at the end, and without any type.
	['Millbrook Veterinary ', { types: [], addressLine2: 'Second Floor' }],
];

/** Companies that IT Glue does not have, with numbers from the given one on. */
export function uncleanCompanies(firstId: number): PsaCompany[] {
	return COMPANIES.map(([name, given], at) =>
		company(firstId + at, name, { identifier: identifierOf(name), ...given }),
	);
}

/** One person whom IT Glue knows at her former company works for another one now. */
export function moved(contacts: PsaContact[], companies: PsaCompany[]): PsaContact[] {
	const person = contacts[MOVED];
	const target = companies.find(({ id }) => id !== person?.companyId);
	if (person === undefined || target === undefined) return contacts;
	return contacts.map((one) =>
		one === person ? { ...one, companyId: target.id, lastUpdated: CHANGED } : one,
	);
}

/** People of the first companies, none of whom IT Glue knows. */
export function uncleanContacts([first, second = first]: PsaCompany[]): PsaContact[] {
	if (first === undefined || second === undefined) return [];
	const people: Array<readonly [companyId: number, firstName: string, Partial<PsaContact>]> = [
		// Two people who share the address of the office.
		[first.id, 'Ines', { lastName: 'Shared', email: 'info@first.example.net' }],
		[first.id, 'Tom', { lastName: 'Shared', email: 'info@first.example.net' }],
		// One person, at two companies.
		[first.id, 'Pia', { lastName: 'Twohomes', email: 'pia.twohomes@example.net' }],
		[second.id, 'Pia', { lastName: 'Twohomes', email: 'pia.twohomes@example.net' }],
		[first.id, 'Uma', { lastName: 'Spelled', email: ' Uma.Spelled@EXAMPLE.NET ' }],
		[
			second.id,
			'Theo',
			{
				lastName: 'Threefold',
				email: 'theo.threefold@example.net',
				email2: 'theo@second.example.net',
				email3: 'theo.private@example.org',
				phone: '6045550150',
				extension: '12',
				mobile: '6045550151',
				fax: '6045550152',
			},
		],
		// She has left, and her successor took over the address.
		[second.id, 'Lena', { lastName: 'Left', email: 'office@second.example.net', active: false }],
		[second.id, 'Noor', { lastName: 'Next', email: 'office@second.example.net' }],
		// No person at all.
		[second.id, 'Reception', { phone: '6045550153' }],
	];
	return people.map(([companyId, firstName, given], at) =>
		contact(FIRST_CONTACT + at, companyId, firstName, given),
	);
}
