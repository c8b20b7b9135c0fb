/** Redis and PostgreSQL for n8n's queue mode: processes of our own on free ports of 127.0.0.1, data in a temporary folder. */
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aptInstall, isOnPath, mayInstall } from './apt.mjs';
import { Failure } from './base.mjs';
import { NotHere } from './host.mjs';
import { PROGRAM_MS, START_MS } from './patience.mjs';
import { end, freePort, run, start, waitFor } from './processes.mjs';

const REDIS = 'redis-server';
const POSTGRES_FOLDER = '/usr/lib/postgresql';
const USER = 'n8n';
/** There from the beginning. */
const DATABASE = 'postgres';
/** Whom Debian's package creates; PostgreSQL refuses to run as root. */
const SYSTEM_USER = 'postgres';

/**
 * @returns {string | undefined} the folder of PostgreSQL's programs: Debian keeps the server's out of the PATH, one folder a version
 */
const postgresPrograms = () => {
	const versions = existsSync(POSTGRES_FOLDER) ? readdirSync(POSTGRES_FOLDER) : [];
	const installed = versions
		.sort((one, other) => Number(other) - Number(one))
		.map((version) => path.join(POSTGRES_FOLDER, version, 'bin'));
	return [...installed, ...(process.env.PATH ?? '').split(path.delimiter)].find((folder) =>
		existsSync(path.join(folder, 'initdb')),
	);
};

/**
 * Makes sure that Redis and PostgreSQL are installed.
 * @param {string} logFile
 * @throws {NotHere} when they are missing and may not be installed
 */
export const ensureDatabases = async (logFile) => {
	const missing = [
		...(isOnPath(REDIS) ? [] : ['redis-server']),
		...(postgresPrograms() === undefined ? ['postgresql'] : []),
	];
	if (missing.length === 0) return;
	if (!mayInstall())
		throw new NotHere(
			`n8n's queue mode needs Redis and PostgreSQL, and ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
			`Install ${missing.join(' and ')} (on Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}) and run the command again. They need not run: the tests start their own.`,
		);
	await aptInstall(missing, logFile);
};

/**
 * The ids of the user that PostgreSQL runs as; undefined where we are not root and it runs as ourselves.
 * @param {string} logFile
 * @returns {Promise<{ uid: number, gid: number } | undefined>}
 */
const otherUser = async (logFile) => {
	if (process.getuid?.() !== 0) return undefined;
	const [uid, gid] = await Promise.all(
		['-u', '-g'].map((which) => run('id', [which, SYSTEM_USER], { logFile })),
	);
	if (uid?.code !== 0 || gid?.code !== 0)
		throw new Failure(`There is no user ${SYSTEM_USER} that PostgreSQL could run as.`);
	return { uid: Number(uid.output), gid: Number(gid.output) };
};

/**
 * @param {number} port
 * @returns {Promise<true | undefined>} whether somebody listens there
 */
const answers = (port) =>
	new Promise((resolve) => {
		const socket = connect({ host: '127.0.0.1', port, timeout: 10_000 });
		/** @param {true} [found] */
		const settle = (found) => {
			socket.destroy();
			resolve(found);
		};
		socket.once('connect', () => settle(true));
		socket.once('error', () => settle());
		socket.once('timeout', () => settle());
	});

/**
 * @param {string} name
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} port
 * @param {string} logFile
 */
const untilItListens = (name, child, port, logFile) =>
	waitFor(
		() => {
			if (child.exitCode !== null || child.signalCode !== null)
				throw new Failure(`${name} ended while it was starting.`, `Its own words: ${logFile}`);
			return answers(port);
		},
		{
			timeoutMs: START_MS,
			everyMs: 100,
			onTimeout: () => new Failure(`${name} did not start.`, `Its own words: ${logFile}`),
		},
	);

/**
 * @param {string} folder
 * @param {string} password
 * @param {string} logFile
 */
const startRedis = async (folder, password, logFile) => {
	const port = await freePort();
	const file = path.join(folder, 'redis.conf');
	// In a file, because what stands in the command line can be read by everybody on the machine.
	const lines = [
		'bind 127.0.0.1',
		`port ${port}`,
		`requirepass ${password}`,
		`dir ${folder}`,
		'save ""',
		'appendonly no',
		'daemonize no',
	];
	writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
	const child = start(REDIS, [file], { cwd: folder, logFile });
	await untilItListens('Redis', child, port, logFile);
	return { child, port };
};

/**
 * @param {string} folder
 * @param {string} password
 * @param {string} logFile
 */
const startPostgres = async (folder, password, logFile) => {
	const programs = postgresPrograms();
	if (programs === undefined) throw new Failure('PostgreSQL is not installed.');
	const user = await otherUser(logFile);
	const port = await freePort();
	const own = path.join(folder, 'postgres');
	const passwordFile = path.join(own, 'password');
	const data = path.join(own, 'data');
	mkdirSync(own, { mode: 0o700 });
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (user) for (const place of [own, passwordFile]) chownSync(place, user.uid, user.gid);
	/**
	 * @param {string} program
	 * @param {string[]} args
	 * @returns {[string, string[]]} setpriv replaces itself by the program, so that what we end is PostgreSQL
	 */
	const command = (program, args) => {
		const file = path.join(programs, program);
		if (!user) return [file, args];
		const { uid, gid } = user;
		return ['setpriv', [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--', file, ...args]];
	};
	const { code } = await run(
		...command('initdb', [
			'-D',
			data,
			`--username=${USER}`,
			`--pwfile=${passwordFile}`,
			'--auth=scram-sha-256',
			'--encoding=UTF8',
			'--locale=C',
			'--no-sync',
		]),
		{ cwd: own, logFile, timeoutMs: PROGRAM_MS },
	);
	if (code !== 0)
		throw new Failure('PostgreSQL could not create its data.', `Its own words: ${logFile}`);
	// What is written outlives no run, so nothing has to reach the disk.
	const settings = [
		`port=${port}`,
		'listen_addresses=127.0.0.1',
		'unix_socket_directories=',
		'fsync=off',
		'synchronous_commit=off',
		'full_page_writes=off',
	];
	const child = start(
		...command('postgres', ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]),
		{ cwd: own, logFile },
	);
	await untilItListens('PostgreSQL', child, port, logFile);
	return { child, port };
};

/**
 * @typedef {object} Databases
 * @property {Record<string, string>} env what tells an n8n where they are
 * @property {() => Promise<void>} stop ends both and deletes their data; whoever uses them has to be ended before
 */

/**
 * @param {{ redis: string, postgres: string }} logs
 * @returns {Promise<Databases>}
 * @throws {Failure}
 */
export const startDatabases = async (logs) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'it-glue-queue-'));
	// PostgreSQL's user has to pass through it; what is in it is closed.
	chmodSync(folder, 0o711);
	const remove = () => rmSync(folder, { recursive: true, force: true });
	process.once('exit', remove);
	const password = randomBytes(24).toString('hex');
	const [redis, postgres] = await Promise.all([
		startRedis(folder, password, logs.redis),
		startPostgres(folder, password, logs.postgres),
	]);
	return {
		env: {
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			QUEUE_BULL_REDIS_PASSWORD: password,
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: DATABASE,
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
		},
		stop: async () => {
			await Promise.all([end(redis.child), end(postgres.child)]);
			remove();
			process.off('exit', remove);
		},
	};
};
