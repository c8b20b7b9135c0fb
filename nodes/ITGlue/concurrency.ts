/**
 * Runs `work` over `items`, at most `width` at a time. Starts and returns results in the order of the items. Calls
 * `enough` before each start: once it returns true, nothing more starts and the results end there. Rejects with the
 * first error, after the work that had already started has ended.
 */
export async function mapInOrder<T, R>(
	items: readonly T[],
	width: number,
	work: (item: T, index: number) => Promise<R>,
	enough: (done: ReadonlyArray<R | undefined>) => boolean = () => false,
): Promise<R[]> {
	const results: Array<R | undefined> = [];
	const failures: unknown[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < items.length && failures.length === 0 && !enough(results)) {
			const index = next++;
			const item = items[index] as T;
			try {
				results[index] = await work(item, index);
			} catch (reason) {
				failures.push(reason);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
	if (failures.length > 0) return await Promise.reject(failures[0]);
	return results.filter((result): result is R => result !== undefined);
}

/** The result of a promise as a value, so that one failure does not hide the others. */
export async function settle<T>(promise: Promise<T>): Promise<{ value: T } | { reason: unknown }> {
	return await promise.then(
		(value) => ({ value }),
		(reason: unknown) => ({ reason }),
	);
}
