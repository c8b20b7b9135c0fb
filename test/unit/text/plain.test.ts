/** What a message quotes of values that a user or an expression gave. */
import { jsonText, listed } from '../../../nodes/ITGlue/text/plain';

const circular: Record<string, unknown> = {};
circular.itself = circular;

it.each<[string, unknown, string]>([
	['an object', { a: 1 }, '{"a":1}'],
	['nothing', undefined, ''],
	['a function', () => 1, ''],
	['a list that JSON cannot hold', [1n], 'a list'],
	['an object that JSON cannot hold', { a: 1n }, 'an object'],
	['an object that holds itself', circular, 'an object'],
])('%s as text', (_name, value, text) => {
	expect(jsonText(value)).toBe(text);
});

describe('a list of names', () => {
	const names = (count: number): string[] => Array.from({ length: count }, (_each, at) => `N${at}`);

	it('is given in full where it is short', () => {
		expect(listed(names(2))).toBe('N0, N1');
		expect(listed([])).toBe('');
	});

	it('ends in how many more there are', () => {
		const text = listed(names(1000));
		const shown = text.replace(/ and \d+ more$/, '').split(', ');
		expect(shown).toEqual(names(shown.length));
		expect(text).toBe(`${shown.join(', ')} and ${1000 - shown.length} more`);
		expect(shown.length).toBeLessThan(1000);
	});
});
