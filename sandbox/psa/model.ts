/**
 * What the sandbox keeps of the systems beside IT Glue: a PSA, an RMM and a password store. The PSA's records are kept once, without a
 * vendor's shape; connectwise.ts, autotask.ts and halopsa.ts show the same companies and contacts, under the same ids.
 */
import type { Faults } from '../http/faults';
import type { RmmDevice, RmmLogins } from '../rmm/model';
import type { Tokens } from '../rmm/oauth';
import type { VaultEntry } from '../vault/model';

export type { RmmDevice } from '../rmm/model';
export type { VaultEntry } from '../vault/model';

export interface PsaCompany {
	id: number;
	name: string;
	identifier: string;
	/** Names of what the company is to the MSP, such as Client and Vendor; each vendor lists and numbers them otherwise. */
	types: string[];
	/** Name of the status. */
	status: string;
	active: boolean;
	deleted: boolean;
	addressLine1: string | null;
	addressLine2: string | null;
	city: string | null;
	state: string | null;
	zip: string | null;
	/** Name, as in IT Glue's list of countries. */
	country: string | null;
	phone: string | null;
	website: string | null;
	dateEntered: string;
	lastUpdated: string;
}

export interface PsaContact {
	id: number;
	companyId: number;
	firstName: string;
	lastName: string | null;
	title: string | null;
	email: string | null;
	email2: string | null;
	email3: string | null;
	phone: string | null;
	extension: string | null;
	mobile: string | null;
	fax: string | null;
	active: boolean;
	primary: boolean;
	lastUpdated: string;
}

export interface PsaData {
	companies: PsaCompany[];
	contacts: PsaContact[];
	devices: RmmDevice[];
}

/** An error that one of the vendors' services answers with. */
export interface PsaFault {
	system: string;
	status: number;
	/** Only requests whose address contains this; all of the system if it is empty. */
	path: string;
	/** How many requests pass before it strikes. */
	after: number;
	/** How often it strikes. */
	times: number;
	/** Seconds, for the header Retry-After. */
	retryAfter?: number;
}

/** Where the systems are reached, how one signs in, and what they hold. */
export interface Psa extends PsaData {
	/** Base address of the ConnectWise Manage API. */
	url: string;
	companyId: string;
	publicKey: string;
	privateKey: string;
	clientId: string;
	/**
	 * Whether a call without the `clientId` header is refused. The hosted service does so since August 2019,
	 * older servers of one's own do not. `npm run sandbox` switches it on.
	 */
	clientIdRequired: boolean;
	autotask: { url: string; userName: string; secret: string; integrationCode: string };
	halopsa: { url: string; clientId: string; clientSecret: string };
	/** Errors that a test has ordered, in the order in which they strike. */
	faults: PsaFault[];
	rmm: RmmLogins;
	vault: { url: string; key: string };
	/** Tokens that the RMMs gave out. */
	tokens: Tokens;
	/** Errors of the RMMs and the password store that a test has ordered. */
	troubles: Faults;
	/** Method and address of what the PSA, the RMMs and the password store were asked. */
	requests: string[];
	/** What the password store holds. */
	secrets: VaultEntry[];
}

/** A moment as the PSA writes it: UTC, without fractions of a second. */
export function moment(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The short name of a company: letters and digits, 25 at most. */
export function identifierOf(name: string): string {
	return name.replace(/[^A-Za-z0-9]/g, '').slice(0, 25);
}

/** How often each name occurs. */
export function counted(names: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}
