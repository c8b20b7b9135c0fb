/**
 * Ends this process when the time for a test file is over, from a thread of its own: a loop without end that a mutant
 * made leaves the main thread no chance to notice. Stryker then starts a new runner and asks it for the same mutant.
 */
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

/** @returns {{ allow: (ms: number) => void, rest: () => void }} `allow` starts the time, `rest` stops it */
export function startWatchdog() {
	const deadline = new BigInt64Array(new SharedArrayBuffer(8));
	const worker = new Worker(fileURLToPath(import.meta.url), { workerData: deadline });
	worker.unref();
	return {
		allow: (ms) => void Atomics.store(deadline, 0, BigInt(Date.now() + ms)),
		rest: () => void Atomics.store(deadline, 0, 0n),
	};
}

/** @param {BigInt64Array} deadline */
function watch(deadline) {
	const at = Number(Atomics.load(deadline, 0));
	if (at !== 0 && Date.now() > at) process.kill(process.pid, 'SIGKILL');
}

if (!isMainThread && workerData instanceof BigInt64Array) {
	setInterval(watch, 1000, workerData);
}
