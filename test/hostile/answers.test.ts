/** A server that answers anything: every operation ends in words or in a correct request, and passes nothing on that hurts. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { RESOURCES } from '../../nodes/ITGlue/resources';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import type { OperationName } from '../../nodes/ITGlue/resources/schema/attribute';
import { anyMutation, mutated, polluted, settings, type Mutation } from './arbitrary';
import { forward, startHost, type Host } from './servers';
import { complaints, sensible, useWorld } from './support';
import { run } from '../helpers/tables';
import { LONG_TEST_MS } from '../helpers/patience';

/** More than any operation takes here; a run that asks without end is stopped, and fails. */
const MOST_REQUESTS = 300;

describe.each(
	RESOURCES.filter(({ operations }) => operations.length > 1).map(
		(resource): [string, Resource] => [resource.name, resource],
	),
)('%s', (_name, resource) => {
	const world = useWorld(resource);
	let proxy: Host;
	/** Changes of the answers in the order they are given, around again at the end. */
	let plan: Mutation[][] = [];
	let cancel = new AbortController();

	beforeAll(async () => {
		proxy = await startHost(async (arrival) => {
			if (proxy.arrived.length > MOST_REQUESTS) cancel.abort();
			const answer = await forward(world.sandbox.url, arrival);
			const changes = plan[(proxy.arrived.length - 1) % Math.max(1, plan.length)] ?? [];
			return { ...answer, body: mutated(String(answer.body), changes) };
		});
	});
	afterAll(async () => await proxy.stop());

	const tried = async (verb: OperationName, mutations: Mutation[][]): Promise<string[]> => {
		plan = [];
		const parameters: IDataObject = {
			options: { maxWait: 1, timeout: 5 },
			...sensible(world, resource, verb),
		};
		plan = mutations;
		proxy.arrived.length = 0;
		cancel = new AbortController();
		const ran = await run(world.sandbox, parameters, { signal: cancel.signal }, proxy.url);
		return [
			...complaints(ran, world.resource, { garbled: false }),
			...ran.output.flatMap(({ json }) => polluted(json)),
			...(proxy.arrived.length > MOST_REQUESTS ? [`more than ${MOST_REQUESTS} requests`] : []),
		];
	};

	it.each(resource.operations)(
		'%s copes with changed answers',
		async (verb) => {
			await fc.assert(
				fc.asyncProperty(
					fc.array(fc.array(anyMutation, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
					async (mutations) => {
						expect(await tried(verb, mutations)).toEqual([]);
					},
				),
				settings(12),
			);
		},
		LONG_TEST_MS,
	);
});
