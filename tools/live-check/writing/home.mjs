/** The organization that `--write` creates, the only one it touches, and how it goes again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { idOf, itemOf, itemsOf } from '../account.mjs';
import { NoAnswer } from '../connection.mjs';
import { isFine, told, Unseen } from '../findings.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../connection.mjs').Answer} Answer */
/** @typedef {'POST' | 'PATCH' | 'DELETE'} Method */

/** Waits between looks at an organization that was marked for deletion: about a minute in all. */
const LOOKS_MS = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

const GONE = new Set([404, 410]);

/** @param {string} moment */
const nameFor = (moment) => `n8n-nodes-it-glue live check ${moment} - may be deleted`;

/** @param {unknown} body @returns {any[]} */
const entriesOf = (body) => [/** @type {{ data?: unknown }} */ (body ?? {}).data ?? []].flat();

/** The id that a bulk entry means, wherever it stands. @param {any} entry @returns {unknown[]} */
const idsIn = (entry) =>
	[entry?.id, entry?.attributes?.id].filter((id) => id !== undefined && id !== null);

/** An id as IT Glue takes it: a number, as long as JavaScript can hold it. @param {string} id */
export const wireId = (id) => (Number.isSafeInteger(Number(id)) ? Number(id) : id);

/**
 * Body of a write.
 * @param {string} type
 * @param {Record<string, unknown>} attributes
 * @param {string} [id]
 */
export const body = (type, attributes, id) => ({
	data: { type, ...(id !== undefined && { id }), attributes },
});

/**
 * Body of a bulk write; the id stands in both places, as the node sends it.
 * @param {string} type
 * @param {Array<{ id: string, attributes?: Record<string, unknown> }>} entries
 */
export const bulk = (type, entries) => ({
	data: entries.map(({ id, attributes }) => ({
		type,
		id,
		attributes: { id: wireId(id), ...attributes },
	})),
});

export class Home {
	#account;
	/** Everything that was created here: nothing else is ever written to. @type {Set<string>} */
	#own = new Set();
	/** Organizations, the last one first. @type {string[]} */
	#organizations = [];
	/** A creation whose outcome is not known. */
	#inDoubt = false;

	/** How the organization went, if it did. @type {'at once' | 'later' | undefined} */
	gone;

	/** @param {Account} account */
	constructor(account) {
		this.#account = account;
		this.name = nameFor(new Date().toISOString().replace('T', ' ').replace(/\..*/, 'Z'));
	}

	/** @param {string} id */
	owns(id) {
		return this.#own.has(id);
	}

	/**
	 * Sends a write, but only to what was created here.
	 * @param {Method} method
	 * @param {string} path
	 * @param {unknown} [content]
	 * @returns {Promise<Answer>}
	 */
	async send(method, path, content) {
		this.#refuseForeign(method, path, content);
		const answer = await this.#account.connection.send({ method, path, body: content });
		if (method === 'POST' && isFine(answer))
			for (const item of [itemOf(answer) ?? itemsOf(answer)].flat()) this.#take(item);
		return answer;
	}

