/** The twin of the node that AI agents use: what it hides, and what it refuses when told to anyway. */
import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { execute } from '../../../nodes/ITGlue/execute';
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import type { OperationName } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { StoredRecord } from '../../../sandbox';
import { formOf, isChoice, isParameter } from '../../helpers/form';
import { toolTwin, type ToolMode } from '../../helpers/harness';
import { byId, hintsOf, jsons, only, said, told, useSandbox } from './support';

const bench = useSandbox({ journalSecrets: true });
const MODES: ToolMode[] = ['execute', 'supply'];
const VALUE = 'marked-Value-7Q!x';
/** Published as an example everywhere; opens nothing. */
const SEED = 'JBSWY3DPEHPK3PXP';

const TWIN = toolTwin(new ItGlue()).description;
type Kind = 'node' | 'tool';

/** What the editor shows, as a node or as a tool. */
const shown = (kind: Kind, parameters: INodeParameters): INodeProperties[] =>
	formOf({ parameters, tool: kind === 'tool' });

const operationLists = (kind: Kind, resource: string): INodeProperties[] =>
	shown(kind, { resource }).filter(({ name }) => name === 'operation');

const operationsOf = (kind: Kind, resource: string): unknown[] =>
	operationLists(kind, resource).flatMap(({ options = [] }) =>
		options.filter(isChoice).map(({ value }) => value),
	);

/** Names of everything that can be set, those inside collections too. */
const names = (kind: Kind, resource: string, operation: string): string[] =>
	shown(kind, { resource, operation }).flatMap(({ name, options = [] }) => [
		name,
		...options.filter(isParameter).map((inner) => inner.name),
	]);

const HIDDEN = ['includePasswordValue', 'versionId', 'otpSecret', 'otherAttributes'];

describe.each(
	RESOURCES.map(({ name, operations }): [string, OperationName[]] => [name, operations]),
)('the description of %s', (resource, verbs) => {
	it('offers everything to the node', () => {
		expect([...operationsOf('node', resource)].sort()).toEqual([...verbs].sort());
	});

	it('offers a tool everything but deleting', () => {
		expect([...operationsOf('tool', resource)].sort()).toEqual(
			verbs.filter((verb) => verb !== 'delete').sort(),
		);
	});

	it('offers one operation list each, so that none of them is ambiguous', () => {
		for (const kind of ['node', 'tool'] as const)
			expect(operationLists(kind, resource)).toHaveLength(1);
	});

	it('hides secrets and unlisted attributes from a tool', () => {
		for (const verb of verbs)
			expect(names('tool', resource, verb).filter((name) => HIDDEN.includes(name))).toEqual([]);
	});
});

it('shows the node what it hides from a tool', () => {
	expect(names('node', 'password', 'get')).toEqual(
		expect.arrayContaining(['includePasswordValue', 'versionId']),
	);
	expect(names('node', 'password', 'create')).toEqual(
		expect.arrayContaining(['otpSecret', 'otherAttributes']),
	);
	expect(names('node', 'password', 'update')).toEqual(
		expect.arrayContaining(['otpSecret', 'otherAttributes']),
	);
});

it('has a description with both fields that n8n adds', () => {
	expect(TWIN.properties.slice(0, 2).map(({ name }) => name)).toEqual([
		'descriptionType',
		'toolDescription',
	]);
	expect(
		(TWIN.properties.find(({ name }) => name === 'resource')?.options as INodePropertyCollection[])
			.length,
	).toBe(RESOURCES.length);
});

