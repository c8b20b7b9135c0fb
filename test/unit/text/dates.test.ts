import { readDay, readMoment } from '../../../nodes/ITGlue/text/dates';

const luxonLike = { toISO: () => '2026-03-04T23:30:00.000-05:00' };

describe('readDay', () => {
	it.each([
		['2026-01-31', '2026-01-31'],
		[' 2026-01-31 ', '2026-01-31'],
		['2026-01-31T23:00:00-05:00', '2026-01-31'],
		['2026-01-31 23:00', '2026-01-31'],
		['2026-01-31T00:00:00.000Z', '2026-01-31'],
		[new Date('2026-01-31T10:00:00Z'), '2026-01-31'],
		[luxonLike, '2026-03-04'],
	])('reads %p', (raw, day) => {
		expect(readDay(raw)).toBe(day);
	});

	it.each([
		'03/04/2026',
		'2026-02-31',
		'2026-13-01',
		'5',
		5,
		1767225600,
		'',
		'2026-01-31 or so',
		'20260131',
		new Date('nonsense'),
		{ toISO: () => null },
		null,
		undefined,
		['2026-01-31'],
	])('does not guess at %p', (raw) => {
		expect(readDay(raw)).toBeUndefined();
	});
});

describe('readDay in the zone of the workflow', () => {
	it.each<[unknown, string, string]>([
		['2026-01-30T23:00:00.000Z', 'Europe/Berlin', '2026-01-31'],
		['2026-07-30T22:00:00Z', 'Europe/Berlin', '2026-07-31'],
		['2026-01-31T08:00:00.000Z', 'America/Vancouver', '2026-01-31'],
		['2026-01-31T00:00:00.000Z', 'America/Vancouver', '2026-01-31'],
		['2026-01-31T23:30:00Z', 'Europe/Berlin', '2026-01-31'],
		['2026-01-31T23:00:00-05:00', 'Europe/Berlin', '2026-01-31'],
		['2026-01-31', 'America/Vancouver', '2026-01-31'],
		[new Date('2026-01-30T23:00:00Z'), 'Europe/Berlin', '2026-01-31'],
		[new Date('2026-01-31T00:00:00Z'), 'America/Vancouver', '2026-01-31'],
		[new Date('2026-01-31T23:30:00Z'), 'Europe/Berlin', '2026-02-01'],
		[new Date('2026-01-31T02:00:00Z'), 'America/Vancouver', '2026-01-30'],
		[luxonLike, 'Asia/Tokyo', '2026-03-04'],
	])('reads %p in %s', (raw, zone, day) => {
		expect(readDay(raw, zone)).toBe(day);
	});
});

describe('readMoment', () => {
	it.each([
		['2026-01-31T09:00:00Z', 'America/Vancouver', '2026-01-31T09:00:00.000Z'],
		['2026-01-31T09:00:00+01:00', 'America/Vancouver', '2026-01-31T08:00:00.000Z'],
		['2026-01-31T09:00:00', 'UTC', '2026-01-31T09:00:00.000Z'],
		['2026-01-31T09:00:00', 'America/Vancouver', '2026-01-31T17:00:00.000Z'],
		['2026-07-31T09:00', 'America/Vancouver', '2026-07-31T16:00:00.000Z'],
		['2026-01-31', 'Europe/Berlin', '2026-01-30T23:00:00.000Z'],
		// The clocks go forward at 02:00 on that day.
		['2026-03-29T01:30:00', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
		['2026-03-29T03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
		[luxonLike, 'UTC', '2026-03-05T04:30:00.000Z'],
	])('reads %p in %s', (raw, zone, moment) => {
		expect(readMoment(raw, zone)).toBe(moment);
	});

	it.each(['02/01/2026', '2026-02-31T00:00:00Z', 1767225600, '', null, '2026-01-31T99:00:00'])(
		'does not guess at %p',
		(raw) => {
			expect(readMoment(raw, 'UTC')).toBeUndefined();
		},
	);
});
