/**
 * The strict profile beside what was recorded of IT Glue: every member of a recorded answer, with its nesting and its
 * JSON types, is a member that the sandbox can give, by itself or with a switch of assumptionList.cjs turned.
 *
 * The tables in recorded/ hold shapes only, no values: `@name` is an attribute of the record that the answer is about,
 * `relationships.*` any relationship. Left out are the resources that the node has no table for: domains,
 * expirations, logs; of user metrics only the form of the list is kept.
 */
import type { AxiosResponse } from 'axios';
import type { AssumptionName, SandboxOptions } from '../../sandbox';
import { bench, body, client, pick, stopAll, type Bench } from './client';
import { ADDITIONS, DEVIATIONS } from './recorded/differences';
import flexible from './recorded/flexible.json';
import lookups from './recorded/lookups.json';
import records from './recorded/records.json';

afterAll(stopAll);

/** Types by path. */
type Shape = Map<string, Set<string>>;

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return value.length === 0 ? 'empty list' : 'list';
	if (value === '') return 'empty text';
	return typeof value === 'string' ? 'text' : typeof value;
}

const shortened = (path: string): string =>
	path.replace(/^data(\[\])?\.attributes\./, '@').replace(/(\.relationships)\.[a-z-]+/, '$1.*');

function addTo(shape: Shape, value: unknown, path: string): void {
	if (path !== '') {
		const key = shortened(path);
		const types = shape.get(key) ?? new Set<string>();
		shape.set(key, types.add(typeOf(value)));
	}
	if (Array.isArray(value)) for (const item of value) addTo(shape, item, `${path}[]`);
	else if (typeof value === 'object' && value !== null)
		for (const [key, inner] of Object.entries(value))
			addTo(shape, inner, path === '' ? key : `${path}.${key}`);
}

/** Switches turned together: none of them hides what another one shows. */
type Switches = Partial<Record<AssumptionName, boolean>>;

const STANDARD: Switches = {};

const WORLDS: Switches[] = [
	STANDARD,
	{
		blankTextsAreEmpty: true,
		documentContentAsBlocks: true,
		emptyLinkageIsNull: true,
		includedInsideData: true,
		interfaceIdInAttributesOnly: true,
		lastPageNamesNext: true,
		linksAlwaysFull: true,
		passwordListWithoutValue: false,
	},
	{ linksAreBlankTexts: true, phonesFormattedWithCountry: true },
];

const SIZE: SandboxOptions = { organizations: 26, configurations: 78 };

const INCLUDES: Record<string, string> = {
	organizations: 'adapters_resources',
	contacts: 'adapters_resources,related_items',
	configurations: 'adapters_resources,attachments,configuration_interfaces,rmm_records',
	flexible_asset_types: 'flexible_asset_fields',
};

/** Lists that exist below a parent only. */
const PARENTS: Record<string, [parent: string, key: string, segment: string]> = {
	documents: ['organizations', 'organization_id', 'documents'],
	document_sections: ['documents', 'document_id', 'sections'],
	configuration_interfaces: ['configurations', 'configuration_id', 'configuration_interfaces'],
	flexible_asset_fields: [
		'flexible_asset_types',
		'flexible_asset_type_id',
		'flexible_asset_fields',
	],
};

/** Records enough to meet every form of the data set. */
const ENOUGH = 30;

function listPaths({ sandbox }: Bench, resource: string): string[] {
	// Their list needs to be told the type.
	if (resource === 'flexible_assets')
		return sandbox.store
			.all('flexible_asset_types')
			.map(({ id }) => `/${resource}?filter[flexible-asset-type-id]=${id}&page[size]=1000`);
	const below = PARENTS[resource];
	if (below === undefined) return [`/${resource}?page[size]=1000`];
	const [parent, , segment] = below;
	return sandbox.store
		.all(parent)
		.slice(0, ENOUGH)
		.map(({ id }) => `/${parent}/${id}/relationships/${segment}?page[size]=1000`)
		.flatMap((path) => [path, `${path}&filter[document_folder_id][ne]=null`]);
}

/** What a record's own address starts with. */
function home(resource: string, attributes: Record<string, unknown>): string {
	if (resource !== 'document_sections') return `/${resource}`;
	return `/documents/${String(attributes.document_id)}/relationships/sections`;
}

