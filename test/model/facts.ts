/**
 * What the model knows of each resource, from docs/sync.md and the API reference: fields with values to
 * try, what may be matched by, what a new record needs. Values such as `#type 1` stand for ids that only
 * the running sandbox knows.
 */
import type { Attributes, Json, Sandbox } from '../../sandbox';
import { EMAILS, mainEntry, PHONES, storedEntries, type Entry, type ListFact } from './lists';
import { folded, isBlank, macDigits, type Kind } from './meaning';

type Assumptions = Sandbox['assumptions'];

export interface Field {
	name: string;
	kind: Kind;
	/** null clears it; otherwise an empty value is an error. */
	clearable: boolean;
	/** What inputs give. */
	given: readonly unknown[];
	/** What inputs give now and then: the node or IT Glue refuses it. */
	odd: readonly unknown[];
	/** What records hold that somebody else made. */
	stored: readonly Json[];
	/** The collection whose records it names, by id or name. */
	collection?: string;
	/** Whether IT Glue refuses the value. */
	refused?: (value: string, assumptions: Assumptions) => boolean;
	/** Whether the node refuses it before anything is sent. */
	unreadable?: (value: string) => boolean;
	/** What tells its record from others, as text; empty for what identifies nothing. */
	says?: (value: unknown) => string;
}

/** Something that records are told apart by. */
export interface Key {
	/** The columns to match on. */
	columns: readonly string[];
	/** The attributes behind them. */
	attributes: readonly string[];
	/** The text of given values; undefined where one of the columns says nothing. */
	ofValues: (values: ReadonlyMap<string, unknown>) => string[] | undefined;
	/** The texts under which a record is found. */
	ofRecord: (attributes: Attributes) => string[];
	/** What each of its attributes says, in an item or in a record: nothing, or texts. */
	says: (source: (name: string) => unknown) => ReadonlyArray<readonly string[]>;
	/** Where several records are found: whether this is the one that is meant, if it is the only such. */
	prefers?: (attributes: Attributes, texts: string[]) => boolean;
}

export interface Subject {
	/** The node's name. */
	resource: string;
	/** The sandbox's name. */
	collection: string;
	/** Records belong to an organization. */
	scoped: boolean;
	fields: readonly Field[];
	lists: readonly ListFact[];
	listsGiven: Readonly<Record<string, readonly unknown[]>>;
	listsOdd: Readonly<Record<string, readonly unknown[]>>;
	listsStored: Readonly<Record<string, readonly Json[]>>;
	/** What may be chosen to match on. */
	keys: readonly Key[];
	/** What is tried in this order where the chosen key says nothing, in the item or in the record. */
	nextKeys: readonly Key[];
	/** The attributes that make up the name. */
	nameParts: readonly string[];
	/** Two of different names may have the same of what is matched by. */
	sharesKeys: boolean;
	/** What a new record needs: one of each. */
	needs: ReadonlyArray<readonly string[]>;
	/** Attributes of a PSA-owned record that IT Glue takes; undefined where a PSA owns nothing. */
	open?: readonly string[];
	/** Columns of which one set is mapped, as the others say the same in another way. */
	alternatives: ReadonlyArray<readonly string[]>;
	/** Options of its own, each with its values. */
	options: Readonly<Record<string, readonly unknown[]>>;
	/** Attributes that IT Glue sets by itself when another one is written. */
	follows: Readonly<Record<string, string>>;
}

const text = (name: string, given: readonly unknown[], more: Partial<Field> = {}): Field => ({
	name,
	kind: 'text',
	clearable: true,
	given,
	odd: [],
	stored: given.filter((value): value is string => typeof value === 'string' && !isBlank(value)),
	...more,
});

const flag = (name: string): Field => ({
	name,
	kind: 'flag',
	clearable: true,
	given: [true, false, 'yes', 'no', null],
	odd: ['perhaps'],
	stored: [true, false, null],
});

