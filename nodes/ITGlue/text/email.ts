/** Email addresses as people and other systems write them: "SMTP:ann@client.example", "Ann <ann@client.example>;". */

/** An address of a text. */
export interface Address {
	address: string;
	/** Exchange marks the primary address by capital letters: "SMTP:". */
	isPrimary: boolean;
	/** The word before the colon, in small letters: smtp, sip, x500. */
	scheme: string;
}

/** RFC 5321 allows 254 characters. */
const LONGEST = 320;
/** Longer texts are no lists of addresses. */
const LONGEST_LIST = 20_000;
const SCHEME = /^(smtp|sips?|mailto|im|msteams|e-?mail|x400|x500|eum|spo):\s{0,5}/i;

/** The addresses that a text holds, as they are to be stored; a text that holds none is given back as it is. */
export function readAddresses(text: string): Address[] {
	const clean = text
		.replace(/\p{Cf}/gu, '')
		.normalize('NFC')
		.trim();
	if (clean.length > LONGEST_LIST) return [bareAddress(clean)];
	return clean
		.split(/[;|\n\r]/)
		.map((piece) => piece.trim().replace(/\s\([^()]{0,100}\)$/, ''))
		.filter((piece) => piece !== '')
		.flatMap((piece) => inPiece(piece));
}

function inPiece(piece: string): Address[] {
	// Names may hold commas: "Example, Ann <ann@client.example>".
	const named = [...piece.matchAll(/<([^<>]{3,320})>/g)].map((match) => match[1] ?? '');
	if (named.length > 0 && named.every((one) => one.includes('@'))) return named.map(bareAddress);
	for (const separator of [',', /\s+/]) {
		const parts = piece.split(separator).filter((part) => part.trim() !== '');
		if (parts.length > 1 && parts.every((part) => isAddress(bareAddress(part).address)))
			return parts.map(bareAddress);
	}
	return [bareAddress(piece)];
}

function bareAddress(text: string): Address {
	const plain = text.trim();
	const scheme = SCHEME.exec(plain);
	const rest = scheme ? plain.slice(scheme[0].length) : plain;
	const address = withoutEnds(scheme?.[1]?.toLowerCase() === 'mailto' ? beforeMark(rest) : rest);
	return {
		address,
		isPrimary: plain.startsWith('SMTP:'),
		scheme: (scheme?.[1] ?? '').toLowerCase(),
	};
}

/** "mailto:ann@client.example?subject=…" */
const beforeMark = (text: string): string => text.split('?')[0] ?? '';

const AROUND = new Set([...' \t\u00A0.,;:<>()[]"\'`']);

/** Without the dots, quotes and brackets around an address. Not by an expression: those are quadratic at the end. */
function withoutEnds(text: string): string {
	let from = 0;
	let to = text.length;
	while (from < to && AROUND.has(text[from] ?? '')) from += 1;
	while (to > from && AROUND.has(text[to - 1] ?? '')) to -= 1;
	// A text without an address is shown to a person as it was given.
	return text.includes('@') ? text.slice(from, to) : text;
}

/** Lenient on purpose: refuses only what can be no address at all. Reads each character once. */
export function isAddress(text: string): boolean {
	if (text.length > LONGEST || /[\s<>,;:"()[\]\\]/.test(text)) return false;
	const [local = '', domain = '', ...others] = text.split('@');
	if (local === '' || others.length > 0) return false;
	const labels = domain.split('.');
	return labels.length > 1 && labels.every((label) => label !== '');
}
