/** Telephone numbers as other systems write them: number, extension and words are told apart. */
import { readExtension, readPhones, samePhone } from '../../../nodes/ITGlue/text/phone';
import { sameNumber } from '../../../nodes/ITGlue/text/phoneNumber';
import { effortOf } from '../../helpers/effort';

describe('a text with one number', () => {
	it.each<[string, string, string]>([
		['604-555-0100', '604-555-0100', ''],
		['6045550100', '6045550100', ''],
		['6045550100.0', '6045550100', ''],
		['+1 (604) 555-0100', '+1 (604) 555-0100', ''],
		['(604) 555-0100', '(604) 555-0100', ''],
		['001 604 555 0100', '001 604 555 0100', ''],
		['Tel: 604-555-0100', '604-555-0100', ''],
		['tel:+1-604-555-0100;ext=12', '+1-604-555-0100', '12'],
		['604-555-0100 x12', '604-555-0100', '12'],
		['604-555-0100x12', '604-555-0100', '12'],
		['604-555-0100 (ext. 12)', '604-555-0100', '12'],
		['604-555-0100 ext:12;', '604-555-0100', '12'],
		['604-555-0100, ext 12', '604-555-0100', '12'],
		['604-555-0100 extn 5', '604-555-0100', '5'],
		['604-555-0100 Extension 5 (reception)', '604-555-0100', '5'],
		['604-555-0100 #12', '604-555-0100', '12'],
		['604-555-0100 ext', '604-555-0100', ''],
		['+49 221 5550100 DW 12', '+49 221 5550100', '12'],
		['+49 221 5550100, Durchwahl 12', '+49 221 5550100', '12'],
		['01 99 00 55 01 poste 12', '01 99 00 55 01', '12'],
		['+44 (0)20 7946 0000', '+44 20 7946 0000', ''],
		['+44(0) 20 7946 0000', '+44 20 7946 0000', ''],
		['0044 (0)20 7946 0000 x3', '0044 20 7946 0000', '3'],
		['0221 / 5550100', '0221 / 5550100', ''],
		['0049 221 / 5550100', '0049 221 / 5550100', ''],
		['\u202A+44 20 7946 0000\u202C', '+44 20 7946 0000', ''],
		['\u00A0604\u00A0555\u00A00100\u00A0', '604 555 0100', ''],
		['６０４-555-0100', '604-555-0100', ''],
		['24h 604-555-0100', '604-555-0100', ''],
		['604-555-0100 after 5pm', '604-555-0100', ''],
		['1-800-EXAMPLE', '1-800-3926753', ''],
		['555-HELP', '555-4357', ''],
		['100', '100', ''],
		['200 FRONT DESK', '200', ''],
		['ext 12', '12', ''],
		['Ext. 12, 604-555-0100', '604-555-0100', '12'],
		['604-555-0100,,12#', '604-555-0100', '12'],
		['[604] 555-0100', '604 555-0100', ''],
		['604-555-0100 Ext.: 12 or 13', '604-555-0100', '12'],
	])('%j', (text, number, extension) => {
		const phones = readPhones(text);
		expect(phones.map((phone) => [phone.number, phone.extension])).toEqual([[number, extension]]);
	});

	it.each(['', 'n/a', '-', 'none', 'ask reception', '()', '+', '6.04555E+09', 'ann2@example.com'])(
		'%j holds none',
		(text) => {
			expect(readPhones(text)).toEqual([]);
		},
	);
});

describe('what the words say of a number', () => {
	it.each<[string, string | undefined, boolean]>([
		['604-555-0100', undefined, false],
		['604-555-0100 (mobile)', 'Mobile', false],
		['Mobile: 604-555-0100', 'Mobile', false],
		['M: 604-555-0100', 'Mobile', false],
		['604-555-0100 (c)', 'Mobile', false],
		['Handy 0171 5550100', 'Mobile', false],
		['604-555-0100 home', 'Home', false],
		['Büro: 0221 5550100', 'Office', false],
		['Fax: 604-555-0100', undefined, true],
		['604-555-0100 (Fax)', undefined, true],
		['Tel. 604-555-0100', undefined, false],
		['24h 604-555-0100', undefined, false],
		['604-555-0100 x5 (mobile)', 'Mobile', false],
	])('%j', (text, label, isFax) => {
		expect(readPhones(text).map((phone) => [phone.label, phone.isFax])).toEqual([[label, isFax]]);
	});
});

