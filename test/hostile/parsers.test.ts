/** The two parsers, JSON:API in and error bodies, given anything: they end, throw nothing but faults, and hand on nothing that hurts. */
import axios from 'axios';
import fc from 'fast-check';
import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import { shaperOf } from '../../nodes/ITGlue/records/flatten';
import { psaLinksOf } from '../../nodes/ITGlue/records/psaLink';
import {
	byKey,
	includedRecords,
	linkedRecords,
	oneRecord,
} from '../../nodes/ITGlue/transport/jsonapi/record';
import { differing } from '../../nodes/ITGlue/records/compare';
import { KeyIndex } from '../../nodes/ITGlue/sync/keyIndex';
import { organizationOf } from '../../nodes/ITGlue/records/routes';
import { RESOURCES, SECRET_ATTRIBUTES } from '../../nodes/ITGlue/resources';
import { keysOf } from '../../nodes/ITGlue/resources/schema/columns';
import { LOOKUPS } from '../../nodes/ITGlue/resources/lookups';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import { ApiFault, type ApiDocument, type ApiRequest } from '../../nodes/ITGlue/transport';
import { toNodeError } from '../../nodes/ITGlue/errors';
import { outcomeOf } from '../../nodes/ITGlue/transport/judge';
import { positionOf, recordsOf } from '../../nodes/ITGlue/transport/paging/page';
import { startSandbox } from '../../sandbox';
import { SMALL } from '../helpers/tables';
import { anyJson, anyMutation, anyText, mutated, polluted, settings } from './arbitrary';

const NODE: INode = {
	id: '1',
	name: 'IT Glue',
	type: 'test.itGlue',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const KEY = 'MarkedKey7Q';

/** Real answers of the stand-in: lists, records and refusals of every resource. */
const answers: string[] = [];

beforeAll(async () => {
	const sandbox = await startSandbox(SMALL);
	const get = async (path: string): Promise<void> => {
		const { data } = await axios.get<string>(`${sandbox.url}${path}`, {
			headers: { 'x-api-key': sandbox.keys.full },
			responseType: 'text',
			validateStatus: () => true,
			transformResponse: (text: string) => text,
		});
		answers.push(data);
	};
	for (const { type, includes } of RESOURCES) {
		const collection = `/${type.replace(/-/g, '_')}`;
		const [first] = sandbox.store.all(collection.slice(1));
		const include = includes.map(({ key }) => key).join(',');
		await get(`${collection}?page[size]=2&sort=id`);
		await get(`${collection}/${first?.id ?? '1'}${include === '' ? '' : `?include=${include}`}`);
		await get(`${collection}/1`);
		await get(`${collection}?sort=nonsense&filter[nonsense]=1`);
	}
	await sandbox.stop();
});

const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE') as fc.Arbitrary<
	ApiRequest['method']
>;
const status = fc.oneof(
	fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 504),
	fc.integer({ min: 100, max: 999 }),
);
const header = fc.dictionary(
	fc.constantFrom('retry-after', 'x-request-id', '__proto__'),
	fc.oneof(anyText, fc.constantFrom('9'.repeat(400), KEY)),
);

const document = fc.oneof(
	fc
		.tuple(fc.nat(), fc.array(anyMutation, { maxLength: 6 }))
		.map(([which, mutations]) => mutated(answers[which % answers.length] ?? '{}', mutations)),
	fc.record({ errors: anyJson }).map((value) => JSON.stringify(value)),
	fc
		.array(fc.record({ title: anyJson, detail: anyJson, source: fc.record({ pointer: anyJson }) }))
		.map((errors) => JSON.stringify({ errors })),
	anyJson.map((value) => JSON.stringify(value)),
	fc
		.record({
			data: fc.array(
				fc.record({ id: anyJson, type: anyJson, attributes: anyJson, relationships: anyJson }),
			),
			included: anyJson,
			meta: anyJson,
		})
		.map((value) => JSON.stringify(value)),
);
const text = fc.oneof(
	{ weight: 6, arbitrary: document },
	fc.tuple(document, fc.nat()).map(([whole, at]) => whole.slice(0, at % (whole.length + 1))),
	anyText,
	anyText.map((inner) => `<!DOCTYPE html><html><body>${inner}</body></html>`),
	anyText.map((inner) => `{"errors":[{"detail":"${inner}"}]}`),
	fc.constantFrom(
		`{"errors":[{"source":{"pointer":"data/attributes/${KEY}"}}]}`,
		`{"message":"${KEY}"}`,
	),
);

