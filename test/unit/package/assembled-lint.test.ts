import type { INodeProperties, INodeType } from 'n8n-workflow';

import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { lintProperties } from '../../helpers/assembled-lint';
import { toolTwin } from '../../helpers/harness';

const node: INodeType = new ItGlue();

/** Fields that n8n's server adds to a tool twin; their wording is not ours. */
const ADDED_BY_N8N = ['descriptionType', 'toolDescription'];

/** The properties that the tool twin shows to begin with: those for people only are gone. */
function shownInTool({ displayOptions }: INodeProperties): boolean {
	const show = displayOptions?.show?.['@tool'];
	const hide = displayOptions?.hide?.['@tool'];
	return !(show && !show.includes(true)) && !hide?.includes(true);
}

const variants: Array<[string, INodeProperties[]]> = [
	['the node', node.description.properties],
	[
		'its tool twin',
		toolTwin(node)
			.description.properties.filter(({ name }) => !ADDED_BY_N8N.includes(name))
			.filter(shownInTool),
	],
];

describe('lint of the assembled description', () => {
	it.each(variants)('finds nothing in %s', (_variant, properties) => {
		expect(properties.length).toBeGreaterThan(2);
		expect(lintProperties(properties)).toEqual([]);
	});

	it.each<[string, INodeProperties, string]>([
		[
			'a description that n8n words in its own way',
			{
				displayName: 'Return All',
				name: 'returnAll',
				type: 'boolean',
				default: false,
				description: 'Everything',
			},
			'node-param-description-wrong-for-return-all',
		],
		[
			'a fault deep inside a collection',
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [
					{ displayName: 'include Archived', name: 'archived', type: 'boolean', default: false },
				],
			},
			'node-param-display-name-miscased',
		],
		[
			'an operation without the text that the node panel lists',
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'get',
				options: [{ name: 'Get', value: 'get', description: 'Retrieve one' }],
			},
			'node-param-operation-option-without-action',
		],
	])('finds %s', (_fault, planted, rule) => {
		const found = lintProperties([...node.description.properties, planted]);
		expect(found.some((line) => line.startsWith(`n8n-nodes-base/${rule}:`))).toBe(true);
	});
});
