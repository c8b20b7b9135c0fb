/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** What the sandbox remembers of every request: never the key, and secrets only when asked to. */
import type { IncomingHttpHeaders } from 'node:http';
import { isObject, snake } from '../core/names';
import type { Json } from '../types';

const MASK = '•••';
const SECRETS = new Set(['password', 'otp_secret', 'otpsecret', 'zip_password']);

/** A copy of a body with password and one-time-password values masked. */
export function masked(body: Json | undefined): Json | undefined {
	if (Array.isArray(body)) return body.map((item) => masked(item) ?? null);
	if (!isObject<Json>(body)) return body;
	return Object.fromEntries(
		Object.entries(body).map(([key, value]) => {
			const secret =
				SECRETS.has(snake(key).toLowerCase()) && value !== null && typeof value !== 'object';
			return [key, secret ? MASK : (masked(value) ?? null)];
		}),
	);
}

/** The headers without those that carry credentials. */
export function safeHeaders(headers: IncomingHttpHeaders): Record<string, string> {
	const kept = Object.entries(headers).filter(
		([name]) => !['x-api-key', 'authorization', 'cookie'].includes(name),
	);
	return Object.fromEntries(
		kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
	);
}
