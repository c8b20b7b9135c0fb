/** The one way to the network: one request after the other, counted, never above a small number, stopped by a 429. */
import { setTimeout as sleep } from 'node:timers/promises';

const MEDIA_TYPE = 'application/vnd.api+json';
const TIMEOUT_MS = 60_000;
const RETRY_AFTER_MS = 1_000;
/** Answers of gateways, which another try may spare. */
const PASSING = new Set([502, 503, 504]);
/** Tries of what has to be done. */
const TRIES = 3;
/** As many requests without any answer in a row, and nobody is there. */
const SILENCE = 3;
/** How long removing what was created waits for a rate limit: above IT Glue's own window of five minutes. */
const PATIENCE_MS = 330_000;

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {'json' | 'html' | 'empty' | 'other'} form of the body
 * @property {any} body parsed, secrets replaced
 */

/**
 * @typedef {object} Request
 * @property {'GET' | 'POST' | 'PATCH' | 'DELETE'} method
 * @property {string} path
 * @property {Record<string, string>} [query]
 * @property {unknown} [body]
 * @property {string} [key] another one than that of the connection
 */

const WHY = {
	rateLimit: 'IT Glue answered 429: the rate limit is reached. Wait five minutes and run it again.',
	budget: 'The check has used the requests that it allows itself.',
	interrupted: 'The check was interrupted.',
	unreachable: 'IT Glue does not answer any more.',
};

/** No further request is sent. */
export class Stopped extends Error {
	/** @param {keyof typeof WHY} reason */
	constructor(reason) {
		super(WHY[reason]);
		this.reason = reason;
	}
}

/** One request got no answer. */
export class NoAnswer extends Error {
	/** @param {string} code the system's, such as ECONNRESET */
	constructor(code) {
		super(code);
		this.code = code;
	}
}

const SECRET = /^(password|otp[-_]?secret|zip[-_]?password)$/i;
/** Stands for a secret that was there. */
export const SECRET_WAS_THERE = '(hidden)';

/**
 * Whatever IT Glue sends, no secret gets beyond this line.
 * @param {string} name
 * @param {unknown} value
 */
const withoutSecrets = (name, value) =>
	SECRET.test(name) && typeof value === 'string' && value !== '' ? SECRET_WAS_THERE : value;

/** Texts are matched first, so that digits inside them are left alone. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG = '\u0000long ';

/**
 * Whole numbers that JavaScript would round become `bigint`: such an ID must not pass for its neighbour.
 * @param {string} text
 */
const parse = (text) => {
	const kept = text.replace(TEXT_OR_NUMBER, (token) =>
		/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))
			? JSON.stringify(LONG + token)
			: token,
	);
	return JSON.parse(kept, (name, value) =>
		typeof value === 'string' && /^\0long -?\d+$/.test(value)
			? BigInt(value.slice(LONG.length))
			: withoutSecrets(name, value),
	);
};

/**
 * @param {string} text
 * @returns {Pick<Answer, 'form' | 'body'>}
 */
const read = (text) => {
	const body = text.replace(/^\uFEFF/, '').trim();
	if (body === '') return { form: 'empty', body: undefined };
	if (body.startsWith('<')) return { form: 'html', body: undefined };
	try {
		return { form: 'json', body: parse(body) };
	} catch {
		return { form: 'other', body: undefined };
	}
};

/**
 * The code of what `fetch` threw; its message may hold addresses.
 * @param {unknown} error
 * @returns {string}
 */
const codeOf = (error) => {
	const { name, cause } = /** @type {{ name?: unknown, cause?: { code?: unknown } }} */ (error);
	const code = String(cause?.code ?? name ?? '');
	return /^[A-Za-z_]{2,40}$/.test(code) ? code : 'unknown';
};

/** @param {Headers} headers */
const retryAfterMs = (headers) => {
	const text = headers.get('retry-after') ?? '';
	if (/^\d+$/.test(text)) return Number(text) * 1000;
	const date = Date.parse(text);
	return Number.isNaN(date) ? 30_000 : Math.max(0, date - Date.now());
};

export class Connection {
	#key;
	#baseUrl;
	#budget;
	#silent = 0;

	/** @type {Stopped | undefined} */
	stopped;

	/** Requests sent so far. */
	requests = 0;

	/** Names of headers about a rate limit that answers carried. @type {Set<string>} */
	limitHeaders = new Set();

