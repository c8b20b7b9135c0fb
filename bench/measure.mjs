/** Runs one job: all its sides in turn, each run from the same state, each checked before its time counts. */
import path from 'node:path';
import { Failure, say, writeJson } from '../scripts/lib/base.mjs';
import { startApi } from './api.mjs';
import { REPORTS } from './server.mjs';
import { SOURCES } from './workflow.mjs';

/** @typedef {import('./api.mjs').Api} Api */
/** @typedef {import('./jobs/job.mjs').Job} Job */
/** @typedef {import('./jobs/job.mjs').Measured} Measured */
/** @typedef {import('./jobs/job.mjs').Outcome} Outcome */
/** @typedef {import('./jobs/job.mjs').Side} Side */
/** @typedef {import('./server.mjs').Server} Server */

const RUN_TIMEOUT = 180_000;

/**
 * @typedef {object} Place where jobs are run
 * @property {(apiKey: string) => Promise<Server>} startServer
 * @property {string} logFile of the sandbox
 */

/** @typedef {(facts: any) => unknown[]} Items */

/** What a person looks at who wonders about the requests of a run. @param {import('./api.mjs').Request} request */
const outlineOf = ({ at, method, path: address, query, status }) => ({
	at,
	method,
	path: address,
	query,
	status,
});

/** The sandbox and the server that the runs of a job share, as far as they may share them. */
class Stage {
	/** @type {Api | undefined} */
	#api;
	/** @type {Server | undefined} */
	#server;
	#executions = 0;

	/**
	 * @param {Job} job
	 * @param {Place} place
	 */
	constructor(job, place) {
		this.job = job;
		this.place = place;
	}

	/**
	 * One run of one side, from a fresh state.
	 * @param {string} name
	 * @param {Side} side
	 * @param {Items} itemsOf
	 * @returns {Promise<{ outcome: Outcome, facts: any }>}
	 */
	async run(name, side, itemsOf) {
		const { job } = this;
		const api = await this.#freshApi();
		const server = await this.#freshServer(api.apiKey);
		const facts = await job.prepare(api);
		const deployed = await server.deploy(side.steps(api.url), api.url);
		await api.clearJournal();
		this.#executions += 1;
		const token = `${job.name}-${this.#executions}-${name}`;
		const report = await deployed.run(token, itemsOf(facts), job.timeoutMs ?? RUN_TIMEOUT);
		await deployed.remove();
		const requests = await api.journal();
		writeJson(path.join(REPORTS, `${token}.requests.json`), requests.map(outlineOf));
		const nodes = report.nodes.filter((node) => !SOURCES.includes(node.name));
		const last = nodes.at(-1);
		if (last === undefined)
			throw new Failure(`${side.label}: no node ran: ${report.error ?? report.status}`);
		const milliseconds = nodes.reduce((sum, node) => sum + node.milliseconds, 0);
		return { outcome: { report, milliseconds, last, requests, api }, facts };
	}

	async stop() {
		await this.#api?.stop();
		await this.#server?.stop();
	}

	async #freshApi() {
		const { size, ownApi } = this.job;
		if (ownApi) await this.#api?.stop();
		if (ownApi || this.#api === undefined) this.#api = await startApi(size, this.place.logFile);
		await this.#api.reset();
		return this.#api;
	}

	/** @param {string} apiKey */
	async #freshServer(apiKey) {
		const { ownServer } = this.job;
		if (ownServer) await this.#server?.stop();
		if (ownServer || this.#server === undefined)
			this.#server = await this.place.startServer(apiKey);
		return this.#server;
	}
}

/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * @param {Stage} stage
 * @param {string} name
 * @param {Side} side
 * @param {Items} itemsOf
 * @throws {Failure} when the run did not do the job
 */
const checkedRun = async (stage, name, side, itemsOf) => {
	const { outcome, facts } = await stage.run(name, side, itemsOf);
	try {
		await side.check(outcome, facts);
	} catch (error) {
		const { last } = outcome;
		throw new Failure(
			`${side.label}: the result is wrong: ${wordsOf(error)}`,
			`The last node gave ${last.items} items, such as ${last.first[0] ?? 'none'}. ${last.error ?? ''}`,
		);
	}
	return { outcome, facts, losses: await side.losses?.(outcome, facts) };
};

/** @returns {Measured} */
const nothingYet = () => ({
	milliseconds: [],
	requests: [],
	refused: [],
	cpu: [],
	idle: [],
	peaks: [],
	nodes: {},
});

/**
 * @param {Measured} measured
 * @param {Outcome} outcome
 */
const add = (measured, { report, milliseconds, requests }) => {
	measured.milliseconds.push(milliseconds);
	measured.requests.push(requests.length);
	measured.refused.push(requests.filter(({ status }) => status === 429).length);
	measured.cpu.push(report.cpuMilliseconds);
	measured.idle.push(report.idleMegabytes);
	measured.peaks.push(report.peakMegabytes);
	for (const node of report.nodes) (measured.nodes[node.name] ??= []).push(node.milliseconds);
};

/** @param {Outcome} outcome */
const inShort = ({ milliseconds, requests, report }) =>
	`${milliseconds} ms, ${requests.length} requests, ${report.cpuMilliseconds} ms of CPU`;

/**
 * @param {Job} job
 * @param {number} runs
 * @param {Stage} stage
 * @returns {Promise<Record<string, Measured>>}
 */
const runSides = async (job, runs, stage) => {
	const sides = Object.entries(job.sides).map(([name, side]) => ({
		name,
		side,
		measured: nothingYet(),
	}));
	const isRepeated = (/** @type {typeof sides[number]} */ { side }) => !side.tell && !side.once;
	const repeated = sides.filter(isRepeated);
	for (const { name, side, measured } of sides.filter((each) => !isRepeated(each))) {
		const { outcome, facts } = await checkedRun(stage, name, side, job.items);
		measured.told = side.tell?.(outcome, facts);
		if (measured.told === undefined) add(measured, outcome);
		say(`  ${side.label}: ${measured.told ?? inShort(outcome)}`);
	}
	// The first run of a node loads and compiles what later ones find there. A server of its own has no later runs.
	if (!job.ownServer)
		for (const { name, side } of repeated)
			await checkedRun(stage, name, side, job.warmUpItems ?? job.items);
	for (let nth = 0; nth < runs * (job.repeat ?? 1); nth += 1) {
		for (const { name, side, measured } of nth % 2 === 0 ? repeated : [...repeated].reverse()) {
			const { outcome, losses } = await checkedRun(stage, name, side, job.items);
			add(measured, outcome);
			if (losses !== undefined) (measured.losses ??= []).push(losses);
			say(`  ${side.label}: ${inShort(outcome)}`);
		}
	}
	return Object.fromEntries(sides.map(({ name, measured }) => [name, measured]));
};

/**
 * Measures a job.
 * @param {Job} job
 * @param {number} runs how often each side is run, after one run that does not count
 * @param {Place} place
 * @returns {Promise<Record<string, Measured>>} by side
 * @throws {Failure} when a run did not do the job: then there is nothing to compare
 */
export const measure = async (job, runs, place) => {
	const stage = new Stage(job, place);
	try {
		return await runSides(job, runs, stage);
	} finally {
		await stage.stop();
	}
};
