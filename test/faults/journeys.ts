/**
 * One run of each operation that the matrix sends faults into: the records it begins with, its parameters and input
 * items, and how to tell from the store, in a word, what became of each item.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Json, Sandbox, StoredRecord } from '../../sandbox';
import { automatic, byId } from '../helpers/parameters';

/** A run as it is prepared in a sandbox. */
export interface Journey {
	/** Beside resource and operation. */
	parameters: IDataObject;
	input: IDataObject[];
	/** Parameters that complete what broke off, where they differ from the first ones. */
	again?: IDataObject;
	/** The records that the items are about, where the input does not name them. */
	ids?: string[];
	/** What the store holds of an item. */
	look: (item: number) => string;
}

export type Prepare = (sandbox: Sandbox, count: number) => Journey;

export const OF_ITEM = byId('={{ $json.id }}');

export const BEFORE = 'as before';

const HOME = 'Example Client';

/** A client that no PSA owns, and that has nothing but what a run puts into it. */
export function home(sandbox: Sandbox): StoredRecord {
	const known = sandbox.store
		.all('organizations')
		.find(({ attributes }) => attributes.name === HOME);
	return known ?? sandbox.store.insert('organizations', { name: HOME });
}

export const here = (sandbox: Sandbox): IDataObject => ({ organizationId: byId(home(sandbox).id) });

export const add = (sandbox: Sandbox, collection: string, attributes: Attributes): StoredRecord =>
	sandbox.store.insert(collection, {
		organization_id: Number(home(sandbox).id),
		...attributes,
	});

const within = (sandbox: Sandbox, collection: string): StoredRecord[] =>
	sandbox.store.related(collection, 'organization_id', home(sandbox).id);

export const upTo = (count: number): number[] => Array.from({ length: count }, (_each, at) => at);

/** Names that say that nobody is meant. */
const NAMES = ['Ada', 'Bea', 'Cleo', 'Dora', 'Edda'];

export const nameOf = (at: number): string => NAMES[at] ?? `Person${at}`;

const email = (value: string, primary = true): Attributes => ({
	value,
	primary,
	'label-name': 'Work',
});

/** How often something is there; twice is what must never be. */
export const times = (count: number, once: string): string =>
	count === 0 ? 'missing' : count === 1 ? once : 'TWICE';

/** What is there of a value that was one thing and is to become another. */
export const became = (
	value: unknown,
	before: unknown,
	after: unknown,
	word = 'updated',
): string =>
	value === before ? BEFORE : value === after ? word : `BOTH OR NEITHER (${String(value)})`;

// --- Contacts ---

const person = (sandbox: Sandbox, at: number, more: Attributes = {}): StoredRecord =>
	add(sandbox, 'contacts', {
		first_name: nameOf(at),
		last_name: 'Example',
		title: 'Assistant',
		important: null,
		notes: null,
		contact_type_id: null,
		location_id: null,
		contact_emails: [email(`${nameOf(at).toLowerCase()}@example.com`)] as Json,
		contact_phones: [],
		...more,
	});

const people = (sandbox: Sandbox, count: number): StoredRecord[] =>
	upTo(count).map((at) => person(sandbox, at));

export const idsOf = (records: StoredRecord[]): IDataObject[] => records.map(({ id }) => ({ id }));

/** The record as the store holds it now. */
export const now = (sandbox: Sandbox, record: StoredRecord | undefined): StoredRecord | undefined =>
	record && sandbox.store.find(record.type, record.id);

export const valueOf = (
	sandbox: Sandbox,
	record: StoredRecord | undefined,
	name: string,
): unknown => now(sandbox, record)?.attributes[name] ?? null;

const createContacts: Prepare = (sandbox, count) => {
	const parameters: IDataObject = {
		...here(sandbox),
		firstName: '={{ $json.first }}',
		lastName: 'Newcomer',
		additionalFields: { title: 'Trainee' },
	};
	return {
		parameters,
		input: upTo(count).map((at) => ({ first: nameOf(at) })),
		again: { ...parameters, ifExists: 'updateExisting' },
		look: (at) => {
			const found = within(sandbox, 'contacts').filter(
				({ attributes }) =>
					attributes.first_name === nameOf(at) && attributes.last_name === 'Newcomer',
			);
			return times(found.length, 'created');
		},
	};
};

