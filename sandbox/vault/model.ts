/** What the sandbox keeps of a password store, without a vendor's shape. Its values are invented and open nothing. */

export interface VaultEntry {
	id: number;
	/** Name of the client, in most cases as IT Glue has it; null for a password of nobody in particular. */
	client: string | null;
	/** Hostname of the device that the password belongs to; null for a general one. */
	device: string | null;
	name: string;
	username: string;
	password: string;
	url: string | null;
	notes: string | null;
	archived: boolean;
	lastUpdated: string;
}
