/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { inspect } from 'node:util';
import { ApiFault } from '../../../nodes/ITGlue/transport';
import { failureDetails, toNodeError } from '../../../nodes/ITGlue/errors';
import type { ApiRequest, ErrorSubject } from '../../../nodes/ITGlue/transport';
import { connect, faultOf, KEY, NODE, timeoutFor, useServers, type Reply } from './support';
import { WORDING } from './wording';

const startServer = useServers();

const CREATE: ApiRequest = {
	method: 'POST',
	path: '/contacts',
	body: { data: { type: 'contacts', attributes: { name: 'x' } } },
};
const UPDATE: ApiRequest = {
	method: 'PATCH',
	path: '/contacts/5',
	body: { data: { type: 'contacts', attributes: { name: 'x' } } },
};
const READ: ApiRequest = { method: 'GET', path: '/contacts/5' };

async function failing(reply: Reply, request: ApiRequest = READ, about: ErrorSubject = {}) {
	const server = await startServer(() => reply);
	const { client } = await connect(server.url, {
		timeoutMs: timeoutFor(reply),
		patienceMs: 20_000,
	});
	const fault = await faultOf(client.send(request));
	expect(fault).toBeInstanceOf(ApiFault);
	const error = toNodeError(NODE, fault, {
		itemIndex: 2,
		recordLabel: 'Contact',
		operationLabel: 'Create',
		...about,
	});
	return { fault: fault as ApiFault, error, text: `${error.message} | ${error.description ?? ''}` };
}

const errors = (...list: object[]): object => ({ errors: list });
const at = (name: string): object => ({ pointer: `/data/attributes/${name}` });

interface Row {
	name: string;
	reply: Reply;
	request?: ApiRequest;
	about?: ErrorSubject;
	details?: object;
}

