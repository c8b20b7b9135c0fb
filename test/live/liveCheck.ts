/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs the script as a user does */
/** Runs the live check as a user does, against the sandbox, and reads its table. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

const SCRIPT = path.resolve(__dirname, '..', '..', 'tools', 'live-check', 'run.mjs');
/** A run takes about a second, and some of the tests have many at the same time; a busy machine is no reason to fail. */
const LONGEST_MS = 300_000;
export const LONGEST_TEST_MS = 3 * LONGEST_MS;

export interface Row {
	name: string;
	assumed: string;
	/** yes, no, otherwise, not seen, … */
	holds: string;
	seen: string;
	copes: string;
}

export interface Finished {
	code: number | null;
	stdout: string;
	stderr: string;
	rows: Map<string, Row>;
}

export interface Call {
	args?: string[];
	env?: Record<string, string>;
	/** What to type when the word is shown; by default the word. */
	type?: (word: string) => string | undefined;
	/** Called with the process once it runs. */
	started?: (child: ChildProcess) => void;
}

function readRows(markdown: string): Map<string, Row> {
	const rows = new Map<string, Row>();
	for (const line of markdown.split('\n')) {
		const cells = line.split(' | ');
		const [head = '', , assumed = '', seen = '', copes = ''] = cells;
		const name = /^\| `(\w+)`$/.exec(head)?.[1];
		if (name === undefined || cells.length !== 5) continue;
		const holds = seen.split(':')[0] ?? '';
		rows.set(name, { name, assumed, holds, seen, copes: copes.replace(/ \|$/, '') });
	}
	return rows;
}

/**
 * Runs the script to its end.
 *
 * @throws when it takes longer than five minutes
 */
export async function run({
	args = [],
	env = {},
	type = (word) => word,
	started,
}: Call): Promise<Finished> {
	const child = spawn(process.execPath, [SCRIPT, ...args], {
		env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
		stdio: 'pipe',
	});
	let [stdout, stderr] = ['', ''];
	let asked = false;
	child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => {
		stderr += chunk.toString();
		const word = /press Enter: (\w+)\n/.exec(stderr)?.[1];
		if (word === undefined || asked) return;
		asked = true;
		const typed = type(word);
		child.stdin.end(typed === undefined ? '' : `${typed}\n`);
	});
	// It may have ended before it read anything.
	child.stdin.on('error', () => undefined);
	started?.(child);
	return await new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			child.kill('SIGKILL');
			reject(new Error(`The live check took too long. It said: ${stderr}`));
		}, LONGEST_MS);
		child.once('error', reject);
		child.once('close', (code) => {
			clearTimeout(timer);
			resolve({ code, stdout, stderr, rows: readRows(stdout) });
		});
	});
}

/** The live check at an address. */
export async function check(url: string, key: string, write = false): Promise<Finished> {
	return await run({
		args: ['--base-url', url, ...(write ? ['--write'] : [])],
		env: { ITGLUE_API_KEY: key },
	});
}

/** Runs something on a sandbox of its own, which is stopped whatever happens. */
export async function onSandbox<T>(
	options: SandboxOptions,
	work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
	const sandbox = await startSandbox(options);
	try {
		return await work(sandbox);
	} finally {
		await sandbox.stop();
	}
}

/** As small as shows everything: an organization below another, archived records, more than one page. */
export const SMALL = { organizations: 26, configurations: 78 };

/** The live check on a sandbox of its own. */
export async function checkSandbox(options: SandboxOptions, write: boolean): Promise<Finished> {
	return await onSandbox(
		{ ...SMALL, ...options },
		async ({ url, keys }) => await check(url, keys.full, write),
	);
}

/** Names of the rows that say something else; statuses and the like beside it are no difference. */
export function changed(before: Finished, after: Finished): string[] {
	return [...before.rows.values()]
		.filter(({ name, holds, copes }) => {
			const now = after.rows.get(name);
			return now?.holds !== holds || now.copes !== copes;
		})
		.map(({ name }) => name);
}
