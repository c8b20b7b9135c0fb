/** A lock in the file system that names its owner, so that one left behind by a killed process is taken over. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param {number} pid
 * @returns {boolean}
 */
const isAlive = (pid) => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
};

/**
 * @param {string} file
 * @returns {number | undefined} who holds the lock, if that process lives
 */
const ownerOf = (file) => {
	try {
		const pid = Number(readFileSync(file, 'utf8'));
		// A file without a number is one that its owner is just about to fill.
		return !pid || isAlive(pid) ? pid : undefined;
	} catch {
		return undefined;
	}
};

/**
 * Takes the lock at once or says who has it.
 * @param {string} file
 * @returns {{ release: () => void } | { heldBy: number }}
 */
export const tryLock = (file) => {
	mkdirSync(path.dirname(file), { recursive: true });
	for (;;) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' });
			const release = () => {
				if (ownerOf(file) === process.pid) rmSync(file, { force: true });
			};
			process.once('exit', release);
			return { release };
		} catch (error) {
			if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
		}
		const heldBy = ownerOf(file);
		if (heldBy !== undefined) return { heldBy };
		// Renaming is atomic: of several that find the same dead owner, one moves its lock away.
		const stale = `${file}.${process.pid}`;
		try {
			renameSync(file, stale);
			rmSync(stale, { force: true });
		} catch {
			// Another process was faster.
		}
	}
};

/**
 * Waits for the lock, does the work, gives it back.
 * @template T
 * @param {string} file
 * @param {{ timeoutMs: number, onWait: (pid: number) => void, onTimeout: (pid: number) => Error }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withLock = async (file, { timeoutMs, onWait, onTimeout }, work) => {
	const deadline = Date.now() + timeoutMs;
	let told = false;
	for (;;) {
		const lock = tryLock(file);
		if ('release' in lock) {
			try {
				return await work();
			} finally {
				lock.release();
			}
		}
		if (Date.now() > deadline) throw onTimeout(lock.heldBy);
		if (!told) onWait(lock.heldBy);
		told = true;
		await sleep(500);
	}
};
