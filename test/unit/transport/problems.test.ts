import { fc } from '../../helpers/properties';
import { parseBody } from '../../../nodes/ITGlue/transport/answer';
import {
	hasErrors,
	pageTitle,
	problemsIn,
	problemsOf,
	statusIn,
} from '../../../nodes/ITGlue/transport/problems';

const BLANK = "can't be blank";

describe('what a body says', () => {
	it.each<[string, unknown, unknown[]]>([
		[
			'fields under errors',
			{ errors: { name: [BLANK], base: ['is locked'] } },
			[{ detail: BLANK, pointer: 'name' }, { detail: 'is locked' }],
		],
		[
			'fields with one text each',
			{ errors: { name: BLANK, 'contact-type': 'must exist' } },
			[
				{ detail: BLANK, pointer: 'name' },
				{ detail: 'must exist', pointer: 'contact_type' },
			],
		],
		[
			'fields alone',
			{ name: [BLANK, 'is too short'] },
			[
				{ detail: BLANK, pointer: 'name' },
				{ detail: 'is too short', pointer: 'name' },
			],
		],
		[
			'one field alone, one text',
			{ name: BLANK, status: 'unprocessable_entity' },
			[{ detail: BLANK, pointer: 'name' }],
		],
		[
			'fields called like members',
			{ errors: { title: [BLANK], status: ['must exist'], detail: ['x y'] } },
			[
				{ detail: BLANK, pointer: 'title' },
				{ detail: 'must exist', pointer: 'status' },
				{ detail: 'x y', pointer: 'detail' },
			],
		],
		[
			'fields of nested records',
			{
				errors: { 'contact_emails.value': ['is invalid'], 'contact_phones[0].value': ['is long'] },
			},
			[
				{ detail: 'is invalid', pointer: 'contact_emails' },
				{ detail: 'is long', pointer: 'contact_phones' },
			],
		],
		[
			'fields by place in a bulk request',
			{ errors: { 0: { name: [BLANK] }, 1: { name: ['is taken'] } } },
			[
				{ detail: BLANK, pointer: 'name' },
				{ detail: 'is taken', pointer: 'name' },
			],
		],
		[
			'a list of texts',
			{ errors: ['Name is missing', 'Type is missing'] },
			[{ detail: 'Name is missing' }, { detail: 'Type is missing' }],
		],
		['a list in a list', { errors: [['Name is missing']] }, [{ detail: 'Name is missing' }]],
		[
			'a detail that is a list',
			{
				errors: [
					{
						title: 'Unprocessable Entity',
						detail: ['one', 'two'],
						source: { pointer: '/data/attributes/name' },
					},
				],
			},
			[
				{ detail: 'one', pointer: 'name' },
				{ detail: 'two', pointer: 'name' },
			],
		],
		[
			'a detail that is an object',
			{ errors: [{ title: 'Unprocessable Entity', detail: { name: [BLANK] } }] },
			[{ detail: BLANK, pointer: 'name' }],
		],
		[
			'a message that is a list',
			{ statusCode: 400, message: ['name is odd'], error: 'Bad Request' },
			[{ detail: 'Bad Request' }, { detail: 'name is odd' }],
		],
		['an error', { error: 'Not today' }, [{ detail: 'Not today' }]],
		[
			'an error with its description',
			{ error: 'invalid_grant', error_description: 'Too old' },
			[{ detail: 'Too old' }],
		],
		[
			'an error that is an object',
			{ error: { code: 403, message: 'Not for you' } },
			[{ detail: 'Not for you' }],
		],
		[
			'problem details',
			{ type: 'about:blank', title: 'Gone', status: 410, detail: 'It left' },
			[{ title: 'Gone', detail: 'It left' }],
		],
		[
			'a gateway of another kind',
			{ fault: { faultstring: 'Spike arrest', detail: { errorcode: 'x' } } },
			[{ detail: 'Spike arrest' }],
		],
		[
			'a title alone',
			{ errors: [{ status: 404, title: 'Record not found', source: { pointer: 'id' } }] },
			[{ title: 'Record not found', pointer: 'id' }],
		],
		[
			'a field alone',
			{ errors: [{ source: { pointer: '/data/attributes/ip-address' } }] },
			[{ pointer: 'ip_address' }],
		],
		[
			'a code alone',
			{ errors: [{ code: 'rate_limited' }, { code: 12 }] },
			[{ detail: 'rate_limited' }],
		],
		[
			'an entry with its field beside',
			{ errors: [{ field: 'name', message: 'is odd' }] },
			[{ detail: 'is odd', pointer: 'name' }],
		],
		[
			'a lock on one attribute',
			{
				errors: [
					{
						detail: 'Cannot update a synced resource',
						title: 'Unprocessable Entity',
						source: { pointer: '/data/attributes/contact-emails.base' },
					},
				],
			},
			[
				{
					title: 'Unprocessable Entity',
					detail: 'Cannot update a synced resource',
					pointer: 'contact_emails',
				},
			],
		],
		[
			'a filter',
			{ errors: [{ detail: 'is too long', source: { pointer: 'filter[date]' } }] },
			[{ detail: 'is too long', pointer: 'date' }],
		],
		[
			'nothing',
			{
				errors: {},
				message: null,
				error: false,
				data: [{ id: '1' }],
				meta: { note: 'some words' },
			},
			[],
		],
	])('%s', (_form, body, problems) => {
		const text = JSON.stringify(body);
		expect(problemsOf(parseBody(text), [])).toEqual(problems);
	});

	it.each<[string, unknown[]]>([
		['Bad Content Type', [{ detail: 'Bad Content Type' }]],
		['"Bad request"', [{ detail: 'Bad request' }]],
		['["one", {"message": "two"}]', [{ detail: 'one' }, { detail: 'two' }]],
		['42', [{ detail: '42' }]],
		['upstream connect error\r\nreset', [{ detail: 'upstream connect error reset' }]],
		['{"errors":[{"title":"N', []],
		['[1', []],
		['\uFFFD\u0000\uFFFD', []],
		['<html><p>No', []],
		['', []],
		['null', []],
	])('that is no object: %j', (text, problems) => {
		expect(problemsOf(parseBody(text), [])).toEqual(problems);
	});

	it('is bounded, in length, number and depth', () => {
		const [problem] = problemsOf(parseBody(`No ${'x'.repeat(100_000)}`), []);
		expect(problem?.detail).toHaveLength(501);
		expect(
			problemsIn({ errors: Array.from({ length: 5000 }, (_each, n) => `no ${n}`) }, []).length,
		).toBe(50);
		let deep: unknown = 'far down';
		for (let level = 0; level < 50; level += 1) deep = { errors: [deep] };
		expect(problemsIn(deep, [])).toEqual([]);
	});

	it('hides secrets, in whichever form', () => {
		const secret = 'hunter22';
		for (const body of [
			{ errors: { name: [secret] } },
			{ [secret]: ['no'] },
			{ error: { message: secret } },
			[secret],
			{ errors: [{ source: { pointer: secret } }] },
		])
			expect(JSON.stringify(problemsIn(body, [secret]))).not.toContain(secret);
		expect(JSON.stringify(problemsOf(parseBody(`no ${secret}`), [secret]))).not.toContain(secret);
		expect(pageTitle(parseBody(`<title>${secret}</title>`), [secret])).toBe('[hidden]');
	});

	it('is read of anything without throwing', () => {
		const names = fc.constantFrom(
			'errors',
			'error',
			'detail',
			'title',
			'message',
			'source',
			'pointer',
			'name',
			'status',
			'code',
			'__proto__',
			'0',
		);
		fc.assert(
			fc.property(fc.object({ key: names, maxDepth: 4 }), (body) => {
				for (const { title, detail, pointer } of problemsIn(body, ['secret'])) {
					for (const text of [title, detail, pointer])
						expect(['string', 'undefined']).toContain(typeof text);
				}
				hasErrors(body as object);
				statusIn(body as object);
			}),
		);
	});
});

