import { createHash, randomBytes } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { jsonText } from '../text/plain';

/** What an item has written that must not be written twice. */
export interface Deed {
	/** The record; null where IT Glue gave no clear answer, so that it may or may not exist. */
	id: string | null;
	/** Digest of all that was sent: an expression may give something else by now. */
	content: string;
	/** Whether everything that belongs to it was done as well. */
	whole: boolean;
	/** What was left out of it, reported beside the output. */
	report: IDataObject;
	/** When it was sent. */
	at: number;
}

/** How long what a failed run has done is remembered: n8n waits five seconds at most between two tries. */
const KEPT_MS = 15 * 60 * 1000;
const MOST_RUNS = 100;
const MOST_DEEDS = 100_000;
const MOST_CAUSES = 1000;

/** Digests say nothing about what they are made of, to whoever does not know this. */
const SALT = randomBytes(16);

/** Stands for a value: nothing of it is kept. */
export const digest = (value: unknown): string =>
	createHash('sha256').update(SALT).update(jsonText(value)).digest('base64').slice(0, 24);

/** The same, made once and not before it is asked for. */
export function digestOf(value: () => unknown): () => string {
	let known: string | undefined;
	return () => (known ??= digest(value()));
}

/**
 * What one run of the node has done so far. n8n runs a node again that failed (Retry On Fail), with the
 * same input, and tells it nothing of the first try.
 */
export class Memory {
	private readonly deeds = new Map<string, Deed>();
	private readonly causes = new Map<number, string>();

	/** What an earlier try, or this one, has done for an item; `what` is a digest of what that was, or makes it. */
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

	/** Why an item failed at first; the first text is kept. */
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

/** Of runs that failed, the oldest first; those under way are held by themselves. */
const kept = new Map<string, Kept>();

/**
 * What names a run of the node: every try of it has the same name, and no other run does. A tool is called
 * under a new run index with every try. Undefined where n8n does not say which execution it is.
 */
export function nameOfRun(context: IExecuteFunctions, isTool: boolean): string | undefined {
	const execution = context.getExecutionId?.();
	if (!execution) return undefined;
	const { id, name } = context.getNode();
	const { $runIndex: run } = isTool ? { $runIndex: 0 } : context.getWorkflowDataProxy(0);
	return jsonText([execution, id, name, run]);
}

/** What the try before has left, if there was one and it failed. */
export function takeMemory(name: string | undefined, now = Date.now()): Memory {
	const found = name === undefined ? undefined : kept.get(name);
	if (name !== undefined) kept.delete(name);
	return found && found.until > now ? found.memory : new Memory();
}

/** Keeps what a run has done that failed. One that succeeded is not run again. */
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