/** A new contact, two changes that share a request, one that needs its own, and one without any. */
const upsertContacts: Prepare = (sandbox, count) => {
	const known = people(sandbox, count);
	const [, ann, ben, cleo, dora] = known;
	if (ann) sandbox.store.update(ann, { title: 'Clerk' });
	if (ben) sandbox.store.update(ben, { title: 'Clerk' });
	const [stranger] = known;
	if (stranger) sandbox.store.remove('contacts', stranger.id);
	const address = (at: number): string => `${nameOf(at).toLowerCase()}@example.com`;
	const roles: Array<{ given: IDataObject; look: () => string }> = [
		{
			given: { first_name: nameOf(0), last_name: 'Example', title: 'Assistant' },
			look: () => {
				const found = within(sandbox, 'contacts').filter(
					({ attributes }) => attributes.first_name === nameOf(0),
				);
				return times(found.length, 'created');
			},
		},
		...[ann, ben].map((record) => ({
			given: { title: 'Manager' },
			look: () => became(valueOf(sandbox, record, 'title'), 'Clerk', 'Manager'),
		})),
		{
			given: { primary_phone: '604-555-0100' },
			look: () => {
				const phones = valueOf(sandbox, cleo, 'contact_phones') as Json[];
				return phones.length === 0 ? BEFORE : times(phones.length, 'updated');
			},
		},
		{
			given: { title: 'Assistant' },
			look: () =>
				valueOf(sandbox, dora, 'title') === 'Assistant' ? BEFORE : 'CHANGED WITHOUT REASON',
		},
	];
	return {
		ids: known.map(({ id }) => id),
		parameters: {
			...here(sandbox),
			fields: automatic('primary_email'),
		},
		input: upTo(count).map((at) => ({
			primary_email: address(at),
			...(roles[at]?.given ?? { title: 'Assistant' }),
		})),
		look: (at) => roles[at]?.look() ?? BEFORE,
	};
};

/** Title and a further address: the record is read, the lists are put together, and it is written. */
const updateContacts: Prepare = (sandbox, count) => {
	const records = people(sandbox, count);
	return {
		parameters: {
			contactId: OF_ITEM,
			updateFields: {
				title: 'Manager',
				contactEmails: { email: [{ value: '={{ $json.second }}', label: 'Home' }] },
			},
		},
		input: records.map(({ id }) => ({ id, second: `second.${id}@example.com` })),
		look: (at) => {
			const emails = valueOf(sandbox, records[at], 'contact_emails') as Json[];
			const title = valueOf(sandbox, records[at], 'title');
			return became(`${emails.length} ${String(title)}`, '1 Assistant', '2 Manager');
		},
	};
};

const getContacts: Prepare = (sandbox, count) => ({
	parameters: { contactId: OF_ITEM },
	input: idsOf(people(sandbox, count)),
	look: () => BEFORE,
});

/** With something included a page holds 200. */
export const LARGE_LIST = 401;

const listContacts: Prepare = (sandbox) => {
	people(sandbox, LARGE_LIST);
	return {
		parameters: { ...here(sandbox), returnAll: true, options: { include: ['location'] } },
		input: [{}],
		look: () => BEFORE,
	};
};

const primaryContacts: Prepare = (sandbox, count) => {
	const type = sandbox.store
		.all('contact_types')
		.find(({ attributes }) => attributes.name === 'Primary');
	const organizations = upTo(count).map((at) =>
		sandbox.store.insert('organizations', { name: `Client ${at}` }),
	);
	for (const [at, { id }] of organizations.entries())
		person(sandbox, at, { organization_id: Number(id), contact_type_id: Number(type?.id) });
	return {
		parameters: { organizationId: OF_ITEM },
		input: idsOf(organizations),
		look: () => BEFORE,
	};
};