/** Every row of itglue-api.md 1.12, and the error tables of its section 6. */
const ROWS: Row[] = [
	{
		name: '400 parameter missing',
		reply: {
			status: 400,
			json: errors({ message: 'param is missing or the value is empty: resource_type' }),
		},
	},
	{
		name: '400 name blank',
		reply: { status: 400, json: errors({ detail: "can't be blank", source: at('name') }) },
		request: CREATE,
		details: { httpCode: '400', field: 'name' },
	},
	{
		name: '401 rights',
		reply: {
			status: 401,
			json: errors({
				status: 401,
				title: 'Unauthorized',
				detail: 'Unauthorized resource access',
				source: { pointer: 'id' },
			}),
		},
	},
	{ name: '401 without a body', reply: { status: 401 } },
	{
		name: '401 JWT',
		reply: { status: 401, json: errors({ title: 'Only supported for JWT requests' }) },
	},
	{
		name: '403 gateway',
		reply: { status: 403, json: { message: 'Forbidden' } },
		details: { httpCode: '403' },
	},
	{ name: '403 without a body', reply: { status: 403, text: '<html>no</html>' } },
	{
		name: '404 record',
		reply: { status: 404, json: errors({ title: 'Record not found' }) },
		about: { recordId: '5' },
		details: { httpCode: '404', id: '5' },
	},
	{ name: '404 without a body', reply: { status: 404 }, about: { recordLabel: undefined } },
	{ name: '404 route', reply: { status: 404, text: '<html>' } },
	{ name: '405', reply: { status: 405 } },
	{ name: '409', reply: { status: 409, json: errors({ detail: 'Busy elsewhere' }) } },
	{ name: '413', reply: { status: 413 }, request: CREATE },
	{ name: '415', reply: { status: 415, json: { error: 'Bad Content Type' } }, request: CREATE },
	{ name: '418', reply: { status: 418 } },
	{
		name: '410 with words',
		reply: { status: 410, json: errors({ title: 'Gone away' }) },
		about: { operationLabel: undefined },
	},
	{
		name: '422 organization',
		reply: {
			status: 422,
			json: errors({
				status: 422,
				title: 'Valid organization_id is required',
				source: { pointer: 'data/attributes/organization_id' },
			}),
		},
		request: CREATE,
		details: { field: 'organization_id' },
	},
	{
		name: '422 type',
		reply: {
			status: 422,
			json: errors({
				source: at('contact-type'),
				detail: 'must exist',
				title: 'Unprocessable Entity',
			}),
		},
		request: CREATE,
		about: {
			lists: { contact_type_id: ['Technical', 'Owner'] },
			labels: { contact_type_id: 'Contact Type' },
		},
	},
	{
		name: '422 type, none there',
		reply: { status: 422, json: errors({ source: at('contact-type-id'), detail: 'must exist' }) },
		request: CREATE,
		about: { lists: { contact_type: [] } },
	},
	{
		name: '422 type, very many',
		reply: { status: 422, json: errors({ source: at('model'), detail: 'is invalid' }) },
		request: CREATE,
		about: { lists: { model_id: Array.from({ length: 60 }, (_each, n) => `M${n}`) } },
	},
	{
		name: '422, no such entry',
		reply: { status: 422, json: errors({ source: at('location-id'), detail: 'must exist' }) },
		request: CREATE,
	},
	{
		name: '422 trait keys',
		reply: {
			status: 422,
			json: errors({
				detail: 'Request contains invalid trait keys',
				source: { pointer: 'data/attributes/traits' },
			}),
		},
		request: CREATE,
	},
	{
		name: '422 taken',
		reply: { status: 422, json: errors({ detail: 'has already been taken', source: at('name') }) },
		request: CREATE,
		about: { offersUpsert: true },
	},
	{
		name: '422 taken, no upsert',
		reply: { status: 422, json: errors({ detail: 'has already been taken', source: at('name') }) },
		request: CREATE,
		about: { offersUpsert: false },
	},
	{
		name: '422 email',
		reply: {
			status: 422,
			json: errors({ detail: 'Email is invalid', source: at('contact_emails') }),
		},
		request: CREATE,
		about: { labels: { contact_emails: 'Emails' } },
	},
	{
		name: '422 synced',
		reply: {
			status: 422,
			json: errors({ detail: 'Record is synced with a PSA and cannot be changed' }),
		},
		request: UPDATE,
		about: { psaWritable: ['Alert', 'Quick Notes'] },
	},
	{
		name: '422 synced, nothing open',
		reply: { status: 422, json: errors({ detail: 'managed by ConnectWise' }) },
		request: UPDATE,
		about: { psaWritable: [] },
	},
	{
		name: '422 many',
		reply: {
			status: 422,
			json: errors(...Array.from({ length: 8 }, (_each, n) => ({ detail: `Thing ${n} is off` }))),
		},
		request: CREATE,
	},
	{
		name: '422 without words',
		reply: { status: 422, json: errors({ source: at('ip-address') }) },
		request: CREATE,
	},
	{ name: '422 without anything', reply: { status: 422 }, request: CREATE },
	{
		name: '422 fields and what is said of them',
		reply: {
			status: 422,
			json: { errors: { name: ["can't be blank"], 'contact-type': ['must exist'] } },
		},
		request: CREATE,
		about: { labels: { contact_type_id: 'Contact Type' } },
		details: { field: 'name' },
	},
	{
		name: '422 fields alone',
		reply: { status: 422, json: { name: ["can't be blank", 'is too short'] } },
		request: CREATE,
		details: { field: 'name' },
	},
	{
		name: '422 detail that is a list',
		reply: {
			status: 422,
			json: errors({
				title: 'Unprocessable Entity',
				detail: ['must be a date', 'is in the past'],
				source: at('purchased-at'),
			}),
		},
		request: CREATE,
	},
	{
		name: '422 texts',
		reply: { status: 422, json: { errors: ['Name is odd', 'Type is odd'] } },
		request: CREATE,
	},
	{
		name: '422 a lock on one attribute',
		reply: {
			status: 422,
			json: errors({
				detail: 'Cannot update a synced resource',
				title: 'Unprocessable Entity',
				source: at('contact-emails.base'),
			}),
		},
		request: UPDATE,
		about: { labels: { contact_emails: 'Emails' }, psaWritable: ['Alert'] },
		details: { field: 'contact_emails' },
	},
	{
		name: '422 endless',
		reply: {
			status: 422,
			json: errors(
				...Array.from({ length: 9 }, (_each, n) => ({
					detail: `Thing ${n} ${'is off '.repeat(300)}`,
				})),
			),
		},
		request: CREATE,
	},
	{ name: '400 plain text', reply: { status: 400, text: 'Filter is odd' } },
	{ name: '415 plain text', reply: { status: 415, text: 'Bad Content Type' }, request: CREATE },
	{
		name: '400 a page',
		reply: {
			status: 400,
			text: '<html><title>400 The plain HTTP request was sent to HTTPS port</title>',
		},
	},
	{
		name: '200 with errors of another status',
		reply: {
			json: {
				data: [],
				...errors({ title: 'Not Found', detail: 'Organization not found', status: '404' }),
			},
		},
		about: { recordId: '5' },
		details: { httpCode: '404' },
	},
	{
		name: '407',
		reply: {
			status: 407,
			text: '<html><title>Cache Access Denied</title>',
			headers: { server: 'squid/5.7', 'proxy-authenticate': 'Basic realm="x"' },
		},
	},
	{ name: '407 without a name', reply: { status: 407 } },
	{
		name: '403 of a proxy',
		reply: {
			status: 403,
			text: '<html><title>Access Denied</title>',
			headers: { via: '1.1 gate (squid/5.7)' },
		},
	},
	{ name: '403 without anything', reply: { status: 403 } },
	{ name: '401 page', reply: { status: 401, text: '<html><title>Who are you?</title>' } },
	{
		name: '503 of a proxy',
		reply: {
			status: 503,
			text: '<html><title>Out to lunch</title>',
			headers: { server: 'squid/5.7' },
		},
	},
	{ name: '511', reply: { status: 511, text: '<html><title>Example Hotel</title>' } },
	{ name: 'HTML with a title', reply: { text: '<html><title>Sign in to Example Hotel</title>' } },
	{ name: 'plain text', reply: { text: 'It works!' } },
	{ name: 'a lone message', reply: { json: { message: 'Missing Authentication Token' } } },
	{ name: '423', reply: { status: 423 } },
	{ name: '429', reply: { status: 429, headers: { 'retry-after': '30' } } },
	{
		name: '429, in the editor',
		reply: { status: 429, headers: { 'retry-after': '30' } },
		about: { operationLabel: undefined },
	},
	{ name: '429, waited', reply: { status: 429, headers: { 'retry-after': '1' } } },
	{ name: '429, nothing named', reply: { status: 429 } },
	{ name: '500', reply: { status: 500, json: errors({ title: 'Internal' }) } },
	{
		name: '504 of a POST',
		reply: { status: 504, text: '<html>' },
		request: CREATE,
		details: { mayHaveBeenApplied: true },
	},
	{ name: '502 of a PATCH', reply: { status: 502 }, request: UPDATE },
	{ name: '200 with errors', reply: { json: errors({ detail: 'Nope' }) } },
	{ name: 'redirect', reply: { status: 301, headers: { location: 'https://other.example.com/' } } },
	{ name: 'HTML', reply: { text: '<html>' } },
	{ name: 'cut off', reply: { text: '{"data"' } },
	{ name: 'time-out', reply: 'silence' },
	{ name: 'reset', reply: 'reset' },
];

