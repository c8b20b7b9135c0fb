/** Child processes that never outlive us: each is the head of a group of its own, ended by its id and within a bound. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, log, root } from './base.mjs';
import { PROGRAM_MS } from './patience.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();

/**
 * @param {ChildProcess} child
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether any process of the group was there to receive it
 */
const signalGroup = (child, signal) => {
	if (child.pid === undefined) return false;
	try {
		process.kill(-child.pid, signal);
		return true;
	} catch {
		return false;
	}
};

/**
 * Ends a child and everything it started: politely first, then for good.
 * @param {ChildProcess} child
 * @param {number} [graceMs]
 */
export const end = async (child, graceMs = 8_000) => {
	signalGroup(child, 'SIGTERM');
	const deadline = Date.now() + graceMs;
	while (signalGroup(child, 0) && Date.now() < deadline) await sleep(50);
	signalGroup(child, 'SIGKILL');
	running.delete(child);
};

/**
 * Ends a child and everything it started at once, as a power cut would: nothing gets to say goodbye.
 * @param {ChildProcess} child
 */
export const kill = (child) => {
	signalGroup(child, 'SIGKILL');
	running.delete(child);
};

/** For a command that ends programs of its own before it ends: they are given `end`'s usual time. */
const GRACE_OF_COMMANDS_MS = 30_000;

/**
 * Ends everything that was started here.
 * @param {number} [graceMs]
 */
export const endAll = async (graceMs) => {
	await Promise.all([...running].map((child) => end(child, graceMs)));
};

/** Ends everything that was started here by commands that end programs of their own. */
export const endCommands = () => endAll(GRACE_OF_COMMANDS_MS);

/**
 * Starts a process that keeps running, in a group of its own so that Ctrl+C in the terminal reaches it through us only.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, logFile: string, pipe?: boolean }} options `pipe` gives stdout to the caller
 * @returns {ChildProcess}
 */
export const start = (command, args, { cwd = root, env = process.env, logFile, pipe = false }) => {
	const output = openSync(logFile, 'a');
	const child = spawn(command, args, {
		cwd,
		env,
		detached: true,
		stdio: ['ignore', pipe ? 'pipe' : output, output],
	});
	closeSync(output);
	running.add(child);
	// The group may hold members after its head has gone, so it is forgotten only when it is empty.
	child.once('exit', () => {
		if (!signalGroup(child, 0)) running.delete(child);
	});
	return child;
};

/**
 * Runs a command to its end. Its output goes to the log file, and to the terminal too when asked for.
 * @param {string} command
 * @param {string[]} args
 * @param {{
 *   cwd?: string,
 *   env?: NodeJS.ProcessEnv,
 *   logFile: string,
 *   timeoutMs?: number,
 *   silenceMs?: number,
 *   echo?: boolean,
 * }} options `timeoutMs` bounds all of it; `silenceMs` instead of it bounds the time without output, for what tells of
 *   its progress and may take as long as the machine needs
 * @returns {Promise<{ code: number, output: string }>} `output` is the end of stdout and stderr; the code is 124 where a
 *   bound ended it
 */
