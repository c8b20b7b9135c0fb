/** How a test in another process lets nights pass: make the world, let a day go by, end an outage, judge the store. */
import type { FastifyInstance } from 'fastify';
import type { Store } from '../core/store';
import type { Faults } from '../http/faults';
import type { Psa } from '../psa/model';
import { nextDay } from './days';
import { judge, type Verdict } from './judge';
import type { Size, World } from './model';
import { makeWorld } from './world';

const COUNT = { type: 'integer', minimum: 40, maximum: 24_000 };

const SIZE = {
	type: 'object',
	additionalProperties: false,
	required: ['companies', 'contacts', 'devices'],
	properties: { companies: COUNT, contacts: COUNT, devices: COUNT },
};

const TOLD = {
	type: 'array',
	items: {
		type: 'object',
		required: ['kind', 'text'],
		properties: { kind: { type: 'string' }, text: { type: 'string' } },
	},
};

const VERDICT = {
	type: 'object',
	required: ['complete', 'told'],
	properties: {
		complete: { type: 'boolean' },
		told: {
			type: 'object',
			required: ['organizations', 'contacts', 'devices'],
			properties: { organizations: TOLD, contacts: TOLD, devices: TOLD },
		},
	},
};

/** How often each story happened. */
function storiesOf({ log, night }: World): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const entry of log)
		if (entry.night === night) counts[entry.story] = (counts[entry.story] ?? 0) + 1;
	return counts;
}

/** Adds the routes below `/_sandbox/nights`. */
export function addNightsRoutes(
	app: FastifyInstance,
	store: Store,
	psa: Psa,
	faults: Faults,
): void {
	let world: World | undefined;
	const inWorld = (): World => {
		if (world === undefined) throw new RangeError('Make a world first: POST /_sandbox/nights.');
		return world;
	};
	app.post<{ Body: Size }>(
		'/_sandbox/nights',
		{ schema: { body: SIZE } },
		async (request, reply) => {
			world = makeWorld(store, psa, request.body);
			return reply.code(201).send({
				organizations: world.before.organizations.size,
				contacts: world.before.contacts.size,
				configurations: world.before.configurations.size,
			});
		},
	);
	app.post('/_sandbox/nights/next', async () => {
		const now = inWorld();
		nextDay(now, store, psa);
		return { night: now.night, stories: storiesOf(now) };
	});
	/** All systems answer again. */
	app.post('/_sandbox/nights/calm', async (_request, reply) => {
		faults.clear();
		psa.faults.length = 0;
		psa.troubles.clear();
		return reply.code(204).send();
	});
	app.post<{ Body: Pick<Verdict, 'complete' | 'told'> }>(
		'/_sandbox/nights/judge',
		{ schema: { body: VERDICT } },
		async (request) => ({ problems: judge({ world: inWorld(), store, ...request.body }) }),
	);
}
