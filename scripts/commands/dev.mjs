/**
 * `npm run dev`: sandbox and a real n8n in which the node is always the one in nodes/ and credentials/. A change is
 * compiled, n8n loads it, and an open editor takes it over, without a restart.
 *
 * Options: `--port 5678` is where the editor will be, `--inspect 9229` where a debugger can attach to n8n.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
	checkoutCache,
	Failure,
	readJson,
	root,
	say,
	startLog,
	withProgress,
} from '../lib/base.mjs';
import { endsOnce } from '../lib/ending.mjs';
import { ensureHost } from '../lib/host.mjs';
import { importExamples } from '../lib/importing.mjs';
import { tryLock } from '../lib/lock.mjs';
import { nodesFolder, OWNER, startN8n } from '../lib/n8n.mjs';
import { checkPort } from '../lib/processes.mjs';
import { ensureDependencies } from '../lib/project.mjs';
import { startSandbox } from '../lib/sandbox.mjs';
import { saveSandboxCredential } from '../lib/stage.mjs';
import { watchPackage } from '../lib/watching.mjs';

const USER_FOLDER = path.join(checkoutCache, 'dev');
const COMMAND = 'npm run dev --';

/** @param {string | undefined} text */
const portOf = (text) => {
	const port = Number(text);
	return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
};

/**
 * @returns {{ port: number, inspect: number }}
 * @throws {Failure} on anything that is not an option
 */
const readOptions = () => {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string', default: '5678' },
				inspect: { type: 'string', default: '9229' },
			},
		});
		const [port, inspect] = [portOf(values.port), portOf(values.inspect)];
		if (port !== undefined && inspect !== undefined) return { port, inspect };
	} catch {
		// Told below, together with a port that is none.
	}
	throw new Failure(
		'These options are not understood.',
		`Usage: ${COMMAND} [--port 5678] [--inspect 9229]`,
	);
};

/** @param {import('../lib/watching.mjs').Compilation} compilation */
const tellCompilation = ({ errors }) => {
	const time = new Date().toTimeString().slice(0, 8);
	if (errors.length === 0)
		return say(`${time}  Compiled. n8n loads it, and an open editor shows it.`);
	say(`${time}  Not compiled; n8n keeps the last version that was:`);
	for (const error of errors) say(`  ${error}`);
};

/**
 * n8n watches the folders of installed packages with N8N_DEV_RELOAD, and tells the editors that are open. Its folder is
 * one of our own with nothing but the package in it: n8n watches all that lies below, and a link to the checkout would
 * have it watch node_modules and its own database.
 * @param {{ port: number, inspect: number, logs: { setup: string, n8n: string, sandbox: string } }} options
 */
const setUp = async ({ port, inspect, logs }) => {
	await ensureDependencies(logs.setup);
	const host = await ensureHost(logs.setup);
	const name = await withProgress('Compiling the node', () =>
		watchPackage({
			folder: path.join(
				nodesFolder(USER_FOLDER),
				'node_modules',
				readJson(path.join(root, 'package.json')).name,
			),
			logFile: logs.setup,
			onCompiled: tellCompilation,
		}),
	);
	return withProgress(`Starting the sandbox and n8n ${host.version}`, async () => {
		const [sandbox, n8n] = await Promise.all([
			startSandbox({ logFile: logs.sandbox }),
			startN8n({
				host,
				userFolder: USER_FOLDER,
				port,
				logFile: logs.n8n,
				nodeArgs: [`--inspect=127.0.0.1:${inspect}`],
				env: { N8N_DEV_RELOAD: 'true' },
			}),
		]);
		await n8n.signIn();
		const stage = { sandbox, n8n, credential: await saveSandboxCredential(n8n, sandbox) };
		await importExamples(stage, name, USER_FOLDER);
		return stage;
	});
};

/**
 * @returns {Promise<void>} settles when everything stands, or has ended
 * @throws {Failure} when it cannot even begin
 */
export const main = async () => {
	const { port, inspect } = readOptions();
	const lock = tryLock(`${USER_FOLDER}.lock`);
	if ('heldBy' in lock)
		throw new Failure(
			`This checkout's npm run dev is running already (process ${lock.heldBy}).`,
			'Use that one, or end it first.',
		);
	await checkPort(port, `${COMMAND} --port`);
	await checkPort(inspect, `${COMMAND} --inspect`);
	const logs = {
		setup: startLog('dev-setup'),
		n8n: startLog('dev-n8n'),
		sandbox: startLog('dev-sandbox'),
	};

	const { fail } = endsOnce({ logFile: logs.setup, codeWhenAsked: () => 0 });

	try {
		const { n8n, sandbox } = await setUp({ port, inspect, logs });
		say(`\nThe editor:  ${n8n.url}/workflows`);
		say(`Sign in:     ${OWNER.email} / ${OWNER.password}   (this local n8n only)`);
		say(`Sandbox:     ${sandbox.url}/   (its data, requests and faults)`);
		say(`Debugger:    127.0.0.1:${inspect}   (in VS Code: "n8n: attach to npm run dev")`);
		say(`n8n's log:   ${path.relative(process.cwd(), logs.n8n)}`);
		say(
			'\nA change in nodes/ or credentials/ is in n8n within seconds. A new node takes a new start.',
		);
		say('Ctrl+C ends everything.\n');
		void n8n.ended.then(() => fail(new Failure('n8n has ended.', `Its own words: ${logs.n8n}`)));
	} catch (error) {
		await fail(error);
	}
};
