/** What can be switched while the sandbox runs, how it answers beside its data: latency and rate limit. */
import type { FastifyInstance } from 'fastify';
import { ASSUMPTIONS } from '../assumptions';
import type { Context, RateLimitOptions } from '../types';
import type { RateLimit } from './rateLimit';

export interface Latency {
	/** Added to every answer of the API. */
	latencyMs: number;
}

interface Change {
	latencyMs?: number;
	rateLimit?: Partial<RateLimitOptions>;
}

const CHANGE_SCHEMA = {
	type: 'object',
	additionalProperties: false,
	minProperties: 1,
	properties: {
		latencyMs: { type: 'integer', minimum: 0, maximum: 600_000 },
		rateLimit: {
			type: 'object',
			additionalProperties: false,
			minProperties: 1,
			properties: {
				requests: { type: 'integer', minimum: 1 },
				windowMs: { type: 'integer', minimum: 1 },
				retryAfter: { enum: ['seconds', 'date', 'none'] },
			},
		},
	},
};

/** Adds `/_sandbox/settings` (GET, PATCH) and the list of assumptions in words. */
export function addSettingsRoutes(
	app: FastifyInstance,
	context: Context,
	latency: Latency,
	rateLimit: RateLimit,
): void {
	const settings = () => ({
		profile: context.profile,
		latencyMs: latency.latencyMs,
		rateLimit: rateLimit.options,
	});
	app.get('/_sandbox/settings', async () => settings());
	app.patch<{ Body: Change }>(
		'/_sandbox/settings',
		{ schema: { body: CHANGE_SCHEMA } },
		async (request) => {
			const { latencyMs = latency.latencyMs, rateLimit: change } = request.body;
			latency.latencyMs = latencyMs;
			if (change !== undefined) rateLimit.options = { ...rateLimit.options, ...change };
			return settings();
		},
	);
	app.get('/_sandbox/statements', async () =>
		ASSUMPTIONS.map(({ name, statement, source }) => ({
			name,
			statement,
			source,
			holds: context.assumptions[name],
		})),
	);
}