/** Without what differs from run to run: the port, and how long was waited. */
const steady = (text: string): string =>
	text
		.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1')
		.replace(/waited \d+ seconds/, 'waited many seconds');

it('every row has its words', () => {
	expect(ROWS.map(({ name }) => name).sort()).toEqual(Object.keys(WORDING).sort());
});

describe.each(ROWS)('$name', ({ name, reply, request, about, details }) => {
	it('is worded for a person', async () => {
		const { error, fault, text } = await failing(reply, request, about);
		expect(steady(text)).toBe(WORDING[name]?.join(' | '));
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.context.itemIndex).toBe(2);
		expect(error.message).toMatch(/^[\p{Lu}\d]/u);
		expect(text).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
		expect(text).not.toMatch(/undefined|null|\[object|\s\s/);
		expect((error as NodeApiError).httpCode).toBe(
			fault.status === undefined ? null : String(fault.status),
		);
		expect(failureDetails(error)).toMatchObject(details ?? {});
		expect(failureDetails(fault)).toMatchObject({ kind: fault.kind });
	});
});

describe('secrets', () => {
	const secret = 'Tr0ub4dor&3"x';

	it.each<[string, Reply]>([
		[
			'echoed',
			{
				status: 422,
				json: errors(
					{ detail: `Password ${secret} is too common`, source: at('password') },
					{ title: JSON.stringify(secret) },
				),
			},
		],
		['key echoed', { status: 403, json: { message: `Key ${KEY} unknown` } }],
		['reset', 'reset'],
		['redirect', { status: 302, headers: { location: `https://x.example.com/?k=${KEY}` } }],
		['503', { status: 503 }],
	])('are nowhere: %s', async (_name, reply) => {
		const attributes = { password: secret, otp_secret: ['JBSWY3DP', 'EHPK3PXP'].join('') };
		const { error, fault } = await failing(reply, {
			method: 'POST',
			path: '/passwords',
			body: { data: { type: 'passwords', attributes } },
		});
		for (const thing of [error, fault]) {
			const everything = inspect(thing, { depth: 20, showHidden: true });
			for (const hidden of [secret, 'Tr0ub4dor', KEY, 'JBSWY3DP', 'x-api-key'])
				expect(everything).not.toContain(hidden);
			expect(thing.cause).toBeUndefined();
		}
	});

	it('named by the caller are blotted out too', async () => {
		const { text } = await failing(
			{ status: 422, json: errors({ detail: 'Trait hunter22 no' }) },
			CREATE,
			{ secrets: ['hunter22'] },
		);
		expect(text).toContain('Trait [hidden] no');
	});
});

