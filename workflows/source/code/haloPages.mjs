/**
 * The records of all pages of HaloPSA, each once.
 * @template {{ id: number }} Row
 * @param {Array<{ record_count?: number }>} pages
 * @param {Row[]} rows of all pages
 * @returns {Row[]}
 * @throws {Error} when there are fewer than Halo says: half a list would look like records that are gone
 */
export const completeOfHalo = (pages, rows) => {
	const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
	const count = pages.at(-1)?.record_count ?? 0;
	if (unique.length < count)
		throw new Error(
			`HaloPSA gave ${unique.length} of ${count} records. Something changed while they were read: run it again.`,
		);
	return unique;
};
