/** What a resource is: attributes, routes, and the few hooks that are its own; and what those are given. */
import type { IDataObject, NodeParameterValueType } from 'n8n-workflow';
import type { ApiProblem, Client, JsonApiRecord } from '../../transport';
import type {
	Attribute,
	Choice,
	Option,
	Filter,
	Include,
	NaturalKey,
	Sort,
	OperationName,
} from './attribute';

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

/** Which operation of which resource is carried out, and with what settings: of an item, of the editor. */
export interface Context {
	readonly client: Client;
	readonly resource: Resource;
	readonly operation: OperationName;
	/** Whether an AI agent uses the node as its tool. */
	readonly tool: boolean;
	/** Of the workflow, such as Europe/Berlin. */
	readonly timezone: string;
	/** A parameter's resolved value; `fallback` where n8n does not show the parameter. */
	param(name: string, fallback?: NodeParameterValueType): unknown;
	/** A collection parameter; an empty object where it is not shown. */
	collection(name: string): IDataObject;
	/** Whether a parameter holds an expression. */
	isExpression(name: string): boolean;
	/** The value of an option of the operation; undefined where there is no such option. */
	option(param: string): unknown;
	/** What is chosen of an option that takes several; nothing where there is no such option. */
	chosen(param: string): string[];
	/** Leaves a note for the user beside the output. */
	hint(text: string): void;
	/** Ends the item with a message and what to do. */
	refuse(message: string, description: string): never;
}

/** What the hooks of a resource may use. */
export interface HookContext
	extends Pick<Context, 'client' | 'resource' | 'option' | 'hint' | 'refuse'> {
	/** Id of the organization that the item names, if it does. */
	organizationId?: string;
	/** Values of attributes that are sent as a step, by snake_case name; absent means not set. */
	values: ReadonlyMap<string, unknown>;
	/** Write stages even where they look done: the user asked for an update, not for a comparison. */
	always: boolean;
	/** Notes that a stage is done, so that an operation that breaks off can say so. */
	done(stage: string): void;
	/**
	 * Does what must not be done twice, unless an earlier try of the same run has done it (Retry On Fail).
	 * `what` tells it from other work; `isDone` is asked where the earlier try got no clear answer.
	 */
	once(what: unknown, work: () => Promise<void>, isDone: () => boolean): Promise<void>;
	/** What the first try of the same run has seen (Retry On Fail), before it changed that itself. `what` tells it from others. */
	atFirst(what: unknown, look: () => boolean): boolean;
	/** Announces a stage that is still to do. */
	todo(stage: string): void;
	/** Reads a file of IT Glue as it goes out again. Refused where what comes is not that file. */
	file(url: string, name: string): Promise<IDataObject>;
	/** All records of a resource that belongs to no organization, read once in a run. */
	all(resource: string): Promise<JsonApiRecord[]>;
	/** The records that stand under the same parent as the one that the item is about, read now. */
	siblings(): Promise<JsonApiRecord[]>;
	/** Adds to what is reported beside the output of that record. */
	report(id: string, facts: IDataObject): void;
}

export interface ListScope {
	organizationIds: string[];
	query: Record<string, string>;
	/** What stands in the path of the list: the record that it is listed under. */
	ids?: Ids;
	pageSize: number;
	limit?: number;
	keep?: (record: JsonApiRecord) => boolean;
}

/** What stands in a path, by the name that it has there: `{ configuration_id: '2001' }`. */
export type Ids = Readonly<Record<string, string>>;

export interface ListResult {
	records: JsonApiRecord[];
	included: JsonApiRecord[];
}

/** A type that an account has made for itself, with the fields that its records have. */
export interface RecordType {
	id: string;
	name: string;
	/** Records of the fields, in the order of the form. */
	fields: readonly JsonApiRecord[];
}

/** Says of a resource that the attributes of its records are those of their type: flexible assets. */
export interface TypedBy {
	/** Name of the resource that the types are records of. */
	resource: string;
	/** The filter that narrows a list to one type, as that list spells it (reference 4.17). */
	filter: string;
	/** The attribute that says of which type a record is. */
	attribute: string;
	/** Routes of the types: all of them, and one. */
	types: { list: string; show: string };
	/** What brings the fields along where a type is read; and the list of them, where it does not. */
	fields: { include: string; type: string; list: string };
	/** The resource for records of one type. */
	ofOne: (base: Resource, type: RecordType) => Resource;
	/** The resource for records of all types, to read. */
	ofAny: (base: Resource, types: readonly RecordType[]) => Resource;
}

/** Whether a change is sent now, or only looked at before anything is written. */
export type Writing = 'now' | 'later';

/** What the shaping of a record may depend on. */
export interface Showing {
	/** Whether a model reads it. */
	tool: boolean;
	option: (param: string) => unknown;
	/** The keys that the user chose, if any. */
	fields?: readonly string[];
}

