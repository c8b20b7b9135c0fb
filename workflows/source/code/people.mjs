import { textOf, textsOf } from './texts.mjs';

/**
 * Email addresses in their order. Capital letters make no second one, and "n/a" is none.
 * @param {unknown[]} values
 * @returns {string[]}
 */
export const addressesOf = (values) => {
	/** @type {Map<string, string>} */
	const found = new Map();
	for (const address of textsOf(values)) {
		const key = address.toLowerCase();
		if (/^[^\s@]+@[^\s@]+$/.test(address) && !found.has(key)) found.set(key, address);
	}
	return [...found.values()];
};

/**
 * Phone numbers in their order, each once; one that is there with an extension is not repeated without it.
 * @param {Array<{ value: unknown, extension?: unknown, label: string }>} numbers
 * @returns {Array<{ value: string, extension: string, label: string }>}
 */
export const numbersOf = (numbers) => {
	/** @type {Array<{ value: string, extension: string, label: string }>} */
	const found = [];
	for (const { value, extension, label } of numbers) {
		const number = { value: textOf(value), extension: textOf(extension), label };
		const known = found.some(
			(other) =>
				other.value === number.value &&
				(number.extension === '' || other.extension === number.extension),
		);
		if (number.value !== '' && !known) found.push(number);
	}
	return found;
};
