/** The head of the node, which workflows and n8n's loader go by; and the kinds of its parameters. */
import type { INodeProperties } from 'n8n-workflow';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { isGroup, isParameter } from '../../helpers/form';

const node = new ItGlue();

it('says what n8n is to know of the node', () => {
	const { properties, ...head } = node.description;
	expect(properties.length).toBeGreaterThan(10);
	expect(head).toEqual({
		displayName: 'IT Glue',
		name: 'itGlue',
		icon: { light: 'file:../../icons/itglue.svg', dark: 'file:../../icons/itglue.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description:
			'Keep client documentation in IT Glue: organizations, contacts, passwords and more',
		defaults: { name: 'IT Glue' },
		usableAsTool: true,
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'itGlueApi', required: true }],
	});
	expect(Object.keys(node.methods)).toEqual(['listSearch', 'loadOptions', 'resourceMapping']);
});

const inside = (parameter: INodeProperties): INodeProperties[] => {
	const { type, options = [] } = parameter;
	if (type === 'collection') return [parameter, ...options.filter(isParameter).flatMap(inside)];
	return [parameter, ...options.filter(isGroup).flatMap(({ values }) => values.flatMap(inside))];
};

/** What n8n hands over for a parameter of the type that nobody touched. */
const DEFAULTS: Record<string, (value: unknown) => boolean> = {
	boolean: (value) => typeof value === 'boolean',
	collection: (value) => JSON.stringify(value) === '{}',
	dateTime: (value) => value === '',
	// Emails open with a row to fill in.
	fixedCollection: (value) => /^\{("email":\[\{"value":""\}\])?\}$/.test(JSON.stringify(value)),
	json: (value) => typeof value === 'string',
	multiOptions: (value) => Array.isArray(value),
	notice: (value) => value === '',
	number: (value) => typeof value === 'number',
	options: (value) => typeof value === 'string',
	resourceLocator: (value) =>
		JSON.stringify(Object.keys((value ?? {}) as object)) === '["mode","value"]',
	resourceMapper: (value) => typeof value === 'object' && value !== null,
	string: (value) => typeof value === 'string',
};

it('every parameter is of a type that n8n shows, with a default of that type', () => {
	const odd = node.description.properties
		.flatMap(inside)
		.filter((parameter) => DEFAULTS[parameter.type]?.(parameter.default) !== true);
	expect(odd.map(({ name, type, default: value }) => ({ name, type, value }))).toEqual([]);
});
