import { addressesOf, numbersOf } from './people.mjs';
import { textOf } from './texts.mjs';

/** @typedef {{ id: number, companyID?: number | null, firstName?: string | null, lastName?: string | null, title?: string | null, emailAddress?: string | null, emailAddress2?: string | null, emailAddress3?: string | null, phone?: string | null, extension?: string | null, alternatePhone?: string | null, mobilePhone?: string | null, isActive?: number | boolean, primaryContact?: boolean | null, lastModifiedDate?: string | null }} AutotaskContact */

/**
 * Contacts of Autotask as the syncs read them. `isActive` of a contact is the number 1 or 0, that of a company a yes or
 * no.
 * @param {AutotaskContact[]} contacts
 */
export const contactsOfAutotask = (contacts) =>
	contacts.map((contact) => ({
		system: 'autotask',
		id: String(contact.id),
		company_id: String(contact.companyID ?? ''),
		first_name: textOf(contact.firstName),
		last_name: textOf(contact.lastName),
		title: textOf(contact.title),
		active: Number(contact.isActive) === 1,
		primary: contact.primaryContact === true,
		emails: addressesOf([contact.emailAddress, contact.emailAddress2, contact.emailAddress3]),
		phones: numbersOf([
			{ value: contact.phone, extension: contact.extension, label: 'Work' },
			{ value: contact.mobilePhone, label: 'Mobile' },
			{ value: contact.alternatePhone, label: 'Work' },
		]),
		changed_at: textOf(contact.lastModifiedDate),
	}));
