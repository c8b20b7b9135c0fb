/** @param {unknown} value */
export const textOf = (value) => (typeof value === 'string' ? value.trim() : '');

/**
 * Texts without blanks around them, each once, no empty ones.
 * @param {unknown[]} values
 * @returns {string[]}
 */
export const textsOf = (values) => [...new Set(values.map(textOf))].filter((text) => text !== '');
