/** When a wanted value and the stored one mean the same. */
import { checkAnswer, sameValue } from '../../../nodes/ITGlue/records/compare';
import type { Attribute } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';

const attribute = (kind: Attribute['kind']): Attribute => ({
	name: 'example',
	label: 'Example',
	kind,
	writable: 'both',
	readableFrom: 'list',
});

it.each([
	['a switch to be cleared that is off', 'boolean', null, false, true],
	['a switch to be cleared that is on', 'boolean', null, true, false],
	['a switch to be cleared that was never set', 'boolean', null, null, true],
	['a switch to be turned off that was never set', 'boolean', false, null, false],
	['a text to be cleared where "false" is stored', 'string', null, false, false],
	['nothing and empty text', 'string', null, '', true],
	['a number and its text', 'string', 7, '7', true],
	['texts that differ in what IT Glue trims', 'string', ' a\r\nb ', 'a\nb', true],
	['texts that differ in capitals', 'string', 'A', 'a', false],
	['lists with the same content', 'string', ['a'], ['a'], true],
	['lists with other content', 'string', ['a'], ['b'], false],
	['lists that are one text when put together', 'string', ['a,b'], ['a', 'b'], false],
	['a list and the text in it', 'string', ['a'], 'a', false],
	['a text and a list of it', 'string', 'a', ['a'], false],
	['objects with the same content', 'string', { a: 1 }, { a: 1 }, true],
	['objects with other content', 'string', { a: 1 }, { a: 2 }, false],
] as const)('%s', (_name, kind, wanted, stored, same) => {
	expect(sameValue(attribute(kind), wanted, stored)).toBe(same);
});

describe('what an answer says of the attributes that were sent', () => {
	const resource = {
		attributes: [
			{ ...attribute('string'), name: 'taken_name', label: 'Taken' },
			{ ...attribute('string'), name: 'kept', label: 'Kept' },
			{ ...attribute('string'), name: 'hidden', label: 'Hidden' },
			{ ...attribute('secret'), name: 'password', label: 'Password', readableFrom: 'never' },
		],
	} as unknown as Resource;
	const answer = {
		id: '1',
		type: 'examples',
		attributes: { 'taken-name': 'new', kept: 'old', password: null, unlisted: 'old' },
	};
	const check = (sent: Record<string, string>) => checkAnswer(resource, sent, answer);

	it('is that one was not taken, or that it is not shown', () => {
		expect(check({ taken_name: 'new', kept: 'new', hidden: 'new' })).toEqual({
			notTaken: ['Kept'],
			notShown: ['Hidden'],
		});
	});

	it('is nothing of one that IT Glue never shows', () => {
		expect(check({ password: 'new' })).toEqual({ notTaken: [], notShown: [] });
	});

	it('is said by its name of one that the table does not list', () => {
		expect(check({ unlisted: 'new', absent: 'new' })).toEqual({
			notTaken: ['unlisted'],
			notShown: ['absent'],
		});
	});
});
