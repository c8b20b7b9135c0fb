/** The emails and phones of a contact: lists that IT Glue replaces as a whole. */
import type { IDataObject } from 'n8n-workflow';
import type { RowColumn, RowShape } from '../schema/attribute';

const PRIMARY: RowColumn = {
	wire: 'primary',
	param: 'primary',
	label: 'Primary',
	kind: 'boolean',
	fallback: false,
	aliases: ['is_primary', 'default_flag', 'is_default', 'default', 'preferred'],
};

/** Other keys of an entry, in IT Glue and in the directories and PSAs that the lists come from. */
const IGNORED = [
	'id',
	'formatted_value',
	'canonical_form',
	'metadata',
	'name',
	'created_at',
	'updated_at',
];

const textIn = (entry: IDataObject, name: string): string => {
	const value = entry[name];
	const plain = typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
	return typeof plain === 'string' ? plain.trim() : '';
};

/** Google marks the primary entry inside its metadata. */
function flagged(entry: IDataObject): IDataObject {
	const { metadata } = entry;
	const primary = typeof metadata === 'object' && metadata !== null && 'primary' in metadata;
	return primary ? { primary: metadata.primary, ...entry } : entry;
}

/** ConnectWise keeps emails, phones and faxes in one list, `communicationItems`. Undefined for any other entry. */
function communicationItem(entry: IDataObject): { kind: string; own: IDataObject } | undefined {
	const kind = textIn(entry, 'communication_type').toLowerCase();
	if (kind === '') return undefined;
	const label = textIn(entry, 'type');
	const own = {
		value: entry.value,
		extension: entry.extension,
		primary: entry.default_flag,
		...(label.toLowerCase() !== kind && { label }),
	};
	return { kind, own };
}

export const EMAILS: RowShape = {
	group: 'email',
	label: 'Email',
	key: { column: 'value', same: 'email' },
	only: 'primary',
	needsKey: true,
	opensWithRow: true,
	ignored: IGNORED,
	understand: (entry) => {
		const item = communicationItem(entry);
		if (!item) return flagged(entry);
		return item.kind === 'email' ? item.own : undefined;
	},
	primaryColumn: { id: 'primary_email', label: 'Primary Email' },
	columns: [
		{
			wire: 'value',
			param: 'value',
			label: 'Email Address',
			kind: 'string',
			placeholder: 'e.g. ann@example.com',
			aliases: ['email', 'address', 'email_address', 'emailaddress', 'mail'],
			description: 'One address, or an expression that gives several or a whole list of emails',
		},
		{
			wire: 'label-name',
			param: 'label',
			label: 'Label',
			kind: 'string',
			placeholder: 'e.g. Work, Personal, Other',
			aliases: ['label-name', 'label_name', 'labelName', 'type'],
			fallback: 'Work',
		},
		{ ...PRIMARY },
	],
};

export const PHONES: RowShape = {
	group: 'phone',
	label: 'Phone',
	key: { column: 'value', same: 'phone' },
	only: 'primary',
	needsKey: true,
	ignored: IGNORED,
	understand: (entry) => {
		const item = communicationItem(entry);
		if (item) {
			const isFax = item.kind === 'fax';
			return item.kind === 'email'
				? undefined
				: { ...item.own, ...(isFax && { label_type: 'fax' }) };
		}
		// "type" is the label of the phone, except "fax", which is a separate kind.
		const isFax = /fax$/i.test(textIn(entry, 'type')) && entry.label_type === undefined;
		return flagged(isFax ? { ...entry, label_type: 'fax' } : entry);
	},
	primaryColumn: { id: 'primary_phone', label: 'Primary Phone' },
	columns: [
		{
			wire: 'value',
			param: 'value',
			label: 'Phone Number',
			kind: 'string',
			placeholder: 'e.g. 604-555-0100',
			aliases: ['phone', 'number', 'phone_number', 'phonenumber', 'telephone'],
			description: 'One number, or an expression that gives several or a whole list of phones',
		},
		{
			wire: 'label-name',
			param: 'label',
			label: 'Label',
			kind: 'string',
			placeholder: 'e.g. Office, Mobile, Home, Other',
			aliases: ['label-name', 'label_name', 'labelName', 'type'],
			fallback: 'Office',
		},
		{
			wire: 'extension',
			param: 'extension',
			label: 'Extension',
			kind: 'string',
			placeholder: 'e.g. 12',
			aliases: ['ext'],
		},
		{
			wire: 'label-type',
			param: 'labelType',
			label: 'Type',
			kind: 'choice',
			// To IT Glue, a fax is a kind of number, not a label (reference 5.27).
			choices: [
				{ id: 'phone', label: 'Phone' },
				{ id: 'fax', label: 'Fax' },
			],
			aliases: ['label-type', 'label_type'],
			fallback: 'phone',
		},
		{ ...PRIMARY },
	],
};

type Row = Record<string, unknown>;

export const rows = (value: unknown): Row[] =>
	Array.isArray(value) ? value.filter((row): row is Row => typeof row === 'object' && !!row) : [];

export const addresses = (value: unknown): string[] =>
	rows(value).map((row) => String(row.value ?? ''));

/** The primary entry of a list, or the first entry if none is marked. */
export function primaryOf(value: unknown): Row | undefined {
	const all = rows(value);
	return all.find((row) => row.primary === true) ?? all[0];
}
