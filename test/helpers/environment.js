const { TestEnvironment } = require('jest-environment-node');
const path = require('node:path');
const { types } = require('node:util');

/** The files that this process has run. @type {string[]} */
const files = [];

/**
 * Jest ends a worker that does not end by itself, and says only that one leaks: this says what is open, and after which
 * files. A worker that waits for nothing but its end no longer listens to messages; any other that is ended, because it
 * has grown too large or somebody wants it gone, has nothing to explain.
 */
if (process.send !== undefined && process.env.JEST_WORKER_ID !== undefined) {
	process.once('SIGTERM', () => {
		if (process.listenerCount('message') === 0) {
			const open = process.getActiveResourcesInfo().join(', ');
			process.stderr.write(
				`A worker does not end. Open in it: ${open}. It ran: ${files.join(', ')}\n`,
			);
		}
		process.kill(process.pid, 'SIGTERM');
	});
}

/**
 * Node's environment with one difference: `instanceof Error` also holds for errors that Node itself raised.
 *
 * Jest runs tests in a realm of their own, so a refused connection is an Error of another realm. n8n asks
 * `instanceof Error` when it wraps errors, and would lose their message; in production there is one realm only.
 */
module.exports = class extends TestEnvironment {
	/**
	 * @param {import('@jest/environment').JestEnvironmentConfig} config
	 * @param {import('@jest/environment').EnvironmentContext} context
	 */
	constructor(config, context) {
		super(config, context);
		files.push(path.relative(config.projectConfig.rootDir, context.testPath));
	}

	/**
	 * @override
	 * @returns {Promise<void>}
	 */
	async setup() {
		await super.setup();
		const realmError = /** @type {ErrorConstructor} */ (this.global.Error);
		const inherited = Function.prototype[Symbol.hasInstance];
		Object.defineProperty(realmError, Symbol.hasInstance, {
			configurable: true,
			/**
			 * @this {Function}
			 * @param {unknown} value
			 */
			value(value) {
				// Sub-classes inherit this function; for those only the ordinary answer is right.
				return inherited.call(this, value) || (this === realmError && types.isNativeError(value));
			},
		});
	}
};
