/** The types of a resource: its attributes, routes and hooks, and what the hooks get. */
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
	/** Template; the transport fills in `:organization_id` and `:id`. */
	path: string;
	/** The organization is in `filter[organization_id]`, not in the path. */
	organizationFilter?: boolean;
	/** `single` (default for writes), `bulk` (an array with ids inside the attributes, reference 1.9), or `none`. */
	body?: 'single' | 'bulk' | 'none';
}

/** The routes of an action, in order of preference. */
export type Routes = [Route, ...Route[]];

/** The resource, the operation and the settings of an item or of the editor. */
export interface Context {
	readonly client: Client;
	readonly resource: Resource;
	readonly operation: OperationName;
	/** Whether an AI agent uses the node as a tool. */
	readonly tool: boolean;
	/** The timezone of the workflow, such as Europe/Berlin. */
	readonly timezone: string;
	/** The resolved value of a parameter; `fallback` if n8n does not show the parameter. */
	param(name: string, fallback?: NodeParameterValueType): unknown;
	/** A collection parameter. An empty object if it is not shown. */
	collection(name: string): IDataObject;
	/** Whether a parameter holds an expression. */
	isExpression(name: string): boolean;
	/** The value of an option of the operation. Undefined if the option does not exist. */
	option(param: string): unknown;
	/** The chosen values of an option that accepts several. Empty if the option does not exist. */
	chosen(param: string): string[];
	/** Adds a note for the user to the output of the node. */
	hint(text: string): void;
	/** Ends the item with an error message and what to do. */
	refuse(message: string, description: string): never;
}

/** What the hooks of a resource can use. */
export interface HookContext
	extends Pick<Context, 'client' | 'resource' | 'option' | 'hint' | 'refuse'> {
	/** Id of the organization of the item, if the item has one. */
	organizationId?: string;
	/** Values of attributes that hooks write in a later step, by snake_case name. Absent means not set. */
	values: ReadonlyMap<string, unknown>;
	/** Whether to write all stages, even if nothing differs: the user asked for an update, not for a comparison. */
	always: boolean;
	/** Marks a stage as done, so that an error in a later stage can report it. */
	done(stage: string): void;
	/**
	 * Runs work that must not run twice, unless an earlier try of the same run has done it (Retry On Fail). `what`
	 * identifies the work. `isDone` is called if the earlier try got no clear answer.
	 */
	once(what: unknown, work: () => Promise<void>, isDone: () => boolean): Promise<void>;
	/**
	 * The result of `look` in the first try of the same run (Retry On Fail), before that try changed anything. `what`
	 * identifies it.
	 */
	atFirst(what: unknown, look: () => boolean): boolean;
	/** Announces a stage that will follow. */
	todo(stage: string): void;
	/** Reads a file from IT Glue for sending it again. Refuses if the answer is not this file. */
	file(url: string, name: string): Promise<IDataObject>;
	/** All records of a resource that belongs to no organization. They are read once in a run. */
	all(resource: string): Promise<JsonApiRecord[]>;
	/** The records under the same parent as the record of the item, read now. */
	siblings(): Promise<JsonApiRecord[]>;
	/** Adds facts to the output of the record. */
	report(id: string, facts: IDataObject): void;
}

export interface ListScope {
	organizationIds: string[];
	query: Record<string, string>;
	/** The ids in the path of the list: the record that it is listed under. */
	ids?: Ids;
	pageSize: number;
	limit?: number;
	keep?: (record: JsonApiRecord) => boolean;
}

/** Ids in a path, by their names in the path: `{ configuration_id: '2001' }`. */
export type Ids = Readonly<Record<string, string>>;

export interface ListResult {
	records: JsonApiRecord[];
	included: JsonApiRecord[];
}

/** A type that an account has created, with the fields of its records. */
export interface RecordType {
	id: string;
	name: string;
	/** The records of the fields, in the order of the form. */
	fields: readonly JsonApiRecord[];
}

/** For a resource whose records have the attributes of their type: flexible assets. */
export interface TypedBy {
	/** Name of the resource of the types. */
	resource: string;
	/** The filter that limits a list to one type, in the spelling of this list (reference 4.17). */
	filter: string;
	/** The attribute with the type of a record. */
	attribute: string;
	/** The routes of the types: the list, and one type. */
	types: { list: string; show: string };
	/** The include that adds the fields to a type, and the list of the fields if it does not. */
	fields: { include: string; type: string; list: string };
	/** The resource for records of one type. */
	ofOne: (base: Resource, type: RecordType) => Resource;
	/** The resource for records of all types, only for reading. */
	ofAny: (base: Resource, types: readonly RecordType[]) => Resource;
}

