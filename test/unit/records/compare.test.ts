/** When a wanted value and the stored one mean the same. */
import { sameValue } from '../../../nodes/ITGlue/records/compare';
import type { Attribute } from '../../../nodes/ITGlue/resources/schema/attribute';

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
] as const)('%s', (_name, kind, wanted, stored, same) => {
	expect(sameValue(attribute(kind), wanted, stored)).toBe(same);
});
