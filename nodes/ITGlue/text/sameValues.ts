/** Dates, IP and MAC addresses, which are the same in any spelling. */
import { plain } from './html/html';

/** Compares two MAC addresses without case and separators; anything else as text without case. */
export function sameMac(a: unknown, b: unknown): boolean {
	return mac(a) === mac(b);
}

/** Compares two IP addresses, version 6 in any spelling, without the network length after them. */
export function sameIp(a: unknown, b: unknown): boolean {
	return ip(a) === ip(b);
}

/**
 * Compares two dates: a day equals midnight of that day in any zone; two points in time are equal if they are the same
 * instant (without a zone: UTC). Anything else is compared as text.
 */
export function sameDate(a: unknown, b: unknown): boolean {
	const left = plain(a);
	const right = plain(b);
	if (left === right) return true;
	const leftDate = readDate(left);
	const rightDate = readDate(right);
	if (leftDate === undefined || rightDate === undefined) return false;
	if (!leftDate.timed || !rightDate.timed) {
		return leftDate.midnight && rightDate.midnight && leftDate.day === rightDate.day;
	}
	return leftDate.instant === rightDate.instant;
}

function ip(value: unknown): string {
	const text = plain(value)
		.toLowerCase()
		.replace(/^\[|\]$|\/[0-9]{1,3}$|%.*$/g, '');
	if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/.test(text)) return text;
	const address = `http://[${text}]/`;
	return URL.canParse(address) ? new URL(address).hostname : text;
}

function mac(value: unknown): string {
	const text = plain(value).toLowerCase();
	const digits = text.replace(/[\s:.-]/g, '');
	return /^(?:[0-9a-f]{12}|[0-9a-f]{16})$/.test(digits) ? digits : text;
}

interface ReadDate {
	day: string;
	timed: boolean;
	midnight: boolean;
	instant: number;
}

const DATE =
	/^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2})(\.[0-9]{1,9})?)? ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?$/i;

function readDate(text: string): ReadDate | undefined {
	const match = DATE.exec(text);
	if (match === null) return undefined;
	const [, day = '', time, seconds = '00', fraction = '', zone = 'Z'] = match;
	const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
	const milliseconds = `${fraction.slice(1, 4)}000`.slice(0, 3);
	const instant = Date.parse(`${day}T${time ?? '00:00'}:${seconds}.${milliseconds}${offset}`);
	if (Number.isNaN(instant)) return undefined;
	const midnight =
		time === undefined || (time === '00:00' && seconds === '00' && Number(milliseconds) === 0);
	return { day, timed: time !== undefined, midnight, instant };
}
