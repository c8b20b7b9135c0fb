/* eslint-disable @n8n/community-nodes/no-restricted-globals -- watches that nothing comes after the end */
/** Many input items: order, pairing, Continue On Fail in n8n's three modes, and an orderly stop. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { byExpression, byId, jsons, lines, only, said, sentBy, useSandbox } from './support';

const bench = useSandbox();
const MISSING = '999';

/** Contacts of an organization that no PSA owns, as many as asked for. */
function people(count: number): StoredRecord[] {
	const organization = bench.organization(2);
	return Array.from({ length: count }, (_each, at) =>
		bench.add('contacts', organization, {
			first_name: 'Person',
			last_name: `${at}`,
			title: 'before',
		}),
	);
}

/** One item for each contact; those at `failing` name a contact that does not exist. */
function itemsFor(contacts: StoredRecord[], failing: number[]): IDataObject[] {
	return contacts.map(({ id }, at) => ({
		id: failing.includes(at) ? MISSING : id,
		title: `after ${at}`,
	}));
}

const UPDATE: IDataObject = {
	contactId: byExpression('={{ $json.id }}'),
	updateFields: { title: '={{ $json.title }}' },
};

const titleOf = (contact: StoredRecord): unknown => bench.stored(contact).attributes.title;

const FAILED = {
	error: `Contact ${MISSING} was not found in IT Glue`,
	message: expect.stringContaining('Record not found') as unknown,
	details: {
		httpCode: '404',
		field: 'id',
		id: MISSING,
		kind: 'http',
		request: `PATCH /contacts/${MISSING}`,
	},
};

const POSITIONS: Array<[string, number]> = [
	['first', 0],
	['middle', 2],
	['last', 4],
];

describe.each(POSITIONS)('with the failing item %s', (_name, failing) => {
	it('puts it in place among the others (regular output)', async () => {
		const contacts = people(5);
		const input = itemsFor(contacts, [failing]);
		const result = await bench.run('contact', 'update', UPDATE, {
			input,
			onError: 'continueRegularOutput',
		});
		expect(result.status).toBe('success');
		expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		const expected = input.map((item, at) =>
			at === failing ? FAILED : (expect.objectContaining(item) as unknown),
		);
		expect(jsons(result)).toEqual(expected);
		expect(contacts.map(titleOf)).toEqual(
			input.map(({ title }, at) => (at === failing ? 'before' : title)),
		);
	});

	it('routes it to the error output, with its input', async () => {
		const contacts = people(5);
		const input = itemsFor(contacts, [failing]).map((item, at) => ({ ...item, own: `kept ${at}` }));
		const result = await bench.run('contact', 'update', UPDATE, {
			input,
			onError: 'continueErrorOutput',
		});
		expect(result.status).toBe('success');
		const others = [0, 1, 2, 3, 4].filter((at) => at !== failing);
		expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual(
			others.map((item) => ({ item })),
		);
		expect(jsons(result).map(({ title }) => title)).toEqual(others.map((at) => `after ${at}`));
		expect(result.errorOutput).toHaveLength(1);
		expect(result.errorOutput[0]?.json).toEqual({ ...input[failing], ...FAILED });
		expect(result.errorOutput[0]?.pairedItem).toEqual({ item: failing });
	});

	it('stops before anything is written, and sends nothing more', async () => {
		const contacts = people(5);
		const result = await bench.run('contact', 'update', UPDATE, {
			input: itemsFor(contacts, [failing]),
		});
		const sent = bench.sandbox.journal.length;
		expect(result.status).toBe('error');
		expect(result.output).toEqual([]);
		expect(result.error?.message).toBe(FAILED.error);
		expect(result.error?.context?.itemIndex).toBe(failing);
		// That the record does not exist is known before anything is written.
		expect(contacts.map(titleOf)).toEqual(contacts.map(() => 'before'));
		expect(result.error?.description).toMatch(/ Nothing was written\.$/);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(bench.sandbox.journal).toHaveLength(sent);
	});
});