it.each<[string, string | undefined]>([
	[
		'<!DOCTYPE html><html><head><title>The page you were looking for doesn&#39;t exist (404)</title>',
		"The page you were looking for doesn't exist (404)",
	],
	['<TITLE lang="en">ERROR: Access\n Denied</TITLE>', 'ERROR: Access Denied'],
	['<h1>407</h1><p>x', '407'],
	['<title></title><h1>Sign in</h1>', 'Sign in'],
	['<html><p>x', undefined],
	[`<title>${'y'.repeat(9000)}`, 'y'.repeat(100)],
	['no page', undefined],
])('a page is known by its title: %.40s', (text, title) => {
	expect(pageTitle(parseBody(text), [])).toBe(title);
});

it.each<[unknown, boolean, number | undefined]>([
	[{ errors: [{ status: '404' }] }, true, 404],
	[{ errors: [{ status: 'not_found' }, { status: 422 }] }, true, 422],
	[{ errors: [{ status: 200 }, { status: '500' }, { status: 429 }] }, true, undefined],
	[{ errors: { name: [BLANK] } }, true, undefined],
	[{ errors: 'no' }, true, undefined],
	[{ errors: true }, true, undefined],
	[{ errors: [] }, false, undefined],
	[{ errors: {} }, false, undefined],
	[{ errors: '' }, false, undefined],
	[{ errors: null }, false, undefined],
	[{ errors: false }, false, undefined],
	[{}, false, undefined],
])('errors under any status: %j', (document, has, status) => {
	expect(hasErrors(document as object)).toBe(has);
	expect(statusIn(document as object)).toBe(status);
});
