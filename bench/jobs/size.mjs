/** What the package costs whether it is used or not: loading it, and the description that the editor downloads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readJson, root } from '../../scripts/lib/base.mjs';
import { runCli } from '../../scripts/lib/n8n.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { median, timed } from '../figures.mjs';
import { USER_FOLDER } from '../server.mjs';

export const NAME = 'size';
export const TITLE = 'Load and description of the package';
const PACKAGE = 'n8n-nodes-it-glue';
const MOST_MS = 60;
const MOST_KILOBYTES = 250;
const MOST_PROPERTIES = 350;
/** A single load says little, and one takes a second. */
const REPEAT = 3;

/** @typedef {import('../../scripts/lib/host.mjs').Host} Host */
/** @typedef {import('./job.mjs').Row} Row */

/**
 * @param {Host} host
 * @param {string} logFile
 * @returns {Promise<{ milliseconds: number, cpuMilliseconds: number }>}
 */
const loadOnce = async (host, logFile) => {
	const modules = path.dirname(path.dirname(path.dirname(host.bin)));
	const folder = path.join(USER_FOLDER, '.n8n', 'nodes', 'node_modules', PACKAGE);
	const script = path.join(root, 'bench', 'load.cjs');
	const { code, output } = await run(host.node, [script, modules, folder], {
		// n8n lets a package find n8n's own modules the same way.
		env: { ...process.env, NODE_ENV: 'production', NODE_PATH: modules },
		logFile,
		timeoutMs: 60_000,
	});
	assert.equal(code, 0, output);
	const loaded = JSON.parse(output.slice(output.indexOf('{')));
	assert.ok(loaded.nodes.includes('itGlue'), 'the node was loaded');
	return loaded;
};

/**
 * @param {Host} host
 * @param {string} logFile
 * @returns {Promise<any[]>} the types of the package, as the editor gets them
 */
const descriptions = async (host, logFile) => {
	const file = path.join(USER_FOLDER, 'nodes.json');
	const args = ['export:nodes', `--output=${file}`];
	const { code, output } = await runCli({ host, userFolder: USER_FOLDER, args, logFile });
	assert.equal(code, 0, output.slice(-2_000));
	assert.ok(readFileSync(file).length > 0);
	return readJson(file).filter((/** @type {any} */ { name }) => name.startsWith(`${PACKAGE}.`));
};

/** @param {string | Buffer} content */
const kilobytes = (content) => Buffer.byteLength(content) / 1000;

/**
 * @param {Host} host
 * @param {number} runs
 * @param {string} logFile
 * @returns {Promise<Row[]>}
 */
export const measureSize = async (host, runs, logFile) => {
	/** @type {Array<Awaited<ReturnType<typeof loadOnce>>>} */
	const loads = [];
	for (let nth = 0; nth < runs * REPEAT; nth += 1) loads.push(await loadOnce(host, logFile));
	const elapsed = loads.map(({ milliseconds }) => milliseconds);
	const cpu = loads.map(({ cpuMilliseconds }) => cpuMilliseconds);
	const types = await descriptions(host, logFile);
	const texts = types.map((type) => JSON.stringify(type));
	const sum = kilobytes(texts.join());
	const each = types.map(({ name, properties }, at) => ({
		name: name.slice(PACKAGE.length + 1),
		size: kilobytes(texts[at] ?? ''),
		properties: properties.length,
	}));
	/** @param {(one: typeof each[number]) => string | number} what */
	const listed = (what) => each.map((one) => `${one.name} ${what(one)}`).join(', ');
	const none = { theirs: '–', ratio: '–', requests: '–' };
	return [
		{
			...none,
			job: "Cold load of the package, by n8n's loader in a new process",
			ours: `${timed(elapsed)}; ${timed(cpu)} of CPU`,
			target: `< ${MOST_MS} ms`,
			met: median(elapsed) < MOST_MS,
		},
		{
			...none,
			job: 'Description that the editor downloads, node and tool twin together',
			ours: `${sum.toFixed(0)} kB (${listed(({ size }) => size.toFixed(0))}; gzip ${kilobytes(gzipSync(texts.join())).toFixed(0)})`,
			target: `< ${MOST_KILOBYTES} kB together`,
			met: sum < MOST_KILOBYTES,
		},
		{
			...none,
			job: 'Top-level properties',
			ours: listed(({ properties }) => properties),
			target: `< ${MOST_PROPERTIES} each`,
			met: each.every(({ properties }) => properties < MOST_PROPERTIES),
		},
	];
};
