/** Texts are compared as people see them. */
import {
	comparable,
	isBlankText,
	isWrittenPlainly,
	oneSpaced,
	sameLines,
	sameLook,
	sameText,
	spaced,
	storedForms,
	trimmed,
} from '../../../nodes/ITGlue/text/same';

describe('two texts name the same thing', () => {
	it.each<[string, unknown, unknown]>([
		['capitals', 'Northwind Dental', 'NORTHWIND DENTAL'],
		['blanks at the ends', '  Northwind ', 'Northwind'],
		['a double blank inside', 'Northwind  Dental', 'Northwind Dental'],
		['a no-break space', 'Northwind\u00A0Dental', 'Northwind Dental'],
		['a narrow no-break space', 'Northwind\u202FDental', 'Northwind Dental'],
		['a tab', 'Northwind\tDental', 'Northwind Dental'],
		['a line break', 'Northwind\r\nDental', 'Northwind Dental'],
		['an ideographic space', 'Northwind\u3000Dental', 'Northwind Dental'],
		['an en quad', 'Northwind\u2000Dental', 'Northwind Dental'],
		['NEL', 'Northwind\u0085Dental', 'Northwind Dental'],
		['an empty braille cell', 'Northwind\u2800Dental', 'Northwind Dental'],
		['a zero-width space at the end', 'juergen@mueller.example\u200B', 'juergen@mueller.example'],
		['a zero-width space inside', 'North\u200Bwind', 'Northwind'],
		['a zero-width space between blanks', 'North \u200B wind', 'North wind'],
		['a zero-width joiner', 'North\u200Dwind', 'Northwind'],
		['a zero-width non-joiner', 'North\u200Cwind', 'Northwind'],
		['a soft hyphen', 'North\u00ADwind', 'Northwind'],
		['a byte order mark', '\uFEFFNorthwind', 'Northwind'],
		['a word joiner', 'North\u2060wind', 'Northwind'],
		['marks of writing direction', '\u202ANorthwind\u202C\u200E\u2066\u2069', 'Northwind'],
		['a variation selector', 'Northwind \u2764\uFE0F', 'Northwind \u2764'],
		['an ideographic variation', '\u845B\u{E0100}', '\u845B'],
		['a grapheme joiner before an accent', 'Cafe\u034F\u0301', 'Caf\u00E9'],
		['a Hangul filler', 'Northwind\u3164', 'Northwind'],
		['a null character', 'SN-4711\0', 'SN-4711'],
		['an escape character', 'SN-\x1B4711', 'SN-4711'],
		['a delete character', 'SN-4711\x7F', 'SN-4711'],
		['NFC and NFD', 'M\u00FCller', 'Mu\u0308ller'],
		['NFC and NFD in capitals', 'CAF\u00C9', 'cafe\u0301'],
		['the Angstrom sign', '\u212Bngstr\u00F6m', '\u00C5ngstr\u00F6m'],
		['the sharp s in capitals', 'Hauptstra\u00DFe 5', 'HAUPTSTRASSE 5'],
		['the capital sharp s', 'WEI\u1E9E', 'Wei\u00DF'],
		['a ligature', 'O\uFB03ce', 'OFFICE'],
		['a final sigma', '\u039F\u0394\u039F\u03A3', '\u03BF\u03B4\u03BF\u03C2'],
		['a final sigma before more', '\u03BF\u03B4\u03BF\u03C2', '\u03BF\u03B4\u03BF\u03C3'],
		['the Turkish capital I with a dot', '\u0130stanbul', 'istanbul'],
		['the same with its dot apart', 'I\u0307stanbul', 'istanbul'],
		['the same in small letters of JavaScript', 'i\u0307stanbul', 'ISTANBUL'],
		[
			'Cyrillic capitals',
			'\u041C\u043E\u0441\u043A\u0432\u0430',
			'\u041C\u041E\u0421\u041A\u0412\u0410',
		],
		['full-width letters', '\uFF21\uFF22\uFF23\uFF11', 'ABC1'],
		['half-width katakana', '\uFF76\uFF9E\uFF72\uFF84\uFF9E', '\u30AC\u30A4\u30C9'],
		['a curly apostrophe', 'O\u2019Brien', "O'Brien"],
		['a modifier apostrophe', 'O\u02BCBrien', "O'Brien"],
		['curly quotes', '\u201CNorthwind\u201D', '"Northwind"'],
		['an en dash', 'Northwind \u2013 Dental', 'Northwind - Dental'],
		['a no-break hyphen', 'North\u2011wind', 'North-wind'],
		['a minus sign', 'North\u2212wind', 'North-wind'],
		['an ellipsis', 'Northwind\u2026', 'Northwind...'],
		['a code of HTML', 'Ben &amp; Co', 'Ben & Co'],
		['a code of HTML, put into codes again', 'Ben &amp;amp; Co', 'Ben & Co'],
		['a number of a character', 'O&#39;Brien', "O'Brien"],
		['a hexadecimal one', 'O&#x2019;Brien', "O'Brien"],
		['quotes as codes', '&quot;Northwind&quot;', '"Northwind"'],
		['a no-break space as a code', 'Northwind&nbsp;Dental', 'Northwind Dental'],
		['a number and its text', 4711, '4711'],
		['nothing in several forms', null, ' \u200B\u00A0'],
	])('with %s', (_what, a, b) => {
		expect(comparable(a)).toBe(comparable(b));
		expect(sameText(a, b)).toBe(true);
	});
});

