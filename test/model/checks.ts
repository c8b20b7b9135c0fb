/** What must hold of every run of Create or Update. */
import type { IDataObject } from 'n8n-workflow';
import type { JournalEntry, StoredRecord } from '../../sandbox';
import { MARK, type Subject } from './facts';
import type { Fate, Forecast } from './forecast';
import { sameEntries, storedEntries } from './lists';
import { isBlank, meansTheSame } from './meaning';
import type { Options } from './script';
import type { Observation, Snapshot } from './world';

/** An output with the item that it is paired with. */
export interface Paired {
	item: number;
	json: IDataObject;
	failed: boolean;
}

/** Ends the script with what was expected and what there was. */
export function holds(condition: boolean, law: string, details?: unknown): asserts condition {
	if (condition) return;
	throw new Error(`${law}\n${JSON.stringify(details) ?? ''}`);
}

const isFailure = (json: IDataObject): boolean => 'error' in json && 'details' in json;

/** Everything that came out, of both outputs. */
export function outputsOf({ result }: Observation): Paired[] {
	const all = [...result.output, ...result.errorOutput].map(({ json, pairedItem }) => ({
		item: typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : -1,
		json,
		failed: isFailure(json),
	}));
	return result.errorOutput.length > 0 ? all.sort((a, b) => a.item - b.item) : all;
}

/** One output for each item, in order and paired. */
export function checkPairing(outputs: readonly Paired[], items: number, options: Options): void {
	const given = outputs.map(({ item }) => item);
	const several = options.ifSeveralMatch === 'all';
	const some = options.reportOnlyChanges === true;
	const expected = [...Array(items).keys()];
	if (!several && !some) {
		holds(given.join() === expected.join(), 'Each item has one output, in input order', {
			given,
			outputs,
		});
		return;
	}
	holds(
		given.every((item, at) => item >= (given[at - 1] ?? 0)),
		'Outputs are in input order',
		given,
	);
	if (!some)
		holds(
			expected.every((item) => given.includes(item)),
			'Each item has an output',
			{ given, outputs },
		);
	if (!several) holds(new Set(given).size === given.length, 'No item has several outputs', outputs);
}

// --- The store ---

const ofCollection = (snapshot: Snapshot, name: string): ReadonlyMap<string, StoredRecord> =>
	snapshot.get(name) ?? new Map<string, StoredRecord>();

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Collections that IT Glue itself writes beside the one concerned. */
const COMPANIONS: Record<string, string> = { configurations: 'configuration_interfaces' };

/** Nothing in any other collection was touched. */
export function checkBystanders({ collection }: Subject, { before, after }: Observation): void {
	for (const [name, records] of before) {
		if (name === collection || name === COMPANIONS[collection]) continue;
		holds(
			same([...records], [...ofCollection(after, name)]),
			`Nothing is written to ${name}`,
			[...ofCollection(after, name).values()].filter(
				(record) => !same(record, records.get(record.id)),
			),
		);
	}
}

/** Nothing at all was written. */
export function checkUntouched({ before, after, journal }: Observation, law: string): void {
	holds(
		journal.every(({ method }) => method === 'GET'),
		law,
		writesIn(journal),
	);
	for (const [name, records] of before)
		holds(same([...records], [...ofCollection(after, name)]), law, name);
}

export const writesIn = (journal: readonly JournalEntry[]): unknown[] =>
	journal
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path, status, body }) => ({ method, path, status, body }));

function sameAttribute(
	subject: Subject,
	name: string,
	expected: unknown,
	actual: unknown,
): boolean {
	const fact = subject.lists.find((list) => list.name === name);
	if (fact)
		return sameEntries(fact, storedEntries(expected as never), storedEntries(actual as never));
	const kind = subject.fields.find((field) => field.name === name)?.kind ?? 'text';
	return meansTheSame(kind, expected, actual);
}

