/**
 * `npm run screenshots`: makes the pictures of the documentation, from a real n8n with this package and the sandbox.
 *
 * Option: `--only create-or-update,client-onboarding` makes these alone, `--only video` the storyboard of the video with
 * its pictures, which stay out of the repository.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openEditor } from '../../scripts/browser/editor.mjs';
import { ensureChromium, ensurePngquant } from '../../scripts/browser/tools.mjs';
import {
	checkoutCache,
	Failure,
	root,
	say,
	startLog,
	tellFailure,
} from '../../scripts/lib/base.mjs';
import { readExamples } from '../../scripts/lib/examples.mjs';
import { ensureHost } from '../../scripts/lib/host.mjs';
import { tryLock } from '../../scripts/lib/lock.mjs';
import { endAll, freePort, whenAskedToEnd } from '../../scripts/lib/processes.mjs';
import { ensureDependencies, packProject } from '../../scripts/lib/project.mjs';
import { setStage } from '../../scripts/lib/stage.mjs';
import { viewOfCanvas } from './canvas.mjs';
import { VIEWS } from './editing.mjs';
import { viewOfPanel } from './panel.mjs';
import { SCENES } from './scenes.mjs';
import { sharpest } from './shrink.mjs';
import { FILM } from './video/film.mjs';
import { page as storyboardPage, sheet } from './video/storyboard.mjs';

const IMAGES = path.join(root, 'docs', 'images');
const WORKFLOWS = path.join(IMAGES, 'workflows');
/** Large, and drawn anew for each version: nothing to keep. */
const VIDEO_FOLDER = path.join(checkoutCache, 'video');
const VIDEO = 'video';
const USER_FOLDER = path.join(checkoutCache, 'screenshots');

/** @typedef {{ stage: import('../../scripts/lib/stage.mjs').Stage, packageName: string }} Surroundings */
/** @typedef {import('../../scripts/browser/editor.mjs').Page} Page */
/** @typedef {(scale: number) => Promise<Buffer>} Draw */

/**
 * @typedef {object} Picture
 * @property {string} name
 * @property {string} folder
 * @property {string} [group] by which several are asked for
 * @property {(page: Page, surroundings: Surroundings) => Promise<Draw>} view
 */

/** @returns {Picture[]} */
const allPictures = () => {
	/** @type {Picture[]} */
	const panels = SCENES.map((scene) => ({
		name: scene.name,
		folder: IMAGES,
		view: (page, surroundings) => viewOfPanel(page, surroundings, scene),
	}));
	/** @type {Picture[]} */
	const editing = Object.entries(VIEWS).map(([name, view]) => ({ name, folder: IMAGES, view }));
	// Front ends look alike.
	const shown = readExamples().filter(({ slug }) => !slug.startsWith('get-'));
	/** @type {Picture[]} */
	const canvases = shown.map((example) => ({
		name: example.slug,
		folder: WORKFLOWS,
		view: (page, surroundings) => viewOfCanvas(page, surroundings, example),
	}));
	/** @type {Picture[]} */
	const film = Object.entries(FILM).map(([name, view]) => ({
		name: `${VIDEO}/${name}`,
		folder: checkoutCache,
		group: VIDEO,
		view,
	}));
	return [...panels, ...editing, ...canvases, ...film];
};

/**
 * @param {Picture[]} pictures
 * @returns {Picture[]} those that the command line asks for
 * @throws {Failure} when it asks for one that does not exist
 */
const choosePictures = (pictures) => {
	const names = [...new Set(pictures.map(({ name, group }) => group ?? name))];
	const { values } = parseArgs({ options: { only: { type: 'string' } } });
	if (values.only === undefined) return pictures;
	const wanted = values.only.split(',');
	const unknown = wanted.filter((name) => !names.includes(name));
	if (unknown.length > 0)
		throw new Failure(
			`There is no picture ${unknown.join(', ')}.`,
			`There are: ${names.join(', ')}`,
		);
	return pictures.filter(({ name, group }) => wanted.includes(group ?? name));
};

/** The script of the video, and the page that shows it beside the pictures. */
const writeStoryboard = () => {
	writeFileSync(path.join(root, 'docs', 'video.md'), storyboardPage());
	const file = path.join(VIDEO_FOLDER, 'index.html');
	writeFileSync(file, sheet());
	say(`The video, scene by scene: ${file}`);
};

/**
 * Removes the pictures of workflows that are no longer there.
 * @param {Picture[]} pictures all of them
 */
const removeOrphans = (pictures) => {
	const known = new Set(pictures.map(({ folder, name }) => path.join(folder, `${name}.png`)));
	for (const entry of readdirSync(WORKFLOWS)) {
		const file = path.join(WORKFLOWS, entry);
		if (!known.has(file)) rmSync(file);
	}
};

/**
 * @param {Picture} picture
 * @param {Page} page
 * @param {Surroundings} surroundings
 * @param {{ pngquant: string, logFile: string }} tools
 */
const make = async ({ name, folder, view }, page, surroundings, tools) => {
	await surroundings.stage.sandbox.reset();
	const draw = await view(page, surroundings);
	const { picture, scale } = await sharpest(draw, { ...tools, name, folder: USER_FOLDER });
	const file = path.join(folder, `${name}.png`);
	writeFileSync(file, picture);
	const size = `${(picture.length / 1000).toFixed(0)} kB`;
	say(`  ${path.relative(root, file).padEnd(52)} ${size.padStart(7)}  scale ${scale}`);
};

/**
 * @param {Picture[]} pictures
 * @param {{ setup: string, n8n: string, sandbox: string }} logs
 */
const prepareAndMake = async (pictures, logs) => {
	await ensureDependencies(logs.setup);
	const chromium = await ensureChromium('Pictures', logs.setup);
	const pngquant = await ensurePngquant('Pictures', logs.setup);
	const host = await ensureHost(logs.setup);
	const packed = await packProject(logs.setup);
	// Nothing of an earlier run may stand in a picture.
	rmSync(USER_FOLDER, { recursive: true, force: true });
	mkdirSync(WORKFLOWS, { recursive: true });
	mkdirSync(VIDEO_FOLDER, { recursive: true });
	const port = await freePort();
	const stage = await setStage({ host, packed, userFolder: USER_FOLDER, port, logs });
	const surroundings = { stage, packageName: packed.name };
	const tools = { pngquant, logFile: logs.setup };
	const editor = await openEditor({ chromium, n8n: stage.n8n });
	try {
		for (const picture of pictures)
			await editor.withPage((page) => make(picture, page, surroundings, tools));
	} finally {
		await editor.close();
	}
};

/** @returns {Promise<void>} the exit code of the process says whether all pictures were made */
export const main = async () => {
	const known = allPictures();
	const pictures = choosePictures(known);
	const lock = tryLock(`${USER_FOLDER}.lock`);
	if ('heldBy' in lock)
		throw new Failure(
			`Pictures of this checkout are being made already (process ${lock.heldBy}).`,
			'Wait for them, or end that process first.',
		);
	const logs = {
		setup: startLog('screenshots-setup'),
		n8n: startLog('screenshots-n8n'),
		sandbox: startLog('screenshots-sandbox'),
	};
	whenAskedToEnd(() => void endAll().then(() => process.exit(130)));
	let code = 0;
	try {
		await prepareAndMake(pictures, logs);
		removeOrphans(known);
		if (pictures.some(({ group }) => group === VIDEO)) writeStoryboard();
	} catch (error) {
		tellFailure(error, logs.setup);
		code = 1;
	}
	await endAll();
	process.exit(code);
};
