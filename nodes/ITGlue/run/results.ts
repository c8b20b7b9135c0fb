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

/** What an execution has come to: outputs, failures and notes, in input order. All parts of a run write to the same. */
export class Results {
	/** By input index. Where items are worked on in parts, as the part knows them. */
	readonly items = new Map<number, Item>();
	readonly failures = new Map<number, NodeFailure>();
	/** Of items whose refusal is a finding: what their output begins with. */
	readonly findings = new Map<number, IDataObject>();
	/** From here on nothing is sent. */
	halted = false;
	/** Whether what was refused was so before anything was written. */
	refusedUnwritten = false;
	private readonly outputs = new Map<number, INodeExecutionData[]>();
	private readonly more: INodeExecutionData[] = [];
	private readonly hints = new Set<string>();
	private readonly unreadNames = new Set<string>();
	private lastUnread: readonly string[] = [];
	private first: string[] = [];

	constructor(private readonly context: IExecuteFunctions) {}

	/** Sets the item's output, paired with the item. */
	output(item: { index: number }, records: IDataObject[]): void {
		this.outputs.set(
			item.index,
			records.map((json) => ({ json, pairedItem: { item: item.index } })),
		);
	}

	/** Whether an item failed, and not as a finding. */
	get anyFailed(): boolean {
		return [...this.failures.keys()].some((index) => !this.findings.has(index));
	}

	/** Adds output that comes from no input item, after what the items give. */
	outputMore(records: IDataObject[]): void {
		// Where pairing is left out, n8n guesses it by position as soon as the counts agree.
		for (const json of records) this.more.push({ json, pairedItem: [] });
	}

	/** Leaves a note beside the node's output; the same note is left once. */
	hint(text: string): void {
		this.hints.add(text);
	}

	/** Notes fields of the input that no column is read from; items that have the same fields give the same list. */
	unread(names: readonly string[]): void {
		if (names === this.lastUnread) return;
		this.lastUnread = names;
		for (const name of names) this.unreadNames.add(name);
	}

	/** The notes that stand first beside the output: one for each part of the run. */
	headline(text: string): void {
		this.first.push(text);
	}

	/** All output, that of the items in input order; failed items carry exactly the keys n8n routes to the error output. */
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

/** A thousand items may have as many notes: the first ones and a count are what a person reads. */
function shorten(hints: string[]): string[] {
	if (hints.length <= MOST_HINTS) return hints;
	return [...hints.slice(0, MOST_HINTS), `There are ${hints.length - MOST_HINTS} more notes.`];
}

/**
 * The output of an item that failed. For the error output exactly the keys by which n8n routes it there; else `finding`
 * comes first.
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
 * error beside its json. That error is not enumerable, so that it is part of no output and of no stored
 * execution: it holds the node with all its parameters.
 */
function routed(item: INodeExecutionData, failure: NodeFailure): INodeExecutionData {
	return Object.defineProperty(item, 'error', { value: failure });
}
