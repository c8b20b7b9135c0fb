/**
 * Flexible assets for the tests that are made from tables: what one holds, its type says, so a type is made first, with a
 * field of each kind.
 */
import type { IDataObject } from 'n8n-workflow';
import { ofOne } from '../../nodes/ITGlue/resources/flexibleAsset/ofType';
import type { OperationName } from '../../nodes/ITGlue/resources/schema/attribute';
import type { RecordType, Resource } from '../../nodes/ITGlue/resources/schema/resource';
import type { Attributes, Sandbox, StoredRecord } from '../../sandbox';
import { addFlexibleAsset, addFlexibleType, type NewField } from '../../sandbox/data/flexibleKit';
import { byId, mapped } from './parameters';

const FIELDS: readonly NewField[] = [
	{ name: 'About', kind: 'Header' },
	{ name: 'Host', kind: 'Text', required: true, use_for_title: true },
	{ name: 'Serial', kind: 'Text' },
	{ name: 'Notes', kind: 'Textbox' },
	{ name: 'Rooms', kind: 'Number', decimals: 1 },
	{ name: 'Load', kind: 'Percent', decimals: 2 },
	{ name: 'In Use', kind: 'Checkbox' },
	{ name: 'Ends', kind: 'Date' },
	{ name: 'Level', kind: 'Select', default_value: 'Gold\nSilver' },
	{ name: 'People', kind: 'Tag', tag_type: 'Contacts' },
	{ name: 'Guide', kind: 'Upload' },
	{ name: 'Admin', kind: 'Password' },
	// Called like a secret, and so treated as one.
	{ name: 'Password', kind: 'Text' },
];

/** The value of the password field: nobody but IT Glue is to know it. */
export const FIELD_SECRET = 'Typed-Secr3t-example';

export interface Typed {
	type: StoredRecord;
	/** The table of assets of this type. */
	resource: Resource;
	/** A new asset with every field filled, of that organization unless another one is named. */
	asset(more?: Attributes, owner?: string): StoredRecord;
	/** Parameters with which an operation does something sensible. */
	parameters(operation: OperationName, record?: StoredRecord): IDataObject;
}

/** Makes the type within a sandbox, for assets of an organization. */
export function typedIn(sandbox: Sandbox, resource: Resource, organizationId: string): Typed {
	const { store } = sandbox;
	const { type, fields } = addFlexibleType(store, { name: 'Typed', fields: [...FIELDS] });
	const person = store.insert('contacts', {
		organization_id: Number(organizationId),
		first_name: 'Ann',
		last_name: 'Typed',
		name: 'Ann Typed',
	});
	let count = 0;
	const asset = (more: Attributes = {}, owner = organizationId): StoredRecord => {
		count += 1;
		return addFlexibleAsset(store, {
			type,
			organizationId: owner,
			traits: {
				host: `typed-${count}`,
				serial: `SN-T-${count}`,
				notes: '<p>Ask first</p>',
				rooms: 2.5,
				load: 80.25,
				'in-use': true,
				ends: '2027-01-31',
				level: 'Gold',
				people: [Number(person.id)],
				admin: FIELD_SECRET,
				...more,
			},
		});
	};
	const about: IDataObject = { resource: resource.name, flexibleAssetTypeId: byId(type) };
	const owner: IDataObject = { organizationId: byId(organizationId) };
	const row: IDataObject = { 'traits.host': 'Typed New', 'traits.serial': 'SN-T-0' };
	return {
		type,
		resource: ofOne(resource, recordType(type, fields)),
		asset,
		parameters: (operation, record) => {
			const parameters = { ...about, operation };
			if (operation === 'create') return { ...parameters, ...owner, fields: mapped(row) };
			if (operation === 'upsert')
				return { ...parameters, ...owner, fields: mapped(row, 'traits.host') };
			if (operation === 'getAll') return { ...parameters, ...owner };
			return {
				...parameters,
				flexibleAssetId: byId(record ?? asset()),
				...(operation === 'update' && { fields: mapped({ 'traits.serial': 'SN-T-9' }) }),
			};
		},
	};
}

/** A type as the node reads it. */
const recordType = (type: StoredRecord, fields: readonly StoredRecord[]): RecordType => ({
	id: type.id,
	name: String(type.attributes.name),
	fields: fields.map(({ id, attributes }) => ({
		id,
		type: 'flexible-asset-fields',
		attributes: Object.fromEntries(
			Object.entries(attributes).map(([name, value]) => [name.replace(/_/g, '-'), value]),
		) as IDataObject,
	})),
});