	/** @param {{ baseUrl: string, key: string, budget: number }} to `budget` is the most requests it sends */
	constructor({ baseUrl, key, budget }) {
		this.#key = key;
		this.#baseUrl = baseUrl;
		this.#budget = budget;
	}

	/** Allows more requests. @param {number} count */
	allow(count) {
		this.#budget += count;
	}

	/** @param {ConstructorParameters<typeof Stopped>[0]} reason */
	stop(reason) {
		this.stopped ??= new Stopped(reason);
	}

	/**
	 * Sends a request; one that only reads is sent once more when it got no answer, or a gateway's.
	 * @param {Request} request
	 * @returns {Promise<Answer>}
	 * @throws {Stopped}
	 * @throws {NoAnswer}
	 */
	async send(request) {
		const tries = request.method === 'GET' ? 2 : 1;
		for (let tried = 1; ; tried += 1) {
			if (this.requests >= this.#budget) this.stop('budget');
			if (this.stopped) throw this.stopped;
			try {
				const { answer, headers } = await this.#once(request);
				this.#silent = 0;
				this.#note(headers);
				if (answer.status === 429) {
					this.stop('rateLimit');
					throw this.stopped;
				}
				// An answer is handed over even when the check has been stopped meanwhile: it may tell what was created.
				if (!PASSING.has(answer.status) || tried >= tries) return answer;
			} catch (error) {
				if (error instanceof Stopped) throw error;
				this.#silent += 1;
				if (this.#silent >= SILENCE) this.stop('unreachable');
				if (tried >= tries) throw this.stopped ?? new NoAnswer(codeOf(error));
			}
			await sleep(RETRY_AFTER_MS);
		}
	}

	/**
	 * Sends a request although the check has stopped: what was created must go. Waits for a rate limit, and tries again
	 * when the server failed or did not answer: reading and deleting do no harm a second time.
	 * @param {Request} request
	 * @returns {Promise<Answer>}
	 * @throws {NoAnswer}
	 */
	async insist(request) {
		const deadline = Date.now() + PATIENCE_MS;
		for (let tried = 1; ; tried += 1) {
			try {
				const { answer, headers } = await this.#once(request);
				const limited = answer.status === 429;
				const waitMs = limited ? Math.max(retryAfterMs(headers), RETRY_AFTER_MS) : RETRY_AFTER_MS;
				if (limited ? Date.now() + waitMs > deadline : answer.status < 500 || tried >= TRIES)
					return answer;
				await sleep(waitMs);
			} catch (error) {
				if (tried >= TRIES) throw new NoAnswer(codeOf(error));
				await sleep(RETRY_AFTER_MS);
			}
		}
	}

	/**
	 * Asks an address that an answer named for its status alone: without the key, without following it.
	 * @param {string} address
	 * @returns {Promise<{ own: boolean, status: string }>} own: whether it is the API's
	 */
	async head(address) {
		if (this.requests >= this.#budget) this.stop('budget');
		if (this.stopped) throw this.stopped;
		const { origin, protocol } = new URL(address);
		const own = origin === new URL(this.#baseUrl).origin;
		if (!own && protocol !== 'https:') return { own, status: 'not asked, it is not https' };
		this.requests += 1;
		try {
			const { status } = await fetch(address, {
				method: 'HEAD',
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
			return { own, status: String(status) };
		} catch (error) {
			throw new NoAnswer(codeOf(error));
		}
	}

	/** @param {Request} request */
	async #once({ method, path, query = {}, body, key = this.#key }) {
		const parameters = Object.entries(query)
			.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
			.join('&');
		this.requests += 1;
		const response = await fetch(
			`${this.#baseUrl}${path}${parameters === '' ? '' : `?${parameters}`}`,
			{
				method,
				headers: {
					'x-api-key': key,
					accept: MEDIA_TYPE,
					...(body !== undefined && { 'content-type': MEDIA_TYPE }),
				},
				...(body !== undefined && { body: JSON.stringify(body) }),
				// The key goes to the address that was given and to no other.
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
			},
		);
		const answer = { status: response.status, ...read(await response.text()) };
		return { answer, headers: response.headers };
	}

	/** @param {Headers} headers */
	#note(headers) {
		for (const name of headers.keys())
			if (/^(x-)?rate-?limit(-[a-z]+)*$|^retry-after$/.test(name)) this.limitHeaders.add(name);
	}
}
