/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a second server, to which the key must not go */
/** Secrets stay put: marked values are looked for in everything that a run leaves behind. */
import { typedIn } from '../../helpers/typed';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INode } from 'n8n-workflow';
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import type { OperationName } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Fault, Json, StoredRecord } from '../../../sandbox';
import { testCredential } from '../../helpers/harness';
import { collectionOf } from '../../helpers/tables';
import { byId, IMPATIENT, jsons, said, useSandbox } from './support';

const bench = useSandbox();

const VALUE = 'Marked"7Q<x>&é';
const OTP = 'MARKEDSECRETABCDEFGH';

/** A secret may come back as it is, in JSON, in HTML or in an address. */
const spellings = (secret: string): string[] => [
	secret,
	JSON.stringify(secret).slice(1, -1),
	JSON.stringify(JSON.stringify(secret)).slice(3, -3),
	secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
	encodeURIComponent(secret),
];

function expectNoSecrets(everything: string): void {
	for (const secret of [bench.sandbox.keys.full, VALUE, OTP].flatMap(spellings))
		expect(everything).not.toContain(secret);
}

function recordOf(resource: Resource): StoredRecord {
	const home = bench.organization(2);
	if (resource.name.startsWith('flexibleAsset'))
		return bench.sandbox.store.all(collectionOf(resource))[0] as StoredRecord;
	if (!resource.scoped) return home;
	if (resource.name === 'password') {
		return bench.add('passwords', home, {
			name: 'Marked',
			password: VALUE,
			otp_secret: OTP,
			archived: false,
		});
	}
	return bench.within(collectionOf(resource), home)[0] as StoredRecord;
}

const CREATE: Record<string, IDataObject> = {
	organization: { name: 'New' },
	contact: { firstName: 'New' },
	location: { name: 'New' },
	configuration: { name: 'New', configurationTypeId: 'Printer' },
	document: { name: 'New', content: '<p>New</p>' },
	password: { name: 'New', password: VALUE, additionalFields: { otpSecret: OTP } },
	flexibleAssetType: { name: 'New', typeFields: { field: [{ name: 'Host', kind: 'Text' }] } },
	flexibleAssetField: { name: 'New', kind: 'Text' },
};

const UPDATE: Record<string, IDataObject> = {
	contact: { title: 'changed' },
	password: { password: VALUE, otpSecret: OTP, notes: 'changed' },
};

const UPSERT: Record<string, IDataObject> = {
	organization: { name: 'New' },
	contact: { first_name: 'New', primary_email: 'new@example.com' },
	location: { name: 'New' },
	configuration: { name: 'New', serial_number: 'SN-NEW', configuration_type_id: 'Printer' },
	document: { name: 'New', content: '<p>New</p>' },
	password: { name: 'New', password: VALUE, otp_secret: OTP },
	flexibleAssetType: { name: 'New', fields: [{ name: 'Host', kind: 'Text' }] },
};

const mapping = (value: IDataObject | undefined): IDataObject => ({
	mappingMode: 'defineBelow',
	value: value ?? {},
	matchingColumns: [],
	schema: [],
});

/** Parameters with which an operation of a resource does something. */
function parametersFor(resource: Resource, verb: OperationName): IDataObject {
	if (resource.typedBy) {
		const typed = typedIn(bench.sandbox, resource, bench.organization(2).id);
		const record = typed.asset({ admin: VALUE });
		return { ...typed.parameters(verb, record), options: { ...IMPATIENT } };
	}
	const record = recordOf(resource);
	const parameters: IDataObject = {
		[`${resource.name}Id`]: byId(record),
		options: { ...IMPATIENT },
		...(resource.parent === 'flexibleAssetType' && {
			flexibleAssetTypeId: byId(
				String(
					verb === 'create' || verb === 'getAll'
						? bench.sandbox.store.all('flexible_asset_types')[0]?.id
						: record.attributes.flexible_asset_type_id,
				),
			),
		}),
	};
	if (resource.scoped && ['create', 'upsert', 'reconcile', 'getAll', 'getPrimary'].includes(verb))
		parameters.organizationId = byId(bench.organization(2));
	if (verb === 'create') Object.assign(parameters, CREATE[resource.name]);
	if (verb === 'upsert') parameters.fields = mapping(UPSERT[resource.name]);
	if (verb === 'reconcile') parameters.fields = mapping({ psa_id: '1', name: 'Nobody' });
	if (verb === 'update') parameters.updateFields = UPDATE[resource.name] ?? { name: 'Renamed' };
	if (verb === 'delete') parameters.confirmName = String(record.attributes.name ?? '');
	if (verb === 'addQuickNote') parameters.note = 'Note';
	return parameters;
}

