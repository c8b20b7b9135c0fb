import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { failureDetails } from '../errors';
import { listed } from '../text/plain';
import type { Item } from './item';

const MOST_HINTS = 20;

export type NodeFailure = NodeApiError | NodeOperationError;

/** The results of an execution: outputs, failures and notes, in input order. All parts of a run share them. */
export class Results {
	/** By input index. In a run with parts, the item of its part. */
	readonly items = new Map<number, Item>();
	readonly failures = new Map<number, NodeFailure>();
	/** For items whose refusal is a finding: the first keys of their output. */
	readonly findings = new Map<number, IDataObject>();
	/** After this, nothing more is sent. */
	halted = false;
	/** Whether the refusals came before any write. */
	refusedUnwritten = false;
	private readonly outputs = new Map<number, INodeExecutionData[]>();
	private readonly more: INodeExecutionData[] = [];
	private readonly hints = new Set<string>();
	private readonly unreadNames = new Set<string>();
	private lastUnread: readonly string[] = [];
	private first: string[] = [];

	constructor(private readonly context: IExecuteFunctions) {}

	/** Sets the output of the item, paired with the item. */
	output(item: { index: number }, records: IDataObject[]): void {
		this.outputs.set(
			item.index,
			records.map((json) => ({ json, pairedItem: { item: item.index } })),
		);
	}

	/** Whether an item failed and this is not a finding. */
	get anyFailed(): boolean {
		return [...this.failures.keys()].some((index) => !this.findings.has(index));
	}

	/** Adds output that belongs to no input item, after the output of the items. */
	outputMore(records: IDataObject[]): void {
		// Without pairing, n8n guesses it by position as soon as the counts are equal.
		for (const json of records) this.more.push({ json, pairedItem: [] });
	}

	/** Adds a note to the output of the node. The same note is added only once. */
	hint(text: string): void {
		this.hints.add(text);
	}

	/** Remembers input fields that no column uses. Items with the same fields pass the same list. */
	unread(names: readonly string[]): void {
		if (names === this.lastUnread) return;
		this.lastUnread = names;
		for (const name of names) this.unreadNames.add(name);
	}

	/** Adds a note that comes first: one for each part of the run. */
	headline(text: string): void {
		this.first.push(text);
	}

	/**
	 * All output, with the output of items in input order. Failed items have exactly the keys that n8n routes to the
	 * error output.
	 */
	finish(): INodeExecutionData[] {
		const later = [...this.hints];
		this.hints.clear();
		this.hintUnread();
		const hints = [...this.first, ...shorten([...this.hints, ...later])].map((message) => ({
			message,
			location: 'outputPane' as const,
		}));
		// Older n8n versions have no execution hints.
		if (hints.length > 0) this.context.addExecutionHints?.(...hints);
		const ofItems = [...this.items].flatMap(([index, item]) => {
			const failure = this.failures.get(index);
			const more = { progress: item.progress(), finding: this.findings.get(index) };
			if (failure) return [failedItem(this.context, index, failure, more)];
			return this.outputs.get(index) ?? [];
		});
		return [...ofItems, ...this.more];
	}

	private hintUnread(): void {
		if (this.unreadNames.size === 0) return;
		const names = listed([...this.unreadNames]);
		this.hint(
			`Map Automatically ignored these input fields: ${names}. It reads only fields that have the label or the ID of a column as their name.`,
		);
	}
}

/** A thousand items may have a thousand notes: keeps the first ones and adds a count. */
function shorten(hints: string[]): string[] {
	if (hints.length <= MOST_HINTS) return hints;
	return [...hints.slice(0, MOST_HINTS), `There are ${hints.length - MOST_HINTS} more notes.`];
}

/**
 * The output of a failed item. For the error output, it has exactly the keys that n8n routes there. Otherwise
 * `finding` comes first.
 */
export function failedItem(
	context: IExecuteFunctions,
	index: number,
	failure: NodeFailure,
	{ progress, finding }: { progress?: IDataObject; finding?: IDataObject } = {},
): INodeExecutionData {
	const isRouted = context.getNode().onError === 'continueErrorOutput';
	const item = {
		json: {
			...(!isRouted && finding),
			error: failure.message,
			message: failure.description ?? '',
			details: { ...failureDetails(failure), ...progress },
		},
		pairedItem: { item: index },
	};
	return isRouted ? routed(item, failure) : item;
}

/**
 * n8n 1.x does not know `details` (seen in 1.123.81): it routes an item by `error` and `message` alone, or by an
 * error beside its json. This error contains the node with all its parameters, so it is not enumerable: it must not
 * appear in any output or stored execution.
 */
function routed(item: INodeExecutionData, failure: NodeFailure): INodeExecutionData {
	return Object.defineProperty(item, 'error', { value: failure });
}
