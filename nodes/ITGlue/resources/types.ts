import type { IDataObject } from 'n8n-workflow';
import type { Identity } from '../text/identity';
import type { ApiProblem, Client, JsonApiRecord } from '../transport';

/** A pick from a fixed set. Not `{name, value}`: n8n's lint takes those for node parameters. */
export interface Choice {
	id: string;
	label: string;
	description?: string;
	/** Neither offered to, nor accepted from, an AI agent. */
	notForTools?: boolean;
}

export type LookupName =
	| 'organizationType'
	| 'organizationStatus'
	| 'organization'
	| 'contactType'
	| 'contact'
	| 'location'
	| 'configurationType'
	| 'configurationStatus'
	| 'manufacturer'
	| 'model'
	| 'operatingSystem'
	| 'passwordCategory'
	| 'passwordFolder'
	| 'documentFolder'
	| 'country'
	| 'region'
	| 'group';

export type AttributeKind =
	| 'string'
	| 'multiline'
	| 'html'
	| 'secret'
	| 'boolean'
	| 'date'
	| 'dateTime'
	| 'choice'
	| 'lookup'
	| 'rows';

/** How two values of an attribute are held to be the same when IT Glue may have re-written one. */
export type Sameness = 'html' | 'phone' | 'mac' | 'date';

/** The columns of an attribute that is an array of small objects, such as a contact's emails. */
export interface RowShape {
	/** Name of the n8n group that holds the rows, singular and camelCase. */
	group: string;
	label: string;
	/** The column that identifies a row, and how two of its values are compared when merging. */
	key: { column: string; same: 'ignoreCase' | 'phone' | 'email' };
	columns: RowColumn[];
	/** The column of which at most one row may be true. */
	only: string;
	/** A row without its key says nothing, whatever else it holds. */
	needsKey: boolean;
	/** snake_case names inside an entry that are known and not needed. */
	ignored?: string[];
	/** An entry of another system, its names in snake_case, as one of ours; undefined where it belongs to another list. */
	understand?: (entry: IDataObject) => IDataObject | undefined;
	/** Stands for the primary row where records are mapped column by column: `primary_email`. */
	primaryColumn?: Choice;
}

export interface RowColumn {
	/** As IT Glue spells it inside the array: kebab-case for emails and phones, snake_case for interfaces. */
	wire: string;
	/** As our parameter is called. */
	param: string;
	label: string;
	kind: 'string' | 'boolean' | 'choice' | 'multiline';
	placeholder?: string;
	description?: string;
	choices?: Choice[];
	/** Other spellings that are accepted when the rows come from an expression. */
	aliases?: string[];
	/** Sent when the row does not say; IT Glue refuses an email or phone without label. */
	fallback?: string | boolean;
}

export interface Attribute {
	/** snake_case: our output key and IT Glue's filter spelling; parameter (camelCase) and wire (kebab-case) names derive from it. */
	name: string;
	label: string;
	kind: AttributeKind;
	writable: 'create' | 'update' | 'both';
	/** False where a bulk PATCH does not take it (reference 4.0). */
	inBulk?: boolean;
	required?: boolean;
	/** null is accepted and clears the value. */
	nullable?: boolean;
	/** Stays writable on a record that a PSA owns (reference 1.13). */
	whenSynced?: boolean;
	/** One source says that it does so too, the official page does not: tried, not promised. */
	mayStayOpen?: boolean;
	/** Where the value that a write is compared with can be read: in lists, only on the record itself, after normalising, or nowhere. */
	compares: 'list' | 'show' | 'normalised' | 'never';
	/** Other ways to write a text, turned into that in which IT Glue shows it. */
	readAs?: (text: string) => string;
	sameness?: Sameness;
	/** What kind of thing it identifies, where records are matched by it: some values of each kind identify nothing. */
	identity?: Identity;
	/** Takes what is meant out of a text that was given, or says what is wrong with it and what to do; must not show it. */
	reads?: (text: string) => { value: string } | { message: string; advice: string };
	lookup?: LookupName;
	choices?: Choice[];
	rows?: RowShape;
	/** attribute (default), relationship (create only), or step: consumed by a step of the resource, never sent as it is. */
	sentAs?: 'attribute' | 'relationship' | 'step';
	/** Required, but a step may fill it in: the form does not insist on it. */
	filledIn?: boolean;
	/** Shown beside the operation on create instead of among the additional fields. */
	upFront?: boolean;
	/** Not offered to, and refused from, an AI agent. */
	notForTools?: boolean;
	description?: string;
	placeholder?: string;
	/** Shown below the field where a record is created. */
	hint?: string;
}

