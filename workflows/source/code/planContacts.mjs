import { memoryOf } from './memory.mjs';
import { address, addressesOf, isAddress, isInStep, phonesOf, plain } from './contactFacts.mjs';

/** @typedef {import('./contactFacts.mjs').Phone} Phone */
/** @typedef {{ system: string, id: string, company_id: string, first_name: string, last_name: string, title: string, active: boolean, emails: string[], phones: Phone[] }} PsaContact */
/** @typedef {{ id?: string, name?: string, psa_id?: string | null, psa_integration_type?: string | null }} Organization */
/** @typedef {{ id?: string, organization_id?: string, organization_name?: string, first_name?: string, last_name?: string, title?: string | null, psa_id?: string | null, contact_emails?: Array<{ value?: string }> | null, contact_phones?: Phone[] | null }} Contact */
/** @typedef {{ psaType: string, oldNumbers: string }} ContactSettings */
/** @typedef {import('./digest.mjs').Finding} Finding */

/** What IT Glue calls the PSA of a front end. */
const PSA_NAMES = new Map([
	['connectwise', 'manage'],
	['autotask', 'autotask'],
	['halopsa', 'halo-psa'],
]);

/** @param {{ first_name?: string, last_name?: string }} person */
const nameOf = ({ first_name, last_name }) => plain(`${first_name ?? ''} ${last_name ?? ''}`);

/** @param {PsaContact | Contact} person */
const shownName = ({ first_name, last_name }) => [first_name, last_name].filter(Boolean).join(' ');

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => string[]} keysOf
 * @returns {Map<string, Item[]>}
 */
const grouped = (items, keysOf) => {
	const groups = new Map();
	for (const item of items)
		for (const key of new Set(keysOf(item))) groups.set(key, [...(groups.get(key) ?? []), item]);
	return groups;
};

/**
 * HaloPSA, halo-psa and halo_psa are one: IT Glue writes some PSAs as they call themselves.
 * @param {string} name
 */
const letters = (name) => name.toLowerCase().replace(/[^a-z]/g, '');

/**
 * Who is who, what is to be written, and what a person has to decide. A name is never written on the strength of an
 * address alone: several people read one mailbox, and addresses pass from one to the next.
 * @param {{ settings: ContactSettings, people: PsaContact[], organizations: Organization[], contacts: Contact[], rows: import('./memory.mjs').MemoryRow[] }} sources
 * @returns {{ items: Array<import('./changes.mjs').Wanted>, findings: Finding[], counts: Record<string, number>, count: number, known: Array<{ key: string, id: string }> }}
 */