const deleted =
	(sandbox: Sandbox, records: StoredRecord[]) =>
	(at: number): string =>
		now(sandbox, records[at]) ? BEFORE : 'deleted';

const deleteContacts: Prepare = (sandbox, count) => {
	const records = people(sandbox, count);
	return {
		parameters: { contactId: OF_ITEM },
		input: idsOf(records),
		look: deleted(sandbox, records),
	};
};

/** Contacts do not show their links, so that each is asked for. */
const reconcileContacts: Prepare = (sandbox, count) => {
	sandbox.assumptions.relationshipsOnShowOnly = true;
	const records = people(sandbox, count);
	for (const [at, record] of records.entries())
		record.psa = { type: 'manage', remoteId: String(700 + at) };
	return {
		parameters: {
			...here(sandbox),
			fields: automatic(),
		},
		input: records.map((_record, at) => ({
			psa_id: String(700 + at),
			psa_integration_type: 'manage',
			name: `${nameOf(at)} Example`,
		})),
		look: () => BEFORE,
	};
};

// --- Organizations ---

const client = (sandbox: Sandbox, at: number, more: Attributes = {}): StoredRecord =>
	sandbox.store.insert('organizations', {
		name: `Client ${at}`,
		alert: null,
		quick_notes: '<p>Kept</p>',
		organization_status_id: Number(statusId(sandbox, 'Active')),
		...more,
	});

const statusId = (sandbox: Sandbox, name: string): string =>
	sandbox.store.all('organization_statuses').find(({ attributes }) => attributes.name === name)
		?.id ?? '';

const archivedState =
	(sandbox: Sandbox, records: StoredRecord[]) =>
	(at: number): string => {
		const alert = valueOf(sandbox, records[at], 'alert') !== null;
		const retired =
			String(valueOf(sandbox, records[at], 'organization_status_id')) !==
			statusId(sandbox, 'Active');
		if (alert && retired) return 'archived';
		if (alert) return 'alert set';
		return retired ? 'status set' : 'active';
	};

const archiveOrganizations: Prepare = (sandbox, count) => {
	const records = upTo(count).map((at) => client(sandbox, at));
	return {
		parameters: {
			organizationId: OF_ITEM,
			archiveNote: 'ARCHIVED: 2026-01-31 - Contract ended',
		},
		input: idsOf(records),
		look: archivedState(sandbox, records),
	};
};

const unarchiveOrganizations: Prepare = (sandbox, count) => {
	const records = upTo(count).map((at) =>
		client(sandbox, at, {
			alert: 'ARCHIVED: 2026-01-31 - Contract ended',
			organization_status_id: Number(statusId(sandbox, 'Archived')),
		}),
	);
	return {
		parameters: { organizationId: OF_ITEM },
		input: idsOf(records),
		look: archivedState(sandbox, records),
	};
};

const noteOrganizations: Prepare = (sandbox, count) => {
	const records = upTo(count).map((at) => client(sandbox, at));
	return {
		parameters: { organizationId: OF_ITEM, note: 'Called the owner' },
		input: idsOf(records),
		look: (at) => {
			const notes = String(valueOf(sandbox, records[at], 'quick_notes'));
			if (!notes.startsWith('<p>Kept</p>')) return 'OLD NOTES LOST';
			const added = notes.split('Called the owner').length - 1;
			return added === 0 ? BEFORE : times(added, 'noted');
		},
	};
};

const deleteOrganizations: Prepare = (sandbox, count) => {
	const records = upTo(count).map((at) => client(sandbox, at));
	return {
		parameters: { organizationId: OF_ITEM, confirmName: '={{ $json.name }}' },
		input: records.map(({ id, attributes }) => ({ id, name: attributes.name as string })),
		look: deleted(sandbox, records),
	};
};