const EVERY: Array<[string, string, Resource, OperationName]> = RESOURCES.flatMap((resource) =>
	resource.operations.map((verb): [string, string, Resource, OperationName] => [
		resource.name,
		verb,
		resource,
		verb,
	]),
);
const MODES: Array<INode['onError']> = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

/** IT Glue repeats what was submitted, in every spelling, and the key on top. */
const echo = (status: number): Json => ({
	errors: [
		{
			status,
			title: `Refused ${spellings(VALUE).join(' ')}`,
			detail: `is not accepted: '${spellings(VALUE).join("', '")}', ${OTP}, key ${bench.sandbox.keys.full}`,
			source: { pointer: 'data/attributes/password' },
		},
		`${VALUE} ${OTP} ${bench.sandbox.keys.full}`,
	],
});

describe.each(EVERY)('%s: %s', (_resource, _verb, resource, verb) => {
	it('leaves no secret behind when it succeeds', async () => {
		const result = await bench.run(resource.name, verb, parametersFor(resource, verb));
		expect(said(result)).toBe('(success)');
		expectNoSecrets(result.everything);
		if (verb === 'delete') return;
		const raw = {
			...parametersFor(resource, verb),
			simplify: false,
			...(verb === 'create' && { ifExists: 'returnExisting' }),
		};
		expectNoSecrets(
			(await bench.run(resource.name, verb, raw, { onError: 'continueRegularOutput' })).everything,
		);
	});

	it('leaves no secret behind when it is refused, in any mode', async () => {
		const method = verb === 'create' ? 'POST' : verb === 'update' ? 'PATCH' : undefined;
		for (const onError of MODES) {
			for (const status of [401, 422]) {
				bench.sandbox.faults.clear();
				// Only the resource with secrets of its own submits them; what was not submitted cannot be recognised.
				const submits = resource.name === 'password' && method !== undefined;
				const body = submits
					? echo(status)
					: { errors: [{ detail: `key ${bench.sandbox.keys.full}` }] };
				bench.sandbox.faults.add({ kind: 'status', status, method, times: Infinity, body });
				const result = await bench.run(resource.name, verb, parametersFor(resource, verb), {
					onError,
				});
				const failed = [...result.output, ...result.errorOutput].some(
					({ json }) => json.error !== undefined,
				);
				expect([onError, status, result.error !== undefined || failed]).toEqual([
					onError,
					status,
					true,
				]);
				expectNoSecrets(result.everything);
			}
		}
	});
});

