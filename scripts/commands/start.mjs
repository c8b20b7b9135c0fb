/**
 * `npm start`: a real n8n with this package, a sandbox in place of IT Glue, and the example "Client onboarding", executed.
 *
 * Options: `--once` ends after the run, with 0 or 1; `--port 5678` is where the editor will be.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkoutCache, Failure, say, startLog } from '../lib/base.mjs';
import { endsOnce } from '../lib/ending.mjs';
import { ensureHost } from '../lib/host.mjs';
import { importExamples } from '../lib/importing.mjs';
import { tryLock } from '../lib/lock.mjs';
import { OWNER } from '../lib/n8n.mjs';
import { failureOf, storedRecords } from '../lib/outcome.mjs';
import { checkPort } from '../lib/processes.mjs';
import { ensureDependencies, packProject } from '../lib/project.mjs';
import { setStage } from '../lib/stage.mjs';

const SHOWN = 'client-onboarding';
const USER_FOLDER = path.join(checkoutCache, 'demo');

/**
 * @returns {{ once: boolean, port: number }}
 * @throws {Failure} on anything that is not an option
 */
const readOptions = () => {
	const usage = 'Usage: npm start -- [--once] [--port 5678]';
	try {
		const { values } = parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				port: { type: 'string', default: '5678' },
			},
		});
		const port = Number(values.port);
		if (Number.isInteger(port) && port > 0 && port < 65_536)
			return { once: values.once === true, port };
	} catch {
		// Told below, together with a port that is none.
	}
	throw new Failure('These options are not understood.', usage);
};

/** @param {import('../lib/outcome.mjs').StoredRecord} record */
const describe = ({ type, id, attributes }) => {
	const person = [attributes.first_name, attributes.last_name].filter(Boolean).join(' ');
	return `  ${type.padEnd(16)} ${String(attributes.name ?? person).padEnd(36)} id ${id}`;
};

/**
 * @param {import('../lib/stage.mjs').Stage} stage
 * @param {import('../lib/examples.mjs').Example[]} examples
 * @param {string} packageName
 * @throws {Failure} when the example is not there or does not end well
 */
const runShownExample = async ({ n8n, sandbox }, examples, packageName) => {
	const example = examples.find(({ slug }) => slug === SHOWN);
	if (example?.manualTrigger === undefined)
		throw new Failure(`There is no example ${SHOWN} with a manual trigger in workflows/examples.`);
	say(`- Running the example "${example.name}" ...`);
	const started = Date.now();
	const run = await n8n.runWorkflow(example.id, example.manualTrigger);
	const workflow = await n8n.rest('GET', `/workflows/${example.id}`);
	const failure = failureOf(run, workflow.nodes, packageName);
	if (failure !== undefined)
		throw new Failure(`The example "${example.name}" did not end well: ${failure}`);
	const given = await storedRecords(run, workflow.nodes, { packageName, sandbox });
	const records = given.filter(({ createdAt }) => createdAt >= started);
	if (records.length === 0)
		throw new Failure(`The example "${example.name}" ended without having created anything.`);
	say(`\nThe example "${example.name}" created in the sandbox:`);
	for (const record of records) say(describe(record));
	return example;
};

/**
 * @returns {Promise<void>} settles when the demo stands, or when it has ended
 * @throws {Failure} when it cannot even begin
 */
export const main = async () => {
	const { once, port } = readOptions();
	const lock = tryLock(`${USER_FOLDER}.lock`);
	if ('heldBy' in lock)
		throw new Failure(
			`This checkout's demo is running already (process ${lock.heldBy}).`,
			'Use that one, or end it first.',
		);
	await checkPort(port);
	const logs = { setup: startLog('setup'), n8n: startLog('n8n'), sandbox: startLog('sandbox') };

	let open = false;
	const { finish, fail } = endsOnce({
		logFile: logs.setup,
		codeWhenAsked: () => (open ? 0 : 130),
	});

	try {
		await ensureDependencies(logs.setup);
		const host = await ensureHost(logs.setup);
		const packed = await packProject(logs.setup);
		const stage = await setStage({ host, packed, userFolder: USER_FOLDER, port, logs });
		const examples = await importExamples(stage, packed.name, USER_FOLDER);
		const example = await runShownExample(stage, examples, packed.name);
		if (once) return await finish(0);
		say(`\nThe editor:  ${stage.n8n.url}/workflow/${example.id}`);
		say(
			'To run it:   choose "from Run with sample client" with the arrow beside Execute workflow.',
		);
		say(`Sign in:     ${OWNER.email} / ${OWNER.password}   (this local demo only)`);
		const others = examples.length - 1;
		if (others > 0) say(`Overview:    ${stage.n8n.url}/workflows   (${others} more examples)`);
		say(
			`Sandbox:     ${stage.sandbox.url}/   (its data, requests and faults; begins anew with every start)`,
		);
		say('\nCtrl+C ends everything.');
		open = true;
		void stage.n8n.ended.then(() =>
			fail(new Failure('n8n has ended.', `Its own words: ${logs.n8n}`)),
		);
	} catch (error) {
		await fail(error);
	}
};