describe('toNodeError', () => {
	it('says what is done and what is missing', async () => {
		const about = {
			recordId: '77',
			completed: ['document', 'section'],
			missing: ['publish'],
			offersUpsert: true,
		};
		const { text, error } = await failing({ status: 503 }, UPDATE, about);
		expect(text).toMatch(
			/Done so far: document, section\. Still missing: publish\. The ID of the record is 77\. .*Update Existing/,
		);
		expect(failureDetails(error)).toMatchObject({
			id: '77',
			completed: ['document', 'section'],
			missing: ['publish'],
		});
	});

	it('takes a fault before sending, a stop and a cancellation', () => {
		const fault = (kind: 'refused' | 'stopped' | 'cancelled') =>
			new ApiFault({ kind, method: 'GET', path: '/', message: 'Why' });
		const refused = toNodeError(NODE, fault('refused'), { itemIndex: 1 });
		expect(refused).toMatchObject({ message: 'Why', context: { itemIndex: 1 } });
		expect(refused.description).toBeUndefined();
		expect(toNodeError(NODE, fault('stopped')).message).toMatch(/Not done/);
		expect(toNodeError(NODE, fault('cancelled'))).toBeInstanceOf(NodeOperationError);
	});

	it('words other faults without an answer', () => {
		const network = (code?: string) =>
			toNodeError(
				NODE,
				new ApiFault({
					kind: 'network',
					method: 'GET',
					path: '/',
					message: '',
					code,
					requestsTried: 1,
				}),
			);
		expect(network('ENOTFOUND').description).toMatch(/host name/);
		expect(network('CERT_HAS_EXPIRED').description).toMatch(/certificate/);
		expect(network().message).toMatch(/its address/);
		const list = new ApiFault({
			kind: 'malformed',
			method: 'GET',
			path: '/x',
			message: 'IT Glue says 3 but gave 2',
		});
		expect(toNodeError(NODE, list).message).toBe('IT Glue says 3 but gave 2');
		expect(
			toNodeError(NODE, new ApiFault({ kind: 'http', method: 'GET', path: '/', message: '' }))
				.message,
		).toMatch(/status 0/);
	});

	it('leaves n8n errors as they are but for the item, and wraps the rest', () => {
		const known = new NodeOperationError(NODE, 'Known');
		expect(toNodeError(NODE, known, { itemIndex: 4 })).toBe(known);
		expect(known.context.itemIndex).toBe(4);
		expect(toNodeError(NODE, known)).toBe(known);
		expect(failureDetails(known)).toEqual({});
		const plain = toNodeError(NODE, new TypeError('Odd ENOENT thing'), {
			itemIndex: 1,
			recordId: '9',
		});
		expect(plain).toMatchObject({ message: 'Odd ENOENT thing', context: { itemIndex: 1 } });
		expect(failureDetails(plain)).toEqual({ id: '9' });
		expect(toNodeError(NODE, '').message).toBe('Something unexpected happened');
		expect(failureDetails('x')).toEqual({});
		expect(failureDetails(new NodeApiError(NODE, { message: 'a' }, { httpCode: '418' }))).toEqual({
			httpCode: '418',
		});
	});
});

describe('names of attributes in the words of IT Glue', () => {
	const labels = { organization_type_id: 'Organization Type', contact_emails: 'Emails' };

	it.each([
		['organization_type must exist', 'Organization Type must exist'],
		['Organization-type-id is not valid', 'Organization Type is not valid'],
		['contact-emails.base: Cannot update', 'Emails: Cannot update'],
		['Param is missing: organization_type_id', 'Param is missing: Organization Type'],
		['The host "contact_emails" is taken', 'The host "contact_emails" is taken'],
		['See example.com/contact-emails', 'See example.com/contact-emails'],
		['Two-factor is a well-known word', 'Two-factor is a well-known word'],
	])('%s', async (detail, message) => {
		const reply = { status: 422, json: errors({ detail }) };
		const { error } = await failing(reply, CREATE, { labels });
		expect(error.message).toContain(message);
	});
});
