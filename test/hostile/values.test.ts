/** Whatever an expression resolves to, in every parameter of every operation: clear words or a correct request. */
import { RESOURCES } from '../../nodes/ITGlue/resources';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import { slotsOf } from './slots';
import { byItem, complaints, CONTINUE, ODD_VALUES, byPairs, sensible, useWorld } from './support';
import { LONG_TEST_MS } from '../helpers/patience';

const LABELS = ODD_VALUES.map(([label]) => label);
const INPUT = ODD_VALUES.map(([, odd]) => ({ json: { odd } as never }));

/** Far more than the runs of an operation take; there are many of them in one test. */

/** Over all resources: what one of a kind showed, the others need not show again. */
const isNew = byPairs();

describe.each(RESOURCES.map((resource): [string, Resource] => [resource.name, resource]))(
	'%s',
	(_name, resource) => {
		const world = useWorld(resource);

		it.each(resource.operations)(
			'%s copes with any value anywhere',
			async (verb) => {
				const slots = slotsOf(world.resource, sensible(world, resource, verb), '={{ $json.odd }}');
				expect(slots.length).toBeGreaterThan(4);
				const found: string[] = [];
				for (const slot of slots) {
					if (!isNew(resource, verb, slot)) continue;
					const { place, parameters } = slot;
					const ran = await world.run(parameters, { ...CONTINUE, input: INPUT });
					const all = [...byItem(ran, LABELS), ...complaints(ran, world.resource)];
					found.push(...all.map((complaint) => `${place}: ${complaint}`));
				}
				expect(found).toEqual([]);
			},
			LONG_TEST_MS,
		);
	},
);
