/** The named entities that editors write; all others stay unchanged, on both sides of a comparison. */
const ENTITIES = new Map<string, string>([
	['nbsp', '\u00A0'],
	['ensp', '\u2002'],
	['emsp', '\u2003'],
	['thinsp', '\u2009'],
	['shy', '\u00AD'],
	['zwnj', '\u200C'],
	['zwj', '\u200D'],
	...pairs(
		'amp & lt < gt > quot " apos \' copy © reg ® trade ™ hellip … mdash — ndash – lsquo ‘ rsquo ’ ldquo “ ' +
			'rdquo ” sbquo ‚ bdquo „ laquo « raquo » bull • middot · deg ° plusmn ± times × divide ÷ frac12 ½ ' +
			'frac14 ¼ sect § para ¶ micro µ euro € pound £ yen ¥ cent ¢ larr ← rarr → uarr ↑ darr ↓ harr ↔ ' +
			'auml ä ouml ö uuml ü Auml Ä Ouml Ö Uuml Ü szlig ß eacute é egrave è agrave à ccedil ç aring å ' +
			'Aring Å aelig æ oslash ø ntilde ñ',
	),
]);
const ENTITY = /&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));/g;

/** Escapes text for use between tags and in attribute values of either quote. */
export function escapeHtml(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}

/** Decodes numeric entities and the common named ones; unknown ones stay. Never throws. */
export function decodeEntities(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(ENTITY, (entity: string, decimal?: string, hex?: string, name?: string) => {
		if (name !== undefined) return ENTITIES.get(name) ?? entity;
		const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
		const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
		return isCharacter ? String.fromCodePoint(code) : '\uFFFD';
	});
}

function pairs(list: string): Array<[string, string]> {
	const words = list.split(' ');
	return words.flatMap(
		(word, index): Array<[string, string]> =>
			index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [],
	);
}
