/** What a test reads of a contact, and what the sync of the organizations writes about a company. */

/** @param {any} record */
export const nameOf = ({ attributes }) => `${attributes.first_name} ${attributes.last_name}`;

/** @param {any} record */
export const emailsOf = ({ attributes }) =>
	(attributes.contact_emails ?? []).map((/** @type {any} */ { value }) => value);

/** @param {any} record */
export const phonesOf = ({ attributes }) =>
	(attributes.contact_phones ?? []).map((/** @type {any} */ { value }) => value);

/** @param {any} company */
export const factsOf = ({ identifier, active, city, state, phone, website }) =>
	`ConnectWise: ${[identifier, active ? 'Active' : 'Inactive', [city, state].filter(Boolean).join(', '), phone, website].filter(Boolean).join(' · ')}`;
