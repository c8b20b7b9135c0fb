/** What a storyboard has to keep to; test/unit/package/video.test.ts runs it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { root } from '../../../scripts/lib/base.mjs';
import { FILM } from './film.mjs';
import { LIMIT_SECONDS, page, scenes, sheet, SHOTS, totalSeconds } from './storyboard.mjs';

/** Words a second, spoken without haste; clicks take their time as well. */
const PACE = 2;

it('is shorter than n8n allows', () => {
	assert.ok(totalSeconds < LIMIT_SECONDS, `${totalSeconds} s`);
	const last = scenes().at(-1);
	assert.equal((last?.from ?? 0) + (last?.seconds ?? 0), totalSeconds);
});

it('says no more in a scene than can be said in it', () => {
	const hurried = SHOTS.filter(({ says, seconds }) => says.split(/\s+/).length / seconds > PACE);
	assert.deepEqual(
		hurried.map(
			({ name, says, seconds }) => `${name}: ${says.split(/\s+/).length} words, ${seconds} s`,
		),
		[],
	);
});

it('shows all that n8n asks for, each scene with a picture', () => {
	const names = SHOTS.map(({ name }) => name);
	for (const wanted of ['install', 'credential', 'list', 'write', 'trigger'])
		assert.ok(names.includes(wanted), wanted);
	assert.deepEqual(Object.keys(FILM), names);
	for (const { name } of SHOTS) assert.ok(sheet().includes(`src="${name}.png"`), name);
	const pictures = sheet().match(/<img src="[\w-]+\.png" alt="[^"<>]+">/g);
	assert.equal(pictures?.length, SHOTS.length);
});

it('stands in docs/video.md as it is', () => {
	assert.equal(readFileSync(path.join(root, 'docs', 'video.md'), 'utf8'), page());
});
