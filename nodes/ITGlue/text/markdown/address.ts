import { safeLink } from './html';
import type { InlineNode } from './nodes';

interface Found {
	node: InlineNode;
	/** Characters of the source. */
	length: number;
}

const ANGLE_URL = /<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>/y;
const ANGLE_MAIL =
	/<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}[A-Za-z0-9.-]{0,190})>/y;
const PLAIN_TAG = /<(\/?)(br|kbd|sub|sup|u|b|i|strong|em) ?\/?>/iy;
const TAG_START = /<\/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])/y;
const BARE_START = /(?:https?:\/\/|ftp:\/\/|www\.)(?=[\p{L}\p{N}[])/iuy;
const BARE_REST = /[^\s<`]+/y;
const WORD = /[\p{L}\p{N}]/u;

/**
 * Reads markup that begins with `<` at `at`: an address, one of the allowed tags, or another tag. Another tag becomes
 * text as a whole, so that nothing inside it is read as Markdown.
 *
 * @returns undefined when the `<` is an ordinary character
 */
export function readAngled(text: string, at: number): Found | undefined {
	return readAngleAddress(text, at) ?? readPlainTag(text, at) ?? readOtherTag(text, at);
}

function readAngleAddress(text: string, at: number): Found | undefined {
	const url = match(ANGLE_URL, text, at)?.[1];
	const mail = url === undefined ? match(ANGLE_MAIL, text, at)?.[1] : undefined;
	const shown = url ?? mail;
	if (shown === undefined) return undefined;
	const length = shown.length + 2;
	const href = safeLink(mail === undefined ? shown : `mailto:${shown}`);
	// `<host:port>` in a runbook is a placeholder, so it must keep its brackets.
	if (href === undefined) return { node: { kind: 'text', text: `<${shown}>` }, length };
	return { node: { kind: 'address', href, shown }, length };
}

function readPlainTag(text: string, at: number): Found | undefined {
	const found = match(PLAIN_TAG, text, at);
	if (found === undefined) return undefined;
	const [shown, slash, tag] = found;
	const name = (tag ?? '').toLowerCase();
	const { length } = shown;
	if (name === 'br') return { node: { kind: 'html', html: '<br>', text: '\n' }, length };
	return { node: { kind: 'tag', name, closing: slash === '/', shown }, length };
}

/**
 * The search for `>` ends at the next `<`: attribute values rarely contain either of them, and this way no character is
 * read twice.
 */
function readOtherTag(text: string, at: number): Found | undefined {
	const start = match(TAG_START, text, at)?.[0];
	if (start === undefined) return undefined;
	for (let index = at + start.length; index < text.length; index++) {
		const char = text.charAt(index);
		if (char === '<') return undefined;
		if (char !== '>') continue;
		const shown = text.slice(at, index + 1);
		// `<your *name*>` is a placeholder, not a tag, and may hold Markdown.
		if (
			!shown.includes('=') &&
			shown.slice(start.length, -1).trim() !== '/' &&
			shown.length > start.length + 1
		) {
			return undefined;
		}
		return { node: { kind: 'text', text: shown }, length: shown.length };
	}
	return undefined;
}

/**
 * Reads an address without brackets (`https://...`, `ftp://...`, `www. ...`) at `at`.
 *
 * @param inBrackets whether an `[` is open; its `]` must not become part of the address
 */
export function readBareUrl(text: string, at: number, inBrackets: boolean): Found | undefined {
	const start = match(BARE_START, text, at)?.[0];
	if (start === undefined || WORD.test(text.charAt(at - 1))) return undefined;
	const all = match(BARE_REST, text, at)?.[0] ?? start;
	const bracket = inBrackets ? all.indexOf(']') : -1;
	const shown = all.slice(0, addressEnd(bracket === -1 ? all : all.slice(0, bracket)));
	if (shown.length <= start.length) return undefined;
	const href = safeLink(start.toLowerCase() === 'www.' ? `http://${shown}` : shown);
	if (href === undefined) return undefined;
	return { node: { kind: 'address', href, shown }, length: shown.length };
}

/** The end of the address: before the sentence's punctuation, a bracket around the address, or an entity after it. */
function addressEnd(address: string): number {
	let surplus = 0;
	for (const char of address) {
		if (char === '(') surplus--;
		else if (char === ')') surplus++;
	}
	let end = address.length;
	while (end > 0) {
		const last = address.charAt(end - 1);
		if (last === ')' && surplus > 0) surplus--;
		else if (last === ';') return entityStart(address, end) ?? end - 1;
		else if (!'?!.,:*_~\'"'.includes(last)) return end;
		end--;
	}
	return end;
}

/** Index of the `&` when the text before `end` is an entity. */
function entityStart(address: string, end: number): number | undefined {
	const start = Math.max(end - 34, 0);
	const found = /&[A-Za-z0-9]+;$/.exec(address.slice(start, end));
	return found === null ? undefined : start + found.index;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text) ?? undefined;
}
