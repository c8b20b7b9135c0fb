/**
 * What the store must hold after a night, worked out from what has happened in the world and from nothing that the
 * syncs' own code says. Each problem is a sentence; no sentence means that a person would call the store right.
 */
import type { Store } from '../core/store';
import type { StoredRecord } from '../types';
import { clientProblems } from './judgeClients';
import { machineProblems } from './judgeMachines';
import { peopleProblems } from './judgePeople';
import type { World } from './model';

/** A thing that the run left to a person. */
export interface Told {
	kind: string;
	text: string;
}

export interface Verdict {
	world: World;
	store: Store;
	/** After a night that broke off, nothing may be doubled, renamed or lost, but something may be missing. */
	complete: boolean;
	told: Record<'organizations' | 'contacts' | 'devices', Told[]>;
}

export const nameOf = ({ attributes }: StoredRecord): string =>
	[attributes.name, attributes.first_name, attributes.last_name]
		.filter((part) => typeof part === 'string' && part !== '')
		.join(' ');

/** The records that were not there before the first night. */
export const freshIn = (
	{ world, store }: Verdict,
	collection: keyof World['before'],
): StoredRecord[] => store.all(collection).filter(({ id }) => !world.before[collection].has(id));

/** Whether a run left it to a person: one of that kind, in which all the words stand, in whatever capitals. */
export function isTold(told: readonly Told[], kind: string, ...words: string[]): boolean {
	const wanted = words.map((word) => word.toLowerCase());
	return told.some((one) => {
		const text = one.kind === kind ? one.text.toLowerCase() : '';
		return text !== '' && wanted.every((word) => text.includes(word));
	});
}

/**
 * Records that came into being, against those that must: each once.
 * @param wanted how many records of that name must be there
 */
export function countProblems(
	what: string,
	found: readonly string[],
	wanted: ReadonlyMap<string, { least: number; most: number }>,
	complete: boolean,
): string[] {
	const counts = new Map<string, number>();
	for (const key of found) counts.set(key, (counts.get(key) ?? 0) + 1);
	const tooMany = [...counts].flatMap(([key, count]) => {
		const most = wanted.get(key)?.most ?? 0;
		return count > most ? [`${what} "${key}": made ${count} times, wanted ${most}`] : [];
	});
	const missing = [...wanted].flatMap(([key, { least }]) =>
		complete && (counts.get(key) ?? 0) < least ? [`${what} "${key}" was not made`] : [],
	);
	return [...tooMany, ...missing];
}

/** Nothing that was there is gone, or called otherwise than before or than a colleague wrote. */
function kept({ world, store }: Verdict, collection: keyof World['before']): string[] {
	const byHand = new Map(
		world.written
			.filter((one) => one.collection === collection && one.attribute === 'name')
			.map(({ id, value }) => [id, value]),
	);
	return [...world.before[collection]].flatMap(([id, { name }]) => {
		const record = store.find(collection, id);
		if (record === undefined) return [`${collection} ${id} (${name}) is gone`];
		const expected = byHand.get(id) ?? name;
		const now = nameOf(record);
		return now === expected ? [] : [`${collection} ${id} is called "${now}", not "${expected}"`];
	});
}

function writtenProblems({ world, store }: Verdict): string[] {
	return world.written.flatMap(({ collection, id, attribute, value }) => {
		const now = store.find(collection, id)?.attributes[attribute];
		return now === value ? [] : [`${collection} ${id}: ${attribute} of a colleague is lost`];
	});
}

/** All that is wrong. */
export function judge(verdict: Verdict): string[] {
	return [
		...kept(verdict, 'organizations'),
		...kept(verdict, 'contacts'),
		...kept(verdict, 'configurations'),
		...writtenProblems(verdict),
		...clientProblems(verdict),
		...peopleProblems(verdict),
		...machineProblems(verdict),
	];
}
