import { decodeEntities, escapeHtml } from './entities';

export interface HtmlTag {
	name: string;
	closing: boolean;
	/** The text between the name and `>`. */
	rest: string;
}

/** A tag, or text with its entities unchanged. */
export type HtmlToken = HtmlTag | string;

/** Elements next to which white space is not shown. */
export const BLOCKS = new Set(
	(
		'address article aside blockquote body br caption center col colgroup dd details div dl dt fieldset ' +
		'figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section ' +
		'summary table tbody td tfoot th thead title tr ul'
	).split(' '),
);

const TAG_START = /<(\/?)([A-Za-z][A-Za-z0-9:-]*)(?=[\s/>])/y;
const ATTRIBUTE = /[\s/]*([^\s=/>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?/y;

export function isTag(token: HtmlToken): token is HtmlTag {
	return typeof token !== 'string';
}

/**
 * Splits HTML into tokens. Comments and declarations are left out; a `<` that begins no tag is text, and so is
 * everything after a tag that is never closed (each character is read a limited number of times).
 */
export function tokens(html: string): HtmlToken[] {
	const found: HtmlToken[] = [];
	let textStart = 0;
	let at = html.indexOf('<');
	while (at !== -1) {
		const end = endOfMarkup(html, at);
		if (end === undefined) break;
		if (end > at) {
			if (at > textStart) found.push(html.slice(textStart, at));
			const tag = readTag(html, at, end);
			if (tag !== undefined) found.push(tag);
			textStart = end;
		}
		at = html.indexOf('<', Math.max(end, at + 1));
	}
	if (textStart < html.length) found.push(html.slice(textStart));
	return found;
}

/** @returns the index after the markup at `at`, `at` itself if it is none, undefined if it has no end */
function endOfMarkup(html: string, at: number): number | undefined {
	if (html.startsWith('<!--', at)) return behind(html, '-->', at + 4);
	if (html.startsWith('<!', at) || html.startsWith('<?', at)) return behind(html, '>', at);
	TAG_START.lastIndex = at;
	const start = TAG_START.exec(html)?.[0];
	return start === undefined ? at : endOfTag(html, at + start.length);
}

function behind(html: string, end: string, from: number): number | undefined {
	const index = html.indexOf(end, from);
	return index === -1 ? undefined : index + end.length;
}

/** A `>` inside a quoted value does not end the tag; a quote counts only after an equals sign. */
function endOfTag(html: string, from: number): number | undefined {
	let quote = '';
	let previous = '';
	for (let index = from; index < html.length; index++) {
		const char = html.charAt(index);
		if (quote !== '') {
			if (char === quote) quote = '';
		} else if (char === '>') return index + 1;
		else if (previous === '=' && (char === '"' || char === "'")) quote = char;
		if (char > ' ') previous = char;
	}
	return undefined;
}

function readTag(html: string, at: number, end: number): HtmlTag | undefined {
	TAG_START.lastIndex = at;
	const start = TAG_START.exec(html);
	if (start === null) return undefined;
	const [all, slash, name = ''] = start;
	return {
		name: name.toLowerCase(),
		closing: slash === '/',
		rest: html.slice(at + all.length, end - 1),
	};
}

/**
 * Writes HTML in one fixed form, as a list of tags and texts: attributes sorted and double-quoted, texts escaped in one
 * way, white space collapsed, and none of it next to blocks. Inside `pre` it stays, except a line end directly after
 * the opening tag and before the closing one.
 */
export function canonical(list: HtmlToken[]): string[] {
	const parts: string[] = [];
	let text = '';
	let lastText = -1;
	let besideBlock = true;
	let inPre = false;
	const flush = (beforeBlock: boolean) => {
		const shown = inPre ? text : collapsed(text, besideBlock, beforeBlock);
		text = '';
		if (shown === '') return;
		lastText = parts.push(escapeHtml(shown)) - 1;
		besideBlock = false;
	};
	const dropLineEnds = () => {
		const last = parts[lastText];
		if (last !== undefined) parts[lastText] = withoutLineEnds(last);
	};
	list.forEach((token, index) => {
		if (!isTag(token)) {
			const first = list[index - 1];
			const opensPre =
				first !== undefined && isTag(first) && first.name === 'pre' && !first.closing;
			text += decodeEntities(opensPre && token.startsWith('\n') ? token.slice(1) : token);
			return;
		}
		const block = BLOCKS.has(token.name);
		flush(block);
		if (token.name === 'pre') {
			if (inPre && token.closing) dropLineEnds();
			inPre = !token.closing;
		}
		parts.push(writeTag(token));
		if (block) besideBlock = true;
	});
	flush(true);
	return parts;
}

function collapsed(text: string, atStart: boolean, atEnd: boolean): string {
	const single = text.replace(/[ \t\n\r\f]+/g, ' ');
	const start = atStart && single.startsWith(' ') ? 1 : 0;
	const end = atEnd && single.endsWith(' ') ? single.length - 1 : single.length;
	return single.slice(start, Math.max(start, end));
}

function withoutLineEnds(text: string): string {
	let end = text.length;
	while (text.charAt(end - 1) === '\n') end--;
	return text.slice(0, end);
}

function writeTag(tag: HtmlTag): string {
	if (tag.closing) return `</${tag.name}>`;
	const attributes = [...readAttributes(tag.rest)].map(
		([name, value]) => ` ${name}="${escapeHtml(value)}"`,
	);
	return `<${tag.name}${attributes.sort().join('')}>`;
}

export function readAttributes(rest: string): Map<string, string> {
	const attributes = new Map<string, string>();
	ATTRIBUTE.lastIndex = 0;
	for (let found = ATTRIBUTE.exec(rest); found !== null; found = ATTRIBUTE.exec(rest)) {
		const name = (found[1] ?? '').toLowerCase();
		if (!attributes.has(name)) attributes.set(name, attributeValue(name, found[2] ?? ''));
	}
	return attributes;
}

function attributeValue(name: string, written: string): string {
	const value = decodeEntities(/^["']/.test(written) ? written.slice(1, -1) : written).trim();
	if (name !== 'style') return value;
	const rules = value.split(';').map((rule) =>
		rule
			.split(':')
			.map((part) => part.trim())
			.join(':'),
	);
	return rules.filter((rule) => rule !== '').join(';');
}

/**
 * The content of canonical HTML that is a single `p` or `div` without attributes and without blocks in it.
 *
 * @returns undefined for anything else
 */
export function unwrapped(parts: string[]): string[] | undefined {
	const first = parts[0];
	if (first !== '<p>' && first !== '<div>') return undefined;
	if (parts[parts.length - 1] !== first.replace('<', '</')) return undefined;
	const inner = parts.slice(1, -1);
	return inner.some(isBlockPart) ? undefined : inner;
}

/** Text parts are escaped, so only tags begin with `<`. */
function isBlockPart(part: string): boolean {
	const name = /^<\/?([a-z0-9:-]+)/.exec(part)?.[1] ?? '';
	return name !== 'br' && BLOCKS.has(name);
}

/** Editors turn spaces into non-breaking ones and back, so the difference has no meaning. */
export function softSpaces(text: string): string {
	return text.replace(/\u00A0/g, ' ');
}
