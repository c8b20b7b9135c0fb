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

/** Items worked on at once; the client bounds the requests under way, the shared budget their rate. */
const WIDTH = 20;
const WIDTH_OF_READS = 100;

/** Ends a run that only checks its items, before it writes. */
export class Checked extends Error {}

/** A piece of work and the items that fail with it. */
export interface Task {
	items: readonly Item[];
	work: () => Promise<void>;
	/** Id of the record that the work is about: an item may be about several. */
	concerns?: string;
	/** What goes wrong with it is wrong with the run, not with an item: the run ends. */
	ofAll?: true;
}

/** What an item is about to do. */
export interface Planned<Plan> {
	item: Item;
	plan: Plan;
}

/**
 * One execution of one operation over all input items: keeps the items' results in input order, pairs
 * them, applies Continue On Fail and ends an execution that stops at a failing item in good order.
 */
export class Run implements Host {
	readonly items: Item[];
	/** As they stand in the workflow, expressions unresolved. */
	readonly parameters: INodeParameters;
	readonly given: Parameters;
	readonly options: ReadonlyMap<string, Option>;
	readonly lookups: Lookups;
	/** The same lists, also to be had once the run has stopped. */
	readonly listsForMessages: Lookups;
	readonly newEntries: NewEntries;
	readonly reader: RecordReader;
	/** What names of attributes mean. */
	readonly names = new Names(SECRET_ATTRIBUTES);
	/** What this run has done, an earlier try of it (Retry On Fail) included. */
	readonly memory: Memory;
	/** What has come of it, shared with the other parts of the same execution. */
	readonly results: Results;
	readonly types: Types;
	private readonly failures: Results['failures'];
	private readonly runName: string | undefined;
	/** It ends with `Checked` before its first write. */
	private readonly onlyChecks: boolean;
	/** Until the first write a refused item does not end the run: the others are checked as well. */
	private checking: boolean;

	constructor(
		readonly context: IExecuteFunctions,
		readonly resource: Resource,
		readonly facts: OperationFacts,
		readonly client: Client,
		readonly tool: boolean,
		/** The run that this one is a part of, and the items that it is about. */
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
		// What was read to be checked may be another when it is written.
		this.reader = (!this.onlyChecks && whole?.reader) || new RecordReader(client);
		this.types = whole?.types ?? new Types(client);
		this.runName = whole ? whole.runName : this.checking ? nameOfRun(context, tool) : undefined;
		this.memory = whole?.memory ?? takeMemory(this.runName);
		const indexes = part?.items.map(({ index }) => index) ?? [...context.getInputData().keys()];
		this.items = indexes.map((index) => new Item(this, index));
		for (const item of this.items) this.results.items.set(item.index, item);
	}

	/** The same run for some of its items, about a resource of their own: one type of flexible assets. */
	about(resource: Resource, items: readonly Item[], how: { onlyChecks?: boolean } = {}): Run {
		return new Run(this.context, resource, this.facts, this.client, this.tool, {
			of: this,
			items,
			...how,
		});
	}

	/** Whether an item that fails leaves the others to go on. */
	get continuesOnFail(): boolean {
		return goesOn(this.context, this.tool);
	}

	/** Ends the run. What one has done that failed is known to its next try. */
	end(succeeded: boolean): void {
		if (!succeeded || this.results.anyFailed) keepMemory(this.runName, this.memory);
	}

	/**
	 * Ends the checks that come before the first write. Where an item was refused and the run is to stop
	 * at that, it stops here: this rejects, and nothing has been written for any item.
	 */
	startWriting(): void {
		if (this.onlyChecks) throw new Checked();
		this.checking = false;
		if (!this.results.anyFailed || this.continuesOnFail) return;
		this.results.refusedUnwritten = this.client.writtenItems.length === 0;
		this.halt();
		this.throwIfHalted();
	}

	/** Ends a check of all items in whose result the next one is to find only what is right. */
	stopAtRefusals(): void {
		if (this.results.anyFailed && !this.continuesOnFail) this.startWriting();
	}

	/** Where every item was refused there is nothing to report beside them: the run fails, unless it is to go on anyway. */
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
	 * Runs `work` for every open item, concurrently. Without Continue On Fail the first failure
	 * ends the phase: nothing further starts, what is under way is waited for, and this rejects.
	 */
	async each(work: (item: Item) => Promise<void>): Promise<void> {
		await this.planned(work);
	}

	/** Like `each`; returns what `plan` gave for the items that went through, in input order. */
	async planned<Plan>(plan: (item: Item) => Promise<Plan>): Promise<Array<Planned<Plan>>> {
		const items = this.open.map((item) => ({ item, plan: item }));
		return await this.refined(items, async ({ item }) => await plan(item));
	}

	/** Takes plans a step further, concurrently; what is left out has failed. */
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

	/** Checks plans by what is known already; returns those that are not refused. */
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

	/** Carries out plans, concurrently, but those with the same key one after the other, in input order. */
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

	/** Runs pieces of work that each concern several items, concurrently; otherwise like `each`. */
	async tasks(tasks: Task[]): Promise<void> {
		await mapInOrder(
			tasks,
			WIDTH,
			async ({ items, work, concerns, ofAll }) => await this.attempt(items, work, concerns, ofAll),
			() => this.results.halted,
		);
		this.throwIfHalted();
	}

	/** Runs work for some items; a failure is that of each of them. Nothing is begun once the run has stopped. */
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

	/** What the item's refusal is reported as, where that is no failure. */
	private findingOf(item: Item): IDataObject | undefined {
		try {
			return this.facts.refusedAs?.((param) => item.option(param));
		} catch {
			// The option itself is what is wrong with the item.
			return undefined;
		}
	}

	/** Where an earlier try of the item failed for another reason, that is what a person has to know. */
	private nameFirstCause({ index }: Item, failure: NodeFailure): void {
		const first = this.memory.cause(index, failure.message);
		if (first === failure.message) return;
		const named = `The first try of this item ended with: ${first}.`;
		failure.description = [failure.description, named].filter(Boolean).join(' ');
	}

	/** From here on nothing is sent; what is under way ends. */
	private halt(): void {
		this.results.halted = true;
		this.client.stop();
	}

	/** The failure to report when the execution stops, with what had been written by then. */
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

	/** What was written for the other items; of an operation that writes nothing there is nothing to say. */
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
		// The answer to their write was lost, and the stop came before it could be asked for again.
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

	/** What else was refused before anything was written. */
	private refusals(failedIndex?: number): string {
		const more = [...this.failures.keys()].filter((index) => index !== failedIndex);
		const others = more.length === 1 ? '1 more item was' : `${more.length} more items were`;
		const refused = more.length === 0 ? '' : `And ${others} refused: ${named('item', more)}. `;
		return `${refused}Nothing was written.`;
	}

	/** Sets the item's output, paired with the item. */
	output(item: { index: number }, records: IDataObject[]): void {
		this.results.output(item, records);
	}

	/** Leaves a note beside the node's output; the same note is left once. */
	hint(text: string): void {
		this.results.hint(text);
	}

	/** Notes fields of the input that no column is read from. */
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

/** Whether the next item may fare better: a refusal, or a record that does not exist. */
const concernsOne = (reason: unknown): boolean =>
	!(reason instanceof ApiFault) || (reason.status === 404 && !reason.noSuchRoute);

/**
 * Whether a failure is an output rather than the end of the run: where the user chose so, and in an AI tool. A
 * model is told what a tool answers; of an error that is thrown, agents show it the message at most, and some
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