describe('a password that is submitted', () => {
	const record = (): StoredRecord =>
		recordOf(RESOURCES.find(({ name }) => name === 'password') as Resource);
	const FAULTS: Array<[string, () => Fault]> = [
		['a validation message', () => ({ kind: 'status', status: 422, body: echo(422) })],
		['a message with status 200', () => ({ kind: 'errorsIn200', body: echo(200) })],
		[
			'a message with status 500',
			() => ({ kind: 'status', status: 500, body: echo(500), times: Infinity }),
		],
		[
			'a lone message',
			() => ({
				kind: 'status',
				status: 400,
				body: { message: `${VALUE} ${OTP} ${bench.sandbox.keys.full}` },
			}),
		],
		['a broken connection', () => ({ kind: 'resetBefore', times: Infinity })],
		['half an answer', () => ({ kind: 'truncatedJson', times: Infinity })],
		['a request that is too slow', () => ({ kind: 'slow', delayMs: 2500 })],
		[
			'a rate limit',
			() => ({ kind: 'rateLimit', retryAfter: '60', times: Infinity, body: echo(429) }),
		],
		[
			'a redirect',
			() => ({ kind: 'redirect', location: `/passwords?password=${encodeURIComponent(VALUE)}` }),
		],
	];
	it.each(FAULTS)('does not come back through %s', async (_name, fault) => {
		bench.sandbox.faults.add({ ...fault(), method: 'POST' });
		const tooSlow = fault().kind === 'slow';
		const parameters = {
			organizationId: byId(bench.organization(2)),
			...CREATE.password,
			ifExists: 'createAnyway',
			options: { ...IMPATIENT, ...(tooSlow && { timeout: 1 }) },
		};
		const result = await bench.run('password', 'create', parameters, {
			onError: 'continueErrorOutput',
		});
		expect(result.errorOutput).toHaveLength(1);
		expectNoSecrets(result.everything);
	});

	it.each<[string, IDataObject]>([
		[
			'set twice',
			{ password: VALUE, otpSecret: OTP, otherAttributes: JSON.stringify({ password: VALUE }) },
		],
		['in JSON that is none', { otherAttributes: `={{ '["${OTP}"]' }}` }],
		[
			'beside a field that is refused',
			{ password: VALUE, otpSecret: OTP, archived: '={{ "perhaps" }}' },
		],
		['as an object', { password: `={{ { "value": "${OTP}" } }}` }],
		['as a list', { otpSecret: `={{ ["${OTP}"] }}` }],
		[
			'under another name',
			{ otherAttributes: JSON.stringify({ 'otp-secret': OTP, otpSecret: OTP }) },
		],
	])('does not come back when our own checks refuse it: %s', async (_name, updateFields) => {
		const result = await bench.run('password', 'update', {
			passwordId: byId(record()),
			updateFields,
		});
		expect(result.status).toBe('error');
		expectNoSecrets(result.everything);
	});

	it('does not come back in a hint that IT Glue did not take something', async () => {
		const body = {
			data: { id: '7', type: 'passwords', attributes: { name: 'Other', username: 'other' } },
		};
		bench.sandbox.faults.add({ kind: 'status', status: 200, method: 'PATCH', body });
		const result = await bench.run('password', 'update', {
			passwordId: byId(record()),
			updateFields: { name: 'New', username: 'new', ...UPDATE.password },
		});
		expect(result.hints.length).toBeGreaterThan(0);
		expectNoSecrets(result.everything);
	});

	it('is in the output of Get with its switch, and nowhere else', async () => {
		const result = await bench.run('password', 'get', {
			passwordId: byId(record()),
			includePasswordValue: true,
		});
		expect(jsons(result)[0]?.password).toBe(VALUE);
		const rest = result.everything.split(JSON.stringify(VALUE)).join('');
		expectNoSecrets(rest);
		expect(result.everything.split(JSON.stringify(VALUE))).toHaveLength(2);
	});

	it('does not leak from one item with the switch to the failure of another', async () => {
		const ids = [record().id, '123'];
		const result = await bench.run(
			'password',
			'get',
			{
				passwordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				includePasswordValue: true,
			},
			{ input: ids.map((id) => ({ id })) },
		);
		expect(result.status).toBe('error');
		expectNoSecrets(result.everything);
	});

	it('does not leave an AI tool, whichever way it is called', async () => {
		for (const asTool of ['execute', 'supply'] as const) {
			bench.sandbox.faults.clear();
			bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'POST', body: echo(422) });
			const parameters = {
				organizationId: byId(bench.organization(2)),
				name: 'New',
				password: VALUE,
				ifExists: 'createAnyway',
			};
			for (const result of [
				await bench.run('password', 'create', parameters, { asTool }),
				await bench.run('password', 'create', parameters, { asTool }),
			]) {
				expect(result.output.length).toBeLessThanOrEqual(1);
				for (const secret of [bench.sandbox.keys.full, VALUE].flatMap(spellings))
					expect(result.everything).not.toContain(secret);
			}
		}
	});
});

describe('a base URL that redirects to another host', () => {
	let other: http.Server;
	let address = '';
	const arrived: string[] = [];
	beforeAll(async () => {
		other = http.createServer((request, response) => {
			arrived.push(JSON.stringify(request.headers));
			response.writeHead(200, { 'content-type': 'application/vnd.api+json' }).end('{"data":[]}');
		});
		await new Promise<void>((resolve) => {
			other.listen(0, '127.0.0.1', resolve);
		});
		address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
	});
	afterAll(async () => {
		other.closeAllConnections();
		await new Promise((resolve) => {
			other.close(resolve);
		});
	});

	it.each([301, 302, 303, 307, 308])('never gets the key there (%s)', async (status) => {
		bench.sandbox.faults.add({
			kind: 'redirect',
			status,
			location: `${address}/organizations`,
			times: Infinity,
		});
		for (const [resource, operation] of [
			['organization', 'getAll'],
			['contact', 'create'],
			['organization', 'addQuickNote'],
		] as const) {
			const { scoped } = RESOURCES.find(({ name }) => name === resource) as Resource;
			const result = await bench.run(resource, operation, {
				...(scoped && { organizationId: byId('1') }),
				...(operation === 'addQuickNote' && { organizationId: byId('1'), note: 'x' }),
				...CREATE.contact,
			});
			expect(said(result)).toMatch(/redirects requests to another address/);
		}
		expect((await testCredential(bench.credentials())).status).toBe('Error');
		expect(arrived).toEqual([]);
	});
});
