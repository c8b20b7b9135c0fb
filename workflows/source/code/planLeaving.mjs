import { nameKey } from './devices.mjs';

/** @typedef {{ id: string, name: string, primary_email?: string | null, contact_emails?: Array<{ value?: unknown }> | null, contact_type_name?: string | null, psa_integration?: string | null }} Contact */
/** @typedef {{ id: string, name: string, username?: string | null, resource_type?: string | null, cached_resource_type_name?: string | null, resource_id?: string | null, archived?: boolean | null }} Password */
/** @typedef {{ id: string, name: string, url: string, why: string }} Listed */
/** @typedef {{ problem: string, contact: { id: string, name: string, url: string }, archive: Listed[], near: Listed[], typeNow: string, typeThen: string, retype: boolean, remove: boolean, toDo: string[] }} Plan */
/** @typedef {{ formerType: string, removeContact: boolean, itGlueAddress: string }} Settings */

/** @param {Contact} contact @returns {string[]} in small letters */
const addressesOf = ({ primary_email: primary, contact_emails: all }) => {
	const found = [primary, ...(all ?? []).map(({ value }) => value)].map((value) =>
		nameKey(typeof value === 'string' ? value : ''),
	);
	return [...new Set(found)].filter((address) => address.includes('@'));
};

/**
 * Who is meant: by an address that one contact has, preferably as its primary one, otherwise by the full name.
 * @param {string} person
 * @param {Contact[]} contacts
 * @returns {Contact[]}
 */
const meant = (person, contacts) => {
	const key = nameKey(person);
	const primary = contacts.filter(({ primary_email: address }) => nameKey(address) === key);
	if (primary.length > 0) return primary;
	const others = contacts.filter((contact) => addressesOf(contact).includes(key));
	return others.length > 0 ? others : contacts.filter(({ name }) => nameKey(name) === key);
};

/** The kind of record that a password is embedded in, in small letters; '' where IT Glue does not say it. @param {Password} password */
const kindOf = ({ resource_type: type, cached_resource_type_name: cached }) =>
	nameKey(type ?? cached);

/** @param {Password} password @param {Contact} contact @returns {boolean} whether it is embedded in the contact, as far as IT Glue says */
const isEmbeddedIn = (password, { id }) =>
	String(password.resource_id ?? '') === id && ['contact', ''].includes(kindOf(password));

/** The part of an address before its at sign, which user names often are. @param {string} address */
const localPart = (address) => address.split('@')[0] ?? '';

/** A text that stands in another one by itself, not as a part of a word. @param {string} text @param {string} part */
const holds = (text, part) => {
	const at = text.indexOf(part);
	if (at < 0 || part === '') return false;
	const isWord = (/** @type {string | undefined} */ sign) =>
		sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
	return !isWord(text[at - 1]) && !isWord(text[at + part.length]);
};

/**
 * Which passwords are a person's for sure, and which may be.
 * @param {Contact} contact
 * @param {Contact[]} contacts of the organization
 * @param {Password[]} passwords of the organization, those in use
 * @returns {{ sure: Array<[Password, string]>, near: Array<[Password, string]> }}
 */
const passwordsOf = (contact, contacts, passwords) => {
	const addresses = addressesOf(contact);
	const ofOthers = new Set(contacts.filter(({ id }) => id !== contact.id).flatMap(addressesOf));
	const name = nameKey(contact.name);
	const namesakes = contacts.filter((one) => nameKey(one.name) === name).length > 1;
	/** @type {Array<[Password, string]>} */
	const sure = [];
	/** @type {Array<[Password, string]>} */
	const near = [];
	for (const password of passwords) {
		const user = nameKey(password.username);
		const title = nameKey(password.name);
		if (kindOf(password) === 'contact') {
			// What is embedded in a colleague's contact is the colleague's, whatever it is called.
			if (isEmbeddedIn(password, contact)) sure.push([password, 'embedded in the contact']);
		} else if (addresses.includes(user)) {
			if (ofOthers.has(user))
				near.push([password, `username ${user}, which other contacts have too`]);
			else sure.push([password, `username ${user}`]);
		} else if (addresses.some((address) => holds(title, address))) {
			near.push([password, 'an address in its name']);
		} else if (holds(title, name)) {
			near.push([
				password,
				`the person's name in its name${namesakes ? ' (several contacts have this name)' : ''}`,
			]);
		} else if (
			addresses.some((address) => localPart(address) === (user.split('\\').at(-1) ?? ''))
		) {
			near.push([password, `username ${password.username}`]);
		} else if (isEmbeddedIn(password, contact)) {
			near.push([password, "embedded in a record with the contact's ID"]);
		}
	}
	return { sure, near };
};