export const planContacts = ({ settings, people, organizations, contacts, rows }) => {
	const memory = memoryOf(rows);
	const system = people[0]?.system ?? '';
	const psaType = settings.psaType || (PSA_NAMES.get(system) ?? system);
	const homes = grouped(
		organizations.filter(
			({ psa_id, psa_integration_type }) =>
				psa_id && letters(psa_integration_type ?? psaType) === letters(psaType),
		),
		({ psa_id }) => [String(psa_id)],
	);
	const stored = contacts.filter(({ id }) => id !== undefined);
	const byId = new Map(stored.map((contact) => [contact.id, contact]));
	const byLink = grouped(stored, ({ psa_id }) => (psa_id ? [String(psa_id)] : []));
	const within = grouped(stored, ({ organization_id }) => [String(organization_id)]);
	const byAddress = grouped(stored, addressesOf);
	const active = people.filter((person) => person.active);
	const owners = grouped(active, ({ company_id, emails }) =>
		emails.map((email) => `${company_id} ${address(email)}`),
	);
	/** Where the PSA has somebody of a name and address: one person may work for two companies. */
	const worksAt = new Set(
		active.flatMap((person) =>
			(homes.get(person.company_id) ?? []).flatMap(({ id }) =>
				person.emails.map((email) => `${id} ${nameOf(person)} ${address(email)}`),
			),
		),
	);
	/** Contacts that the link or the memory gives to somebody of the PSA. */
	const claimed = new Set([
		...active.flatMap(({ id }) => (byLink.get(id) ?? []).map((contact) => contact.id)),
		...active.flatMap(({ id }) => memory.ids.get(id) ?? []),
	]);

	/** Who in the PSA has a contact by the memory: of two records of one person, the first. @type {Map<string, string>} */
	const holders = new Map();
	for (const { id } of active) {
		const contactId = memory.ids.get(id);
		if (contactId !== undefined && !holders.has(contactId)) holders.set(contactId, id);
	}

	/** @type {Array<import('./changes.mjs').Wanted>} */
	const items = [];
	/** @type {Finding[]} */
	const findings = [];
	/** @type {Array<{ key: string, id: string }>} */
	const knownIds = [];
	const counts = {
		contacts: people.length,
		inactive: people.length - active.length,
		other_companies: 0,
		left_to_psa_sync: 0,
		in_step: 0,
	};
	/** Persons that an earlier row already brought, by organization and name. @type {Map<string, PsaContact>} */
	const brought = new Map();

	/** @param {PsaContact} person @param {string} kind @param {string} text */
	const tell = (person, kind, text) => {
		findings.push({
			key: `${kind} ${person.id} ${person.company_id}`,
			kind,
			text: `${shownName(person) || person.emails[0]}: ${text}`,
		});
	};

	/** @param {PsaContact} person @param {string} contactId @param {string | undefined} other who has that contact */
	const twice = (person, contactId, other) =>
		tell(
			person,
			'twice in the PSA',
			`the contact (ID ${contactId}) belongs to another record of the PSA (${other}). Merge the two in the PSA.`,
		);

	/** @param {PsaContact} person @param {string} organizationId @param {Contact} [contact] */
	const write = (person, organizationId, contact) => {
		const emails = person.emails.map(address).filter(isAddress);
		const phones = phonesOf(person.phones, contact?.contact_phones ?? [], settings.oldNumbers);
		// With thousands of contacts, what is as it should be need not be asked for once more.
		if (contact?.id !== undefined && isInStep({ title: person.title, emails, phones }, contact)) {
			counts.in_step += 1;
			knownIds.push({ key: person.id, id: contact.id });
			return;
		}
		items.push({
			key: person.id,
			label: shownName(person),
			id: contact?.id ?? '',
			organization_id: organizationId,
			first_name: contact?.first_name ?? person.first_name,
			last_name: contact ? contact.last_name : person.last_name,
			title: person.title,
			contact_emails: emails.map((value) => ({ value })),
			contact_phones: phones,
		});
	};

	for (const person of active) {
		const [home, ...otherHomes] = homes.get(person.company_id) ?? [];
		if (home?.id === undefined) {
			counts.other_companies += 1;
			continue;
		}
		if (otherHomes.length > 0) {
			tell(
				person,
				'several organizations',
				`company ${person.company_id} is linked to several organizations. Correct the links in IT Glue.`,
			);
			continue;
		}
		if (byLink.has(person.id)) {
			counts.left_to_psa_sync += 1;
			continue;
		}
		const name = nameOf(person);
		if (name === '') {
			tell(person, 'without a name', 'has no name in the PSA.');
			continue;
		}
		const remembered = byId.get(memory.ids.get(person.id));
		if (remembered?.id && holders.get(remembered.id) !== person.id) {
			twice(person, remembered.id, holders.get(remembered.id));
			continue;
		}
		if (remembered) {
			if (remembered.organization_id !== home.id)
				tell(
					person,
					'moved',
					`is with ${home.name} in the PSA now; the contact (ID ${remembered.id}) is with ${remembered.organization_name}. Move it in IT Glue.`,
				);
			else write(person, home.id, remembered);
			if (remembered.organization_id === home.id && nameOf(remembered) !== name)
				findings.push({
					key: `renamed ${person.id} ${name}`,
					kind: 'renamed',
					text: `${shownName(remembered)} (ID ${remembered.id}) of ${home.name} is called ${shownName(person)} in the PSA. If the name has changed, correct it in IT Glue.`,
				});
			continue;
		}

		const there = within.get(home.id) ?? [];
		const emails = person.emails.map(address).filter(isAddress);
		const sameName = there.filter((contact) => nameOf(contact) === name);
		const sameAddress = there.filter((contact) =>
			addressesOf(contact).some((email) => emails.includes(email)),
		);
		const both = sameName.filter((contact) => sameAddress.includes(contact));
		const without = sameName.filter(
			(contact) => addressesOf(contact).length === 0 || emails.length === 0,
		);
		const [match, second] = both.length > 0 ? both : without;
		if (second) {
			tell(
				person,
				'ambiguous',
				`${both.length || without.length} contacts of ${home.name} have this name: ${[match, second].map((one) => one?.id).join(', ')}. Merge them in IT Glue.`,
			);
			continue;
		}
		const other = match?.psa_id ?? holders.get(match?.id ?? '');
		if (match?.id && other) {
			twice(person, match.id, other);
			continue;
		}
		const earlier = brought.get(`${home.id} ${name}`);
		const sameAsEarlier =
			earlier &&
			(emails.length === 0 ||
				earlier.emails.length === 0 ||
				earlier.emails.some((email) => emails.includes(address(email))));
		if (earlier && (sameAsEarlier || match)) {
			tell(
				person,
				'twice in the PSA',
				`the PSA has two active contacts of this name in one company (${earlier.id} and ${person.id}). The first one counts.`,
			);
			continue;
		}
		if (match) {
			brought.set(`${home.id} ${name}`, person);
			write(person, home.id, match);
			continue;
		}
		if (sameName.length > 0) {
			tell(
				person,
				'namesake',
				`${home.name} has a contact of this name (ID ${sameName[0]?.id}) with another email. If it is the same person, add ${emails[0]} there.`,
			);
			continue;
		}
		if (earlier) {
			tell(
				person,
				'namesake',
				`the PSA has two active contacts of this name at ${home.name}, with different emails (${earlier.id} and ${person.id}). If they are two persons, create a contact with ${emails[0]} in IT Glue; if not, merge them in the PSA.`,
			);
			continue;
		}
		const [holder] = sameAddress;
		const shared = emails.some(
			(email) => (owners.get(`${person.company_id} ${email}`) ?? []).length > 1,
		);
		if (holder && !shared && sameAddress.length === 1) {
			tell(
				person,
				'another name',
				`${emails[0]} belongs to ${shownName(holder)} (ID ${holder.id}) in IT Glue. If it is the same person, correct the name there.`,
			);
			continue;
		}
		const elsewhere = emails
			.flatMap((email) => byAddress.get(email) ?? [])
			.find(
				(contact) =>
					nameOf(contact) === name &&
					!claimed.has(contact.id) &&
					contact.organization_id !== home.id &&
					!emails.some((email) => worksAt.has(`${contact.organization_id} ${name} ${email}`)),
			);
		if (elsewhere) {
			tell(
				person,
				'moved',
				`is with ${home.name} in the PSA; ${elsewhere.organization_name} has a contact of this name and address (ID ${elsewhere.id}). Move it in IT Glue.`,
			);
			continue;
		}
		brought.set(`${home.id} ${name}`, person);
		write(person, home.id);
	}
	return { items, findings, counts, count: people.length, known: knownIds };
};