export interface Filter {
	/** The key between the brackets: `organization_id`, `exclude[name]`. */
	key: string;
	/** camelCase parameter name. */
	param: string;
	label: string;
	kind: 'ids' | 'string' | 'boolean' | 'choice' | 'lookup' | 'numberRange' | 'dateFrom' | 'dateTo';
	lookup?: LookupName;
	choices?: Choice[];
	/** Parameter that must be set as well. */
	needs?: string;
	/** Means something only within an organization. */
	needsOrganization?: boolean;
	/** IT Glue has no such filter, or one that is not to be relied on: applied here to what was read. */
	keep?: (record: JsonApiRecord, value: string | boolean) => boolean;
	/** With `keep`: when the filter is sent as well, because it narrows and misses nothing. */
	sendWhen?: (value: string | boolean) => boolean;
	description?: string;
	placeholder?: string;
}

export interface Sort {
	key: string;
	label: string;
	/** What is sent, where it differs: IT Glue cannot sort contacts by name, but by its two parts. */
	sends?: string[];
}

export interface Include {
	key: string;
	label: string;
	on: 'both' | 'show';
	/** May carry secrets, or addresses that open them: not for an AI agent. */
	notForTools?: boolean;
}

/** Attributes that together identify a record within its organization (or, unscoped, within the account). */
export interface NaturalKey {
	attributes: string[];
	/** Compared as well when the user set them. */
	also?: string[];
	/** Always compared as well, not set meaning empty. */
	always?: string[];
	/** Where several PSA records share the key (a mailbox of two people), what tells them apart. */
	toldApartBy?: string[];
}

export type Action =
	| 'index'
	| 'show'
	| 'create'
	| 'update'
	| 'delete'
	| 'bulkCreate'
	| 'bulkUpdate'
	| 'publish';

export interface Route {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** Template; `:organization_id` and `:id` are filled in by transport. */
	path: string;
	/** The organization goes into `filter[organization_id]` instead of the path. */
	organizationFilter?: boolean;
	/** `single` (default for writes), `bulk`: array with ids inside attributes (reference 1.9), `none`. */
	body?: 'single' | 'bulk' | 'none';
}

/** Routes of an action in order of preference. */
export type Routes = [Route, ...Route[]];

export type VerbName =
	| 'create'
	| 'get'
	| 'getAll'
	| 'update'
	| 'upsert'
	| 'reconcile'
	| 'delete'
	| 'archive'
	| 'unarchive'
	| 'addQuickNote'
	| 'getPrimary'
	| 'publish';

interface AnyExtra {
	/** camelCase parameter name. */
	param: string;
	label: string;
	verbs: VerbName[];
	place: 'upFront' | 'options';
	default: string | boolean | string[];
	description?: string;
	placeholder?: string;
	notForTools?: boolean;
}

interface ChoosingExtra extends AnyExtra {
	kind: 'choice' | 'multiChoice';
	choices: Choice[];
}

interface PlainExtra extends AnyExtra {
	kind: 'boolean' | 'string';
	choices?: undefined;
}

/** A parameter that is no attribute: a switch or option that a step of the resource or a verb reads. */
export type Extra = ChoosingExtra | PlainExtra;

/** What a step of a resource may use. */
export interface StepContext {
	client: Client;
	resource: Resource;
	/** Id of the organization that the item names, if it does. */
	organizationId?: string;
	/** Values of attributes that are sent as a step, by snake_case name; absent means not set. */
	values: ReadonlyMap<string, unknown>;
	/** An extra's value. */
	extra(param: string): unknown;
	/** Write steps even where they look done: the user asked for an update, not for a comparison. */
	always: boolean;
	/** Leaves a note for the user beside the output. */
	hint(text: string): void;
	/** Ends the item with a message and what to do. */
	refuse(message: string, description: string): never;
	/** Notes that a step is done, so that an operation that breaks off can say so. */
	done(step: string): void;
	/**
	 * Does what must not be done twice, unless an earlier try of the same run has done it (Retry On Fail).
	 * `what` tells it from other work; `isDone` is asked where the earlier try got no clear answer.
	 */
	once(what: unknown, work: () => Promise<void>, isDone: () => boolean): Promise<void>;
	/** Announces a step that is still to do. */
	todo(step: string): void;
}

export interface ListScope {
	organizationIds: string[];
	query: Record<string, string>;
	pageSize: number;
	limit?: number;
	keep?: (record: JsonApiRecord) => boolean;
}

export interface ListResult {
	records: JsonApiRecord[];
	included: JsonApiRecord[];
}

