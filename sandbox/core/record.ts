/** What the sandbox stores. Below everything else: the store and the numbers need it, and types.ts needs the store. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
export type Attributes = Record<string, Json | undefined>;

export interface StoredRecord {
	id: string;
	/** Key of the collection, with underscores: `password_categories`. */
	type: string;
	/** What is stored, keys in snake_case; computed companions are not in here. */
	attributes: Attributes;
	createdAt: number;
	updatedAt: number;
	/** The PSA record this one is synchronised with: it owns most attributes then. */
	psa?: { type: string; remoteId: string; orphaned?: boolean };
	/** Links to further systems, such as Microsoft 365, which stand in the same include as the PSA's. */
	adapters?: Array<{ name: string; remoteId: string; orphaned?: boolean }>;
	/** The RMM record this one was discovered by. */
	rmm?: { type: string; remoteId: string };
	/** Moment a marked organization goes away (see assumption `deleteIsImmediate`). */
	removeAt?: number;
}
