import type { PsaRecord } from '../records/psaLink';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { JsonApiRecord } from '../transport';
import type { KeyTexts } from './keyIndex';

/** What an item says about the record it means. */
export interface Criteria {
	organizationId?: string;
	/** The record's id, where that is matched by. */
	id?: string;
	psa?: PsaRecord;
	/** Keys to match by, the next one where the one before finds nothing. */
	keys: NaturalKey[];
	/** Further keys that may find the record where it says nothing in those before, each after the other. */
	near?: () => readonly NaturalKey[];
	/** What the keys are compared with. */
	values: Values;
	/** The texts that the keys make of the values, where those stay as they are. */
	texts?: KeyTexts;
}

export interface Match {
	records: JsonApiRecord[];
	/** The columns that the records were found by. */
	by: string[];
	/** The key that they were found by, where it was one. */
	key?: NaturalKey;
	/** Archived records with the same key as an active one. */
	aside?: JsonApiRecord[];
	/** Records with a link of the same number, in a system that is not known to be that PSA. */
	maybe?: JsonApiRecord[];
	/** Found by a further key: the record lacks what it was to be matched by. */
	near?: boolean;
}
