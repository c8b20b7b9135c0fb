import { columnLabels, columnOf } from '../../resources/schema/columns';
import type { Resource, Context } from '../../resources/schema/resource';
import { identifiesNothing, flawOfMac } from '../../text/identity';
import { isBlankText } from '../../text/same';
import { rowsOf } from '../../records/compare';
import { plainText, shown } from '../../text/plain';
import type { Values } from '../../resources/schema/attribute';

/**
 * Refuses an item whose given values do not identify a record: a malformed MAC address, or a text that many records
 * may have. `remedy`: another solution besides giving a real value. Returns if no value is given.
 */
export function refuseNothing(
	item: Context,
	names: readonly string[],
	values: Values,
	remedy: string,
): void {
	const { resource } = item;
	const given = names.flatMap((name) =>
		textsIn(item, name, values).map((text) => ({ name, text })),
	);
	if (given.length === 0) return;
	const isMac = ({ name }: { name: string }): boolean =>
		resource.attributes.some(
			(attribute) => attribute.name === name && attribute.identity === 'mac',
		);
	for (const { text } of given.filter(isMac)) {
		const flaw = flawOfMac(text);
		if (flaw === undefined) continue;
		item.refuse(
			`"${shown(text)}" is not a MAC address: ${flaw}`,
			`A MAC address has 12 digits of 0 to 9 and A to F (or 16), such as 00:00:5E:00:53:01. Correct it, ${remedy}.`,
		);
	}
	const columns = [...new Set(given.map(({ name }) => columnOf(resource, name)))];
	const texts = given.map(({ text }) => `"${shown(text)}"`).join(' ');
	item.refuse(
		`${columnLabels(resource, columns)} ${columns.length === 1 ? 'identifies' : 'identify'} nothing`,
		`${texts} means that there is no value: many records may have it. Give the real one, ${remedy}.`,
	);
}

/** The values of an attribute of an item, as texts. */
function textsIn({ resource }: Context, name: string, values: Values): string[] {
	const value = values.get(name);
	const rows = resource.attributes.find((attribute) => attribute.name === name)?.rows;
	const all = rows ? rowsOf(value).map((row) => row[rows.key.column]) : [value];
	return all.map((one) => plainText(one) ?? '').filter((text) => !isBlankText(text));
}

/** Whether a name is one of the texts that people write if there is no name. */
export const isNoName = ({ attributes }: Resource, name: string): boolean => {
	const identity = attributes.find((candidate) => candidate.name === 'name')?.identity;
	return identity !== undefined && identifiesNothing(identity, name);
};
