const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/**
 * One n8n user folder for the whole run. n8n-core's InstanceSettings writes a configuration file as soon as anything
 * asks for it; without this it would land in the home folder of whoever runs the tests.
 * Workers are started after this has run and inherit the variable.
 *
 * @returns {Promise<void>}
 */
module.exports = async () => {
	process.env.N8N_USER_FOLDER = mkdtempSync(path.join(tmpdir(), 'n8n-it-glue-test-'));
};
