import { byKey, nameKey } from './devices.mjs';

/** @typedef {{ id: string, name: string, organization_id?: string, username?: string | null, notes?: string | null, password_category_name?: string | null, password_folder_id?: string | null, password_updated_at?: string | null, archived?: boolean | null }} Password */
/** @typedef {{ id: string, userPrincipalName: string, accountEnabled?: boolean | null, onPremisesSyncEnabled?: boolean | null }} User */
/** @typedef {{ id: string, name: string, username: string, organization_id: string, password_folder_id: string, user_id: string, beside: string, mark: string, earlier: string[] }} Rotation */
/** @typedef {{ id: string, password: string, username: string, reason: string }} Left */

/** What the notes of a record begin with that holds a new value until it is in use. @param {string} id */
const markOf = (id) =>
	`Rotation of password ${id}. This value may already be in use. The workflow archives this record when both systems have the value.`;

/** @param {Password} password @returns {string} the password that it holds a new value of, or '' */
const targetOf = ({ notes }) => /Rotation of password (\d+)\./.exec(notes ?? '')?.[1] ?? '';

/** @param {{ password_updated_at?: string | null }} password */
const changedAt = ({ password_updated_at: at }) => Date.parse(at ?? '') || 0;

/**
 * Which passwords get a new value, those of an earlier run that did not end first, and then the oldest.
 * @param {{ settings: { passwordCategory: string, mostInOneRun: number }, due: Password[], all: Password[], users: User[], stamp: string }} sources
 * `due` is what the filters chose, `all` every password of the organization
 * @returns {{ items: Rotation[], review: Left[], later: number, unfinished: number }}
 */
export const planRotation = ({ settings, due, all, users, stamp }) => {
	const active = all.filter(({ archived }) => archived !== true);
	const beside = byKey(active, targetOf);
	const category = nameKey(settings.passwordCategory);
	const chosen = active.filter(
		(one) => targetOf(one) === '' && nameKey(one.password_category_name) === category,
	);
	const twins = byKey(chosen, ({ username }) => nameKey(username));
	const accounts = byKey(users, ({ userPrincipalName: name }) => nameKey(name));
	const isDue = new Set(due.map(({ id }) => id));
	const wanted = chosen
		.filter(({ id }) => isDue.has(id) || beside.has(id))
		.sort(
			(one, other) =>
				Number(beside.has(other.id)) - Number(beside.has(one.id)) ||
				changedAt(one) - changedAt(other),
		);

	/** @type {(password: Password, account: User | undefined) => string} */
	const objection = ({ username }, account) => {
		const user = nameKey(username);
		if (user === '') return 'It has no username. Enter the sign-in name of the account.';
		const same = twins.get(user) ?? [];
		if (same.length > 1)
			return `${same.length} passwords of this category have this username (${same.map(({ id }) => id).join(', ')}). Archive all but one.`;
		if (account === undefined) return 'The tenant has no user with this sign-in name.';
		if (account.accountEnabled === false) return 'The account is blocked.';
		if (account.onPremisesSyncEnabled === true)
			return 'The account comes from a local directory. Change its password there.';
		return '';
	};

	/** @type {Rotation[]} */
	const items = [];
	/** @type {Left[]} */
	const review = [];
	for (const password of wanted) {
		const { id, name } = password;
		const username = (password.username ?? '').trim();
		const [account] = accounts.get(nameKey(username)) ?? [];
		const earlier = beside.get(id) ?? [];
		const reason = objection(password, account);
		if (reason !== '' || account === undefined) {
			const open = earlier.map((one) => `"${one.name}" (${one.id})`).join(', ');
			const warning =
				open === ''
					? ''
					: ` An earlier rotation is not complete: the value in use may be in ${open}.`;
			review.push({ id, password: name, username, reason: `${reason}${warning}` });
			continue;
		}
		items.push({
			id,
			name,
			username,
			organization_id: String(password.organization_id ?? ''),
			password_folder_id: String(password.password_folder_id ?? ''),
			user_id: account.id,
			beside: `${name} (new value, ${stamp})`,
			mark: markOf(id),
			earlier: earlier.map((one) => one.id),
		});
	}
	const most = Math.max(0, Number(settings.mostInOneRun) || 0);
	return {
		items: items.slice(0, most),
		review,
		later: Math.max(0, items.length - most),
		unfinished: wanted.filter(({ id }) => beside.has(id)).length,
	};
};
