import type { IDataObject } from 'n8n-workflow';
import { readingsOf, type Reading } from '../text/readings';

const SECRET_NAME = /^(password|zip[-_]?password|otp[-_]?secret|api[-_]?key|x-api-key)$/i;
const BLOT = '[hidden]';

/** A shorter secret is hidden only as a whole word; otherwise the secret 'a' would hide every "a" in the message. */
const SHORT = 4;
/** From this length on, a part of a secret must be hidden, and its base64 forms can be recognised. */
const LONG = 8;
/** Texts are shown cut to a few hundred characters; the rest is not read. */
const LONGEST = 20_000;

/**
 * Collects the secret values in a request body (passwords, one-time-password secrets), at any
 * depth. Returns them as text.
 */
export function secretsIn(body: unknown): string[] {
	if (Array.isArray(body)) return body.flatMap(secretsIn);
	if (typeof body !== 'object' || body === null) return [];
	return Object.entries(body as IDataObject).flatMap(([name, value]) =>
		SECRET_NAME.test(name) && (typeof value === 'string' || typeof value === 'number')
			? [String(value)]
			: secretsIn(value),
	);
}

/** `encodeURIComponent` that does not throw on half a surrogate pair. */
export function encodeSafely(text: string): string {
	return encodeURIComponent(
		text.replace(
			/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
			'\uFFFD',
		),
	);
}

interface Span {
	from: number;
	to: number;
}

/** A text to search for, and where it counts as found. */
interface Wanted {
	text: string;
	/** Whether case matters. */
	exact: boolean;
	wholeWord: boolean;
}

/**
 * Hides secrets in a text, in every spelling: validation messages repeat submitted values, and the systems in between
 * (IT Glue's framework, a gateway, a proxy) encode them for JSON, HTML or a URL, sometimes twice, or cut them.
 */
export function redact(text: string, secrets: string[]): string {
	const wanted = [...new Set(secrets)].flatMap(spellings);
	if (wanted.length === 0) return text;
	const shown = cut(text, wanted);
	const spans = readingsOf(shown).flatMap((reading) => {
		const folded = withoutExtraSpace(reading);
		return wanted.flatMap((one) => [...spansOf(folded, one), ...cutSpanOf(folded, one)]);
	});
	return blotted(shown, spans);
}

/** The end of the remaining text may hold the beginning of a secret, so it is left out as well. */
function cut(text: string, wanted: Wanted[]): string {
	if (text.length <= LONGEST) return text;
	const longest = Math.max(...wanted.map((one) => one.text.length));
	return text.slice(0, Math.max(0, LONGEST - 6 * longest));
}

/** The spellings of a secret in a decoded text; each long line of a secret is one as well. */
function spellings(secret: string): Wanted[] {
	const lines = secret.split(/[\r\n]+/).filter((line) => line.length >= 2 * LONG);
	const texts = [secret, secret.normalize('NFC'), secret.normalize('NFD'), ...lines];
	const plain = texts.map((text) => folded(text).trim()).filter((text) => text !== '');
	const raw = Buffer.from(secret, 'utf8');
	const coded =
		raw.length < LONG - 2
			? []
			: [...base64Parts(raw), raw.toString('hex')].filter((text) => text.length >= LONG);
	return [
		...[...new Set(plain)].map((text) => ({
			text,
			exact: text.length < 6 || /^\p{L}+$/u.test(text),
			wholeWord: text.length < SHORT,
		})),
		...coded.map((text) => ({ text, exact: false, wholeWord: false })),
	];
}

/** The base64 forms of the bytes, alone and inside other bytes at any position; in both alphabets. */
function base64Parts(raw: Buffer): string[] {
	const inner = [0, 1, 2].map((before) => {
		const all = Buffer.concat([Buffer.alloc(before), raw]);
		// Leave out characters that also encode bits of the bytes around the secret.
		const start = before === 0 ? 0 : before + 1;
		const end = Math.floor((all.length * 8) / 6);
		return all.toString('base64').slice(start, end);
	});
	return inner.flatMap((text) => [text, text.replace(/\+/g, '-').replace(/\//g, '_')]);
}

const SPACE = /[\s\p{Cc}]+/gu;

const folded = (text: string): string => text.replace(SPACE, ' ');

/** White space is often folded or replaced before a text is shown. */
function withoutExtraSpace({ text, starts, ends }: Reading): Reading {
	const kept: number[] = [];
	for (let at = 0; at < text.length; at += 1) {
		if (isSpace(text[at]) && isSpace(text[at - 1])) continue;
		kept.push(at);
	}
	return {
		text: folded(text),
		starts: kept.map((at) => starts[at] ?? 0),
		ends: kept.map((at) => ends[at] ?? 0),
	};
}

const isSpace = (letter: string | undefined): boolean =>
	letter !== undefined && /[\s\p{Cc}]/u.test(letter);

/** Lower case, if every character keeps its position. */
const lower = (text: string): string => {
	const small = text.toLowerCase();
	return small.length === text.length ? small : text;
};

function spansOf({ text, starts, ends }: Reading, wanted: Wanted): Span[] {
	const [there, secret] = comparable(text, wanted);
	const spans: Span[] = [];
	for (let at = there.indexOf(secret); at >= 0; at = there.indexOf(secret, at + 1)) {
		const end = at + secret.length;
		if (wanted.wholeWord && (isWord(text, at - 1) || isWord(text, end))) continue;
		spans.push({ from: starts[at] ?? 0, to: ends[end - 1] ?? 0 });
	}
	return spans;
}

const comparable = (text: string, { text: secret, exact }: Wanted): [string, string] =>
	exact ? [text, secret] : [lower(text), lower(secret)];

const isWord = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(text[at] ?? '');

/** A secret without its end: "abcdefgh…", "abcdefgh...", or cut at the end of the text. */
function cutSpanOf({ text, starts, ends }: Reading, wanted: Wanted): Span[] {
	const [there, secret] = comparable(text, wanted);
	if (secret.length < LONG) return [];
	const beginning = secret.slice(0, Math.max(LONG - 2, Math.ceil(secret.length / 3)));
	const spans: Span[] = [];
	for (let at = there.indexOf(beginning); at >= 0; at = there.indexOf(beginning, at + 1)) {
		let length = beginning.length;
		while (length < secret.length && there[at + length] === secret[length]) length += 1;
		if (length < secret.length && !/^(?:…|\.\.\.|$)/.test(text.slice(at + length, at + length + 3)))
			continue;
		spans.push({ from: starts[at] ?? 0, to: ends[at + length - 1] ?? 0 });
	}
	return spans;
}

/** The text with one mask for each hidden part. */
function blotted(text: string, spans: Span[]): string {
	const ordered = [...spans].sort((a, b) => a.from - b.from || a.to - b.to);
	let shown = '';
	let done = 0;
	for (let at = 0; at < ordered.length; at += 1) {
		const first = ordered[at];
		if (first === undefined) break;
		let { to } = first;
		while ((ordered[at + 1]?.from ?? Infinity) < to) {
			at += 1;
			to = Math.max(to, ordered[at]?.to ?? 0);
		}
		shown += text.slice(done, first.from) + BLOT;
		done = to;
	}
	return shown + text.slice(done);
}
