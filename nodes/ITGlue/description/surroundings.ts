/** The locators before the record itself: its type, its organization and its parent record. */
import type { INodeProperties } from 'n8n-workflow';
import { OPERATIONS } from '../operations';
import { findResource, OWNER, parentOf, RESOURCES } from '../resources';
import type { OperationName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { forResource, having, names, show } from './display';
import { recordLocator } from './locators';

const NEEDS_ORGANIZATION: OperationName[] = ['create', 'getPrimary'];

const NEEDS_TYPE: OperationName[] = ['create', 'update', 'upsert'];

/** The type that defines the fields of the records: needed for writes, in other operations it limits lists. */
export function typeProperties(resource: Resource): INodeProperties[] {
	const type = findResource(resource.typedBy?.resource ?? '');
	if (!type) return [];
	const records = resource.plural.toLowerCase();
	const has = (operations: OperationName[]): OperationName[] =>
		operations.filter((operation) => resource.operations.includes(operation));
	const others = resource.operations.filter(
		(operation) => operation !== 'getAll' && !NEEDS_TYPE.includes(operation),
	);
	return [
		recordLocator(type, {
			required: true,
			description: `The type of the ${records}. The type defines their fields.`,
			displayOptions: forResource(resource, ...has(NEEDS_TYPE)),
		}),
		recordLocator(type, {
			description: 'Leave empty for all types. That takes one request for each type.',
			placeholder: 'All types',
			displayOptions: forResource(resource, 'getAll'),
		}),
		recordLocator(type, {
			description: `The list below shows ${records} of this type. Not needed with an ID or a URL.`,
			placeholder: 'Any type',
			displayOptions: forResource(resource, ...others),
		}),
	];
}

/** The organization of a record: needed to create one, in other operations it limits lists. */
export function organizationProperties(): INodeProperties[] {
	const scoped = RESOURCES.filter((resource) => resource.scoped);
	const onRecord = (Object.keys(OPERATIONS) as OperationName[]).filter(
		(operation) => OPERATIONS[operation].onRecord,
	);
	return [
		recordLocator(OWNER, {
			required: true,
			description: 'The organization that the record belongs to',
			displayOptions: show(names(scoped.filter(({ typedBy }) => !typedBy)), NEEDS_ORGANIZATION),
		}),
		recordLocator(OWNER, {
			description:
				'The organization of all records. Leave empty if each item has it in the column Organization.',
			placeholder: 'From the column Organization',
			displayOptions: show(names(having('upsert').filter((resource) => resource.scoped)), [
				'upsert',
				'reconcile',
			]),
		}),
		recordLocator(OWNER, {
			description:
				'The organization of all records. Leave empty if each item has it in the column Organization.',
			placeholder: 'From the column Organization',
			displayOptions: show(names(scoped.filter(({ typedBy }) => typedBy)), ['create']),
		}),
		recordLocator(OWNER, {
			description: 'Leave empty for all organizations',
			placeholder: 'All organizations',
			displayOptions: show(names(scoped), ['getAll']),
		}),
		recordLocator(OWNER, {
			description: 'Limits the list below to one organization. Leave empty to choose from all.',
			placeholder: 'Any organization',
			displayOptions: show(names(scoped), onRecord),
		}),
	];
}

/**
 * The parent record of the lists of a resource: needed to read a list or add to it. In other operations it limits the
 * list.
 */
export function parentProperties(resource: Resource): INodeProperties[] {
	const above = parentOf(resource);
	if (!above) return [];
	const { parent } = above;
	const [child, owner] = [resource.plural.toLowerCase(), parent.label.toLowerCase()];
	const needing = resource.operations.filter((operation) => !OPERATIONS[operation].onRecord);
	const others = resource.operations.filter((operation) => OPERATIONS[operation].onRecord);
	return [
		recordLocator(parent, {
			required: true,
			description: `The ${owner} that the ${child} belong to`,
			displayOptions: forResource(resource, ...needing),
		}),
		...(others.length > 0
			? [
					recordLocator(parent, {
						description: `The list below shows the ${child} of this ${owner}. Not needed with an ID.`,
						displayOptions: forResource(resource, ...others),
					}),
				]
			: []),
	];
}