describe('an execution that stops', () => {
	it('starts nothing further and waits for what is under way', async () => {
		const contacts = people(40);
		const [refused] = contacts as [StoredRecord];
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'PATCH',
			path: `/contacts/${refused.id}`,
		});
		// All but that one answer slowly, so that twenty are under way when it fails.
		bench.sandbox.faults.add({
			kind: 'slow',
			method: 'PATCH',
			path: new RegExp(`^/contacts/(?!${refused.id})`),
			times: Infinity,
			delayMs: 400,
		});
		const result = await bench.run('contact', 'update', UPDATE, { input: itemsFor(contacts, []) });
		const changed = contacts.flatMap((contact, at) => (titleOf(contact) === 'before' ? [] : [at]));
		expect(changed).toEqual(Array.from({ length: 19 }, (_each, at) => at + 1));
		expect(result.error?.description).toContain('Written before the stop: items 1–19.');
		expect(bench.writes()).toHaveLength(20);
		expect(bench.writes().every(({ status }) => status !== 0)).toBe(true);
	});

	it('does not go on retrying, and does not call "not written" what may have been', async () => {
		const [first, second] = people(2) as [StoredRecord, StoredRecord];
		// The change is made but its answer is lost; meanwhile the other item fails.
		bench.sandbox.faults.add({
			kind: 'resetAfter',
			method: 'PATCH',
			path: `/contacts/${second.id}`,
		});
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'PATCH',
			path: `/contacts/${first.id}`,
			delayMs: 200,
		});
		const result = await bench.run('contact', 'update', UPDATE, {
			input: itemsFor([first, second], []),
		});
		expect(result.error?.context?.itemIndex).toBe(0);
		expect(titleOf(second)).toBe('after 1');
		expect(lines(bench.writes()).filter((line) => line.endsWith(second.id))).toHaveLength(1);
		expect(result.error?.description).not.toContain('No other item had been written');
		expect(result.error?.description).toMatch(/Item 1 may have been written/);
	});

	it.each(['getAll', 'get'])(
		'says nothing of writing where it only reads: %s',
		async (operation) => {
			const [first, second] = people(2) as [StoredRecord, StoredRecord];
			bench.sandbox.faults.add({ kind: 'status', status: 403, method: 'GET', times: Infinity });
			const result = await bench.run(
				'contact',
				operation,
				operation === 'get' ? { contactId: byExpression('={{ $json.id }}') } : { returnAll: true },
				{ input: itemsFor([first, second], []) },
			);
			expect(result.status).toBe('error');
			expect(said(result)).not.toMatch(/written/i);
		},
	);

	it('validates all items before the first write', async () => {
		const contacts = people(3);
		const input = contacts.map(({ id }, at) => ({
			id,
			title: `after ${at}`,
			type: at === 2 ? 'Nobody' : 'Technical',
		}));
		const parameters = {
			...UPDATE,
			updateFields: { title: '={{ $json.title }}', contactTypeId: '={{ $json.type }}' },
		};
		const stopped = await bench.run('contact', 'update', parameters, { input });
		expect(said(stopped)).toMatch(
			/There is no Contact Type "Nobody".*Billing.*Technical.*Nothing was written\.$/,
		);
		expect(stopped.error?.context?.itemIndex).toBe(2);
		expect(bench.writes()).toEqual([]);

		const continued = await bench.run('contact', 'update', parameters, {
			input,
			onError: 'continueRegularOutput',
		});
		expect(jsons(continued).map(({ title, error }) => title ?? error)).toEqual([
			'after 0',
			'after 1',
			'There is no Contact Type "Nobody"',
		]);
	});

	it.each(['create', 'delete', 'archive'])(
		'%s: a bad last item prevents every write',
		async (operation) => {
			const organization = bench.organization(2);
			const records = [1, 2].map((at) =>
				bench.add('configurations', organization, { name: `PC ${at}`, configuration_type_id: 1 }),
			);
			const input = [
				...records.map(({ id }) => ({ id, name: `New ${id}` })),
				{ id: 'no id', name: '' },
			];
			const result = await bench.run(
				'configuration',
				operation,
				operation === 'create'
					? {
							organizationId: byId(organization),
							name: '={{ $json.name }}',
							configurationTypeId: 'Printer',
						}
					: { configurationId: byExpression('={{ $json.id }}') },
				{ input },
			);
			expect(result.error?.context?.itemIndex).toBe(2);
			expect(bench.writes()).toEqual([]);
		},
	);
});