const reconcileOrganizations: Prepare = (sandbox, count) => {
	const records = upTo(count).map((at) => client(sandbox, at));
	for (const [at, record] of records.entries())
		record.psa = { type: 'manage', remoteId: String(7000 + at) };
	return {
		parameters: {
			fields: automatic(),
			options: { statuses: ['synced', 'missing_in_it_glue', 'ambiguous', 'drifted', 'unsynced'] },
		},
		input: upTo(count).map((at) => ({
			psa_id: String(7000 + at),
			psa_integration_type: 'manage',
			name: `Client ${at}`,
		})),
		look: () => BEFORE,
	};
};

// --- Documents ---

const OLD_BODY = '<p>Old body</p>';
const NEW_BODY = '<p>New body</p>';

const title = (at: number): string => `Guide ${at}`;

function documentOf(sandbox: Sandbox, at: number, sections = 1): StoredRecord {
	const record = add(sandbox, 'documents', {
		name: title(at),
		description: null,
		content: OLD_BODY,
		published: true,
		archived: false,
		document_folder_id: null,
	});
	for (const sort of upTo(sections))
		sandbox.store.insert('document_sections', {
			document_id: Number(record.id),
			resource_type: 'Document::Text',
			content: OLD_BODY,
			level: null,
			duration: null,
			reset_count: false,
			sort,
		});
	return record;
}

const bodiesOf = (sandbox: Sandbox, { id }: StoredRecord): unknown[] =>
	[...sandbox.store.related('document_sections', 'document_id', id)]
		.sort((a, b) => Number(a.attributes.sort) - Number(b.attributes.sort))
		.map(({ attributes }) => attributes.content);

/** Which step a document was brought to: record, fields, body, publishing. */
function documentState(sandbox: Sandbox, record: StoredRecord, description: boolean): string {
	const bodies = bodiesOf(sandbox, record);
	const { attributes } = record;
	const old = bodies.filter((body) => body === OLD_BODY).length;
	const fresh = bodies.filter((body) => body === NEW_BODY).length;
	if (fresh > 1) return 'BODY TWICE';
	const parts = [
		...(description && attributes.description !== 'Changed' ? ['description as before'] : []),
		fresh === 0
			? old === 0
				? 'no body'
				: 'old body'
			: old === 0
				? 'new body'
				: `new body and ${old} old section${old === 1 ? '' : 's'}`,
		attributes.published === true ? 'published' : 'draft',
	];
	return parts.join(', ');
}

const createDocuments: Prepare = (sandbox, count) => {
	const parameters: IDataObject = {
		...here(sandbox),
		name: '={{ $json.name }}',
		content: NEW_BODY,
	};
	return {
		parameters,
		input: upTo(count).map((at) => ({ name: title(at) })),
		again: { ...parameters, ifExists: 'updateExisting' },
		look: (at) => {
			const found = within(sandbox, 'documents').filter(
				({ attributes }) => attributes.name === title(at),
			);
			const [record] = found;
			return record && found.length === 1
				? documentState(sandbox, record, false)
				: times(found.length, '');
		},
	};
};

/** A new document, one whose fields and body differ, and one that is as wanted. */
const upsertDocuments: Prepare = (sandbox, count) => {
	const changed = documentOf(sandbox, 1);
	const same = documentOf(sandbox, 2);
	const [section] = sandbox.store.related('document_sections', 'document_id', same.id);
	if (section) sandbox.store.update(section, { content: NEW_BODY });
	sandbox.store.update(same, { content: NEW_BODY, description: 'Changed' });
	return {
		ids: ['', changed.id, same.id],
		parameters: {
			...here(sandbox),
			fields: automatic('name'),
		},
		input: upTo(count).map((at) => ({
			name: title(at === 1 || at === 2 ? at : at + 10),
			content: NEW_BODY,
			description: 'Changed',
		})),
		look: (at) => {
			if (at === 1) return documentState(sandbox, changed, true);
			if (at === 2) return documentState(sandbox, same, true);
			const found = within(sandbox, 'documents').filter(
				({ attributes }) => attributes.name === title(at + 10),
			);
			const [record] = found;
			return record && found.length === 1
				? documentState(sandbox, record, true)
				: times(found.length, '');
		},
	};
};