/** The few things that are a resource's own. Each is a small function beside its table. */
export interface Steps {
	/** Reads a list where one index request is not enough. */
	list?: (context: StepContext, scope: ListScope) => Promise<ListResult>;
	/** Query parameters that a request for one record always carries. */
	query?: (
		action: 'show' | 'create' | 'update',
		extra: (param: string) => unknown,
	) => Record<string, string>;
	/** After reading one record: may add to it. */
	afterGet?: (context: StepContext, record: JsonApiRecord) => Promise<JsonApiRecord>;
	/** Before a write is sent: looks at the record's parts and refuses what would lose them. */
	beforeUpdate?: (context: StepContext, id: string) => Promise<void>;
	/** What a create or update takes beyond its own request. Returns the record as it is then. */
	afterWrite?: (
		context: StepContext,
		record: JsonApiRecord,
		action: 'create' | 'update',
	) => Promise<JsonApiRecord>;
	/** Sets attributes that follow from what the user set (first and last name from a full name). */
	expand?: (
		values: Map<string, unknown>,
		action: 'create' | 'update',
		extra: (param: string) => unknown,
	) => void;
	/** Checks what IT Glue does not say clearly; returns what to do, or undefined. */
	check?: (
		values: ReadonlyMap<string, unknown>,
		action: 'create' | 'update',
		extra: (param: string) => unknown,
	) => string | undefined;
	/** Repairs the attributes before they are sent; what it dropped is reported beside the output. */
	repair?: (
		values: Map<string, unknown>,
		extra: (param: string) => unknown,
	) => IDataObject | undefined;
	/**
	 * After IT Glue refused a create with 422: mends the values so that it can be sent once more.
	 * Returns what is reported beside the output, or undefined when there is nothing to mend.
	 */
	recover?: (
		values: Map<string, unknown>,
		problems: ApiProblem[],
		extra: (param: string) => unknown,
	) => IDataObject | undefined;
	/** Whether the user asked for the record's own secrets in the output. */
	reveals?: (extra: (param: string) => unknown) => boolean;
	/**
	 * Names of given values that the record says already, although attribute by attribute they differ:
	 * a full name that was split elsewhere than the record's.
	 */
	saysAlready?: (values: ReadonlyMap<string, unknown>, record: JsonApiRecord) => string[];
	/** Refuses, or notes, values that contradict each other on the record that exists. */
	agree?: (context: StepContext, record: JsonApiRecord) => void;
	/** What `afterWrite` would change of an existing record, by attribute; reads, never writes. */
	preview?: (context: StepContext, record: JsonApiRecord) => Promise<IDataObject>;
	/** Where the user asked for secrets to be compared: the query parameters that make a read show them. */
	revealing?: (extra: (param: string) => unknown) => Record<string, string> | undefined;
	/** Whether an update has something to do even if no attribute is set. */
	hasWork?: (extra: (param: string) => unknown) => boolean;
	/** Whether attributes that cannot be compared are written to a record that exists already. */
	overwritesUnseen?: (extra: (param: string) => unknown) => boolean;
	/** Keys that the simplified record gains. */
	derive?: (flat: IDataObject) => IDataObject;
	/** Keys that the simplified record loses unless asked for. */
	omit?: (extra: (param: string) => unknown) => string[];
}

export interface Resource {
	/** Value of the `resource` parameter; camelCase singular. */
	name: string;
	/** JSON:API type as responses spell it. */
	type: string;
	label: string;
	plural: string;
	/** Belongs to an organization. */
	scoped: boolean;
	/** A PSA may own records of it and then refuses changes (reference 1.13). */
	psaOwned: boolean;
	attributes: Attribute[];
	/** Attributes that only IT Glue writes; offered under "Fields to Return". */
	readOnly: Choice[];
	filters: Filter[];
	sorts: Sort[];
	includes: Include[];
	naturalKeys: NaturalKey[];
	/** Further ones that a person may choose to match by: the full name, which IT Glue computes. */
	moreKeys?: NaturalKey[];
	verbs: VerbName[];
	routes: { index: Routes } & Partial<Record<Action, Routes>>;
	/**
	 * Collection name in web addresses, `/ORG/<webPath>/ID`; empty for the organization itself, which is `/ORG`. Absent
	 * where records have no page of their own: they cannot be named by an address.
	 */
	webPath?: string;
	/** The word of short addresses, as IT Glue copies them for documents: `/DOC-<organization>-<id>`. */
	webCode?: string;
	/** Reference 5.33: light resources 1000, with includes 200, documents 50. */
	pageSize: { plain: number; withIncludes: number };
	/** How a record is retired and brought back. */
	archive?:
		| { by: 'flag'; attribute: string }
		| { by: 'status'; attribute: string; note: string; retired: string; active: string };
	/** The attribute that "Add Quick Note" appends to. */
	append?: { attribute: string };
	/** What makes a record the primary one of its organization. */
	primary?: { attribute: string; name: string };
	/** Shown where a record is deleted: what goes with it. */
	deleteNotice: string;
	/** Deleting also asks for the record's exact name. */
	confirmDelete?: boolean;
	/** The attributes that make up its name; `name` where absent. */
	nameParts?: string[];
	/** Names the record to a person. */
	nameOf: (record: JsonApiRecord) => string;
	/** Value filters that may find a record by its name; a filter may prove presence, never absence. */
	nameFilters: (name: string) => Array<Record<string, string>>;
	extras: Extra[];
	/** What an AI agent gets unless it asks for more. */
	brief: string[];
	steps?: Steps;
}