const showPaths = ({ sandbox }: Bench, resource: string): string[] =>
	sandbox.store
		.all(resource)
		.slice(0, ENOUGH)
		.map(({ id, attributes }) => `${home(resource, attributes)}/${id}?`);

async function answers(on: Bench, resource: string, form: string): Promise<AxiosResponse[]> {
	const { http, sandbox } = on;
	if (form === 'create') {
		const organization = Number(pick(sandbox, 'organizations').id);
		const values = {
			organization_id: organization,
			name: 'New',
			username: 'new',
			password: 'example',
		};
		const sent = {
			...values,
			password_category_id: Number(pick(sandbox, 'password_categories').id),
		};
		return [await http.post('/passwords?show_password=true', body('passwords', sent))];
	}
	if (resource === 'lists') return [await http.get('/contact_types'), await http.get('/contacts')];
	const paths = form.startsWith('index') ? listPaths(on, resource) : showPaths(on, resource);
	const include = form.endsWith('include') ? `&include=${INCLUDES[resource] ?? ''}` : '';
	// Several pages too, for the links between them.
	if (form.startsWith('index') && PARENTS[resource] === undefined && resource !== 'flexible_assets')
		paths.push(`/${resource}?page[size]=2`, `/${resource}?page[size]=2&page[number]=2`);
	const got: AxiosResponse[] = [];
	for (const path of paths) got.push(await http.get(`${path}${include}`));
	return got;
}

const shapes = new Map<string, Promise<Shape>>();

async function measure(resource: string, form: string, worlds: typeof WORLDS): Promise<Shape> {
	const shape: Shape = new Map();
	for (const assumptions of worlds) {
		const on = await known(assumptions);
		for (const { status, data } of await answers(on, resource, form)) {
			expect([form, status < 300]).toEqual([form, true]);
			addTo(shape, data, '');
		}
	}
	return shape;
}

const benches = new Map<object, Promise<Bench>>();

async function known(assumptions: Switches): Promise<Bench> {
	const running = benches.get(assumptions) ?? bench({ ...SIZE, assumptions });
	benches.set(assumptions, running);
	return await running;
}

/** What the sandbox can give; measured once. */
async function shapeOf(resource: string, form: string): Promise<Shape> {
	const key = `${resource} ${form}`;
	const measured = shapes.get(key) ?? measure(resource, form, WORLDS);
	shapes.set(key, measured);
	return await measured;
}

interface Recorded {
	resource: string;
	form: string;
	/** Where it was recorded: which kind of source, and when. */
	source: string;
	/** Paths by type. */
	members: Partial<Record<string, string>>;
}

const recorded: Recorded[] = [...records, ...lookups, ...flexible];

const membersOf = ({ members }: Recorded): string[] =>
	Object.entries(members).flatMap(([type, paths = '']) =>
		paths.split(' ').map((path) => `${path}: ${type}`),
	);

const has = (shape: Shape, member: string): boolean => {
	const [path = '', type = ''] = member.split(': ');
	return shape.get(shortened(path))?.has(type) === true;
};

const deviates = (resource: string, member: string): boolean =>
	DEVIATIONS.some(({ resources, members }) => resources.includes(resource) && members.test(member));

const TITLED = recorded.map((answer): [string, Recorded] => [
	`${answer.resource}, ${answer.form} (${answer.source})`,
	answer,
]);

it.each(TITLED)('can answer as recorded: %s', async (_title, answer) => {
	const shape = await shapeOf(answer.resource, answer.form);
	const missing = membersOf(answer).filter((member) => !has(shape, member));
	expect(missing.filter((member) => !deviates(answer.resource, member))).toEqual([]);
});

it.each(DEVIATIONS.map((deviation): [string, typeof deviation] => [deviation.reason, deviation]))(
	'deviates still: %s',
	async (_reason, { resources, members }) => {
		for (const resource of resources) {
			const missing: string[] = [];
			for (const answer of recorded.filter((one) => one.resource === resource)) {
				const shape = await shapeOf(resource, answer.form);
				missing.push(...membersOf(answer).filter((member) => !has(shape, member)));
			}
			expect([resource, missing.some((member) => members.test(member))]).toEqual([resource, true]);
		}
	},
);

