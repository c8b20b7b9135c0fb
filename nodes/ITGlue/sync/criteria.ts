import type { PsaRecord } from '../records/psaLink';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { JsonApiRecord } from '../transport';
import type { KeyTexts } from './keyIndex';

/** How an item identifies its record. */
export interface Criteria {
	organizationId?: string;
	/** The record's id, if the item is matched by ID. */
	id?: string;
	psa?: PsaRecord;
	/** Keys to match by: the next one is used if the one before finds nothing. */
	keys: NaturalKey[];
	/** Further keys, used one after the other, for a record that has no value in the keys before. */
	near?: () => readonly NaturalKey[];
	/** What the keys are compared with. */
	values: Values;
	/** The key texts of the values, if the values do not change any more. */
	texts?: KeyTexts;
}

export interface Match {
	records: JsonApiRecord[];
	/** The columns that the records were found by. */
	by: string[];
	/** The key that they were found by, if they were found by a key. */
	key?: NaturalKey;
	/** Archived records with the same key as an active one. */
	aside?: JsonApiRecord[];
	/** Records with a link of the same number, in a system that may or may not be that PSA. */
	maybe?: JsonApiRecord[];
	/** Found by a further key: the record has no value in the key that should match. */
	near?: boolean;
}
