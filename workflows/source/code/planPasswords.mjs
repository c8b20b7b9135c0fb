import { memoryOf } from './memory.mjs';
import { byKey, nameKey } from './devices.mjs';
import { ownersOf, strangers } from './owners.mjs';

/** @typedef {import('./hudu.mjs').Secret} Secret */
/** @typedef {import('./digest.mjs').Finding} Finding */
/** @typedef {{ id: string, organization_id: string, name: string, username?: string | null, url?: string | null, notes?: string | null, resource_id?: string | null, resource_type?: string | null, archived?: boolean }} Password */
/** @typedef {{ id: string, organization_id: string, name: string, hostname?: string | null, archived?: boolean }} Machine */
/** @typedef {{ passwordCategory: string, clientNames: Record<string, string>, mirrorNotes: boolean }} PasswordSettings */
/** @typedef {import('./changes.mjs').Wanted & { step: 'create' | 'change' | 'rotate', _action: string, _changes?: Record<string, { from: unknown, to: unknown }>, stamp: string }} Step */

/** What the notes of a mirrored password end with: people see where to change it, and the next run knows it again. @param {Secret} entry */
const markOf = ({ system, id }) => `Mirrored from ${system}, entry ${id}. Change it there.`;

/** @param {string | null | undefined} notes @returns {string} entry that a password is a copy of, or '' */
const entryOf = (notes) =>
	/Mirrored from [\w-]+, entry ([\w-]+)\. Change it there\./.exec(notes ?? '')?.[1] ?? '';

/** An id and the moment of the entry that was mirrored last, as the memory keeps them. @param {string} value */
const rememberedOf = (value) => {
	const [id = '', stamp = ''] = value.split(' ');
	return { id, stamp };
};

/** @param {Secret} entry @param {boolean} own whether the notes of the entry go along */
const notesOf = (entry, own) =>
	[own ? entry.notes : '', markOf(entry)].filter(Boolean).join('\n\n');

/**
 * What is to be written to passwords, and what a person has to decide. Values are no part of it.
 * @param {{ settings: PasswordSettings, secrets: Secret[], organizations: import('./owners.mjs').Owner[], configurations: Machine[], passwords: Password[], rows: import('./memory.mjs').MemoryRow[] }} sources
 * @returns {{ items: Step[], findings: Finding[], counts: Record<string, number>, count: number, known: Array<{ key: string, id: string }> }}
 */
