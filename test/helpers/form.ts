/** The form of an operation as the editor shows it: which parameters, and which entries of their lists. */
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { ItGlue } from '../../nodes/ITGlue/ItGlue.node';
import { toolTwin } from './harness';

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

const OWN = new ItGlue().description;
const TWIN = toolTwin(new ItGlue()).description;

export const isGroup = (entry: Entry): entry is INodePropertyCollection => 'values' in entry;

export const isParameter = (entry: Entry): entry is INodeProperties => 'type' in entry;

export const isChoice = (entry: Entry): entry is INodePropertyOptions => 'value' in entry;

/** What decides about a form: the parameters of the node, and whether an AI agent uses it. */
export interface Situation {
	parameters: INodeParameters;
	tool?: boolean;
}

/** Asks as the editor does: inside a collection with the path to it, for an entry of a list from the root. */
function asking({ parameters, tool = false }: Situation) {
	const description: INodeTypeDescription = tool ? TWIN : OWN;
	const node = { typeVersion: 1, type: description.name, parameters } as INode;
	const complete =
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			node,
			description,
		) ?? parameters;
	const whole = { parameters: complete } as unknown as INodeParameters;
	const isShown = (entry: INodeProperties, path: string): boolean =>
		NodeHelpers.displayParameterPath(whole, entry, path, node, description);
	const isOffered = (entry: INodePropertyOptions): boolean =>
		NodeHelpers.displayParameter(complete, entry as never, node, description);
	return { description, isShown, isOffered };
}

/** The parameters that are shown, each with what is shown of it. */
export function formOf(situation: Situation): INodeProperties[] {
	const { description, isShown, isOffered } = asking(situation);

	const shownIn = (properties: INodeProperties[], path: string): INodeProperties[] =>
		properties
			.filter((property) => isShown(property, path))
			.map((property) => withShownEntries(property, path));

	function withShownEntries(property: INodeProperties, path: string): INodeProperties {
		const { options } = property;
		if (!options) return property;
		const inside = `${path}.${property.name}`;
		if (property.type === 'collection') {
			return { ...property, options: shownIn(options.filter(isParameter), inside) };
		}
		if (property.type === 'fixedCollection') {
			const groups = options.filter(isGroup).map((group) => ({
				...group,
				values: shownIn(group.values, `${inside}.${group.name}[0]`),
			}));
			return { ...property, options: groups };
		}
		return { ...property, options: options.filter(isChoice).filter(isOffered) };
	}

	return shownIn(description.properties, 'parameters');
}

/** One line for each parameter of a form and for each entry of its lists: `options.sort.rule.key=name`. */
export function pathsOf(properties: INodeProperties[], before = ''): string[] {
	return properties.flatMap(({ name, options = [] }) => {
		const path = `${before}${name}`;
		return [
			path,
			...options
				.filter(isGroup)
				.flatMap((group) => pathsOf(group.values, `${path}.${group.name}.`)),
			...pathsOf(options.filter(isParameter), `${path}.`),
			...options.filter(isChoice).map(({ value }) => `${path}=${String(value)}`),
		];
	});
}
