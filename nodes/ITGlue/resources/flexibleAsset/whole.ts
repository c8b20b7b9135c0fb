/**
 * Completes a change of traits: IT Glue replaces all traits, and those that are missing are deleted (reference 4.17).
 */
import type { IDataObject } from 'n8n-workflow';
import { listed } from '../../text/plain';
import { at, shows } from '../../transport/jsonapi/record';
import { wireId } from '../../transport/jsonapi/serialise';
import type { JsonApiRecord } from '../../transport';
import type { HookContext, Writing } from '../schema/resource';
import { isPassword, keyOfTrait, TRAITS, traitOf, type Field } from './fields';
import {
	entriesOf,
	fileName,
	fileUrl,
	isEmptyTrait,
	keptTrait,
	tagIds,
	traitIn,
	traitsOf,
	type Traits,
} from './traits';

/**
 * Returns the changes together with all other traits, in the form for writing them back. Refuses a record of another
 * type. Refuses if files would be deleted, unless the option allows it.
 */
export async function whole(
	fields: readonly Field[],
	context: HookContext,
	record: JsonApiRecord,
	changes: IDataObject,
	writing: Writing,
): Promise<IDataObject> {
	const given = new Set(Object.keys(changes).flatMap((name) => keyOfTrait(name) ?? []));
	if (given.size === 0) return changes;
	refuseOtherType(context, record);
	refuseUnseen(context, record, fields);
	const traits = traitsOf(record);
	const left = fields.filter(({ key }) => !given.has(key) && !isEmptyTrait(traitIn(traits, key)));
	// A file with the same name is no change. But the user gave it, so it is sent instead of the existing file.
	const anew = new Map(
		left
			.filter(
				({ kind, key }) => kind === 'Upload' && !isEmptyTrait(context.values.get(traitOf(key))),
			)
			.map(({ key }) => [traitOf(key), context.values.get(traitOf(key))] as const),
	);
	const files = left.filter(({ kind, key }) => kind === 'Upload' && !anew.has(traitOf(key)));
	refuseLacking(context, record, fields, [...given, ...left.map(({ key }) => key)]);
	const sentAgain = await filesToSend(context, record, files, writing);
	const kept = left
		.filter(({ kind }) => kind !== 'Upload')
		.map((field) => [traitOf(field.key), keptTrait(field, traitIn(traits, field.key))]);
	return {
		...withTagsAdded(fields, context, traits, changes),
		...(Object.fromEntries([...kept, ...anew]) as IDataObject),
		...sentAgain,
	};
}

/** Adds the given tags to the current tags: tags may have changed since the comparison. */
function withTagsAdded(
	fields: readonly Field[],
	{ option, values }: HookContext,
	traits: Traits,
	changes: IDataObject,
): IDataObject {
	if (option('tags') === 'replace') return changes;
	const added = fields
		.filter(({ key, kind }) => kind === 'Tag' && Array.isArray(changes[traitOf(key)]))
		.map(({ key }) => {
			const name = traitOf(key);
			const given = values.get(name) ?? changes[name];
			const ids = [...tagIds(traitIn(traits, key)), ...tagIds(given)];
			return [name, [...new Set(ids)].map(wireId)];
		});
	return { ...changes, ...(Object.fromEntries(added) as IDataObject) };
}

/** Refuses if values would be lost: if the answer contains no traits, or traits of unknown fields. */
function refuseUnseen(
	{ refuse }: HookContext,
	record: JsonApiRecord,
	fields: readonly Field[],
): void {
	if (!shows(record, TRAITS))
		refuse(
			`IT Glue answered without the fields of flexible asset ${record.id}`,
			'A change of one field replaces all of them, so nothing was written to this asset. Run it again.',
		);
	const known = new Set(fields.map(({ key }) => key));
	const unknown = Object.entries(traitsOf(record))
		.filter(([key, value]) => !known.has(key) && !isEmptyTrait(value))
		.map(([key]) => key);
	if (unknown.length === 0) return;
	refuse(
		`Flexible asset ${record.id} holds values of fields that its type does not show: ${listed(unknown)}`,
		'They would be lost, so nothing was written to this asset. The type may just have been changed: run it again.',
	);
}

/** Refuses if a required field is empty: it became required later, and older assets have no value for it. */
function refuseLacking(
	{ refuse }: HookContext,
	record: JsonApiRecord,
	fields: readonly Field[],
	filled: readonly string[],
): void {
	const lacking = fields
		.filter((one) => one.required && !isPassword(one) && !filled.includes(one.key))
		.map(({ label }) => label);
	if (lacking.length === 0) return;
	refuse(
		`Flexible asset ${record.id} has no value in required fields: ${listed(lacking)}`,
		'IT Glue refuses changes of an asset whose required fields are empty. Map them as well, or fill them in in IT Glue.',
	);
}

/** Refuses fields of another type: IT Glue would refuse them, or confuse them with other fields. */
function refuseOtherType({ resource, refuse }: HookContext, record: JsonApiRecord): void {
	const type = at(record, 'flexible_asset_type_id');
	const { ofType } = resource;
	if (type === undefined || type === null || !ofType || String(type) === ofType.id) return;
	const name = at(record, 'flexible_asset_type_name');
	refuse(
		`Flexible asset ${record.id} is of the type "${String(name ?? type)}", not of "${ofType.name}"`,
		'Choose the type that the asset has: each type has its own fields.',
	);
}

async function filesToSend(
	context: HookContext,
	record: JsonApiRecord,
	files: readonly Field[],
	writing: Writing,
): Promise<IDataObject> {
	if (files.length === 0) return {};
	const traits = traitsOf(record);
	const names = files.flatMap(({ key, label }) =>
		entriesOf(traitIn(traits, key)).map((entry) => `${fileName(entry)} (${label})`),
	);
	const policy = context.option('filesInAsset');
	if (policy === 'letGo') {
		if (writing === 'now')
			context.hint(`Flexible asset ${record.id}: deleted with the change: ${listed(names)}.`);
		return {};
	}
	if (policy !== 'sendAgain')
		context.refuse(
			`Flexible asset ${record.id} holds files that IT Glue would delete: ${listed(names)}`,
			'IT Glue replaces all fields of an asset at once and cannot keep uploaded files. Set the option Files in the Asset to Send Them Again or to Let Them Go, or give the files again.',
		);
	const sent: IDataObject = {};
	for (const { key, label } of files) {
		const [entry] = entriesOf(traitIn(traits, key)).slice(-1);
		const url = fileUrl(entry);
		if (url === undefined)
			context.refuse(
				`IT Glue does not say where the file ${fileName(entry)} of flexible asset ${record.id} can be read`,
				`It is in the field ${label}. Set the option Files in the Asset to Let Them Go, or give the file again.`,
			);
		if (writing === 'later') continue;
		sent[traitOf(key)] = await context.file(url, fileName(entry));
	}
	return sent;
}
