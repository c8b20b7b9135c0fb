/** @typedef {{ value: string, extension?: string | null, label?: string, label_name?: string, primary?: boolean }} Phone */
/** @typedef {{ title?: string | null, contact_emails?: Array<{ value?: string }> | null, contact_phones?: Phone[] | null }} Facts */

/** @param {unknown} text letters and digits of a name, whatever stands between them, without accents */
export const plain = (text) =>
	String(text ?? '')
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** @param {unknown} address */
export const address = (address) =>
	String(address ?? '')
		.trim()
		.toLowerCase();

/** @param {string} text text such as "n/a" is no address and identifies nobody */
export const isAddress = (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** @param {Facts} contact */
export const addressesOf = ({ contact_emails }) =>
	(contact_emails ?? []).map(({ value }) => address(value)).filter(isAddress);

/** @param {unknown} number */
const digits = (number) => String(number ?? '').replace(/\D/g, '');

/**
 * The numbers that a contact is to have: those of the PSA first, the first of them primary, then those that stay.
 * @param {Phone[]} given by the PSA
 * @param {Phone[]} present in IT Glue
 * @param {string} oldNumbers 'keep', or 'remove': of a kind that the PSA gives, no other number stays
 * @returns {Phone[] | null} null: nothing is to be changed
 */
export const phonesOf = (given, present, oldNumbers) => {
	if (given.length === 0) return null;
	const kinds = new Set(given.map(({ label }) => plain(label)));
	const numbers = new Set(given.map(({ value }) => digits(value)));
	const others = present.filter(
		({ value, label_name }) =>
			!numbers.has(digits(value)) && !(oldNumbers === 'remove' && kinds.has(plain(label_name))),
	);
	return [
		...given.map(({ value, extension, label }, at) => {
			const known = present.find((phone) => digits(phone.value) === digits(value));
			return {
				value: known?.value ?? value,
				...(extension && { extension }),
				...(label && { label }),
				primary: at === 0,
			};
		}),
		...others.map((phone) => ({ ...phone, primary: false })),
	];
};

/** @param {Phone} one @param {Phone} other */
const isSamePhone = (one, other) =>
	digits(one.value) === digits(other.value) &&
	digits(one.extension) === digits(other.extension) &&
	plain(one.label ?? one.label_name) === plain(other.label ?? other.label_name) &&
	(one.primary === true) === (other.primary === true);

/**
 * Whether a contact surely holds what the PSA says; what may differ in its spelling only is left to the look before the write.
 * @param {{ title: string, emails: string[], phones: Phone[] | null }} wanted
 * @param {Facts} contact
 */
export const isInStep = ({ title, emails, phones }, contact) => {
	const present = contact.contact_phones ?? [];
	const known = addressesOf(contact);
	return (
		(title === '' || title === contact.title) &&
		emails.every((email) => known.includes(email)) &&
		(phones === null ||
			(phones.length === present.length &&
				phones.every((phone) => present.some((one) => isSamePhone(phone, one)))))
	);
};
