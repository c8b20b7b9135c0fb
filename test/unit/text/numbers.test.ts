/** Numbers as people, spreadsheets and databases write them. */
import { readDecimal, readNumber, twoMeanings } from '../../../nodes/ITGlue/text/numbers';

it.each<[unknown, number | undefined]>([
	[1.5, 1.5],
	[1000, 1000],
	[10n, 10],
	['1234.5', 1234.5],
	['12,5', 12.5],
	['12,50', 12.5],
	['1,2345', 1.2345],
	['1234,567', 1234.567],
	['1,234.5', 1234.5],
	['1,234,567', 1234567],
	['1.234,56', 1234.56],
	['1.234.567', 1234567],
	['1 000', 1000],
	['1\u00A0000', 1000],
	['1\u202F000,5', undefined],
	["1'000", 1000],
	["1'234.50", 1234.5],
	['12 %', 12],
	['12,5 %', 12.5],
	[' -1,5 ', -1.5],
	['0.125', 0.125],
	['0,125', 0.125],
	['-0.125', -0.125],
	['.5', 0.5],
	['1e3', 1000],
	['$1,200.00', undefined],
	['twelve', undefined],
	['', undefined],
	[NaN, undefined],
	[Infinity, undefined],
	[{}, undefined],
	[null, undefined],
])('%p is %p, whatever decimals the field has', (given, number) => {
	for (const decimals of [undefined, 0, 1, 2, 3, 4])
		expect(readDecimal(given, decimals)).toBe(number);
});

describe('one separator and three digits after it', () => {
	const EACH: Array<[string, number, number]> = [
		['1.000', 1000, 1],
		['1,000', 1000, 1],
		['12.500', 12500, 12.5],
		['-12,500', -12500, -12.5],
		['+999.999', 999999, 999.999],
		['12.500 %', 12500, 12.5],
	];

	it.each(EACH)('%s may mean %d and %d', (text, thousands, decimals) => {
		expect(twoMeanings(text)).toEqual({ thousands, decimals });
	});

	it.each(EACH)('%s is %d in a field without decimals', (text, thousands) => {
		expect(readDecimal(text, 0)).toBe(thousands);
	});

	it.each(EACH)('%s is nothing where a field has one or two, or does not say', (text) => {
		for (const decimals of [undefined, 1, 2]) expect(readDecimal(text, decimals)).toBeUndefined();
	});

	it.each(EACH)(
		'%s has decimals in a field that has three, if the sign is a full stop',
		(text, _thousands, number) => {
			for (const decimals of [3, 4])
				expect(readDecimal(text, decimals)).toBe(text.includes(',') ? undefined : number);
		},
	);

	it('is no setting', () => {
		expect(readNumber('1.000')).toBeNaN();
		expect(readNumber('1,000')).toBeNaN();
		expect(readNumber('1000')).toBe(1000);
		expect(readNumber('1.5')).toBe(1.5);
		expect(readNumber({})).toBeNaN();
	});

	it.each([
		1,
		1.125,
		'1000',
		'1.00',
		'1.0000',
		'0.125',
		'01.000',
		'1234.567',
		'1.234.567',
		'1,000.5',
		null,
		{},
	])('%p means one thing', (given) => {
		expect(twoMeanings(given)).toBeUndefined();
	});
});
