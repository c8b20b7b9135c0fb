/** What must be there of each person. */
import { isObject } from '../core/names';
import type { Json, StoredRecord } from '../types';
import { countProblems, freshIn, isTold, type Told, type Verdict } from './judge';
import type { Client, Person } from './model';

const fullName = ({ record }: Person): string =>
	[record.firstName, record.lastName].filter(Boolean).join(' ');

const keyOf = (organizationId: string, first: string, last: string): string =>
	`${first} ${last}`.trim() + ` in ${organizationId}`;

const keyOfContact = ({ attributes }: StoredRecord): string =>
	keyOf(
		String(attributes.organization_id),
		String(attributes.first_name ?? ''),
		String(attributes.last_name ?? ''),
	);

/** Of two people of one name, one may be left to a person to decide. */
function wantedContacts({ world }: Verdict): Map<string, { least: number; most: number }> {
	const wanted = new Map<string, { least: number; most: number }>();
	for (const { made } of world.people) {
		if (made === undefined) continue;
		const key = keyOf(made.organizationId, made.first, made.last);
		wanted.set(key, { least: 1, most: (wanted.get(key)?.most ?? 0) + 1 });
	}
	return wanted;
}

function values(list: Json | undefined): Array<Record<string, Json | undefined>> {
	return Array.isArray(list) ? list.filter((one) => isObject<Json>(one)) : [];
}

const emailsOf = ({ attributes }: StoredRecord): string[] =>
	values(attributes.contact_emails).map(({ value }) => String(value).toLowerCase());

/** Two people of one name are never one contact. */
function mixed(verdict: Verdict): string[] {
	const pairs = verdict.world.people.filter(({ kind }) => kind === 'namesake');
	const addresses = new Map(pairs.map(({ record }) => [record.email ?? '', record.id]));
	return freshIn(verdict, 'contacts').flatMap((contact) => {
		const owners = new Set(emailsOf(contact).flatMap((email) => addresses.get(email) ?? []));
		return owners.size > 1 ? [`contact "${keyOfContact(contact)}" is two people`] : [];
	});
}

/** Where a contact must be: a sync moves nobody. */
function misplaced({ world, store }: Verdict): string[] {
	const movedTo = new Map(
		world.people.flatMap((one) => (one.movedTo ? [[one.contactId, one.movedTo] as const] : [])),
	);
	return [...world.before.contacts].flatMap(([id, { name, organizationId }]) => {
		const now = store.find('contacts', id)?.attributes.organization_id;
		const expected = movedTo.get(id) ?? organizationId;
		return now === undefined || String(now) === expected
			? []
			: [`contact ${id} (${name}) is in another organization`];
	});
}

/** Whether the PSA's facts must stand in the contact. */
function isKept(
	{ kind, record, told, movedTo }: Person,
	homes: ReadonlyMap<number, Client>,
): boolean {
	if (!record.active || ['synced', 'elsewhere', 'twice', 'namesake'].includes(kind)) return false;
	const home = homes.get(record.companyId);
	if (home === undefined || home.told === 'removed' || !home.linked) return false;
	return told === 'moved' ? movedTo !== undefined : told !== 'movedAsNew';
}

function contactOf(
	{ store }: Verdict,
	{ contactId, made }: Person,
	fresh: ReadonlyMap<string, StoredRecord>,
): StoredRecord | undefined {
	if (contactId !== undefined) return store.find('contacts', contactId);
	return made && fresh.get(keyOf(made.organizationId, made.first, made.last));
}

function factProblems(contact: StoredRecord, { record }: Person): string[] {
	const { title, contact_phones: phones } = contact.attributes;
	const primary = values(phones).find((phone) => phone.primary === true);
	const problems = [
		record.title !== null && title !== record.title && 'title',
		record.email !== null && !emailsOf(contact).includes(record.email.toLowerCase()) && 'address',
		record.phone !== null && primary?.value !== record.phone && 'primary number',
	].filter((problem) => problem !== false);
	return problems.map((problem) => `contact ${contact.id} (${record.firstName}): ${problem}`);
}

function toldProblems(told: readonly Told[], person: Person): string[] {
	const kinds = [
		person.told === 'moved' && person.movedTo === undefined && 'moved',
		person.told === 'movedAsNew' && person.record.active && 'moved',
		person.told === 'renamed' && 'renamed',
		person.kind === 'twice' && person.contactId === undefined && 'twice in the PSA',
	].filter((kind) => kind !== false);
	const name = person.record.firstName;
	return kinds
		.filter((kind) => !isTold(told, kind, name, person.record.lastName ?? ''))
		.map((kind) => `nobody was told of ${fullName(person)} (${kind})`);
}

/** Who is reported as moved has moved. */
function falseAlarms({ world, told }: Verdict): string[] {
	const moved = world.people.filter(({ told: story }) => story?.startsWith('moved')).map(fullName);
	return told.contacts
		.filter(({ kind, text }) => kind === 'moved' && !moved.some((name) => text.startsWith(name)))
		.map(({ text }) => `nobody moved: ${text}`);
}

export function peopleProblems(verdict: Verdict): string[] {
	const { world, complete, told } = verdict;
	const fresh = freshIn(verdict, 'contacts');
	const found = fresh.map(keyOfContact);
	const problems = [
		...countProblems('contact', found, wantedContacts(verdict), complete),
		...mixed(verdict),
		...misplaced(verdict),
	];
	if (!complete) return problems;
	const byKey = new Map(fresh.map((contact) => [keyOfContact(contact), contact]));
	const homes = new Map(world.clients.map((client) => [client.record.id, client]));
	const kept = world.people.filter((person) => isKept(person, homes));
	return [
		...problems,
		...kept.flatMap((person) => {
			const contact = contactOf(verdict, person, byKey);
			return contact === undefined ? [] : factProblems(contact, person);
		}),
		...world.people.flatMap((person) => toldProblems(told.contacts, person)),
		...falseAlarms(verdict),
	];
}