const reference = (
	name: string,
	collection: string,
	names: readonly string[],
	more: Partial<Field> = {},
): Field => ({
	name,
	kind: 'reference',
	collection,
	clearable: true,
	given: ['#reference 0', '#reference 1', ...names, null, ''],
	odd: ['No Such Entry (invented)', '999999999'],
	stored: ['#reference 0', '#reference 1', null],
	refused: (value) => value === '999999999',
	...more,
});

const NOTES: readonly unknown[] = ['Call first', '<p>Call first</p>', 'Call  later', null, ''];

const plainKey = (
	columns: readonly string[],
	read: (value: unknown) => string = folded,
	enough: 'all' | 'some' = 'all',
): Key => ({
	columns,
	attributes: columns,
	ofValues: (values) => {
		const parts = columns.map((column) => read(values.get(column)));
		const said = parts.filter((part) => part !== '').length;
		return said < (enough === 'all' ? parts.length : 1) ? undefined : [parts.join('\u0000')];
	},
	ofRecord: (attributes) => {
		const parts = columns.map((column) => read(attributes[column]));
		return parts.every((part) => part === '') ? [] : [parts.join('\u0000')];
	},
	says: (source) => columns.map((column) => [read(source(column))].filter((part) => part !== '')),
});

// --- Contacts ---

const fullName = ({ first_name: first, last_name: last }: Attributes): string =>
	[first, last].filter((part) => !isBlank(part)).join(' ');

const byEmail: Key = {
	columns: ['primary_email'],
	attributes: ['contact_emails'],
	ofValues: (values) => {
		const address = folded(values.get('primary_email'));
		return address === '' ? undefined : [address];
	},
	ofRecord: ({ contact_emails: emails }) => storedEntries(emails).map(({ value }) => folded(value)),
	says: (source) => [
		storedEntries(source('contact_emails') as Json).map(({ value }) => folded(value)),
	],
	prefers: ({ contact_emails: emails }, texts) => {
		const main = mainEntry(storedEntries(emails));
		return main !== undefined && texts.includes(folded(main.value));
	},
};

const byFullName: Key = {
	...plainKey(['name']),
	attributes: ['first_name', 'last_name'],
	ofRecord: (attributes) => [folded(fullName(attributes))].filter((name) => name !== ''),
	// A record has no attribute of that name in the store; an item says it in one.
	says: (source) => {
		const parts = fullName({
			first_name: source('first_name') as Json,
			last_name: source('last_name') as Json,
		});
		return [[folded(source('name') ?? parts)].filter((name) => name !== '')];
	},
};

const byNames = plainKey(['first_name', 'last_name']);

const email = (value: string, primary: boolean, label = 'Work'): Json => ({
	value,
	primary,
	'label-name': label,
});

const phone = (value: string, primary: boolean): Json => ({
	value,
	extension: null,
	primary,
	'label-name': 'Mobile',
	'label-type': 'phone',
});

