/** The sliding window of the rate limit (reference, 1.14). */
import type { RateLimitOptions } from '../types';

export class RateLimit {
	private hits: number[] = [];

	private readonly first: Required<RateLimitOptions>;

	/** May be replaced at any time; what was counted stays counted. */
	options: Required<RateLimitOptions>;

	constructor(options: RateLimitOptions) {
		const { requests, windowMs, retryAfter = 'seconds' } = options;
		this.first = { requests, windowMs, retryAfter };
		this.options = this.first;
	}

	/** Counts a request; undefined when it may pass, else the header to answer with ('' for none). */
	hit(): string | undefined {
		const now = Date.now();
		const { requests, windowMs, retryAfter } = this.options;
		// Times are in order, so the expired ones stand in front.
		const fresh = this.hits.findIndex((time) => time > now - windowMs);
		this.hits = fresh === -1 ? [] : fresh === 0 ? this.hits : this.hits.slice(fresh);
		const oldest = this.hits[this.hits.length - requests];
		if (oldest === undefined) {
			this.hits.push(now);
			return undefined;
		}
		const freeAt = oldest + windowMs;
		if (retryAfter === 'none') return '';
		const seconds = Math.max(1, Math.ceil((freeAt - now) / 1000));
		return retryAfter === 'seconds'
			? String(seconds)
			: new Date(now + seconds * 1000 + 999).toUTCString();
	}

	/** Starts again with an empty window and the first options. */
	clear(): void {
		this.hits = [];
		this.options = this.first;
	}
}
