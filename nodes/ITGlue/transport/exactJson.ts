/** Whole numbers of fewer digits are exact in JavaScript (2^53 has 16). */
const DIGITS = 16;

/** Longer ones are beyond 2^53 in any case, unless they begin with zeros, which JSON does not allow. */
const LONGEST = 40;

const ZERO = 48;
const NINE = 57;

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

interface Run {
	from: number;
	to: number;
}

/** The next run of 16 digits or more. Looks at every sixteenth character, so it is very fast. */
function longRun(text: string, from: number): Run | undefined {
	for (let at = from + DIGITS - 1; at < text.length; at += DIGITS) {
		if (!isDigit(text.charCodeAt(at))) continue;
		let start = at;
		while (start > from && isDigit(text.charCodeAt(start - 1))) start -= 1;
		let end = at + 1;
		while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
		if (end - start >= DIGITS) return { from: start, to: end };
		at = end - 1;
	}
	return undefined;
}

/** Whether `JSON.parse` would change the number: a whole number beyond 2^53. */
function isInexact(text: string, { from, to }: Run): boolean {
	// 2^53 begins with a 9. The IDs of European accounts have 16 digits too, and come in every record.
	if (to - from === DIGITS && text.charCodeAt(from) < NINE) return false;
	if (Number.isSafeInteger(Number(text.slice(from, Math.min(to, from + LONGEST))))) return false;
	const [before, after] = [text.charAt(from - 1), text.charAt(to)];
	return !/[.eE+]/.test(before) && !/[.eE]/.test(after);
}

/** Whether a place is inside a string; the places must be in ascending order. Reads the text once. */
class Strings {
	/** The string that ends at or after the last checked place. */
	private from: number;

	private to: number;

	constructor(private readonly text: string) {
		this.from = this.opening(0);
		this.to = this.closing(this.from);
	}

	holds(place: number): boolean {
		while (this.to < place) {
			this.from = this.opening(this.to + 1);
			this.to = this.closing(this.from);
		}
		return this.from < place;
	}

	private opening(after: number): number {
		const at = this.text.indexOf('"', after);
		return at === -1 ? this.text.length : at;
	}

	private closing(start: number): number {
		for (let at = start + 1; ; at += 1) {
			at = this.text.indexOf('"', at);
			if (at === -1) return this.text.length;
			let slashes = 0;
			while (this.text.charAt(at - slashes - 1) === '\\') slashes += 1;
			if (slashes % 2 === 0) return at;
		}
	}
}

/**
 * The text with each whole number beyond 2^53 as a string: `JSON.parse` rounds them, so the ID 9007199254740993 would
 * become that of another record. Exact numbers stay numbers.
 */
export function withExactIntegers(text: string): string {
	const strings = new Strings(text);
	const parts: string[] = [];
	let copied = 0;
	for (let run = longRun(text, 0); run; run = longRun(text, run.to)) {
		if (!isInexact(text, run) || strings.holds(run.from)) continue;
		const from = text.charAt(run.from - 1) === '-' ? run.from - 1 : run.from;
		parts.push(text.slice(copied, from), '"', text.slice(from, run.to), '"');
		copied = run.to;
	}
	return copied === 0 ? text : parts.join('') + text.slice(copied);
}
