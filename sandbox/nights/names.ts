/** Invented names, one for each number. Numbers tell companies apart that are otherwise called alike. */
import { FIRST_NAMES, LAST_NAMES, NAME_FIRST, NAME_SECOND } from '../data/vocabulary';

const SECOND_PARTS = [...LAST_NAMES, ...NAME_FIRST, ...NAME_SECOND];

const nth = (list: readonly string[], at: number): string => list[at % list.length] ?? '';

export const companyName = (at: number): string =>
	`${nth(NAME_FIRST, at)} ${nth(NAME_SECOND, Math.floor(at / 20))} ${100 + at}`;

/** A first and a last name; no two of the first 24,000 people share both. */
export function personName(at: number): { first: string; last: string } {
	const last = nth(LAST_NAMES, Math.floor(at / 20));
	return {
		first: nth(FIRST_NAMES, at),
		last: `${last}-${nth(SECOND_PARTS, Math.floor(at / 400))}`,
	};
}

const plain = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/ø/g, 'o')
		.replace(/[^A-Za-z]/g, '')
		.toLowerCase();

export const addressOf = (first: string, last: string, at: number): string =>
	`${plain(first)}.${plain(last)}.${at}@example.com`;

/** Numbers kept for examples: 555-01xx. */
export const phoneNumber = (at: number): string =>
	`604555${String(100 + (at % 100)).padStart(4, '0')}`;

/** 00-00-5E is kept for documentation (RFC 7042); three bytes keep many apart. */
export function macAddress(at: number): string {
	const byte = (shift: number): string => ((at >> shift) & 255).toString(16).padStart(2, '0');
	return `00:00:5e:${byte(16)}:${byte(8)}:${byte(0)}`.toUpperCase();
}

/** As many positions as the shares say, in turn: the same kinds whatever the size. */
export function rotaOf<Kind extends string>(
	shares: ReadonlyArray<readonly [Kind, number]>,
): Kind[] {
	return shares.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));
}
