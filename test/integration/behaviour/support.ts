/** What the behaviour tests share: a sandbox each file has to itself, and short ways to run the node against it. */
import type { IDataObject } from 'n8n-workflow';
import { numericId } from '../../../sandbox/core/exact';
import {
	startSandbox,
	type Attributes,
	type JournalEntry,
	type Profile,
	type Sandbox,
	type SandboxOptions,
	type StoredRecord,
} from '../../../sandbox';
import {
	runNode,
	type RunNodeOptions,
	type RunNodeResult,
	type TestCredentials,
} from '../../helpers/harness';

export { byExpression, byId, byName } from '../../helpers/parameters';

/** Small enough to be read whole in one request, with clients that a PSA owns (odd) and others (even). */
const ORGANIZATIONS = 8;

type More = Omit<RunNodeOptions, 'parameters' | 'credentials'> & {
	credentials?: Partial<TestCredentials>;
};

export interface Bench {
	readonly sandbox: Sandbox;
	/** Flips assumptions until the end of the test. */
	assume(flipped: Partial<Sandbox['assumptions']>): void;
	run(
		resource: string,
		operation: string,
		parameters?: IDataObject,
		more?: More,
	): Promise<RunNodeResult>;
	credentials(changed?: Partial<TestCredentials>): TestCredentials;
	/** The requests since the last reset that changed something. */
	writes(): JournalEntry[];
	/** The organization at a position of the data set: 0 is the own one, odd ones belong to the PSA. */
	organization(at: number): StoredRecord;
	/** The records of a collection that belong to an organization. */
	within(collection: string, organization: StoredRecord): StoredRecord[];
	add(collection: string, organization: StoredRecord, attributes: Attributes): StoredRecord;
	stored(record: StoredRecord | string, collection?: string): StoredRecord;
}

let profile: Profile = 'strict';

/** The profile of the sandboxes that are ordered from now on. */
export function orderProfile(ordered: Profile): void {
	profile = ordered;
}

/** A sandbox for the tests of a file; every test begins with the seeded data and no faults. */
export function useSandbox(options: SandboxOptions = {}): Bench {
	const ordered = profile;
	let sandbox: Sandbox | undefined;
	let standard: Partial<Sandbox['assumptions']> = {};
	const current = (): Sandbox => {
		if (!sandbox) throw new Error('The sandbox is not running');
		return sandbox;
	};
	beforeAll(async () => {
		sandbox = await startSandbox({
			profile: ordered,
			organizations: ORGANIZATIONS,
			...options,
		});
		standard = { ...sandbox.assumptions };
	});
	beforeEach(() => {
		current().reset();
		Object.assign(current().assumptions, standard);
	});
	afterAll(async () => {
		await sandbox?.stop();
	});

	const credentials = (changed: Partial<TestCredentials> = {}): TestCredentials => ({
		apiKey: current().keys.full,
		region: 'custom',
		baseUrl: current().url,
		...changed,
	});
	return {
		get sandbox() {
			return current();
		},
		assume: (flipped) => {
			Object.assign(current().assumptions, flipped);
		},
		credentials,
		run: async (resource, operation, parameters = {}, more = {}) =>
			await runNode({
				...more,
				parameters: { resource, operation, ...parameters },
				credentials: credentials(more.credentials),
			}),
		writes: () => current().journal.filter(({ method }) => method !== 'GET'),
		organization: (at) => existing(current().store.all('organizations')[at]),
		within: (collection, { id }) => current().store.related(collection, 'organization_id', id),
		add: (collection, { id }, attributes) =>
			current().store.insert(collection, { organization_id: numericId(id), ...attributes }),
		stored: (record, collection = '') =>
			typeof record === 'string'
				? existing(current().store.find(collection, record))
				: existing(current().store.find(record.type, record.id)),
	};
}

function existing(record: StoredRecord | undefined): StoredRecord {
	if (!record) throw new Error('There is no such record in the sandbox');
	return record;
}

/** The output as plain objects. */
export const jsons = ({ output }: RunNodeResult): IDataObject[] => output.map(({ json }) => json);

/** The one record of an output; fails with the node's own error when there is none. */
export function only(result: RunNodeResult): IDataObject {
	const [first, ...others] = jsons(result);
	if (first === undefined || others.length > 0) {
		throw new Error(`Expected one record, got ${result.output.length}. ${said(result)}`);
	}
	return first;
}

/** Message and description of what went wrong, as the editor shows them. */
export function said({ error, status }: RunNodeResult): string {
	return error ? `${error.message} | ${String(error.description ?? '')}` : `(${status})`;
}

/** What a model is told that called the node as a tool: of a refusal, message and what to do, as an answer. */
export function told(result: RunNodeResult): string {
	const [first] = jsons(result);
	return typeof first?.error === 'string'
		? `${first.error} | ${String(first.message ?? '')}`
		: said(result);
}

/** The texts of the hints beside the output. */
export const hintsOf = ({ hints }: RunNodeResult): string[] => hints.map(({ message }) => message);

/** Path and method of requests, in short. */
export const lines = (entries: JournalEntry[]): string[] =>
	entries.map(({ method, path }) => `${method} ${path}`);

/** The attributes that a write carried. */
export function sentBy(entry: JournalEntry | undefined): IDataObject {
	const body = entry?.body as { data?: { attributes?: IDataObject } } | undefined;
	return body?.data?.attributes ?? {};
}

/** Our own words blame nobody; `quoted` are words of the API that a message may repeat. */
export function expectCalmWords(message: string, quoted: string[] = []): void {
	const own = quoted.reduce((text, quote) => text.split(quote).join(''), message);
	expect(own).not.toMatch(/\b(error|problem|failure|failed|mistake)\b/i);
}

/** Waits little where the node would wait long, except for an answer, which a busy machine may be late with. */
export const IMPATIENT: IDataObject = { maxWait: 1, timeout: 30 };
