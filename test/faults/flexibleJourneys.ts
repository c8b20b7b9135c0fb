/**
 * The same runs for flexible assets. What one holds, its type says, so a type is made first, with a field of each kind
 * that a change has to carry along. IT Glue replaces all traits at once: whatever strikes, those that are not mapped must
 * be as they were.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Sandbox, StoredRecord } from '../../sandbox';
import { addFlexibleAsset, addFlexibleType, type NewField } from '../../sandbox/data/flexibleKit';
import { automatic, byId, mapped } from '../helpers/parameters';
import {
	add,
	became,
	BEFORE,
	here,
	home,
	idsOf,
	LARGE_LIST,
	nameOf,
	OF_ITEM,
	times,
	upTo,
	valueOf,
	type Prepare,
} from './journeys';

const FIELDS: NewField[] = [
	{ name: 'Host', kind: 'Text', required: true, use_for_title: true },
	{ name: 'Serial', kind: 'Text' },
	{ name: 'Notes', kind: 'Textbox' },
	{ name: 'Rooms', kind: 'Number', decimals: 1 },
	{ name: 'In Use', kind: 'Checkbox' },
	{ name: 'Ends', kind: 'Date' },
	{ name: 'People', kind: 'Tag', tag_type: 'Contacts' },
	{ name: 'Admin', kind: 'Password' },
];

const OLD = 'SN-OLD-1';
const NEW = 'SN-NEW-2';

interface Kit {
	sandbox: Sandbox;
	type: StoredRecord;
	asset: (at: number) => StoredRecord;
	/** Beside the operation: which type is meant. */
	about: IDataObject;
}

const hostOf = (at: number): string => `${nameOf(at)} PC`;

/** The type, and assets of it with every field filled. */
function kitOf(sandbox: Sandbox): Kit {
	const { store } = sandbox;
	const { type } = addFlexibleType(store, { name: 'Workplace', fields: FIELDS });
	const person = add(sandbox, 'contacts', { first_name: 'Ann', last_name: 'Tagged' });
	const organizationId = home(sandbox).id;
	return {
		sandbox,
		type,
		asset: (at) =>
			addFlexibleAsset(store, {
				type,
				organizationId,
				traits: {
					host: hostOf(at),
					serial: OLD,
					notes: `<p>Ask ${nameOf(at)} <strong>first</strong></p>`,
					rooms: at + 0.5,
					'in-use': at % 2 === 0,
					ends: '2027-01-31',
					people: [Number(person.id)],
					admin: `Not-A-Secret-${at}-example`,
				},
			}),
		about: { flexibleAssetTypeId: byId(type) },
	};
}

const traitsOf = (sandbox: Sandbox, record: StoredRecord | undefined): Attributes =>
	(valueOf(sandbox, record, 'traits') ?? {}) as Attributes;

/** Whether the serial number was written, and everything that was not mapped is as it was. */
function stateOf(sandbox: Sandbox, record: StoredRecord): () => string {
	const before = structuredClone(traitsOf(sandbox, record));
	return () => {
		const { serial, ...others } = traitsOf(sandbox, record);
		const { serial: first, ...kept } = before;
		if (sorted(others) !== sorted(kept)) return 'UNMAPPED FIELDS CHANGED';
		return became(serial, first, NEW);
	};
}

const sorted = (traits: Attributes): string =>
	JSON.stringify(Object.entries(traits).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A new asset of a host: there once, with what was given and nothing else. */
const created =
	({ sandbox, type }: Kit, at: number) =>
	(): string => {
		const found = sandbox.store
			.related('flexible_assets', 'flexible_asset_type_id', type.id)
			.filter((record) => traitsOf(sandbox, record).host === hostOf(at));
		const [record] = found;
		if (!record || found.length > 1) return times(found.length, '');
		const expected = sorted({ host: hostOf(at), serial: NEW });
		return sorted(traitsOf(sandbox, record)) === expected ? 'created' : 'CREATED OTHERWISE';
	};

const createAssets: Prepare = (sandbox, count) => {
	const kit = kitOf(sandbox);
	const parameters: IDataObject = {
		...kit.about,
		...here(sandbox),
		fields: mapped({ 'traits.host': '={{ $json.host }}', 'traits.serial': NEW }),
	};
	const looks = upTo(count).map((at) => created(kit, at));
	return {
		parameters,
		input: upTo(count).map((at) => ({ host: hostOf(at) })),
		again: { ...parameters, ifExists: 'updateExisting' },
		look: (at) => looks[at]?.() ?? '',
	};
};

/** Read, put together with what is there, and written with all traits. */
const updateAssets: Prepare = (sandbox, count) => {
	const { asset, about } = kitOf(sandbox);
	const records = upTo(count).map(asset);
	const looks = records.map((record) => stateOf(sandbox, record));
	return {
		parameters: {
			...about,
			flexibleAssetId: OF_ITEM,
			fields: mapped({ 'traits.serial': NEW }),
		},
		input: idsOf(records),
		look: (at) => looks[at]?.() ?? '',
	};
};

/** A new asset, two changes that share a request, and one that is as wanted. */
const upsertAssets: Prepare = (sandbox, count) => {
	const kit = kitOf(sandbox);
	const records = upTo(count).map((at) => (at === 0 ? undefined : kit.asset(at)));
	const [, , , same] = records;
	if (same) sandbox.store.update(same, { traits: { ...traitsOf(sandbox, same), serial: NEW } });
	const looks = records.map((record, at) => (record ? stateOf(sandbox, record) : created(kit, at)));
	return {
		ids: records.map((record) => record?.id ?? ''),
		parameters: { ...kit.about, ...here(sandbox), fields: automatic('traits.host') },
		input: upTo(count).map((at) => ({ host: hostOf(at), Serial: NEW })),
		look: (at) => looks[at]?.() ?? BEFORE,
	};
};

const listAssets: Prepare = (sandbox) => {
	const { asset, about } = kitOf(sandbox);
	for (const at of upTo(LARGE_LIST)) asset(at);
	return {
		parameters: { ...about, ...here(sandbox), returnAll: true },
		input: [{}],
		look: () => BEFORE,
	};
};

/** By the names under which the matrix lists them. */
export const FLEXIBLE_JOURNEYS: Record<string, Prepare> = {
	'flexibleAsset create': createAssets,
	'flexibleAsset update': updateAssets,
	'flexibleAsset upsert': upsertAssets,
	'flexibleAsset getAll': listAssets,
};
