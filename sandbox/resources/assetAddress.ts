import { nameKey } from '../core/fields';
import type { Context, StoredRecord } from '../types';
import { WEB } from './shared';

/** Web page of a flexible asset: the type stands in it with its ID and its name (reference 4.30). */
export function assetAddress({ id, attributes }: StoredRecord, { store }: Context): string {
	const type = String(attributes.flexible_asset_type_id);
	const slug = nameKey(String(store.find('flexible_asset_types', type)?.attributes.name ?? ''), []);
	return `${WEB}/${String(attributes.organization_id)}/assets/${type}-${slug}/records/${id}`;
}