it.each<[string, string[]]>([
	['604.555.0100 / 604.555.0101', ['604.555.0100', '604.555.0101']],
	['604-555-0100; 604-555-0101', ['604-555-0100', '604-555-0101']],
	['604-555-0100 or 604-555-0101', ['604-555-0100', '604-555-0101']],
	['604-555-0100\n604-555-0101', ['604-555-0100', '604-555-0101']],
	['604-555-0100 x1, 604-555-0101 x2', ['604-555-0100 1', '604-555-0101 2']],
	['604-555-0100 / 555-0101', ['604-555-0100', '555-0101']],
	['Tel 604-555-0100 Fax 604-555-0199', ['604-555-0100', '604-555-0199 fax']],
	['604-555-0100 (mobile) 604-555-0199 (fax)', ['604-555-0100 Mobile', '604-555-0199 fax']],
	['M: 604-555-0100 O: 604-555-0101', ['604-555-0100 Mobile', '604-555-0101 Office']],
])('%j is several', (text, numbers) => {
	const shown = readPhones(text).map(({ number, extension, label, isFax }) =>
		[number, extension, label, isFax ? 'fax' : ''].filter(Boolean).join(' '),
	);
	expect(shown).toEqual(numbers.map((number) => expect.stringContaining(number) as string));
	expect(shown.map((one) => one.trim())).toEqual(numbers);
});

it.each([
	['x5', '5'],
	['ext. 12', '12'],
	['12.0', '12'],
	['0012', '0012'],
	['n/a', ''],
	['', ''],
])('the extension %j', (text, digits) => {
	expect(readExtension(text)).toBe(digits);
});

describe('whether two numbers are one', () => {
	it.each([
		['604-555-0100', '+1 (604) 555-0100', true],
		['604-555-0100', '1 604 555 0100', true],
		['604-555-0100', '001 604 555 0100', true],
		['0221 5550100', '+49 221 5550100', true],
		['0221 5550100', '0049 221 5550100', true],
		['221 5550100', '0221 5550100', true],
		['442079460011', '+44 20 7946 0011', true],
		['020 7946 0011', '442079460011', true],
		['011 44 20 7946 0011', '+442079460011', true],
		['+4402079460011', '+44 20 7946 0011', true],
		['0113 496 0000', '+44 113 496 0000', true],
		['+49 221 5550100', '+41 221 5550100', false],
		['555-0100', '+1 604 555 0100', false],
		['555-0100', '604-555-0100', false],
		['604-555-0100', '604-555-0101', false],
		['100', '0100', false],
		['100', '+49 100', false],
		['221 555 010', '+1 221 555 010', false],
	])('%j and %j: %s', (a, b, same) => {
		expect(sameNumber(a, b)).toBe(same);
		expect(sameNumber(b, a)).toBe(same);
	});
});

it('two texts of several numbers are compared number by number', () => {
	expect(samePhone('604.555.0100 / 604.555.0101', '6045550100, 6045550101')).toBe(true);
	expect(samePhone('604.555.0100 / 604.555.0101', '6045550100')).toBe(false);
});

it.each([
	'1'.repeat(100_000),
	'(0'.repeat(50_000),
	'x1'.repeat(50_000),
	'+ ('.repeat(40_000),
	'A-1'.repeat(40_000),
])('a long text is read at once', (text) => {
	const effort = effortOf(() => {
		readPhones(text);
		samePhone(text, `${text}1`);
	});
	expect(effort).toBeLessThan(500);
});
