import { fc } from '../../helpers/properties';
import { parseBody, retryAfterMs } from '../../../nodes/ITGlue/transport/answer';
import { problemsIn, tookTooLong } from '../../../nodes/ITGlue/transport/problems';
import { baseUrlExpression, resolveBaseUrl } from '../../../nodes/ITGlue/transport/baseUrl';
import { classifyThrown } from '../../../nodes/ITGlue/transport/exchange';
import { ApiFault, escapeFilterValue, fillPath } from '../../../nodes/ITGlue/transport';
import { positionOf } from '../../../nodes/ITGlue/transport/paging/page';
import { endOf, spanAfter, startOf, type Span } from '../../../nodes/ITGlue/transport/paging/spans';
import { redact, secretsIn } from '../../../nodes/ITGlue/transport/redact';

describe('fillPath', () => {
	it('fills ids in', () => {
		const params = { organization_id: '42', id: '9739365093050371' };
		expect(fillPath('/organizations/:organization_id/relationships/contacts/:id', params)).toBe(
			'/organizations/42/relationships/contacts/9739365093050371',
		);
		expect(fillPath('/contacts', {})).toBe('/contacts');
	});

	it.each([
		'../users',
		'1?x=',
		'1/2',
		'',
		' ',
		'-1',
		'1.0',
		'1e3',
		'12345678901234567890',
		'٣',
		'1\n',
	])('refuses %j', (id) => {
		expect(() => fillPath('/contacts/:id', { id })).toThrow(ApiFault);
	});

	it('refuses what is missing, also names every object has', () => {
		expect(() => fillPath('/contacts/:id', {})).toThrow(/ID for "id"/);
		expect(() => fillPath('/contacts/:constructor', {})).toThrow(ApiFault);
	});
});

it('escapeFilterValue escapes commas only', () => {
	expect(escapeFilterValue('Acme, Inc., "x"')).toBe('Acme\\, Inc.\\, "x"');
});

describe('resolveBaseUrl', () => {
	it.each([
		[{ region: 'us' }, 'https://api.itglue.com'],
		[{}, 'https://api.itglue.com'],
		[{ region: 'eu' }, 'https://api.eu.itglue.com'],
		[{ region: 'au', baseUrl: 'x' }, 'https://api.au.itglue.com'],
		[{ region: 'custom', baseUrl: ' http://127.0.0.1:8080/ ' }, 'http://127.0.0.1:8080'],
		[
			{ region: 'custom', baseUrl: 'HTTPS://Proxy.Example.com/glue/v1//' },
			'https://proxy.example.com/glue/v1',
		],
	])('%j', (credential, url) => {
		expect(resolveBaseUrl(credential).url).toBe(url);
	});

	it.each([
		'',
		'api.itglue.com',
		'ftp://api.example.com',
		'https://',
		'https://u@api.example.com',
		'https://u:p@api.example.com',
		'https://api.example.com?x=1',
		'https://api.example.com/#a',
		'https://api.example.com/?',
	])('refuses %j', (baseUrl) => {
		expect(() => resolveBaseUrl({ region: 'custom', baseUrl })).toThrow(ApiFault);
	});

	it('refuses what is missing', () => {
		expect(() => resolveBaseUrl({ region: 'custom' })).toThrow(/empty/);
	});

	it('is the same as an expression', () => {
		expect(baseUrlExpression()).toMatch(/^=\{\{ .*api\.eu\.itglue\.com.* \}\}$/);
	});
});

describe('retryAfterMs', () => {
	const now = Date.parse('2030-01-01T00:00:00Z');
	it.each([
		['5', 5000],
		[' 0 ', 0],
		['1.5', 1500],
		['Tue, 01 Jan 2030 00:01:00 GMT', 60_000],
		['Mon, 31 Dec 2029 00:00:00 GMT', 0],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
	])('%j', (header, expected) => {
		expect(retryAfterMs(header, now)).toBe(expected);
	});
});

