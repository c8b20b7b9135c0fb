import { ApiFault } from './fault';

const ID = /^\d{1,19}$/;

/**
 * Fills ':name' segments of a path template with ids; nothing else in the package builds a path.
 *
 * @returns the filled path, for example '/organizations/42/relationships/contacts'
 * @throws ApiFault (kind 'refused') when a value is missing or is not an id (1 to 19 digits), so that '../users',
 * '1?x=' or '1/2' never reach another route than the intended one
 */
export function fillPath(template: string, params: Record<string, string>): string {
	return template.replace(/:([a-z_]+)/gi, (_match, name: string) => {
		const value = Object.prototype.hasOwnProperty.call(params, name) ? String(params[name]) : '';
		if (ID.test(value)) return value;
		const shown = value === '' ? 'nothing' : `"${value.slice(0, 60)}"`;
		throw new ApiFault({
			kind: 'refused',
			method: 'GET',
			path: template,
			message: `The ID for "${name}" must be a whole number such as 1234567, but it is ${shown}`,
		});
	});
}

/**
 * Escapes a value for an IT Glue filter: commas separate the values of a filter, so a comma inside a value becomes
 * '\,'. Returns the escaped text, not URL-encoded. Never throws.
 */
export function escapeFilterValue(value: string): string {
	return value.replace(/,/g, '\\,');
}
