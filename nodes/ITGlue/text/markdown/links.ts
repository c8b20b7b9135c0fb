import { isEscapable, unescapeMarkdown } from './html';

/** Where a link leads. */
export interface LinkReference {
	address: string;
	title: string;
}

/** CommonMark's limit for a label; it also keeps the search for one from becoming quadratic. */
const MAX_LABEL = 999;

/** Nested parentheses inside an address: CommonMark requires at least three; the limit keeps this linear. */
const MAX_PARENTHESES = 32;

const WHITE_SPACE = /[ \t\n]*/y;
const SPACES = /[ \t]*/y;

interface Taken<T> {
	value: T;
	/** Index after the text that was read. */
	end: number;
}

/** The form in which labels are compared: case and the amount of white space do not matter. */
export function normaliseLabel(label: string): string {
	return label
		.trim()
		.replace(/[ \t\n]+/g, ' ')
		.toLowerCase()
		.toUpperCase();
}

/** Reads `[label]` at `at`; it cannot contain a bracket unless it is escaped. */
export function readLabel(text: string, at: number): Taken<string> | undefined {
	if (text.charAt(at) !== '[') return undefined;
	const limit = Math.min(text.length, at + MAX_LABEL + 2);
	for (let index = at + 1; index < limit; index++) {
		const char = text.charAt(index);
		if (char === '[') return undefined;
		if (char === ']') return { value: text.slice(at + 1, index), end: index + 1 };
		if (char === '\\') index++;
	}
	return undefined;
}

/** Reads `(address "title")` at `at`. */
export function readInlineTarget(text: string, at: number): Taken<LinkReference> | undefined {
	if (text.charAt(at) !== '(') return undefined;
	const start = skip(WHITE_SPACE, text, at + 1);
	const address = readAddress(text, start) ?? { value: '', end: start };
	const gap = skip(WHITE_SPACE, text, address.end);
	const title = gap > address.end ? readTitle(text, gap) : undefined;
	const end = title === undefined ? gap : skip(WHITE_SPACE, text, title.end);
	if (text.charAt(end) !== ')') return undefined;
	return { value: { address: address.value, title: title?.value ?? '' }, end: end + 1 };
}

/**
 * Takes the link definitions at the beginning of a paragraph (`[label]: address "title"`).
 *
 * @param references receives them; the first definition of a label wins
 * @returns the rest of the paragraph
 */
export function takeDefinitions(text: string, references: Map<string, LinkReference>): string {
	let at = 0;
	for (;;) {
		const definition = readDefinition(text, at);
		if (definition === undefined) return text.slice(at);
		const { label, reference } = definition.value;
		if (!references.has(label)) references.set(label, reference);
		at = definition.end;
	}
}

function readDefinition(
	text: string,
	at: number,
): Taken<{ label: string; reference: LinkReference }> | undefined {
	const name = readLabel(text, at);
	if (name === undefined || text.charAt(name.end) !== ':') return undefined;
	const label = normaliseLabel(name.value);
	const address = readAddress(text, skip(WHITE_SPACE, text, name.end + 1));
	if (label === '' || address === undefined) return undefined;
	const gap = skip(WHITE_SPACE, text, address.end);
	const title = gap > address.end ? readTitle(text, gap) : undefined;
	const titleEnd = title === undefined ? undefined : endOfLine(text, title.end);
	if (title !== undefined && titleEnd !== undefined) {
		return {
			value: { label, reference: { address: address.value, title: title.value } },
			end: titleEnd,
		};
	}
	const end = endOfLine(text, address.end);
	if (end === undefined) return undefined;
	return { value: { label, reference: { address: address.value, title: '' } }, end };
}

/** Index of the next line if only spaces follow on this one. */
function endOfLine(text: string, at: number): number | undefined {
	const end = skip(SPACES, text, at);
	if (end >= text.length) return end;
	return text.charAt(end) === '\n' ? end + 1 : undefined;
}

function readAddress(text: string, at: number): Taken<string> | undefined {
	return text.charAt(at) === '<' ? readAngleAddress(text, at) : readBareAddress(text, at);
}

function readAngleAddress(text: string, at: number): Taken<string> | undefined {
	for (let index = at + 1; index < text.length; index++) {
		const char = text.charAt(index);
		if (char === '\n' || char === '<') return undefined;
		if (char === '>') return { value: unescapeMarkdown(text.slice(at + 1, index)), end: index + 1 };
		if (char === '\\' && isEscapable(text.charAt(index + 1))) index++;
	}
	return undefined;
}

function readBareAddress(text: string, at: number): Taken<string> | undefined {
	let depth = 0;
	let index = at;
	for (; index < text.length; index++) {
		const char = text.charAt(index);
		if (char === '\\' && isEscapable(text.charAt(index + 1))) index++;
		else if (char <= ' ') break;
		else if (char === '(') depth++;
		else if (char === ')') {
			if (depth === 0) break;
			depth--;
		}
		if (depth > MAX_PARENTHESES) return undefined;
	}
	if (index === at || depth !== 0) return undefined;
	return { value: unescapeMarkdown(text.slice(at, index)), end: index };
}

function readTitle(text: string, at: number): Taken<string> | undefined {
	const open = text.charAt(at);
	if (open !== '"' && open !== "'" && open !== '(') return undefined;
	const close = open === '(' ? ')' : open;
	for (let index = at + 1; index < text.length; index++) {
		const char = text.charAt(index);
		if (char === close)
			return { value: unescapeMarkdown(text.slice(at + 1, index)), end: index + 1 };
		if (char === '(' && open === '(') return undefined;
		if (char === '\\') index++;
	}
	return undefined;
}

function skip(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	pattern.exec(text);
	return Math.max(pattern.lastIndex, at);
}
