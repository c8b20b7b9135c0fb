/** Separators between IDs in lists of people and programs: line ends, commas, blanks, JSON. */
const BETWEEN = /[\s,;|[\]"'\u200B-\u200D\u2060]+/;

/** Separators between IDs of other systems, which may contain blanks: line ends, commas and semicolons. */
const BETWEEN_TEXTS = /[\n\r,;]+/;

/** An ID that arrives as a number beyond 2^53 was already rounded. */
const isRounded = (value: unknown): boolean =>
	typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);

export type IdList = { ids: string[] } | { odd: unknown; why: 'rounded' | 'noId' };

const idOf = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && 'id' in value ? value.id : value;

/**
 * Reads a list of IDs, each once: text with any usual separators, numbers, a list of texts or numbers, records with an
 * ID.
 *
 * @returns the IDs, if any; or the first entry that is not an ID
 */
export function readIdList(raw: unknown): IdList {
	const ids = new Set<string>();
	for (const entry of [raw].flat(3).map(idOf)) {
		if (isRounded(entry)) return { odd: entry, why: 'rounded' };
		if (entry === null || entry === undefined) continue;
		if (typeof entry !== 'string' && typeof entry !== 'number') return { odd: entry, why: 'noId' };
		for (const part of String(entry).split(BETWEEN)) {
			// Spreadsheets turn 2001 into 2001.0.
			const id = part.replace(/\.0{1,9}$/, '');
			if (id === '') continue;
			if (!/^\d{1,19}$/.test(id)) return { odd: part, why: 'noId' };
			ids.add(id);
		}
	}
	return { ids: [...ids] };
}

/** The same for IDs of other systems, which may contain letters. */
export function readForeignIds(text: string): string[] {
	const parts = text.split(BETWEEN_TEXTS).map((part) => part.trim());
	return [...new Set(parts.filter((part) => part !== ''))];
}
