/**
 * `npm run nights`: five nights of the three syncs in a real n8n against the sandbox, with moves, renames, retirements
 * and an outage. Prints what each run did, and what a person would call wrong in the end.
 *
 * Options: `--companies`, `--contacts`, `--devices` say how many (40, 120 and 120 if left out), `--write` puts the table
 * into tools/nights/RESULTS.md, from which `npm run docs` takes it.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
	checkoutCache,
	Failure,
	root,
	say,
	startLog,
	tellFailure,
} from '../../scripts/lib/base.mjs';
import { ensureHost } from '../../scripts/lib/host.mjs';
import { endAll, freePort, whenAskedToEnd } from '../../scripts/lib/processes.mjs';
import { ensureDependencies, packProject } from '../../scripts/lib/project.mjs';
import { setStage } from '../../scripts/lib/stage.mjs';
import { play } from './play.mjs';
import { cellsOf, pageOf } from './report.mjs';

const USER_FOLDER = path.join(checkoutCache, 'nights');
const RESULTS = path.join(root, 'tools', 'nights', 'RESULTS.md');

/**
 * @returns {{ size: import('./sandbox.mjs').Size, write: boolean }}
 * @throws {Failure} on anything that is not an option
 */
const readOptions = () => {
	const usage =
		'Usage: npm run nights -- [--companies 4000] [--contacts 20000] [--devices 20000] [--write]';
	try {
		const { values } = parseArgs({
			options: {
				companies: { type: 'string', default: '40' },
				contacts: { type: 'string', default: '120' },
				devices: { type: 'string', default: '120' },
				write: { type: 'boolean', default: false },
			},
		});
		const [companies = 0, contacts = 0, devices = 0] = [
			values.companies,
			values.contacts,
			values.devices,
		].map(Number);
		if ([companies, contacts, devices].every((count) => Number.isInteger(count) && count >= 40))
			return { size: { companies, contacts, devices }, write: values.write };
	} catch {
		// Told below, together with values that are none.
	}
	throw new Failure('These options are not understood. The least of each is 40.', usage);
};

/** @param {string} setupLog */
const nights = async (setupLog) => {
	const { size, write } = readOptions();
	await ensureDependencies(setupLog);
	const host = await ensureHost(setupLog);
	const packed = await packProject(setupLog);
	rmSync(USER_FOLDER, { recursive: true, force: true });
	const stage = await setStage({
		host,
		packed,
		userFolder: USER_FOLDER,
		port: await freePort(),
		logs: { setup: setupLog, n8n: startLog('nights-n8n'), sandbox: startLog('nights-sandbox') },
	});
	const played = await play({
		stage,
		packageName: packed.name,
		size,
		onRow: (row) => {
			say(`- ${cellsOf(row).join(' | ')}`);
			say(`    slowest: ${row.slowest}`);
			if (row.error !== '') say(`    ${row.error.split('\n').slice(0, 6).join('\n    ')}`);
		},
	});
	const date = new Date().toISOString().slice(0, 10);
	const page = pageOf(played, { size, version: host.version, date });
	say(`\n${page}`);
	if (write) writeFileSync(RESULTS, page);
	if (played.problems.length > 0) process.exitCode = 1;
};

/** @returns {Promise<void>} */
export const main = async () => {
	const setupLog = startLog('nights-setup');
	let ended = false;
	whenAskedToEnd(() => {
		ended = true;
		void endAll().then(() => process.exit(130));
	});
	try {
		await nights(setupLog);
	} catch (error) {
		// What broke off because it was ended is no failure to report.
		if (!ended) tellFailure(error, setupLog);
		process.exitCode = 1;
	} finally {
		await endAll();
	}
};
