/** @typedef {{ id?: number, company_id?: number | null, passwordable_type?: string | null, passwordable_id?: number | null, name?: string, username?: string | null, password?: string | null, login_url?: string | null, url?: string | null, description?: string | null, archived?: boolean, updated_at?: string }} HuduPassword */
/** @typedef {{ asset_passwords?: HuduPassword[], companies?: Array<{ id: number, name?: string }>, assets?: Array<{ id: number, name?: string }> }} HuduPage */
/** @typedef {{ system: string, id: string, client: string, client_id: string, device: string, name: string, username: string, password: string, url: string, notes: string, changed_at: string }} Secret */

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' ? value.trim() : '');

/**
 * All records of the pages.
 * @template {'asset_passwords' | 'companies' | 'assets'} Name
 * @param {HuduPage[]} pages
 * @param {Name} name
 * @returns {NonNullable<HuduPage[Name]>[number][]}
 * @throws {Error} where a page holds none: half a list is worse than none
 */
const recordsOf = (pages, name) =>
	pages.flatMap((page) => {
		const records = page[name];
		if (!Array.isArray(records))
			throw new Error(`Hudu answered with something else than ${name}. Run it again later.`);
		return records;
	});

/** `url` is the page of the password in Hudu, as a path; older versions have the address to sign in at there. @param {HuduPassword} entry */
const addressOf = ({ login_url, url }) =>
	textOf(login_url) || (/^https?:/i.test(textOf(url)) ? textOf(url) : '');

/**
 * Passwords of Hudu as the syncs read them, without those that are archived there.
 * @param {{ passwords: HuduPage[], companies: HuduPage[], assets: HuduPage[] }} pages
 * @returns {Secret[]}
 */
export const secretsOfHudu = ({ passwords, companies, assets }) => {
	const nameOf = (/** @type {Array<{ id: number, name?: string }>} */ list) =>
		new Map(list.map(({ id, name }) => [id, textOf(name)]));
	const clients = nameOf(recordsOf(companies, 'companies'));
	const devices = nameOf(recordsOf(assets, 'assets'));
	return recordsOf(passwords, 'asset_passwords')
		.filter(({ archived }) => archived !== true)
		.map((entry) => {
			const { passwordable_type: type, passwordable_id: asset, company_id: company } = entry;
			const isOfAsset = type === 'Asset' && asset !== null && asset !== undefined;
			return {
				system: 'hudu',
				id: String(entry.id ?? ''),
				client: clients.get(company ?? 0) ?? '',
				client_id: String(company ?? ''),
				device: isOfAsset ? (devices.get(asset) ?? `asset ${asset}`) : '',
				name: textOf(entry.name),
				username: textOf(entry.username),
				password: entry.password ?? '',
				url: addressOf(entry),
				notes: textOf(entry.description),
				changed_at: textOf(entry.updated_at),
			};
		});
};
