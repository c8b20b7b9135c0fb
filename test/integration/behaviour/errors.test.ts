/** What a person reads when IT Glue refuses, is in trouble or cannot be reached; and that nothing happens twice. */
import type { IDataObject } from 'n8n-workflow';
import type { AssumptionName, Fault, Json, StoredRecord } from '../../../sandbox';
import {
	byId,
	byName,
	expectCalmWords,
	IMPATIENT,
	jsons,
	lines,
	only,
	said,
	useSandbox,
} from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);
const somebody = (): StoredRecord => bench.within('contacts', home())[0] as StoredRecord;

/** Time for four tries, which end after some three seconds; a machine that is busy leaves time for fewer. */
const PATIENT: IDataObject = { maxWait: 5, timeout: 30 };
const MOST_TRIES = 4;

/** Where an answer is to be too late: a try is given up soon, and there is time for the next one all the same. */
const TOO_LATE: Fault = { kind: 'slow', delayMs: 60_000 };
const HASTY: IDataObject = { maxWait: 30, timeout: 3 };

let options = PATIENT;
afterEach(() => {
	options = PATIENT;
});

type Do = () => ReturnType<typeof bench.run>;

const OPERATIONS: Record<'Get' | 'Create' | 'Update' | 'Delete' | 'Get Many', Do> = {
	Get: async () => await bench.run('contact', 'get', { contactId: byId(somebody()), options }),
	Create: async () =>
		await bench.run('contact', 'create', {
			organizationId: byId(home()),
			firstName: 'Nina',
			lastName: 'Newcomer',
			ifExists: 'createAnyway',
			options,
		}),
	Update: async () =>
		await bench.run('contact', 'update', {
			contactId: byId(somebody()),
			updateFields: { title: 'changed' },
			options,
		}),
	Delete: async () =>
		await bench.run('contact', 'delete', { contactId: byId(somebody()), options }),
	'Get Many': async () => await bench.run('contact', 'getAll', { returnAll: true, options }),
};
const METHOD = {
	Get: 'GET',
	Create: 'POST',
	Update: 'PATCH',
	Delete: 'DELETE',
	'Get Many': 'GET',
} as const;
type Operation = keyof typeof OPERATIONS;

const newcomers = (): StoredRecord[] =>
	bench.sandbox.store
		.all('contacts')
		.filter(({ attributes }) => attributes.last_name === 'Newcomer');

const strike = (fault: Fault): void => bench.sandbox.faults.add(fault);

const errors = (...entries: Json[]): Json => ({ errors: entries });

