/** The name of a contact, which IT Glue keeps in two parts and shows as one. */

/** "Ann Lee Example" → first "Ann", last "Lee Example" (reference 5.21: split at the first blank). */
export function splitName(fullName: string): { first: string; last: string } {
	const [first = '', ...rest] = fullName.trim().split(/\s+/);
	return { first, last: rest.join(' ') };
}

/** Both parts of a name; of one that is given, what it leaves: "Mary Ann Lee" without "Mary Ann" is "Lee". */
export function partsOf(name: string, { first, last }: { first: string; last: string }) {
	if (!first && !last) return splitName(name);
	if (first && last) return { first, last };
	if (first && sameText(name.slice(0, first.length + 1), `${first} `))
		return { first, last: name.slice(first.length + 1) };
	if (last && sameText(name.slice(-last.length - 1), ` ${last}`))
		return { first: name.slice(0, -last.length - 1), last };
	return { first, last };
}

export const joined = (first: unknown, last: unknown): string =>
	oneSpaced([first, last].filter(Boolean).join(' '));

export const oneSpaced = (value: unknown): string =>
	String(value ?? '')
		.trim()
		.replace(/\s+/g, ' ');

export const sameText = (a: unknown, b: unknown): boolean =>
	String(a ?? '').toLowerCase() === String(b ?? '').toLowerCase();