export const planPasswords = ({
	settings,
	secrets,
	organizations,
	configurations,
	passwords,
	rows,
}) => {
	const memory = memoryOf(rows);
	const owners = ownersOf(organizations, settings.clientNames);
	const machines = byKey(
		configurations.filter(({ archived }) => !archived),
		({ organization_id: owner, hostname, name }) =>
			[nameKey(hostname), nameKey(name)]
				.filter((key) => key !== '')
				.map((key) => `${owner} ${key}`),
	);
	const byId = new Map(passwords.map((one) => [one.id, one]));
	const placeOf = (
		/** @type {string} */ owner,
		/** @type {string} */ machine,
		/** @type {string} */ name,
	) => `${owner} ${machine} ${nameKey(name)}`;
	const byPlace = byKey(passwords, ({ organization_id: owner, resource_id: machine, name }) =>
		placeOf(owner, machine ?? '', name),
	);
	const marked = byKey(passwords, ({ notes }) => entryOf(notes));

	/** @type {Step[]} */
	const items = [];
	/** @type {Finding[]} */
	const findings = [];
	/** @type {Array<{ key: string, id: string }>} */
	const knownIds = [];
	const counts = { entries: secrets.length, in_step: 0 };
	const tell = (
		/** @type {string} */ kind,
		/** @type {string} */ key,
		/** @type {string} */ text,
	) => findings.push({ kind, key, text });

	/** @type {Map<string, number>} */
	const withoutOwner = new Map();
	const placed = secrets.flatMap((entry) => {
		const [owner, ...others] = owners.of(entry.client);
		if (owner === undefined || others.length > 0) {
			withoutOwner.set(entry.client, (withoutOwner.get(entry.client) ?? 0) + 1);
			return [];
		}
		const found =
			entry.device === '' ? [] : (machines.get(`${owner.id} ${nameKey(entry.device)}`) ?? []);
		if (entry.device !== '' && found.length !== 1) {
			tell(
				'unknown device',
				`device ${entry.id} ${found.length}`,
				`${entry.name} (${entry.client}, ${entry.device}): ${found.length === 0 ? 'IT Glue has no such configuration' : `several configurations have this name: ${found.map(({ id }) => id).join(', ')}`}. Correct the name here or there.`,
			);
			return [];
		}
		return [{ entry, owner: owner.id, machine: found[0]?.id ?? '' }];
	});
	findings.push(...strangers(withoutOwner, owners, { what: 'entry', setting: 'clientNames' }));

	const same = byKey(placed, ({ entry, owner, machine }) => placeOf(owner, machine, entry.name));
	for (const { entry, owner, machine } of placed) {
		const place = placeOf(owner, machine, entry.name);
		const where = `${entry.name.trim()} (${[entry.client, entry.device].filter(Boolean).join(', ')})`;
		const twins = same.get(place) ?? [];
		if (twins.length > 1) {
			if (twins[0]?.entry === entry)
				tell(
					'same name',
					`same ${twins
						.map((twin) => twin.entry.id)
						.sort()
						.join(' ')}`,
					`${where}: ${twins.length} entries have this name. Rename them, so that each says what it is for.`,
				);
			continue;
		}
		if (entry.password === '') {
			tell('no value', `empty ${entry.id}`, `${where}: the entry holds no password.`);
			continue;
		}
		const { id, stamp } = rememberedOf(memory.ids.get(entry.id) ?? '');
		const mirrored = byId.get(id) ?? marked.get(entry.id)?.[0];
		const others = (byPlace.get(place) ?? []).filter((one) => one !== mirrored);
		if (others.length > 0) {
			tell(
				'taken',
				`taken ${entry.id} ${others[0]?.id}`,
				`${where}: IT Glue has a password of this name (${others.map((one) => one.id).join(', ')}) that was not mirrored from here. It is left alone: rename one of them, or archive and rename the one in IT Glue.`,
			);
			continue;
		}
		const common = { key: entry.id, label: where, stamp: entry.changed_at };
		if (mirrored === undefined) {
			items.push({
				step: 'create',
				_action: 'would_create',
				...common,
				organization_id: owner,
				name: entry.name.trim(),
				username: entry.username,
				url: entry.url,
				notes: notesOf(entry, settings.mirrorNotes),
				password_category_id: settings.passwordCategory,
				...(machine !== '' && { resource_type: 'Configuration', resource_id: machine }),
			});
			continue;
		}
		if (mirrored.organization_id !== owner || (mirrored.resource_id ?? '') !== machine) {
			tell(
				'moved',
				`moved ${entry.id} ${owner} ${machine}`,
				`${where}: its copy in IT Glue (${mirrored.id}) belongs to another client or device. Archive and rename it there; the next run makes a new copy.`,
			);
			continue;
		}
		const rotated = stamp !== entry.changed_at;
		/** @type {Record<string, { from: unknown, to: unknown }>} */
		const _changes = {};
		for (const name of /** @type {const} */ (['name', 'username', 'url'])) {
			const value = entry[name].trim();
			if (value !== '' && (mirrored[name] ?? '') !== value)
				_changes[name] = { from: mirrored[name] ?? null, to: value };
		}
		if (!rotated && Object.keys(_changes).length === 0) {
			counts.in_step += 1;
			continue;
		}
		items.push({
			step: rotated ? 'rotate' : 'change',
			_action: 'would_update',
			_changes,
			...common,
			id: mirrored.id,
			...Object.fromEntries(Object.entries(_changes).map(([name, { to }]) => [name, to])),
		});
	}
	const entries = new Set(secrets.map(({ id }) => id));
	for (const [entry, value] of memory.ids) {
		const copy = byId.get(rememberedOf(value).id);
		if (entries.has(entry) || copy === undefined || copy.archived) continue;
		tell(
			'not in the store',
			`gone ${entry}`,
			`${copy.name} (${copy.id}) was mirrored from an entry that is not in the store any more. Archive it if nobody needs it.`,
		);
	}
	return { items, findings, counts, count: secrets.length, known: knownIds };
};
