import { isOneTypo, SimilarNames, wordsOf } from '../../../nodes/ITGlue/text/similarNames';

const within = (...names: string[]): ((name: string) => string[]) => {
	const index = new SimilarNames(names.map((name, at) => ({ id: String(at), name })));
	return (name) => index.near(name).map((entry) => entry.name);
};

describe('the words of a name', () => {
	it.each([
		['Acme Ltd', 'acme'],
		['ACME LIMITED', 'acme'],
		['Acme, Inc.', 'acme'],
		['The Acme Co.', 'acme'],
		['Acme L.L.C.', 'acme'],
		['Acme Pty Ltd', 'acme'],
		['Bäcker & Söhne GmbH & Co. KG', 'backer and sohne'],
		['Baker, Lyons & Co', 'baker lyons'],
		['Baker and Lyons', 'baker and lyons'],
		["O'Brien Dental", 'obrien dental'],
		['O’Brien Dental', 'obrien dental'],
		['Straße Ærø Łódź', 'strasse aero lodz'],
		['Cœur Þór Đorđe', 'coeur thor dorde'],
		['Smith+Jones', 'smith and jones'],
		['Smith-Jones / Partners', 'smith jones partners'],
		['A.B.C. Corp', 'abc'],
	])('%s', (name, words) => {
		expect(wordsOf(name).join(' ')).toBe(words);
	});

	it.each([
		['Limited', 'limited'],
		['The', 'the'],
		['The Co', 'co'],
		['Company of Heroes', 'company of heroes'],
		['The The', 'the'],
		['', ''],
		['  ☕ !', ''],
	])('%s: something is left, if there is anything', (name, words) => {
		expect(wordsOf(name).join(' ')).toBe(words);
	});

	it('keeps other scripts, without marks that nobody sees', () => {
		expect(wordsOf('\u200fשלום בע״מ\u200e')).toEqual(wordsOf('שלום בע״מ'));
		expect(wordsOf('شركة مثال').join(' ')).toBe('شركة مثال');
		expect(wordsOf('株式会社サンプル')).toHaveLength(1);
	});
});

describe('near names', () => {
	it('are those that differ in legal form, capitals, accents, punctuation or blanks', () => {
		const near = within('Acme Limited', 'Northwind', 'Baker and Lyons', 'Café Zoë');
		expect(near('Acme Ltd')).toEqual(['Acme Limited']);
		expect(near('North Wind Inc')).toEqual(['Northwind']);
		expect(near('baker & lyons')).toEqual(['Baker and Lyons']);
		expect(near('CAFE ZOE')).toEqual(['Café Zoë']);
	});

	it('are short ones with one typo, which leaves them little in common', () => {
		const near = within('Brook', 'Bruno');
		expect(near('Borok')).toEqual(['Brook']);
		expect(near('Brok')).toEqual([]);
	});

	it('are those with one typo, a word more, or words in another order', () => {
		const near = within('Northwind Dental', 'Granite Packaging Services Group', 'Example, Ann');
		for (const typo of [
			'Northwnid Dental',
			'Northwind Dentall',
			'Northwin Dental',
			'Nortwind Dental',
		])
			expect(near(typo)).toEqual(['Northwind Dental']);
		expect(near('Granite Packaging Services')).toEqual(['Granite Packaging Services Group']);
		expect(near('Ann Example')).toEqual(['Example, Ann']);
	});

	it('are not those that only have something in common', () => {
		const near = within('Amber Dental Group', 'Birch Dental Group', 'ABD', 'Store 13', 'X');
		expect(near('Cedar Dental Group')).toEqual([]);
		expect(near('ABC')).toEqual([]);
		expect(near('Store 12')).toEqual([]);
		expect(near('Y')).toEqual([]);
		expect(near('')).toEqual([]);
		expect(near(' ')).toEqual([]);
	});

	it('of one character, without letters or written from right to left are found all the same', () => {
		const near = within('X', '☕', 'שלום בע״מ', 'شركة مثال', '', ' ');
		expect(near('x')).toEqual(['X']);
		expect(near('☕')).toEqual(['☕']);
		expect(near('\u200fשלום בע״מ')).toEqual(['שלום בע״מ']);
		expect(near('شركه مثال')).toEqual(['شركة مثال']);
	});

	it('come best first: the same, the same but for its form, then by nearness', () => {
		const near = within(
			'Northwind Dentall',
			'Northwind Dental Ltd',
			'northwind dental',
			'Northwind',
		);
		expect(near('Northwind Dental')).toEqual([
			'northwind dental',
			'Northwind Dental Ltd',
			'Northwind Dentall',
		]);
	});

	it('are at most five, the same ones in whatever order the records came', () => {
		const names = ['Ltd', 'Limited', 'Inc', 'LLC', 'GmbH', 'Pty', 'Corp'].map(
			(form) => `Acme ${form}`,
		);
		const expected = ['Acme Corp', 'Acme GmbH', 'Acme Inc', 'Acme LLC', 'Acme Limited'];
		expect(within(...names)('Acme')).toEqual(expected);
		expect(within(...names.reverse())('Acme')).toEqual(expected);
	});

	it('are found again by the same index', () => {
		const near = within('Northwind Dental', 'Northwind Dentall');
		expect([near('Northwind Dental'), near('Northwind Dental')]).toEqual(
			Array(2).fill(['Northwind Dental', 'Northwind Dentall']),
		);
	});
});

it.each([
	['acmes', 'acme', true],
	['acme', 'acmes', true],
	['acme', 'acne', true],
	['acme', 'amce', true],
	['acme', 'acme', false],
	['acme', 'aces', false],
	['acme', 'emca', false],
	['acme', 'acmeee', false],
	['', 'a', true],
])('one typo: %s, %s', (a, b, expected) => {
	expect(isOneTypo(a, b)).toBe(expected);
});
