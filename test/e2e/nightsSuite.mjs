/**
 * Five nights of the three syncs in a small world (sandbox/nights), with an outage in the third. `npm run nights` plays
 * the same in any size.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { isVersion1, RELEASE_VARIABLE, releaseOf } from '../../scripts/lib/release.mjs';
import { END_MS, STANDSTILL_MS } from '../../scripts/lib/patience.mjs';
import { NIGHTS, play } from '../../tools/nights/play.mjs';

/** Each kind of company, person and device is there at least once. */
const SMALL = { companies: 40, contacts: 120, devices: 120 };

/** @param {() => { stage: import('../../scripts/lib/stage.mjs').Stage, packageName: string }} given */
export const describeNights = (given) => {
	// The syncs make their data table by themselves, which n8n 1 cannot.
	if (isVersion1(releaseOf(process.env[RELEASE_VARIABLE]))) return;
	if (!(process.env.EXAMPLE?.split(',').includes('nights') ?? true)) return;

	describe('five nights in a row', () => {
		/** @type {import('../../tools/nights/play.mjs').Played} */
		let played;
		before(
			async () => {
				played = await play({ ...given(), size: SMALL });
				await given().stage.sandbox.reset();
			},
			{ timeout: 4 * STANDSTILL_MS + END_MS },
		);

		it('bring something new each day', () => {
			assert.equal(played.days.length, NIGHTS - 1);
			for (const { stories } of played.days)
				for (const story of ['renamed', 'moved', 'left', 'retired', 'added', 'byHand'])
					assert.ok((stories[story] ?? 0) > 0, story);
		});

		it('write what is new, and break off in the outage', () => {
			const [first] = played.rows;
			assert.ok(first && first.summary.created > 0);
			assert.ok(played.rows.some(({ night, status }) => night === 3 && status === 'canceled'));
		});

		it('end with the store that a person would call right, and with digests of a screen', () => {
			assert.deepEqual(played.problems, []);
		});
	});
};
