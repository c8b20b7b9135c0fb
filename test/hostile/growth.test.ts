/** What reads texts of users and of servers takes time in proportion to their length: four times the text, about four times the time. */
/* eslint-disable @n8n/community-nodes/no-restricted-globals -- what others do on the machine must not count */
import type { INode } from 'n8n-workflow';
import { readDay, readMoment } from '../../nodes/ITGlue/text/dates';
import { markdownToHtml } from '../../nodes/ITGlue/text/markdown/markdown';
import { readAttributes, softSpaces } from '../../nodes/ITGlue/text/html/tokens';
import { anyToSnake, camel, kebab, snake } from '../../nodes/ITGlue/text/spelling';
import {
	dataImagesIn,
	decodeEntities,
	escapeHtml,
	htmlToText,
	looksLikeHtml,
	sameHtml,
} from '../../nodes/ITGlue/text/html/html';
import { sameDate, sameMac } from '../../nodes/ITGlue/text/sameValues';
import { fieldIn } from '../../nodes/ITGlue/run/input/references';
import { readLocator } from '../../nodes/ITGlue/run/input/locator';
import { cut, shown } from '../../nodes/ITGlue/text/plain';
import { isOneTypo, SimilarNames, wordsOf } from '../../nodes/ITGlue/text/similarNames';
import { readSwitch } from '../../nodes/ITGlue/text/switches';
import { contact } from '../../nodes/ITGlue/resources/contact';
import { partsOf, splitName } from '../../nodes/ITGlue/resources/contact/names';
import { otherCountryNames, otherRegionNames, samePlace } from '../../nodes/ITGlue/text/countries';
import { isCutOf, isMadeOfCut } from '../../nodes/ITGlue/text/cutText';
import { bodyOf, sameBody } from '../../nodes/ITGlue/text/documentBody';
import { comparableAddress, isAddress, readAddresses } from '../../nodes/ITGlue/text/email';
import { flawOfMac, identifiesNothing, type Identity } from '../../nodes/ITGlue/text/identity';
import { readForeignIds, readIdList } from '../../nodes/ITGlue/text/idList';
import { haveWordInCommon, nameWords } from '../../nodes/ITGlue/text/names';
import { endsWithNote } from '../../nodes/ITGlue/text/noteEnding';
import { readOneTimeSecret } from '../../nodes/ITGlue/text/oneTimeSecret';
import { readExtension, readPhones, samePhone } from '../../nodes/ITGlue/text/phone';
import { sameNumber, saysCountry } from '../../nodes/ITGlue/text/phoneNumber';
import {
	comparable,
	holdsCodes,
	isWrittenPlainly,
	oneSpaced,
	sameLines,
	storedForms,
	trimmed,
} from '../../nodes/ITGlue/text/same';
import { filterValueOf, systemOf } from '../../nodes/ITGlue/text/systemNames';
import { readAddress } from '../../nodes/ITGlue/text/webAddress';
import { ApiFault, type ApiRequest } from '../../nodes/ITGlue/transport';
import { toNodeError } from '../../nodes/ITGlue/errors';
import { retryAfterMs } from '../../nodes/ITGlue/transport/answer';
import { resolveBaseUrl } from '../../nodes/ITGlue/transport/baseUrl';
import { withExactIntegers } from '../../nodes/ITGlue/transport/exactJson';
import { outcomeOf } from '../../nodes/ITGlue/transport/judge';
import { encodeSafely, redact } from '../../nodes/ITGlue/transport/redact';
import { readDeviceNumber, readMac, readHostname } from '../../nodes/ITGlue/text/deviceIds';
import { withoutFormula, isMark, wellFormed } from '../../nodes/ITGlue/text/given';
import { plainId } from '../../nodes/ITGlue/text/id';

