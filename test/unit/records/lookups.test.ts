/** Where the entries of a look-up are read. */
import { pathOf } from '../../../nodes/ITGlue/records/lookups';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';

const nested = Object.entries(LOOKUPS).filter(
	([, { within, paths }]) => within?.as === 'path' && paths.some((path) => path.includes(':')),
);

it.each(nested)('%s: under its parent, where one is known', (_name, lookup) => {
	expect(pathOf(lookup, '7')).toMatch(/\/7\//);
});

const both = nested.filter(([, { paths }]) => paths.length > 1);

it.each(both)('%s: all of them, where no parent is known', (_name, lookup) => {
	expect(lookup.paths).toContain(pathOf(lookup));
	expect(pathOf(lookup)).not.toContain(':');
});

const flat = Object.entries(LOOKUPS).filter(([, { within }]) => within?.as !== 'path');

it.each(flat)('%s: always in the same place', (_name, lookup) => {
	expect(pathOf(lookup, '7')).toBe(pathOf(lookup));
	expect(lookup.paths).toContain(pathOf(lookup));
});
