/**
 * The table: what becomes of an operation when something goes wrong, for every fault, every operation and the first,
 * a middle and the last of its requests. The tests are generated from it, and docs/reliability.md prints it. Facts
 * only; how the faults are produced and the outcomes looked at is in support.ts and cells.ts.
 */

import { covering } from '../helpers/pairs';

/** What a request is for, as far as it matters for trying again. */
export type Kind = 'list' | 'read' | 'change' | 'delete' | 'create';

export const KINDS: readonly Kind[] = ['list', 'read', 'change', 'delete', 'create'];

/** What a request of each kind is called in the documentation. */
export const KIND_LABELS: Record<Kind, string> = {
	list: 'GET of a list',
	read: 'GET of a record',
	change: 'PATCH',
	delete: 'DELETE',
	create: 'POST',
};

/**
 * What becomes of the request that is hit:
 * - `again`: it is sent again, unchanged, and the run goes on as if nothing had been;
 * - `smaller`: the same part of the list is asked for in smaller pages;
 * - `taken`: the answer counts as a success;
 * - `looked`: Create or Update reads what is there, and sends it again only if it is not;
 * - `hint`: the run goes on without the answer, and a note beside the output says so;
 * - `split`: a request for several records is sent again in parts;
 * - `fails`: an error; IT Glue did not carry the request out;
 * - `unsure`: an error that says that it may have been carried out.
 */
export type Word = 'again' | 'smaller' | 'taken' | 'looked' | 'hint' | 'split' | 'fails' | 'unsure';

/** The word, and how often the very same request is sent in all. */
export type Outcome = readonly [word: Word, attempts: number];

export const isError = ([word]: Outcome): boolean => word === 'fails' || word === 'unsure';

export interface FaultFacts {
	label: string;
	/** IT Glue carries the request out before its answer gets lost. */
	carriedOut?: boolean;
	/** Strikes that request and every further one like it. */
	lasts?: boolean;
	/** By kind of request, in the order of KINDS. */
	outcomes: readonly [Outcome, Outcome, Outcome, Outcome, Outcome];
}

const AGAIN: Outcome = ['again', 2];
const SMALLER: Outcome = ['smaller', 1];
const FAILS: Outcome = ['fails', 1];
const UNSURE: Outcome = ['unsure', 1];

/** Each fault and what it does to a request of each kind: list, read, change, delete, create. */
export const FAULTS = {
	limitSeconds: {
		label: '429, Retry-After in seconds',
		outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, AGAIN],
	},
	limitDate: {
		label: '429, Retry-After as a date',
		outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, AGAIN],
	},
	limitSilent: {
		label: '429 without Retry-After',
		outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, AGAIN],
	},
	status500: { label: '500', outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE] },
	status502: { label: '502', outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE] },
	status503: { label: '503', outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE] },
	status504: { label: '504', outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE] },
	tookTooLong: {
		label: '"took too long", until the page is small enough',
		outcomes: [SMALLER, AGAIN, AGAIN, AGAIN, UNSURE],
	},
	resetBefore: {
		label: 'connection reset before the answer',
		outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE],
	},
	resetAfter: {
		label: 'connection reset after the write was applied',
		carriedOut: true,
		outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE],
	},
	slow: {
		label: 'answer slower than the timeout',
		carriedOut: true,
		outcomes: [SMALLER, AGAIN, AGAIN, AGAIN, UNSURE],
	},
	truncated: {
		label: 'truncated JSON',
		carriedOut: true,
		outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE],
	},
	html: { label: 'HTML instead of JSON', outcomes: [AGAIN, AGAIN, AGAIN, AGAIN, UNSURE] },
	empty: {
		label: 'empty body',
		carriedOut: true,
		outcomes: [AGAIN, AGAIN, AGAIN, ['taken', 1], UNSURE],
	},
	errorsIn200: { label: '200 with `errors`', outcomes: [FAILS, FAILS, FAILS, FAILS, FAILS] },
	status401: {
		label: '401 in the middle of an execution',
		outcomes: [FAILS, FAILS, FAILS, FAILS, FAILS],
	},
	status403: { label: '403 from the gateway', outcomes: [FAILS, FAILS, FAILS, FAILS, FAILS] },
	lasting503: {
		label: '503 for longer than Longest Wait',
		lasts: true,
		outcomes: [FAILS, FAILS, UNSURE, UNSURE, UNSURE],
	},
	lasting429: {
		label: '429 for longer than Longest Wait',
		lasts: true,
		outcomes: [FAILS, FAILS, FAILS, FAILS, FAILS],
	},
} as const satisfies Record<string, FaultFacts>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