const NODE: INode = {
	id: '1',
	name: 'IT Glue',
	type: 'test.itGlue',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const IDENTITIES: Identity[] = [
	'name',
	'person',
	'serial',
	'assetTag',
	'mac',
	'hostname',
	'email',
	'ip',
];

function worded(text: string): void {
	const request: ApiRequest = { method: 'POST', path: '/contacts' };
	for (const body of [
		text,
		JSON.stringify({ errors: [{ title: text, detail: text, source: { pointer: text } }] }),
		JSON.stringify({ errors: { [text]: [text] } }),
		`<html><title>${text}</title></html>`,
	]) {
		const raw = {
			got: 'answer',
			status: 422,
			headers: { 'retry-after': text },
			text: body,
		} as const;
		const verdict = outcomeOf(raw, { request, secrets: () => ['SecretKey7Q'], now: 0 });
		if (verdict.is === 'fine') continue;
		const fault = new ApiFault({ ...verdict.findings, message: text, ...request });
		toNodeError(NODE, fault, {
			labels: { name: 'Name' },
			recordLabel: 'Contact',
			operationLabel: 'Create',
			psaWritable: [],
			offersUpsert: true,
		});
	}
}

/** Whatever a reader throws is its answer. */
function tried(work: () => unknown): void {
	try {
		work();
	} catch {
		// What no address or no secret is, is refused.
	}
}

const PLACE = { webPath: 'contacts', webCode: undefined, collection: 'contacts' };

const READERS: Record<string, (text: string) => unknown> = {
	comparable,
	oneSpaced,
	trimmed,
	'same.ts, the rest': (text) => [
		holdsCodes(text),
		isWrittenPlainly(text),
		storedForms(text),
		sameLines(text, `${text}.`),
	],
	identifiesNothing: (text) => IDENTITIES.map((kind) => identifiesNothing(kind, text)),
	'identifiesNothing, in a domain': (text) => identifiesNothing('email', `${text}@${text}`),
	flawOfMac,
	emails: (text) => [readAddresses(text), isAddress(text), isAddress(`a@${text}`)],
	phones: (text) => [readPhones(text), readExtension(text), samePhone(text, `${text}1`)],
	'phone numbers': (text) => [sameNumber(text, `${text}1`), saysCountry(text)],
	places: (text) => [otherCountryNames(text), otherRegionNames(text), samePlace(text, `${text}.`)],
	'cut texts': (text) => [isCutOf(text, `${text}.`), isMadeOfCut(text, `${text}.`)],
	bodies: (text) => [sameBody(text, `${text}.`), bodyOf({ content: text })],
	'lists of ids': (text) => [readIdList(text), readForeignIds(text)],
	names: (text) => [nameWords(text), haveWordInCommon(text, `${text} x`)],
	notes: (text) => endsWithNote(text, `${text}.`),
	'one-time secrets': (text) => [
		readOneTimeSecret(text),
		readOneTimeSecret(`otpauth://totp/${text}?${text}`),
	],
	'names of systems': (text) => [systemOf(text), filterValueOf(text)],
	'web addresses': (text) => readAddress(`https://example.itglue.com/${text}`, PLACE),
	'names of contacts': (text) => [splitName(text), partsOf(text, { first: 'a', last: '' })],
	'names that are near': (text) => [
		wordsOf(text),
		isOneTypo(text, `${text}x`),
		new SimilarNames([{ id: '1', name: text }]).near(text),
	],
	'words of a refusal': (text) =>
		contact.hooks?.recover?.(
			new Map([['contact_emails', [{ value: 'a@example.com' }]]]),
			[{ detail: `email ${text}` }],
			() => 'drop',
		),
	dates: (text) => [
		readDay(text),
		readMoment(text, 'UTC'),
		sameDate(text, `${text}1`),
		sameMac(text, `${text}1`),
	],
	'names of attributes': (text) => [camel(text), kebab(text), snake(text), anyToSnake(text)],
	HTML: (text) => [
		looksLikeHtml(text),
		htmlToText(text),
		sameHtml(text, `${text}.`),
		softSpaces(text),
	],
	'attributes of HTML': readAttributes,
	'entities of HTML': (text) => [decodeEntities(text), escapeHtml(text)],
	'values of parameters': (text) => [
		readLocator(text),
		readSwitch(text),
		shown(text),
		cut(text, 100),
	],
	'values of other systems': (text) => [
		withoutFormula(text),
		isMark(text, 'date'),
		wellFormed(text),
		plainId(text),
		readDeviceNumber(text),
		readMac(text),
		readHostname(text),
		comparableAddress(text),
		dataImagesIn(text),
		fieldIn(`={{ ${text}`),
	],
	JSON: withExactIntegers,
	'time to wait': (text) => retryAfterMs(text, 0),
	'Base URL': (text) =>
		resolveBaseUrl({ region: 'custom', baseUrl: `https://example.com/${text}`, apiKey: 'x' }),
	redact: (text) => [redact(text, ['SecretKey7Q', 'a']), encodeSafely(text)],
	'errors for people': worded,
	Markdown: markdownToHtml,
};

/** What repeats in the texts that are worst for one reader or another. */
const SEEDS = [
	...'a0 \n\t\u00E9.,;:!?-_+*/\\|#%&@=~^$(<[{"\'`>)]}',
	'\u200B',
	'\u00A0',
	'e\u0301',
	'\u00DF',
	'\u0131',
	'\u{1F469}\u200D',
	'\r\n',
	'\n \n',
	'a ',
	'1 ',
	' a',
	'a.',
	'.a',
	'a@',
	'@a.',
	'@.a',
	'a,',
	'(a',
	'(1',
	'+1',
	'x1',
	'ext',
	'&amp;',
	'&#',
	'&a',
	'%41',
	'%C3%A4',
	'<a ',
	'<a b="',
	' src=\'"',
	' a=',
	'</',
	'<!--',
	'[a](',
	'![',
	'**a',
	'> ',
	'- ',
	'|-',
	'1,',
	'{"a":',
	'["',
	'\\"',
	'12345678901234567890,',
	'/a',
	'?a=',
	'&a=b',
	'oneword',
	'xX',
];

/** A text of about so many characters that is the seed again and again, so that what it could be never comes. */
const worst = (seed: string, size: number): string =>
	`a${seed.repeat(Math.ceil(size / seed.length))}\u0001z`;

/** Milliseconds that this process worked; what others do on the machine does not count. */
function cpu(work: () => unknown): number {
	const before = process.cpuUsage();
	tried(work);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

const least = (times: number, work: () => unknown): number =>
	Math.min(...Array.from({ length: times }, () => cpu(work)));

/** Anything quadratic takes seconds for so long a text. */
const LONG = 32 * 1024;
const SOON = 50;
const TIMES = 16;
/** Sixteen times the length; 256 would be quadratic. */
const BOUND = 150;
/** Below this a time is mostly noise. */
const FLOOR = 0.3;

/** What was slow once is measured again: a collection of garbage is work of this process, too. */
const ATTEMPTS = 4;

/** How many times longer the reader takes for a text of sixteen times the length; 0 where it is quick anyway. */
function growth(read: (text: string) => unknown, seed: string, size: number): number {
	const [short, long] = [worst(seed, size / TIMES), worst(seed, size)];
	let smallest = Infinity;
	for (let attempt = 0; attempt < ATTEMPTS && smallest > BOUND; attempt += 1) {
		const time = least(2, () => read(long));
		if (time < 5 * SOON) return 0;
		const brief = least(5, () => read(short));
		smallest = Math.min(smallest, time / Math.max(FLOOR, brief));
	}
	return smallest;
}

describe.each(Object.entries(READERS))('%s', (_name, read) => {
	it('takes time in proportion to the length', () => {
		read('warm up');
		const times = SEEDS.map((seed) => ({ seed, time: cpu(() => read(worst(seed, LONG))) })).sort(
			(a, b) => b.time - a.time,
		);
		const [slowest = { seed: 'a', time: 0 }] = times;
		const slow = times.slice(0, 5).filter(({ time }) => time > SOON);
		const grows = slow
			.map(({ seed }) => ({ seed, ratio: growth(read, seed, LONG) }))
			.filter(({ ratio }) => ratio > BOUND);
		expect(grows).toEqual([]);
		// The slowest of all, up to a megabyte.
		const size = (slowest.time > SOON ? 4 : 2 * TIMES) * LONG;
		expect(growth(read, slowest.seed, size)).toBeLessThan(BOUND);
	});
});