/** The few things that are a resource's own. Each is a small function beside its table. */
export interface Hooks {
	/** Reads a list where one index request is not enough. */
	list?: (context: HookContext, scope: ListScope) => Promise<ListResult>;
	/** Which records the filters ask for that the resource compares itself; undefined where none of them is set. */
	keep?: (
		filters: IDataObject,
		context: Pick<Context, 'refuse' | 'timezone'>,
	) => ((record: JsonApiRecord) => boolean) | undefined;
	/** Query parameters that a request for one record always carries. */
	query?: (
		action: 'show' | 'create' | 'update',
		option: (param: string) => unknown,
	) => Record<string, string>;
	/** After reading one record: may add to it. */
	afterGet?: (context: HookContext, record: JsonApiRecord) => Promise<JsonApiRecord>;
	/** Looks up what given values name, and puts right what IT Glue would silently take back. */
	settle?: (context: HookContext, values: Map<string, unknown>) => Promise<void>;
	/**
	 * What stands against a new record, seen from those beside it; now also what it takes of them, which is set. Where it
	 * is sent now, nobody else of this process adds to the same parent meanwhile.
	 */
	beforeCreate?: (
		context: HookContext,
		values: Map<string, unknown>,
		writing: Writing,
	) => Promise<void>;
	/** Before records that were read are simplified: may add to them and to what was included. */
	afterRead?: (context: HookContext, read: ListResult) => Promise<ListResult>;
	/** What the simplified record shows of included records instead of the records themselves. */
	fold?: (relationship: string, records: JsonApiRecord[]) => IDataObject | undefined;
	/** Before a write is sent: looks at the record's parts and refuses what would lose them. */
	beforeUpdate?: (context: HookContext, id: string) => Promise<void>;
	/** What a create or update takes beyond its own request. Returns the record as it is then. */
	afterWrite?: (
		context: HookContext,
		record: JsonApiRecord,
		action: 'create' | 'update',
	) => Promise<JsonApiRecord>;
	/** Sets attributes that follow from what the user set (first and last name from a full name). */
	expand?: (
		values: Map<string, unknown>,
		action: 'create' | 'update',
		option: (param: string) => unknown,
	) => void;
	/** Checks what IT Glue does not say clearly; returns what to do, or undefined. */
	check?: (
		values: ReadonlyMap<string, unknown>,
		action: 'create' | 'update',
		option: (param: string) => unknown,
	) => string | undefined;
	/** Repairs the attributes before they are sent; what it dropped is reported beside the output. */
	repair?: (
		values: Map<string, unknown>,
		option: (param: string) => unknown,
	) => IDataObject | undefined;
	/**
	 * After IT Glue refused a create with 422: mends the values so that it can be sent once more.
	 * Returns what is reported beside the output, or undefined when there is nothing to mend.
	 */
	recover?: (
		values: Map<string, unknown>,
		problems: ApiProblem[],
		option: (param: string) => unknown,
	) => IDataObject | undefined;
	/** Whether the user asked for the record's own secrets in the output. */
	returnsSecrets?: (option: (param: string) => unknown) => boolean;
	/**
	 * Names of given values that the record says already, although attribute by attribute they differ:
	 * a full name that was split elsewhere than the record's.
	 */
	saysAlready?: (values: ReadonlyMap<string, unknown>, record: JsonApiRecord) => string[];
	/** Refuses, or notes, values that contradict each other on the record that exists. */
	agree?: (context: HookContext, record: JsonApiRecord) => void;
	/** What `afterWrite` would change of an existing record, by attribute; reads, never writes. */
	preview?: (context: HookContext, record: JsonApiRecord) => Promise<IDataObject>;
	/** Where the user asked for secrets to be compared: the query parameters that make a read show them. */
	secretsQuery?: (option: (param: string) => unknown) => Record<string, string> | undefined;
	/** Whether attributes that cannot be compared are written to a record that exists already. */
	overwritesUnseen?: (option: (param: string) => unknown) => boolean;
	/** Keys that the simplified record gains. */
	derive?: (flat: IDataObject, showing?: Showing) => IDataObject;
	/** The record without values that must never leave, where only its type tells which they are. */
	conceal?: (record: JsonApiRecord) => JsonApiRecord;
	/** The same for a record that was included, such as an earlier version. */
	concealIncluded?: (record: JsonApiRecord) => JsonApiRecord;
	/**
	 * What a change has to carry so that nothing beside it is lost, where IT Glue replaces several attributes as one.
	 * Refuses what cannot be kept. `record`: as it is, read just now where the change is sent now.
	 */
	whole?: (
		context: HookContext,
		record: JsonApiRecord,
		changes: IDataObject,
		writing: Writing,
	) => Promise<IDataObject>;
	/** Keys that the simplified record loses unless asked for. */
	omit?: (option: (param: string) => unknown) => string[];
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
	/**
	 * Name of the resource under which its records are listed and created: `configuration` for interfaces. The id of that
	 * record stands in the routes, as `:configuration_id`.
	 */
	parent?: string;
	/** The attributes of a record are those of its type. */
	typedBy?: TypedBy;
	/** The type that this resource is about, where it was made for one. `withoutColumn`: labels of fields that nothing is mapped to. */
	ofType?: { id: string; name: string; withoutColumn?: readonly string[] };
	/** The filter for organizations, where the list spells it otherwise than `organization_id`. */
	ownerFilter?: string;
	/** What every new record carries: its type. */
	sentOnCreate?: IDataObject;
	/** Attributes that a person may choose to match by, alone or together, and that no other key falls back to. */
	matchable?: string[];
	/** A PSA may own records of it and then refuses changes (reference 1.13). */
	psaOwned: boolean;
	/** An integration may have made it, and lets nobody change it (additions 3). */
	madeByIntegration?: boolean;
	attributes: Attribute[];
	/** Attributes that only IT Glue writes; offered under "Fields to Return". */
	readOnly: Choice[];
	filters: Filter[];
	sorts: Sort[];
	includes: Include[];
	naturalKeys: NaturalKey[];
	/** Further ones that a person may choose to match by: the full name, which IT Glue computes. */
	moreKeys?: NaturalKey[];
	operations: OperationName[];
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
	options: Option[];
	/** What an AI agent gets unless it asks for more. */
	toolFields: string[];
	hooks?: Hooks;
}
