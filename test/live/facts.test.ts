/** What is documented and has no switch in the sandbox: told otherwise by a proxy, the live check must tell as well. */
import { FACTS } from '../../sandbox/assumptionList.cjs';
import { changed, check, LONGEST_TEST_MS, onSandbox, SMALL, type Finished } from './liveCheck';
import {
	edit,
	editItems,
	editMeta,
	exactly,
	startProxy,
	toErrors,
	toPage,
	type Change,
} from './proxy';

jest.setTimeout(LONGEST_TEST_MS);

type FactName = (typeof FACTS)[number]['name'];

interface Case {
	change: Change;
	/** Whether the node copes. */
	copes: boolean;
}

const drop = (path: string, filter: string, value?: string): Change => ({
	ask: (asked) => {
		if (!asked.path.endsWith(path)) return;
		const given = asked.query.get(`filter[${filter}]`);
		if (value === undefined || given === value) asked.query.delete(`filter[${filter}]`);
	},
});

/** The seed profile shows these (assumptions.test.ts). */
const SHOWN_BY_SEED = [
	'documentsOnlyByOrganization',
	'documentIndexIsRootOnly',
	'documentContentNotStored',
] as const satisfies FactName[];

const isContact = (path: string): boolean => /^\/contacts\/\d+$/.test(path);