const updateDocuments =
	(bodyMode: string, sections: number): Prepare =>
	(sandbox, count) => {
		const records = upTo(count).map((at) => documentOf(sandbox, at, sections));
		return {
			parameters: {
				documentId: OF_ITEM,
				updateFields: { description: 'Changed', content: NEW_BODY },
				publish: true,
				bodyMode,
			},
			input: idsOf(records),
			look: (at) => {
				const record = now(sandbox, records[at]);
				return record ? documentState(sandbox, record, true) : 'MISSING';
			},
		};
	};

const getDocuments: Prepare = (sandbox, count) => ({
	parameters: { documentId: OF_ITEM, options: { includeBody: true } },
	input: idsOf(upTo(count).map((at) => documentOf(sandbox, at))),
	look: () => BEFORE,
});

const listDocuments: Prepare = (sandbox) => {
	const folder = add(sandbox, 'document_folders', { name: 'Folder', parent_id: null });
	for (const at of upTo(6)) {
		const record = documentOf(sandbox, at);
		if (at % 2 === 1) sandbox.store.update(record, { document_folder_id: Number(folder.id) });
	}
	return {
		parameters: { ...here(sandbox), returnAll: true },
		input: [{}],
		look: () => BEFORE,
	};
};

const flagged =
	(sandbox: Sandbox, records: StoredRecord[]) =>
	(at: number): string =>
		valueOf(sandbox, records[at], 'archived') === true ? 'archived' : 'in use';

const archiveDocuments =
	(archived: boolean): Prepare =>
	(sandbox, count) => {
		const records = upTo(count).map((at) => documentOf(sandbox, at));
		for (const record of records) sandbox.store.update(record, { archived: !archived });
		return {
			parameters: { documentId: OF_ITEM },
			input: idsOf(records),
			look: flagged(sandbox, records),
		};
	};

const deleteDocuments: Prepare = (sandbox, count) => {
	const records = upTo(count).map((at) => documentOf(sandbox, at));
	return {
		parameters: { documentId: OF_ITEM },
		input: idsOf(records),
		look: deleted(sandbox, records),
	};
};

const publishDocuments: Prepare = (sandbox, count) => {
	const records = upTo(count).map((at) => documentOf(sandbox, at));
	for (const record of records) sandbox.store.update(record, { published: false });
	return {
		parameters: { documentId: OF_ITEM },
		input: idsOf(records),
		look: (at) => (valueOf(sandbox, records[at], 'published') === true ? 'published' : 'draft'),
	};
};

// --- Passwords ---

const OLD_VALUE = 'old-Value-1!';
const NEW_VALUE = 'new-Value-2!';

const account = (at: number): string => `Account ${at}`;

const passwordOf = (sandbox: Sandbox, at: number, more: Attributes = {}): StoredRecord =>
	add(sandbox, 'passwords', {
		name: account(at),
		username: 'admin',
		password: OLD_VALUE,
		otp_secret: null,
		url: null,
		notes: null,
		archived: false,
		password_category_id: null,
		password_folder_id: null,
		resource_id: null,
		resource_type: null,
		...more,
	});

const accounts = (sandbox: Sandbox, count: number, more: Attributes = {}): StoredRecord[] =>
	upTo(count).map((at) => passwordOf(sandbox, at, more));

/** The value together with a field that is written beside it: never one without the other. */
const passwordState = (sandbox: Sandbox, record: StoredRecord | undefined): string =>
	became(
		`${String(valueOf(sandbox, record, 'username'))} ${String(valueOf(sandbox, record, 'password'))}`,
		`admin ${OLD_VALUE}`,
		`root ${NEW_VALUE}`,
	);

const createPasswords: Prepare = (sandbox, count) => {
	const parameters: IDataObject = {
		...here(sandbox),
		name: '={{ $json.name }}',
		password: NEW_VALUE,
		username: 'root',
	};
	return {
		parameters,
		input: upTo(count).map((at) => ({ name: account(at) })),
		again: { ...parameters, ifExists: 'updateExisting' },
		look: (at) => {
			const found = within(sandbox, 'passwords').filter(
				({ attributes }) => attributes.name === account(at),
			);
			const [record] = found;
			if (found.length !== 1) return times(found.length, '');
			return passwordState(sandbox, record) === 'updated' ? 'created' : 'CREATED OTHERWISE';
		},
	};
};

