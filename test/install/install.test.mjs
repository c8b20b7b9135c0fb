/**
 * Installing by hand, in the words of README, with each Node that n8n has run on: what npm puts beside the package
 * (nothing), and that n8n finds the node there.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkoutCache, readJson, root, startLog } from '../../scripts/lib/base.mjs';
import { ensureHost } from '../../scripts/lib/host.mjs';
import { NODE_VERSIONS, nodeOf } from '../../scripts/lib/nodeVersions.mjs';
import { nodesFolder, runCli } from '../../scripts/lib/n8n.mjs';
import { endAll, run, whenAskedToEnd } from '../../scripts/lib/processes.mjs';

const PACKAGE = String(readJson(path.join(root, 'package.json')).name);
/** Of one command: npm ci is the longest, and says nothing until it is done. */
const COMMAND_MS = 20 * 60_000;
/** Of all commands; each has its own bound. */
const ALL_COMMANDS_MS = 3 * COMMAND_MS;
const logFile = startLog('install');
/** A copy of what git knows of the checkout: what somebody has who cloned it. */
const COPY = path.join(checkoutCache, 'install', 'clone');

/** The commands that README gives for installing by hand. */
const commands = () => {
	const text = readFileSync(path.join(root, 'README.md'), 'utf8');
	const block = /\*\*By hand\*\*[^`]*```bash\n([^`]*)```/.exec(text)?.[1];
	assert.ok(block, 'README says how to install by hand');
	return block.trim().split('\n');
};

/**
 * @param {string} version of Node
 * @returns {string} the home folder of somebody who has this Node
 */
const homeOf = (version) => path.join(checkoutCache, 'install', `home-${version}`);

/** What npm knows of this machine (registry, proxy) and has downloaded, although the home folder is another one. */
const machine = () => {
	const setting = (/** @type {string} */ name) =>
		execFileSync('npm', ['config', 'get', name], { cwd: root, encoding: 'utf8' }).trim();
	return { npm_config_userconfig: setting('userconfig'), npm_config_cache: setting('cache') };
};

/**
 * The variables of a terminal in which this Node is the first on the path and nothing of ours is set.
 * @param {string} version
 * @returns {NodeJS.ProcessEnv}
 */
const terminal = (version) => {
	const ours = /^(npm_|NODE_(PATH|OPTIONS|ENV)$)/i;
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
	return {
		...env,
		...machine(),
		HOME: homeOf(version),
		PATH: `${path.dirname(nodeOf(version))}${path.delimiter}${process.env.PATH ?? ''}`,
	};
};

/**
 * @param {string} command
 * @param {string} version
 */
const inTerminal = async (command, version) => {
	const { code, output } = await run('bash', ['-ec', command], {
		cwd: COPY,
		env: terminal(version),
		logFile,
		timeoutMs: COMMAND_MS,
	});
	assert.equal(code, 0, `${command}\n${output.slice(-2000)}`);
};

before(() => {
	whenAskedToEnd(() => void endAll().then(() => process.exit(130)));
	rmSync(path.dirname(COPY), { recursive: true, force: true });
	const known = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
	for (const file of known.split('\0').filter(Boolean)) {
		const target = path.join(COPY, file);
		mkdirSync(path.dirname(target), { recursive: true });
		cpSync(path.join(root, file), target);
	}
});

after(async () => {
	await endAll();
	rmSync(path.dirname(COPY), { recursive: true, force: true });
});

describe('installed by hand as README says', { concurrency: false }, () => {
	for (const version of NODE_VERSIONS) {
		describe(`Node ${version}`, () => {
			const home = homeOf(version);
			const modules = path.join(nodesFolder(home), 'node_modules');

			before(() => mkdirSync(home, { recursive: true }));

			it('runs command by command, without flags', { timeout: ALL_COMMANDS_MS }, async () => {
				assert.match(
					execFileSync(nodeOf(version), ['--version'], { encoding: 'utf8' }),
					/^v2[024]/,
				);
				for (const command of commands()) await inTerminal(command, version);
			});

			it('puts the package there and nothing beside it', () => {
				const entries = readdirSync(modules).filter((name) => !name.startsWith('.'));
				assert.deepEqual(entries, [PACKAGE]);
				assert.ok(!readdirSync(path.join(modules, PACKAGE)).includes('node_modules'));
			});

			it("is found by n8n's loader", async () => {
				const { code, output } = await run(
					nodeOf(version),
					[path.join(root, 'test', 'install', 'load.cjs'), path.join(modules, PACKAGE)],
					{
						// n8n sees to it that nodes find its n8n-workflow.
						env: { ...terminal(version), NODE_PATH: path.join(root, 'node_modules') },
						logFile,
						timeoutMs: COMMAND_MS,
					},
				);
				assert.equal(code, 0, output.slice(-2000));
				const found = JSON.parse(output.slice(output.lastIndexOf('{"nodes"')));
				assert.ok(found.nodes.includes('itGlue'), output);
				assert.deepEqual(found.credentials, ['itGlueApi']);
			});
		});
	}

	it('is loaded by a real n8n from that folder', { timeout: ALL_COMMANDS_MS }, async () => {
		const host = await ensureHost(logFile);
		const version = String(NODE_VERSIONS.at(-1));
		const userFolder = homeOf(version);
		const file = path.join(userFolder, 'nodes.json');
		const { code, output } = await runCli({
			host,
			userFolder,
			args: ['export:nodes', `--output=${file}`],
			logFile,
		});
		assert.equal(code, 0, output.slice(-2000));
		const names = readJson(file).map((/** @type {{ name: string }} */ { name }) => name);
		assert.ok(names.includes(`${PACKAGE}.itGlue`));
	});
});
