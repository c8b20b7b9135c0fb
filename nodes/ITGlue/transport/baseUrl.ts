import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ApiFault } from './fault';

export type Region = 'us' | 'eu' | 'au' | 'custom';

/** The public API hosts; the region follows the address of the web app (app., app.eu., app.au.). */
export const REGIONS: ReadonlyArray<{ id: Region; label: string; url: string }> = [
	{ id: 'us', label: 'United States', url: 'https://api.itglue.com' },
	{ id: 'eu', label: 'Europe', url: 'https://api.eu.itglue.com' },
	{ id: 'au', label: 'Australia', url: 'https://api.au.itglue.com' },
];

export interface BaseUrl {
	/** Without a slash at the end. */
	url: string;
	host: string;
	/** Display name of the region, for messages. */
	region: string;
}

const refused = (reason: string): ApiFault =>
	new ApiFault({ kind: 'refused', method: 'GET', path: '/', message: reason });

function parse(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

function checkCustom(raw: string): BaseUrl {
	const text = raw.trim();
	if (text === '') {
		throw refused(
			'The Base URL of the IT Glue credential is empty. Enter an address such as https://api.itglue.com',
		);
	}
	const url = parse(text);
	if (url === undefined || url.host === '') {
		throw refused(
			'The Base URL of the IT Glue credential is not a web address. Enter one such as https://api.itglue.com',
		);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw refused('The Base URL of the IT Glue credential must begin with https:// or http://');
	}
	if (url.username !== '' || url.password !== '') {
		throw refused(
			'The Base URL of the IT Glue credential must not contain a user name or password',
		);
	}
	if (/[?#]/.test(text)) {
		throw refused('The Base URL of the IT Glue credential must not contain "?" or "#"');
	}
	return { url: `${url.origin}${withoutSlashes(url.pathname)}`, host: url.host, region: 'Custom' };
}

/** A path without slashes at its end. Not with a regular expression: many slashes would take too long. */
function withoutSlashes(path: string): string {
	let end = path.length;
	while (path[end - 1] === '/') end -= 1;
	return path.slice(0, end);
}

/**
 * Finds the address that a credential means.
 *
 * @returns the base URL without a slash at the end, its host and the region's display name
 * @throws ApiFault (kind 'refused') when the region is unknown or the custom address is not usable; the message never
 * repeats the address, which may hold a password
 */
export function resolveBaseUrl(credential: ICredentialDataDecryptedObject): BaseUrl {
	const id = String(credential.region ?? 'us');
	if (id === 'custom') return checkCustom(String(credential.baseUrl ?? ''));
	const region = REGIONS.find((candidate) => candidate.id === id);
	if (region === undefined) {
		throw refused(
			'The Region of the IT Glue credential is not known. Choose United States, Europe, Australia or Custom',
		);
	}
	return { url: region.url, host: region.url.replace('https://', ''), region: region.label };
}

/**
 * The same choice as an n8n expression, for the credential's test, which n8n runs without this code. It uses
 * conditional operators instead of an object, because '}}' would end the expression.
 */
export function baseUrlExpression(): string {
	const given = '($credentials.baseUrl || "").trim()';
	// The credential's test must not send the key to an address that the node refuses: the path would follow "?" or
	// "#".
	const unfit = `/[?#]|^[^\\/]*\\/\\/[^\\/]*@/.test(${given})`;
	const custom = `(${unfit} ? "no-address:" : ${given}.replace(/\\/+$/, ""))`;
	const choice = REGIONS.reduceRight(
		(otherwise, { id, url }) => `$credentials.region === "${id}" ? "${url}" : ${otherwise}`,
		custom,
	);
	return `={{ ${choice} }}`;
}
