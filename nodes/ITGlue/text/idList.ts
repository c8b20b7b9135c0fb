/** What stands between IDs as people and programs write lists of them: one a line, commas, blanks, JSON. */
const BETWEEN = /[\s,;|[\]"'\u200B-\u200D\u2060]+/;

/** Lists of IDs of other systems, which may hold blanks: one a line, or commas and semicolons. */
const BETWEEN_TEXTS = /[\n\r,;]+/;

/** An ID that came as a number beyond 2^53 has been rounded already. */
const isRounded = (value: unknown): boolean =>
	typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);

export type IdList = { ids: string[] } | { odd: unknown; why: 'rounded' | 'noId' };

const idOf = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && 'id' in value ? value.id : value;

/**
 * Reads a list of IDs, each once: text with anything usual between them, numbers, a list of either,
 * records with an ID.
 *
 * @returns the IDs, none where there is none; or the first entry that is no ID
 */
export function readIdList(raw: unknown): IdList {
	const ids = new Set<string>();
	for (const entry of [raw].flat(3).map(idOf)) {
		if (isRounded(entry)) return { odd: entry, why: 'rounded' };
		if (entry === null || entry === undefined) continue;
		if (typeof entry !== 'string' && typeof entry !== 'number') return { odd: entry, why: 'noId' };
		for (const part of String(entry).split(BETWEEN)) {
			// Spreadsheets make 2001.0 of 2001.
			const id = part.replace(/\.0{1,9}$/, '');
			if (id === '') continue;
			if (!/^\d{1,19}$/.test(id)) return { odd: part, why: 'noId' };
			ids.add(id);
		}
	}
	return { ids: [...ids] };
}

/** The same of IDs of other systems, which need not be numbers. */
export function readForeignIds(text: string): string[] {
	const parts = text.split(BETWEEN_TEXTS).map((part) => part.trim());
	return [...new Set(parts.filter((part) => part !== ''))];
}
