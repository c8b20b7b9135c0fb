/**
 * A process of its own that loads an installed package once, with n8n's own loader, and prints how many milliseconds
 * that took: `node load.cjs <folder of n8n's modules> <folder of the package>`.
 */
const { createRequire } = require('node:module');
const path = require('node:path');

const [modules = '', folder = ''] = process.argv.slice(2);
const load = createRequire(path.join(modules, 'n8n', 'package.json'));

const main = async () => {
	// What n8n has loaded long before: a node's imports of n8n-workflow cost it nothing.
	load('n8n-workflow');
	const { PackageDirectoryLoader } = load('n8n-core');
	const cpuBefore = process.cpuUsage();
	const started = performance.now();
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const milliseconds = performance.now() - started;
	const { user, system } = process.cpuUsage(cpuBefore);
	const cpuMilliseconds = (user + system) / 1000;
	const nodes = loader.types.nodes.map((/** @type {{ name: string }} */ { name }) => name);
	process.stdout.write(JSON.stringify({ milliseconds, cpuMilliseconds, nodes }));
};

void main();
