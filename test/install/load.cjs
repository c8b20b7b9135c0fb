/**
 * Loads an installed package with n8n's own loader and prints what n8n would know of it: `node load.cjs <folder>`.
 * NODE_PATH has to say where n8n-workflow is, as n8n itself sees to it.
 */
require('reflect-metadata');
const { PackageDirectoryLoader } = require('n8n-core');

const main = async () => {
	const loader = new PackageDirectoryLoader(String(process.argv[2]));
	await loader.loadAll();
	const { nodes, credentials } = loader.types;
	const names = {
		nodes: nodes.map(({ name }) => name),
		credentials: credentials.map(({ name }) => name),
	};
	process.stdout.write(JSON.stringify(names));
};

void main();