describe('reading answers', () => {
	const read = (body: unknown) => problemsIn(body as object, []);

	it('understands the forms seen in the wild', () => {
		expect(
			read({
				errors: [
					{
						status: 422,
						title: 'Valid organization_id is required',
						source: { pointer: 'data/attributes/organization_id' },
					},
				],
			}),
		).toEqual([{ title: 'Valid organization_id is required', pointer: 'organization_id' }]);
		expect(
			read({
				errors: [
					{
						source: { pointer: '/data/attributes/configuration-type' },
						detail: 'must exist',
						title: 'Unprocessable Entity',
						status: 422,
					},
				],
			}),
		).toEqual([
			{ title: 'Unprocessable Entity', detail: 'must exist', pointer: 'configuration_type' },
		]);
		expect(
			read({
				errors: [
					{ title: 'x', source: { pointer: null } },
					{ title: 'y', source: { pointer: ['data', 'type'] } },
					{ title: 'z', source: { pointer: 'data' } },
					{ title: 'w', source: { pointer: 'id' } },
					{ title: 'v', source: { parameter: 'sort' } },
				],
			}),
		).toEqual([
			{ title: 'x' },
			{ title: 'y', pointer: 'type' },
			{ title: 'z' },
			{ title: 'w', pointer: 'id' },
			{ title: 'v', pointer: 'sort' },
		]);
		expect(read({ message: 'Forbidden' })).toEqual([{ detail: 'Forbidden' }]);
		expect(read({ error: 'Bad Content Type' })).toEqual([{ detail: 'Bad Content Type' }]);
		expect(read({ errors: 'plain' })).toEqual([{ detail: 'plain' }]);
		expect(read({ errors: { detail: 'one' } })).toEqual([{ detail: 'one' }]);
		expect(read({ errors: [404, null, {}, [], { message: 'm' }, { title: '  ' }] })).toEqual([
			{ detail: '404' },
			{ detail: 'm' },
		]);
		expect(read({})).toEqual([]);
	});

	it.each([
		['/data/attributes/contact-emails.base', 'contact_emails'],
		['/data/attributes/contact-emails/0/value', 'contact_emails'],
		['/data/0/attributes/contact_emails[0].value', 'contact_emails'],
		['data/attributes/contactEmails', 'contact_emails'],
		['data.attributes.contact-phones', 'contact_phones'],
		['contact_emails/0/value', 'contact_emails'],
		['contact-emails.base', 'contact_emails'],
		['/data/attributes/traits/admin-password', 'traits'],
		['/data/attributes/', undefined],
		['/data', undefined],
		['///', undefined],
	])('takes the pointer %j for %j', (pointer, name) => {
		expect(read({ errors: [{ title: 'x', source: { pointer } }] })).toEqual([
			{ title: 'x', ...(name && { pointer: name }) },
		]);
	});

	it('makes long and marked-up texts readable', () => {
		expect(read({ errors: [{ detail: '<b>Name</b>\n is  taken' }] })).toEqual([
			{ detail: 'Name is taken' },
		]);
		expect(read({ errors: [{ detail: 'x'.repeat(9000) }] })[0]?.detail).toHaveLength(501);
	});

	it('never throws, whatever comes', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
				const parsed = parseBody(text);
				if (parsed.is === 'json') problemsIn(parsed.document, ['x']);
			}),
		);
		fc.assert(
			fc.property(
				fc.object({
					key: fc.constantFrom(
						'errors',
						'source',
						'pointer',
						'detail',
						'title',
						'data',
						'included',
						'meta',
						'links',
						'next-page',
						'total-count',
						'__proto__',
					),
				}),
				(body) => {
					problemsIn(body, ['secret']);
					positionOf(body);
					parseBody(JSON.stringify(body));
				},
			),
		);
	});

	it('knows a request that took too long', () => {
		expect(tookTooLong([{ title: 'x' }, { detail: 'The request took too long' }])).toBe(true);
		expect(tookTooLong([{ title: 'Request timed out' }])).toBe(true);
		expect(tookTooLong([{ detail: 'must exist' }])).toBe(false);
	});
});

