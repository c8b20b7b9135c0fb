/** What a job of the bench is made of, and the checks that several jobs share. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { counted, median, timed, times } from '../figures.mjs';

/** @typedef {import('../api.mjs').Api} Api */
/** @typedef {import('../api.mjs').Request} Request */
/** @typedef {import('../api.mjs').StoredRecord} StoredRecord */
/** @typedef {import('../server.mjs').NodeReport} NodeReport */
/** @typedef {import('../server.mjs').Report} Report */
/** @typedef {import('../workflow.mjs').Step} Step */

/**
 * @typedef {object} Outcome one run of one side
 * @property {Report} report
 * @property {number} milliseconds the execution times of the measured nodes together
 * @property {NodeReport} last the node that gives the result
 * @property {Request[]} requests
 * @property {Api} api
 */

/**
 * @typedef {object} Side one way to do the job
 * @property {string} label
 * @property {(apiUrl: string) => Step[]} steps
 * @property {(outcome: Outcome, facts: any) => Promise<void> | void} check throws when the job was not done
 * @property {boolean} [once] measured once: it takes long, and no target hangs on it
 * @property {(outcome: Outcome, facts: any) => string} [tell] the outcome in words, for a side that is run once because it
 * does not do the job: then its time says nothing
 * @property {(outcome: Outcome, facts: any) => Promise<number>} [losses] how many values it erased that nobody asked it to
 */

/**
 * @typedef {object} Measured
 * @property {number[]} milliseconds
 * @property {number[]} requests
 * @property {number[]} refused requests answered with 429
 * @property {number[]} cpu milliseconds of the server
 * @property {number[]} idle megabytes of the server before
 * @property {number[]} peaks megabytes of the server at most
 * @property {string} [told]
 * @property {number[]} [losses] values that were erased beside what was to change
 * @property {Record<string, number[]>} nodes milliseconds by node
 */

/**
 * @typedef {object} Row
 * @property {string} job
 * @property {string} ours
 * @property {string} theirs
 * @property {string} ratio
 * @property {string} requests
 * @property {string} target
 * @property {boolean} met
 */

/**
 * @typedef {object} Job
 * @property {string} name for `--only`
 * @property {string} title
 * @property {import('../api.mjs').Size} size
 * @property {(api: Api) => Promise<any>} prepare brings a reset sandbox into the job's state; returns what the checks need to know
 * @property {(facts: any) => unknown[]} items the input
 * @property {(facts: any) => unknown[]} [warmUpItems] where all of them would take long
 * @property {Record<string, Side>} sides `ours` among them
 * @property {(measured: Record<string, Measured>) => Row[]} rows
 * @property {number} [timeoutMs] of one run
 * @property {number} [repeat] how many times as many runs as asked for, where one is short
 * @property {boolean} [isPaced] it waits for a rate limit most of the time; measured last
 * @property {boolean} [ownApi] a sandbox for each run: what the node has learned about the rate limit stays with the address
 * @property {boolean} [ownServer] an n8n for each run: peak memory is that of a process
 */

/** What Get Many gives without items of its own. */
export const ONE_ITEM = () => [{ run: true }];

/** @param {Array<{ id: string }>} records */
export const digest = (records) =>
	createHash('sha256')
		.update(
			records
				.map(({ id }) => id)
				.sort()
				.join(),
		)
		.digest('hex');

/**
 * The result is exactly these records, in whatever order: this node reads by ID, a bare request as IT Glue lists.
 * @param {Outcome} outcome
 * @param {StoredRecord[]} records
 */
export const checkRecords = ({ report, last }, records) => {
	assert.equal(report.status, 'success', report.error);
	assert.equal(last.items, records.length, 'items');
	assert.equal(last.distinct, records.length, 'different ids');
	assert.equal(last.ids, digest(records), 'the ids');
};

/**
 * @param {Record<string, Measured>} measured
 * @param {string} name
 * @returns {Measured}
 */
export const of = (measured, name) => {
	const found = measured[name];
	if (found === undefined) throw new Error(`Nothing was measured of ${name}.`);
	return found;
};

/**
 * @param {Measured} ours
 * @param {Measured} theirs
 * @returns {number} how many times as fast ours is
 */
export const speed = (ours, theirs) => median(theirs.milliseconds) / median(ours.milliseconds);

/**
 * @param {Measured} ours
 * @param {Measured} theirs
 */
export const bothRequests = (ours, theirs) =>
	`${counted(ours.requests)} / ${counted(theirs.requests)}`;

/**
 * The row of a comparison by time.
 * @param {string} job
 * @param {Measured} ours
 * @param {Measured} theirs
 * @param {{ target: string, met: boolean }} verdict
 * @returns {Row}
 */
export const timeRow = (job, ours, theirs, verdict) => ({
	job,
	ours: timed(ours.milliseconds),
	theirs: timed(theirs.milliseconds),
	ratio: `${times(speed(ours, theirs))} as fast`,
	requests: bothRequests(ours, theirs),
	...verdict,
});
