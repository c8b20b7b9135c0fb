/** Divides a run into parts if its records have types that the account has created. */
import type { TypedBy, Resource } from '../resources/schema/resource';
import { findResource } from '../resources';
import { settle } from '../concurrency';
import { ApiFault } from '../transport';
import { identify, readLocator, refuseSilence } from './input/locator';
import type { Item } from './item';
import { Checked, type Run } from './run';

/**
 * The parts of a run. If several parts write, all items are checked first: each part runs up to its first write
 * before any part starts to write.
 */
export async function checkedParts(run: Run, check: (part: Run) => Promise<void>): Promise<Run[]> {
	const parts = await partsOf(run);
	if (parts.length < 2 || run.facts.onlyReads === true) return parts;
	for (const part of parts) {
		const checked = await settle(check(run.about(part.resource, part.items, { onlyChecks: true })));
		if ('reason' in checked && !(checked.reason instanceof Checked))
			return await Promise.reject(checked.reason);
	}
	run.stopAtRefusals();
	return parts.map((part) => run.about(part.resource, part.items));
}

/**
 * One run for each type that the items name, in the order of the items. The run itself if its resource has no types.
 */
async function partsOf(run: Run): Promise<Run[]> {
	const { typedBy } = run.resource;
	if (!typedBy) return [run];
	const typed = await run.planned(async (item) => await resourceOf(run, item, typedBy));
	run.stopAtRefusals();
	const parts = new Map<Resource, Item[]>();
	for (const { item, plan } of typed) {
		const known = parts.get(plan);
		if (known) known.push(item);
		else parts.set(plan, [item]);
	}
	return [...parts].map(([resource, items]) => run.about(resource, items));
}

/** The resource for the type of an item. If the item names no type, the resource for all types. */
async function resourceOf(run: Run, item: Item, typedBy: TypedBy): Promise<Resource> {
	const type = findResource(typedBy.resource);
	if (!type) return run.resource;
	const param = `${type.name}Id`;
	const locator = readLocator(item.param(param, ''));
	if (locator.value === '') {
		refuseSilence(item, param, type.label);
		if (!needsType(item)) return await run.types.any(run.resource, typedBy);
		return item.refuse(
			`"${type.label}" is empty`,
			`Choose the type: it defines the fields of the ${run.resource.plural.toLowerCase()}. If an expression gives it, check that it has a value for this item.`,
		);
	}
	const id = await identify(item, type, locator);
	const outcome = await settle(run.types.one(run.resource, typedBy, id));
	if ('value' in outcome) return outcome.value;
	const { reason } = outcome;
	if (!(reason instanceof ApiFault) || reason.status !== 404 || reason.noSuchRoute)
		return await Promise.reject(reason);
	return item.refuse(
		`There is no ${type.label.toLowerCase()} ${id}`,
		'Choose it from the list, or give its exact name.',
	);
}

/** A write needs the type, because it defines the fields. A record that is read contains its type. */
const needsType = ({ operation }: Item): boolean =>
	operation === 'create' || operation === 'update' || operation === 'upsert';
