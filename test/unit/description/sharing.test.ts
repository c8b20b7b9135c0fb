/** Parameters that are described once for many operations: the rule that each of them gets. */
import type { INodeProperties } from 'n8n-workflow';
import {
	share,
	sharedCollection,
	type Place,
	type Use,
} from '../../../nodes/ITGlue/description/sharing';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import type { OperationName } from '../../../nodes/ITGlue/resources/schema/attribute';
import { toolTwin } from '../../helpers/harness';
import { isParameter } from '../../helpers/form';

const text = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});

const places = (...pairs: Array<[string, OperationName]>): Place[] =>
	pairs.map(([resource, operation]) => ({ resource, operation }));

const usesOf = (property: INodeProperties, at: Place[]): Use[] =>
	at.map((place) => ({ ...place, property }));

const ALL = places(
	['dog', 'get'],
	['dog', 'getAll'],
	['cat', 'get'],
	['cat', 'getAll'],
	['cat', 'update'],
);

const rules = (at: Place[], all = ALL) =>
	share(usesOf(text('a'), at), all).map(({ displayOptions }) => displayOptions?.show);

describe('what is the same', () => {
	it('needs no rule where everything has it', () => {
		expect(rules(ALL)).toEqual([undefined]);
	});

	it('is shown by operation where all resources of it have it', () => {
		expect(rules(places(['dog', 'get'], ['cat', 'get']))).toEqual([{ operation: ['get'] }]);
		expect(rules(places(['cat', 'update']))).toEqual([{ operation: ['update'] }]);
	});

	it('is shown by resource where all operations of it have it', () => {
		expect(rules(places(['dog', 'get'], ['dog', 'getAll']))).toEqual([{ resource: ['dog'] }]);
	});

	it('is shown by both where neither says it', () => {
		expect(rules(places(['cat', 'get']))).toEqual([{ resource: ['cat'], operation: ['get'] }]);
	});

	it('is described twice where one rule cannot say it', () => {
		expect(rules(places(['dog', 'get'], ['cat', 'getAll'], ['cat', 'update']))).toEqual([
			{ resource: ['dog'], operation: ['get'] },
			{ resource: ['cat'], operation: ['getAll', 'update'] },
		]);
	});

	it('is counted once where it is named twice', () => {
		expect(rules([...ALL, ...ALL])).toEqual([undefined]);
	});

	it('differs by every word of it', () => {
		const [get, getAll] = [places(['dog', 'get']), places(['dog', 'getAll'])];
		const one = usesOf(text('a', { description: 'One' }), get);
		const other = usesOf(text('a', { description: 'Other' }), getAll);
		expect(share([...one, ...other], ALL)).toHaveLength(2);
	});

	it('keeps what hides it from AI agents', () => {
		const hidden = text('a', { displayOptions: { hide: { '@tool': [true] } } });
		expect(share(usesOf(hidden, places(['dog', 'get'])), ALL)).toEqual([
			text('a', {
				displayOptions: {
					show: { resource: ['dog'], operation: ['get'] },
					hide: { '@tool': [true] },
				},
			}),
		]);
	});
});

it('a shared collection is shown where it holds something, and names the root in its rules', () => {
	const head = { displayName: 'Options', name: 'options', placeholder: 'Add Option' };
	const all = ALL.filter(({ resource }) => resource === 'cat');
	const uses = [...usesOf(text('b'), places(['cat', 'get'])), ...usesOf(text('a'), all)];
	expect(sharedCollection(head, uses)).toEqual({
		...head,
		type: 'collection',
		default: {},
		displayOptions: { show: { resource: ['cat'], operation: ['get', 'getAll', 'update'] } },
		options: [text('a'), text('b', { displayOptions: { show: { '/operation': ['get'] } } })],
	});
});

const collections = new ItGlue().description.properties.filter(({ type }) => type === 'collection');

it('each collection is described once', () => {
	expect(collections.map(({ name }) => name)).toEqual([
		'additionalFields',
		'updateFields',
		'filters',
		'options',
	]);
});

// n8n 1 takes the first entry of a name, shown or not, for what a newly added one begins with.
it.each(collections.map(({ name, options = [] }) => [name, options.filter(isParameter)] as const))(
	'entries of the same name begin alike in %s',
	(_name, entries) => {
		const beginning = ({ type, default: first, typeOptions }: INodeProperties) =>
			JSON.stringify([type, first, typeOptions?.multipleValues ?? false]);
		const byName = new Map<string, Set<string>>();
		for (const entry of entries) {
			const known = byName.get(entry.name) ?? new Set();
			byName.set(entry.name, known.add(beginning(entry)));
		}
		expect(byName.size).toBeGreaterThan(0);
		expect([...byName].filter(([, beginnings]) => beginnings.size > 1)).toEqual([]);
	},
);

// The editor downloads both before it shows anything of them, and slows down above a few hundred kB.
it('the node and its tool twin are small enough for the editor', () => {
	const own = JSON.stringify(new ItGlue().description);
	const twin = JSON.stringify(toolTwin(new ItGlue()).description);
	expect(own.length).toBeLessThanOrEqual(160_000);
	expect(own.length + twin.length).toBeLessThan(320_000);
});
