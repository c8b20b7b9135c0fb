/** What an ID is, and how tables write it. */
import { isId, plainId } from '../../../nodes/ITGlue/text/id';
import { fillPath } from '../../../nodes/ITGlue/transport';

const LARGEST = '9223372036854775807';

it.each(['1', '0042', '9007199254740993', LARGEST])('%s is one', (text) => {
	expect(isId(text)).toBe(true);
	expect(fillPath('/contacts/:id', { id: text })).toBe(`/contacts/${text}`);
});

it.each(['', ' ', '1a', '-1', '1.5', '1e3', `${LARGEST}0`, '١٢'])('%j is none', (text) => {
	expect(isId(text)).toBe(false);
	expect(() => fillPath('/contacts/:id', { id: text })).toThrow();
});

it.each<[string, string | undefined]>([
	['0042', '42'],
	['0', '0'],
	['123.0', '123'],
	["'123", '123'],
	['="00123"', '123'],
	[` ${LARGEST} `, LARGEST],
	['123.5', undefined],
	['1,234', undefined],
	['4.47912E+11', undefined],
	['="12', undefined],
	['', undefined],
])('%j holds %j', (text, id) => {
	expect(plainId(text)).toBe(id);
});
