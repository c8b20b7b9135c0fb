/** The words of the tables: what an attribute, a filter, an option or a key of a resource is. */
import type { IDataObject } from 'n8n-workflow';
import type { Identity } from '../../text/identity';
import type { JsonApiRecord } from '../../transport';

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
	| 'number'
	| 'tags'
	| 'file'
	| 'lines'
	| 'rows'
	| 'entries';

/** How two values of an attribute are held to be the same when IT Glue may have re-written one. */
export type Comparator = 'html' | 'phone' | 'mac' | 'date' | 'number';

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
	/** Where a record is created, the form shows a first row to fill in. */
	opensWithRow?: true;
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
	/** Shown in the form only beside these values of another column. */
	beside?: { param: string; values: string[] };
}

/** Who is told what is wrong with an entry, and what was made of it. */
export interface Asker {
	hint(text: string): void;
	refuse(message: string, description: string): never;
}

/** A list of records that come into being with the one that they belong to, and are records of their own afterwards. */
export interface EntryShape {
	/** Name of the n8n group that holds the entries, singular and camelCase. */
	group: string;
	label: string;
	/** As the form has them; by expression an entry may spell them otherwise. */
	columns: RowColumn[];
	/** What was given, as entries; undefined where it says nothing. Refuses what IT Glue would refuse. */
	read: (asker: Asker, given: unknown) => object[] | undefined;
	/** The relationship that carries them with a new record, and their type there. */
	relationship: string;
	type: string;
	/** The attributes of each, complete, as a new record carries them. */
	whole: (entries: unknown) => IDataObject[];
	/** Entries as the output shows them. */
	shown: (entries: unknown) => IDataObject[];
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
	readableFrom: 'list' | 'show' | 'normalised' | 'never';
	/**
	 * The text that a value stands for which is none, such as the blocks of a raw answer; undefined where it stands for
	 * none. `lost`: what of it a text cannot hold, for a note.
	 */
	understands?: (value: unknown) => { text: string; lost?: string } | undefined;
	/** Other ways to write a text, turned into that in which IT Glue shows it. */
	readAs?: (text: string) => string;
	comparator?: Comparator;
	/** What kind of thing it identifies, where records are matched by it: some values of each kind identify nothing. */
	identity?: Identity;
	/** Takes what is meant out of a text that was given, or says what is wrong with it and what to do; must not show it. */
	reads?: (text: string) => { value: string } | { message: string; advice: string };
	lookup?: LookupName;
	choices?: Choice[];
	/** Of a choice: what the form begins with; the first of them unless it is said. */
	beginsWith?: string;
	/** Of a choice: other texts than those listed are taken as well, for stored values may be of an earlier list. */
	open?: boolean;
	/** Of tags: what they point to, as IT Glue calls it (`Contacts`, `FlexibleAssetType: 12`). */
	tagType?: string;
	/** Of a number: how many decimals IT Glue shows, where that is known. */
	decimals?: number;
	/** IT Glue computes it: records are found by it, nothing is written. */
	matchOnly?: boolean;
	rows?: RowShape;
	entries?: EntryShape;
	/** What a record that exists has of it is a matter of `preview`, `beforeUpdate` and `afterWrite` under Create or Update. */
	inStepsLater?: boolean;
	/** The parameter, where one called like the attribute is something else. */
	param?: string;
	/** attribute (default), relationship (create only), or step: consumed by a step of the resource, never sent as it is. */
	sentAs?: 'attribute' | 'relationship' | 'step';
	/** Required, but the option of this label fills it in: the form does not insist on it. */
	filledBy?: string;
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
	kind:
		| 'ids'
		| 'string'
		| 'boolean'
		| 'choice'
		| 'lookup'
		| 'numberRange'
		| 'dateFrom'
		| 'dateTo'
		| 'fieldOfType';
	lookup?: LookupName;
	choices?: Choice[];
	/** Read by the hook `keep` of the resource, together with others. */
	byHook?: boolean;
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
	/** IT Glue does not sort by it: all is read and sorted here. */
	here?: true;
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

export type OperationName =
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

interface AnyOption {
	/** camelCase parameter name. */
	param: string;
	label: string;
	operations: OperationName[];
	place: 'upFront' | 'options';
	default: string | boolean | string[];
	description?: string;
	placeholder?: string;
	notForTools?: boolean;
	/** Among the options, shown only beside these values of another parameter: it does nothing with others. */
	beside?: { param: string; values: string[] };
}

interface ChoosingOption extends AnyOption {
	kind: 'choice' | 'multiChoice';
	choices: Choice[];
	/** The editor asks for the fields of the chosen type as well. */
	ofType?: boolean;
}

interface PlainOption extends AnyOption {
	kind: 'boolean' | 'string';
	choices?: undefined;
}

/** A parameter that is no attribute: a switch or option that a hook of the resource or an operation reads. */
export type Option = ChoosingOption | PlainOption;

/** What the user set, by snake_case attribute name. Absent: not set. null: to be cleared. */
export type Values = Map<string, unknown>;
