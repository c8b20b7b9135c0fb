import { isObject } from '../text/plain';
import { ApiFault } from './fault';
import type { ApiRequest } from './types';

const isId = (text: unknown): boolean => /^\d{1,19}$/.test(String(text ?? ''));

/** '/contacts/5' or '/documents/5/publish': the path itself names the record. */
function namesOneRecord(path: string): boolean {
	const segments = path.split('/');
	return isId(segments[segments.length - 1]) || isId(segments[segments.length - 2]);
}

function hasOwnId(entry: unknown): boolean {
	if (!isObject(entry)) return false;
	const attributes = isObject(entry.attributes) ? entry.attributes : {};
	return isId(attributes.id ?? entry.id);
}

function reasonAgainst({ method, path, query, body }: ApiRequest): string | undefined {
	if (!/^\/[\w/-]*$/.test(path)) return 'its path is not one of the API';
	if (method === 'GET') return undefined;
	if (Object.keys(query ?? {}).some((name) => name.startsWith('filter'))) {
		return 'it would select its records by a filter';
	}
	const data = body?.data;
	if (Array.isArray(data) && data.length === 0) return 'it names no record';
	if (method === 'POST') return undefined;
	if (Array.isArray(data)) {
		const whole = data.every(hasOwnId);
		return whole ? undefined : 'one of its records has no ID';
	}
	return namesOneRecord(path) ? undefined : 'it names no record';
}

/**
 * Refuses a write that could change other records than the intended ones. The real API takes filters on bulk writes and
 * ignores those it does not know (itglue-api.md 1.5, 1.9): a mistake there could change or delete everything.
 *
 * @throws ApiFault (kind 'refused'), before anything is sent
 */
export function refuseDangerous(request: ApiRequest): void {
	const reason = reasonAgainst(request);
	if (reason === undefined) return;
	throw new ApiFault({
		kind: 'refused',
		method: request.method,
		path: request.path.slice(0, 200),
		message: `This ${request.method} request was not sent, because ${reason}`,
	});
}