/**
 * @param {string} problem
 * @returns {Plan} one that does nothing
 */
const notPossible = (problem) => ({
	problem: `${problem} Nothing was changed.`,
	contact: { id: '', name: '', url: '' },
	archive: [],
	near: [],
	typeNow: '',
	typeThen: '',
	retype: false,
	remove: false,
	toDo: [],
});

/**
 * What would happen to a person's contact and passwords.
 * @param {{ settings: Settings, person: string, organization: { id: string, name: string }, contacts: Contact[], passwords: Password[], types: Array<{ name: string }> }} sources
 * @returns {Plan} with a `problem` where nothing can be done
 */
export const planLeaving = ({ settings, person, organization, contacts, passwords, types }) => {
	const [contact, ...others] = meant(person, contacts);
	const address = `${settings.itGlueAddress}/${organization.id}`;
	if (!types.some(({ name }) => nameKey(name) === nameKey(settings.formerType)))
		return notPossible(
			`IT Glue has no contact type "${settings.formerType}". Create it, or enter another name in Settings. IT Glue has: ${types.map(({ name }) => name).join(', ')}.`,
		);
	if (contact === undefined)
		return notPossible(`${organization.name} has no contact with the address or name "${person}".`);
	if (others.length > 0)
		return notPossible(
			`${organization.name} has ${others.length + 1} contacts with the address or name "${person}" (${[contact, ...others].map(({ id }) => id).join(', ')}). Enter an email address that only one of them has.`,
		);
	const { sure, near } = passwordsOf(
		contact,
		contacts,
		passwords.filter(({ archived }) => archived !== true),
	);
	const embedded = passwords.filter((password) => isEmbeddedIn(password, contact));
	const listed = (/** @type {Array<[Password, string]>} */ found) =>
		found.map(([{ id, name }, why]) => ({ id, name, url: `${address}/passwords/${id}`, why }));
	const typeNow = contact.contact_type_name ?? '';
	const fromPsa = contact.psa_integration === 'enabled';
	const remove = settings.removeContact && !fromPsa && embedded.length === 0;
	const isFormer = nameKey(typeNow) === nameKey(settings.formerType);
	return {
		problem: '',
		contact: { id: contact.id, name: contact.name, url: `${address}/contacts/${contact.id}` },
		archive: listed(sure),
		near: listed(near),
		typeNow,
		typeThen: fromPsa || remove ? typeNow : settings.formerType,
		retype: !fromPsa && !remove && !isFormer,
		remove,
		toDo: [
			...(fromPsa && (settings.removeContact || !isFormer)
				? [
						'The contact comes from the PSA, so it does not change here. Make it inactive in the PSA.',
					]
				: []),
			...(settings.removeContact && !fromPsa && embedded.length > 0
				? [
						`The contact is not removed, because IT Glue would also delete the ${embedded.length} ${embedded.length === 1 ? 'password' : 'passwords'} embedded in it. It gets the type "${settings.formerType}".`,
					]
				: []),
			...(near.length > 0
				? [
						`${near.length} ${near.length === 1 ? 'password stays in use and may belong' : 'passwords stay in use and may belong'} to this person. Decide in IT Glue: ${near.map(([{ name, id }, why]) => `${name} (${id}, ${why})`).join('; ')}.`,
					]
				: []),
		],
	};
};
