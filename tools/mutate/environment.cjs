const Environment = require('../../test/helpers/environment.js');

/**
 * The environment of all tests, which skips the rest of a file once a test of it has failed: a mutant needs to be
 * killed once only, and Jest's own `bail` ends no file half-way.
 */
module.exports = class extends Environment {
	/** @type {boolean} */
	failed = false;

	/**
	 * @override
	 * @param {import('@jest/types').Circus.AsyncEvent} event
	 * @returns {Promise<void>}
	 */
	async handleTestEvent(event) {
		if (process.env.MUTATE_BAIL !== '1') return;
		if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.failed = true;
		if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
	}
};
