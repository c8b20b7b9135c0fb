/** The number that a value is or spells; NaN for everything else: an object may refuse to be turned into one. */
export const readNumber = (value: unknown): number =>
	typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