describe('a refusal', () => {
	interface Case {
		on: Operation;
		status: number;
		body?: Json;
		message: RegExp;
		description: RegExp;
		/** IT Glue's own words, which may be repeated. */
		quoted?: string[];
		field?: string;
	}
	const KEY_ADVICE = /(?=.*Region)(?=.*[Kk]ey)(?=.*IP address)/;
	const CASES: Record<string, Case> = {
		'400, a parameter is missing': {
			on: 'Create',
			status: 400,
			body: errors({
				status: '400',
				title: 'Bad request',
				detail: 'param is missing or the value is empty: resource_type',
			}),
			message: /param is missing or the value is empty: resource_type/i,
			description: /Correct the value/,
		},
		'400 without any words': {
			on: 'Create',
			status: 400,
			body: {},
			message: /did not accept the values \(status 400\)/,
			description: /Correct the value/,
		},
		'401, a record that the key may not touch': {
			on: 'Update',
			status: 401,
			message: /did not let this API key carry out "Update" for the contact/,
			description: KEY_ADVICE,
			field: 'id',
		},
		'401, for signed-in people only': {
			on: 'Create',
			status: 401,
			body: errors({ title: 'Only supported for JWT requests', source: { pointer: null } }),
			message: /signed in to its web app, not to API keys/,
			description: /web app/,
		},
		'403 of the gateway': {
			on: 'Get',
			status: 403,
			message: /refused this API key/,
			description: /(?=.*Region)(?=.*127\.0\.0\.1)(?=.*revoked)(?=.*90 days)(?=.*IP address)/,
		},
		'403, the plan lacks the feature': {
			on: 'Get',
			status: 403,
			body: errors({ status: 403, title: 'Forbidden', detail: 'Not part of your plan' }),
			message: /refused this API key/,
			description: /Not part of your plan.*higher IT Glue plan/,
		},
		'404, the record is gone': {
			on: 'Update',
			status: 404,
			body: errors({ status: 404, title: 'Record not found' }),
			message: /Contact \d+ was not found in IT Glue/,
			description: /deleted.*another organization or another region/,
		},
		'404, no such route': {
			on: 'Get',
			status: 404,
			body: '<html><body>The page you were looking for does not exist</body></html>',
			message: /There is no IT Glue API for GET \/contacts\/\d+ at 127\.0\.0\.1/,
			description: /Region, or Base URL/,
		},
		'405': {
			on: 'Update',
			status: 405,
			body: {},
			message: /There is no IT Glue API for PATCH/,
			description: /Region, or Base URL/,
		},
		'409': {
			on: 'Update',
			status: 409,
			body: errors({ title: 'Conflict' }),
			message:
				/could not carry out "Update" for the contact, because the record is not in the expected state/,
			description: /Conflict.*Read the record again/,
		},
		'413': { on: 'Update', status: 413, message: /too large/, description: /10 MB/ },
		'415': {
			on: 'Update',
			status: 415,
			body: errors({ title: 'Bad Content Type' }),
			message: /did not accept the format/,
			description: /Bad Content Type.*proxy/,
		},
		'422 with a title only': {
			on: 'Create',
			status: 422,
			body: errors({
				status: 422,
				title: 'Valid organization_id is required',
				source: { pointer: 'data/attributes/organization_id' },
			}),
			message: /Valid Organization is required/,
			description: /Correct the value/,
			field: 'organization_id',
		},
		'422 naming an association': {
			on: 'Create',
			status: 422,
			body: errors({
				source: { pointer: '/data/attributes/contact-type' },
				detail: 'must exist',
				title: 'Unprocessable Entity',
				status: 422,
			}),
			message: /Contact Type must exist/,
			description: /Contact Type can be: .*Billing.*Technical/,
			field: 'contact_type',
		},
		'422 without a pointer': {
			on: 'Update',
			status: 422,
			body: errors({
				status: 422,
				title: 'Relationships cannot be changed with this request',
				source: { pointer: null },
			}),
			message: /Relationships cannot be changed/,
			description: /Correct the value/,
		},
		'422 with a symbolic status': {
			on: 'Create',
			status: 422,
			body: errors({
				status: 'unprocessable_entity',
				title: 'bulk action not allowed for Contact using this route',
				source: { pointer: 'data' },
			}),
			message: /bulk action not allowed/i,
			description: /\w/,
		},
		'422 with a pointer that is a list': {
			on: 'Create',
			status: 422,
			body: errors({
				status: 'unprocessable_entity',
				title: 'Bad request',
				detail: `Invalid type: ''. Expected: 'contacts'`,
				source: { pointer: ['data', 'type'] },
			}),
			message: /Invalid type: ''\. Expected: 'contacts'/,
			description: /\w/,
			field: 'type',
		},
		'422 with several entries': {
			on: 'Update',
			status: 422,
			body: errors(
				{ detail: 'is too long', source: { pointer: 'data/attributes/title' } },
				{ detail: `First name can't be blank`, source: { pointer: 'data/attributes/first_name' } },
			),
			message: /Title is too long; First name can't be blank/,
			description: /Correct the value/,
			field: 'title',
		},
		'422, taken': {
			on: 'Create',
			status: 422,
			body: errors({
				detail: 'has already been taken',
				source: { pointer: 'data/attributes/first_name' },
			}),
			message: /First Name has already been taken/,
			description: /Use Create or Update, or set "If It Already Exists" to Update Existing/,
			field: 'first_name',
		},
		'423': {
			on: 'Delete',
			status: 423,
			body: errors({ status: 423, title: 'Locked', detail: 'It belongs to a PSA adapter' }),
			message: /The contact is locked in IT Glue/,
			description: /It belongs to a PSA adapter.*PSA/,
		},
		'418, which nobody expects': {
			on: 'Get',
			status: 418,
			body: errors({ title: 'Teapot' }),
			message: /Teapot/,
			description: /status 418/,
		},
	};

	it.each(Object.entries(CASES))(
		'%s',
		async (_name, { on, status, body, message, description, quoted = [], field }) => {
			const path = '/contacts';
			strike({
				kind: 'status',
				status,
				method: METHOD[on],
				path,
				...(body !== undefined && { body }),
				times: Infinity,
			});
			const before = bench.sandbox.store.all('contacts').length;
			const result = await OPERATIONS[on]();
			expect(result.status).toBe('error');
			expect(result.error?.message).toMatch(message);
			expect(result.error?.description).toMatch(description);
			expect(result.error?.httpCode).toBe(String(status));
			expect(result.error?.context).toMatchObject({
				itemIndex: 0,
				details: { httpCode: String(status), kind: 'http', ...(field && { field }) },
			});
			expectCalmWords(said(result), quoted);
			expect(bench.sandbox.store.all('contacts')).toHaveLength(before);
			expect(
				bench.sandbox.journal.filter(
					({ method, path: asked }) => method === METHOD[on] && asked.startsWith('/contacts'),
				).length,
			).toBeLessThanOrEqual(1);
		},
	);

	it('in a list ends it: no page is left out', async () => {
		strike({ kind: 'status', status: 422, path: '/contacts', after: 1, times: Infinity });
		for (let at = 0; at < 1100; at += 1) bench.add('contacts', home(), { first_name: `P${at}` });
		const result = await OPERATIONS['Get Many']();
		expect(result.status).toBe('error');
		expect(result.output).toEqual([]);
	});
});