const RESOURCES = [...new Set(recorded.map(({ resource }) => resource))].filter(
	(resource) => resource !== 'lists',
);

it.each(RESOURCES)(
	'answers %s with no attribute that nobody recorded, unless listed',
	async (resource) => {
		const form = resource === 'configuration_interfaces' ? 'show' : 'index';
		const shape = await measure(resource, form, [STANDARD]);
		const seen = new Set(
			recorded
				.filter((answer) => answer.resource === resource)
				.flatMap((answer) => membersOf(answer).map((member) => member.split(': ')[0])),
		);
		const own = [...shape.keys()].filter((path) => /^@[a-z0-9-]+$/.test(path) && !seen.has(path));
		expect(own.sort()).toEqual([...(ADDITIONS[resource]?.attributes ?? [])].sort());
	},
);

interface Refusal {
	/** What was recorded, and where. */
	title: string;
	status: number;
	members: string[];
	ask: (on: Bench) => Promise<AxiosResponse>;
}

const ERROR = 'errors: list, errors[]: object, errors[].title: text';
const POINTER = 'errors[].source: object, errors[].source.pointer: text';

const REFUSALS: Refusal[] = [
	{
		title: '401 of a record (wrapper issues, 2020)',
		status: 401,
		members: [ERROR, POINTER, 'errors[].status: number, errors[].detail: text'],
		ask: async ({ limited, sandbox }) =>
			await limited.get(`/passwords/${pick(sandbox, 'passwords').id}`),
	},
	{
		title: '401 of a route for browsers (a client, 2026)',
		status: 401,
		members: [ERROR, 'errors[].status: number, errors[].source.pointer: null'],
		ask: async () => {
			const { http, sandbox } = await known(WITHOUT_FOLDERS);
			const { id } = pick(sandbox, 'organizations');
			return await http.get(`/organizations/${id}/relationships/document_folders`);
		},
	},
	{
		title: '403 of the gateway (wrapper issues, 2019)',
		status: 403,
		members: ['message: text'],
		ask: async ({ sandbox }) => await client(sandbox.url, 'ITG.nobody').get('/organizations'),
	},
	{
		title: '404 of a record (a client, 2026)',
		status: 404,
		members: [ERROR, POINTER, 'errors[].status: number'],
		ask: async ({ http }) => await http.get('/organizations/1'),
	},
	{
		title: '404 of a route, a web page (wrapper issues, 2022)',
		status: 404,
		members: [': text'],
		ask: async ({ http }) => await http.get('/nothing'),
	},
	{
		title: '415 in plain words (one client)',
		status: 415,
		members: [': text'],
		ask: async ({ http }) =>
			await http.post('/contacts', '{}', { headers: { 'content-type': 'text/plain' } }),
	},
	{
		title: '422 without organization (automation issues, 2022)',
		status: 422,
		members: [ERROR, POINTER, 'errors[].status: number'],
		ask: async ({ http }) => await http.post('/contacts', body('contacts', { first_name: 'A' })),
	},
	{
		title: '422 of what must exist (automation issues, 2022)',
		status: 422,
		members: [ERROR, POINTER, 'errors[].status: number, errors[].detail: text'],
		ask: async ({ http }) =>
			await http.post('/organizations', body('organizations', { name: 'A', parent_id: 1 })),
	},
	{
		title: '422 of the request as a whole, pointer null (a wrapper, 2022)',
		status: 422,
		members: [ERROR, 'errors[].status: number, errors[].source.pointer: null'],
		ask: async ({ http, sandbox }) => {
			const { id } = pick(
				sandbox,
				'organizations',
				({ attributes }) => attributes.primary === true,
			);
			const data = [{ type: 'organizations', attributes: { id: Number(id) } }];
			return await http.delete('/organizations', { data: { data } });
		},
	},
	{
		title: '422 of a synced attribute (a client, 2026)',
		status: 422,
		members: [ERROR, POINTER, 'errors[].status: number, errors[].detail: text'],
		ask: async () => {
			const { http, sandbox } = await known({ syncedRecordRefusedAsAWhole: false });
			const { id } = pick(sandbox, 'contacts', ({ psa }) => psa !== undefined);
			const emails = [{ value: 'a@example.com', primary: true, label_name: 'Work' }];
			return await http.patch(`/contacts/${id}`, body('contacts', { contact_emails: emails }));
		},
	},
	{
		title: '422 of a trait that the type does not have (automation issues, 2018)',
		status: 422,
		members: [ERROR, POINTER, 'errors[].status: number, errors[].detail: text'],
		ask: async ({ http, sandbox }) => {
			const asset = pick(sandbox, 'flexible_assets', ({ adapters }) => adapters === undefined);
			const values = {
				organization_id: asset.attributes.organization_id,
				flexible_asset_type_id: asset.attributes.flexible_asset_type_id,
				traits: { unknown: 'x' },
			};
			return await http.post('/flexible_assets', body('flexible-assets', values));
		},
	},
	{
		title: '422 of an index of flexible assets without type (a wrapper, 2022)',
		status: 422,
		members: [ERROR, 'errors[].status: number, errors[].source.pointer: null'],
		ask: async ({ http }) => await http.get('/flexible_assets'),
	},
	{
		title: '422 of a folder elsewhere (a client, live, 2026)',
		status: 422,
		members: [ERROR, POINTER, 'errors[].status: number, errors[].detail: text'],
		ask: async ({ http, sandbox }) => {
			const folder = pick(sandbox, 'document_folders');
			const owner = folder.attributes.organization_id;
			const document = pick(
				sandbox,
				'documents',
				(record) => record.attributes.organization_id !== owner,
			);
			const values = { document_folder_id: Number(folder.id) };
			return await http.patch(`/documents/${document.id}`, body('documents', values));
		},
	},
	{
		title: '422 of a range of dates (a client, live, 2026)',
		status: 422,
		members: [ERROR, POINTER, 'errors[].status: number, errors[].detail: text'],
		ask: async ({ http }) => await http.get('/organizations?filter[updated_at]=2024-01-01, *'),
	},
	{
		title: '400 with a status of text and no source (reference)',
		status: 400,
		members: [ERROR, 'errors[].status: text, errors[].detail: text'],
		ask: async ({ http }) => await http.post('/contacts', '{"data":'),
	},
	{
		title: 'errors in an answer of status 200 (a client, 2026)',
		status: 200,
		members: [ERROR, 'data: empty list, errors[].status: text, errors[].detail: text'],
		ask: async ({ http, sandbox }) => {
			sandbox.faults.add({ kind: 'errorsIn200' });
			return await http.get('/organizations');
		},
	},
];