describe('items on the same record', () => {
	it('are written one at a time, in input order', async () => {
		const [contact] = people(1) as [StoredRecord];
		bench.sandbox.faults.add({ kind: 'slow', method: 'PATCH', times: 1, delayMs: 200 });
		const result = await bench.run('contact', 'update', UPDATE, {
			input: [1, 2, 3].map((at) => ({ id: contact.id, title: `turn ${at}` })),
		});
		expect(jsons(result).map(({ title }) => title)).toEqual(['turn 1', 'turn 2', 'turn 3']);
		expect(bench.writes().map((entry) => sentBy(entry).title)).toEqual([
			'turn 1',
			'turn 2',
			'turn 3',
		]);
		expect(titleOf(contact)).toBe('turn 3');
	});

	it('do not start after one of them failed and the node stops', async () => {
		const [contact] = people(1) as [StoredRecord];
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'PATCH', after: 1 });
		const result = await bench.run('contact', 'update', UPDATE, {
			input: [1, 2, 3].map((at) => ({ id: contact.id, title: `turn ${at}` })),
		});
		expect(result.error?.description).toContain('Written before the stop: item 0.');
		expect(bench.writes()).toHaveLength(2);
		expect(titleOf(contact)).toBe('turn 1');
	});
});

describe('a failed item', () => {
	it('carries the field, as IT Glue named it', async () => {
		const [contact] = people(1) as [StoredRecord];
		const result = await bench.run(
			'contact',
			'update',
			{ contactId: byId(contact), updateFields: { locationId: byId('123') } },
			{ onError: 'continueRegularOutput' },
		);
		const { error, message, details, ...rest } = only(result);
		expect(rest).toEqual({});
		expect(error).toBe('Location must exist');
		expect(message).not.toBe('');
		expect(details).toEqual({
			httpCode: '422',
			field: 'location',
			id: contact.id,
			kind: 'http',
			request: `PATCH /contacts/${contact.id}`,
		});
	});

	// n8n routes an item by exactly these keys; people read what they hold.
	const ANYTHING: Array<[string, IDataObject, IDataObject]> = [
		[
			'an expression that breaks',
			{ contactId: byExpression('={{ $json.none.of.this }}'), updateFields: { title: 'x' } },
			{ none: null },
		],
		[
			'an expression with a slip',
			{ contactId: byId('1'), updateFields: { title: '={{ $jsn.title }}' } },
			{},
		],
		[
			'an empty record',
			{ contactId: byExpression('={{ $json.none }}'), updateFields: { title: 'x' } },
			{},
		],
		[
			'a key of 30 digits',
			{ contactId: byExpression(`={{ "${'1'.repeat(30)}" }}`), updateFields: { title: 'x' } },
			{},
		],
	];
	it.each(ANYTHING)('is routed whatever went wrong: %s', async (_name, parameters, json) => {
		const result = await bench.run('contact', 'update', parameters, {
			input: [json],
			onError: 'continueErrorOutput',
		});
		expect(result.output).toEqual([]);
		expect(result.errorOutput).toHaveLength(1);
		const { error, message, details } = result.errorOutput[0]?.json ?? {};
		expect(error).toEqual(expect.stringMatching(/\w/));
		expect(message).toEqual(expect.stringMatching(/\w/));
		expect(details).toEqual(expect.any(Object));
	});

	it('does not take its neighbours along when the list they share cannot be read', async () => {
		const contacts = people(2);
		bench.sandbox.faults.add({
			kind: 'status',
			status: 403,
			path: '/contact_types',
			times: Infinity,
		});
		const result = await bench.run(
			'contact',
			'update',
			{ ...UPDATE, updateFields: { title: 'x', contactTypeId: '={{ $json.type }}' } },
			{
				input: contacts.map(({ id }, at) => ({ id, type: at === 0 ? 'Technical' : undefined })),
				onError: 'continueErrorOutput',
			},
		);
		expect(result.errorOutput).toHaveLength(1);
		expect(jsons(result)).toEqual([expect.objectContaining({ title: 'x' })]);
	});
});

