import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { mapInOrder } from '../concurrency';
import { SECRET_ATTRIBUTES } from '../resources';
import type { Resource } from '../resources/schema/resource';
import type { Option, OperationName } from '../resources/schema/attribute';
import { ApiFault, type Client } from '../transport';
import { failureDetails, toNodeError } from '../errors';
import { optionsFor, type OperationFacts } from '../resources/schema/operation';
import type { Host } from './host';
import { Item } from './item';
import { Parameters } from './parameters';
import { RecordReader } from '../records/reader';
import { Names } from '../records/layout';
import { Lookups } from '../records/lookups';
import { NewEntries } from '../records/newEntries';
import { Results, type NodeFailure } from './results';
import { Types } from '../records/types';
import { keepMemory, nameOfRun, takeMemory, type Memory } from './memory';

/** How many items are in progress at once. The client limits the requests in progress, the shared budget their rate. */
const WIDTH = 20;
const WIDTH_OF_READS = 100;

/** Ends a run that only checks its items, before the first write. */
export class Checked extends Error {}

/** Work for one or more items, which all fail if the work fails. */
export interface Task {
	items: readonly Item[];
	work: () => Promise<void>;
	/** Id of the record of this work, because an item may have several records. */
	concerns?: string;
	/** An error in this work is an error of the run, not of an item: the run ends. */
	ofAll?: true;
}

/** An item with its plan. */
export interface Planned<Plan> {
	item: Item;
	plan: Plan;
}

/**
 * One execution of one operation over all input items: collects the results in input order, pairs them, and applies
 * Continue On Fail. If an item stops the execution, ends it in an orderly way.
 */
export class Run implements Host {
	readonly items: Item[];
	/** As in the workflow, with unresolved expressions. */
	readonly parameters: INodeParameters;
	readonly given: Parameters;
	readonly options: ReadonlyMap<string, Option>;
	readonly lookups: Lookups;
	/** The same lists, which can be read even after the run has stopped. */
	readonly listsForMessages: Lookups;
	readonly newEntries: NewEntries;
	readonly reader: RecordReader;
	/** The meaning of attribute names. */
	readonly names = new Names(SECRET_ATTRIBUTES);
	/** What this run has done, including an earlier try (Retry On Fail). */
	readonly memory: Memory;
	/** The results, shared with the other parts of the same execution. */
	readonly results: Results;
	readonly types: Types;
	private readonly failures: Results['failures'];
	private readonly runName: string | undefined;
	/** Whether the run ends with `Checked` before its first write. */
	private readonly onlyChecks: boolean;
	/** Before the first write a refused item does not end the run: the other items are checked too. */
	private checking: boolean;

	constructor(
		readonly context: IExecuteFunctions,
		readonly resource: Resource,
		readonly facts: OperationFacts,
		readonly client: Client,
		readonly tool: boolean,
		/** The run that this one is a part of, and the items of this part. */
		part?: { of: Run; items: readonly Item[]; onlyChecks?: boolean },
	) {
		this.parameters = context.getNode().parameters;
		this.given = new Parameters(context, tool);
		const options = optionsFor(resource, facts);
		this.options = new Map(options.map((option) => [option.param, option]));
		this.checking = facts.onlyReads !== true;
		const whole = part?.of;
		this.results = whole?.results ?? new Results(context);
		this.failures = this.results.failures;
		this.lookups = whole?.lookups ?? new Lookups(client);
		this.newEntries = whole?.newEntries ?? new NewEntries(this.lookups);
		this.listsForMessages = whole?.listsForMessages ?? new Lookups(client.beyondStop());
		this.onlyChecks = part?.onlyChecks === true;
		// Read again for the write, because records may have changed since the check.
		this.reader = (!this.onlyChecks && whole?.reader) || new RecordReader(client);
		this.types = whole?.types ?? new Types(client);
		this.runName = whole ? whole.runName : this.checking ? nameOfRun(context, tool) : undefined;
		this.memory = whole?.memory ?? takeMemory(this.runName);
		const indexes = part?.items.map(({ index }) => index) ?? [...context.getInputData().keys()];
		this.items = indexes.map((index) => new Item(this, index));
		for (const item of this.items) this.results.items.set(item.index, item);
	}

	/** The same run for some of its items, with another resource: one type of flexible assets. */
	about(resource: Resource, items: readonly Item[], how: { onlyChecks?: boolean } = {}): Run {
		return new Run(this.context, resource, this.facts, this.client, this.tool, {
			of: this,
			items,
			...how,
		});
	}

	/** Whether the other items continue when an item fails. */
	get continuesOnFail(): boolean {
		return goesOn(this.context, this.tool);
	}

	/** Ends the run. After a failure, the next try knows what this run has done. */
	end(succeeded: boolean): void {
		if (!succeeded || this.results.anyFailed) keepMemory(this.runName, this.memory);
	}

