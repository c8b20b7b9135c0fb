/* eslint-disable @n8n/community-nodes/no-restricted-imports -- looks into n8n's logger and into errors */
/**
 * Secrets stay put, whatever goes wrong and at whatever step: every operation of every resource runs against a server
 * that repeats all it was sent. Searched are outputs, hints, the error as n8n keeps it, the very object that the node
 * threw, hidden members included, and every line of n8n's logger and the console.
 */
import { inspect } from 'node:util';
import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { LoggerProxy, type IDataObject } from 'n8n-workflow';
import { typedIn } from '../helpers/typed';
import { camel } from '../../nodes/ITGlue/text/spelling';
import { ItGlue } from '../../nodes/ITGlue/ItGlue.node';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import type { OperationName } from '../../nodes/ITGlue/resources/schema/attribute';
import { startSandbox, type Sandbox } from '../../sandbox';
import { runNode, type RunNodeResult } from '../helpers/harness';
import { insertFull, openHome, SMALL, writableOn, type Home } from '../helpers/tables';
import { forward, startHost, type Answer, type Arrival, type Host } from './servers';
import { EVERY, sensible, type World } from './support';
import { LONG_TEST_MS } from '../helpers/patience';

const SECRETS = {
	value: 'Marked-Value "7Q<x>&é',
	otp: 'MARKEDOTPABCDEFGH',
	other: 'Marked-Other "8R<y>&ü',
};

/** As it is, in JSON once and twice, in HTML, in an address, and as bytes of a header. */
const spellings = (secret: string): string[] => [
	secret,
	JSON.stringify(secret).slice(1, -1),
	JSON.stringify(JSON.stringify(secret)).slice(3, -3),
	secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
	encodeURIComponent(secret),
	encodeURIComponent(secret).replace(/%20/g, '+'),
	Buffer.from(secret).toString('base64'),
];

let sandbox: Sandbox;
let home: Home;
/** Everything that was written to a log or a console. */
const lines: unknown[] = [];
/** The objects that the node threw, as they left it. */
const thrown: unknown[] = [];

const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
const note = (...parts: unknown[]): void => void lines.push(...parts);

beforeAll(async () => {
	sandbox = await startSandbox(SMALL);
	home = openHome(sandbox, 'Secret Home');
	const logger = Container.get(Logger);
	for (const level of LEVELS) {
		jest.spyOn(logger, level).mockImplementation(note);
		jest.spyOn(console, level).mockImplementation(note);
	}
	jest.spyOn(console, 'log').mockImplementation(note);
	LoggerProxy.init({ error: note, warn: note, info: note, debug: note } as never);
	const original = Reflect.get(ItGlue.prototype, 'execute') as ItGlue['execute'];
	jest.spyOn(ItGlue.prototype, 'execute').mockImplementation(async function (this: never) {
		return await original.call(this).catch((error: unknown) => {
			thrown.push(error);
			throw error;
		});
	});
});
beforeEach(() => {
	lines.length = 0;
	thrown.length = 0;
});
afterAll(async () => {
	jest.restoreAllMocks();
	await sandbox.stop();
});

/** Numbers what has to be new. */
let upserts = 0;

const IN_HASTE: IDataObject = { maxWait: 1, timeout: 60 };

/** A text of a person's own type, called like a secret: the columns are whatever the type has. */
function withSecretField(parameters: IDataObject, verb: OperationName): IDataObject {
	if (verb !== 'create' && verb !== 'update' && verb !== 'upsert') return parameters;
	upserts += 1;
	const mapping = parameters.fields as IDataObject;
	const value = {
		...(mapping.value as IDataObject),
		...(verb !== 'update' && { 'traits.host': `Typed ${upserts}` }),
		'traits.password': '={{ $json.value }}',
	};
	return { ...parameters, fields: { ...mapping, value } };
}

