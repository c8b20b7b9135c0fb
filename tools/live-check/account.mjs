/** The account as the looks see it: lists, single records, and samples that are read once. */
import { isFine, pattern, told, Unseen } from './findings.mjs';

/** @typedef {import('./connection.mjs').Answer} Answer */
/** @typedef {{ id: any, type: string, attributes: Record<string, any>, relationships?: Record<string, any> }} Item */

/** @param {unknown} value @returns {value is Item} */
const isItem = (value) =>
	typeof value === 'object' &&
	value !== null &&
	'id' in value &&
	'attributes' in value &&
	typeof value.attributes === 'object' &&
	value.attributes !== null;

/**
 * The records of an answer: none where it holds no list.
 * @param {Answer} answer
 * @returns {Item[]}
 */
export const itemsOf = ({ body }) => (Array.isArray(body?.data) ? body.data.filter(isItem) : []);

/**
 * The record of an answer.
 * @param {Answer} answer
 * @returns {Item | undefined}
 */
export const itemOf = ({ body }) => (isItem(body?.data) ? body.data : undefined);

/** @param {Item} item */
export const idOf = ({ id }) => String(id);

/**
 * What `meta` says of the number of records, if it does.
 * @param {Answer} answer
 * @returns {number | undefined}
 */
export const totalOf = ({ body }) => {
	const total = body?.meta?.['total-count'];
	return Number.isInteger(total) ? total : undefined;
};

/** An id that no record has: 18 digits, while European ones have 16. */
export const NO_ID = '999999999999999999';
/** A text that no record holds. */
export const NO_TEXT = 'n8n-live-check-none';

/** Look-up lists are short; one page holds them. */
const LOOKUPS = [
	'organization_types',
	'organization_statuses',
	'contact_types',
	'configuration_types',
	'configuration_statuses',
	'password_categories',
	'countries',
	'groups',
];

/** Lists that may be long; a look at one record is enough to know that they are there. */
const LONG = ['manufacturers', 'models', 'operating_systems', 'regions'];

/** @type {Record<string, Record<string, string>>} */
const SAMPLES = {
	organizations: { sort: 'id', 'page[size]': '200' },
	contacts: { sort: 'id', 'page[size]': '100' },
	configurations: { sort: 'id', 'page[size]': '100' },
	passwords: { sort: 'id', 'page[size]': '50' },
	locations: { sort: 'id', 'page[size]': '100' },
};

export class Account {
	/** @type {Map<string, Promise<any>>} */
	#known = new Map();

	/** @param {import('./connection.mjs').Connection} connection */
	constructor(connection) {
		this.connection = connection;
	}

	/**
	 * @param {string} path
	 * @param {Record<string, string>} [query]
	 * @returns {Promise<Answer>} whatever its status
	 */
	async get(path, query) {
		return await this.connection.send({ method: 'GET', path, query });
	}

	/**
	 * The records of one page.
	 * @param {string} path
	 * @param {Record<string, string>} [query]
	 * @returns {Promise<Item[]>}
	 * @throws {Unseen} when there is no list to read
	 */
	async items(path, query) {
		const answer = await this.get(path, query);
		if (isFine(answer) && Array.isArray(answer.body?.data)) return itemsOf(answer);
		throw new Unseen(`${pattern(path)} was answered with ${told(answer)}`);
	}

	/**
	 * Does something once; later callers get the same.
	 * @template T
	 * @param {string} name
	 * @param {() => Promise<T>} work
	 * @returns {Promise<T>}
	 */
	async once(name, work) {
		const known = this.#known.get(name) ?? work();
		this.#known.set(name, known);
		return await known;
	}

	/**
	 * The first page of a list that the node reads, in order of id.
	 * @param {string} name
	 * @returns {Promise<Answer>}
	 */
	async firstPage(name) {
		const query = SAMPLES[name] ?? { 'page[size]': LONG.includes(name) ? '50' : '1000' };
		return await this.once(`page ${name}`, async () => await this.get(`/${name}`, query));
	}

	/**
	 * Some records of a list that the node reads.
	 * @param {string} name
	 * @returns {Promise<Item[]>}
	 * @throws {Unseen} when there are none to see
	 */
	async sample(name) {
		const answer = await this.firstPage(name);
		if (!isFine(answer)) throw new Unseen(`/${name} was answered with ${told(answer)}`);
		const items = itemsOf(answer);
		if (items.length === 0) throw new Unseen(`the account shows no ${name.replace(/_/g, ' ')}`);
		return items;
	}

	/** Names of the lists that the node reads without knowing an organization. */
	get lists() {
		return [...Object.keys(SAMPLES), ...LOOKUPS, ...LONG];
	}

	/** The lists that hold clients' records. */
	get clientLists() {
		return Object.keys(SAMPLES);
	}
}