describe('a refusal by real validation', () => {
	type Flips = Partial<Record<AssumptionName, boolean>>;
	const PROFILES: Array<[string, Flips]> = [
		['422', {}],
		['400', { validationIs400: true }],
	];
	describe.each(PROFILES)('answered with %s', (status, flips) => {
		beforeEach(() => bench.assume(flips));

		const CASES: Array<[string, () => ReturnType<typeof bench.run>, RegExp, RegExp]> = [
			[
				'an organization name that is taken',
				async () => {
					bench.assume({ organizationNameUnique: true });
					return await bench.run('organization', 'create', {
						name: String(home().attributes.name),
						ifExists: 'createAnyway',
					});
				},
				/Name has already been taken/,
				/Use Create or Update, or set "If It Already Exists" to Update Existing or Return Existing/,
			],
			[
				'an organization renamed to a name that is taken',
				async () => {
					bench.assume({ organizationNameUnique: true });
					return await bench.run('organization', 'update', {
						organizationId: byId(home()),
						updateFields: { name: String(bench.organization(4).attributes.name) },
					});
				},
				/Name has already been taken/,
				/A record like this already exists/,
			],
			[
				'an unknown organization type',
				async () =>
					await bench.run('organization', 'update', {
						organizationId: byId(home()),
						updateFields: { organizationTypeId: '123' },
					}),
				/Organization Type must exist/,
				/Organization Type can be: (?=.*Customer)(?=.*Vendor)(?=.*Prospect)/,
			],
			[
				'an unknown organization status',
				async () =>
					await bench.run('organization', 'create', {
						name: 'New',
						additionalFields: { organizationStatusId: '123' },
					}),
				/Organization Status must exist/,
				/Organization Status can be: (?=.*Active)(?=.*Archived)/,
			],
			[
				'an unknown contact type',
				async () =>
					await bench.run('contact', 'create', {
						organizationId: byId(home()),
						firstName: 'A',
						additionalFields: { contactTypeId: '123' },
					}),
				/Contact Type must exist/,
				/Contact Type can be: (?=.*Primary)(?=.*Technical)/,
			],
			[
				'an unknown configuration type',
				async () =>
					await bench.run('configuration', 'create', {
						organizationId: byId(home()),
						name: 'PC',
						configurationTypeId: '123',
					}),
				/Configuration Type must exist/,
				/Configuration Type can be: (?=.*Printer)(?=.*UPS)/,
			],
			[
				'an unknown password category',
				async () =>
					await bench.run('password', 'create', {
						organizationId: byId(home()),
						name: 'A',
						password: 'b',
						additionalFields: { passwordCategoryId: '123' },
					}),
				/Password Category must exist/,
				/Password Category can be: .*Network/,
			],
			[
				'a location of another organization',
				async () =>
					await bench.run('contact', 'update', {
						contactId: byId(somebody()),
						updateFields: {
							locationId: byId(bench.within('locations', bench.organization(4))[0] as StoredRecord),
						},
					}),
				/Location must exist in the same organization/,
				/\w/,
			],
			[
				'an organization that does not exist',
				async () =>
					await bench.run('contact', 'create', { organizationId: byId('123'), firstName: 'A' }),
				/organization/i,
				/\w/,
			],
		];
		it.each(CASES)('%s', async (_name, run, message, description) => {
			const result = await run();
			expect(result.error?.message).toMatch(message);
			expect(result.error?.description).toMatch(description);
			expect(['400', '422', '404']).toContain(result.error?.httpCode);
			if (status === '400' && result.error?.httpCode !== '404')
				expect(result.error?.httpCode).toBe('400');
			expectCalmWords(said(result));
		});
	});

	it.each<[string, Flips, RegExp]>([
		['403', {}, /refused this API key/],
		['401', { badKeyIs401: true }, /did not let this API key/],
	])('a wrong key, answered with %s', async (status, flips, message) => {
		bench.assume(flips);
		const result = await bench.run(
			'contact',
			'getAll',
			{},
			{ credentials: { apiKey: 'ITG.wrong' } },
		);
		expect(result.error?.message).toMatch(message);
		expect(result.error?.description).toMatch(/(?=.*Region)(?=.*revoked)(?=.*IP address)/);
		expect(result.error?.httpCode).toBe(status);
		expect(result.everything).not.toContain('ITG.wrong');
		expect(bench.sandbox.journal).toHaveLength(1);
	});

	it.each([
		['organization', 'organizationId'],
		['contact', 'contactId'],
		['location', 'locationId'],
		['configuration', 'configurationId'],
		['password', 'passwordId'],
		['document', 'documentId'],
	])('%s not found', async (resource, parameter) => {
		const result = await bench.run(resource, 'get', { [parameter]: byId('123') });
		expect(result.error?.message).toMatch(
			new RegExp(`^${resource} 123 was not found in IT Glue$`, 'i'),
		);
		expect(result.error?.context?.details).toMatchObject({ httpCode: '404', id: '123' });
	});

	const EMPTY: Array<[string, string, IDataObject, RegExp]> = [
		['organization without name', 'organization', { name: '={{ "" }}' }, /"Name" is empty/],
		[
			'contact without organization',
			'contact',
			{ organizationId: { __rl: true, mode: 'id', value: '={{ undefined }}' }, firstName: 'A' },
			/"Organization" is empty/,
		],
		[
			'contact without any name',
			'contact',
			{ organizationId: byName('Baker, Lyons & Co') },
			/first name or a last name/,
		],
		[
			'password without value',
			'password',
			{ organizationId: byName('Baker, Lyons & Co'), name: 'A', password: '={{ null }}' },
			/"Password" is empty/,
		],
		[
			'configuration without type',
			'configuration',
			{
				organizationId: byName('Baker, Lyons & Co'),
				name: 'A',
				configurationTypeId: '={{ undefined }}',
			},
			/"Configuration Type" is empty/,
		],
		[
			'document without name',
			'document',
			{ organizationId: byName('Baker, Lyons & Co'), name: '={{ undefined }}' },
			/"Name" is empty/,
		],
	];
	it.each(EMPTY)(
		'%s is refused before anything is sent',
		async (_name, resource, parameters, message) => {
			const result = await bench.run(resource, 'create', parameters);
			expect(result.error?.message).toMatch(message);
			expect(result.error?.description).toMatch(/\w/);
			expect(bench.writes()).toEqual([]);
		},
	);

	it('"taken" by a record that came about meanwhile: Return Existing finds it', async () => {
		bench.assume({ organizationNameUnique: true });
		strike({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: '/organizations',
			body: {
				data: [],
				meta: { 'current-page': 1, 'next-page': null, 'total-pages': 1, 'total-count': 0 },
			},
		});
		const result = await bench.run('organization', 'create', {
			name: String(home().attributes.name),
			ifExists: 'returnExisting',
		});
		expect(only(result)).toMatchObject({ id: home().id });
		expect(lines(bench.writes())).toEqual(['POST /organizations']);
	});
});

