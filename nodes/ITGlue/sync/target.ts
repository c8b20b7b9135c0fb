import type { IDataObject } from 'n8n-workflow';
import { attributeOf, columnLabels } from '../resources/schema/columns';
import type { JsonApiRecord } from '../transport';
import type { Diff, Desired } from './diff';
import type { Item } from '../run/item';
import type { Match } from './criteria';
import { labelOfKey } from './keys';
import { hintAside } from './meant';
import { listed, shown } from '../text/plain';
import type { Plan } from './plan';
import { isBlank } from '../run/input/values';
import { attributeNamed } from '../records/compare';
import { NewEntry } from '../records/newEntries';
import { toWire } from '../transport/jsonapi/serialise';

/** A record to be written, and the items that mean it, in input order. */
export interface Target {
	items: Item[];
	/** Missing if the record does not exist yet and must be created. */
	record?: JsonApiRecord;
	/** The columns that the record was found by; null for a new one. */
	by: string[] | null;
	/** The record lacks the value to match by, so this value is written as well. */
	near?: boolean;
	plan: Plan;
	diff?: Diff;
	/** The item only asks that the record exists; a value that a PSA keeps from being changed is then no failure. */
	willDo?: boolean;
	/** The values of the new record, if an earlier try of this run has created it. */
	created?: IDataObject;
	outcome?: Outcome;
}

/** The result of a target. */
export interface Outcome {
	action: 'created' | 'updated' | 'unchanged' | 'skipped' | 'would_create' | 'would_update';
	changes: IDataObject;
	/** The record after the write, or the new record in a dry run. */
	record: JsonApiRecord;
	/** Ids of records with the same key that were created meanwhile. */
	twins?: string[];
}

/** The later item wins, so it speaks for all. */
export function lastOf({ items }: Pick<Target, 'items'>): Item {
	const last = items[items.length - 1];
	if (last === undefined) throw new RangeError('A target without items');
	return last;
}

/** The desired values of an existing record, without those it was found by. */
export function desiredOf(target: Target): Desired {
	const { plan, by } = target;
	const { resource } = lastOf(target);
	const foundBy = (by ?? [])
		.map((column) => ({ column, attribute: attributeOf(resource, column) }))
		.filter(({ attribute, column }) => attribute === column || !plan.lists.includes(attribute))
		.map(({ attribute }) => attribute);
	if (!target.near) return { ...plan, foundBy };
	const given = [...plan.full].filter(([name, value]) => plan.values.has(name) || !isBlank(value));
	// Compare the values that it was found by as well: then the next run finds the record by its own key.
	return { ...plan, values: new Map(given), foundBy: [] };
}

/** Whether anything must be sent. */
export const isDue = ({ diff }: Target): boolean =>
	diff !== undefined && (diff.stages || Object.keys(diff.attributes).length > 0);

/** How an item with several records names the change of one record. */
export const stageOf = (id: string): string => `update ${id}`;

/** Stores the result of a target. A list shows more of a record than the answer to some writes. */
export function conclude(
	target: Target,
	action: Outcome['action'],
	changes: IDataObject,
	record: JsonApiRecord,
): void {
	const attributes = { ...target.record?.attributes, ...record.attributes };
	if (action === 'updated') for (const item of target.items) item.done(stageOf(record.id));
	const { created } = target;
	const ours = created !== undefined && (action === 'updated' || action === 'unchanged');
	if (action === 'created') for (const item of target.items) item.did({ id: record.id });
	target.outcome = {
		...(ours ? { action: 'created' as const, changes: created } : { action, changes }),
		record: { ...record, attributes },
	};
}

/** A record that does not exist yet, with the values of the input. */
export const draftOf = ({ resource }: Item, { full }: Plan, id = ''): JsonApiRecord => ({
	id,
	type: resource.type,
	attributes: toWire(
		Object.fromEntries(
			[...full].map(([name, value]) => {
				const { entries } = attributeNamed(resource, name) ?? {};
				if (entries) return [name, entries.shown(entries.whole(value))];
				return [name, value instanceof NewEntry ? String(value) : (value as IDataObject[string])];
			}),
		),
	),
});

/** Applies the user's choice if an item means one record and several match. */
export function chooseAmong(item: Item, found: Match): Match {
	if (found.records.length < 2) return found;
	const { resource } = item;
	const choice = item.option('ifSeveralMatch');
	const byAge = [...found.records].sort(
		(a, b) => ageOf(a) - ageOf(b) || a.id.length - b.id.length || a.id.localeCompare(b.id),
	);
	if (choice === 'oldest') return { ...found, records: byAge.slice(0, 1) };
	if (choice === 'all') return { ...found, records: byAge };
	const matches = byAge.map((record) => `${shown(resource.nameOf(record))} (${record.id})`);
	const several = `${byAge.length} ${resource.plural.toLowerCase()}`;
	const all = `Nothing was written. They are: ${listed(matches)}. Merge them in IT Glue`;
	if (choice === undefined)
		item.refuse(
			`${several} already match by ${labelOfKey(resource, found.key)}`,
			`${all}, or update the one you mean by its ID.`,
		);
	return item.refuse(
		`${several} match by ${columnLabels(resource, found.by)}`,
		`${all}, match on more columns, or set the option If Several Match.`,
	);
}

/** The same, with a hint about archived records of the same key. */
export function chosenAmong(item: Item, found: Match): Match {
	const { aside = [], ...meant } = chooseAmong(item, found);
	for (const record of meant.records) hintAside(item, record, aside);
	return meant;
}

const ageOf = ({ attributes }: JsonApiRecord): number =>
	Date.parse(String(attributes['created-at'] ?? '')) || 0;
