import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { RESOURCES } from '../resources';
import type { Resource } from '../resources/schema/resource';
import type { OperationName } from '../resources/schema/attribute';

/** Hides a parameter in the twin of the node that AI agents use. */
export const HIDDEN_FROM_TOOLS: IDisplayOptions = { hide: { '@tool': [true] } };

export const show = (resources: string[], operations: OperationName[]): IDisplayOptions => ({
	show: { resource: resources, operation: operations },
});

export const forResource = ({ name }: Resource, ...operations: OperationName[]): IDisplayOptions =>
	show([name], operations);

/** The resources that have an operation. */
export const having = (operation: OperationName): Resource[] =>
	RESOURCES.filter(({ operations }) => operations.includes(operation));

export const names = (resources: readonly Resource[]): string[] =>
	resources.map(({ name }) => name);

/** A child of a collection, hidden in the twin of the node that AI agents use. */
export const unlessTool = (property: INodeProperties, hidden = false): INodeProperties =>
	hidden
		? { ...property, displayOptions: { ...property.displayOptions, ...HIDDEN_FROM_TOOLS } }
		: property;