/** Whether a change is sent now, or only checked before anything is written. */
export type Writing = 'now' | 'later';

/** What the output of a record may depend on. */
export interface Showing {
	/** Whether an AI agent reads it. */
	tool: boolean;
	option: (param: string) => unknown;
	/** The keys that the user chose, if any. */
	fields?: readonly string[];
}

/** The hooks of a resource. Each is a small function beside its table. */
export interface Hooks {
	/** Reads a list that needs more than one index request. */
	list?: (context: HookContext, scope: ListScope) => Promise<ListResult>;
	/** Makes the check for filters that the resource compares itself. Undefined if none of them is set. */
	keep?: (
		filters: IDataObject,
		context: Pick<Context, 'refuse' | 'timezone'>,
	) => ((record: JsonApiRecord) => boolean) | undefined;
	/** Query parameters for every request of one record. */
	query?: (
		action: 'show' | 'create' | 'update',
		option: (param: string) => unknown,
	) => Record<string, string>;
	/** Runs after reading one record, and may add to it. */
	afterGet?: (context: HookContext, record: JsonApiRecord) => Promise<JsonApiRecord>;
	/** Looks up names in the given values, and corrects values that IT Glue would change without a message. */
	settle?: (context: HookContext, values: Map<string, unknown>) => Promise<void>;
	/**
	 * Checks a new record against the records under the same parent. When it is sent now, also sets values that
	 * depend on them. In that case nothing else in this process adds to the same parent at the same time.
	 */
	beforeCreate?: (
		context: HookContext,
		values: Map<string, unknown>,
		writing: Writing,
	) => Promise<void>;
	/** Runs before the simplified output of records: may add to the records and to the included ones. */
	afterRead?: (context: HookContext, read: ListResult) => Promise<ListResult>;
	/** The form of included records in the simplified output, instead of the records themselves. */
	fold?: (relationship: string, records: JsonApiRecord[]) => IDataObject | undefined;
	/** Runs before a write: checks the parts of the record and refuses if the write would lose them. */
	beforeUpdate?: (context: HookContext, id: string) => Promise<void>;
	/** The further requests of a create or update. Returns the record after them. */
	afterWrite?: (
		context: HookContext,
		record: JsonApiRecord,
		action: 'create' | 'update',
	) => Promise<JsonApiRecord>;
	/** Sets attributes that follow from the given ones (first and last name from a full name). */
	expand?: (
		values: Map<string, unknown>,
		action: 'create' | 'update',
		option: (param: string) => unknown,
	) => void;
	/** Checks for errors that IT Glue does not explain clearly. Returns what to do, or undefined. */
	check?: (
		values: ReadonlyMap<string, unknown>,
		action: 'create' | 'update',
		option: (param: string) => unknown,
	) => string | undefined;
	/** Repairs the attributes before the request. Returns what it removed, for the output. */
	repair?: (
		values: Map<string, unknown>,
		option: (param: string) => unknown,
	) => IDataObject | undefined;
	/**
	 * After IT Glue refused a create with 422: corrects the values for a second request. Returns what to report in
	 * the output, or undefined if it cannot correct anything.
	 */
	recover?: (
		values: Map<string, unknown>,
		problems: ApiProblem[],
		option: (param: string) => unknown,
	) => IDataObject | undefined;
	/** Whether the user asked for the secrets of the record in the output. */
	returnsSecrets?: (option: (param: string) => unknown) => boolean;
	/**
	 * Names of given values that differ from the attributes of the record but mean the same: a full name that was
	 * split at another place.
	 */
	saysAlready?: (values: ReadonlyMap<string, unknown>, record: JsonApiRecord) => string[];
	/** Refuses, or reports, values that contradict each other on an existing record. */
	agree?: (context: HookContext, record: JsonApiRecord) => void;
	/** What `afterWrite` would change in an existing record, by attribute. Reads, never writes. */
	preview?: (context: HookContext, record: JsonApiRecord) => Promise<IDataObject>;
	/** If the user asked to compare secrets: the query parameters that make a read return them. */
	secretsQuery?: (option: (param: string) => unknown) => Record<string, string> | undefined;
	/** Whether attributes that cannot be compared are written to an existing record. */
	overwritesUnseen?: (option: (param: string) => unknown) => boolean;
	/** Keys to add to the simplified record. */
	derive?: (flat: IDataObject, showing?: Showing) => IDataObject;
	/** The record without values that must never leave the node, if only its type shows which values these are. */
	conceal?: (record: JsonApiRecord) => JsonApiRecord;
	/** The same for an included record, such as an earlier version. */
	concealIncluded?: (record: JsonApiRecord) => JsonApiRecord;
	/**
	 * Completes a change so that nothing else is lost, if IT Glue replaces several attributes as one. Refuses what it
	 * cannot keep. `record`: the current record, which was just read if the change is sent now.
	 */
	whole?: (
		context: HookContext,
		record: JsonApiRecord,
		changes: IDataObject,
		writing: Writing,
	) => Promise<IDataObject>;
	/** Keys to remove from the simplified record unless the user asked for them. */
	omit?: (option: (param: string) => unknown) => string[];
}

