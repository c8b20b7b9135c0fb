import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { assembleProperties } from './description/properties';
import { listSearch } from './methods/listSearch';
import { loadOptions } from './methods/loadOptions';
import { resourceMapping } from './methods/resourceMapping';
import { execute } from './execute';

export class ItGlue implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'IT Glue',
		name: 'itGlue',
		icon: { light: 'file:../../icons/itglue.svg', dark: 'file:../../icons/itglue.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Keep client documentation in IT Glue: organizations, contacts, passwords and more',
		defaults: {
			name: 'IT Glue',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'itGlueApi',
				required: true,
			},
		],
		properties: [...assembleProperties()],
	};

	methods = { listSearch, loadOptions, resourceMapping };

	/** Not a declarative node: JSON:API envelopes, look-ups, dependent requests and retries need code. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await execute(this)];
	}
}
