/** The statistics: a random sample that can be drawn again, and how sure its score is. */

/**
 * @param {number} seed
 * @returns {() => number} the next of a row of numbers from 0 to below 1 (mulberry32)
 */
export function randomFrom(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * @template T
 * @param {T[]} items
 * @param {number} size
 * @param {number} seed
 * @returns {T[]} so many of the items, each as likely as the others; a larger sample of a seed holds the smaller
 */
export function sampleOf(items, size, seed) {
	const random = randomFrom(seed);
	return items
		.map((item) => ({ item, rank: random() }))
		.sort((a, b) => a.rank - b.rank)
		.slice(0, size)
		.map(({ item }) => item);
}

/**
 * Wilson's interval, which stays within 0 and 1 for small samples too.
 * @param {number} hits
 * @param {number} total
 * @returns {[number, number]} between which the share of all lies in 95 of 100 samples
 */
export function intervalOf(hits, total) {
	if (total === 0) return [0, 1];
	const z = 1.96;
	const share = hits / total;
	const middle = share + z ** 2 / (2 * total);
	const spread = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
	const scale = 1 + z ** 2 / total;
	return [(middle - spread) / scale, (middle + spread) / scale];
}
