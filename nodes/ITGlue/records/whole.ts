/**
 * Attributes that IT Glue replaces as a whole: values that a change leaves out are read just before and sent as well.
 */
import type { IDataObject } from 'n8n-workflow';
import { labelsOf } from '../resources/schema/columns';
import { listed } from '../text/plain';
import { at, shows } from '../transport/jsonapi/record';
import type { JsonApiRecord } from '../transport';
import { attributeNamed, sameValue } from './compare';
import type { Session } from './session';

/** Whether a change contains such an attribute. */
export const isPartial = (changes: IDataObject): boolean =>
	Object.keys(changes).some((name) => name.includes('.'));

/** Refuses, before anything is written, a change that would lose values it leaves out. `given`: what the user set. */
export async function checkWhole(
	item: Session,
	record: JsonApiRecord,
	changes: IDataObject,
	given: ReadonlyMap<string, unknown> = new Map(),
): Promise<void> {
	const { whole } = item.resource.hooks ?? {};
	if (!whole || !isPartial(changes)) return;
	await whole(item.hookContext(given, { always: false }), record, changes, 'later');
}

/** A change with all values that it would otherwise erase. `record`: read just now; `given`: what the user set. */
export async function wholeOf(
	item: Session,
	record: JsonApiRecord,
	changes: IDataObject,
	given: ReadonlyMap<string, unknown>,
): Promise<IDataObject> {
	const { whole } = item.resource.hooks ?? {};
	if (!whole) return changes;
	return await whole(item.hookContext(given, { always: false }), record, changes, 'now');
}

/** Tells the user which values were sent to preserve them and differ afterwards. */
export function noteLost(
	item: Session,
	changes: IDataObject,
	sent: IDataObject,
	answer: JsonApiRecord,
): void {
	const { resource } = item;
	const lost = Object.entries(sent)
		.filter(([name]) => !(name in changes) && shows(answer, name))
		.filter(([name, value]) => !sameValue(attributeNamed(resource, name), value, at(answer, name)))
		.map(([name]) => name);
	if (lost.length === 0) return;
	item.hint(
		`${resource.label} ${answer.id}: ${listed(labelsOf(resource, lost))} changed, although this node did not change it. Somebody may have edited it at the same time. Check it in IT Glue.`,
	);
}