export const factsOf = (fault: FaultName): FaultFacts => FAULTS[fault];

/** The outcome of a fault that hits a request of a kind. */
export const outcomeOf = (fault: FaultName, kind: Kind): Outcome => {
	const outcome = FAULTS[fault].outcomes[KINDS.indexOf(kind)];
	if (outcome === undefined) throw new RangeError(`There is no outcome for ${kind}`);
	return outcome;
};

/** What the store holds of an item: as before the run, as after one without a fault, or something between. */
export const BEFORE = 'as before';
export const DONE = 'done';

/** Where in a run a fault strikes. */
export interface Stop {
	at: 'first' | 'middle' | 'last';
	/** `:id` is the record of `item`, `:any` whichever comes. */
	request: string;
	kind: Kind;
	/** How many requests that look the same come before it: none, so many, or all others. */
	nth?: number | 'last';
	/** The item whose request it is, where the request says so. */
	item?: number;
	/** The items that go with it: all, those given, or whichever one it happens to be. */
	hits: 'all' | 'one' | readonly number[];
	/** How many items a fault that lasts takes with it, where those are more. */
	hitsWhileLasting?: number;
	/** What the store then holds of these items, if the request was not carried out. */
	left: string;
	/** The same if it was. */
	carriedOut?: string;
	/** Steps that are done and missing by then; the error names them. */
	completed?: readonly string[];
	missing?: readonly string[];
	/** Outcomes that are not those of FAULTS, and why. */
	except?: readonly Exception[];
}

export interface Exception {
	faults: readonly FaultName[];
	outcome: Outcome;
	why: string;
	/** What the note beside the output says. */
	note?: string;
}

/** An operation on a resource, with the requests at which it is hit. */
export interface Operation {
	resource: string;
	verb: string;
	/** What sets this run of the operation apart from another one in the table. */
	variant?: string;
	items: number;
	stops: readonly Stop[];
}

// --- Requests that several operations begin or end with ---

const every = (request: string, more: Partial<Stop> = {}): Stop => ({
	at: 'first',
	request,
	kind: 'list',
	hits: 'all',
	left: BEFORE,
	...more,
});

/** Three items with one request each, all alike. */
const alike = (request: string, kind: Kind): Stop[] =>
	(['first', 'middle', 'last'] as const).map((at, item) => ({
		at,
		request,
		kind,
		hits: [item],
		item,
		left: BEFORE,
		carriedOut: DONE,
	}));

/** Three requests whose path does not say which item they belong to. */
const unnamed = (request: string, kind: Kind): Stop[] =>
	(['first', 'middle', 'last'] as const).map((at, nth) => ({
		at,
		request,
		kind,
		nth,
		hits: 'one',
		hitsWhileLasting: 3 - nth,
		left: BEFORE,
		carriedOut: DONE,
	}));

/** The pages of one list. */
const pages = (request: string): Stop[] =>
	(['first', 'middle', 'last'] as const).map((at, nth) => every(request, { at, nth }));

const POST_IN_DOUBT: readonly FaultName[] = [
	'status500',
	'status502',
	'status503',
	'status504',
	'tookTooLong',
	'resetBefore',
	'html',
];

const POST_CARRIED_OUT: readonly FaultName[] = ['resetAfter', 'slow', 'truncated', 'empty'];

