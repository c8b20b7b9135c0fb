import { createHash, randomBytes } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { jsonText } from '../text/plain';

/** A write of an item that must not happen twice. */
export interface Deed {
	/** The id of the record. Null if IT Glue gave no clear answer, so that the record may or may not exist. */
	id: string | null;
	/** Digest of everything that was sent: with the next try, an expression may return another value. */
	content: string;
	/** Whether all further stages are done too. */
	whole: boolean;
	/** What was left out, for the output. */
	report: IDataObject;
	/** When it was sent. */
	at: number;
}

/** How long the writes of a failed run are remembered: n8n waits at most five seconds between two tries. */
const KEPT_MS = 15 * 60 * 1000;
const MOST_RUNS = 100;
const MOST_DEEDS = 100_000;
const MOST_CAUSES = 1000;

/** With this secret value, nobody can guess the content from a digest. */
const SALT = randomBytes(16);

/** A digest in place of a value: the value itself is not kept. */
export const digest = (value: unknown): string =>
	createHash('sha256').update(SALT).update(jsonText(value)).digest('base64').slice(0, 24);

/** The same, computed only once and only when needed. */
export function digestOf(value: () => unknown): () => string {
	let known: string | undefined;
	return () => (known ??= digest(value()));
}

/**
 * What one run of the node has done so far. After a failure, n8n runs the node again (Retry On Fail) with the same
 * input, but without any information about the first try.
 */
export class Memory {
	private readonly deeds = new Map<string, Deed>();
	private readonly causes = new Map<number, string>();

	/**
	 * What this try or an earlier one has done for an item; `what` is the digest of the work, or a function that
	 * returns it.
	 */
	recall(index: number, what: string | (() => string)): Deed | undefined {
		// Most runs remember nothing.
		if (this.deeds.size === 0) return undefined;
		return this.deeds.get(`${index} ${typeof what === 'string' ? what : what()}`);
	}

	note(index: number, what: string, deed: Partial<Deed>): void {
		const known = this.recall(index, what);
		const fresh: Deed = { id: null, content: '', whole: false, report: {}, at: Date.now() };
		this.deeds.set(`${index} ${what}`, { ...fresh, ...known, ...deed });
	}

	/** Whether an item has created the record. */
	claims(id: string): boolean {
		return [...this.deeds.values()].some((deed) => deed.id === id);
	}

	/** The first error of an item; later errors do not replace it. */
	cause(index: number, message: string): string {
		const known = this.causes.get(index);
		if (known === undefined && this.causes.size < MOST_CAUSES) this.causes.set(index, message);
		return known ?? message;
	}

	get size(): number {
		return this.deeds.size + this.causes.size;
	}
}

interface Kept {
	memory: Memory;
	until: number;
}

/** Memories of failed runs, the oldest first. A run in progress holds its own. */
const kept = new Map<string, Kept>();

/**
 * The name of a run of the node: all its tries have the same name, and no other run has it. n8n calls a tool with a
 * new run index in every try. Undefined if n8n does not return the id of the execution.
 */
export function nameOfRun(context: IExecuteFunctions, isTool: boolean): string | undefined {
	const execution = context.getExecutionId?.();
	if (!execution) return undefined;
	const { id, name } = context.getNode();
	const { $runIndex: run } = isTool ? { $runIndex: 0 } : context.getWorkflowDataProxy(0);
	return jsonText([execution, id, name, run]);
}

/** The memory of the previous try, if there was one and it failed. */
export function takeMemory(name: string | undefined, now = Date.now()): Memory {
	const found = name === undefined ? undefined : kept.get(name);
	if (name !== undefined) kept.delete(name);
	return found && found.until > now ? found.memory : new Memory();
}

/** Keeps what a failed run has done. A run that succeeded is not run again. */
export function keepMemory(name: string | undefined, memory: Memory, now = Date.now()): void {
	if (name === undefined || memory.size === 0) return;
	kept.delete(name);
	kept.set(name, { memory, until: now + KEPT_MS });
	let deeds = [...kept.values()].reduce((sum, { memory: { size } }) => sum + size, 0);
	for (const [oldest, { memory: old, until }] of kept) {
		const full = kept.size > MOST_RUNS || (deeds > MOST_DEEDS && kept.size > 1);
		if (until > now && !full) break;
		kept.delete(oldest);
		deeds -= old.size;
	}
}