describe('trouble that passes', () => {
	const PASSING: Array<[string, Fault]> = [
		['500', { kind: 'status', status: 500 }],
		['502', { kind: 'status', status: 502 }],
		['503', { kind: 'status', status: 503 }],
		['504', { kind: 'status', status: 504 }],
		['a connection cut before', { kind: 'resetBefore' }],
		['a connection cut after', { kind: 'resetAfter' }],
		['half an answer', { kind: 'truncatedJson' }],
		['a web page with 200', { kind: 'html' }],
		['no answer in time', TOO_LATE],
	];

	describe.each(PASSING)('%s', (_name, fault) => {
		beforeEach(() => {
			if (fault === TOO_LATE) options = HASTY;
		});

		it.each<Operation>(['Get', 'Get Many', 'Update', 'Delete'])(
			'%s goes on and ends well, once',
			async (operation) => {
				const contact = somebody();
				const count = bench.sandbox.store.all('contacts').length;
				strike({ ...fault, method: METHOD[operation], path: '/contacts' });
				const result = await OPERATIONS[operation]();
				expect(said(result)).toBe('(success)');
				expect(
					bench.sandbox.journal.filter(({ method }) => method === METHOD[operation]).length,
				).toBeGreaterThanOrEqual(2);
				expect(bench.sandbox.store.all('contacts')).toHaveLength(
					operation === 'Delete' ? count - 1 : count,
				);
				if (operation === 'Update') expect(bench.stored(contact).attributes.title).toBe('changed');
				if (operation === 'Delete')
					expect(bench.sandbox.store.find('contacts', contact.id)).toBeUndefined();
				if (operation === 'Get Many') expect(result.output).toHaveLength(count);
			},
		);

		it('Create is not repeated, and says that the record may exist', async () => {
			strike({ ...fault, method: 'POST' });
			const result = await OPERATIONS.Create();
			expect(result.status).toBe('error');
			expect(bench.writes()).toHaveLength(1);
			expect(newcomers().length).toBeLessThanOrEqual(1);
			expect(result.error?.description).toMatch(
				/The contact may have been created\. Look for it before you run this again\./,
			);
			expect(result.error?.context?.details).toMatchObject({ mayHaveBeenApplied: true });
			expectCalmWords(said(result), ['Internal Server Error']);
		});
	});

	it('an empty answer to a read or a change is asked for again; to a create it may mean that it exists', async () => {
		strike({ kind: 'emptyBody', method: 'GET' });
		expect(only(await OPERATIONS.Get())).toMatchObject({ id: somebody().id });
		strike({ kind: 'emptyBody', method: 'PATCH' });
		expect(only(await OPERATIONS.Update())).toMatchObject({ title: 'changed' });
		strike({ kind: 'emptyBody', method: 'POST' });
		const result = await OPERATIONS.Create();
		expect(result.error?.description).toMatch(/may have been created/);
		expect(newcomers()).toHaveLength(1);
	});

	it('a create whose answer was lost is found by a re-run with Return Existing', async () => {
		strike({ kind: 'resetAfter', method: 'POST' });
		await OPERATIONS.Create();
		const again = await bench.run('contact', 'create', {
			organizationId: byId(home()),
			firstName: 'Nina',
			lastName: 'Newcomer',
			ifExists: 'returnExisting',
		});
		expect(only(again)).toMatchObject({ id: newcomers()[0]?.id });
		expect(newcomers()).toHaveLength(1);
	});

	it('"took too long" makes lists ask for less at a time', async () => {
		for (let at = 0; at < 40; at += 1) bench.add('contacts', home(), { first_name: `P${at}` });
		strike({ kind: 'tookTooLong', path: '/contacts', pageSizeAbove: 25, times: Infinity });
		const result = await OPERATIONS['Get Many']();
		const ids = jsons(result).map(({ id }) => id);
		const all = bench.sandbox.store.all('contacts').map(({ id }) => id);
		expect(ids).toEqual(all.sort((a, b) => Number(a) - Number(b)));
		const sizes = bench.sandbox.journal.map(({ query }) => Number(query['page[size]']));
		expect(sizes[0]).toBe(1000);
		expect(Math.min(...sizes)).toBeLessThanOrEqual(25);
	});
});

