/** Shared types of the sandbox: how a resource is described, what it is started with; what it stores is in core/record.ts. */
import type { AssumptionName } from './assumptions';
import type { Attributes, Json, StoredRecord } from './core/record';
import type { Store } from './core/store';

export type { Attributes, Json, StoredRecord } from './core/record';

export type Kind =
	| 'string'
	| 'integer'
	| 'number'
	| 'boolean'
	| 'date'
	| 'datetime'
	| 'ip'
	| 'mac'
	| 'reference'
	| 'emails'
	| 'phones'
	| 'ids'
	| 'object';

export interface AttributeSpec {
	kind: Kind;
	/** Collection a reference points to. */
	references?: string;
	create: boolean;
	update: boolean;
	bulk: boolean;
	nullable: boolean;
	required: boolean;
	/** Look-ups want their name on PATCH too. */
	requiredOnUpdate: boolean;
	/** Stored but never part of an answer. */
	hidden: boolean;
	/** Required only by the strict profile. */
	strictOnlyRequired: boolean;
	/** Written by the seed profile only. */
	seedOnly: boolean;
}

export interface FilterSpec {
	kind: 'number' | 'string' | 'boolean' | 'dateRange' | 'numberRange' | 'psa' | 'integration';
	/** The page marks the name filters of look-up lists as exact only, whatever the other lists do. */
	exactOnly?: boolean;
	/** Attribute (or computed value) compared; by default the key of the filter. */
	value?: (record: StoredRecord, context: Context) => Json | undefined;
}

export type Action =
	| 'index'
	| 'show'
	| 'create'
	| 'createMany'
	| 'update'
	| 'delete'
	| 'bulkUpdate'
	| 'bulkDelete';

export interface ParentRoute {
	/** Collection of the parent, also its path segment. */
	parent: string;
	/** Attribute of the child that holds the id of the parent. */
	key: string;
	/** Path segment of the child, when it differs from its collection. */
	segment?: string;
	actions: Action[];
}

export interface IncludeSpec {
	onIndex: boolean;
	/** False where the answer to a create is not known to bring it. */
	onWrite?: boolean;
	/** Collection of the included records; virtual ones (adapters_resources) have none. */
	resolve?: (record: StoredRecord, context: Context) => IncludedItem[];
}

export type IncludedItem =
	| StoredRecord
	| { id: string; virtualType: string; attributes: Attributes; relationships?: Json };

export interface WriteContext {
	context: Context;
	action: 'create' | 'update' | 'bulkUpdate';
	/** The record as it is before an update. */
	record?: StoredRecord;
	/** The attributes as they will be written. */
	changes: Attributes;
	/** Everything that was sent, after the keys were turned to snake_case. */
	sent: Attributes;
	relationships?: Json;
}

