/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs the build tools */
/** What tests about the package itself need: its folder, its tools, and a build that is not older than the source. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A compiler or npm takes seconds, and many times that beside other work. */
const LONGEST_RUN_MS = 600_000;

export const root = path.resolve(__dirname, '..', '..');

/** The text of a file of the project. */
export const read = (...names: string[]): string => readFileSync(path.join(root, ...names), 'utf8');

export interface Finished {
	code: number;
	stdout: string;
	stderr: string;
}

/**
 * Runs a program in the project folder.
 *
 * @param command the program; `node` is the Node that runs the tests
 * @param args its arguments
 * @param env variables beside those of the test
 * @returns exit code and output, also when it failed
 * @throws when it could not be started or took longer than ten minutes
 */
export async function run(
	command: string,
	args: string[],
	env: Record<string, string> = {},
): Promise<Finished> {
	const program = command === 'node' ? process.execPath : command;
	// npm is a .cmd file on Windows, which only a shell can start.
	const shell = process.platform === 'win32' && command !== 'node';
	return await new Promise((resolve, reject) => {
		const options = {
			cwd: root,
			env: { ...process.env, ...env },
			maxBuffer: 64 * 1024 * 1024,
			shell,
			timeout: LONGEST_RUN_MS,
		};
		execFile(program, args, options, (error, stdout, stderr) => {
			const code = error ? error.code : 0;
			// A number is the program's own verdict; a text or nothing means that it never got there.
			if (typeof code === 'number') return resolve({ code, stdout, stderr });
			reject(error);
		});
	});
}

function filesBelow(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.join(entry.parentPath, entry.name));
}

const newest = (files: string[]) => Math.max(...files.map((file) => statSync(file).mtimeMs));
const oldest = (files: string[]) => Math.min(...files.map((file) => statSync(file).mtimeMs));

function isBuilt(): boolean {
	const built = filesBelow(path.join(root, 'dist')).filter((file) => file.endsWith('.js'));
	const sources = ['nodes', 'credentials'].flatMap((name) => filesBelow(path.join(root, name)));
	return built.length > 0 && sources.length > 0 && oldest(built) >= newest(sources);
}

/**
 * Makes sure that dist/ is the build of the present source.
 *
 * @throws with the output of the build when it fails
 */
export async function ensureBuilt(): Promise<void> {
	if (isBuilt()) return;
	const gulp = path.join(root, 'node_modules', 'gulp', 'bin', 'gulp.js');
	for (const task of ['clean', 'compile', 'icons', 'codex']) {
		const { code, stdout, stderr } = await run('node', [gulp, task]);
		if (code !== 0) throw new Error(`gulp ${task} failed:\n${stdout}${stderr}`);
	}
}
