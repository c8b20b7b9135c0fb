/** What a day brings to companies. */
import { identifierOf } from '../psa/model';
import { newClient } from './clients';
import { note, pick, some, writeByHand, type Day } from './day';
import type { Client, Story } from './model';
import { phoneNumber } from './names';
import { toMake } from './people';

function happen(day: Day, client: Client, story: Story, changes: Partial<Client['record']>): void {
	client.told = story;
	Object.assign(client.record, changes);
	note(day, story, client.firstName);
}

const isClient = ({ kind, record }: Client): boolean =>
	['linked', 'unlinked'].includes(kind) && record.active && !record.deleted;

/** The organization of a client, also one that a sync made. */
export function organizationOf({ store, world }: Day, client: Client): string | undefined {
	if (client.organizationId !== undefined) return client.organizationId;
	return store
		.all('organizations')
		.find(
			({ id, attributes }) =>
				attributes.name === client.firstName && !world.before.organizations.has(id),
		)?.id;
}

/** The PSA calls it otherwise now. One that was made by a sync, one with a link, one without. */
function renamed(day: Day): void {
	const { clients, size } = day.world;
	const groups = [
		pick(clients, some(size.companies), ({ kind }) => kind === 'linked'),
		pick(clients, 2, ({ kind }) => kind === 'unlinked'),
		pick(clients, 1, (one) => one.kind === 'absent' && organizationOf(day, one) !== undefined),
	];
	for (const client of groups.flat()) {
		const name = `Willow Group ${client.record.id}`;
		happen(day, client, 'renamed', { name, identifier: identifierOf(name) });
	}
}

/** A colleague links an organization that a sync made: from then on its people are brought as well. */
function matched(day: Day): void {
	const { world, store } = day;
	const made = pick(
		world.clients,
		1,
		(one) => one.kind === 'absent' && organizationOf(day, one) !== undefined,
	);
	for (const client of made) {
		const id = organizationOf(day, client) ?? '';
		const record = store.find('organizations', id);
		if (record === undefined) continue;
		record.psa = { type: 'manage', remoteId: String(client.record.id) };
		Object.assign(client, { organizationId: id, linked: true });
		happen(day, client, 'matched', {});
		for (const person of world.people)
			if (person.record.companyId === client.record.id && person.contactId === undefined)
				person.made ??= toMake(person, client);
	}
}

/** Texts of colleagues: in an empty description, in one that the sync wrote, and as an alert. */
function byHand(day: Day): void {
	const chosen = pick(day.world.clients, some(day.world.size.companies), isClient);
	for (const [at, client] of chosen.entries()) {
		const id = client.organizationId ?? '';
		happen(day, client, 'byHand', {});
		const attribute = at % 2 === 0 ? 'description' : 'alert';
		writeByHand(
			day,
			'organizations',
			id,
			attribute,
			`Ask for the owner first (night ${day.night})`,
		);
	}
}

export function dayOfClients(day: Day): void {
	const { world, psa, night } = day;
	const { clients, size } = world;
	const count = some(size.companies);
	renamed(day);
	matched(day);
	for (const client of pick(clients, count, ({ kind }) => kind === 'linked'))
		happen(day, client, 'inactive', { active: false, status: 'Inactive' });
	for (const client of pick(clients, 1, ({ kind }) => kind === 'prospect')) {
		happen(day, client, 'won', { types: ['Client'] });
		client.made = true;
	}
	for (const client of pick(clients, count, isClient)) {
		const phone = phoneNumber(client.record.id + 37);
		happen(day, client, 'changed', { phone, city: 'Riverton' });
	}
	if (night === 4)
		for (const client of pick(clients, 1, ({ kind }) => kind === 'linked')) {
			happen(day, client, 'removed', {});
			psa.companies = psa.companies.filter((one) => one !== client.record);
		}
	byHand(day);
	for (let one = 0; one < count; one += 1) {
		const client = newClient(clients.length, night);
		clients.push(client);
		psa.companies.push(client.record);
		note(day, 'added', client.firstName);
	}
}