describe.each(MODES)('called by %s', (asTool) => {
	const vaulted = (): StoredRecord =>
		bench.add('passwords', bench.organization(2), {
			name: 'Marked',
			username: 'admin',
			password: VALUE,
			otp_secret: null,
			archived: false,
		});

	it('reads records, with few fields', async () => {
		const contact = bench.within('contacts', bench.organization(2))[0] as StoredRecord;
		const result = await bench.run('contact', 'get', { contactId: byId(contact) }, { asTool });
		expect(Object.keys(only(result)).sort()).toEqual(
			[
				'id',
				'type',
				'name',
				'organization_name',
				'title',
				'contact_type_name',
				'primary_email',
				'primary_phone',
				'important',
			].sort(),
		);
	});

	it.each(
		RESOURCES.map(({ name, toolFields, parent }): [string, string[], string?] => [
			name,
			toolFields,
			parent,
		]),
	)('Get Many of %s works, with few fields', async (resource, brief, parent) => {
		const [type] = bench.sandbox.store.all('flexible_asset_types');
		const under = parent === 'flexibleAssetType' && { flexibleAssetTypeId: byId(String(type?.id)) };
		const result = await bench.run(resource, 'getAll', { limit: 3, ...under }, { asTool });
		expect(said(result)).toBe('(success)');
		expect(result.output).toHaveLength(3);
		for (const record of jsons(result)) {
			expect(Object.keys(record).filter((key) => !['id', 'type', ...brief].includes(key))).toEqual(
				[],
			);
			expect(Object.keys(record).length).toBeGreaterThanOrEqual(Math.min(4, 2 + brief.length));
		}
	});

	it('gives the body of a document where Include Body is on, and only there', async () => {
		const organizationId = byId(bench.organization(2));
		bench.add('documents', bench.organization(2), {
			name: 'Spare Keys',
			content: '<p>The spare key is in box 7.</p>',
		});
		for (const includeBody of [true, false]) {
			const filters = { nameContains: 'spare keys' };
			const parameters = { organizationId, filters, options: { includeBody } };
			const found = only(await bench.run('document', 'getAll', parameters, { asTool }));
			const documentId = byId(String(found.id));
			const options = { includeBody };
			const single = await bench.run('document', 'get', { documentId, options }, { asTool });
			for (const record of [found, only(single)])
				expect(record.content).toEqual(
					includeBody ? expect.stringContaining('The spare key is in box 7.') : undefined,
				);
		}
	});

	it('gives other fields when asked to', async () => {
		const result = await bench.run(
			'organization',
			'getAll',
			{ limit: 1, options: { fields: ['short_name'] } },
			{ asTool },
		);
		expect(Object.keys(only(result))).toEqual(['id', 'type', 'short_name']);
	});

	it('takes what the model filled in', async () => {
		const result = await bench.run(
			'contact',
			'create',
			{
				organizationId: byId(bench.organization(2)),
				firstName: `={{ $fromAI('first', '', 'string') }}`,
				lastName: 'Agent',
			},
			{ asTool, input: [{ first: 'Alan' }] },
		);
		expect(said(result)).toBe('(success)');
		expect(bench.sandbox.store.all('contacts').slice(-1)[0]?.attributes).toMatchObject({
			first_name: 'Alan',
			last_name: 'Agent',
		});
	});

	it('tells what went wrong and what to do, as an answer', async () => {
		const result = await bench.run('contact', 'get', { contactId: byId('123') }, { asTool });
		expect(result.status).toBe('success');
		expect(only(result)).toMatchObject({
			error: 'Contact 123 was not found in IT Glue',
			message: expect.stringMatching(/\w{4}/),
		});
		// Nothing that a model could not use, and no parameters.
		expect(Object.keys(only(result)).sort()).toEqual(['details', 'error', 'message']);
	});

	it('tells it where the node cannot even start', async () => {
		const result = await bench.run(
			'contact',
			'getAll',
			{ options: { timeout: 1 } },
			{ asTool, credentials: { baseUrl: 'not an address' } },
		);
		expect(told(result)).toMatch(/Base URL of the IT Glue credential is not a web address/);
	});

	/** Every field of an update as a model fills it in: those it leaves out come as n8n's default. */
	const byModel = (fields: readonly string[], fallback = `''`): IDataObject =>
		Object.fromEntries(
			fields.map((name) => [name, `={{ $fromAI('${name}', '', 'string', ${fallback}) }}`]),
		);

	it.each<[string, IDataObject]>([
		["n8n's default", {}],
		['an empty text', { notes: '', title: '' }],
		['blanks', { notes: '  ', title: '\n' }],
		['null', { notes: null, title: null }],
		['the word null', { notes: 'null', title: 'undefined' }],
		['an empty list', { notes: [], title: [] }],
	])('a field that the model leaves out is not touched: %s', async (_case, input) => {
		const organization = bench.organization(2);
		const contact = bench.add('contacts', organization, {
			first_name: 'Ann',
			last_name: 'Example',
			title: 'Owner',
			notes: '<p>Kept</p>',
			important: true,
		});
		const result = await bench.run(
			'contact',
			'update',
			{
				contactId: byId(contact),
				updateFields: {
					...byModel(['notes', 'title', 'important', 'locationId']),
					lastName: `={{ $fromAI('last') }}`,
				},
			},
			{ asTool, input: [{ last: 'Sample', ...input }] },
		);
		// Inside an agent n8n may refuse the input by its type before the node is asked.
		if (/did not match expected schema/.test(said(result))) {
			expect(bench.writes()).toEqual([]);
			return;
		}
		expect(told(result)).toBe('(success)');
		expect(bench.stored(contact).attributes).toMatchObject({
			last_name: 'Sample',
			title: 'Owner',
			notes: '<p>Kept</p>',
			important: true,
		});
		expect(bench.writes()).toHaveLength(1);
	});

	it('a column that the model leaves out is not touched, whatever the options say', async () => {
		const organization = bench.organization(2);
		const contact = bench.add('contacts', organization, {
			first_name: 'Ann',
			last_name: 'Example',
			title: 'Owner',
		});
		const result = await bench.run(
			'contact',
			'upsert',
			{
				organizationId: byId(organization),
				fields: {
					mappingMode: 'defineBelow',
					matchingColumns: ['first_name', 'last_name'],
					value: { first_name: 'Ann', last_name: 'Example', ...byModel(['title', 'notes']) },
				},
				neverOverwriteWithEmpty: false,
			},
			{ asTool, input: [{ title: 'null' }] },
		);
		expect(told(result)).toBe('(success)');
		expect(only(result)).toMatchObject({ _action: 'unchanged' });
		expect(bench.stored(contact).attributes.title).toBe('Owner');
	});

	it('filters, options and a limit that the model leaves out are not set', async () => {
		const organization = bench.organization(1);
		const result = await bench.run(
			'contact',
			'getAll',
			{
				organizationId: byId(organization),
				limit: `={{ $fromAI('limit', '', 'number', '') }}`,
				filters: byModel(['title', 'primaryEmail', 'important', 'contactTypeId']),
				options: byModel(['include']),
			},
			{ asTool, input: [{ title: 'null' }] },
		);
		expect(told(result)).toBe('(success)');
		expect(result.output).toHaveLength(Math.min(50, bench.within('contacts', organization).length));
		expect(hintsOf(result)).toEqual([]);
	});

	it('an organization that the model leaves out is asked for: else all clients would be read', async () => {
		const result = await bench.run(
			'contact',
			'getAll',
			{ organizationId: byId(`={{ $fromAI('organization', '', 'string', '') }}`) },
			{ asTool, input: [{}] },
		);
		expect(told(result)).toMatch(/Organization.*empty.* \| ./);
		expect(bench.sandbox.journal).toEqual([]);
	});

	it.each<[string, IDataObject, RegExp]>([
		['a word for a number', { limit: 'ten' }, /"Limit" must be a whole number above 0/],
		['a filter of another kind', { filters: { important: 'maybe' } }, /must be true or false/],
		[
			'a name that is not there',
			{ filters: { contactTypeId: 'Nobody' } },
			/Nobody.*There are|Nobody/,
		],
		['an unknown field', { options: { include: ['no_such_thing'] } }, /no_such_thing/],
	])('says what is wrong with %s', async (_case, parameters, words) => {
		const result = await bench.run('contact', 'getAll', parameters, { asTool });
		expect(told(result)).toMatch(words);
		expect(told(result)).toMatch(/ \| \S/);
	});

	it.each(
		RESOURCES.filter(({ operations }) => operations.includes('delete')).map(({ name }) => name),
	)('does not delete: %s', async (resource) => {
		const result = await bench.run(
			resource,
			'delete',
			{ [`${resource}Id`]: byId('1'), confirmName: 'x' },
			{ asTool },
		);
		expect(told(result)).toMatch(/"Delete" is not available to AI agents/);
		expect(bench.sandbox.journal).toEqual([]);
	});

	const SMUGGLED: Array<[string, string, (record: StoredRecord) => IDataObject, RegExp]> = [
		[
			'the password value',
			'get',
			(record) => ({ passwordId: byId(record), includePasswordValue: true }),
			/"Include Password Value" is not available to AI agents/,
		],
		[
			'the password value, raw',
			'get',
			(record) => ({ passwordId: byId(record), includePasswordValue: true, simplify: false }),
			/"Include Password Value" is not available to AI agents/,
		],
		[
			'the password value by expression',
			'get',
			(record) => ({
				passwordId: byId(record),
				includePasswordValue: `={{ $fromAI('x', '', 'boolean') }}`,
			}),
			/"Include Password Value" is not available to AI agents/,
		],
		[
			'an earlier version',
			'get',
			(record) => ({ passwordId: byId(record), options: { versionId: '1' } }),
			/"Version ID" is not available to AI agents/,
		],
		[
			'a one-time-password secret',
			'update',
			(record) => ({ passwordId: byId(record), updateFields: { otpSecret: SEED } }),
			/"One-Time Password Secret" is not available to AI agents/,
		],
		[
			'unlisted attributes',
			'update',
			(record) => ({
				passwordId: byId(record),
				updateFields: { username: 'x', otherAttributes: '{"otp_secret":"JBSWY3DPEHPK3PXP"}' },
			}),
			/"Other Attributes \(JSON\)" is not available to AI agents/,
		],
		[
			'a one-time-password secret at creation',
			'create',
			() => ({
				organizationId: byId(bench.organization(2)),
				name: 'N',
				password: 'p',
				additionalFields: { otpSecret: SEED },
			}),
			/"One-Time Password Secret" is not available to AI agents/,
		],
	];
	// n8n may drop what the twin hides before the node sees it; then it must have no effect.
	it.each(SMUGGLED)(
		'does not take %s when it is smuggled in',
		async (_name, operation, parameters, words) => {
			const record = vaulted();
			const result = await bench.run('password', operation, parameters(record), {
				asTool,
				input: [{ x: true }],
			});
			if (told(result) !== '(success)')
				expect(told(result)).toMatch(/is not available to AI agents|There is nothing to update/);
			if (/is not available to AI agents/.test(told(result))) expect(told(result)).toMatch(words);
			expect(result.everything).not.toContain(VALUE);
			expect(
				bench.sandbox.journal.filter(
					({ query }) => query.show_password === 'true' || query.version_id !== undefined,
				),
			).toEqual([]);
			expect(bench.stored(record).attributes.otp_secret).toBeNull();
			expect(JSON.stringify(bench.writes().map(({ body }) => body ?? null))).not.toMatch(
				/otp.secret/i,
			);
		},
	);
});

