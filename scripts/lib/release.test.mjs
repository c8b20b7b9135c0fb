/** The parts of the choice of an n8n that need no registry; test/unit/package/release.test.ts runs them. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isVersion1, missingIn, releaseOf, treeOf } from './release.mjs';

it('takes the pinned trees and any version, and nothing else', () => {
	for (const name of ['current', 'v1', '2.41.3', '1.123.81', '3.0.0-rc.1'])
		assert.equal(releaseOf(name), name);
	assert.equal(releaseOf(undefined), 'current');
	for (const name of ['', '2.41', 'latest', '../2.41.3', '2.41.3 --force', 'constructor'])
		assert.throws(() => releaseOf(name), /There is no n8n/, name);
});

it('knows the 1.x line', () => {
	assert.deepEqual(['v1', '1.123.81', 'current', '2.41.3', '11.0.0'].map(isVersion1), [
		true,
		true,
		false,
		false,
		false,
	]);
});

it('pins a tree by its lock file, and installs another version as its line is installed', () => {
	const [current, first, newest, older] = ['current', 'v1', '2.41.3', '1.120.0'].map(treeOf);
	assert.match(current?.lock ?? '', /host[/\\]package-lock\.json$/);
	assert.match(first?.lock ?? '', /host-v1[/\\]package-lock\.json$/);
	assert.equal(newest?.lock, undefined);
	assert.equal(newest?.manifest.dependencies.n8n, '2.41.3');
	assert.deepEqual(newest?.manifest.overrides, current?.manifest.overrides);
	assert.deepEqual(older?.manifest.overrides, first?.manifest.overrides);
	const folders = [current, first, newest, older].map((tree) => tree?.folder);
	assert.equal(new Set(folders).size, folders.length);
});

it('reads which package the registry lacks', () => {
	const told =
		'Installing n8n 2.41.3 failed:\nnotarget No matching version found for @n8n/agents@0.26.2.';
	assert.equal(missingIn(told), '@n8n/agents 0.26.2');
	assert.equal(missingIn('No matching version found for n8n@9.9.9.\n'), 'n8n 9.9.9');
	assert.equal(missingIn('npm error code ENOSPC\n'), undefined);
});
