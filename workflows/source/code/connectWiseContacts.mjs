import { addressesOf, numbersOf } from './people.mjs';
import { textOf } from './texts.mjs';

/** @typedef {{ communicationType?: string, type?: { name?: string }, value?: string, extension?: string, defaultFlag?: boolean }} CommunicationItem */
/** @typedef {{ id: number, firstName?: string, lastName?: string, title?: string, company?: { id: number }, inactiveFlag?: boolean, defaultFlag?: boolean, communicationItems?: CommunicationItem[] | null, _info?: { lastUpdated?: string } }} ManageContact */

/**
 * What IT Glue calls a kind of number; each ConnectWise defines its own kinds.
 * @param {CommunicationItem} item
 */
const labelOf = ({ type }) => {
	const name = textOf(type?.name);
	if (/mobile|cell/i.test(name)) return 'Mobile';
	return /home/i.test(name) ? 'Home' : 'Work';
};

/**
 * Contacts of ConnectWise Manage as the syncs read them. Addresses and numbers are in one list, one default of each
 * kind; a fax is neither.
 * @param {Partial<ManageContact>[]} contacts
 */
export const contactsOfConnectWise = (contacts) =>
	contacts
		.filter(({ id }) => id !== undefined)
		.map((contact) => {
			const items = contact.communicationItems ?? [];
			const ofKind = (/** @type {string} */ kind) =>
				items
					.filter(({ communicationType }) => communicationType === kind)
					.sort(
						(one, other) => Number(other.defaultFlag === true) - Number(one.defaultFlag === true),
					);
			return {
				system: 'connectwise',
				id: String(contact.id),
				company_id: contact.company === undefined ? '' : String(contact.company.id),
				first_name: textOf(contact.firstName),
				last_name: textOf(contact.lastName),
				title: textOf(contact.title),
				active: contact.inactiveFlag !== true,
				primary: contact.defaultFlag === true,
				emails: addressesOf(ofKind('Email').map(({ value }) => value)),
				phones: numbersOf(
					ofKind('Phone').map((item) => ({
						value: item.value,
						extension: item.extension,
						label: labelOf(item),
					})),
				),
				changed_at: textOf(contact._info?.lastUpdated),
			};
		});
