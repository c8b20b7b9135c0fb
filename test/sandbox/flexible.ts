/** What the tests of flexible assets share. */
import type { AxiosResponse } from 'axios';
import {
	addFlexibleAsset,
	addFlexibleType,
	type Attributes,
	type NewField,
	type StoredRecord,
} from '../../sandbox';
import { body, firstError, freeOrganization, type Bench, type Item } from './client';

/** A type that nothing else uses. */
export function typeOf({ sandbox }: Bench, ...fields: NewField[]): StoredRecord {
	return addFlexibleType(sandbox.store, { name: 'Example Type', fields }).type;
}

/** An asset of the type, of a client that the PSA does not own. */
export function assetOf(
	{ sandbox }: Bench,
	type: StoredRecord,
	traits: Attributes = {},
): StoredRecord {
	const organizationId = freeOrganization(sandbox).id;
	return addFlexibleAsset(sandbox.store, { type, organizationId, traits });
}

export const TITLE: NewField = { name: 'Title', kind: 'Text', use_for_title: true };

/** Values of the writable attributes of a new asset. */
export function valuesFor({ sandbox }: Bench, type: StoredRecord, traits: unknown) {
	return {
		organization_id: Number(freeOrganization(sandbox).id),
		flexible_asset_type_id: Number(type.id),
		traits,
	};
}

/** Creates an asset by the API. */
export async function create(
	on: Bench,
	type: StoredRecord,
	traits: unknown,
): Promise<AxiosResponse> {
	const values = valuesFor(on, type, traits);
	return await on.http.post('/flexible_assets', body('flexible-assets', values));
}

/** Changes an asset by the API. */
export async function patch(
	{ http }: Bench,
	{ id }: { id: string },
	attributes: Record<string, unknown>,
): Promise<AxiosResponse> {
	return await http.patch(`/flexible_assets/${id}`, body('flexible-assets', attributes));
}

/** Traits of a record of an answer. */
export const traitsIn = ({ attributes }: Item): Record<string, unknown> =>
	attributes.traits as Record<string, unknown>;

/** Status, and where the first error points to. */
export function refusal(answer: AxiosResponse): [number, unknown, unknown] {
	const { detail, title, source } = firstError(answer);
	return [answer.status, (source as { pointer?: unknown } | undefined)?.pointer, detail ?? title];
}
