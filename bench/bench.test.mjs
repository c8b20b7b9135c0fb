/** The parts of the bench that can be judged without running it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { counted, median, table, timed, times } from './figures.mjs';
import { editorRow, manyFields } from './jobs/editor.mjs';
import { erased, flexible, keyOf } from './jobs/flexible.mjs';
import { JOBS } from './jobs/index.mjs';
import { failedRow, resultsText } from './results.mjs';
import { buildWorkflow, httpRequest, ifNode } from './workflow.mjs';

describe('figures', () => {
	it('takes the middle value, whatever the order', () => {
		assert.equal(median([900, 100, 500]), 500);
	});
	it('takes the mean of the two in the middle', () => {
		assert.equal(median([1, 4, 2, 100]), 3);
	});
	it('writes the median with its range', () => {
		assert.equal(timed([1250, 1100, 1900]), '1,250 ms (1,100–1,900)');
		assert.equal(timed([80]), '80 ms');
	});
	it('writes counts that differ as a range', () => {
		assert.equal(counted([20, 20]), '20');
		assert.equal(counted([18, 20]), '18–20');
	});
	it('writes ratios with two decimals', () => {
		assert.equal(times(2.5), '2.50 ×');
	});
	it('keeps a bar in a cell from opening another one', () => {
		assert.equal(
			table(['a'], [['x | y\nz']])
				.split('\n')
				.at(-1),
			'| x \\| y z |',
		);
	});
});

describe('a workflow', () => {
	const built = /** @type {any} */ (
		buildWorkflow(
			'address',
			[
				httpRequest('Look up', { url: 'http://192.0.2.1/contacts' }),
				ifNode('Is there', { left: '=1', type: 'number', operation: 'gt', right: 0 }),
				httpRequest(
					'Create',
					{ url: 'http://192.0.2.1/contacts', method: 'POST', body: '={}' },
					{ after: ['Is there', 1] },
				),
			],
			{ httpHeaderAuth: { id: '1', name: 'Bench' } },
		)
	);

	it('leads from the webhook through the items to the first step', () => {
		const { Start, Items } = built.connections;
		assert.equal(Start.main[0][0].node, 'Items');
		assert.equal(Items.main[0][0].node, 'Look up');
	});
	it('leaves a node by the output that the next one names', () => {
		assert.deepEqual(built.connections['Is there'].main, [
			[],
			[{ node: 'Create', type: 'main', index: 0 }],
		]);
	});
	it('gives each node the credential that it asks for, and nothing of ours', () => {
		const create = built.nodes.find((/** @type {any} */ { name }) => name === 'Create');
		assert.deepEqual(create.credentials, { httpHeaderAuth: { id: '1', name: 'Bench' } });
		assert.equal('after' in create || 'credential' in create, false);
	});
});

describe('the jobs', () => {
	it('have names of their own', () => {
		assert.equal(new Set(JOBS.map(({ name }) => name)).size, JOBS.length);
	});
	for (const job of JOBS) {
		it(`${job.name} compares ours with another side`, () => {
			assert.ok(job.sides.ours);
			assert.ok(Object.keys(job.sides).length > 1);
		});
	}
});

/** @param {number} milliseconds @param {number} requests @param {number} losses */
const measured = (milliseconds, requests, losses) => ({
	milliseconds: [milliseconds],
	requests: [requests],
	refused: [0],
	cpu: [0],
	idle: [0],
	peaks: [0],
	nodes: {},
	losses: [losses],
});

describe('flexible assets', () => {
	it('counts the fields that hold nothing any more', () => {
		const kept = { cost: 1, active: false, notes: '', link: 'x' };
		assert.equal(erased([kept, { name: 'left alone', cost: 1 }]), 3);
		assert.equal(erased([kept]), 0);
	});
	it('names keys as IT Glue does', () => {
		assert.equal(keyOf('Last Tested On'), 'last-tested-on');
	});
	it('shows what each way erases, and holds both to the target', () => {
		const rows = (/** @type {number} */ requests) =>
			flexible.rows({
				ours: measured(1000, requests, 0),
				withoutCode: measured(3000, 1070, 200),
				byHand: measured(900, 72, 200),
			});
		const [usual, best] = rows(107);
		assert.match(usual?.theirs ?? '', /\*\*200 values erased\*\*/);
		assert.match(usual?.ours ?? '', /nothing erased/);
		assert.deepEqual([usual?.met, best?.met], [true, false]);
		assert.equal(rows(108)[0]?.met, false);
	});
});

describe('the columns of a type', () => {
	it('are of 60 fields with names of their own', () => {
		const names = manyFields().map(({ name }) => name);
		assert.equal(names.length, 60);
		assert.equal(new Set(names).size, 60);
	});
	it("are compared by the middle of their times, without IT Glue's answer", () => {
		const row = editorRow({
			contact: [10, 20, 90],
			type: [109, 81, 280],
			answer: [80, 80, 80],
			requests: [1, 1, 1],
		});
		assert.equal(row.ratio, "1.45 × the time without IT Glue's answer");
		assert.equal(row.met, true);
		const with_ = (/** @type {number} */ type, /** @type {number} */ requests) =>
			editorRow({ contact: [10], type: [type], answer: [80], requests: [requests] }).met;
		assert.deepEqual([with_(94, 1), with_(95, 1), with_(94, 2)], [true, false, false]);
	});
});

/** @param {number} busy */
const written = (busy) =>
	resultsText([failedRow('Reading', new Error('it broke'))], {
		machine: '2 cores, 8 GB of memory, linux x64',
		versions: 'n8n 2',
		date: '2026-01-01',
		runs: 5,
		busy,
	});

describe('RESULTS.md', () => {
	it('says so when the machine was not quiet', () => {
		assert.match(written(0.5), /Only a check of the bench.*50 %/);
		assert.doesNotMatch(written(0.02), /Only a check/);
	});
	it('shows a job that could not be measured, as not reached', () => {
		assert.match(written(0), /\| Reading \| could not be measured: it broke .*\*\*no\*\* \|/);
	});
});
