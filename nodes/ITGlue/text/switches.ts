/** English words of n8n and spreadsheets, letters of databases, and words of exports in other languages. */
const TRUE = new Set<unknown>([
	true,
	'true',
	1,
	'1',
	'yes',
	'y',
	'on',
	't',
	'ja',
	'j',
	'wahr',
	'oui',
	'vrai',
	'1.0',
	'si',
	'sí',
	'vero',
	'verdadero',
	'sim',
	'verdadeiro',
	'waar',
	'tak',
	'prawda',
]);
const FALSE = new Set<unknown>([
	false,
	'false',
	0,
	'0',
	'no',
	'n',
	'off',
	'f',
	'nein',
	'falsch',
	'non',
	'faux',
	'0.0',
	'falso',
	'não',
	'nao',
	'nee',
	'onwaar',
	'nie',
	'fałsz',
]);

/**
 * The meaning of a value for a switch: on, off, or neither (undefined). The same for every field, entry, filter and
 * option.
 */
export function readSwitch(raw: unknown): boolean | undefined {
	const value = plain(raw);
	if (TRUE.has(value)) return true;
	return FALSE.has(value) ? false : undefined;
}

function plain(raw: unknown): unknown {
	if (typeof raw === 'string') return raw.trim().toLowerCase();
	if (typeof raw === 'bigint') return Number(raw);
	// A BIT column of MySQL is one byte.
	return raw instanceof Uint8Array && raw.length === 1 ? raw[0] : raw;
}
