const { rmSync } = require('node:fs');
const path = require('node:path');

/**
 * Removes the user folder that the set-up made, and nothing that it did not make.
 *
 * @returns {Promise<void>}
 */
module.exports = async () => {
	const folder = process.env.N8N_USER_FOLDER;
	if (!folder || !path.basename(folder).startsWith('n8n-it-glue-test-')) return;
	rmSync(folder, { recursive: true, force: true });
};