/** Create or Update after a POST without a clear answer. */
const LOOKS_AGAIN: readonly Exception[] = [
	{
		faults: POST_IN_DOUBT,
		outcome: ['looked', 2],
		why: 'Create or Update checks whether the record exists now, and creates it if it does not.',
	},
	{
		faults: POST_CARRIED_OUT,
		outcome: ['looked', 1],
		why: 'Create or Update checks whether the record exists now, and finds it.',
	},
	{
		faults: ['lasting503'],
		outcome: ['unsure', 2],
		why: 'Create or Update checks whether the record exists now, and tries once more.',
	},
];

const FINAL: readonly FaultName[] = ['errorsIn200', 'status401', 'status403'];

const NO_TWINS = {
	why: 'The records are written. Only the final check for records that exist twice is missing.',
	note: 'could not check whether somebody else created',
};

/** The check for twins after the records were written. */
const twins = (request: string): Stop =>
	every(request, {
		at: 'last',
		nth: 'last',
		left: DONE,
		except: [{ faults: [...FINAL, 'lasting429', 'lasting503'], outcome: ['hint', 1], ...NO_TWINS }],
	});

/** The list of folders, which not every key may read. */
const folders: Stop = every('GET /organizations/:any/relationships/document_folders', {
	at: 'middle',
	except: [
		{
			faults: ['status401'],
			outcome: ['hint', 1],
			why: 'If a key may not list folders, the node reads the documents in folders in another way.',
			note: 'read documents in folders in another way',
		},
	],
});

/** A deletion that is answered without a body. */
const NOTHING_TO_CUT: readonly Exception[] = [
	{
		faults: ['truncated'],
		outcome: ['taken', 1],
		why: 'IT Glue answers this deletion with 204, without a body that could be cut off.',
	},
];

const SECTIONS = '/documents/:id/relationships/sections';

/** The requests that bring the body of a document that exists up to date, then publish it. */
const bodyOfExisting = (item: number): Stop[] => [
	{
		at: 'middle',
		request: `PATCH ${SECTIONS}/:any`,
		kind: 'change',
		item,
		hits: [item],
		left: 'old body, published',
		completed: ['update the fields'],
		missing: ['store the body', 'publish'],
	},
	{
		at: 'middle',
		request: 'PATCH /documents/:id/publish',
		kind: 'change',
		item,
		hits: [item],
		left: 'new body, draft',
		completed: ['update the fields', 'store the body'],
		missing: ['publish'],
	},
];

const READ_BACK = ['read it back'];

/** The reading of a document that was written and published. */
const readBack = (...completed: string[]): Stop => ({
	at: 'last',
	request: 'GET /documents/:id',
	kind: 'read',
	item: 2,
	hits: [2],
	left: DONE,
	completed,
	missing: READ_BACK,
});

/** A request for several records. */
const SHARED: readonly Exception[] = [
	{
		faults: ['status401'],
		outcome: ['split', 1],
		why: 'The key may have no access to one of several records. The others are still written.',
	},
];

/** The type of flexible assets with its fields, read once in a run. */
const TYPE = 'GET /flexible_asset_types/:any';

// --- The operations ---

