/** The parameters that docs/migrating.md promises are parameters of the node. */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { read } from '../../helpers/package';

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const isParameter = (entry: Entry): entry is INodeProperties => 'type' in entry;

/** Names as a workflow file spells them, those inside of a collection with its name before them. */
const namesOf = ({ name, options = [], type }: INodeProperties): string[] =>
	type === 'collection'
		? [name, ...options.filter(isParameter).map((inner) => `${name}.${inner.name}`)]
		: [name];

const { properties } = new ItGlue().description;
const parameters = new Set(properties.flatMap(namesOf));
const operations = new Set(
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) =>
			options.map((option) => ('value' in option ? String(option.value) : '')),
		),
);

/** The second cells of tables with that head. */
function here(head: string): string[] {
	const page = read('docs', 'migrating.md');
	return page
		.split(/\n\n/)
		.filter((block) => block.startsWith(head))
		.flatMap((block) => block.split('\n').slice(2))
		.map((row) => row.split('|')[2]?.trim() ?? '');
}

const codes = (cells: string[]): string[] =>
	cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));

it('every parameter that it names is there', () => {
	const named = codes(here('| There | Here | Note |'));
	expect(named.length).toBeGreaterThan(80);
	expect(named.filter((name) => !parameters.has(name))).toEqual([]);
});

it('every operation that it names is there', () => {
	const named = codes(here('| There | Here |\n')).filter((name) => !parameters.has(name));
	expect(named.length).toBeGreaterThan(8);
	expect(named.filter((name) => !operations.has(name))).toEqual([]);
});
