/** The emails and phones of a contact: lists that IT Glue replaces as a whole. */
import type { RowShape } from './types';

const PRIMARY = {
	wire: 'primary',
	param: 'primary',
	label: 'Primary',
	kind: 'boolean',
	fallback: false,
} as const;

export const EMAILS: RowShape = {
	group: 'email',
	label: 'Email',
	key: { column: 'value', same: 'ignoreCase' },
	only: 'primary',
	needsKey: true,
	primaryColumn: { id: 'primary_email', label: 'Primary Email' },
	columns: [
		{
			wire: 'value',
			param: 'value',
			label: 'Email Address',
			kind: 'string',
			placeholder: 'e.g. ann@example.com',
			aliases: ['email', 'address'],
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
	primaryColumn: { id: 'primary_phone', label: 'Primary Phone' },
	columns: [
		{
			wire: 'value',
			param: 'value',
			label: 'Phone Number',
			kind: 'string',
			placeholder: 'e.g. 604-555-0100',
			aliases: ['phone', 'number'],
			description: 'One number, or an expression that gives several or a whole list of phones',
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
			wire: 'label-name',
			param: 'label',
			label: 'Label',
			kind: 'string',
			placeholder: 'e.g. Office, Mobile, Home, Other',
			aliases: ['label-name', 'label_name', 'labelName', 'type'],
			fallback: 'Office',
		},
		{
			wire: 'label-type',
			param: 'labelType',
			label: 'Kind',
			kind: 'choice',
			// A fax is a kind of number to IT Glue, not a label (reference 5.27).
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

/** Lenient on purpose: refuses only what can be no address at all. */
export const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

type Row = Record<string, unknown>;

export const rows = (value: unknown): Row[] =>
	Array.isArray(value) ? value.filter((row): row is Row => typeof row === 'object' && !!row) : [];

export const addresses = (value: unknown): string[] =>
	rows(value).map((row) => String(row.value ?? ''));

/** The primary entry of a list; where none is marked, the first. */
export function primaryOf(value: unknown): Row | undefined {
	const all = rows(value);
	return all.find((row) => row.primary === true) ?? all[0];
}