const WITHOUT_FOLDERS = { documentFoldersAvailable: false };

it.each(REFUSALS.map((refusal): [string, Refusal] => [refusal.title, refusal]))(
	'refuses as recorded: %s',
	async (_title, { status, members, ask }) => {
		const answer = await ask(await known(STANDARD));
		const shape: Shape = new Map([['', new Set([typeOf(answer.data)])]]);
		addTo(shape, answer.data, '');
		const given = [...shape].flatMap(([path, types]) =>
			[...types].map((type) => `${path}: ${type}`),
		);
		const wanted = members.flatMap((member) => member.split(', '));
		expect(answer.status).toBe(status);
		expect(wanted.filter((member) => !given.includes(member))).toEqual([]);
		if (status === 400) expect([...shape.keys()]).not.toContain('errors[].source');
	},
);

it('can leave out what some recorded answers lack', async () => {
	const { http } = await known({ metaPresent: false });
	expect(Object.keys((await http.get('/organizations')).data as object)).toEqual(['data']);
	const ids = await known({ interfaceIdInAttributesOnly: true });
	const { id } = pick(ids.sandbox, 'configuration_interfaces');
	const shown = (await ids.http.get(`/configuration_interfaces/${id}`)).data as { data: object };
	expect(Object.keys(shown.data).sort()).toEqual(['attributes', 'type']);
	const missing = await known({ includedRecordsMissing: true });
	const devices = await missing.http.get('/configurations?include=configuration_interfaces');
	expect(Object.keys(devices.data as object)).not.toContain('included');
	const repeated = await known({ listsRepeatARecord: true });
	const listed = (await repeated.http.get('/organizations')).data as {
		data: Array<{ id: string }>;
	};
	expect(listed.data[0]?.id).toBe(listed.data[1]?.id);
});
