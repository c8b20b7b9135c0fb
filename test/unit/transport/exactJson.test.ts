import { fc } from '../../helpers/properties';
import { parseBody } from '../../../nodes/ITGlue/transport/answer';
import { withExactIntegers } from '../../../nodes/ITGlue/transport/exactJson';
import { effortOf } from '../../helpers/effort';

const read = (text: string): unknown => JSON.parse(withExactIntegers(text));

describe('whole numbers of an answer', () => {
	it.each<[string, unknown]>([
		['{"organization-id": 9007199254740993}', { 'organization-id': '9007199254740993' }],
		['[9007199254740992,1]', ['9007199254740992', 1]],
		['[ -9007199254740993 ]', ['-9007199254740993']],
		['[123456789012345678901234567890]', ['123456789012345678901234567890']],
		['{"a":{"b":[[9223372036854775807]]}}', { a: { b: [['9223372036854775807']] } }],
		['9007199254740993', '9007199254740993'],
	])('stay exact, as text, beyond 2^53: %s', (text, value) => {
		expect(read(text)).toEqual(value);
	});

	it.each([
		'[9007199254740991, -9007199254740991, 2090385000000123, 0, 1]',
		'[9007199254740993.5, 1.9007199254740993, 1e9007199254740993, 9007199254740993e0, 1E+9007199254740993]',
		'{"9007199254740993": 1, "note": "see 9007199254740993", "s": "[9007199254740993,"}',
		String.raw`{"a": "say \"9007199254740993\" and \\", "b": "\\\\\"9007199254740993"}`,
		'{"url": "https://example.com/9007199254740993/9007199254740995"}',
		'[]',
		'""',
	])('are left as they are otherwise: %s', (text) => {
		expect(withExactIntegers(text)).toBe(text);
	});

	it.each([
		'{"a": 9007199254740993',
		'{"a": "9007199254740993',
		'9007199254740993x',
		'{"a": 009007199254740993}}',
	])('make nothing whole that is not: %s', (text) => {
		expect(() => read(text)).toThrow();
	});

	it('come out wherever they stand, beside any text', () => {
		const big = fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n });
		const around = fc.string({
			maxLength: 40,
			unit: fc.constantFrom('"', '\\', '0', '9', '1', ',', ':', '[', 'é', ' '),
		});
		fc.assert(
			fc.property(around, big, around, fc.integer(), (before, number, after, small) => {
				const text = `{${JSON.stringify(before)}: [${JSON.stringify(after)}, ${number}, ${small}, ${JSON.stringify(String(number))}]}`;
				expect(read(text)).toEqual({ [before]: [after, String(number), small, String(number)] });
			}),
		);
	});

	it('are found in time that grows with the text only', () => {
		const hostile = [
			`["${'\\\\'.repeat(300_000)}", 9007199254740993]`,
			`["${'\\"'.repeat(300_000)}", 9007199254740993]`,
			`[${'9'.repeat(500_000)}]`,
			`[${Array.from({ length: 30_000 }, () => '9007199254740993').join(',')}]`,
			`"${'9007199254740993 '.repeat(30_000)}"`,
		];
		const effort = effortOf(() => {
			for (const text of hostile) withExactIntegers(text);
		});
		expect(effort).toBeLessThan(3000);
	});
});

it('an answer keeps the IDs of its records, attributes, links and included records', () => {
	const parsed = parseBody(
		'{"data":[{"id":9007199254740993,"type":"contacts","attributes":{"organization-id":9007199254740995,"__proto__":{}},"relationships":{"a":{"data":{"id":9007199254740997,"type":"x"}}}}],"included":[{"id":9007199254740997,"type":"x","attributes":{}}]}',
	);
	expect(parsed).toMatchObject({
		is: 'json',
		document: {
			data: [
				{
					id: '9007199254740993',
					attributes: { 'organization-id': '9007199254740995' },
					relationships: { a: { data: { id: '9007199254740997' } } },
				},
			],
			included: [{ id: '9007199254740997' }],
		},
	});
});