export const CONTACTS: Subject = {
	resource: 'contact',
	collection: 'contacts',
	scoped: true,
	fields: [
		text('first_name', ['Ann', 'Ben', 'ANN', 'Cleo', null, '']),
		text('last_name', ['Example', 'Example-Two', 'EXAMPLE', null, '']),
		text('name', ['Ann Example', 'ANN example', ' Ben Example ', 'Cleo Marie Example', null, ''], {
			clearable: false,
			stored: [],
		}),
		text('title', ['Manager', 'Assistant', ' Manager ', 'manager', 42, null, '', '  ']),
		text('notes', NOTES, { kind: 'html' }),
		flag('important'),
		reference('contact_type_id', 'contact_types', ['Technical', 'TECHNICAL']),
	],
	lists: [EMAILS, PHONES],
	listsGiven: {
		primary_email: [
			'ann@example.com',
			'ben@example.com',
			'ANN@example.com',
			' ben@example.com ',
			'desk@example.com',
			null,
			'',
		],
		contact_emails: [
			['home@example.com'],
			['desk@example.com', 'Desk@example.com'],
			[{ value: 'home@example.com', label: 'Home' }, 'desk@example.com'],
			'home@example.com',
			[],
			null,
		],
		primary_phone: ['604-555-0100', '6045550100', '+1 604 555 0101', null, ''],
		contact_phones: [['604-555-0102'], ['(604) 555-0100', '604-555-0103'], null],
	},
	listsOdd: {
		primary_email: ['not an address', 'ann.@example.com'],
		contact_emails: [['not an address'], ['home.@example.org', 'home@example.com']],
	},
	listsStored: {
		contact_emails: [
			[email('ann@example.com', true)],
			[email('ben@example.com', true), email('desk@example.com', false)],
			[email('Desk@Example.com', true, 'Shared'), email('ann@example.com', false, 'Home')],
			[email('home@example.com', false)],
			[],
		],
		contact_phones: [[phone('6045550100', true)], [], [phone('6045550109', false)]],
	},
	keys: [byEmail, byFullName, byNames],
	nextKeys: [
		{
			...byEmail,
			ofValues: (values) => {
				const given = (values.get('contact_emails') ?? []) as Entry[];
				const main = mainEntry(given);
				const others = given.filter((entry) => entry !== main);
				return main && [main, ...others].map(({ value }) => folded(value));
			},
		},
		plainKey(['first_name', 'last_name'], folded, 'some'),
		byFullName,
	],
	nameParts: ['first_name', 'last_name'],
	sharesKeys: true,
	needs: [['first_name', 'last_name']],
	open: [],
	alternatives: [['first_name', 'last_name'], ['name']],
	options: {
		replaceAll: [['contact_emails'], ['contact_phones'], ['contact_emails', 'contact_phones']],
		invalidEmails: ['drop', 'fail'],
	},
	follows: {},
};

// --- Configurations ---

/** What devices report that have no number of their own. */
const PLACEHOLDERS = new Set(['n/a', 'to be filled by o.e.m.']);

const identifying = (value: unknown): string => {
	const said = folded(value);
	return PLACEHOLDERS.has(said) ? '' : said;
};

const bySerial = plainKey(['serial_number'], identifying);
const byTag = plainKey(['asset_tag'], identifying);
const byMac = plainKey(['mac_address'], macDigits);
const byHost = plainKey(['hostname'], identifying);
const byName = plainKey(['name']);

export const CONFIGURATIONS: Subject = {
	resource: 'configuration',
	collection: 'configurations',
	scoped: true,
	fields: [
		text('name', ['Server 1', 'server 1', ' Server 2 ', 'Printer', null, ''], { clearable: false }),
		reference('configuration_type_id', 'configuration_types', ['Printer', 'managed server'], {
			clearable: false,
		}),
		text(
			'serial_number',
			['SN-1', 'SN-2', 'sn-1', ' SN-2 ', 'SN,3', 'N/A', 'To Be Filled By O.E.M.', null, ''],
			{ says: identifying },
		),
		text('asset_tag', ['T1', 'T2', null]),
		text('mac_address', ['00:00:5E:00:53:01', '00005e005301', '00-00-5E-00-53-02', null], {
			kind: 'mac',
		}),
		text('hostname', ['server-1', 'SERVER-1', 'printer', null]),
		text('primary_ip', ['192.0.2.10', '192.0.2.11', null], {
			odd: ['not an address'],
			refused: (value, { typesAreChecked }) => typesAreChecked && value === 'not an address',
		}),
		text('notes', NOTES, { kind: 'html' }),
		text('position', ['Rack 1', 'Rack 2', ' Rack 1', null, '  ']),
		flag('archived'),
	],
	lists: [],
	listsGiven: {},
	listsOdd: {},
	listsStored: {},
	keys: [bySerial, byName, byMac, byHost, byTag, plainKey(['serial_number', 'name'], identifying)],
	nextKeys: [bySerial, byTag, byMac, byHost, byName],
	nameParts: ['name'],
	sharesKeys: true,
	needs: [['name'], ['configuration_type_id']],
	open: ['archived', 'asset_tag', 'notes', 'serial_number'],
	alternatives: [],
	options: {},
	follows: {},
};