export const run = async (
	command,
	args,
	{ cwd = root, env = process.env, logFile, timeoutMs = PROGRAM_MS, silenceMs, echo = false },
) => {
	log(logFile, `\n$ ${command} ${args.join(' ')}\n`);
	const child = spawn(command, args, {
		cwd,
		env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.add(child);
	let output = '';
	let timedOut = false;
	const boundMs = silenceMs ?? timeoutMs;
	const timer = setTimeout(() => {
		timedOut = true;
		void end(child, GRACE_OF_COMMANDS_MS);
	}, boundMs);
	/** @param {Buffer} chunk */
	const take = (chunk) => {
		output = (output + chunk.toString()).slice(-200_000);
		log(logFile, chunk.toString());
		if (echo) process.stdout.write(chunk);
		// What it says while it is being ended is heard, but earns it no more time.
		if (silenceMs !== undefined && !timedOut) timer.refresh();
	};
	child.stdout?.on('data', take);
	child.stderr?.on('data', take);
	const code = await new Promise((resolve) => {
		child.once('error', (error) => {
			output += error.message;
			resolve(127);
		});
		child.once('close', (status) => resolve(status ?? 1));
	});
	clearTimeout(timer);
	running.delete(child);
	const told = silenceMs === undefined ? '' : ' without output';
	if (timedOut) log(logFile, `\nended after ${boundMs / 1000} s${told}\n`);
	return { code: timedOut ? 124 : code, output };
};

/**
 * The command line that runs npm. Inside `npm start` that is the npm of the caller, run by the given Node.
 * @param {string} [node]
 * @returns {{ command: string, prefix: string[] }}
 */
const npmCommand = (node = process.execPath) => {
	const script = process.env.npm_execpath;
	return script?.endsWith('npm-cli.js')
		? { command: node, prefix: [script] }
		: { command: 'npm', prefix: [] };
};

const OFFLINE =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network request to .* failed/;

/**
 * Turns what npm printed into a sentence.
 * @param {string} what
 * @param {string} output
 * @param {string} logFile
 * @returns {Failure}
 */
const npmFailure = (what, output, logFile) => {
	if (OFFLINE.test(output)) {
		return new Failure(
			`${what} failed: the npm registry cannot be reached.`,
			`Check the network connection (and npm's proxy settings) and run the command again. npm's own words: ${logFile}`,
		);
	}
	if (/ENOSPC/.test(output)) {
		return new Failure(
			`${what} failed: the disk is full.`,
			'Free about 4 GB and run the command again.',
		);
	}
	// What a script of ours printed last says more than npm's remark that it failed.
	const own = output
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^npm (?:notice|warn|error|ERR!)|^\s+at /.test(line));
	const reason = /npm (?:error|ERR!) (?!code|A complete log)(.+)/.exec(output)?.[1];
	const told = own.slice(-8).join('\n') || reason;
	return new Failure(`${what} failed${told ? `:\n${told}` : '.'}`, `All of it: ${logFile}`);
};

/**
 * Runs npm to its end.
 * @param {string} what what it is for, as the subject of a sentence
 * @param {string[]} args
 * @param {Parameters<typeof run>[2] & { node?: string }} options
 * @returns {Promise<string>} its output
 * @throws {Failure} when it fails
 */
export const npm = async (what, args, { node, ...options }) => {
	const { command, prefix } = npmCommand(node);
	const { code, output } = await run(command, [...prefix, ...args], options);
	if (code !== 0) throw npmFailure(what, output, options.logFile);
	return output;
};

/**
 * @param {number} port 0 asks for any free one
 * @param {string} [host]
 * @returns {Promise<number | undefined>} the port, or undefined when it is taken
 */
const tryPort = (port, host = '127.0.0.1') =>
	new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, host, () => {
			const address = server.address();
			const found = typeof address === 'object' && address ? address.port : undefined;
			server.close(() => resolve(found));
		});
	});

/** @returns {Promise<number>} a port that nobody listens on */
export const freePort = async () => {
	const port = await tryPort(0);
	if (port === undefined) throw new Failure('No free port could be found on 127.0.0.1.');
	return port;
};

/**
 * @param {number} port
 * @param {string} option of the command that chooses another one
 * @throws {Failure} when somebody listens there
 */
export const checkPort = async (port, option = 'npm start -- --port') => {
	if ((await tryPort(port)) !== undefined) return;
	throw new Failure(
		`Port ${port} on 127.0.0.1 is in use by another program.`,
		`End that program, or choose another port: ${option} ${port + 1}`,
	);
};

/**
 * Polls until something holds.
 * @template T
 * @param {() => Promise<T | undefined>} look throws what shows that it will never hold
 * @param {{
 *   timeoutMs: number,
 *   everyMs?: number,
 *   progress?: () => unknown,
 *   onTimeout: () => Error,
 * }} options `progress` is something that changes as long as all is well: each change begins the time anew
 * @returns {Promise<T>}
 */
export const waitFor = async (look, { timeoutMs, everyMs = 200, progress, onTimeout }) => {
	let reached = progress?.();
	let deadline = Date.now() + timeoutMs;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		const now = progress?.();
		if (now !== reached) deadline = Date.now() + timeoutMs;
		reached = now;
		if (Date.now() > deadline) throw onTimeout();
		await sleep(everyMs);
	}
};

/**
 * Calls back once when this process is asked to end. Under npm that includes the end of npm itself: it passes SIGTERM
 * to its shell, and the shell does not pass it on.
 * @param {() => void} onEnd
 * @param {{ withParent?: boolean }} [options] whether the end of the parent process asks as well
 */
export const whenAskedToEnd = (
	onEnd,
	{ withParent = process.env.npm_lifecycle_event !== undefined } = {},
) => {
	let asked = false;
	const ask = () => {
		if (asked) return;
		asked = true;
		onEnd();
	};
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
		process.on(signal, ask);
	if (!withParent) return;
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && ask(), 500).unref();
};
