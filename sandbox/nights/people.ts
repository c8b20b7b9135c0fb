/** The people before the first night, and the contacts that IT Glue has of them. */
import { numericId } from '../core/exact';
import type { Store } from '../core/store';
import { contact } from '../psa/records';
import type { PsaContact } from '../psa/model';
import type { Json } from '../types';
import type { Client, Person, PersonKind } from './model';
import { addressOf, personName, phoneNumber, rotaOf } from './names';

/** Kinds that come in pairs stand at even positions, so that both are of one group. */
const ROTA = rotaOf<PersonKind>([
	['synced', 26],
	['known', 62],
	['two', 2],
	['twice', 2],
	['namesake', 2],
	['shared', 4],
	['blank', 2],
	['left', 6],
	['reception', 2],
	['newBlank', 2],
	['new', 5],
	['elsewhere', 5],
]);

const FIRST_PERSON = 50_000;

/** So many people who follow each other work for one company. */
const GROUP = 6;

/** Every fifth has no title in the PSA, so that a colleague's title counts. */
export const hasTitle = (at: number): boolean => at % 5 !== 4;

const kindAt = (at: number): PersonKind => ROTA[at % ROTA.length] ?? 'known';

/** The first position of a pair. */
const firstOfPair = (at: number): boolean => at % 2 === 0;

interface Homes {
	linked: Client[];
	others: Client[];
}

export function homesOf(clients: readonly Client[]): Homes {
	return {
		linked: clients.filter(({ linked, record }) => linked && !record.deleted),
		others: clients.filter(({ linked }) => !linked),
	};
}

function homeOf(kind: PersonKind, at: number, { linked, others }: Homes): Client | undefined {
	const group = Math.floor(at / GROUP);
	if (kind === 'elsewhere') return others[at % others.length];
	const second = kind === 'two' && !firstOfPair(at);
	return linked[(group + (second ? 1 : 0)) % linked.length];
}

/** What the PSA has of the person at a position. */
function recordOf(kind: PersonKind, at: number, companyId: number): PsaContact {
	const sameAsFirst = ['two', 'twice'].includes(kind) && !firstOfPair(at);
	const who = sameAsFirst ? at - 1 : at;
	const { first, last } = personName(kind === 'namesake' && !firstOfPair(at) ? at - 1 : who);
	const isDesk = kind === 'reception';
	const address = kind === 'shared' ? `info.${companyId}@example.com` : addressOf(first, last, who);
	return contact(FIRST_PERSON + at, companyId, isDesk ? `Desk ${at}` : first, {
		lastName: isDesk ? null : last,
		title: hasTitle(who) ? `Title ${who % 50}` : null,
		email: kind === 'newBlank' || isDesk ? null : address,
		phone: phoneNumber(who),
		active: kind !== 'left',
	});
}

/** Whether IT Glue has a contact of the person from the start. */
function isKnown(kind: PersonKind, at: number): boolean {
	if (['synced', 'known', 'blank'].includes(kind)) return true;
	// The first of the pair is known; of every second pair that shares a mailbox neither is.
	if (['two', 'twice', 'left'].includes(kind)) return firstOfPair(at);
	return kind === 'shared' && at % 4 === 0;
}

function emailsOf({ email }: PsaContact, kind: PersonKind): Json {
	return email === null || kind === 'blank'
		? []
		: [{ value: email, primary: true, 'label-name': 'Work' }];
}

function phonesOf({ phone }: PsaContact): Json {
	if (phone === null) return [];
	return [
		{
			value: phone,
			extension: null,
			primary: true,
			'label-name': 'Work',
			'label-type': 'phone',
			'formatted-value': phone.replace(/(\d{3})(\d{3})(\d{4})/, '($1) $2-$3'),
		},
	];
}

function addContact(
	store: Store,
	organizationId: string,
	kind: PersonKind,
	record: PsaContact,
): string {
	return store.insert(
		'contacts',
		{
			organization_id: numericId(organizationId),
			first_name: record.firstName,
			last_name: record.lastName,
			title: record.title,
			contact_type_id: null,
			location_id: null,
			important: null,
			notes: null,
			restricted: false,
			contact_emails: emailsOf(record, kind),
			contact_phones: phonesOf(record),
		},
		kind === 'synced' ? { psa: { type: 'manage', remoteId: String(record.id) } } : {},
	).id;
}

/** What a contact would be called that a sync makes now; nothing where it must make none. */
export function toMake(
	{ kind, record }: Pick<Person, 'kind' | 'record'>,
	home: Client | undefined,
): Person['made'] {
	if (!record.active || home?.organizationId === undefined || !home.linked) return undefined;
	if (kind === 'twice') return undefined;
	const { firstName: first, lastName } = record;
	return { first, last: lastName ?? '', organizationId: home.organizationId };
}

/** People with their contacts; the same count gives the same ones. */
export function foundPeople(store: Store, clients: readonly Client[], count: number): Person[] {
	const homes = homesOf(clients);
	return Array.from({ length: count }, (_, at) => {
		const kind = kindAt(at);
		const home = homeOf(kind, at, homes);
		const record = recordOf(kind, at, home?.record.id ?? 0);
		const contactId =
			isKnown(kind, at) && home?.organizationId !== undefined
				? addContact(store, home.organizationId, kind, record)
				: undefined;
		const made = contactId === undefined ? toMake({ kind, record }, home) : undefined;
		return { kind, record, contactId, made, since: 1 };
	});
}

/** Somebody who began to work for a client in that night. */
export function newPerson(at: number, home: Client, night: number): Person {
	const record = recordOf('new', at, home.record.id);
	const made = toMake({ kind: 'new', record }, home);
	return { kind: 'new', record, made, since: night, told: 'added' };
}
