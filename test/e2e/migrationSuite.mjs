/**
 * What n8n itself says of the examples and n8n 3: its migration report (Settings → Migration Report), over everything that
 * the tests before have imported.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { isAtLeast } from '../../scripts/lib/base.mjs';
import { readExamples } from '../../scripts/lib/examples.mjs';
import { RELEASE_VARIABLE, releaseOf, treeOf } from '../../scripts/lib/release.mjs';

/** The first n8n whose report on n8n 3 was read here. */
const KNOWS_N8N_3 = '2.41.0';
const REPORT = '/breaking-changes/report';

/**
 * @param {() => {
 *   stage: import('../../scripts/lib/stage.mjs').Stage,
 *   small: (id: string, parameters: Record<string, unknown>, settings?: Record<string, unknown>) => any,
 * }} given `small` makes a workflow of one node
 */
export const describeMigration = (given) => {
	if (!isAtLeast(treeOf(releaseOf(process.env[RELEASE_VARIABLE])).version, KNOWS_N8N_3)) return;

	describe("n8n's report on n8n 3", () => {
		/** Titles of what it finds, by the id of the workflow. @type {Map<string, string[]>} */
		const found = new Map();
		/** @type {any} */
		let control;

		before(async () => {
			const { stage, small } = given();
			const { n8n } = stage;
			// A node that n8n 3 does not have, so that silence about the examples means something.
			const removed = { name: 'Old', type: 'n8n-nodes-base.function', credentials: {} };
			control = {
				...small('removed', { functionCode: 'return items;' }, removed),
				connections: {},
			};
			await n8n.saveWorkflow(control);
			const { report } = await n8n.rest('POST', `${REPORT}/refresh?version=v3`);
			for (const { ruleId, nbAffectedWorkflows } of report.workflowResults) {
				if (nbAffectedWorkflows === 0) continue;
				const { affectedWorkflows } = await n8n.rest('GET', `${REPORT}/${ruleId}`);
				for (const { id, issues } of affectedWorkflows)
					for (const { title } of issues) found.set(id, [...(found.get(id) ?? []), title]);
			}
		});

		it('finds what is meant to be found', () => {
			assert.match(found.get(control.id)?.join(' ') ?? '', /Old/);
		});

		it('finds nothing in the examples', () => {
			const told = readExamples().flatMap(({ id, name }) =>
				(found.get(id) ?? []).map((title) => `${name}: ${title}`),
			);
			assert.deepEqual(told, []);
		});
	});
};
