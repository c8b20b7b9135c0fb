import type { IDataObject } from 'n8n-workflow';

const SECRET_NAME = /^(password|otp[-_]?secret|api[-_]?key|x-api-key)$/i;
const BLOT = '[hidden]';

/**
 * Collects the secret values in a request body (passwords, one-time-password secrets), at any
 * depth. Returns them as text.
 */
export function secretsIn(body: unknown): string[] {
	if (Array.isArray(body)) return body.flatMap(secretsIn);
	if (typeof body !== 'object' || body === null) return [];
	return Object.entries(body as IDataObject).flatMap(([name, value]) =>
		SECRET_NAME.test(name) && (typeof value === 'string' || typeof value === 'number')
			? [String(value)]
			: secretsIn(value),
	);
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** How a secret may be written in a message: as it is, in JSON, in HTML, in a URL. */
function spellings(secret: string): string[] {
	const html = secret
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
	return [secret, secret.trim(), JSON.stringify(secret).slice(1, -1), html, encodeSafely(secret)];
}

/** `encodeURIComponent` that does not throw on half a surrogate pair. */
export function encodeSafely(text: string): string {
	return encodeURIComponent(
		text.replace(
			/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
			'\uFFFD',
		),
	);
}

/**
 * Blots secrets out of a text. IT Glue's validation messages may echo what was submitted. A very
 * short secret is blotted out as a whole word only; otherwise the secret 'a' would eat the message.
 */
export function redact(text: string, secrets: string[]): string {
	const wanted = [...new Set(secrets.flatMap(spellings))].filter((secret) => secret !== '');
	wanted.sort((a, b) => b.length - a.length);
	return wanted.reduce((shown, secret) => {
		const pattern =
			secret.length < 4
				? `(?<![\\p{L}\\p{N}])${literally(secret)}(?![\\p{L}\\p{N}])`
				: literally(secret);
		return shown.replace(new RegExp(pattern, 'gu'), BLOT);
	}, text);
}