describe('two texts name different things', () => {
	it.each([
		['M\u00FCller', 'Muller'],
		['M\u00FCller', 'Mueller'],
		['\u00D8rsted', 'Orsted'],
		['\u0142ukasz', 'lukasz'],
		['North wind', 'Northwind'],
		['Northwind & Co', 'Northwind and Co'],
		['Northwind, Inc.', 'Northwind Inc'],
		['Store 12', 'Store 13'],
		['Rack 2\u00B2', 'Rack 22'],
		['m\u00B2', 'm2'],
		['\u2460', '1'],
		['\u00BD', '1/2'],
		['Northwind\u2122', 'NorthwindTM'],
		['\u0131lgaz', 'ilgaz'],
		['\u0420\u041E\u0421', 'POC'],
		['A-1', 'A_1'],
		['A/B', 'A\\B'],
		['\u{1F469}\u200D\u{1F4BB}', '\u{1F469}\u{1F4BB}'],
		['[object Object]', ''],
		['R&D', 'R&amp'],
		['A &unknown; B', 'A B'],
		['A&#9999999;B', 'AB'],
		['0', ''],
	])('%s and %s', (a, b) => {
		expect(sameText(a, b)).toBe(false);
	});
});

it('an object says nothing', () => {
	expect([{}, [], [1], undefined, null, Symbol('x')].map(comparable)).toEqual(Array(6).fill(''));
});

it('is settled after one pass', () => {
	const texts = [
		'\u0130I\u0131i\u0307',
		'\u1E9E\u00DF',
		'\u03A3\u03C2',
		'\uFF76\uFF9E',
		'\u01F0',
		'\u1FB3\u0345',
	];
	for (const text of texts) expect(comparable(comparable(text))).toBe(comparable(text));
});

describe('an edit that somebody made', () => {
	it.each([
		['Northwind', 'NORTHWIND'],
		['Muller', 'M\u00FCller'],
		['Stra\u00DFe', 'Strasse'],
		['O\u2019Brien', "O'Brien"],
		['A \u2013 B', 'A - B'],
		['North wind', 'Northwind'],
	])('%s to %s is a change', (a, b) => {
		expect(sameLook(a, b)).toBe(false);
		expect(sameLines(a, b)).toBe(false);
	});

	it.each([
		['M\u00FCller', 'Mu\u0308ller'],
		['North\u200Bwind', 'Northwind'],
		['Ann\u00A0Lee', 'Ann Lee'],
		['\uFEFFAnn ', 'Ann'],
	])('%j to %j is none', (a, b) => {
		expect(sameLook(a, b)).toBe(true);
		expect(sameLines(a, b)).toBe(true);
	});

	it('counts blanks and line breaks in a text of several lines only', () => {
		expect(sameLook('a  b', 'a b')).toBe(true);
		expect(sameLines('a  b', 'a b')).toBe(false);
		expect(sameLines('a\nb', 'a b')).toBe(false);
		expect(sameLines('a\r\nb\rc\n', 'a\nb\nc')).toBe(true);
	});
});

it('takes off what nobody sees at the ends, and leaves the rest', () => {
	expect(trimmed('\uFEFF\u00A0 Ann\u200B\u00A0 Lee\u200B\t\u00AD')).toBe('Ann\u200B\u00A0 Lee');
	expect(trimmed(' Ann ')).toBe('Ann');
	expect(trimmed('\u200B \u00AD\uFE0F')).toBe('');
	expect(trimmed('Heart \u2764\uFE0F ')).toBe('Heart \u2764\uFE0F');
	expect(trimmed('\u202Edesrever\u202C ')).toBe('\u202Edesrever\u202C');
	expect(trimmed('1\0')).toBe('1\0');
	expect(trimmed('')).toBe('');
	expect(oneSpaced(' Mu\u0308ller\u00A0 \tGmbH ')).toBe('M\u00FCller GmbH');
	expect(spaced(' Mu\u0308ller\u00A0 \tGm\u200BbH ')).toBe('Mu\u0308ller Gm\u200BbH');
	expect([' \u200B', '', '\u3164', 'x', '\u200Bx'].map(isBlankText)).toEqual([
		true,
		true,
		true,
		false,
		false,
	]);
});

it('knows which texts a filter can be asked for', () => {
	expect(['Acme', 'M\u00FCller', 'Acme & Co.', "O'Brien", ''].map(isWrittenPlainly)).toEqual(
		Array(5).fill(true),
	);
	const odd = [
		'Acme  Co',
		'Acme\u00A0Co',
		'Acme\u200B',
		'Mu\u0308ller',
		'O\u2019Brien',
		'A\u2013B',
		'\uFF21',
	];
	expect(odd.map(isWrittenPlainly)).toEqual(odd.map(() => false));
	expect(storedForms('M\u00FCller')).toEqual(['M\u00FCller', 'Mu\u0308ller']);
	expect(storedForms('Acme')).toEqual(['Acme']);
});
