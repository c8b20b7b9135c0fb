const { TestEnvironment } = require('jest-environment-node');
const { types } = require('node:util');

/**
 * Node's environment with one difference: `instanceof Error` also holds for errors that Node itself raised.
 *
 * Jest runs tests in a realm of their own, so a refused connection is an Error of another realm. n8n asks
 * `instanceof Error` when it wraps errors, and would lose their message; in production there is one realm only.
 */
module.exports = class extends TestEnvironment {
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