const CASES: Record<Exclude<FactName, (typeof SHOWN_BY_SEED)[number]>, Case> = {
	listsExist: {
		change: { tell: (told, { path }) => path === '/groups' && toPage(told, 404) },
		copes: false,
	},
	listsReadable: {
		change: { tell: (told, { path }) => path === '/passwords' && toErrors(told, 401) },
		copes: true,
	},
	metaMembers: {
		change: {
			tell: (told) => editMeta(told, (meta) => delete meta['prev-page']),
		},
		copes: true,
	},
	metaCounts: {
		change: {
			tell: (told) => editMeta(told, (meta) => (meta['total-pages'] = 99)),
		},
		copes: true,
	},
	defaultPageSizeIs50: {
		change: {
			ask: ({ query }) => {
				if (!query.has('page[size]')) query.set('page[size]', '25');
			},
		},
		copes: true,
	},
	pageSize1000Honoured: {
		change: {
			ask: ({ query }) => {
				if (query.get('page[size]') === '1000') query.set('page[size]', '40');
			},
		},
		copes: true,
	},
	pagesContinue: {
		change: {
			ask: ({ query }) => query.get('page[number]') === '2' && query.delete('page[number]'),
		},
		copes: true,
	},
	pastTheEndIsEmpty: {
		change: {
			tell: (told, { query }) => query.get('page[number]') === '99999' && toErrors(told, 404),
		},
		copes: true,
	},
	sortsSort: {
		change: { ask: ({ query }) => query.get('sort') === '-created_at' && query.delete('sort') },
		copes: false,
	},
	unknownFilterIgnored: {
		change: {
			tell: (told, { query }) =>
				query.has('filter[n8n_live_check]') && edit(told, (document) => (document.data = [])),
		},
		copes: false,
	},
	filtersOfOrganizations: { change: drop('/organizations', 'organization_type_id'), copes: false },
	filtersOfContacts: { change: drop('/contacts', 'important'), copes: false },
	filtersOfConfigurations: { change: drop('/configurations', 'psa_id'), copes: false },
	filtersOfPasswords: { change: drop('/passwords', 'url'), copes: false },
	filtersOfLocations: { change: drop('/regions', 'country_id'), copes: false },
	keyFiltersFind: {
		change: {
			tell: (told, { query }) =>
				query.has('filter[mac_address]') && edit(told, (document) => (document.data = [])),
		},
		copes: false,
	},
	textInNumberFilterFindsNothing: {
		change: drop('/organizations', 'id', 'n8n-live-check-none'),
		copes: false,
	},
	escapedCommaIsLiteral: {
		change: {
			tell: (told, { query }) =>
				(query.get('filter[name]') ?? '').includes('\\,') &&
				edit(told, (document) => (document.data = [])),
		},
		copes: false,
	},
	documentedIncludesAccepted: {
		change: {
			tell: (told, { query }) =>
				(query.get('include') ?? '').includes('tickets') && toErrors(told, 400),
		},
		copes: true,
	},
	adaptersResourceHasRemoteId: {
		change: { tell: (told) => (told.text = told.text.replace(/"remote-id"/g, '"remote"')) },
		copes: false,
	},
	recordNotFoundIsJson: {
		change: { tell: (told, { path }) => path.endsWith('/999999999999999999') && toPage(told, 404) },
		copes: true,
	},
	routeNotFoundIsHtml: {
		change: { tell: (told, { path }) => path === '/n8n_live_check' && toErrors(told, 404) },
		copes: true,
	},
	documentFolderFilterFilters: {
		change: {
			ask: ({ query }) =>
				/^\d+$/.test(query.get('filter[document_folder_id]') ?? '') &&
				query.delete('filter[document_folder_id]'),
		},
		copes: false,
	},
	documentIdFilterFinds: { change: drop('/relationships/documents', 'id'), copes: false },
	showPasswordFalseHides: {
		change: { ask: ({ query }) => query.delete('show_password') },
		copes: false,
	},
	answersAreKebab: {
		change: {
			tell: (told) =>
				(told.text = told.text.replace(/"organization-name"/g, '"organization_name"')),
		},
		copes: false,
	},
	idsAreText: {
		change: { tell: (told) => editItems(told, (item) => (item.id = exactly(String(item.id)))) },
		copes: true,
	},
	timestampsAreUtc: {
		change: { tell: (told) => (told.text = told.text.replace(/\.\d{3}Z"/g, '+00:00"')) },
		copes: true,
	},
	parentIdIsText: {
		change: { tell: (told) => (told.text = told.text.replace(/("parent-id":)"(\d+)"/g, '$1$2')) },
		copes: true,
	},
	resourceUrlPattern: {
		change: {
			tell: (told) => (told.text = told.text.replace(/\/configurations\/(\d+)"/g, '/assets/$1"')),
		},
		copes: false,
	},
	noResourceUrlElsewhere: {
		change: {
			tell: (told, { path }) =>
				path === '/contacts' &&
				editItems(told, ({ attributes }) => (attributes['resource-url'] = 'https://example.com/1')),
		},
		copes: true,
	},
	contactListsShape: {
		change: { tell: (told) => (told.text = told.text.replace(/"label-name"/g, '"label"')) },
		copes: false,
	},
	noRateLimitHeaders: {
		change: { tell: (told) => (told.headers['x-ratelimit-remaining'] = '2999') },
		copes: true,
	},
	refusalNamesTheField: {
		change: {
			tell: (told, { method }) => {
				if (method === 'POST' && told.status >= 400) told.text = '{"message":"No"}';
			},
		},
		copes: true,
	},
	bulkCreateUnderOrganization: {
		change: {
			ask: (asked) => {
				if (asked.method === 'POST' && asked.body.startsWith('{"data":[')) asked.path = '/contacts';
			},
		},
		copes: true,
	},
	bulkUpdateAnswersRecords: {
		change: {
			tell: (told, { method, path }) =>
				method === 'PATCH' &&
				path === '/contacts' &&
				edit(told, (document) => (document.data = [])),
		},
		copes: true,
	},
	unknownAttributeIgnored: {
		change: {
			tell: (told, { path, body }) =>
				isContact(path) && body.includes('n8n_live_check') && toErrors(told, 422),
		},
		copes: true,
	},
	contactListsReplaced: {
		change: {
			tell: (told, { method, path }) =>
				method === 'GET' &&
				isContact(path) &&
				editItems(told, ({ attributes }) => {
					const emails = attributes['contact-emails'];
					if (Array.isArray(emails)) attributes['contact-emails'] = [...emails, ...emails];
				}),
		},
		copes: false,
	},
	passwordSingleDelete: {
		change: {
			tell: (told, { method, path }) =>
				method === 'DELETE' && path.startsWith('/passwords/') && toPage(told, 404),
		},
		copes: true,
	},
};

/** All of the changes at once. */
const together = (changes: Change[]): Change => ({
	ask: (asked) => changes.forEach(({ ask }) => ask?.(asked)),
	tell: (told, asked) => changes.forEach(({ tell }) => tell?.(told, asked)),
});

async function through(change: Change, write: boolean): Promise<Finished> {
	return await onSandbox(SMALL, async ({ url, keys }) => {
		const proxy = await startProxy(url, change);
		try {
			return await check(proxy.url, keys.full, write);
		} finally {
			await proxy.stop();
		}
	});
}

type Told = keyof typeof CASES;

/** Rows that rest on others. */
const SENSIBLE: Partial<Record<Told, string[]>> = {
	listsReadable: ['filtersOfPasswords', 'passwordListWithoutValue', 'showPasswordFalseHides'],
	documentFolderFilterFilters: [
		'documentFolderNeNull',
		'documentFolderNullMeansRoot',
		'documentIdFilterFinds',
		'documentIndexIsRootOnly',
	],
	bulkCreateUnderOrganization: ['bulkSizeUnlimited'],
};

/** What does not get in each other's way is told in one run; the exit code then stands for all of them. */
const TOGETHER: Told[][] = [
	[
		'metaCounts',
		'defaultPageSizeIs50',
		'pastTheEndIsEmpty',
		'documentedIncludesAccepted',
		'recordNotFoundIsJson',
		'routeNotFoundIsHtml',
		'timestampsAreUtc',
		'parentIdIsText',
		'noResourceUrlElsewhere',
		'noRateLimitHeaders',
	],
	[
		'filtersOfOrganizations',
		'filtersOfContacts',
		'filtersOfConfigurations',
		'filtersOfPasswords',
		'filtersOfLocations',
		'keyFiltersFind',
		'escapedCommaIsLiteral',
		'textInNumberFilterFindsNothing',
		'documentIdFilterFinds',
		'resourceUrlPattern',
	],
	[
		'refusalNamesTheField',
		'bulkUpdateAnswersRecords',
		'unknownAttributeIgnored',
		'passwordSingleDelete',
	],
];

const inGroups = new Set(TOGETHER.flat());
const GROUPS: Array<[string, Told[]]> = [
	...TOGETHER,
	...Object.keys(CASES)
		.filter((name): name is Told => !inGroups.has(name as Told))
		.map((name) => [name]),
].map((names) => [names.join(', '), names]);

/** Whether a fact shows only in writing. */
const isWritten = (name: Told): boolean =>
	FACTS.some((fact) => fact.name === name && fact.live === 'write');

const standards = new Map<boolean, Promise<Finished>>();

/** The table without any change, read once. */
async function standard(write: boolean): Promise<Finished> {
	const running = standards.get(write) ?? through({}, write);
	standards.set(write, running);
	return await running;
}

it('has a case for every fact', () => {
	expect([...Object.keys(CASES), ...SHOWN_BY_SEED].sort()).toEqual(
		FACTS.map(({ name }) => name).sort(),
	);
});

it.concurrent.each(GROUPS)('shows what IT Glue does otherwise: %s', async (_title, names) => {
	const write = names.some(isWritten);
	const before = await standard(write);
	const after = await through(together(names.map((name) => CASES[name].change)), write);
	const seen = names.map((name) => [
		name,
		after.rows.get(name)?.holds,
		after.rows.get(name)?.copes,
	]);
	expect(seen).toEqual(
		names.map((name) => [name, 'no', expect.stringMatching(CASES[name].copes ? /^yes/ : /^no/)]),
	);
	const others = names.flatMap((name) => SENSIBLE[name] ?? []);
	expect(changed(before, after).sort()).toEqual([...names, ...others].sort());
	expect(others.map((name) => [name, after.rows.get(name)?.holds])).toEqual(
		others.map((name) => [name, 'not seen']),
	);
	expect(after.code).toBe(names.every((name) => CASES[name].copes) ? 0 : 1);
});

it('refuses to call an unknown filter that is refused a wrong result', async () => {
	const { rows, code } = await through(
		{ tell: (told, { query }) => query.has('filter[n8n_live_check]') && toErrors(told, 400) },
		false,
	);
	expect(rows.get('unknownFilterIgnored')).toMatchObject({
		holds: 'no',
		copes: expect.stringMatching(/^yes, with an error/),
	});
	expect(code).toBe(0);
});

it.each<[string, string]>([
	['null', 'null'],
	['a list', '[1, 2]'],
	['a text', '"x"'],
	['records without attributes', '{"data":[{"id":"1"}],"meta":null,"links":[]}'],
	['records of nothing', '{"data":[null,1,"x"],"included":[null],"errors":null}'],
])('gets to the end when every answer but the first is %s', async (_what, text) => {
	let first = true;
	const { rows, code, stderr } = await through(
		{
			tell: (told) => {
				if (!first) told.text = text;
				first = false;
			},
		},
		false,
	);
	expect(rows.size).toBeGreaterThan(80);
	expect([0, 1]).toContain(code);
	expect(stderr).not.toMatch(/TypeError|undefined|at .*mjs/);
});

/** Flexible assets as clients have described them, in other forms than the sandbox's. */
const FLEXIBLE: Record<string, unknown> = {
	'/flexible_asset_types': {
		data: [{ id: '5', type: 'flexible-asset-types', attributes: { name: 'Vault' } }],
		included: ['Upload', 'Password'].map((kind) => ({
			id: kind,
			type: 'flexible-asset-fields',
			attributes: { kind, 'flexible-asset-type-id': 5, 'name-key': kind.toLowerCase() },
		})),
	},
	'/flexible_assets': {
		data: [
			{
				id: '6',
				type: 'flexible-assets',
				attributes: {
					traits: { upload: { type: 'Uploads', values: ['plan of a client.pdf'] }, password: 7 },
				},
				relationships: { 'related-items': { data: [] } },
			},
		],
	},
	'/passwords/7': {
		data: {
			id: '7',
			type: 'passwords',
			attributes: { 'resource-type': 'flexible-asset-traits', password: 'must stay inside' },
		},
	},
};

it('tells forms, never values, of what is an open question', async () => {
	const { rows, stdout, stderr } = await through(
		{
			tell: (told, { path }) => {
				const body = FLEXIBLE[path];
				if (body === undefined) return;
				Object.assign(told, { status: 200, text: JSON.stringify(body) });
			},
		},
		false,
	);
	expect(rows.get('uploadTraitForm')?.seen).toBe('seen: {type: text, values: list of text}');
	expect(rows.get('fieldPasswordType')?.seen).toBe('seen: flexible-asset-traits');
	expect(rows.get('flexibleAssetsWithRelatedItems')?.seen).toBe(
		'seen: 200, JSON; related items are named',
	);
	expect(rows.get('downloadUrlForm')?.seen).toMatch(/^seen: elsewhere, not signed, /);
	for (const row of [...rows.values()].filter(({ assumed }) => assumed === '–'))
		expect(row.copes).toBe('–');
	expect(`${stdout}${stderr}`).not.toMatch(/must stay inside|plan of a client/);
});
