import { at } from '../../transport/jsonapi/record';
import type { JsonApiRecord } from '../../transport';
import type { Parents } from '../../records/lookups';
import { show } from '../../records/requests';
import type { Session } from '../../records/session';

/** The attributes that limit look-ups. They are read only when a name must be resolved. */
export function parentsOf(item: Session, within: string | undefined, id?: string): Parents {
	let reading: Promise<{ record: JsonApiRecord }> | undefined;
	const ofRecord = (attribute: string) => async (): Promise<string | undefined> => {
		if (id === undefined) return undefined;
		reading ??= show(item, id);
		const { record } = await reading;
		const value = at(record, attribute);
		return value === undefined || value === null ? undefined : String(value);
	};
	return {
		organization_id: async () => within ?? (await ofRecord('organization_id')()),
		manufacturer_id: ofRecord('manufacturer_id'),
		country_id: ofRecord('country_id'),
	};
}
