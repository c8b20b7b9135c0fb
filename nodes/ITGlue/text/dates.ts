const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const ZONE = /(?:z|[+-]\d{2}(?::?\d{2})?)$/i;
const MOMENT =
	/^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** True also for a date from a sandbox of n8n, which has a different Date class. */
export const isDate = (raw: unknown): raw is Date =>
	Object.prototype.toString.call(raw) === '[object Date]';

/**
 * The ISO text of a date object: a JavaScript date (SQL nodes return it) or a Luxon date of n8n's expressions ($now,
 * $today).
 */
export function dateText(raw: unknown): string | undefined {
	if (isDate(raw)) return Number.isNaN(raw.getTime()) ? undefined : raw.toISOString();
	if (
		typeof raw === 'object' &&
		raw !== null &&
		'toISO' in raw &&
		typeof raw.toISO === 'function'
	) {
		const iso: unknown = raw.toISO();
		return typeof iso === 'string' ? iso : undefined;
	}
	return undefined;
}

const textOf = (raw: unknown): string | undefined =>
	typeof raw === 'string' ? isoText(raw.trim()) : dateText(raw);

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** The positions of year, month and day, by pattern. Only forms with a clear order: full stops mean day first. */
const OTHER_FORMS: ReadonlyArray<readonly [RegExp, readonly [number, number, number]]> = [
	[/^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/, [1, 2, 3]],
	[/^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/, [3, 2, 1]],
	[
		/^(?:[a-z]{3,9},?\s)?(\d{1,2})[\s-]([a-z]{3,9})\.?[\s-](\d{4})(?:\s00:00:00\s(?:gmt|utc))?$/i,
		[3, 2, 1],
	],
	[/^([a-z]{3,9})\.?\s(\d{1,2}),?\s(\d{4})$/i, [3, 1, 2]],
];

/** A date in ISO form if it has another form with only one meaning; otherwise the text unchanged. */
function isoText(text: string): string {
	const plain = text.replace(/^'/, '').replace(/[\u2010-\u2015\u2212]/g, '-');
	for (const [pattern, places] of OTHER_FORMS) {
		const found = pattern.exec(plain);
		const [year = '', month = '', day = ''] = places.map((place) => found?.[place] ?? '');
		const number = /^\d/.test(month) ? month : monthNumber(month);
		if (found && number !== '') return `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
	}
	// Ruby writes " UTC", SQL Server " +00:00".
	return plain.replace(
		/^(\d{4}-\d{2}-\d{2}[t ][\d:.,]{5,18})\s(?:utc|gmt|([+-]\d{2}:?\d{2}))$/i,
		(_all, moment: string, zone?: string) => `${moment}${zone ?? 'Z'}`,
	);
}

function monthNumber(name: string): string {
	const at = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
	return at < 0 ? '' : String(at + 1);
}

/** 2026-02-31 is not a real day, although JavaScript accepts it. */
function isRealDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/**
 * The day that a value names, as `yyyy-mm-dd`: ISO text (the written day counts, even if a time and zone follow) or a
 * date object. Undefined for anything ambiguous, such as 03/04/2026.
 *
 * Some databases turn a day into midnight in the local zone, written in UTC. With a time zone, this returns the
 * original day. A JavaScript date, which nobody wrote, names the day in that zone.
 */
export function readDay(raw: unknown, timeZone?: string): string | undefined {
	const text = textOf(raw) ?? '';
	const day = text.slice(0, 10);
	const isIso = DAY.test(day) && (text.length === 10 || MOMENT.test(text));
	if (!isIso || !isRealDay(day)) return undefined;
	if (timeZone === undefined || !/z$/i.test(text) || MIDNIGHT.test(text)) return day;
	const local = localText(new Date(text.replace(' ', 'T').replace(',', '.')), timeZone);
	const isLocalDay = isDate(raw) || MIDNIGHT.test(local);
	return isLocalDay ? local.slice(0, 10) : day;
}

/** Only zeros after the day. */
const MIDNIGHT = /^[\d-]{10}[t ]00:00(?::00(?:[.,]0{1,9})?)?z?$/i;

/** A moment in the local time of a zone: `yyyy-mm-ddThh:mm:ss.sss`. */
function localText(moment: Date, timeZone: string): string {
	if (Number.isNaN(moment.getTime())) return '';
	const local = moment.getTime() + offsetMinutes(moment, timeZone) * 60000;
	return new Date(local).toISOString().slice(0, -1);
}

/** Minutes by which a time zone is ahead of UTC at a moment. */
function offsetMinutes(moment: Date, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	}).formatToParts(moment);
	const number = (type: string): number =>
		Number(parts.find((part) => part.type === type)?.value ?? 0);
	const local = Date.UTC(
		number('year'),
		number('month') - 1,
		number('day'),
		number('hour'),
		number('minute'),
		number('second'),
	);
	return Math.round((local - moment.getTime()) / 60000);
}

/**
 * The moment that a value names, as ISO text in UTC. Text without a zone uses the workflow's time zone, like n8n's date
 * picker; a day without a time means its first moment. Undefined for anything ambiguous.
 */
export function readMoment(raw: unknown, timeZone: string): string | undefined {
	const text = textOf(raw);
	if (text === undefined || readDay(text) === undefined) return undefined;
	const full = (text.length === 10 ? `${text}T00:00:00` : text).replace(' ', 'T').replace(',', '.');
	if (ZONE.test(full.slice(16))) return isoOf(full);
	const asUtc = new Date(`${full}Z`);
	if (Number.isNaN(asUtc.getTime())) return undefined;
	const guess = new Date(asUtc.getTime() - offsetMinutes(asUtc, timeZone) * 60000);
	// Repeat with the offset at that moment, because a clock change may lie between.
	return new Date(asUtc.getTime() - offsetMinutes(guess, timeZone) * 60000).toISOString();
}

function isoOf(text: string): string | undefined {
	const date = new Date(text);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