export interface Resource {
	/** Value of the `resource` parameter; camelCase singular. */
	name: string;
	/** JSON:API type in the spelling of responses. */
	type: string;
	label: string;
	plural: string;
	/** Whether its records belong to an organization. */
	scoped: boolean;
	/**
	 * Name of the resource under which its records are listed and created: `configuration` for interfaces. The routes
	 * contain the id of that record as `:configuration_id`.
	 */
	parent?: string;
	/** The type of a record defines its attributes. */
	typedBy?: TypedBy;
	/**
	 * The type of this resource, if it was made for one type. `withoutColumn`: labels of fields that have no column.
	 */
	ofType?: { id: string; name: string; withoutColumn?: readonly string[] };
	/** The filter for organizations, if the list does not spell it `organization_id`. */
	ownerFilter?: string;
	/** Attributes that every new record gets: its type. */
	sentOnCreate?: IDataObject;
	/** Further attributes for matching, alone or together. Only used if a user chooses them. */
	matchable?: string[];
	/** A PSA may own its records and then refuses changes (reference 1.13). */
	psaOwned: boolean;
	/** An integration may have created it and locked it (additions 3). */
	madeByIntegration?: boolean;
	attributes: Attribute[];
	/** Attributes that only IT Glue sets; offered under "Fields to Return". */
	readOnly: Choice[];
	filters: Filter[];
	sorts: Sort[];
	includes: Include[];
	naturalKeys: NaturalKey[];
	/** Further keys that a user may choose for matching: the full name, which IT Glue computes. */
	moreKeys?: NaturalKey[];
	operations: OperationName[];
	routes: { index: Routes } & Partial<Record<Action, Routes>>;
	/**
	 * Collection name in web addresses, `/ORG/<webPath>/ID`; empty for the organization itself, which is `/ORG`.
	 * Absent if records have no page: no address can name them.
	 */
	webPath?: string;
	/** The code in the short addresses that IT Glue copies for documents: `/DOC-<organization>-<id>`. */
	webCode?: string;
	/** Reference 5.33: light resources 1000, with includes 200, documents 50. */
	pageSize: { plain: number; withIncludes: number };
	/** How to archive a record and restore it. */
	archive?:
		| { by: 'flag'; attribute: string }
		| { by: 'status'; attribute: string; note: string; retired: string; active: string };
	/** The attribute to which "Add Quick Note" adds text. */
	append?: { attribute: string };
	/** The attribute and value that make a record the primary record of its organization. */
	primary?: { attribute: string; name: string };
	/** Shown before a delete: what is deleted with the record. */
	deleteNotice: string;
	/** Whether a delete also requires the exact name of the record. */
	confirmDelete?: boolean;
	/** The attributes that make up its name. Default: `name`. */
	nameParts?: string[];
	/** The name of a record for messages. */
	nameOf: (record: JsonApiRecord) => string;
	/** Filters that may find a record by its name. A filter can prove that a record exists, never that it does not. */
	nameFilters: (name: string) => Array<Record<string, string>>;
	options: Option[];
	/** The fields that an AI agent gets unless it asks for more. */
	toolFields: string[];
	hooks?: Hooks;
}
