import { holdsCodes } from '../text/same';
import type { JsonApiRecord } from '../transport';
import type { Item } from '../run/item';
import { shown } from '../text/plain';
import type { Values } from '../resources/schema/attribute';

/** Tells the user that a name contains HTML codes, and which record it matched. */
export function hintCodes(item: Item, values: Values, record?: JsonApiRecord): void {
	const { resource } = item;
	const names = resource.naturalKeys.flatMap(({ attributes }) => attributes);
	const odd = names.map((name) => values.get(name)).find(holdsCodes);
	const existing = record && resource.nameOf(record);
	if (odd === undefined || (existing !== undefined && holdsCodes(existing))) return;
	item.hint(
		record
			? `${resource.label} "${shown(odd, 100)}" looks like the existing "${shown(existing, 100)}" (${record.id}) and was matched with it: the node compares HTML codes such as &amp; by their meaning.`
			: `${resource.label} "${shown(odd, 100)}" contains HTML codes such as &amp; and was written unchanged. Change the source to give the characters themselves.`,
	);
}