// --- Organizations ---

const LONG = 'Reception closes at noon. '.repeat(12);

export const ORGANIZATIONS: Subject = {
	resource: 'organization',
	collection: 'organizations',
	scoped: false,
	fields: [
		text(
			'name',
			[
				'Alpha Example',
				'ALPHA example',
				' Beta Example ',
				'Gamma, Example',
				'Delta Example',
				null,
				'',
			],
			{ clearable: false },
		),
		text('alert', ['Call first', 'Call later', null, '']),
		text('description', ['Since 2019', 'since 2019', null]),
		text('short_name', ['AE', 'BE', ' AE ', '  ', null]),
		text(
			'quick_notes',
			// Not one that begins like another and ends where a list cuts it: that is refused, or left.
			[LONG, 'Short', '<p>Closed on Fridays.</p>', null],
			{ kind: 'html' },
		),
		reference('organization_type_id', 'organization_types', ['Customer', 'VENDOR'], {
			clearable: false,
		}),
	],
	lists: [],
	listsGiven: {},
	listsOdd: {},
	listsStored: {},
	keys: [byName],
	nextKeys: [],
	nameParts: ['name'],
	sharesKeys: false,
	needs: [['name']],
	open: ['alert', 'description', 'quick_notes'],
	alternatives: [],
	options: {},
	follows: {},
};

// --- Passwords ---

/** In every password value of the model, so that a leak is found anywhere. */
export const MARK = 'tr0mb0ne-invented';

/** A password embedded in another record is not the general one of that name. */
const general = (key: Key): Key => ({
	...key,
	ofRecord: (attributes) => (isBlank(attributes.resource_id) ? key.ofRecord(attributes) : []),
});

export const PASSWORDS: Subject = {
	resource: 'password',
	collection: 'passwords',
	scoped: true,
	fields: [
		text('name', ['Firewall', 'FIREWALL', ' Portal ', 'Switch', null, ''], { clearable: false }),
		text('password', [`${MARK}-1`, `${MARK}-2`, null, ''], {
			kind: 'secret',
			clearable: false,
		}),
		text('otp_secret', ['JBSWY3DPEHPK3PXP', '', null], {
			kind: 'secret',
			odd: ['not base32!'],
			unreadable: (value) => value === 'not base32!',
		}),
		text('username', ['admin', 'Admin', ' root ', null, '', '  ']),
		text('url', ['https://portal.example.com', null]),
		text('notes', NOTES, { kind: 'html' }),
		reference('password_folder_id', 'password_folders', [], {
			given: ['#folder', null],
			odd: ['999999999'],
			stored: ['#folder', null],
		}),
		flag('archived'),
	],
	lists: [],
	listsGiven: {},
	listsOdd: {},
	listsStored: {},
	keys: [general(byName)],
	nextKeys: [],
	nameParts: ['name'],
	sharesKeys: false,
	needs: [['name'], ['password']],
	alternatives: [],
	options: {
		passwordValue: ['create', 'compare', 'write'],
		generateValue: [true, false],
	},
	follows: { password: 'password_updated_at' },
};

// --- Locations ---

export const LOCATIONS: Subject = {
	resource: 'location',
	collection: 'locations',
	scoped: true,
	fields: [
		text('name', ['Head Office', 'HEAD OFFICE', ' Warehouse ', 'Depot', null, ''], {
			clearable: false,
		}),
		text('city', ['Example City', 'example city', ' Sample Town', null, '', '  ']),
		text('address_1', ['1 Example Street', null]),
		text('postal_code', ['10001', 10001, 'V5K 0A1', null]),
		text('notes', NOTES, { kind: 'html' }),
		reference('country_id', 'countries', ['Canada', 'CANADA']),
		flag('restricted'),
	],
	lists: [],
	listsGiven: {},
	listsOdd: {},
	listsStored: {},
	keys: [byName],
	nextKeys: [],
	nameParts: ['name'],
	sharesKeys: false,
	needs: [['name']],
	open: [],
	alternatives: [],
	options: {},
	follows: {},
};
