/** Finds the entries of two lists that are the same: emails, phones and similar entries have no ids. */
import type { IDataObject } from 'n8n-workflow';
import type { RowShape } from '../resources/schema/attribute';
import { comparableAddress } from '../text/email';
import { readExtension } from '../text/phone';
import { sameNumber } from '../text/phoneNumber';
import { comparable, sameText } from '../text/same';

export const EXTENSION = 'extension';
export const LABEL = 'label-name';
export const KIND = 'label-type';

/** A label for a new entry, suggested by the words next to a number: it is never sent unchanged. */
export const SUGGESTED = Symbol('suggested label');

/** An entry as it is read or sent. */
export type Row = IDataObject & { [SUGGESTED]?: string };

/** Distances between two entries that may be the same; the nearest ones are paired first. */
const OTHER_KIND = 8;
const NO_EXTENSION = 4;
const OTHER_LABEL = 2;
const OTHER_SUGGESTION = 1;

/** A column of an entry, in the spelling of IT Glue or of the node's output. */
export const columnIn = (row: IDataObject, wire: string): unknown =>
	row[wire] ?? row[wire.replace(/-/g, '_')];

const textIn = (row: IDataObject, wire: string): string => String(columnIn(row, wire) ?? '').trim();

/**
 * For each given entry, the index of the entry in the list that it means, or -1. Two given entries never mean the same
 * one: one number may belong to an office and to a home, or to a telephone and a fax.
 */
export function pairRows(shape: RowShape, list: Row[], given: Row[]): number[] {
	const places = given.map(() => -1);
	const taken = new Set<number>();
	const candidates = candidatesOf(shape, list, given);
	const distances = new Set(candidates.flatMap((some) => [...some.values()]));
	for (const distance of [...distances].sort((a, b) => a - b)) {
		for (const [index, some] of candidates.entries()) {
			if (places[index] !== -1) continue;
			const free = [...some].filter(([at, far]) => far === distance && !taken.has(at));
			const [first] = free;
			if (!first || (mustBeAlone(distance) && free.length > 1)) continue;
			places[index] = first[0];
			taken.add(first[0]);
		}
	}
	return places;
}

/** An entry without its extension or with another label may mean any of several. */
const mustBeAlone = (distance: number): boolean => (distance & (NO_EXTENSION | OTHER_LABEL)) !== 0;

/** For each given entry, the entries of the list that it may mean, with their distance. */
function candidatesOf(shape: RowShape, list: Row[], given: Row[]): Array<Map<number, number>> {
	const byKey = new Map<string, number[]>();
	for (const [at, row] of list.entries())
		for (const key of keysOf(shape, row)) byKey.set(key, [...(byKey.get(key) ?? []), at]);
	return given.map((row) => {
		const near = keysOf(shape, row).flatMap((key) => byKey.get(key) ?? []);
		const found = [...new Set(near)]
			.sort((a, b) => a - b)
			.flatMap((at) => {
				const distance = distanceOf(shape, list[at] ?? {}, row);
				return distance === undefined ? [] : [[at, distance] as const];
			});
		return new Map(found);
	});
}

/** Texts of an entry; equal entries share at least one. Of a number its end, because all spellings share it. */
function keysOf(shape: RowShape, row: IDataObject): string[] {
	const { same } = shape.key;
	const texts = valuesOf(shape, row);
	if (same === 'phone') return [...new Set(texts.map((text) => text.replace(/\D/g, '').slice(-7)))];
	return texts.map((text) => comparable(same === 'email' ? comparableAddress(text) : text));
}

/** IT Glue shows a number twice, stored and formatted; both belong to this entry. */
function valuesOf({ key }: RowShape, row: IDataObject): string[] {
	const texts = [textIn(row, key.column)];
	if (key.same === 'phone') texts.push(textIn(row, 'formatted-value'));
	return texts.filter((text, at) => at === 0 || text !== '');
}

/** The distance between an entry of the list and a given one; undefined if they are different entries. */
function distanceOf(shape: RowShape, known: Row, row: Row): number | undefined {
	if (shape.key.same !== 'phone') return 0;
	const numbers = valuesOf(shape, known);
	if (!valuesOf(shape, row).some((one) => numbers.some((other) => sameNumber(one, other))))
		return undefined;
	const [extension, own] = [extensionOf(row), extensionOf(known)];
	if (extension !== '' && extension !== own) return undefined;
	const [kind, knownKind] = [kindOf(row), kindOf(known)];
	if (kind === 'fax' && knownKind !== 'fax') return undefined;
	const label = labelDistance(row, known);
	const { only } = shape;
	if (row[only] === true && known[only] === true && label < OTHER_LABEL) return 0;
	return (kind === knownKind ? 0 : OTHER_KIND) + (extension === own ? 0 : NO_EXTENSION) + label;
}

const extensionOf = (row: IDataObject): string => readExtension(textIn(row, EXTENSION));

/** An entry without a kind is a telephone (IT Glue's default). */
const kindOf = (row: IDataObject): string => textIn(row, KIND) || 'phone';

function labelDistance(row: Row, known: Row): number {
	const label = textIn(row, LABEL);
	const own = textIn(known, LABEL);
	if (label !== '') return sameText(label, own) ? 0 : OTHER_LABEL;
	return sameText(row[SUGGESTED] ?? own, own) ? 0 : OTHER_SUGGESTION;
}

/** Whether two given entries are the same: missing values are no difference. */
export function isRepeated(shape: RowShape, a: Row, b: Row): boolean {
	if (shape.key.same !== 'phone') return sameKey(shape, a, b);
	if (distanceOf(shape, a, b) === undefined) return false;
	const [left = '', right = ''] = [a, b].map((row) => textIn(row, LABEL) || row[SUGGESTED]);
	const sameLabel = left === '' || right === '' || sameText(left, right);
	return sameLabel && kindOf(a) === kindOf(b) && extensionOf(a) === extensionOf(b);
}

const sameKey = (shape: RowShape, a: Row, b: Row): boolean =>
	keysOf(shape, a)[0] === keysOf(shape, b)[0];