	/**
	 * Ends the checks before the first write. If an item was refused and the run must stop for this, throws the error
	 * here: nothing has been written for any item.
	 */
	startWriting(): void {
		if (this.onlyChecks) throw new Checked();
		this.checking = false;
		if (!this.results.anyFailed || this.continuesOnFail) return;
		this.results.refusedUnwritten = this.client.writtenItems.length === 0;
		this.halt();
		this.throwIfHalted();
	}

	/** Stops here if an item was refused: the next check expects only valid items. */
	stopAtRefusals(): void {
		if (this.results.anyFailed && !this.continuesOnFail) this.startWriting();
	}

	/** If every item was refused, nothing is left to report: the run fails, unless it must continue on failure. */
	failWithoutAny(): void {
		if (this.open.length > 0 || this.failures.size === 0 || this.continuesOnFail) return;
		this.results.findings.clear();
		this.halt();
		this.throwIfHalted();
	}

	/** The items that have not failed. */
	get open(): Item[] {
		return this.items.filter(({ index }) => !this.failures.has(index));
	}

	/**
	 * Runs `work` for every open item, concurrently. Without Continue On Fail the first failure ends the phase:
	 * nothing more starts, the work in progress ends, and then this rejects.
	 */
	async each(work: (item: Item) => Promise<void>): Promise<void> {
		await this.planned(work);
	}

	/** Like `each`, but returns the plans of the items that succeeded, in input order. */
	async planned<Plan>(plan: (item: Item) => Promise<Plan>): Promise<Array<Planned<Plan>>> {
		const items = this.open.map((item) => ({ item, plan: item }));
		return await this.refined(items, async ({ item }) => await plan(item));
	}

	/** Completes plans, concurrently. Items without a result have failed. */
	async refined<Plan, Refined>(
		plans: ReadonlyArray<Planned<Plan>>,
		refine: (planned: Planned<Plan>) => Promise<Refined>,
	): Promise<Array<Planned<Refined>>> {
		const done: Array<Planned<Refined>> = [];
		await this.parallel(plans, async (planned) => {
			await this.attempt([planned.item], async () => {
				const plan = await refine(planned);
				done.push({ item: planned.item, plan });
			});
		});
		return done.sort((a, b) => a.item.index - b.item.index);
	}

	/** Checks plans without requests. Returns those that are not refused. */
	async checked<P extends Planned<unknown>>(
		plans: readonly P[],
		check: (planned: P) => void,
	): Promise<P[]> {
		const clear: P[] = [];
		for (const planned of plans) {
			const { item } = planned;
			if (this.results.halted) break;
			if (this.failures.has(item.index)) continue;
			try {
				check(planned);
				clear.push(planned);
			} catch (reason) {
				await this.fail(item, reason);
			}
		}
		this.throwIfHalted();
		return clear;
	}

	/** Carries out plans concurrently. Plans with the same key run one after the other, in input order. */
	async inGroups<Plan>(
		plans: ReadonlyArray<Planned<Plan>>,
		keyOf: (planned: Planned<Plan>) => string,
		work: (planned: Planned<Plan>) => Promise<void>,
	): Promise<void> {
		const groups = new Map<string, Array<Planned<Plan>>>();
		for (const planned of plans) {
			const key = keyOf(planned);
			const group = groups.get(key);
			if (group) group.push(planned);
			else groups.set(key, [planned]);
		}
		await this.parallel([...groups.values()], async (group) => {
			for (const planned of group)
				await this.attempt([planned.item], async () => await work(planned));
		});
	}