export const OPERATIONS: readonly Operation[] = [
	{
		resource: 'contact',
		verb: 'create',
		items: 3,
		stops: [
			every('GET /contacts'),
			{
				at: 'middle',
				request: 'POST /contacts',
				kind: 'create',
				nth: 1,
				hits: 'one',
				hitsWhileLasting: 2,
				left: BEFORE,
				carriedOut: DONE,
			},
			{
				at: 'last',
				request: 'POST /contacts',
				kind: 'create',
				nth: 2,
				hits: 'one',
				left: BEFORE,
				carriedOut: DONE,
			},
		],
	},
	{
		resource: 'contact',
		verb: 'upsert',
		items: 5,
		stops: [
			every('GET /contacts'),
			{
				at: 'middle',
				request: 'PATCH /contacts',
				kind: 'change',
				hits: [1, 2],
				left: BEFORE,
				except: SHARED,
			},
			{
				at: 'middle',
				request: 'GET /contacts/:id',
				kind: 'read',
				item: 3,
				hits: [3],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'PATCH /contacts/:id',
				kind: 'change',
				item: 3,
				hits: [3],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'POST /contacts',
				kind: 'create',
				hits: [0],
				left: BEFORE,
				carriedOut: DONE,
				except: LOOKS_AGAIN,
			},
			twins('GET /contacts'),
		],
	},
	{
		resource: 'contact',
		verb: 'update',
		items: 3,
		stops: [
			{ at: 'first', request: 'GET /contacts/:id', kind: 'read', item: 0, hits: [0], left: BEFORE },
			{
				at: 'middle',
				request: 'PATCH /contacts/:id',
				kind: 'change',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'last',
				request: 'PATCH /contacts/:id',
				kind: 'change',
				item: 2,
				hits: [2],
				left: BEFORE,
			},
		],
	},
	{ resource: 'contact', verb: 'get', items: 3, stops: alike('GET /contacts/:id', 'read') },
	{ resource: 'contact', verb: 'getAll', items: 1, stops: pages('GET /contacts') },
	{
		resource: 'contact',
		verb: 'getPrimary',
		items: 3,
		stops: [
			every('GET /contact_types'),
			{
				at: 'middle',
				request: 'GET /contacts',
				kind: 'list',
				nth: 1,
				hits: 'one',
				hitsWhileLasting: 2,
				left: BEFORE,
			},
			{ at: 'last', request: 'GET /contacts', kind: 'list', nth: 2, hits: 'one', left: BEFORE },
		],
	},
	{ resource: 'contact', verb: 'delete', items: 3, stops: unnamed('DELETE /contacts', 'delete') },
	{
		resource: 'contact',
		verb: 'reconcile',
		items: 3,
		stops: [
			every('GET /contacts'),
			every('GET /contacts', { at: 'middle', nth: 1 }),
			every('GET /contacts', { at: 'last', nth: 'last' }),
		],
	},
	{
		resource: 'organization',
		verb: 'archive',
		items: 3,
		stops: [
			every('GET /organization_statuses'),
			{
				at: 'middle',
				request: 'PATCH /organizations/:id',
				kind: 'change',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'last',
				request: 'PATCH /organizations/:id',
				kind: 'change',
				item: 2,
				nth: 1,
				hits: [2],
				left: 'alert set',
				completed: ['set the alert'],
				missing: ['set the status'],
			},
		],
	},
	{
		resource: 'organization',
		verb: 'unarchive',
		items: 3,
		stops: [
			every('GET /organization_statuses'),
			{
				at: 'middle',
				request: 'PATCH /organizations/:id',
				kind: 'change',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'last',
				request: 'PATCH /organizations/:id',
				kind: 'change',
				item: 2,
				nth: 1,
				hits: [2],
				left: 'alert set',
				completed: ['set the status'],
				missing: ['clear the alert'],
			},
		],
	},
	{
		resource: 'organization',
		verb: 'addQuickNote',
		items: 3,
		stops: [
			{
				at: 'first',
				request: 'GET /organizations/:id',
				kind: 'read',
				item: 0,
				hits: [0],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'PATCH /organizations/:id',
				kind: 'change',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'last',
				request: 'PATCH /organizations/:id',
				kind: 'change',
				item: 2,
				hits: [2],
				left: BEFORE,
			},
		],
	},
	{
		resource: 'organization',
		verb: 'delete',
		items: 3,
		stops: [
			{
				at: 'first',
				request: 'GET /organizations/:id',
				kind: 'read',
				item: 0,
				hits: [0],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'DELETE /organizations',
				kind: 'delete',
				hits: 'one',
				hitsWhileLasting: 3,
				left: BEFORE,
			},
			{
				at: 'last',
				request: 'DELETE /organizations',
				kind: 'delete',
				nth: 2,
				hits: 'one',
				left: BEFORE,
			},
		],
	},
	{
		resource: 'organization',
		verb: 'reconcile',
		items: 3,
		stops: [every('GET /organizations')],
	},
	{
		resource: 'document',
		verb: 'create',
		items: 3,
		stops: [
			every('GET /organizations/:any/relationships/documents'),
			folders,
			{
				at: 'middle',
				request: 'POST /documents',
				kind: 'create',
				nth: 1,
				hits: 'one',
				hitsWhileLasting: 2,
				left: BEFORE,
				carriedOut: 'no body, draft',
			},
			{
				at: 'middle',
				request: 'POST /documents/:any/relationships/sections',
				kind: 'create',
				hits: 'one',
				hitsWhileLasting: 3,
				left: 'no body, draft',
				carriedOut: 'new body, draft',
				completed: ['create'],
				missing: ['store the body', 'publish'],
			},
			{
				at: 'middle',
				request: 'PATCH /documents/:any/publish',
				kind: 'change',
				hits: 'one',
				hitsWhileLasting: 3,
				left: 'new body, draft',
				completed: ['create', 'store the body'],
				missing: ['publish'],
			},
			{
				at: 'last',
				request: 'GET /documents/:any',
				kind: 'read',
				nth: 2,
				hits: 'one',
				left: DONE,
				completed: ['create', 'store the body', 'publish'],
				missing: READ_BACK,
			},
		],
	},
	{
		resource: 'document',
		verb: 'upsert',
		items: 3,
		stops: [
			every('GET /organizations/:any/relationships/documents'),
			{
				at: 'middle',
				request: `GET ${SECTIONS}`,
				kind: 'list',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'PATCH /documents/:id',
				kind: 'change',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			...bodyOfExisting(1),
			{
				at: 'middle',
				request: 'POST /documents',
				kind: 'create',
				hits: [0],
				left: BEFORE,
				carriedOut: 'no body, draft',
				except: LOOKS_AGAIN,
			},
			{
				at: 'middle',
				request: 'POST /documents/:any/relationships/sections',
				kind: 'create',
				hits: [0],
				left: 'no body, draft',
				carriedOut: 'new body, draft',
				completed: ['create'],
				missing: ['store the body', 'publish'],
			},
			twins('GET /organizations/:any/relationships/documents'),
		],
	},
	{
		resource: 'document',
		verb: 'update',
		items: 3,
		stops: [
			{ at: 'first', request: `GET ${SECTIONS}`, kind: 'list', item: 0, hits: [0], left: BEFORE },
			{
				at: 'middle',
				request: 'PATCH /documents/:id',
				kind: 'change',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			...bodyOfExisting(1),
			readBack('update the fields', 'store the body', 'publish'),
		],
	},
	{
		resource: 'document',
		verb: 'update',
		variant: 'Replace Everything',
		items: 3,
		stops: [
			{
				at: 'first',
				request: 'PATCH /documents/:id',
				kind: 'change',
				item: 0,
				hits: [0],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: `POST ${SECTIONS}`,
				kind: 'create',
				item: 1,
				hits: [1],
				left: 'old body, published',
				carriedOut: 'new body and 2 old sections, draft',
				completed: ['update the fields'],
				missing: ['store the body', 'publish'],
			},
			{
				at: 'middle',
				request: `DELETE ${SECTIONS}/:any`,
				kind: 'delete',
				item: 1,
				nth: 1,
				hits: [1],
				left: 'new body and 1 old section, draft',
				except: NOTHING_TO_CUT,
				completed: ['update the fields', 'store the body'],
				missing: ['publish', 'delete the old sections'],
			},
			readBack('update the fields', 'store the body', 'delete the old sections', 'publish'),
		],
	},
	{
		resource: 'document',
		verb: 'get',
		items: 3,
		stops: [
			{
				at: 'first',
				request: 'GET /documents/:id',
				kind: 'read',
				item: 0,
				hits: [0],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'GET /documents/:id',
				kind: 'read',
				item: 2,
				hits: [2],
				left: BEFORE,
			},
			{ at: 'last', request: `GET ${SECTIONS}`, kind: 'list', item: 2, hits: [2], left: BEFORE },
		],
	},
	{
		resource: 'document',
		verb: 'getAll',
		items: 1,
		stops: [
			every('GET /organizations/:any/relationships/documents'),
			folders,
			every('GET /organizations/:any/relationships/documents', { at: 'last', nth: 'last' }),
		],
	},
	{ resource: 'document', verb: 'delete', items: 3, stops: unnamed('DELETE /documents', 'delete') },
	{
		resource: 'document',
		verb: 'archive',
		items: 3,
		stops: alike('PATCH /documents/:id', 'change'),
	},
	{
		resource: 'document',
		verb: 'unarchive',
		items: 3,
		stops: alike('PATCH /documents/:id', 'change'),
	},
	{
		resource: 'document',
		verb: 'publish',
		items: 3,
		stops: [
			{
				at: 'first',
				request: 'PATCH /documents/:id/publish',
				kind: 'change',
				item: 0,
				hits: [0],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'PATCH /documents/:id/publish',
				kind: 'change',
				item: 2,
				hits: [2],
				left: BEFORE,
			},
			readBack('publish'),
		],
	},
	{
		resource: 'password',
		verb: 'create',
		items: 3,
		stops: [
			every('GET /passwords'),
			every('GET /passwords', { at: 'middle', nth: 1 }),
			{
				at: 'middle',
				request: 'POST /passwords',
				kind: 'create',
				hits: 'one',
				hitsWhileLasting: 3,
				left: BEFORE,
				carriedOut: DONE,
			},
			{
				at: 'last',
				request: 'POST /passwords',
				kind: 'create',
				nth: 2,
				hits: 'one',
				left: BEFORE,
				carriedOut: DONE,
			},
		],
	},
	{
		resource: 'password',
		verb: 'upsert',
		items: 4,
		stops: [
			every('GET /passwords'),
			{
				at: 'middle',
				request: 'GET /passwords/:id',
				kind: 'read',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'PATCH /passwords/:id',
				kind: 'change',
				item: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'POST /passwords',
				kind: 'create',
				hits: [0],
				left: BEFORE,
				carriedOut: DONE,
				except: LOOKS_AGAIN,
			},
			twins('GET /passwords'),
		],
	},
	{
		resource: 'password',
		verb: 'update',
		items: 3,
		stops: alike('PATCH /passwords/:id', 'change'),
	},
	{ resource: 'password', verb: 'get', items: 3, stops: alike('GET /passwords/:id', 'read') },
	{ resource: 'password', verb: 'getAll', items: 1, stops: pages('GET /passwords') },
	{
		resource: 'password',
		verb: 'delete',
		items: 3,
		stops: alike('DELETE /passwords/:id', 'delete').map((stop) => ({
			...stop,
			except: NOTHING_TO_CUT,
		})),
	},
	{
		resource: 'password',
		verb: 'archive',
		items: 3,
		stops: alike('PATCH /passwords/:id', 'change'),
	},
	{
		resource: 'password',
		verb: 'unarchive',
		items: 3,
		stops: alike('PATCH /passwords/:id', 'change'),
	},
	{
		resource: 'flexibleAsset',
		verb: 'create',
		items: 3,
		stops: [
			every(TYPE, { kind: 'read' }),
			{
				at: 'last',
				request: 'POST /flexible_assets',
				kind: 'create',
				nth: 2,
				hits: 'one',
				left: BEFORE,
				carriedOut: DONE,
			},
		],
	},
	{
		resource: 'flexibleAsset',
		verb: 'upsert',
		items: 4,
		stops: [
			every('GET /flexible_assets'),
			{
				at: 'middle',
				request: 'GET /flexible_assets/:id',
				kind: 'read',
				item: 1,
				hits: [1, 2],
				left: BEFORE,
				except: [
					{
						faults: ['status401'],
						outcome: ['split', 2],
						why: 'The key may have no access to one of several records. The node reads that record again and changes it separately.',
					},
				],
			},
			{
				at: 'middle',
				request: 'PATCH /flexible_assets',
				kind: 'change',
				hits: [1, 2],
				left: BEFORE,
				except: SHARED,
			},
			{
				at: 'middle',
				request: 'POST /flexible_assets',
				kind: 'create',
				hits: [0],
				left: BEFORE,
				carriedOut: DONE,
				except: LOOKS_AGAIN,
			},
			twins('GET /flexible_assets'),
		],
	},
	{
		resource: 'flexibleAsset',
		verb: 'update',
		items: 3,
		stops: [
			{
				at: 'first',
				request: 'GET /flexible_assets/:id',
				kind: 'read',
				item: 0,
				hits: [0],
				left: BEFORE,
			},
			{
				at: 'middle',
				request: 'GET /flexible_assets/:id',
				kind: 'read',
				item: 1,
				nth: 1,
				hits: [1],
				left: BEFORE,
			},
			{
				at: 'last',
				request: 'PATCH /flexible_assets/:id',
				kind: 'change',
				item: 2,
				hits: [2],
				left: BEFORE,
			},
		],
	},
	{
		resource: 'flexibleAsset',
		verb: 'getAll',
		items: 1,
		stops: [
			every(TYPE, { kind: 'read' }),
			every('GET /flexible_assets', { at: 'last', nth: 'last' }),
		],
	},
];

/** Resource, operation and variant: the name under which a run is prepared. */
export const nameOf = ({ resource, verb, variant }: Operation): string =>
	[resource, verb, variant].filter((part) => part !== undefined).join(' ');

/** One cell: an operation, where it is hit, and by what. */
export interface Cell {
	operation: Operation;
	stop: Stop;
	fault: FaultName;
	outcome: Outcome;
	/** Why the outcome is another one than that of the same fault elsewhere. */
	why?: string;
	/** What the note beside the output says. */
	note?: string;
}

function cellOf(operation: Operation, stop: Stop, fault: FaultName): Cell {
	const exception = stop.except?.find(({ faults }) => faults.includes(fault));
	const outcome = exception?.outcome ?? outcomeOf(fault, stop.kind);
	const { why, note } = exception ?? {};
	return { operation, stop, fault, outcome, ...(why && { why }), ...(note && { note }) };
}

/** All cells of an operation. */
export const cellsOf = (operation: Operation): Cell[] =>
	operation.stops.flatMap((stop) => FAULT_NAMES.map((fault) => cellOf(operation, stop, fault)));

/** What the store holds of the items that are hit. */
export function storeOf({ stop, fault, outcome }: Cell): string {
	if (!isError(outcome)) return DONE;
	return factsOf(fault).carriedOut === true ? (stop.carriedOut ?? stop.left) : stop.left;
}

/** What a cell shows, in pairs: see `CHOSEN`. */
function shows(cell: Cell): string[] {
	const { operation, stop, fault, outcome } = cell;
	const { carriedOut, lasts } = factsOf(fault);
	const consequence = JSON.stringify([outcome, carriedOut, lasts, cell.why]);
	return [
		`${nameOf(operation)}, ${operation.stops.indexOf(stop)}: ${consequence}`,
		`${fault}, ${stop.kind}: ${consequence}`,
		`${fault}, ${operation.resource}`,
		`${fault}, ${operation.verb}`,
	];
}

/**
 * The cells that are run. Each place in each operation meets every consequence that the table has for it, and each fault
 * meets every kind of request with every outcome, every resource and every operation; not each fault each place.
 */
export const CHOSEN = covering(OPERATIONS.flatMap(cellsOf), shows);