describe('trouble that lasts', () => {
	const LASTING: Array<[string, Operation, Fault, RegExp, RegExp]> = [
		[
			'500',
			'Get',
			{ kind: 'status', status: 500 },
			/could not carry out "Get" for the contact \(status 500\)/,
			/Tried (\d) times.*in a while/,
		],
		[
			'503 on a change',
			'Update',
			{ kind: 'status', status: 503 },
			/could not carry out "Update" for the contact \(status 503\)/,
			/may have been made.*Tried (\d) times/,
		],
		[
			'a cut connection',
			'Get',
			{ kind: 'resetBefore' },
			/No answer from IT Glue at 127\.0\.0\.1/,
			/ECONNRESET.*tried (\d) times/,
		],
		[
			'half an answer',
			'Get',
			{ kind: 'truncatedJson' },
			/answered with something that is not JSON:API, or only part of it, instead of data/,
			/Base URL.*proxy/,
		],
		[
			'a web page with 200',
			'Get',
			{ kind: 'html' },
			/answered with a web page instead of data/,
			/Base URL.*proxy/,
		],
		[
			'"took too long" for one record',
			'Get',
			{ kind: 'tookTooLong' },
			/status 504/,
			/took too long/,
		],
	];
	it.each(LASTING)('%s', async (_name, operation, fault, message, description) => {
		strike({ ...fault, times: Infinity });
		const result = await OPERATIONS[operation]();
		expect(result.error?.message).toMatch(message);
		expect(result.error?.description).toMatch(description);
		// When it tries again, and how often, is held to a clock of the test's own (transport/patience.test.ts).
		const tries = bench.sandbox.journal.filter(({ method }) => method === METHOD[operation]).length;
		expect(tries).toBeGreaterThan(1);
		expect(tries).toBeLessThanOrEqual(MOST_TRIES);
		const told = description.exec(result.error?.description ?? '')?.[1] ?? tries;
		expect(Number(told)).toBe(tries);
		expectCalmWords(said(result), ['Internal Server Error']);
	});

	it('no answer in time', async () => {
		strike({ kind: 'slow', delayMs: 3000, times: Infinity });
		const result = await bench.run('contact', 'get', {
			contactId: byId(somebody()),
			options: { timeout: 1 },
		});
		expect(result.error?.message).toBe('IT Glue did not answer in time');
		expect(result.error?.description).toMatch(/Tried 4 times.*ask for less/);
	});

	it.each<Operation>(['Get', 'Create', 'Update', 'Delete'])(
		'errors with status 200 are errors: %s',
		async (operation) => {
			strike({
				kind: 'errorsIn200',
				method: METHOD[operation],
				path: '/contacts',
				body: errors({ status: '500', title: 'Something is wrong here' }),
			});
			const result = await OPERATIONS[operation]();
			expect(result.error?.message).toMatch(/Something is wrong here/);
			expect(
				bench.sandbox.journal.filter(({ method }) => method === METHOD[operation]),
			).toHaveLength(1);
		},
	);

	it('nothing listens', async () => {
		const result = await bench.run(
			'contact',
			'getAll',
			{ options: IMPATIENT },
			{ credentials: { baseUrl: 'http://127.0.0.1:1' } },
		);
		expect(result.error?.message).toBe('No answer from IT Glue at 127.0.0.1:1');
		expect(result.error?.description).toMatch(/Region or Base URL.*ECONNREFUSED/);
		expect(result.error?.description).not.toMatch(/may have been/);
	});
});

