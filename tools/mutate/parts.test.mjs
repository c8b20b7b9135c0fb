/** The parts of `npm run mutate` that decide what its score means; run by Jest through test/unit/mutate. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { identityOf, placeOf, sourceOf } from './identity.mjs';
import { intervalOf, sampleOf } from './sample.mjs';
import { homeFiles, quickFiles } from './tests.mjs';
import { WordsIgnorer } from './words.mjs';

const numbers = Array.from({ length: 500 }, (_, index) => index);

const silent = /** @type {any} */ ({
	debug() {},
	info() {},
	isDebugEnabled: () => false,
});

/** @param {string} content */
async function mutantsOf(content) {
	const files = [{ name: path.resolve('nodes/ITGlue/example.ts'), mutate: true, content }];
	const options = { plugins: null, excludedMutations: [], ignorers: [new WordsIgnorer()] };
	const { mutants } = await new Instrumenter(silent).instrument(files, options);
	return mutants.filter(({ status }) => status === undefined);
}

/** @param {string} content */
const stringsOf = async (content) =>
	(await mutantsOf(content))
		.filter(({ mutatorName }) => mutatorName === 'StringLiteral')
		.map(({ location: { start, end } }) => content.slice(start.column, end.column));

test('a seed draws the same sample again, without repeating an item', () => {
	const sample = sampleOf(numbers, 100, 7);
	assert.deepEqual(sampleOf(numbers, 100, 7), sample);
	assert.equal(new Set(sample).size, 100);
	assert.notDeepEqual(sampleOf(numbers, 100, 8), sample);
	assert.deepEqual(sampleOf(numbers, 40, 7), sample.slice(0, 40));
});

test('the sample comes from everywhere', () => {
	const thirds = [0, 0, 0];
	for (const item of sampleOf(numbers, 150, 3)) {
		const third = Math.min(2, Math.floor(item / 167));
		thirds[third] = (thirds[third] ?? 0) + 1;
	}
	for (const count of thirds) assert.ok(count > 30 && count < 70, String(thirds));
});

test("the interval is Wilson's", () => {
	const [low, high] = intervalOf(85, 100);
	assert.ok(Math.abs(low - 0.7672) < 0.0005, String(low));
	assert.ok(Math.abs(high - 0.9069) < 0.0005, String(high));
	assert.equal(intervalOf(0, 0)[1], 1);
	assert.ok(intervalOf(10, 10)[0] < 0.8);
});

test('labels are left out; names, values and the sentences of errors are not', async () => {
	assert.deepEqual(await stringsOf("x({ name: 'city', label: 'City', description: `A town` });"), [
		"'city'",
	]);
	assert.deepEqual(await stringsOf("field('city', 'City', 'string');"), ["'city'", "'string'"]);
	assert.deepEqual(await stringsOf("x({ message: 'Not found', description: 'Look again' });"), [
		"'Not found'",
		"'Look again'",
	]);
	assert.deepEqual(await stringsOf("x({ action: 'Add note to %s' }, { action: 'created' });"), [
		"'created'",
	]);
	assert.deepEqual(await stringsOf("refuse('Not found', 'Look again');"), [
		"'Not found'",
		"'Look again'",
	]);
});

test('a mutant keeps its identity from the sample to the result', async () => {
	const [mutant] = await mutantsOf('export const two = 1 + 1;');
	assert.ok(mutant);
	assert.equal(placeOf(mutant), 'nodes/ITGlue/example.ts:1:19-1:24');
	const { start, end } = mutant.location;
	const result = {
		...mutant,
		fileName: path.resolve('.cache/stryker/sandbox-1/nodes/ITGlue/example.ts'),
		location: {
			start: { line: start.line + 1, column: start.column + 1 },
			end: { line: end.line + 1, column: end.column + 1 },
		},
	};
	assert.equal(identityOf(result, 1), identityOf(mutant));
});

test('every source has tests that belong to it', async () => {
	const { readdirSync } = await import('node:fs');
	const sources = readdirSync('nodes', { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.ts'),
	);
	assert.ok(sources.length > 90);
	for (const source of sources) {
		assert.ok(homeFiles(sourceOf(`nodes/${source}`)).length > 0, source);
	}
	assert.ok(quickFiles().length > 40);
});
