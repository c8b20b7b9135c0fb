/** Makes a picture as sharp as its share of the repository allows. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../scripts/lib/base.mjs';
import { run } from '../../scripts/lib/processes.mjs';

/** Eighteen pictures of nearly that size are 2.8 MB; all together may take 3.5 MB (test/unit/package/pictures.test.ts). */
const LIMIT = 165_000;
const SCALES = [2, 1.75, 1.5, 1.25, 1, 0.85, 0.7, 0.6];
/** Plain areas and grey letters: more colours are not seen, and dithering would only add noise. */
const COLOURS = '128';

/**
 * @param {Buffer} picture
 * @param {{ pngquant: string, folder: string, logFile: string }} options
 * @returns {Promise<Buffer>} the same with a palette
 * @throws {Failure}
 */
const quantise = async (picture, { pngquant, folder, logFile }) => {
	const [before, after] = [path.join(folder, 'before.png'), path.join(folder, 'after.png')];
	writeFileSync(before, picture);
	const args = ['--strip', '--speed', '1', '--nofs', '--force', '--output', after, COLOURS, before];
	const { code } = await run(pngquant, args, { logFile });
	if (code !== 0)
		throw new Failure('pngquant could not read a picture.', `Its own words: ${logFile}`);
	return readFileSync(after);
};

/**
 * @param {(scale: number) => Promise<Buffer>} draw
 * @param {{ pngquant: string, folder: string, logFile: string, name: string }} options `folder` is for what lies between
 * @returns {Promise<{ picture: Buffer, scale: number }>} at the highest scale that stays below the limit
 * @throws {Failure} when none does
 */
export const sharpest = async (draw, { name, ...options }) => {
	for (const scale of SCALES) {
		const picture = await quantise(await draw(scale), options);
		if (picture.length <= LIMIT) return { picture, scale };
	}
	throw new Failure(
		`The picture "${name}" is larger than ${LIMIT / 1000} kB, however small it is drawn.`,
		'Make the workflow smaller.',
	);
};