/** What a person may have put secrets into, for each operation, always by an expression. */
function secretParameters(resource: Resource, verb: OperationName): IDataObject {
	const typed = resource.typedBy && typedIn(sandbox, resource, home.organizationId);
	const world: World = {
		sandbox,
		home,
		typed,
		resource: typed?.resource ?? resource,
		record: () => typed?.asset() ?? insertFull(home, resource),
		run: async () => await Promise.reject(new Error('Not used here')),
	};
	const parameters = sensible(world, resource, verb);
	if (typed) return { ...withSecretField(parameters, verb), options: IN_HASTE };
	const secret = writableOn(resource, verb === 'create' ? 'create' : 'update').filter(
		({ kind }) => kind === 'secret',
	);
	const from = ({ name }: { name: string }): string =>
		name.startsWith('otp') ? '={{ $json.otp }}' : '={{ $json.value }}';
	if (verb === 'create' || verb === 'update') {
		const place = verb === 'create' ? 'additionalFields' : 'updateFields';
		const fields: IDataObject = {
			...(parameters[place] as IDataObject),
			otherAttributes: '={{ $json.json }}',
		};
		for (const attribute of secret) {
			(verb === 'create' && attribute.upFront ? parameters : fields)[camel(attribute.name)] =
				from(attribute);
		}
		parameters[place] = fields;
		if (verb === 'create') parameters.ifExists = 'createAnyway';
		// One name only in a type: that of the run before is taken.
		if (verb === 'create' && resource.parent !== undefined) {
			upserts += 1;
			parameters.name = `u${upserts}.${String(parameters.name)}`;
		}
	}
	if (verb === 'upsert') {
		const mapping = parameters.fields as IDataObject;
		// A record that is there already, from the run before, would need no write.
		upserts += 1;
		const keys = (mapping.matchingColumns as string[]).map((key) => [
			key,
			`u${upserts}.${String((mapping.value as IDataObject)[key])}`,
		]);
		const columns = Object.fromEntries(
			secret.map((attribute) => [attribute.name, from(attribute)]),
		);
		parameters.fields = {
			...mapping,
			value: { ...(mapping.value as IDataObject), ...Object.fromEntries(keys), ...columns },
		};
	}
	return { ...parameters, options: IN_HASTE };
}

const INPUT = [
	{
		...SECRETS,
		json: JSON.stringify({ 'api-key': SECRETS.other, nested: { password: SECRETS.other } }),
	},
];

const WRITES = new Set<OperationName>([
	'create',
	'upsert',
	'update',
	'delete',
	'archive',
	'unarchive',
	'publish',
	'addQuickNote',
]);

/** How an API may repeat a value: as it is, in JSON, in HTML, in an address. */
const repeated = (secret: string): string[] =>
	spellings(secret).filter((_spelling, at) => [0, 1, 3, 4].includes(at));

/** All that a request held: what was not submitted cannot be recognised. */
function echo({ headers, url, body }: Arrival): string {
	const submitted = Object.values(SECRETS).filter((secret) =>
		body.includes(JSON.stringify(secret).slice(1, -1)),
	);
	return [headers['x-api-key'], url, body, ...submitted.flatMap(repeated)].join(' | ');
}

const refused =
	(status: number) =>
	(arrival: Arrival): Answer => ({
		status,
		headers: { 'x-request-id': String(arrival.headers['x-api-key']) },
		body: JSON.stringify({
			errors: [
				{
					title: echo(arrival),
					detail: echo(arrival),
					source: { pointer: `data/attributes/${echo(arrival)}` },
				},
				echo(arrival),
			],
			message: echo(arrival),
		}),
	});

/** Never answers. */
const silence = async (): Promise<Answer> => await new Promise(() => undefined);