describe('429', () => {
	const AFTER: Array<[string, Fault]> = [
		['Retry-After in seconds', { kind: 'rateLimit', retryAfter: '1' }],
		['Retry-After: 0', { kind: 'rateLimit', retryAfter: '0', times: 3 }],
		['Retry-After as a date', { kind: 'rateLimit', retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' }],
		['no Retry-After', { kind: 'rateLimit' }],
	];
	it.each(AFTER)('with %s is waited for with every method, POST too', async (_name, fault) => {
		for (const operation of ['Get', 'Create', 'Update', 'Delete'] as const) {
			const options = { maxWait: 30 };
			strike({ ...fault, method: METHOD[operation] });
			const result =
				operation === 'Create'
					? await bench.run('contact', 'create', {
							organizationId: byId(home()),
							firstName: 'Nina',
							lastName: 'Newcomer',
							ifExists: 'createAnyway',
							options,
						})
					: await bench.run('contact', operation.toLowerCase(), {
							contactId: byId(somebody()),
							options,
							updateFields: { title: 'changed' },
						});
			expect([operation, said(result)]).toEqual([operation, '(success)']);
		}
		expect(newcomers()).toHaveLength(1);
	});

	it('that lasts ends with what the node did and what to do', async () => {
		strike({ kind: 'rateLimit', retryAfter: '30', times: Infinity });
		const result = await OPERATIONS.Create();
		expect(result.error?.message).toBe('IT Glue receives too many requests from this account');
		expect(result.error?.description).toMatch(
			/status 429.*another 30 seconds.*3000 requests in five minutes/,
		);
		expect(result.error?.description).not.toMatch(/may have been created/);
		expect(result.error?.httpCode).toBe('429');
		expect(bench.writes()).toHaveLength(1);
		expectCalmWords(said(result));
	});

	it('by the real window of the account is survived by many items', async () => {
		const contacts = bench.within('contacts', home());
		strike({ kind: 'rateLimit', retryAfter: '0', times: 5 });
		const result = await bench.run(
			'contact',
			'update',
			{
				contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				updateFields: { title: 'changed' },
			},
			{ input: contacts.map(({ id }) => ({ id })) },
		);
		expect(said(result)).toBe('(success)');
		expect(contacts.map((contact) => bench.stored(contact).attributes.title)).toEqual(
			contacts.map(() => 'changed'),
		);
	});
});

describe('a redirect', () => {
	it.each([301, 302, 307, 308])(
		'%s is not followed, and says where the address goes wrong',
		async (status) => {
			strike({ kind: 'redirect', status, location: 'http://192.0.2.1/elsewhere' });
			const result = await OPERATIONS.Get();
			expect(result.error?.message).toMatch(/redirects requests to another address/);
			expect(result.error?.description).toMatch(/API key was not sent there.*final address/);
			expect(bench.sandbox.journal).toHaveLength(1);
			expectCalmWords(said(result));
		},
	);
});
