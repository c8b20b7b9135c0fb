/**
 * A world in which nights pass: companies, people and devices, what IT Glue held of them at the start, and what has
 * happened since. The syncs see of it only what the PSA, the RMM and IT Glue show; `judge.ts` knows all of it.
 */
import type { PsaCompany, PsaContact, RmmDevice } from '../psa/model';

export interface Size {
	companies: number;
	contacts: number;
	devices: number;
}

export type ClientKind =
	/** Linked to its organization by IT Glue's own sync. */
	| 'linked'
	/** Has an organization of the same name, without a link. */
	| 'unlinked'
	/** A client that IT Glue does not have. */
	| 'absent'
	/** IT Glue has one of a similar name. */
	| 'similar'
	/** Two of one name, neither in IT Glue. */
	| 'namesake'
	| 'vendor'
	| 'prospect'
	/** Left before the first night, and is not in IT Glue. */
	| 'inactive'
	/** Deleted in the PSA, and still linked. */
	| 'deleted';

export interface Client {
	kind: ClientKind;
	record: PsaCompany;
	/** What it was called when the syncs first saw it. */
	firstName: string;
	/** The organization that it has from the start, or that a person linked it to. */
	organizationId?: string;
	linked: boolean;
	/** Whether it must have an organization that a sync made. */
	made: boolean;
	/** The night that it came in. */
	since: number;
	/** Something has happened to it: each has one story. */
	told?: Story;
}

export type PersonKind =
	/** Linked to the contact by IT Glue's own sync. */
	| 'synced'
	/** IT Glue has the contact, without a link. */
	| 'known'
	/** The contact has no address. */
	| 'blank'
	| 'new'
	/** New, without an address. */
	| 'newBlank'
	/** Reads a mailbox that another one reads as well. */
	| 'shared'
	/** Two records of the PSA, at two companies. */
	| 'two'
	/** Inactive in the PSA. */
	| 'left'
	/** A mailbox or desk: one name only. */
	| 'reception'
	/** The second record of somebody at the same company. */
	| 'twice'
	/** Two people of one name at one company. */
	| 'namesake'
	/** Works for a company without a linked organization. */
	| 'elsewhere';

export interface Person {
	kind: PersonKind;
	record: PsaContact;
	/** The contact that IT Glue has from the start. */
	contactId?: string;
	/** What a contact that a sync makes is called, and where it is. */
	made?: { first: string; last: string; organizationId: string };
	since: number;
	told?: Story;
	/** Where a person moved the contact to. */
	movedTo?: string;
}

export type MachineKind =
	/** Known by its serial number. */
	| 'serial'
	/** Its configuration belongs to the PSA. */
	| 'owned'
	/** Known by a MAC address, without a serial number. */
	| 'mac'
	/** Known by its host name alone. */
	| 'host'
	/** Reports the address of a dock as well. */
	| 'dock'
	| 'virtual'
	| 'new'
	/** New, without a serial number. */
	| 'newBare'
	/** Two that report one serial number. */
	| 'clone'
	/** Retired before the first night. */
	| 'retired'
	/** No machine at all. */
	| 'monitor'
	/** At a client that IT Glue does not have. */
	| 'stranger'
	/** Renamed before the first night. */
	| 'differs'
	/** Its configuration is archived. */
	| 'archived';

export interface Machine {
	kind: MachineKind;
	record: RmmDevice;
	configurationId?: string;
	made?: { name: string; organizationId: string };
	since: number;
	told?: Story;
}

/** What happened to one company, person or device. */
export type Story =
	| 'renamed'
	| 'inactive'
	| 'won'
	| 'removed'
	| 'changed'
	| 'matched'
	| 'added'
	| 'moved'
	| 'movedAsNew'
	| 'address'
	| 'phone'
	| 'title'
	| 'left'
	| 'retired'
	| 'gone'
	| 'replaced'
	| 'reinstalled'
	| 'byHand';

/** A text that a person wrote into IT Glue; it must still be there at the end. */
export interface Written {
	collection: string;
	id: string;
	attribute: string;
	value: string;
}

export interface Entry {
	night: number;
	story: Story;
	who: string;
}

/** What a record of IT Glue was called, and where it was, before the first night. */
export interface Before {
	name: string;
	organizationId: string;
}

export interface World {
	size: Size;
	night: number;
	clients: Client[];
	people: Person[];
	machines: Machine[];
	written: Written[];
	log: Entry[];
	before: Record<'organizations' | 'contacts' | 'configurations', Map<string, Before>>;
}
