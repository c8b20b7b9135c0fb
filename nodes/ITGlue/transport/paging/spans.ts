/** Page `number` with `size` rows: the rows from `(number - 1) * size` on. */
export interface Span {
	number: number;
	size: number;
}

export const startOf = ({ number, size }: Span): number => (number - 1) * size;

export const endOf = ({ number, size }: Span): number => number * size;

/**
 * The page to request when the first `next` rows of a list are known: it begins with a known row and reaches as far as
 * possible.
 *
 * A page begins at a multiple of its size (there is no other offset, itglue-api.md 1.8), so a page that is a little
 * smaller than the largest may begin directly before `next`. Very small pages may not allow this; then the page begins
 * at `next`.
 */
export function spanAfter(next: number, largest: number): Span {
	let best: Span = { number: Math.floor(next / largest) + 1, size: largest };
	if (next === 0) return best;
	let end = next;
	// A page that contains the row before `next` ends at most `size` rows after that row.
	for (let size = largest; size > end - next + 1; size -= 1) {
		const span = { number: Math.floor((next - 1) / size) + 1, size };
		if (endOf(span) <= end) continue;
		end = endOf(span);
		best = span;
	}
	return best;
}
