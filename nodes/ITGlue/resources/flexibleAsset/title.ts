/** The name of an asset. IT Glue builds it from fields of its type. */
import { plainText } from '../../text/plain';
import { comparable } from '../../text/same';

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** If the asset is matched by a name that consists of one field, fills in this field for a new asset. */
export function withTitle(
	title: readonly string[],
	values: Map<string, unknown>,
	action: 'create' | 'update',
): void {
	const [only, ...others] = title;
	if (action !== 'create' || only === undefined || others.length > 0) return;
	const name = values.get('name');
	if (isSaid(name) && !isSaid(values.get(only))) values.set(only, name);
}

/**
 * The name that a new asset would get, if it differs from the name used for matching; otherwise undefined. With
 * another name, the next run would not find the asset and would create it again. IT Glue does not document how it
 * joins several fields, so only letters and digits are compared.
 */
export function otherTitle(
	title: readonly string[],
	values: ReadonlyMap<string, unknown>,
	action: 'create' | 'update',
): string | undefined {
	const name = values.get('name');
	if (action !== 'create' || !isSaid(name)) return undefined;
	const told = title.map((one) => plainText(values.get(one)) ?? '').join(' ');
	return letters(told) === letters(plainText(name) ?? '') ? undefined : told.trim();
}

const letters = (text: string): string => comparable(text).replace(/[^\p{L}\p{N}]/gu, '');
