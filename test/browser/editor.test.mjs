/**
 * The package in n8n's editor, in a headless Chromium: what a person reads and clicks, against the sandbox.
 * One n8n and one page serve all tests: loading the editor takes longer than most of them.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { openEditor } from '../../scripts/browser/editor.mjs';
import { ensureChromium } from '../../scripts/browser/tools.mjs';
import { checkoutCache, readJson, root, startLog } from '../../scripts/lib/base.mjs';
import { ensureHost } from '../../scripts/lib/host.mjs';
import { END_MS } from '../../scripts/lib/patience.mjs';
import { endAll, freePort, whenAskedToEnd } from '../../scripts/lib/processes.mjs';
import { packProject } from '../../scripts/lib/project.mjs';
import { setStage } from '../../scripts/lib/stage.mjs';
import { describeColumns } from './columns.mjs';
import { describeContacts } from './contacts.mjs';
import { describeCredential } from './credential.mjs';
import { Desk } from './desk.mjs';
import { describeErrors } from './errors.mjs';
import { describeExamples } from './examples.mjs';
import { describeFirstTasks } from './firstTasks.mjs';
import { describeFlexibleAssets } from './flexibleAssets.mjs';
import { describeLocators } from './locators.mjs';
import { describeNodePanel } from './nodePanel.mjs';

const PACKAGE = String(readJson(path.join(root, 'package.json')).name);
const USER_FOLDER = path.join(checkoutCache, 'browser-n8n');
const SETUP_TIMEOUT = 20 * 60_000;

const logs = {
	setup: startLog('browser-setup'),
	n8n: startLog('browser-n8n'),
	sandbox: startLog('browser-sandbox'),
};
const desk = new Desk();
/** @type {import('../../scripts/browser/editor.mjs').Editor | undefined} */
let editor;

whenAskedToEnd(() => void endAll().then(() => process.exit(130)), { withParent: true });

describe("in n8n's editor", () => {
	before(
		async () => {
			const chromium = await ensureChromium('These tests', logs.setup);
			const host = await ensureHost(logs.setup);
			const packed = await packProject(logs.setup);
			rmSync(USER_FOLDER, { recursive: true, force: true });
			const port = await freePort();
			const stage = await setStage({ host, packed, userFolder: USER_FOLDER, port, logs });
			editor = await openEditor({ chromium, n8n: stage.n8n });
			desk.set({ stage, packageName: PACKAGE, editor });
		},
		{ timeout: SETUP_TIMEOUT },
	);
	after(
		async () => {
			await editor?.close();
			await endAll();
		},
		{ timeout: END_MS },
	);

	describeNodePanel(desk);
	describeLocators(desk);
	describeContacts(desk);
	describeColumns(desk);
	describeFlexibleAssets(desk);
	describeErrors(desk);
	describeFirstTasks(desk);
	// Leaves further credentials behind.
	describeCredential(desk);
	describeExamples(desk);
});
