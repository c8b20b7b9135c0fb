/**
 * Runs inside the measured n8n, which loads it by EXTERNAL_HOOK_FILES: after each execution it writes down what the
 * run data say. Asking n8n for the data afterwards would make it save them, and that is not what is measured.
 */
const { createHash } = require('node:crypto');
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const path = require('node:path');
const v8 = require('node:v8');
const { runInNewContext } = require('node:vm');

const FOLDER = process.env.BENCH_REPORTS ?? '.';
const TRIGGER = 'Start';
const FEW = 5;

v8.setFlagsFromString('--expose-gc');
/** @type {() => void} */
const collectGarbage = runInNewContext('gc');

/**
 * Lets the kernel forget the peak so far: starting n8n takes more memory than many an execution. Only Linux can.
 */
const forgetPeak = () => {
	if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
};

/** @returns {number} the largest resident size in kilobytes */
const peak = () => {
	if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
};

let cpuBefore = process.cpuUsage();
let idleBytes = 0;
/** @type {Session | undefined} */
let profiler;

/** One execution must not pay for what the one before left behind. */
const begin = async () => {
	collectGarbage();
	forgetPeak();
	idleBytes = process.memoryUsage.rss();
	if (process.env.BENCH_PROFILE === 'yes') {
		profiler = new Session();
		profiler.connect();
		profiler.post('Profiler.enable');
		profiler.post('Profiler.start');
	}
	cpuBefore = process.cpuUsage();
};

/** @param {string} token */
const writeProfile = (token) => {
	profiler?.post('Profiler.stop', (_error, answer) => {
		if (answer)
			writeFileSync(path.join(FOLDER, `${token}.cpuprofile`), JSON.stringify(answer.profile));
	});
	profiler?.disconnect();
	profiler = undefined;
};

/**
 * What an item is about: a record of ours has its id in front, an answer of the API in `data`.
 * @param {any} json
 */
const idOf = (json) => json.id ?? json.data?.id ?? '';

/**
 * @param {any[]} tasks the runs of one node
 * @returns {any[]} the json of its items, all outputs together
 */
const itemsOf = (tasks) =>
	tasks.flatMap((task) =>
		(task.data?.main ?? []).flatMap((/** @type {any} */ output) =>
			(output ?? []).map((/** @type {any} */ item) => item.json),
		),
	);

/**
 * @param {string} name
 * @param {any[]} tasks
 */
const nodeReport = (name, tasks) => {
	const items = itemsOf(tasks);
	const ids = items.map(idOf);
	/** @type {Record<string, number>} */
	const actions = {};
	for (const { _action: action } of items)
		if (action !== undefined) actions[action] = (actions[action] ?? 0) + 1;
	const { error } = tasks.find((task) => task.error) ?? {};
	return {
		name,
		milliseconds: tasks.reduce((sum, task) => sum + task.executionTime, 0),
		items: items.length,
		failed: items.filter((json) => json.error !== undefined).length,
		ids: createHash('sha256')
			.update([...ids].sort().join())
			.digest('hex'),
		distinct: new Set(ids).size,
		actions,
		first: items.slice(0, FEW).map((json) => JSON.stringify(json).slice(0, 500)),
		...(error && { error: [error.message, error.description].filter(Boolean).join(': ') }),
	};
};

/** @param {any} run */
const report = async (run) => {
	const { user, system } = process.cpuUsage(cpuBefore);
	// Read before anything is worked out here.
	const peakKilobytes = peak();
	const { runData, error } = run.data.resultData;
	const token = runData[TRIGGER]?.[0]?.data?.main?.[0]?.[0]?.json?.body?.token;
	if (token === undefined) return;
	writeProfile(token);
	const content = {
		status: run.status,
		error: error?.message,
		cpuMilliseconds: Math.round((user + system) / 1000),
		idleMegabytes: Math.round(idleBytes / 2 ** 20),
		peakMegabytes: Math.round(peakKilobytes / 1024),
		nodes: Object.entries(runData).map(([name, tasks]) => nodeReport(name, tasks)),
	};
	const file = path.join(FOLDER, `${token}.json`);
	writeFileSync(`${file}.part`, JSON.stringify(content));
	renameSync(`${file}.part`, file);
};

module.exports = { workflow: { preExecute: [begin], postExecute: [report] } };