/** A new password, two whose value is read and then written, and one that is as wanted. */
const upsertPasswords: Prepare = (sandbox, count) => {
	const records = new Map(
		upTo(count)
			.filter((at) => at > 0)
			.map((at) => [
				at,
				passwordOf(sandbox, at, at > 2 ? { username: 'root', password: NEW_VALUE } : {}),
			]),
	);
	return {
		ids: upTo(count).map((at) => records.get(at)?.id ?? ''),
		parameters: {
			...here(sandbox),
			fields: automatic('name'),
			options: { passwordValue: 'compare' },
		},
		input: upTo(count).map((at) => ({
			name: account(at),
			username: 'root',
			password: NEW_VALUE,
		})),
		look: (at) => {
			const found = within(sandbox, 'passwords').filter(
				({ attributes }) => attributes.name === account(at),
			);
			if (found.length !== 1) return times(found.length, '');
			const state = passwordState(sandbox, found[0]);
			if (at === 0) return state === 'updated' ? 'created' : 'CREATED OTHERWISE';
			return at > 2 && state === 'updated' && records.has(at) ? BEFORE : state;
		},
	};
};

const updatePasswords: Prepare = (sandbox, count) => {
	const records = accounts(sandbox, count);
	return {
		parameters: {
			passwordId: OF_ITEM,
			updateFields: { username: 'root', password: NEW_VALUE },
		},
		input: idsOf(records),
		look: (at) => passwordState(sandbox, records[at]),
	};
};

const getPasswords: Prepare = (sandbox, count) => ({
	parameters: { passwordId: OF_ITEM, includePasswordValue: true },
	input: idsOf(accounts(sandbox, count)),
	look: () => BEFORE,
});

const listPasswords: Prepare = (sandbox) => {
	accounts(sandbox, LARGE_LIST);
	return {
		parameters: { ...here(sandbox), returnAll: true, options: { include: ['attachments'] } },
		input: [{}],
		look: () => BEFORE,
	};
};

const deletePasswords: Prepare = (sandbox, count) => {
	const records = accounts(sandbox, count);
	return {
		parameters: { passwordId: OF_ITEM },
		input: idsOf(records),
		look: deleted(sandbox, records),
	};
};

const archivePasswords =
	(archived: boolean): Prepare =>
	(sandbox, count) => {
		const records = accounts(sandbox, count, { archived: !archived });
		return {
			parameters: { passwordId: OF_ITEM },
			input: idsOf(records),
			look: flagged(sandbox, records),
		};
	};

/** The runs by the names under which the matrix lists them. */
export const JOURNEYS: Record<string, Prepare> = {
	'contact create': createContacts,
	'contact upsert': upsertContacts,
	'contact update': updateContacts,
	'contact get': getContacts,
	'contact getAll': listContacts,
	'contact getPrimary': primaryContacts,
	'contact delete': deleteContacts,
	'contact reconcile': reconcileContacts,
	'organization archive': archiveOrganizations,
	'organization unarchive': unarchiveOrganizations,
	'organization addQuickNote': noteOrganizations,
	'organization delete': deleteOrganizations,
	'organization reconcile': reconcileOrganizations,
	'document create': createDocuments,
	'document upsert': upsertDocuments,
	'document update': updateDocuments('replace', 1),
	'document update Replace Everything': updateDocuments('replaceEverything', 2),
	'document get': getDocuments,
	'document getAll': listDocuments,
	'document delete': deleteDocuments,
	'document archive': archiveDocuments(true),
	'document unarchive': archiveDocuments(false),
	'document publish': publishDocuments,
	'password create': createPasswords,
	'password upsert': upsertPasswords,
	'password update': updatePasswords,
	'password get': getPasswords,
	'password getAll': listPasswords,
	'password delete': deletePasswords,
	'password archive': archivePasswords(true),
	'password unarchive': archivePasswords(false),
};
