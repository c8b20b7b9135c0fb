/** Kinds of fields and of tags, with the names that users and IT Glue use (reference 4.19). */
import { listed, shown } from '../../text/plain';
import { sameText } from '../../text/same';
import type { JsonApiRecord } from '../../transport';
import type { Asker } from '../schema/attribute';
import { attributeName } from '../schema/common';

export const FIELD_KINDS = [
	'Checkbox',
	'Date',
	'Header',
	'Number',
	'Password',
	'Percent',
	'Select',
	'Tag',
	'Text',
	'Textbox',
	'Upload',
] as const;

export type FieldKind = (typeof FIELD_KINDS)[number];

/** Only the letters: `Text Box`, `text_box` and `Textbox` are the same. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}]/gu, '');

export const kindNamed = (text: string): FieldKind | undefined =>
	FIELD_KINDS.find((kind) => lettersOf(kind) === lettersOf(text));

/** Kinds whose values can be part of an asset's name. For other kinds IT Glue turns the switch off. */
const TITLE_KINDS = new Set<string>(['Date', 'Select', 'Text']);

export const canBeTitle = (kind: string): boolean => TITLE_KINDS.has(kind);

/** The switches that are on and that IT Glue always turns off. Reports them, because IT Glue does not. */
export function forcedOff(
	asker: Asker,
	{ name, kind, required, use_for_title: title }: Switched,
): Array<'required' | 'use_for_title'> {
	const isForced = { required: kind === 'Header' && required, title: !canBeTitle(kind) && title };
	if (isForced.required)
		asker.hint(`Field "${shown(name)}": a Header cannot be required, so Required stays off.`);
	if (isForced.title)
		asker.hint(
			`Field "${shown(name)}": a ${kind} cannot be part of the title, so Use for Title stays off.`,
		);
	return [
		...(isForced.required ? (['required'] as const) : []),
		...(isForced.title ? (['use_for_title'] as const) : []),
	];
}

interface Switched {
	name: unknown;
	kind: string;
	required?: boolean;
	use_for_title?: boolean;
}

export const hasDecimals = (kind: string): boolean => kind === 'Number' || kind === 'Percent';

/** What tags point to, with the names that users know. */
const TAG_KINDS: Readonly<Record<string, string>> = {
	AccountsUsers: 'Users',
	Checklists: 'Checklists',
	ChecklistTemplates: 'Checklist Templates',
	Contacts: 'Contacts',
	Configurations: 'Configurations',
	Documents: 'Documents',
	Domains: 'Domains',
	Passwords: 'Passwords',
	Locations: 'Locations',
	Organizations: 'Organizations',
	SslCertificates: 'SSL Certificates',
	Tickets: 'Tickets',
};

/** Singular and plural, lower and upper case are the same. */
const wordOf = (text: string): string => lettersOf(text).replace(/s$/, '');

const OTHER_TYPE = /^FlexibleAssetTypes?:\s*(\d{1,19})$/i;

/** `FlexibleAssetType: 12` → `12` */
export const typeOfTag = (tagType: string): string | undefined =>
	OTHER_TYPE.exec(tagType.trim())?.[1];

const ofType = (id: string): string => `FlexibleAssetType: ${id}`;

/** The kind of tag as IT Glue spells it. Undefined if the text can only be the name of another type. */
export function tagTypeNamed(text: string): string | undefined {
	const id = typeOfTag(text);
	if (id !== undefined) return ofType(id);
	const word = wordOf(text);
	return Object.entries(TAG_KINDS).find(
		([type, label]) => wordOf(type) === word || wordOf(label) === word,
	)?.[0];
}

/** The kind of tag, or the ID of the flexible asset type with this name. */
export function tagTypeAmong(types: readonly JsonApiRecord[], asker: Asker, text: string): string {
	const known = tagTypeNamed(text);
	if (known !== undefined) return known;
	const found = types.filter((type) => sameText(attributeName(type), text));
	const [type] = found;
	if (type && found.length === 1) return ofType(type.id);
	if (found.length > 1)
		asker.refuse(
			`${found.length} flexible asset types are called "${shown(text)}"`,
			`Give one as the kind of tag by its ID: ${listed(found.map(({ id }) => `"${ofType(id)}"`))}.`,
		);
	return asker.refuse(
		`"${shown(text)}" is not a kind of tag`,
		`Use the name of a flexible asset type, or one of: ${Object.values(TAG_KINDS).join(', ')}.`,
	);
}

/** The name that users know for a kind of tag; `names`: the names of flexible asset types, by ID. */
export function tagKindOf(tagType: string, names: ReadonlyMap<string, string>): string {
	const id = typeOfTag(tagType);
	if (id !== undefined) return names.get(id) ?? tagType;
	return Object.hasOwn(TAG_KINDS, tagType) ? (TAG_KINDS[tagType] ?? tagType) : tagType;
}
