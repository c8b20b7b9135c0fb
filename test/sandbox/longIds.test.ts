/** Whole numbers above 2^53: JavaScript rounds them, the wire must not. Answers are therefore read as text here. */
import axios from 'axios';
import type { Sandbox } from '../../sandbox';
import { readJson, writeJson } from '../../sandbox/core/exact';
import { bench, JSON_API, pick, stopAll } from './client';

afterAll(stopAll);

const BEYOND = 2n ** 53n;

/** Every whole number outside texts, and every text that is digits only. */
const numbersIn = (text: string): string[] =>
	[...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+/g)].map(([token]) => token);

const longClient = (sandbox: Sandbox) =>
	pick(sandbox, 'organizations', ({ id }) => BigInt(id) > BEYOND);

async function raw(sandbox: Sandbox, method: string, path: string, body?: string) {
	const { status, data } = await axios.request<string>({
		method,
		url: `${sandbox.url}${path}`,
		headers: { 'x-api-key': sandbox.keys.full, 'content-type': JSON_API },
		data: body,
		transformRequest: (text: string) => text,
		transformResponse: (text: string) => text,
		validateStatus: () => true,
	});
	return { status, text: data };
}

it('is met in the data set: a client, and what belongs to it', async () => {
	const { sandbox } = await bench({ longIds: true });
	const { id } = longClient(sandbox);
	expect(Number.isSafeInteger(Number(id))).toBe(false);
	expect(String(Number(id))).not.toBe(id);
	for (const type of [
		'contacts',
		'configurations',
		'passwords',
		'documents',
		'document_folders',
		'locations',
	]) {
		const records = sandbox.store.related(type, 'organization_id', id);
		expect([type, records.length > 0]).toEqual([type, true]);
		for (const record of records) expect(BigInt(record.id) > BEYOND).toBe(true);
	}
	const others = sandbox.store.all('contacts').filter(({ attributes }) => {
		return String(attributes.organization_id) !== id;
	});
	for (const record of others) expect(BigInt(record.id) < BEYOND).toBe(true);
});

it('is a number of all its digits in answers, and text beside type', async () => {
	const { sandbox } = await bench({ longIds: true });
	const { id } = longClient(sandbox);
	for (const type of ['contacts', 'configurations', 'passwords', 'locations']) {
		const { text } = await raw(sandbox, 'get', `/${type}?filter[organization_id]=${id}`);
		const owned = sandbox.store.related(type, 'organization_id', id);
		expect(text.split(`"organization-id":${id},`)).toHaveLength(owned.length + 1);
		const all = numbersIn(text);
		for (const record of owned) expect(all).toContain(`"${record.id}"`);
	}
	const contact = pick(sandbox, 'contacts', (record) => BigInt(record.id) > BEYOND);
	const { text } = await raw(sandbox, 'get', `/contacts/${contact.id}`);
	expect(text).toContain(`"location-id":${String(contact.attributes.location_id)},`);
	const device = pick(sandbox, 'configuration_interfaces', (record) => BigInt(record.id) > BEYOND);
	const shown = await raw(sandbox, 'get', `/configuration_interfaces/${device.id}`);
	expect(shown.text).toContain(`"id":${device.id}}`);
	const section = pick(sandbox, 'document_sections', (record) => BigInt(record.id) > BEYOND);
	const document = String(section.attributes.document_id);
	const sections = await raw(sandbox, 'get', `/documents/${document}/relationships/sections`);
	expect(sections.text).toContain(`"document-id":${document},`);
});

it.each<[string, (id: string) => string]>([
	['a number', (id) => id],
	['text', (id) => `"${id}"`],
])('is stored exactly when a request holds it as %s', async (_what, spell) => {
	const { sandbox } = await bench({ longIds: true });
	const { id } = longClient(sandbox);
	const created = await raw(
		sandbox,
		'post',
		'/contacts',
		`{"data":{"type":"contacts","attributes":{"organization_id":${spell(id)},"first_name":"9007199254740993"}}}`,
	);
	expect(created.status).toBe(201);
	expect(created.text).toContain(`"organization-id":${id},`);
	// A text of digits stays text.
	expect(created.text).toContain('"first-name":"9007199254740993"');
	const [record] = sandbox.store.all('contacts').slice(-1);
	expect(record?.attributes.organization_id).toBe(id);
	const neighbour = (BigInt(id) + 1n).toString();
	const refused = await raw(
		sandbox,
		'post',
		'/contacts',
		`{"data":{"type":"contacts","attributes":{"organization_id":${spell(neighbour)},"first_name":"Nobody"}}}`,
	);
	expect(refused.status).toBe(422);
	const deleted = await raw(
		sandbox,
		'delete',
		'/contacts',
		`{"data":[{"type":"contacts","attributes":{"id":${spell(record?.id ?? '')}}}]}`,
	);
	expect([deleted.status, sandbox.store.find('contacts', record?.id ?? '')]).toEqual([
		200,
		undefined,
	]);
});

it('is told from its neighbours by filters and by sort', async () => {
	const { sandbox } = await bench({ longIds: true });
	const { id } = longClient(sandbox);
	const first = sandbox.store.insert('contacts', { organization_id: id, first_name: 'First' });
	const second = sandbox.store.insert('contacts', { organization_id: id, first_name: 'Second' });
	expect(BigInt(second.id) - BigInt(first.id)).toBe(2n);
	const found = await raw(sandbox, 'get', `/contacts?filter[id]=${second.id}`);
	expect(found.text).toContain('"Second"');
	expect(found.text).not.toContain('"First"');
	const sorted = await raw(sandbox, 'get', `/contacts?sort=-id&page[size]=2`);
	expect(sorted.text.indexOf('"Second"')).toBeLessThan(sorted.text.indexOf('"First"'));
	expect(sorted.text.indexOf('"Second"')).toBeGreaterThan(0);
});

it.each<[string, string]>([
	['a number above 2^53', '{"a":9007199254740993}'],
	['a negative one', '[-9007199254740993]'],
	['a text that holds one', '{"a":"id 9007199254740993, \\"9007199254740995\\" \\\\"}'],
])('reads %s and loses nothing', (_what, text) => {
	const digits = /^\{"a":\d+\}$|^\[-\d+\]$/.test(text);
	expect(JSON.stringify(readJson(text))).toBe(digits ? text.replace(/(-?\d+)/, '"$1"') : text);
});

it('writes what is no number as it is', () => {
	const body = { a: '9007199254740993', b: [1, null, 'x-9007199254740993'], c: 1.5 };
	expect(writeJson(body)).toBe(JSON.stringify(body));
});
