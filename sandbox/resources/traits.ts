/** The values of a flexible asset's fields, as they are written and as they are read (reference 4.17). */
import { badRequest, invalid, lockedAttributes } from '../core/errors';
import { exactId } from '../core/exact';
import { fieldsOf, keyOf, traitsOf } from '../core/fields';
import { isObject } from '../core/names';
import type { Attributes, Context, Json, StoredRecord, WriteContext } from '../types';
import { checkTags, readTag, tagIds } from './tags';

/** Rewst cuts long lists because IT Glue refuses them; where the limit lies is not published. */
export const LONGEST_TEXT = 100_000;

interface Trait {
	context: Context;
	field: StoredRecord;
	value: Json;
	/** What the asset has so far. */
	stored: Json | undefined;
}

const refusal = ({ context, field }: Trait, detail: string): Error =>
	invalid(context, `traits.${keyOf(field)}`, `${String(field.attributes.name)} ${detail}`);

/** A value of another JSON type: refused, or dropped where types are not checked. */
function wrongType(trait: Trait, wanted: string): undefined {
	if (trait.context.assumptions.typesAreChecked) throw refusal(trait, `must be ${wanted}`);
	return undefined;
}

function text(trait: Trait): Json | undefined {
	const { value, context } = trait;
	if (typeof value !== 'string' && typeof value !== 'number') return wrongType(trait, 'a text');
	if (String(value).length > LONGEST_TEXT && context.assumptions.longTextRefused)
		throw refusal(trait, `is too long (maximum is ${LONGEST_TEXT} characters)`);
	return String(value);
}

/** The options of a Select field: one a line. */
export function optionsOf(field: StoredRecord): string[] {
	const lines = String(field.attributes.default_value ?? '').split(/\r?\n/);
	return lines.map((line) => line.trim()).filter((line) => line !== '');
}

function choice(trait: Trait): Json | undefined {
	const given = text(trait);
	if (given === undefined || trait.context.assumptions.selectTakesAnyText) return given;
	// An asset whose value has left the options stays as it is: only a change is looked at.
	if (given === trait.stored || optionsOf(trait.field).includes(String(given))) return given;
	throw refusal(trait, 'is not included in the list');
}

function number(trait: Trait): Json | undefined {
	const { value } = trait;
	const isText = typeof value === 'string' && value.trim() !== '';
	const given = typeof value === 'number' || isText ? Number(value) : NaN;
	return Number.isFinite(given) ? given : wrongType(trait, 'a number');
}

function checkbox(trait: Trait): Json | undefined {
	const { value } = trait;
	if ([true, 1, 'true', '1'].some((one) => one === value)) return true;
	if ([false, 0, 'false', '0'].some((one) => one === value)) return false;
	return wrongType(trait, 'true or false');
}

function date(trait: Trait): Json | undefined {
	const given = /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(String(trait.value))?.[1];
	const time = given === undefined ? NaN : Date.parse(`${given}T00:00:00Z`);
	// JavaScript turns February 30 into March 1.
	if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== given)
		throw refusal(trait, 'is not a valid date');
	return given;
}

function tag(trait: Trait): Json | undefined {
	const ids = tagIds(trait.value);
	if (ids === undefined) throw refusal(trait, 'must be an ID or a list of IDs');
	const { stored, missing } = checkTags(
		ids,
		String(trait.field.attributes.tag_type),
		trait.context,
	);
	if (missing.length > 0) throw refusal(trait, `must exist: ${missing.join(', ')}`);
	return stored;
}

/** A file. Of several the last one wins (IT Glue's support, 2018). */
function upload(trait: Trait): Json | undefined {
	const { value } = trait;
	const file = Array.isArray(value) ? value.at(-1) : value;
	const { content, file_name: name } = isObject<Json>(file) ? file : {};
	if (typeof content !== 'string' || typeof name !== 'string' || content === '' || name === '')
		throw refusal(trait, 'must be an object with content and file_name');
	if (Buffer.from(content, 'base64').toString('base64') !== content)
		throw refusal(trait, 'content is not valid base64');
	return { content, file_name: name };
}

/** The ID of the record that the field has already. A value goes in by the web app only. */
function password(trait: Trait): Json | undefined {
	const { value, stored, context } = trait;
	if (stored === undefined || String(value) !== String(stored))
		throw refusal(trait, 'must be the ID of its password');
	return context.assumptions.passwordTraitSurvivesItsId ? stored : undefined;
}