/** What differs between a record and what was to become of it; empty where it is as it should be. */
function differences(
	subject: Subject,
	fate: Fate,
	record: StoredRecord,
	earlier: StoredRecord | undefined,
): string[] {
	const names = new Set([
		...Object.keys(record.attributes),
		...Object.keys(earlier?.attributes ?? fate.after),
	]);
	const written = new Set<string>([...fate.changed, ...(earlier ? [] : Object.keys(fate.after))]);
	for (const name of fate.changed) written.add(subject.follows[name] ?? name);
	return [...names].filter((name) => {
		const actual = record.attributes[name];
		if (Object.values(subject.follows).includes(name) && written.has(name)) return false;
		// Made up by the node.
		if (name === 'password' && !(name in fate.after)) return isBlank(actual);
		if (written.has(name)) return !sameAttribute(subject, name, fate.after[name], actual);
		if (earlier) return !same(actual, earlier.attributes[name]);
		if (name === 'organization_id') return String(actual) !== fate.owner;
		return !(isBlank(actual) || actual === false);
	});
}

export const isWritten = ({ action }: Fate): boolean =>
	action === 'updated' || action === 'created';

export interface Assignment {
	/** The new record of each fate that was to have one. */
	created: Map<Fate, StoredRecord>;
}

/** The store is what the forecast says: each change in full, and nothing else. */
export function checkStore(
	subject: Subject,
	{ fates }: Forecast,
	{ before, after }: Observation,
): Assignment {
	const earlier = ofCollection(before, subject.collection);
	const later = ofCollection(after, subject.collection);
	for (const [id, record] of earlier) {
		const now = later.get(id);
		holds(now !== undefined, 'No record disappears', record);
		const fate = fates.find((one) => one.record?.id === id && isWritten(one));
		if (fate)
			holds(
				differences(subject, fate, now, record).length === 0,
				'A record is updated as mapped, and in nothing else',
				{ wrong: differences(subject, fate, now, record), fate, before: record, after: now },
			);
		else holds(same(now, record), 'A record that is up to date is not written', { record, now });
	}
	const fresh = [...later.values()].filter(({ id }) => !earlier.has(id));
	const created = new Map<Fate, StoredRecord>();
	for (const fate of fates.filter(({ action }) => action === 'created')) {
		const record = fresh.find(
			(one) =>
				![...created.values()].includes(one) &&
				differences(subject, fate, one, undefined).length === 0,
		);
		holds(record !== undefined, 'A missing record is created as mapped', {
			fate,
			fresh: fresh.map((one) => ({ one, wrong: differences(subject, fate, one, undefined) })),
		});
		created.set(fate, record);
	}
	holds(fresh.length === created.size, 'Nothing else is created', {
		unexpected: fresh.filter((record) => ![...created.values()].includes(record)),
		fates,
	});
	return { created };
}

/** All ways of leaving out some of the items. */
const parts = (items: readonly number[]): number[][] =>
	items.reduce<number[][]>((all, item) => [...all, ...all.map((part) => [...part, item])], [[]]);

const partial = (forecast: Forecast, fate: Fate): Fate[] =>
	parts(fate.items)
		.filter((items) => items.length > 0)
		.map((items) => forecast.ofOnly(fate, items))
		.filter(isWritten);

/**
 * After trouble on the line: each record is as it was, or as some of the items say; nothing came into
 * being twice; and what an output says was done, was done.
 */
export function checkStoreAfterTrouble(
	subject: Subject,
	forecast: Forecast,
	{ before, after }: Observation,
	outputs: readonly Paired[],
): void {
	const earlier = ofCollection(before, subject.collection);
	const later = ofCollection(after, subject.collection);
	const fates = [...forecast.fates, ...forecast.contradictory];
	const states = new Map<string, Fate[]>();
	for (const [id, record] of earlier) {
		const now = later.get(id);
		holds(now !== undefined, 'No record disappears', record);
		if (same(now, record)) continue;
		const possible = fates
			.filter((fate) => fate.record?.id === id)
			.flatMap((fate) => partial(forecast, fate));
		// A write that was repeated with the same values leaves them as they are.
		const fitting = possible.filter((fate) => differences(subject, fate, now, record).length === 0);
		holds(
			fitting.length > 0 || same(now.attributes, record.attributes),
			'After trouble a record is as it was or as mapped',
			{ possible, before: record, after: now },
		);
		states.set(id, fitting);
	}
	const fresh = [...later.values()].filter(({ id }) => !earlier.has(id));
	const missing = fates.filter(({ record }) => record === undefined);
	for (const record of fresh) {
		const possible = missing.flatMap((fate) => partial(forecast, fate));
		const fitting = possible.filter(
			(fate) => differences(subject, fate, record, undefined).length === 0,
		);
		holds(fitting.length > 0, 'After trouble a new record is as mapped', { record, possible });
		for (const { sought, owner } of fitting)
			for (const { key, texts } of sought) {
				const found = [...later.values()].filter(
					({ attributes }) =>
						(!subject.scoped || String(attributes.organization_id) === owner) &&
						key.ofRecord(attributes).some((text) => texts.includes(text)),
				);
				holds(
					found.every(({ id }) => id === record.id || earlier.has(id)) || fitting.length > 1,
					'Nothing comes into being twice',
					found,
				);
			}
		states.set(record.id, fitting);
	}
	checkClaims(outputs, states);
}