/** Everything that a verb does with the records of an answer before it sends anything. */
function readAll(answer: ApiDocument, resource: Resource): unknown[] {
	positionOf(answer);
	const included = byKey(includedRecords(answer));
	const one = oneRecord(answer);
	const records = [...recordsOf(answer), ...(one ? [one] : [])];
	return records.flatMap((record) => {
		organizationOf(record);
		resource.nameOf(record);
		linkedRecords(record, included);
		psaLinksOf(record, included);
		for (const lookup of Object.values(LOOKUPS)) lookup.namesOf(record);
		for (const { keep } of resource.filters) keep?.(record, 'x');
		for (const key of keysOf(resource)) new KeyIndex(resource, key, [record]);
		const wanted = Object.fromEntries(resource.attributes.map(({ name }) => [name, 'x']));
		differing(resource, wanted, record);
		resource.hooks?.saysAlready?.(new Map(Object.entries(wanted)), record);
		const shape = {
			omit: [],
			secrets: SECRET_ATTRIBUTES,
			reveal: false,
			derive: resource.hooks?.derive,
		};
		return [true, false].map((simplify) =>
			shaperOf({ ...shape, simplify }, { included, alone: one !== undefined })(record),
		);
	});
}

const CONTROL = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;

function expectReadable(error: NodeApiError | NodeOperationError): void {
	const { message, description } = error;
	expect(message.length).toBeGreaterThan(0);
	expect(message.length).toBeLessThan(3000);
	expect((description ?? '').length).toBeLessThan(7000);
	expect(`${message} ${description ?? ''}`).not.toMatch(CONTROL);
	const details = JSON.stringify(error.context.details);
	expect(details.length).toBeLessThan(1000);
	expect(`${message} ${description ?? ''} ${details}`).not.toMatch(/MarkedKey7Q|Infinity/i);
}

it('read any answer of a server', () => {
	fc.assert(
		fc.property(text, status, method, header, fc.nat(), (body, code, verb, headers, which) => {
			const resource = RESOURCES[which % RESOURCES.length] as Resource;
			const request: ApiRequest = { method: verb, path: '/contacts' };
			const raw = { got: 'answer', status: code, headers, text: body } as const;
			const verdict = outcomeOf(raw, { request, secrets: () => [KEY], now: 0 });
			if (verdict.is === 'fine') {
				expect(polluted(verdict.document)).toEqual([]);
				const shaped = readAll(verdict.document, resource);
				expect(polluted(shaped)).toEqual([]);
				expect(() => JSON.stringify(shaped)).not.toThrow();
				return;
			}
			const fault = new ApiFault({
				...verdict.findings,
				message: 'x',
				method: verb,
				path: '/contacts',
			});
			const labels = Object.fromEntries(
				resource.attributes.map(({ name, label }) => [name, label]),
			);
			const error = toNodeError(NODE, fault, {
				labels,
				recordLabel: resource.label,
				operationLabel: 'Create',
				psaWritable: [],
				offersUpsert: true,
			});
			expect(error instanceof NodeApiError || error instanceof NodeOperationError).toBe(true);
			expectReadable(error);
		}),
		settings(3000),
	);
	expect(({} as IDataObject).polluted).toBeUndefined();
});

it('end with answers that nest without end', () => {
	for (const nested of [
		'['.repeat(200_000),
		`{"a":`.repeat(100_000),
		`${'['.repeat(20_000)}${']'.repeat(20_000)}`,
	]) {
		for (const body of [
			nested,
			`{"data":{"id":"1","type":"x","attributes":{"a":${nested}}}}`,
			`{"errors":${nested}}`,
		]) {
			const request: ApiRequest = { method: 'GET', path: '/contacts' };
			const raw = { got: 'answer', status: 200, headers: {}, text: body } as const;
			const verdict = outcomeOf(raw, { request, secrets: () => [], now: 0 });
			if (verdict.is === 'fine') readAll(verdict.document, RESOURCES[0] as Resource);
		}
	}
});