const WRITERS: Record<string, (trait: Trait) => Json | undefined> = {
	Text: text,
	Textbox: text,
	Select: choice,
	Number: number,
	Percent: number,
	Checkbox: checkbox,
	Date: date,
	Tag: tag,
	Upload: upload,
	Password: password,
};

const isEmpty = (value: Json | undefined): boolean =>
	value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

/** A key may be called like what every object has. */
const own = (traits: Attributes, key: string): Json | undefined =>
	Object.hasOwn(traits, key) ? traits[key] : undefined;

function checkKeys(sent: Attributes, keys: string[], { context, action }: WriteContext): void {
	if (Object.keys(sent).every((key) => keys.includes(key))) return;
	const { unknownTraitOnPatchIgnored, unknownTraitOnPatchIs400 } = context.assumptions;
	if (action !== 'create' && unknownTraitOnPatchIgnored) return;
	const detail = 'Request contains invalid trait keys';
	throw action !== 'create' && unknownTraitOnPatchIs400
		? badRequest(detail)
		: invalid(context, 'traits', detail);
}

/** Whether an integration keeps the asset: "Microsoft Licenses" and the like. */
export const isLocked = ({ adapters = [] }: StoredRecord): boolean =>
	adapters.some(({ orphaned }) => orphaned !== true);

/** Replaces `changes.traits` by what will be stored: all of it, for what is not sent is gone afterwards. */
export function checkTraits(write: WriteContext): void {
	const { context, record, changes } = write;
	if (changes.traits === undefined) return;
	if (record !== undefined && isLocked(record)) throw lockedAttributes(['traits']);
	const type = record?.attributes.flexible_asset_type_id ?? changes.flexible_asset_type_id;
	const fields = fieldsOf(context.store, type).filter(
		({ attributes }) => attributes.kind !== 'Header',
	);
	const sent = isObject<Json>(changes.traits) ? changes.traits : {};
	checkKeys(sent, fields.map(keyOf), write);
	const known = record === undefined ? {} : traitsOf(record);
	const traits: Attributes = {};
	for (const field of fields) {
		const key = keyOf(field);
		const value = own(sent, key) ?? null;
		const trait: Trait = { context, field, value, stored: own(known, key) };
		if (isEmpty(value)) {
			if (field.attributes.required === true) throw refusal(trait, "can't be blank");
			continue;
		}
		const stored = WRITERS[String(field.attributes.kind)]?.(trait);
		if (stored !== undefined) traits[key] = stored;
	}
	changes.traits = traits;
}

/** A file when it is read. The inside was never recorded: a client joined its values, so they may be texts. */
function readUpload(value: Json, { store, assumptions, origin = '' }: Context): Json {
	const id = isObject<Json>(value) ? String(value.upload_id) : '';
	const file = store.find('uploads', id);
	const name = file?.attributes.file_name ?? null;
	if (!assumptions.uploadValuesAreObjects) return { type: 'Upload', values: [name] };
	const path = `/uploads/${id}`;
	const url = assumptions.uploadUrlIsRelative ? path : `${origin}${path}`;
	return { type: 'Upload', values: [assumptions.uploadHasUrl ? { name, url } : { name }] };
}

function readTrait(value: Json | undefined, field: StoredRecord, context: Context) {
	const { kind, tag_type: tagType } = field.attributes;
	if (kind === 'Tag') {
		const ids = Array.isArray(value) ? value : [];
		return ids.length === 0 && context.assumptions.emptyTagIsAbsent
			? undefined
			: readTag(ids, String(tagType), context);
	}
	if (value === undefined || value === null) return undefined;
	if (kind === 'Upload') return readUpload(value, context);
	if (kind !== 'Password') return value;
	const id = String(value);
	// Its record may have been deleted by itself.
	return context.store.find('passwords', id) === undefined ? undefined : exactId(id);
}

/** The traits as an answer has them. An empty field is not among them. */
export function readTraits(asset: StoredRecord, context: Context): Json {
	const stored = traitsOf(asset);
	const fields = fieldsOf(context.store, asset.attributes.flexible_asset_type_id);
	return Object.fromEntries(
		fields
			.filter(({ attributes }) => attributes.kind !== 'Header')
			.map((field) => [keyOf(field), readTrait(own(stored, keyOf(field)), field, context)])
			.filter(([, value]) => value !== undefined),
	) as Json;
}