/** The agent's own way round: n8n resolves the twin to the node itself, yet says in the context that a tool runs. */
describe('a context that cannot hide anything', () => {
	it.each<[string, string, IDataObject]>([
		['the password value', 'get', { includePasswordValue: true }],
		['a one-time-password secret', 'update', { updateFields: { otpSecret: SEED } }],
		['unlisted attributes', 'update', { updateFields: { otherAttributes: '{"x":1}' } }],
		['deleting', 'delete', {}],
	])('still refuses %s', async (_name, operation, parameters) => {
		const context = untrusted({
			resource: 'password',
			operation,
			passwordId: byId('1'),
			...parameters,
		});
		const [answer] = await execute(context);
		expect(answer?.json.error).toMatch(/is not available to AI agents/);
		expect(bench.sandbox.journal).toEqual([]);
	});

	/** Parameters as they stand, without n8n's filter, in a context that says it runs a tool. */
	function untrusted(parameters: IDataObject): Parameters<typeof execute>[0] {
		const node = {
			id: '1',
			name: 'IT Glue',
			type: 'n8n-nodes-it-glue.itGlue',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		return {
			getNode: () => node,
			isToolExecution: () => true,
			continueOnFail: () => false,
			getInputData: () => [{ json: {} }],
			getCredentials: async () => await Promise.resolve(bench.credentials()),
			getNodeParameter: (name: string, _index: number, fallback?: unknown) =>
				parameters[name] ?? fallback,
		} as never;
	}
});
