import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { startSandbox, type Sandbox, type SandboxOptions, type StoredRecord } from '../../sandbox';

export interface Item {
	id: string;
	type: string;
	attributes: Record<string, unknown>;
	relationships?: Record<string, { data: Array<{ id: string; type: string }> }>;
}

export interface Bench {
	sandbox: Sandbox;
	http: AxiosInstance;
	/** The same client with the key that may not see passwords. */
	limited: AxiosInstance;
}

export const JSON_API = 'application/vnd.api+json';

/** A client that never throws for a status and never follows a redirect. */
export function client(baseURL: string, key?: string, contentType = JSON_API): AxiosInstance {
	return axios.create({
		baseURL,
		headers: { ...(key === undefined ? {} : { 'x-api-key': key }), 'content-type': contentType },
		validateStatus: () => true,
		maxRedirects: 0,
		timeout: 120_000,
	});
}

const running: Sandbox[] = [];

/** A sandbox with clients; `stopAll` ends it. */
export async function bench(options: SandboxOptions = {}): Promise<Bench> {
	const sandbox = await startSandbox(options);
	running.push(sandbox);
	const { url, keys } = sandbox;
	return {
		sandbox,
		http: client(url, keys.full),
		limited: client(url, keys.withoutPasswordAccess),
	};
}

/** Ends every sandbox of the file. */
export async function stopAll(): Promise<void> {
	await Promise.all(running.splice(0).map(async (sandbox) => await sandbox.stop()));
}

/** `data` of an answer as a list. */
export function list(response: AxiosResponse): Item[] {
	return (response.data as { data: Item[] }).data;
}

/** `data` of an answer as one record. */
export function one(response: AxiosResponse): Item {
	return (response.data as { data: Item }).data;
}

/** First error of an answer. */
export function firstError(response: AxiosResponse): Record<string, unknown> {
	return (response.data as { errors: Array<Record<string, unknown>> }).errors[0] ?? {};
}

/** Body of a write. */
export function body(
	type: string,
	attributes: Record<string, unknown>,
	extra: Record<string, unknown> = {},
) {
	return { data: { type, attributes, ...extra } };
}

/** Body of a bulk write, ids inside attributes. */
export function bulk(type: string, items: Array<Record<string, unknown>>) {
	return { data: items.map((attributes) => ({ type, attributes })) };
}

/** First stored record that passes, or an error that says which one is missing. */
export function pick(
	sandbox: Sandbox,
	type: string,
	test: (record: StoredRecord) => boolean = () => true,
): StoredRecord {
	const record = sandbox.store.all(type).find(test);
	if (record === undefined) throw new Error(`No such record among ${type}`);
	return record;
}

/** An organization that the PSA does not own and that is not the account's own. */
export function freeOrganization(sandbox: Sandbox): StoredRecord {
	return pick(
		sandbox,
		'organizations',
		(record) => record.psa === undefined && record.attributes.primary !== true,
	);
}
