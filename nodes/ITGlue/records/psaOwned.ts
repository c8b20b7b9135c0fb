/** Records that a PSA owns: which changes IT Glue accepts, and which must be made in the PSA. */
import type { IDataObject } from 'n8n-workflow';
import { settle } from '../concurrency';
import { labelsOf } from '../resources/schema/columns';
import type { Attribute } from '../resources/schema/attribute';
import { ApiFault, type JsonApiRecord } from '../transport';
import { isOwnedByPsa, saysOwned } from '../errors';
import type { Session } from './session';
import { patch } from './requests';

/** A record, and the attributes that it should have, including those that it already has. */
interface Compared {
	record: JsonApiRecord;
	given: Iterable<string>;
	/** The item only asks that the record exists: if nothing in it may be changed, it is returned unchanged. */
	willDo?: boolean;
}

/** What the user set, before it was merged with the values of the record. */
type Given = ReadonlyMap<string, unknown>;

/**
 * Changes a record. Values that IT Glue refuses because a PSA owns them are left out and reported; the rest is written.
 * If nothing is left to write, IT Glue's first error is thrown, with two exceptions: the record already has one of the
 * given values (`compared`), because an earlier run wrote it and a second run must not fail where the first one only
 * reported; or the item only asks that the record exists.
 *
 * @returns the record as IT Glue answers it, or `compared.record` itself if nothing was written
 */
export async function patchWhatIsOpen(
	item: Session,
	id: string,
	attributes: IDataObject,
	report: IDataObject,
	given: Given,
	compared?: Compared,
): Promise<JsonApiRecord> {
	const refusals: Refusal[] = [];
	const owned = (): string[] => {
		const all = refusals.flatMap(({ names }) => names);
		return Object.keys(attributes).filter((name) => all.includes(name));
	};
	for (let left = attributes; Object.keys(left).length > 0; left = without(attributes, owned())) {
		const outcome = await settle(patch(item, id, left, given));
		if ('value' in outcome) {
			if (refusals.length > 0) noteOwned(item, id, owned(), report);
			return outcome.value;
		}
		const refusal = refusalOf(item, outcome.reason, Object.keys(left));
		if (!refusal) return await Promise.reject(outcome.reason);
		refusals.push(refusal);
	}
	const willDo = compared?.willDo === true;
	if (!compared || !(willDo || isPartlyDone(item, refusals, compared.given)))
		return await Promise.reject(refusals[0]?.reason);
	noteOwned(item, id, owned(), report);
	return compared.record;
}

interface Refusal {
	reason: unknown;
	names: string[];
	/** IT Glue named the attributes, so the others are not refused. */
	named: boolean;
}

/**
 * The attributes that a refusal leaves to the PSA: those that it names (a live comment), or else all except those that
 * can be changed on every such record (reference 1.13). Undefined if it is another kind of refusal.
 */
function refusalOf(item: Session, reason: unknown, sent: string[]): Refusal | undefined {
	if (!(reason instanceof ApiFault) || !isOwnedByPsa(reason)) return undefined;
	const pointers = reason.problems.filter(saysOwned).map(({ pointer }) => pointer);
	const locked = sent.filter((name) =>
		pointers.some((pointer) => pointer === name || `${pointer}_id` === name),
	);
	if (locked.length > 0) return { reason, names: locked, named: true };
	const isOpen = those(item, ({ whenSynced }) => whenSynced === true);
	const mayBeOpen = those(item, ({ whenSynced, mayStayOpen }) =>
		Boolean(whenSynced ?? mayStayOpen),
	);
	const [closed, doubtful] = [mayBeOpen, isOpen].map((open) => sent.filter((name) => !open(name)));
	const names = closed && closed.length > 0 ? closed : (doubtful ?? []);
	return names.length > 0 ? { reason, names, named: false } : undefined;
}

function isPartlyDone(
	item: Session,
	refusals: readonly Refusal[],
	given: Iterable<string>,
): boolean {
	const refused = refusals.flatMap(({ names }) => names);
	const others = [...given].filter((name) => !refused.includes(name));
	const isOpen = those(item, ({ whenSynced }) => whenSynced === true);
	return refusals.every(({ named }) => named) ? others.length > 0 : others.some(isOpen);
}

function those(
	{ resource }: Session,
	are: (attribute: Attribute) => boolean,
): (name: string) => boolean {
	const names = new Set(resource.attributes.filter(are).map(({ name }) => name));
	return (name) => names.has(name);
}

/** The values that were sent, without those that the PSA owns. */
export function without(sent: IDataObject, refused: unknown): IDataObject {
	if (!Array.isArray(refused)) return sent;
	return Object.fromEntries(Object.entries(sent).filter(([name]) => !refused.includes(name)));
}

/** Tells the user which values were not written because the PSA owns them, and where to change them. */
export function noteOwned(item: Session, id: string, names: string[], report: IDataObject): void {
	const { resource } = item;
	const labels = labelsOf(resource, names);
	report._psa_owned = names;
	const pronoun = labels.length === 1 ? 'it' : 'them';
	item.hint(
		resource.madeByIntegration
			? `${resource.label} ${id}: an integration owns the assets of its type, so IT Glue did not take ${labels.join(', ')}. Change ${pronoun} at its source; the sync brings ${pronoun} to IT Glue.`
			: `${resource.label} ${id}: the PSA owns it, so IT Glue did not take ${labels.join(', ')}. Change ${pronoun} in the PSA; the sync brings ${pronoun} to IT Glue.`,
	);
}

/**
 * Attributes that IT Glue may refuse to change, based on the values of the record. IT Glue does not show which
 * attributes are locked: only a write shows it.
 */
export function mayBeRefused(
	item: Session,
	{ attributes }: JsonApiRecord,
	names: readonly string[],
): string[] {
	const isOwned =
		attributes['psa-integration'] === 'enabled' && attributes['sync-active'] !== false;
	if (!item.resource.psaOwned || !isOwned) return [];
	const isOpen = those(item, ({ whenSynced }) => whenSynced === true);
	return names.filter((name) => !isOpen(name));
}

/** Tells the user before a run which values the PSA may own. */
export function foreseeOwned(
	item: Session,
	record: JsonApiRecord,
	attributes: IDataObject,
	report: IDataObject,
): void {
	const { resource } = item;
	const names = mayBeRefused(item, record, Object.keys(attributes));
	if (names.length === 0) return;
	report._psa_owned = names;
	item.hint(
		`${resource.label} ${record.id}: a PSA syncs it, so IT Glue may refuse ${labelsOf(resource, names).join(', ')}. Refused fields do not change.`,
	);
}
