/** The companies before the first night, and the organizations that IT Glue has of them. */
import type { Store } from '../core/store';
import { company } from '../psa/records';
import type { PsaCompany } from '../psa/model';
import type { StoredRecord } from '../types';
import type { Client, ClientKind } from './model';
import { companyName, phoneNumber, rotaOf } from './names';

const ROTA = rotaOf<ClientKind>([
	['linked', 24],
	['unlinked', 4],
	['absent', 4],
	['similar', 1],
	['namesake', 2],
	['vendor', 2],
	['prospect', 1],
	['inactive', 1],
	['deleted', 1],
]);

/** Numbers of companies in the PSA begin with this. */
const FIRST_COMPANY = 1000;

/** Position of the client whose ids JavaScript cannot hold as numbers. */
const LONG_IDS_AT = 5;

const GIVEN: Readonly<Partial<Record<ClientKind, Partial<PsaCompany>>>> = {
	vendor: { types: ['Vendor'] },
	prospect: { types: ['Prospect'] },
	inactive: { status: 'Inactive', active: false },
	deleted: { deleted: true },
};

/** Both of a pair of namesakes have the name of the first one. */
function nameOf(kind: ClientKind, at: number): string {
	if (kind === 'namesake') return companyName(ROTA[(at - 1) % ROTA.length] === kind ? at - 1 : at);
	return kind === 'similar' ? `${companyName(at)} Limited` : companyName(at);
}

/** What IT Glue calls the organization: capital letters may differ, and legal forms. */
function nameInItGlue(kind: ClientKind, at: number): string | undefined {
	if (kind === 'linked' || kind === 'deleted') return companyName(at);
	if (kind === 'unlinked') return at % 2 === 0 ? companyName(at).toUpperCase() : companyName(at);
	return kind === 'similar' ? `${companyName(at)} Ltd` : undefined;
}

export const isLinked = (kind: ClientKind): boolean => kind === 'linked' || kind === 'deleted';

/** Id of a look-up list's entry. */
export function lookUpId(store: Store, collection: string, name: string): number | null {
	const found = store.all(collection).find(({ attributes }) => attributes.name === name);
	return found === undefined ? null : Number(found.id);
}

/** Every third was described by a colleague. */
function organization(store: Store, name: string, at: number, remoteId?: number): StoredRecord {
	return store.insert(
		'organizations',
		{
			name,
			alert: null,
			description: at % 3 === 1 ? `Looked after since ${2010 + (at % 14)}` : null,
			organization_type_id: lookUpId(store, 'organization_types', 'Customer'),
			organization_status_id: lookUpId(store, 'organization_statuses', 'Active'),
			primary: false,
			logo: '',
			quick_notes: null,
			short_name: null,
			parent_id: null,
			my_glue_account_id: null,
		},
		{
			...(remoteId !== undefined && { psa: { type: 'manage', remoteId: String(remoteId) } }),
			longId: at === LONG_IDS_AT,
		},
	);
}

/** Companies with their organizations; the same count gives the same ones. */
export function foundClients(store: Store, count: number): Client[] {
	return Array.from({ length: count }, (_, at) => {
		const kind = ROTA[at % ROTA.length] ?? 'linked';
		const record = company(FIRST_COMPANY + at, nameOf(kind, at), {
			phone: phoneNumber(at),
			...GIVEN[kind],
		});
		const linked = isLinked(kind);
		const name = nameInItGlue(kind, at);
		return {
			kind,
			record,
			firstName: record.name,
			organizationId: name && organization(store, name, at, linked ? record.id : undefined).id,
			linked,
			made: kind === 'absent',
			since: 1,
		};
	});
}

/** A client that signed up in that night. */
export function newClient(at: number, night: number): Client {
	const record = company(FIRST_COMPANY + at, companyName(at), { phone: phoneNumber(at) });
	return {
		kind: 'absent',
		record,
		firstName: record.name,
		linked: false,
		made: true,
		since: night,
		told: 'added',
	};
}