function checkClaims(outputs: readonly Paired[], states: ReadonlyMap<string, Fate[]>): void {
	for (const { json, failed, item } of outputs) {
		if (failed || !['created', 'updated'].includes(String(json._action))) continue;
		const fates = states.get(String(json.id)) ?? [];
		holds(
			fates.some(({ items }) => items.includes(item)),
			'What an output says was written, was written',
			{ json, fates },
		);
	}
}

// --- Outputs ---

export const isFailing = ({ action }: Fate): boolean => action === 'input' || action === 'refused';

/** Whether an item of several records fails for one of them: what becomes of the others is then open. */
export const isEntangled = ({ fates }: Forecast): boolean =>
	fates.some(
		(fate) =>
			isFailing(fate) &&
			fate.items.some((item) =>
				fates.some((other) => other !== fate && other.items.includes(item)),
			),
	);

interface Expected {
	action: string;
	fate: Fate;
	superseded?: number;
}

function expectedOf(item: number, { fates }: Forecast): Expected[] {
	return fates
		.filter(({ items }) => items.includes(item))
		.map((fate) => {
			const last = fate.items[fate.items.length - 1] ?? item;
			return last === item
				? { fate, action: fate.action }
				: { fate, action: 'unchanged', superseded: last };
		});
}

const isNews = ({ action, superseded }: Expected): boolean =>
	superseded !== undefined || (action !== 'unchanged' && action !== 'skipped');

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** The outputs say what the forecast says. */
export function checkOutputs(
	subject: Subject,
	forecast: Forecast,
	outputs: readonly Paired[],
	options: Options,
	items: number,
	{ created }: Assignment,
): void {
	for (let item = 0; item < items; item += 1) {
		const given = outputs.filter((output) => output.item === item);
		const all = expectedOf(item, forecast);
		const fails = forecast.hopeless.includes(item) || all.some(({ fate }) => isFailing(fate));
		if (fails) {
			holds(given.length === 1 && given.every(({ failed }) => failed), `Item ${item} has to fail`, {
				given,
				all,
			});
			continue;
		}
		const expected = options.reportOnlyChanges === true ? all.filter(isNews) : all;
		holds(
			given.every(({ failed }) => !failed) && given.length === expected.length,
			`Item ${item} has to succeed`,
			{ given, expected },
		);
		for (const one of expected) {
			const id = one.fate.record?.id ?? created.get(one.fate)?.id;
			const output = given.find(({ json }) => (id === undefined ? true : json.id === id));
			holds(output !== undefined, `Item ${item} is about the record ${String(id)}`, {
				given,
				expected,
			});
			checkOutput(subject, one, output.json, item);
		}
	}
}

/** What was set; of a new record an empty list says nothing. */
const changesOf = ({ _action, _changes }: IDataObject): string[] =>
	Object.entries((_changes ?? {}) as Record<string, { to?: unknown }>)
		.filter(([, { to }]) => _action !== 'created' || !isBlank(to))
		.map(([name]) => name);

