import { byKey, nameKey } from './devices.mjs';

/** @typedef {{ id: string, name: string }} Owner */
/** @typedef {import('./digest.mjs').Finding} Finding */

/**
 * The organizations of IT Glue by what another system calls its clients.
 * @param {Owner[]} organizations
 * @param {Record<string, string>} otherNames what the other system calls a client → its name in IT Glue
 */
export const ownersOf = (organizations, otherNames) => {
	const byName = byKey(organizations, ({ name }) => nameKey(name));
	const others = new Map(
		Object.entries(otherNames).map(([name, ours]) => [nameKey(name), nameKey(ours)]),
	);
	return {
		/** @param {string} client @returns {Owner[]} one, none, or several of the same name */
		of: (client) => byName.get(others.get(nameKey(client)) ?? nameKey(client)) ?? [],
	};
};

/**
 * One finding for each client that is no organization, or several.
 * @param {Map<string, number>} counts things by client
 * @param {ReturnType<typeof ownersOf>} owners
 * @param {{ what: string, setting: string }} words
 * @returns {Finding[]}
 */
export const strangers = (counts, owners, { what, setting }) =>
	[...counts].map(([client, count]) => {
		const found = owners.of(client);
		const many = `${count} ${what}${count === 1 ? '' : 's'}`;
		return {
			key: `client ${nameKey(client)} ${found.length > 1 ? 'several' : 'none'}`,
			kind: 'unknown client',
			text:
				found.length > 1
					? `${client} (${many}): ${found.length} organizations have this name: ${found.map(({ id }) => id).join(', ')}. Rename one of them in IT Glue.`
					: `${client || 'No client'} (${many}): no organization has this name. Create it, or add the name to ${setting} in Settings.`,
		};
	});