it('gives several records of one item the same pairing', async () => {
	const input = [2, 4].map((at) => ({ id: bench.organization(at).id }));
	const result = await bench.run(
		'contact',
		'getAll',
		{ organizationId: byExpression('={{ $json.id }}'), returnAll: true },
		{ input },
	);
	const owners = result.output.map(({ json, pairedItem }) => [
		String(json.organization_id),
		pairedItem,
	]);
	const expected = input.flatMap(({ id }, item) =>
		bench.within('contacts', bench.stored(id, 'organizations')).map(() => [id, { item }]),
	);
	expect(owners).toEqual(expected);
});

it('does nothing without input', async () => {
	const result = await bench.run('contact', 'getAll', {}, { input: [] });
	expect(result.output).toEqual([]);
	expect(bench.sandbox.journal).toEqual([]);
});

it('leaves twenty notes and a count of the others', async () => {
	const contacts = people(25);
	const result = await bench.run(
		'contact',
		'update',
		{
			contactId: byExpression('={{ $json.id }}'),
			updateFields: { otherAttributes: '{"no_such_attribute": "x"}' },
		},
		{ input: contacts.map(({ id }) => ({ id })) },
	);
	expect(said(result)).toBe('(success)');
	expect(result.hints).toHaveLength(21);
	expect(result.hints.at(-1)?.message).toBe('There are 5 more notes.');
});

it('leaves the input items as they are', async () => {
	const organization = bench.organization(2);
	people(1);
	const contact_emails = [{ value: 'Ann@Example.com', primary: true }];
	const input: IDataObject[] = [
		{ first_name: 'Person', last_name: '0', contact_emails },
		{ first_name: 'New', last_name: 'Person', contact_emails: [{ value: 'new@example.com' }] },
	];
	const before = structuredClone(input);
	const result = await bench.run(
		'contact',
		'upsert',
		{
			organizationId: byId(organization),
			fields: {
				mappingMode: 'autoMapInputData',
				value: {},
				matchingColumns: ['first_name', 'last_name'],
			},
		},
		{ input },
	);
	expect(said(result)).toBe('(success)');
	expect(jsons(result).map(({ _action }) => _action)).toEqual(['updated', 'created']);
	expect(input).toEqual(before);
});

it('takes one sweep for 300 items By Name over one organization', async () => {
	const organization = bench.organization(2);
	const contacts = Array.from({ length: 300 }, (_each, at) =>
		bench.add('contacts', organization, { first_name: 'Person', last_name: `Number${at}` }),
	);
	const result = await bench.run(
		'contact',
		'get',
		{
			organizationId: byId(organization),
			contactId: byExpression('={{ $json.name }}', 'name'),
		},
		{
			input: contacts.map(({ attributes }) => ({ name: `Person ${String(attributes.last_name)}` })),
		},
	);
	expect(jsons(result).map(({ id }) => id)).toEqual(contacts.map(({ id }) => id));
	const lists = bench.sandbox.journal.filter(({ path }) => path === '/contacts');
	// A filter each for the first few names, then everything at once.
	expect(lists.length).toBeLessThanOrEqual(6);
	expect(bench.sandbox.journal).toHaveLength(300 + lists.length);
});