describe('classifyThrown', () => {
	const thrown = (code: string | undefined, message = ''): Error =>
		Object.assign(new Error('wrapped'), { cause: Object.assign(new Error(message), { code }) });

	it.each([
		[thrown('ERR_CANCELED'), { got: 'cancelled' }],
		[thrown('ECONNABORTED', 'timeout of 60000ms exceeded'), { got: 'timeout' }],
		[thrown('ECONNRESET'), { got: 'network', code: 'ECONNRESET', sent: true, passing: true }],
		[thrown('ENOTFOUND'), { got: 'network', code: 'ENOTFOUND', sent: false, passing: true }],
		[
			thrown('DEPTH_ZERO_SELF_SIGNED_CERT'),
			{ got: 'network', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', sent: false, passing: false },
		],
		[
			thrown(undefined, 'Host resolves to a restricted IP address'),
			{ got: 'network', code: 'RESTRICTED', sent: false, passing: false },
		],
		[thrown(undefined), { got: 'network', code: 'UNKNOWN', sent: true, passing: true }],
		['odd', { got: 'network', code: 'UNKNOWN', sent: true, passing: true }],
	])('%#', (error, expected) => {
		expect(classifyThrown(error)).toEqual(expected);
	});
});

describe('secrets', () => {
	it('are found at any depth', () => {
		const body = {
			data: [
				{
					attributes: {
						name: 'n',
						password: 'p1',
						'otp-secret': 'o1',
						nested: { otp_secret: 7 },
						list: ['x'],
					},
				},
			],
			none: null,
		};
		expect(secretsIn(body)).toEqual(['p1', 'o1', '7']);
		expect(secretsIn({ password: null })).toEqual([]);
	});

	it('are blotted out however they are written', () => {
		const secret = 'a"b<&>.*$é';
		for (const text of [
			secret,
			JSON.stringify(secret),
			'a&quot;b&lt;&amp;&gt;.*$é',
			encodeURIComponent(secret),
		]) {
			expect(redact(`no: ${text}!`, [secret])).not.toContain(text);
		}
		expect(redact('Password abc is too short', ['abc'])).toBe('Password [hidden] is too short');
		expect(redact('a bad password a', ['a'])).toBe('[hidden] bad password [hidden]');
		expect(redact('nothing', ['', 'other'])).toBe('nothing');
	});

	it('never survive', () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 9, unit: 'grapheme' }).filter((each) => each.trim().length > 8),
				fc.string(),
				(secret, around) => {
					expect(redact(`${around} ${secret} ${around}`, [secret]).includes(secret)).toBe(false);
				},
			),
		);
	});
});

describe('pages', () => {
	/** The pages that read a list which holds still. */
	const spansOf = (rows: number, largest: number): Span[] => {
		const spans: Span[] = [];
		for (let next = 0; next < rows; ) {
			const span = spanAfter(next, largest);
			spans.push(span);
			next = endOf(span);
		}
		return spans;
	};

	it('each hold a row of the one before, unless they are tiny', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 20_000 }),
				fc.integer({ min: 11, max: 1000 }),
				(rows, largest) => {
					let next = 0;
					for (const span of spansOf(rows, largest)) {
						expect(startOf(span)).toBeLessThanOrEqual(Math.max(0, next - 1));
						expect(endOf(span)).toBeGreaterThan(next);
						expect(span.size).toBeLessThanOrEqual(largest);
						next = endOf(span);
					}
				},
			),
		);
		expect(spansOf(7, 1)).toHaveLength(7);
		expect(spansOf(6, 2)).toEqual([1, 2, 3].map((number) => ({ number, size: 2 })));
	});

	it.each([
		[1, 1000, 1],
		[1000, 1000, 1],
		[1001, 1000, 2],
		[2000, 1000, 3],
		[19_500, 1000, 20],
		[20_000, 1000, 21],
		[100_000, 1000, 104],
		[900, 200, 5],
		[500, 50, 12],
	])('of a list of %i, at most %i each, are %i', (rows, largest, pages) => {
		expect(spansOf(rows, largest)).toHaveLength(pages);
	});

	it('tell where they stand', () => {
		expect(positionOf({ meta: { 'next-page': null, 'total-count': 3, 'total-pages': 1 } })).toEqual(
			{ total: 3, pages: 1, more: false },
		);
		expect(positionOf({ meta: { next_page: '2', total_count: '30' } })).toEqual({
			total: 30,
			pages: undefined,
			more: true,
		});
		expect(positionOf({ meta: { 'current-page': 1, 'total-pages': 2 } })).toMatchObject({
			more: true,
		});
		expect(positionOf({ links: { next: null } })).toMatchObject({ more: undefined });
		expect(positionOf({})).toEqual({ total: undefined, pages: undefined, more: undefined });
	});
});
