/** What the sandbox keeps of an RMM: the devices once, without a vendor's shape; ninjaone.ts and datto.ts show the same ones. */

export interface RmmDevice {
	id: number;
	/** Null where the agent has not reported yet, or where there is none. */
	hostname: string | null;
	serialNumber: string | null;
	/** As the vendor spells them, docks and virtual adapters included; the first is the main one. */
	macAddresses: string[];
	ipAddress: string | null;
	operatingSystem: string | null;
	manufacturer: string | null;
	model: string | null;
	/** Name of the client, in most cases as IT Glue has it. */
	siteName: string;
	/** NinjaOne's node class. */
	type: string;
	virtual: boolean;
	/** Decommissioned, or deleted and still listed. */
	retired: boolean;
	offline: boolean;
	lastSeen: string;
}

/** How one signs in to both RMMs. */
export interface RmmLogins {
	ninjaOne: { url: string; clientId: string; clientSecret: string };
	/** The client is the same for everybody; the keys are those of an API user. */
	datto: {
		url: string;
		clientId: string;
		clientSecret: string;
		apiKey: string;
		apiSecretKey: string;
	};
}

/** A device of which nothing but the number is known. */
export const blankDevice = (id: number, lastSeen: string): RmmDevice => ({
	id,
	hostname: `device-${id}`,
	serialNumber: null,
	macAddresses: [],
	ipAddress: null,
	operatingSystem: null,
	manufacturer: null,
	model: null,
	siteName: 'Unknown',
	type: 'WINDOWS_WORKSTATION',
	virtual: false,
	retired: false,
	offline: false,
	lastSeen,
});

/** A number that follows from a text: a site has it whatever devices are there. */
export function numberOf(text: string): number {
	let hash = 2166136261;
	for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
	return (hash >>> 1) + 1;
}

/** An invented UUID that follows from kind and number. */
export function uuidOf(kind: string, id: number): string {
	const digits = [numberOf(kind), id, numberOf(`${kind} ${id}`), numberOf(`${id} ${kind}`)]
		.map((part) => part.toString(16).padStart(8, '0').slice(-8))
		.join('');
	return [
		digits.slice(0, 8),
		digits.slice(8, 12),
		`4${digits.slice(13, 16)}`,
		`8${digits.slice(17, 20)}`,
		digits.slice(20),
	].join('-');
}