function checkOutput(
	subject: Subject,
	{ action, fate, superseded }: Expected,
	json: IDataObject,
	item: number,
): void {
	const details = { item, json, fate };
	holds(json._action === action, `_action is ${action}`, details);
	holds(
		json._superseded_by_item === superseded,
		'_superseded_by_item names the later item',
		details,
	);
	const changed = isNews({ action, fate }) ? fate.changed : [];
	holds(
		same(sorted(changesOf(json)), sorted(changed)),
		`_changes names ${sorted(changed).join() || 'nothing'}`,
		details,
	);
	holds(
		fate.record ? Array.isArray(json._matched_by) : json._matched_by === null,
		'_matched_by names what the record was found by',
		details,
	);
	holds(
		same(sorted((json._psa_owned ?? []) as string[]), sorted(fate.owned)),
		'_psa_owned names what the PSA keeps',
		details,
	);
	if (action === 'skipped' && !fate.record) return;
	for (const { name, kind } of subject.fields) {
		if (kind === 'secret') holds(!(name in json), `${name} is not in the output`, details);
		else if (name in fate.after && !(subject.lists.length > 0 && name === 'name'))
			holds(
				sameAttribute(subject, name, fate.after[name], json[name]) ||
					isCut(fate.after[name], json[name]),
				`The output shows ${name} as it is afterwards`,
				details,
			);
	}
}

/** A list shows the beginning of long notes (reference 1.15); what is not compared is not read further. */
const isCut = (whole: unknown, shown: unknown): boolean =>
	typeof whole === 'string' && whole.length > 250 && shown === whole.slice(0, 250);

/** The dry run said what the real run did. */
export function checkDryRun(
	dry: readonly Paired[],
	real: readonly Paired[],
	{ fates }: Forecast,
): void {
	const unforeseeable = new Set(
		fates
			.filter(({ action, owned, mended }) => action === 'refused' || owned.length > 0 || mended)
			.flatMap(({ items }) => items),
	);
	const said = (outputs: readonly Paired[]): unknown[] =>
		outputs
			.filter(({ item }) => !unforeseeable.has(item))
			.map(({ item, json, failed }) => [
				item,
				failed ? json.error : String(json._action).replace(/^would_(create|update)$/, '$1d'),
				json._changes,
				json._superseded_by_item,
				json._matched_by,
			]);
	holds(same(said(dry), said(real)), 'The dry run says what the real run does', {
		dry: said(dry),
		real: said(real),
	});
}

// --- The line ---

/** A POST is sent again only after 429, or once more after somebody has looked. */
export function checkPosts(journal: readonly JournalEntry[], { fates, hopeless }: Forecast): void {
	const posts = journal
		.map((entry, place) => ({ ...entry, place }))
		.filter(({ method, status }) => method === 'POST' && status !== 429);
	checkPostCount(posts, fates, hopeless.length);
	const groups = new Map<string, typeof posts>();
	for (const post of posts) {
		// Of a request that was cut off nobody knows what it held.
		if (post.body === undefined) continue;
		const key = JSON.stringify([post.path, post.body]);
		groups.set(key, [...(groups.get(key) ?? []), post]);
	}
	for (const group of groups.values()) {
		holds(group.length <= 2, 'A POST is not retried', writesIn(group));
		const [first, second] = group;
		if (!first || !second) continue;
		const looked = journal
			.slice(first.place + 1, second.place)
			.some(({ method, path }) => method === 'GET' && !path.includes('/relationships/'));
		holds(looked, 'Before a POST is sent again somebody looks', writesIn(group));
	}
}

/**
 * For each missing record: once, once more after having looked, once more without a refused address. Where trouble keeps
 * an item from being read, one that contradicts it is not refused.
 */
function checkPostCount(
	posts: readonly JournalEntry[],
	fates: readonly Fate[],
	hopeless: number,
): void {
	const missing = fates.filter(({ record }) => record === undefined);
	const together = posts.filter(({ path }) => path.includes('/relationships/'));
	const most = missing.reduce(
		(sum, { items, mended }) => sum + items.length * (mended ? 3 : 2),
		2 * hopeless,
	);
	const owners = new Set(missing.map(({ owner }) => owner));
	holds(
		together.length <= owners.size && posts.length - together.length <= most,
		'A POST is not retried',
		{ most, posts: writesIn(posts) },
	);
}

/** No secret and no key in anything that n8n stores of the run. */
export function checkSecrets({ result }: Observation, key: string): void {
	// n8n itself puts the input beside what comes out of the error output.
	const own = result.errorOutput.map(({ json }) => [json.error, json.message, json.details]);
	const everything =
		own.length > 0 ? JSON.stringify([result.output, result.hints, own]) : result.everything;
	holds(!everything.includes(MARK), 'No password is left behind', everything.slice(0, 2000));
	holds(!everything.includes(key), 'The API key is not left behind');
}
