import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/**
 * One request to IT Glue. `path` starts with '/' and is already filled (see `fillPath`); the keys
 * of `query` are the API's own ('filter[name]', 'page[size]'), its values are escaped for IT Glue
 * (`escapeFilterValue`) but not URL-encoded.
 */
export interface ApiRequest {
	method: Method;
	path: string;
	query?: Record<string, string>;
	body?: IDataObject;
}

export interface JsonApiRecord {
	id: string;
	type: string;
	attributes: IDataObject;
	relationships?: IDataObject;
	links?: IDataObject;
}

export interface ApiDocument {
	data?: JsonApiRecord | JsonApiRecord[] | null;
	included?: JsonApiRecord[];
	meta?: IDataObject;
	links?: IDataObject;
	errors?: IDataObject[];
}

/** The result of a request. `document` is empty for an answer without a body (204). */
export interface ApiAnswer {
	status: number;
	document: ApiDocument;
	/** An earlier try of the same request got no clear answer and may have been executed. */
	ambiguous: boolean;
}

export interface ListRequest {
	/** The path, or several in order of preference: the next one is tried if a route does not exist. */
	path: string | string[];
	/** Filters, sort and include; never page parameters. */
	query?: Record<string, string>;
	/** Page size to begin with; smaller ones are used if IT Glue times out. */
	pageSize: number;
	/** Stop after this number of records; all if missing. */
	limit?: number;
	/** Only records for which this is true are returned and counted towards `limit`. */
	keep?: (record: JsonApiRecord) => boolean;
	/** Key under which the working path is remembered; the first path if missing. */
	routeKey?: string;
	/** The start of this list, just read up to `limit`: continue after it. */
	begun?: ListAnswer;
}

export interface ListAnswer {
	records: JsonApiRecord[];
	included: JsonApiRecord[];
	/** False when reading stopped at `limit` and the API may hold more. */
	complete: boolean;
	/** How many records there are in all, if the API gave a total. */
	total?: number;
}

/** One entry of an answer's `errors`, in readable form. */
export interface ApiProblem {
	title?: string;
	detail?: string;
	/** The attribute concerned, in snake_case, for example `organization_id`. */
	pointer?: string;
}

export type FaultKind =
	| 'http'
	| 'network'
	| 'timeout'
	| 'cancelled'
	| 'stopped'
	| 'malformed'
	| 'redirect'
	| 'refused';

/** Any n8n context that can send authenticated requests. */
export type RequestContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IHookFunctions;

export interface ClientOptions {
	/**
	 * How long a request may take in all: waiting for the rate limit or for an unavailable gateway, queueing for
	 * the shared budget of the key, trying again. Default: six minutes.
	 */
	patienceMs?: number;
	/** Time-out of one try. Default: 60 seconds. */
	timeoutMs?: number;
	/** Pages of one list that are read at the same time. Default: 12. */
	pageConcurrency?: number;
}

/** The facts that `toNodeError` needs to word a fault for the user. */
export interface ErrorSubject {
	itemIndex?: number;
	/** The name of the record type, for example 'Contact'. */
	recordLabel?: string;
	/** The name of the operation, for example 'Create'. */
	operationLabel?: string;
	recordId?: string;
	/** Labels of the attributes that stay writable when a PSA owns the record; missing if a PSA owns no such record. */
	psaWritable?: string[];
	/** The record may belong to an integration that lets nobody change it. */
	madeByIntegration?: boolean;
	/** Display name by attribute name in snake_case. */
	labels?: Record<string, string>;
	/** Names of the values that exist, by attribute name in snake_case ('organization_type_id'). */
	lists?: Record<string, string[]>;
	/** Steps of a multi-step operation that are done. */
	completed?: string[];
	/** Steps that are missing. */
	missing?: string[];
	/** Whether the resource has "Create or Update" or an "If It Already Exists" option. */
	offersUpsert?: boolean;
	/** Values that must not appear in a message (in addition to those found in the request). */
	secrets?: string[];
}