const FAILURES: Array<[string, (arrival: Arrival) => Answer | Promise<Answer>]> = [
	...[401, 403, 422, 429, 500].map((status): [string, ReturnType<typeof refused>] => [
		`status ${status}`,
		refused(status),
	]),
	['errors with status 200', refused(200)],
	[
		'HTML',
		(arrival) => ({
			status: 502,
			headers: { 'content-type': 'text/html' },
			body: `<html>${echo(arrival)}</html>`,
		}),
	],
	[
		'half an answer',
		(arrival) => ({
			body: `{"data":{"id":"1","attributes":{"name":${JSON.stringify(echo(arrival))}`,
		}),
	],
	[
		'a redirect',
		(arrival) => ({
			status: 302,
			headers: { location: `http://127.0.0.1:1/?to=${encodeURIComponent(echo(arrival))}` },
		}),
	],
	['a broken connection', async () => await Promise.reject(new Error('cut'))],
	['no answer in time', silence],
];

/** Fails where a secret stands in a text; says which and what is around it. */
function expectNone(what: string, text: string): void {
	const all = [sandbox.keys.full, ...Object.values(SECRETS)].flatMap(spellings);
	const found = all.flatMap((secret) => {
		const at = text.indexOf(secret);
		return at < 0 ? [] : [`${what}: …${text.slice(Math.max(0, at - 200), at + 60)}`];
	});
	expect(found).toEqual([]);
}

const whole = (value: unknown): string =>
	inspect(value, {
		showHidden: true,
		depth: 12,
		getters: true,
		maxStringLength: null,
		maxArrayLength: null,
	});

function expectNoSecrets(name: string, result: RunNodeResult): void {
	expectNone(`${name}, all that n8n keeps`, result.everything);
	const binary = result.output.map((item) => item.binary);
	expectNone(`${name}, binary data`, whole(binary));
	expectNone(`${name}, hints`, whole(result.hints));
	expectNone(`${name}, the error as n8n keeps it`, whole(result.error));
}

async function tryAll(
	fail: ((arrival: Arrival) => Answer | Promise<Answer>) | undefined,
	onError: 'stopWorkflow' | 'continueRegularOutput',
): Promise<void> {
	const runs = EVERY.map(async ([name, verb, resource]) => {
		const parameters = secretParameters(resource, verb);
		if (fail === silence) parameters.options = { maxWait: 1, timeout: 15 };
		let failures = 0;
		const proxy: Host = await startHost(async (arrival) => {
			if (fail === silence && failures > 0) return { status: 400 };
			const strikes = fail && (!WRITES.has(verb) || arrival.method !== 'GET');
			if (!strikes) return await forward(sandbox.url, arrival);
			failures += 1;
			return await fail(arrival);
		});
		const result = await runNode({
			parameters,
			credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: proxy.url },
			input: INPUT,
			onError,
		});
		await proxy.stop();
		expectNoSecrets(`${name} ${verb}`, result);
		if (fail) expect([name, verb, failures > 0]).toEqual([name, verb, true]);
		else expect([name, verb, result.error?.message]).toEqual([name, verb, undefined]);
	});
	await Promise.all(runs);
	for (const error of thrown) {
		expectNone('the error as it was thrown', whole(error));
		expectNone('the error as JSON', JSON.stringify(error));
	}
	expectNone('the log', whole(lines));
}

describe('every operation', () => {
	it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'keeps secrets when it succeeds, %s',
		async (onError) => {
			await tryAll(undefined, onError);
		},
		LONG_TEST_MS,
	);

	it.each(FAILURES)(
		'keeps secrets through %s',
		async (_name, fail) => {
			await tryAll(fail, 'stopWorkflow');
			expect(thrown.length).toBeGreaterThan(EVERY.length / 2);
		},
		LONG_TEST_MS,
	);

	it(
		'keeps secrets in the items that failed',
		async () => {
			await tryAll(refused(422), 'continueRegularOutput');
		},
		LONG_TEST_MS,
	);
});

it('notices a secret where there is one', () => {
	const error = new Error('x');
	Object.defineProperty(error, 'request', {
		value: { headers: { key: SECRETS.value } },
		enumerable: false,
	});
	expect(() => expectNone('error', whole(error))).toThrow();
});