	private async parallel<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
		const width = this.facts.onlyReads ? WIDTH_OF_READS : WIDTH;
		await mapInOrder(all, width, work, () => this.results.halted);
		this.throwIfHalted();
	}

	/** Runs tasks that each have several items, concurrently; otherwise like `each`. */
	async tasks(tasks: Task[]): Promise<void> {
		await mapInOrder(
			tasks,
			WIDTH,
			async ({ items, work, concerns, ofAll }) => await this.attempt(items, work, concerns, ofAll),
			() => this.results.halted,
		);
		this.throwIfHalted();
	}

	/** Runs work for some items; if it fails, all of them fail. Starts nothing after the run has stopped. */
	async attempt(
		items: readonly Item[],
		work: () => Promise<void>,
		concerns?: string,
		ofAll = false,
	): Promise<void> {
		const open = items.filter(({ index }) => !this.failures.has(index));
		if (this.results.halted || open.length === 0) return;
		try {
			await work();
		} catch (reason) {
			for (const item of open) {
				if (concerns !== undefined) item.concerns(concerns);
				await this.fail(item, reason, ofAll);
			}
		}
	}

	private async fail(item: Item, reason: unknown, ofAll = false): Promise<void> {
		if (this.failures.has(item.index)) return;
		item.wasInterrupted = reason instanceof ApiFault && reason.kind === 'stopped';
		const cancelled = reason instanceof ApiFault && reason.kind === 'cancelled';
		const finding = !ofAll && concernsOne(reason) ? this.findingOf(item) : undefined;
		if (finding) this.results.findings.set(item.index, finding);
		const isChecked = this.checking && concernsOne(reason);
		if (cancelled || !(this.continuesOnFail || finding || isChecked)) this.halt();
		await item.learnFrom(reason);
		const failure = toNodeError(this.context.getNode(), reason, item.subject());
		if (!item.wasInterrupted) this.nameFirstCause(item, failure);
		this.failures.set(item.index, failure);
	}

	/** The output for a refused item, if the refusal is not a failure. */
	private findingOf(item: Item): IDataObject | undefined {
		try {
			return this.facts.refusedAs?.((param) => item.option(param));
		} catch {
			// The option itself is the error.
			return undefined;
		}
	}

	/** If an earlier try of the item failed for another reason, adds this reason for the user. */
	private nameFirstCause({ index }: Item, failure: NodeFailure): void {
		const first = this.memory.cause(index, failure.message);
		if (first === failure.message) return;
		const named = `The first try of this item ended with: ${first}.`;
		failure.description = [failure.description, named].filter(Boolean).join(' ');
	}

	/** After this, nothing more is sent; requests in progress end. */
	private halt(): void {
		this.results.halted = true;
		this.client.stop();
	}

	/** Throws the failure that stops the execution, with a report of what was written before. */
	private throwIfHalted(): void {
		if (!this.results.halted) return;
		const stopped = [...this.failures]
			.filter(([index]) => !this.results.findings.has(index))
			.sort(([a], [b]) => a - b);
		const [failed] = stopped.filter(([index]) => !this.results.items.get(index)?.wasInterrupted);
		const [, failure] = failed ?? stopped[0] ?? [];
		if (!failure) return;
		const account = this.account(failed?.[0]);
		if (account) failure.description = [failure.description, account].filter(Boolean).join(' ');
		throw failure;
	}

	/** What was written for the other items. Empty for an operation that writes nothing. */
	private account(failedIndex?: number): string {
		const items = [...this.results.items.values()];
		if (items.length < 2 || this.facts.onlyReads) return '';
		if (this.results.refusedUnwritten) return this.refusals(failedIndex);
		const written = this.client.writtenItems.filter(
			(index) => index !== failedIndex && !this.failures.has(index),
		);
		const broken = items.filter(
			(item) => item.index !== failedIndex && this.failures.has(item.index) && item.hasBrokenOff,
		);
		// The answer to their write was lost, and the run stopped before the node could ask again.
		const unsure = [...this.failures].flatMap(([index, failure]) =>
			index !== failedIndex && failureDetails(failure).mayHaveBeenApplied === true ? [index] : [],
		);
		const parts = [
			...(written.length > 0 ? [`Written before the stop: ${named('item', written)}.`] : []),
			...(unsure.length > 0 ? [`${named('Item', unsure)} may have been written.`] : []),
			...broken.map((item) => `Item ${item.index} was left incomplete: ${item.brokenOff()}.`),
		];
		if (parts.length === 0) return 'No other item had been written.';
		return parts.join(' ');
	}

	/** The other items that were refused before anything was written. */
	private refusals(failedIndex?: number): string {
		const more = [...this.failures.keys()].filter((index) => index !== failedIndex);
		const others = more.length === 1 ? '1 more item was' : `${more.length} more items were`;
		const refused = more.length === 0 ? '' : `And ${others} refused: ${named('item', more)}. `;
		return `${refused}Nothing was written.`;
	}

	/** Sets the output of the item, paired with the item. */
	output(item: { index: number }, records: IDataObject[]): void {
		this.results.output(item, records);
	}

	/** Adds a note to the output of the node. The same note is added only once. */
	hint(text: string): void {
		this.results.hint(text);
	}

	/** Remembers input fields that no column uses. */
	unread(names: readonly string[]): void {
		this.results.unread(names);
	}

	/** How many items of the run have failed so far. */
	get failed(): number {
		return this.items.filter(({ index }) => this.failures.has(index)).length;
	}

	get operation(): OperationName {
		return this.facts.name;
	}

	get operationLabel(): string {
		return this.facts.label;
	}
}

/** Whether the next item may succeed: after a refusal, or if a record does not exist. */
const concernsOne = (reason: unknown): boolean =>
	!(reason instanceof ApiFault) || (reason.status === 404 && !reason.noSuchRoute);

/**
 * Whether a failure becomes an output and does not end the run: if the user chose so, and in an AI tool. A model gets
 * the output of a tool. If the tool throws an error, some agents show the model only the message, and some show
 * nothing (AI Agent 2 in n8n 2.41.1).
 */
export const goesOn = (context: IExecuteFunctions, tool: boolean): boolean =>
	tool || context.continueOnFail();

const named = (word: string, indexes: number[]): string =>
	`${word}${indexes.length === 1 ? '' : 's'} ${ranges(indexes)}`;

/** [0, 1, 2, 5] → "0–2, 5". */
export function ranges(indexes: number[]): string {
	const runs: Array<[number, number]> = [];
	for (const index of [...indexes].sort((a, b) => a - b)) {
		const last = runs[runs.length - 1];
		if (last && last[1] === index - 1) last[1] = index;
		else runs.push([index, index]);
	}
	return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
