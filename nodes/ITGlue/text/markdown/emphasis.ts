import type { DelimiterRun } from './nodes';

const WHITE_SPACE = /\s/;
const PUNCTUATION = /[\p{P}\p{S}]/u;

/**
 * The runs of `*`, `_` and `~` that may still open or close something: the delimiter stack of CommonMark's
 * appendix, as a doubly linked list because runs are removed from its middle.
 */
export class DelimiterStack {
	last: DelimiterRun | undefined;

	private serial = 0;

	/** Adds the run of `length` characters at `at` and returns it. */
	add(text: string, at: number, length: number): DelimiterRun {
		const run: DelimiterRun = {
			char: text.charAt(at),
			length,
			count: length,
			...flanks(text, at, length),
			closes: [],
			opens: [],
			serial: this.serial++,
			previous: this.last,
			next: undefined,
		};
		// Three or more tildes are not a strikethrough.
		if (run.char === '~' && length > 2) return run;
		if (!run.canOpen && !run.canClose) return run;
		if (this.last !== undefined) this.last.next = run;
		this.last = run;
		return run;
	}

	/** Pairs the runs above `bottom` and removes all of them from the stack. */
	pair(bottom: DelimiterRun | undefined): void {
		const floor = bottom?.serial ?? -1;
		/** For each kind of closing run, the serial below which no opening run is left: keeps this linear. */
		const searched = new Map<string, number>();
		let closer = this.lowestAbove(floor);
		while (closer !== undefined) {
			closer = closer.canClose ? this.close(closer, floor, searched) : closer.next;
		}
		while (this.last !== undefined && this.last.serial > floor) this.remove(this.last);
	}

	/** @returns the next run to look at */
	private close(
		closer: DelimiterRun,
		floor: number,
		searched: Map<string, number>,
	): DelimiterRun | undefined {
		const key = kindOf(closer);
		const opener = findOpener(closer, Math.max(floor, searched.get(key) ?? -1));
		const { next } = closer;
		if (opener === undefined) {
			searched.set(key, closer.previous?.serial ?? -1);
			if (!closer.canOpen) this.remove(closer);
			return next;
		}
		this.removeBetween(opener, closer);
		const used = closer.char === '~' ? closer.count : Math.min(opener.count, closer.count, 2);
		const tag = closer.char === '~' ? 'del' : used === 2 ? 'strong' : 'em';
		opener.count -= used;
		opener.opens.push(tag);
		closer.count -= used;
		closer.closes.push(tag);
		if (opener.count === 0) this.remove(opener);
		if (closer.count > 0) return closer;
		this.remove(closer);
		return next;
	}

	private lowestAbove(floor: number): DelimiterRun | undefined {
		let lowest: DelimiterRun | undefined;
		for (let run = this.last; run !== undefined && run.serial > floor; run = run.previous)
			lowest = run;
		return lowest;
	}

	private remove(run: DelimiterRun): void {
		if (run.previous !== undefined) run.previous.next = run.next;
		if (run.next !== undefined) run.next.previous = run.previous;
		else this.last = run.previous;
	}

	private removeBetween(opener: DelimiterRun, closer: DelimiterRun): void {
		opener.next = closer;
		closer.previous = opener;
	}
}

function findOpener(closer: DelimiterRun, floor: number): DelimiterRun | undefined {
	for (let run = closer.previous; run !== undefined && run.serial > floor; run = run.previous) {
		if (run.char === closer.char && run.canOpen && fits(run, closer)) return run;
	}
	return undefined;
}

function fits(opener: DelimiterRun, closer: DelimiterRun): boolean {
	if (closer.char === '~') return opener.length === closer.length;
	// CommonMark's "rule of three", so that `*a**b**c*` nests as expected.
	if (!closer.canOpen && !opener.canClose) return true;
	return closer.length % 3 === 0 || (opener.length + closer.length) % 3 !== 0;
}

function kindOf(run: DelimiterRun): string {
	const size = run.char === '~' ? run.length : run.length % 3;
	return `${run.char}${run.canOpen ? 1 : 0}${size}`;
}

function flanks(text: string, at: number, length: number): { canOpen: boolean; canClose: boolean } {
	const before = charBefore(text, at);
	const after = charAfter(text, at + length);
	const spaceBefore = before === '' || WHITE_SPACE.test(before);
	const spaceAfter = after === '' || WHITE_SPACE.test(after);
	const markBefore = PUNCTUATION.test(before);
	const markAfter = PUNCTUATION.test(after);
	const left = !spaceAfter && (!markAfter || spaceBefore || markBefore);
	const right = !spaceBefore && (!markBefore || spaceAfter || markAfter);
	if (text.charAt(at) !== '_') return { canOpen: left, canClose: right };
	// Inside a word `_` is a letter: names such as `snake_case` stay whole.
	return { canOpen: left && (!right || markBefore), canClose: right && (!left || markAfter) };
}

function charBefore(text: string, at: number): string {
	const last = text.charAt(at - 1);
	return /[\uDC00-\uDFFF]/.test(last) ? text.slice(Math.max(at - 2, 0), at) : last;
}

function charAfter(text: string, at: number): string {
	const code = text.codePointAt(at);
	return code === undefined ? '' : String.fromCodePoint(code);
}
