import type { INodeProperties } from 'n8n-workflow';
import type { Resource } from '../resources/schema/resource';
import type { OperationName } from '../resources/schema/attribute';
import { typeValue } from './fields';
import { COLUMNS_METHOD } from './methods';

/**
 * The columns for Create or Update and Reconcile. n8n adds none of them automatically: an unused switch must not be
 * written as "off".
 */
export function mapperProperty(resource: Resource, operation: OperationName): INodeProperties {
	const matching = operation === 'upsert';
	const hint = resource.attributes.find((attribute) => attribute.hint)?.hint;
	const among = resource.scoped
		? 'within the organization, including archived records'
		: `with all ${resource.plural.toLowerCase()}, including archived ones`;
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		required: true,
		...(matching && hint && { hint }),
		typeOptions: {
			// Values that the form kept from another resource or operation do not fit.
			loadOptionsDependsOn: ['resource', 'operation', ...typeValue(resource)],
			resourceMapper: {
				resourceMapperMethod: COLUMNS_METHOD,
				mode: matching ? 'upsert' : 'add',
				fieldWords: { singular: 'column', plural: 'columns' },
				// The form for a new asset shows all fields.
				addAllFields: operation === 'create',
				...(resource.typedBy && {
					noFieldsError: 'Choose the type first: its fields become the columns.',
				}),
				multiKeyMatch: true,
				supportAutoMap: true,
				...(matching && {
					matchingFieldsLabels: {
						title: 'Columns to Match On',
						description:
							'The columns that identify the record of an item. If you choose several, all must match.',
						hint: `Compared ${among}. Capital letters do not matter. Never written to an existing record.`,
					},
				}),
			},
		},
	};
}
