/** The types of the tables: attributes, filters, options and keys of a resource. */
import type { IDataObject } from 'n8n-workflow';
import type { Identity } from '../../text/identity';
import type { JsonApiRecord } from '../../transport';

/** A choice from a fixed set. Not `{name, value}`: n8n's lint reads those as node parameters. */
export interface Choice {
	id: string;
	label: string;
	description?: string;
	/** AI agents do not see it and cannot set it. */
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

/** How to compare two values of an attribute, because IT Glue may store a value in another form. */
export type Comparator = 'html' | 'phone' | 'mac' | 'date' | 'number';

/** The columns of an attribute that is an array of small objects, such as a contact's emails. */
export interface RowShape {
	/** Name of the n8n group of the rows, singular and camelCase. */
	group: string;
	label: string;
	/** The column that identifies a row, and how to compare two of its values when merging. */
	key: { column: string; same: 'ignoreCase' | 'phone' | 'email' };
	columns: RowColumn[];
	/** The column that may be true in only one row. */
	only: string;
	/** Whether a row without its key is ignored, even if other columns have values. */
	needsKey: boolean;
	/** When a record is created, the form shows a first row to fill in. */
	opensWithRow?: true;
	/** Known keys of an entry that are not needed, in snake_case. */
	ignored?: string[];
	/**
	 * Converts an entry of another system, with snake_case keys, to one of ours. Undefined if it belongs to another
	 * list.
	 */
	understand?: (entry: IDataObject) => IDataObject | undefined;
	/** The column for the primary row, for mappings by column: `primary_email`. */
	primaryColumn?: Choice;
}

export interface RowColumn {
	/** IT Glue's spelling inside the array: kebab-case for emails and phones, snake_case for interfaces. */
	wire: string;
	/** The name of our parameter. */
	param: string;
	label: string;
	kind: 'string' | 'boolean' | 'choice' | 'multiline';
	placeholder?: string;
	description?: string;
	choices?: Choice[];
	/** Other accepted spellings if the rows come from an expression. */
	aliases?: string[];
	/** Sent if the row has no value. IT Glue refuses an email or phone without a label. */
	fallback?: string | boolean;
	/** Shown in the form only with these values of another column. */
	beside?: { param: string; values: string[] };
}

/** Gets the errors and notes about entries. */
export interface Asker {
	hint(text: string): void;
	refuse(message: string, description: string): never;
}

/** A list of records that are created together with their parent record and are separate records afterwards. */
export interface EntryShape {
	/** Name of the n8n group of the entries, singular and camelCase. */
	group: string;
	label: string;
	/** As in the form; an entry from an expression may use other spellings. */
	columns: RowColumn[];
	/** Reads the given value as entries. Undefined if it is empty. Refuses what IT Glue would refuse. */
	read: (asker: Asker, given: unknown) => object[] | undefined;
	/** The relationship that contains them in the request for a new record, and their type there. */
	relationship: string;
	type: string;
	/** The complete attributes of each entry, for the request of a new record. */
	whole: (entries: unknown) => IDataObject[];
	/** The entries in the form of the output. */
	shown: (entries: unknown) => IDataObject[];
}

export interface Attribute {
	/**
	 * snake_case: our output key and IT Glue's filter spelling. The names of the parameter (camelCase) and in
	 * requests (kebab-case) are made from it.
	 */
	name: string;
	label: string;
	kind: AttributeKind;
	writable: 'create' | 'update' | 'both';
	/** False if a bulk PATCH does not accept it (reference 4.0). */
	inBulk?: boolean;
	required?: boolean;
	/** IT Glue accepts null, which clears the value. */
	nullable?: boolean;
	/** Can be changed on a record that a PSA owns (reference 1.13). */
	whenSynced?: boolean;
	/**
	 * As `whenSynced`, but only one source says so and the official page does not: the node tries it, without a
	 * promise.
	 */
	mayStayOpen?: boolean;
	/** Where to read the value for a comparison: in lists, only on the record itself, after normalising, or nowhere. */
	readableFrom: 'list' | 'show' | 'normalised' | 'never';
	/**
	 * Converts a value that is not text, such as the blocks of a raw answer, to text. Undefined if it cannot. `lost`:
	 * what the text cannot contain, for a note.
	 */
	understands?: (value: unknown) => { text: string; lost?: string } | undefined;
	/** Converts other spellings of a text to the one that IT Glue shows. */
	readAs?: (text: string) => string;
	comparator?: Comparator;
	/** What it identifies when records are matched by it: for each kind, some values identify nothing. */
	identity?: Identity;
	/** Extracts the value from a given text, or returns the error and what to do. Must not show the text. */
	reads?: (text: string) => { value: string } | { message: string; advice: string };
	lookup?: LookupName;
	choices?: Choice[];
	/** For a choice: the initial value in the form. Default: the first choice. */
	beginsWith?: string;
	/** For a choice: other texts are accepted too, because stored values may come from an earlier list. */
	open?: boolean;
	/** For tags: what they point to, in IT Glue's spelling (`Contacts`, `FlexibleAssetType: 12`). */
	tagType?: string;
	/** For a number: how many decimals IT Glue shows, if known. */
	decimals?: number;
	/** IT Glue computes it: the node only finds records by it and never writes it. */
	matchOnly?: boolean;
	rows?: RowShape;
	entries?: EntryShape;
	/** For an existing record under Create or Update, `preview`, `beforeUpdate` and `afterWrite` handle it. */
	inStepsLater?: boolean;
	/** The name of the parameter, if the name of the attribute is already used for another parameter. */
	param?: string;
	/**
	 * attribute (default), relationship (create only), or step: used by a hook of the resource, never sent as it is.
	 */
	sentAs?: 'attribute' | 'relationship' | 'step';
	/** Required, but the option with this label can set it, so the form does not require it. */
	filledBy?: string;
	/** Shown beside the operation on create, not among the additional fields. */
	upFront?: boolean;
	/** AI agents do not see it and cannot set it. */
	notForTools?: boolean;
	description?: string;
	placeholder?: string;
	/** Shown below the field when a record is created. */
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
	/** The hook `keep` of the resource reads it, together with other filters. */
	byHook?: boolean;
	/** Another parameter that must be set too. */
	needs?: string;
	/** Needs an organization. */
	needsOrganization?: boolean;
	/** IT Glue has no such filter, or an unreliable one: the node applies it to the records that it read. */
	keep?: (record: JsonApiRecord, value: string | boolean) => boolean;
	/** With `keep`: whether to send the filter too, because IT Glue returns fewer records and misses none. */
	sendWhen?: (value: string | boolean) => boolean;
	description?: string;
	placeholder?: string;
}

export interface Sort {
	key: string;
	label: string;
	/** The sort keys to send, if they differ: IT Glue cannot sort contacts by name, but by its two parts. */
	sends?: string[];
	/** IT Glue cannot sort by it: the node reads and sorts all records. */
	here?: true;
}

export interface Include {
	key: string;
	label: string;
	on: 'both' | 'show';
	/** May contain secrets, or addresses that open them: not for AI agents. */
	notForTools?: boolean;
}

/** Attributes that together identify a record within its organization, or within the account if it belongs to none. */
export interface NaturalKey {
	attributes: string[];
	/** Compared too if the user set them. */
	also?: string[];
	/** Always compared too; not set means empty. */
	always?: string[];
	/** Distinguishes several PSA records with the same key (a mailbox of two people). */
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
	/** Among the options, shown only with these values of another parameter; it has no effect with others. */
	beside?: { param: string; values: string[] };
}

interface ChoosingOption extends AnyOption {
	kind: 'choice' | 'multiChoice';
	choices: Choice[];
	/** The editor also loads the fields of the chosen type. */
	ofType?: boolean;
}

interface PlainOption extends AnyOption {
	kind: 'boolean' | 'string';
	choices?: undefined;
}

/** A parameter that is not an attribute: a switch or option for a hook of the resource or an operation. */
export type Option = ChoosingOption | PlainOption;

/** What the user set, by snake_case attribute name. Absent: not set. null: clear the value. */
export type Values = Map<string, unknown>;