	/** Counts a record of an answer as ours, unless it says that it is somebody else's. @param {Item} item */
	#take(item) {
		const owner = item.attributes['organization-id'];
		const ours =
			item.type === 'organizations'
				? this.#isOurs(item)
				: owner === undefined || owner === null || this.#own.has(String(owner));
		if (ours) this.#own.add(idOf(item));
	}

	/**
	 * Creates something and returns it.
	 * @param {string} path
	 * @param {unknown} content
	 * @returns {Promise<Item>}
	 * @throws {Unseen} when IT Glue does not take it
	 */
	async create(path, content) {
		const answer = await this.send('POST', path, content);
		const item = itemOf(answer) ?? itemsOf(answer)[0];
		if (isFine(answer) && item !== undefined) return item;
		throw new Unseen(`POST ${path.replace(/\d+/g, ':id')} was answered with ${told(answer)}`);
	}

	/**
	 * Creates an organization: the one of this check, or one below it.
	 * @param {Record<string, unknown>} attributes
	 * @returns {Promise<Answer>}
	 */
	async createOrganization(attributes) {
		try {
			const answer = await this.send(
				'POST',
				'/organizations',
				body('organizations', { ...attributes, name: attributes.name ?? this.name }),
			);
			const item = itemOf(answer);
			if (isFine(answer) && this.#isOurs(item)) this.#organizations.unshift(idOf(item));
			// A gateway may have given up on what was done all the same.
			else if (isFine(answer) || answer.status >= 500) this.#inDoubt = true;
			return answer;
		} catch (error) {
			if (error instanceof NoAnswer) this.#inDoubt = true;
			throw error;
		}
	}

	/**
	 * @param {Method} method
	 * @param {string} path
	 * @param {unknown} content
	 * @throws {Error} a slip here could reach a client's records, so the request is not sent
	 */
	#refuseForeign(method, path, content) {
		const isOwn = (/** @type {unknown} */ id) => this.#own.has(String(id));
		const inPath = path.match(/\d+/g) ?? [];
		const entries = entriesOf(content);
		const named = method === 'POST' ? [] : entries.flatMap(idsIn);
		const owners = entries.flatMap((entry) => entry?.attributes?.organization_id ?? []);
		const flat = inPath.length === 0;
		const anchored =
			method === 'POST'
				? path === '/organizations' || owners.length === entries.length
				: entries.length > 0 && entries.every((entry) => idsIn(entry).length > 0);
		const fits = [...inPath, ...named, ...owners].every(isOwn) && (!flat || anchored);
		if (!fits || path.includes('?')) throw new Error('A write would have left the organization.');
	}

	/** Removes everything. Never throws: what remains is told by `leftBehind`. */
	async remove() {
		if (this.#inDoubt) await this.#findLost();
		/** @type {string[]} */
		const deleted = [];
		for (const id of this.#organizations) if (await this.#delete(id)) deleted.push(id);
		let lastLook = 0;
		for (const [at, waitMs] of LOOKS_MS.entries()) {
			if (deleted.length === 0) break;
			await sleep(waitMs);
			for (const id of [...deleted]) {
				if (!(await this.#isGone(id))) continue;
				deleted.splice(deleted.indexOf(id), 1);
				this.#organizations = this.#organizations.filter((other) => other !== id);
				lastLook = at;
			}
		}
		if (this.#organizations.length === 0) this.gone = lastLook === 0 ? 'at once' : 'later';
	}

	/** An organization whose creation was not answered is found by its name. */
	async #findLost() {
		/** @type {Array<Record<string, string>>} */
		const ways = [{ 'filter[name]': this.name }, { sort: '-created_at' }];
		for (const query of ways) {
			const answer = await this.#quietly('GET', '/organizations', undefined, {
				...query,
				'page[size]': '50',
			});
			for (const item of answer === undefined ? [] : itemsOf(answer)) {
				if (!this.#isOurs(item)) continue;
				this.#inDoubt = false;
				if (!this.#organizations.includes(idOf(item))) this.#organizations.push(idOf(item));
			}
		}
	}

	/** @param {Item | undefined} item @returns {item is Item} */
	#isOurs(item) {
		return String(item?.attributes.name ?? '').startsWith(this.name);
	}

	/** @param {string} id @returns {Promise<boolean>} whether IT Glue took the order, or it is gone already */
	async #delete(id) {
		const before = await this.#quietly('GET', `/organizations/${id}`);
		// With its parent it may have gone already.
		if (before?.status === 404) return true;
		// The last check before a deletion that takes everything along: it must bear our name.
		if (before === undefined || !this.#isOurs(itemOf(before))) return false;
		const answer = await this.#quietly('DELETE', '/organizations', bulk('organizations', [{ id }]));
		return answer !== undefined && (isFine(answer) || answer.status === 404);
	}

	/** @param {string} id */
	async #isGone(id) {
		const shown = await this.#quietly('GET', `/organizations/${id}`);
		if (shown === undefined || isFine(shown)) return false;
		if (GONE.has(shown.status)) return true;
		// A record that is no more may also be one that the key may not touch; then the list has to say so.
		const query = { 'filter[id]': id };
		const list = await this.#quietly('GET', '/organizations', undefined, query);
		if (list === undefined || !isFine(list) || !Array.isArray(list.body?.data)) return false;
		return !itemsOf(list).some((item) => idOf(item) === id);
	}

	/**
	 * @param {Method | 'GET'} method
	 * @param {string} path
	 * @param {unknown} [content]
	 * @param {Record<string, string>} [query]
	 * @returns {Promise<Answer | undefined>} undefined without an answer
	 */
	async #quietly(method, path, content, query) {
		try {
			return await this.#account.connection.insist({ method, path, body: content, query });
		} catch {
			return undefined;
		}
	}

	/**
	 * What a person has to remove.
	 * @param {string} baseUrl
	 * @returns {string[]} one line for each organization
	 */
	leftBehind(baseUrl) {
		const lines = this.#organizations.map(
			(id) => `organization ${id}, ${baseUrl}/organizations/${id}`,
		);
		return this.#inDoubt
			? [...lines, `possibly an organization named "${this.name}": look for it in IT Glue`]
			: lines;
	}
}
