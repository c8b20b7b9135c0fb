import { fc } from '../../helpers/properties';
import { redact } from '../../../nodes/ITGlue/transport/redact';
import { effortOf } from '../../helpers/effort';

/** Holds everything that one encoding or another writes in its own way. */
const SECRET = `Tr0ub4dor's "<b>" & é=50%+c:\\d`;

const htmlOf = (text: string, entity: (code: number) => string): string =>
	[...text]
		.map((letter) => (/[A-Za-z0-9 ]/.test(letter) ? letter : entity(letter.codePointAt(0) ?? 0)))
		.join('');

const named: Record<string, string> = {
	"'": '&apos;',
	'"': '&quot;',
	'<': '&lt;',
	'>': '&gt;',
	'&': '&amp;',
	é: '&eacute;',
	'%': '&percnt;',
	'=': '&equals;',
	':': '&colon;',
	'+': '&plus;',
	'\\': '&bsol;',
};
const html = (text: string): string =>
	text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
const everyByte = (text: string, mark: string): string =>
	[...Buffer.from(text, 'utf8')]
		.map((byte) => `${mark}${byte.toString(16).padStart(2, '0')}`)
		.join('');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const jsonUnicode = (text: string): string =>
	json(text).replace(
		/[<>&'é]/g,
		(letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const ENCODINGS: Array<[string, (text: string) => string]> = [
	['as it is', (text) => text],
	['HTML', html],
	['HTML with decimal entities', (text) => htmlOf(text, (code) => `&#${code};`)],
	['HTML with leading zeros', (text) => htmlOf(text, (code) => `&#0${code};`)],
	['HTML with hexadecimal entities', (text) => htmlOf(text, (code) => `&#x${code.toString(16)};`)],
	[
		'HTML with hexadecimal entities in capitals',
		(text) => htmlOf(text, (code) => `&#X${code.toString(16).toUpperCase()};`),
	],
	[
		'HTML without semicolons',
		(text) => htmlOf(text, (code) => `&#${code};`).replace(/;(?![A-Za-z0-9])/g, ''),
	],
	['HTML with names', (text) => [...text].map((letter) => named[letter] ?? letter).join('')],
	['HTML twice', (text) => html(html(text))],
	['a URL', encodeURIComponent],
	['a URL with small letters', (text) => encodeURIComponent(text).toLowerCase()],
	['a form', (text) => new URLSearchParams({ text }).toString().slice('text='.length)],
	['a URL of every byte', (text) => everyByte(text, '%')],
	['a URL twice', (text) => encodeURIComponent(encodeURIComponent(text))],
	['JSON', json],
	['JSON with \\u', jsonUnicode],
	['JSON twice', (text) => json(json(text))],
	['HTML in JSON', (text) => json(html(text))],
	['JSON in HTML', (text) => html(json(text))],
	['HTML in a URL', (text) => encodeURIComponent(html(text))],
	['bytes of a programming language', (text) => everyByte(text, '\\x')],
	['single quotes with a backslash', (text) => text.replace(/['\\]/g, '\\$&')],
	['doubled single quotes', (text) => text.replace(/'/g, "''")],
	['doubled double quotes', (text) => text.replace(/"/g, '""')],
	['quoted-printable', (text) => everyByte(text, '=')],
	['base64', base64],
	['base64 without padding', (text) => base64(text).replace(/=+$/, '')],
	['base64 for addresses', (text) => Buffer.from(text, 'utf8').toString('base64url')],
	['base64 of more', (text) => base64(`user:${text}`)],
	['hexadecimal', (text) => Buffer.from(text, 'utf8').toString('hex')],
	['capitals', (text) => text.toUpperCase()],
	['folded white space', (text) => text.replace(/ /g, ' \n  ')],
	['decomposed letters', (text) => text.normalize('NFD')],
];

it.each(ENCODINGS)('blots out a secret in %s', (_name, encode) => {
	const shown = redact(`"${encode(SECRET)}" is not allowed`, [SECRET]);
	expect(shown).toMatch(/^"?[^"]{0,8}\[hidden\][^"]{0,3}"? is not allowed$/);
});

it.each(["it's", '"q"', 'a&b', '<x>', "';--"])('blots out %j in every encoding', (secret) => {
	const encodings = [html, json, jsonUnicode, encodeURIComponent];
	const entities = [(code: number) => `&#${code};`, (code: number) => `&#x${code.toString(16)};`];
	const spelt = [
		...encodings.map((encode) => encode(secret)),
		...entities.map((entity) => htmlOf(secret, entity)),
		secret.replace(/'/g, '%27'),
	];
	for (const text of spelt)
		expect(redact(`no: ${text} is bad`, [secret])).toBe('no: [hidden] is bad');
});

it('blots out a secret with quotes of two kinds, of which one was doubled', () => {
	expect(redact(`no: k""it''s9 is bad`, [`k""it's9`])).toBe('no: [hidden] is bad');
	expect(redact(`no: k''it""s9 is bad`, [`k''it"s9`])).toBe('no: [hidden] is bad');
});

it('blots out what is left of a secret that was cut short', () => {
	const secret = 'correct horse battery';
	expect(redact('"correct horse b…" is too long', [secret])).toBe('"[hidden]…" is too long');
	expect(redact('"correct horse b..." is too long', [secret])).toBe('"[hidden]..." is too long');
	expect(redact('bad value: correct horse ba', [secret])).toBe('bad value: [hidden]');
	expect(redact('a correct horse rides', [secret])).toBe('a correct horse rides');
});

it('blots out the lines of a secret of several', () => {
	const key = '-----BEGIN EXAMPLE KEY-----\nc2FtcGxlLXNhbXBsZS1zYW1wbGU\n-----END EXAMPLE KEY-----';
	expect(redact('Line 2 (c2FtcGxlLXNhbXBsZS1zYW1wbGU) is bad', [key])).toBe(
		'Line 2 ([hidden]) is bad',
	);
});

it('leaves the words around a secret as they are, encoded ones too', () => {
	const shown = redact('Tom &amp; Ann &#39;s %41 \\u0041 a+b ""x"": s3cret&#33;', ['s3cret!']);
	expect(shown).toBe('Tom &amp; Ann &#39;s %41 \\u0041 a+b ""x"": [hidden]');
	expect(redact('100% of R&D; a\\b', ['nowhere1'])).toBe('100% of R&D; a\\b');
});

it('cuts a long text where it could end within a secret', () => {
	const secret = 'abcdefghijklmnop';
	const shown = redact(`${'x'.repeat(19_990)}${secret}`, [secret]);
	expect(shown).not.toContain('abc');
	expect(shown.startsWith('xxx')).toBe(true);
});

it('takes a time that grows with the text, whatever stands in it', () => {
	const effort = effortOf(() => {
		for (const piece of ['&', '%', '\\', "''", '=', '&#', '&amp;amp;', '%25', '\\\\', 'a', '%C3'])
			redact(piece.repeat(200_000), ['a'.repeat(200), `${piece}${piece}x1`, '\\\\\\\\\\\\\\\\']);
	});
	expect(effort).toBeLessThan(20_000);
});

it('leaves no secret in any encoding of any text', () => {
	const encode = fc.constantFrom(...ENCODINGS.slice(0, 25).map(([, one]) => one));
	const letters = fc.constantFrom(...`ab1'"<>&%+=\\/;# é`.split(''));
	fc.assert(
		fc.property(
			fc.array(letters, { minLength: 6, maxLength: 20 }).map((all) => `k${all.join('')}9`),
			encode,
			(secret, one) => {
				expect(redact(`(${one(secret)})`, [secret])).not.toContain(one(secret));
			},
		),
		{ numRuns: 2000 },
	);
});
