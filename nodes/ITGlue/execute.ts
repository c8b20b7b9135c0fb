import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { findResource } from './resources';
import type { Resource } from './resources/schema/resource';
import type { Operation } from './operations/operation';
import { openClient, type Client } from './transport';
import { toNodeError } from './errors';
import { settle } from './concurrency';
import { OPERATIONS } from './operations';
import { failedItem } from './run/results';
import { goesOn, Run } from './run/run';
import { checkedParts } from './run/parts';
import { readNumber } from './text/numbers';

/**
 * Runs the node: finds the resource and operation that its parameters name, opens the connection and passes all input
 * items to the operation. Returns the output in input order, paired. If the user chose to continue on failure, an
 * error before the start fails every item.
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const prepared = await settle(prepare(context));
	if ('value' in prepared) {
		const { run, operation } = prepared.value;
		let succeeded = false;
		try {
			const work = async (part: Run): Promise<void> => await operation.run(part);
			for (const part of await checkedParts(run, work)) await work(part);
			const output = run.results.finish();
			succeeded = true;
			return output;
		} finally {
			run.end(succeeded);
		}
	}
	const failure = toNodeError(context.getNode(), prepared.reason, { itemIndex: 0 });
	if (!goesOn(context, isTool(context))) throw failure;
	// If this error were thrown, n8n would pass the input on through the regular output, and the workflow would
	// continue as if the node had succeeded (seen in n8n 2.41.1).
	return context.getInputData().map((_item, index) => failedItem(context, index, failure));
}

async function prepare(context: IExecuteFunctions): Promise<{ run: Run; operation: Operation }> {
	const { resource, operation } = readOperation(context);
	const tool = isTool(context);
	if (tool && operation.notForTools)
		refuse(
			context,
			`"${operation.label}" is not available to AI agents`,
			'Use the IT Glue node outside of an agent for this.',
		);
	return { run: new Run(context, resource, operation, await open(context), tool), operation };
}

function readOperation(context: IExecuteFunctions): {
	resource: Resource;
	operation: Operation;
} {
	const again = 'Choose Resource and Operation again.';
	const noun = String(context.getNodeParameter('resource', 0, ''));
	const resource = findResource(noun);
	// Without a known resource, n8n has no operation either.
	if (!resource) return refuse(context, `"${noun}" is not a resource of this node`, again);
	const called = String(context.getNodeParameter('operation', 0, ''));
	const name = resource.operations.find((candidate) => candidate === called);
	if (name) return { resource, operation: OPERATIONS[name] };
	return refuse(context, `"${called}" is not an operation of this resource`, again);
}

/** True when in doubt: n8n runs a tool either in a context that says so, or as a node type ending in Tool. */
function isTool(context: IExecuteFunctions): boolean {
	const says = typeof context.isToolExecution === 'function' && context.isToolExecution();
	return says || context.getNode().type.endsWith('Tool');
}

async function open(context: IExecuteFunctions): Promise<Client> {
	const options = context.getNodeParameter('options', 0, {}) as Record<string, unknown>;
	const seconds = (name: string): number | undefined => {
		const value = readNumber(options[name]);
		return value > 0 ? value * 1000 : undefined;
	};
	const opened = await settle(
		openClient(context, { timeoutMs: seconds('timeout'), patienceMs: seconds('maxWait') }),
	);
	if ('value' in opened) return opened.value;
	throw toNodeError(context.getNode(), opened.reason, { itemIndex: 0 });
}

function refuse(context: IExecuteFunctions, message: string, description: string): never {
	throw new NodeOperationError(context.getNode(), message, { description, itemIndex: 0 });
}
