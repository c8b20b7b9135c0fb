/** What a day brings to people. */
import { numericId } from '../core/exact';
import { note, pick, some, writeByHand, type Day } from './day';
import type { Client, Person, Story } from './model';
import { addressOf, phoneNumber } from './names';
import { homesOf, newPerson } from './people';

const nameOf = ({ record }: Person): string =>
	[record.firstName, record.lastName].filter(Boolean).join(' ');

function happen(
	day: Day,
	person: Person,
	story: Story,
	changes: Partial<Person['record']> = {},
): void {
	note(day, story, nameOf(person));
	person.told = story;
	Object.assign(person.record, changes);
}

/** Somebody whom a sync keeps up to date. */
const isKept = ({ kind, record }: Person): boolean => kind === 'known' && record.active;

const number = ({ record }: Person): number => record.id % 10_000;

/** Another client than the person's. */
function otherHome(homes: readonly Client[], person: Person): Client | undefined {
	const at = homes.findIndex(({ record }) => record.id === person.record.companyId);
	return homes[(at + 3) % homes.length];
}

/** With the same number in the PSA, or as a new record beside the old one, which is inactive then. */
function moves(day: Day, homes: readonly Client[]): void {
	const { world, psa } = day;
	const count = some(world.size.contacts);
	for (const person of pick(world.people, count, isKept))
		happen(day, person, 'moved', { companyId: otherHome(homes, person)?.record.id });
	for (const person of pick(world.people, 1, isKept)) {
		const companyId = otherHome(homes, person)?.record.id ?? person.record.companyId;
		const successor = { ...person.record, id: nextId(day), companyId };
		happen(day, person, 'movedAsNew', { active: false });
		psa.contacts.push(successor);
		world.people.push({
			kind: 'known',
			record: successor,
			contactId: person.contactId,
			since: day.night,
			told: 'movedAsNew',
		});
	}
}

const nextId = ({ psa }: Day): number =>
	psa.contacts.reduce((most, { id }) => Math.max(most, id), 0) + 1;

/** A colleague does what the digest of the night before asked for. */
function movedByHand({ world, store }: Day): void {
	const asked = world.people.filter(
		({ told, movedTo, contactId }) => told === 'moved' && movedTo === undefined && contactId,
	);
	for (const person of asked.slice(0, Math.ceil(asked.length / 3))) {
		const home = world.clients.find(({ record }) => record.id === person.record.companyId);
		const contact = store.find('contacts', person.contactId ?? '');
		if (contact === undefined || home?.organizationId === undefined) continue;
		store.update(contact, { organization_id: numericId(home.organizationId) });
		person.movedTo = home.organizationId;
	}
}

function changes(day: Day): void {
	const { people, size } = day.world;
	const count = some(size.contacts);
	for (const person of pick(people, count, isKept)) {
		const lastName = `${person.record.lastName ?? ''}-Married`;
		const email = addressOf(person.record.firstName, lastName, number(person));
		happen(day, person, 'renamed', { lastName, email });
	}
	for (const person of pick(people, count, isKept)) {
		const { firstName, lastName } = person.record;
		const email = addressOf(`new${firstName}`, lastName ?? '', number(person));
		happen(day, person, 'address', { email });
	}
	for (const person of pick(people, count, isKept))
		happen(day, person, 'phone', { phone: phoneNumber(number(person) + 37) });
	for (const person of pick(people, count, isKept))
		happen(day, person, 'title', { title: `Head of Title ${day.night}` });
	for (const person of pick(people, count, isKept)) happen(day, person, 'left', { active: false });
}

/** A note, and a title where the PSA has none. */
function byHand(day: Day): void {
	const { people, size } = day.world;
	const count = some(size.contacts);
	for (const person of pick(people, count, isKept)) {
		happen(day, person, 'byHand');
		writeByHand(day, 'contacts', person.contactId ?? '', 'notes', `<p>Night ${day.night}</p>`);
	}
	const untitled = (person: Person): boolean => isKept(person) && person.record.title === null;
	for (const person of pick(people, count, untitled)) {
		happen(day, person, 'byHand');
		writeByHand(day, 'contacts', person.contactId ?? '', 'title', 'By a colleague');
	}
}

export function dayOfPeople(day: Day): void {
	const { world, psa, night } = day;
	const homes = homesOf(world.clients).linked.filter(({ told, record }) => !told && record.active);
	movedByHand(day);
	byHand(day);
	moves(day, homes);
	changes(day);
	for (let one = 0; one < some(world.size.contacts, 3); one += 1) {
		const home = homes[(night * 31 + one * 7) % homes.length];
		if (home === undefined) return;
		const at = world.people.length;
		const person = newPerson(at, home, night);
		world.people.push(person);
		psa.contacts.push(person.record);
		note(day, 'added', nameOf(person));
	}
}
