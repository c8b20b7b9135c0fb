/** The name of an asset, which IT Glue puts together from fields of its type. */
import { plainText } from '../../text/plain';
import { comparable } from '../../text/same';

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** A name that is matched by and made of one field is that field, where a new asset needs it. */
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
 * The name that a new asset would get, where it is not the one that is matched by; undefined where it is. Otherwise the
 * next run would not find the asset, and create it once more. How IT Glue joins several fields is not documented, so only
 * letters and digits are compared.
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