export interface Resource {
	/** Collection, path segment and store key. */
	name: string;
	/** `data.type` in answers. */
	type: string;
	/** Word used in messages. */
	label: string;
	attributes: Record<string, AttributeSpec>;
	computed: Record<string, (record: StoredRecord, context: Context) => Json | undefined>;
	filters: Record<string, FilterSpec>;
	sorts: string[];
	includes: Record<string, IncludeSpec>;
	flat: Action[];
	nested: ParentRoute[];
	/** Filters accepted by bulk PATCH instead of a list of records. */
	bulkUpdateFilters: 'none' | 'index' | string[];
	/** Filters of bulk DELETE, where they are not those of the index, and which of them must be given. */
	bulkDeleteFilters?: { filters: Record<string, FilterSpec>; required: string[] };
	/** Attributes that stay writable on a record owned by the PSA; `all` when syncing has no effect. */
	writableWhenSynced: 'all' | string[];
	/** Attributes that alone are locked on such a record, where the lock is one of attributes; by default the others. */
	lockedWhenSynced?: string[];
	/** Extra validation and side effects of its own. */
	validate?: (write: WriteContext) => void;
	/** What a request must fulfil as a whole, after each of its records has passed. */
	validateAll?: (writes: WriteContext[], context: Context) => void;
	afterWrite?: (record: StoredRecord, write: WriteContext) => void;
	/** Refuses a deletion by throwing. */
	checkDelete?: (record: StoredRecord, context: Context) => void;
	/** Removes the record and what goes with it, where that is more than its own parts. */
	remove?: (record: StoredRecord, context: Context) => void;
	/** Throws where the account does not offer the resource. */
	available?: (context: Context) => void;
	/** Answers repeat the id as a number among the attributes. */
	idInAttributes?: boolean;
	/** Answers carry no moments of creation and change. */
	timeless?: boolean;
	/** Answers carry `relationships: {}` without being asked for includes. */
	emptyRelationships?: boolean;
	/** Relationships of every answer, whatever is included. */
	ownRelationships?: (record: StoredRecord) => Record<string, Json>;
	/** Attributes that need a key with Password Access, to send and to receive. */
	secrets?: string[];
	/** Records that come with a single record without being asked for. */
	implicit?: (record: StoredRecord, context: Context) => Record<string, StoredRecord[]>;
	/** Last word on the attributes of an answer. */
	present?: (attributes: Attributes, record: StoredRecord, view: View, context: Context) => void;
	/** Narrows an index before the filters (documents: folders). */
	narrow?: (
		records: StoredRecord[],
		query: Record<string, string>,
		context: Context,
	) => StoredRecord[];
	relationshipsOnCreate?: string[];
}

export interface View {
	kind: 'index' | 'show' | 'write';
	showPassword: boolean;
}

export type Profile = 'strict' | 'seed';

export interface Context {
	profile: Profile;
	assumptions: Record<AssumptionName, boolean>;
	store: Store;
	resources: Record<string, Resource>;
	deleteDelayMs: number;
	/** Where this sandbox answers, once it does. */
	origin?: string;
	/** Answers of lists by address, kept until something is written. */
	remembered?: Map<string, string>;
}

export interface RateLimitOptions {
	requests: number;
	windowMs: number;
	retryAfter?: 'seconds' | 'date' | 'none';
}

export interface SandboxOptions {
	profile?: Profile;
	/** 0 (default) takes a free port. */
	port?: number;
	organizations?: number;
	configurations?: number;
	/** One client whose ids, and those of what belongs to it, are above 2^53. */
	longIds?: boolean;
	seed?: number;
	latencyMs?: number;
	rateLimit?: RateLimitOptions;
	assumptions?: Partial<Record<AssumptionName, boolean>>;
	/** Keep password and one-time-password values in the journal. */
	journalSecrets?: boolean;
	/**
	 * Work out the answer of a list once, until something is written: for measurements, where this one
	 * process must not be slower than the many of a real service. The store must not be changed from outside.
	 */
	rememberLists?: boolean;
	/** How long a marked organization stays readable when deletion is not immediate. */
	deleteDelayMs?: number;
}

export interface JournalEntry {
	index: number;
	at: string;
	method: string;
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	body?: Json;
	/** 0 until answered, and for good when the connection was cut. */
	status: number;
}

export type FaultKind =
	| 'status'
	| 'rateLimit'
	| 'tookTooLong'
	| 'truncatedJson'
	| 'html'
	| 'emptyBody'
	| 'errorsIn200'
	| 'resetBefore'
	| 'resetAfter'
	| 'slow'
	| 'redirect';

export interface Fault {
	kind: FaultKind;
	method?: string;
	/** Prefix of the path, or a pattern. */
	path?: string | RegExp;
	/** How often it strikes (default 1); Infinity, or null over HTTP, for ever. */
	times?: number | null;
	/** Matching requests let through first. */
	after?: number;
	status?: number;
	retryAfter?: string;
	delayMs?: number;
	/** Strikes only requests whose page size is above this. */
	pageSizeAbove?: number;
	body?: Json;
	location?: string;
}
