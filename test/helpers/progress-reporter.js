const path = require('node:path');

/**
 * Tells `npm test` that jest gets on, and at what it stands still: now and then a line with the tests that have ended,
 * but only where some have; asked to end, the files that were running and the last test of each. jest by itself tells of
 * a file when all of it is over, which may take many minutes.
 */
const EVERY_MS = 30_000;

/** @typedef {{ since: number, ended: number, last: string }} Running */

module.exports = class {
	/** @type {Map<string, Running>} */
	#running = new Map();
	#ended = 0;
	#told = 0;
	/** @type {NodeJS.Timeout | undefined} */
	#timer;

	#stop = () => {
		process.stderr.write(`\njest was asked to end. Running were:\n${this.#lines()}\n`);
		process.exit(143);
	};

	onRunStart() {
		process.once('SIGTERM', this.#stop);
		this.#timer = setInterval(() => {
			if (this.#ended === this.#told) return;
			this.#told = this.#ended;
			const files = [...this.#running.keys()].join(', ');
			process.stderr.write(`  ${this.#ended} tests ended; running: ${files || 'none'}\n`);
		}, EVERY_MS);
		this.#timer.unref();
	}

	/** @param {import('@jest/reporters').Test} test */
	onTestFileStart({ path: file, context }) {
		const name = path.relative(context.config.rootDir, file);
		this.#running.set(name, { since: Date.now(), ended: 0, last: '' });
	}

	/**
	 * @param {import('@jest/reporters').Test} test
	 * @param {import('@jest/reporters').TestCaseResult} result
	 */
	onTestCaseResult({ path: file, context }, { fullName }) {
		this.#ended += 1;
		const running = this.#running.get(path.relative(context.config.rootDir, file));
		if (running === undefined) return;
		running.ended += 1;
		running.last = fullName;
	}

	/** @param {import('@jest/reporters').Test} test */
	onTestFileResult({ path: file, context }) {
		this.#running.delete(path.relative(context.config.rootDir, file));
	}

	onRunComplete() {
		clearInterval(this.#timer);
		process.off('SIGTERM', this.#stop);
	}

	/** @returns {string} */
	#lines() {
		const now = Date.now();
		const lines = [...this.#running].map(([name, { since, ended, last }]) => {
			const seconds = Math.round((now - since) / 1000);
			return `- ${name}, for ${seconds} s, ${ended} tests ended${last && `, the last of them: ${last}`}`;
		});
		return lines.length > 0 ? lines.join('\n') : '- no file: jest had not ended by itself';
	}
};
