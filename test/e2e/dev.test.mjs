/**
 * `npm run dev` in a copy of the checkout: what is changed in the source arrives in the running n8n and its editors, a
 * mistake does not, and Ctrl+C ends everything. It runs the current n8n only, whichever the others are meant for.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root, startLog } from '../../scripts/lib/base.mjs';
import { RELEASE_VARIABLE, releaseOf } from '../../scripts/lib/release.mjs';
import { OWNER } from '../../scripts/lib/n8n.mjs';
import { ANSWER_MS, END_MS, STANDSTILL_MS, START_MS } from '../../scripts/lib/patience.mjs';
import { endAll, freePort, start, waitFor, whenAskedToEnd } from '../../scripts/lib/processes.mjs';

const PARTS = [
	'credentials',
	'icons',
	'nodes',
	'package-lock.json',
	'package.json',
	'sandbox',
	'scripts',
	'tsconfig.json',
	'workflows',
];
const NODE = 'n8n-nodes-it-glue.itGlue';
const OLD = 'Keep client documentation in IT Glue:';
const NEW = 'Changed while n8n runs:';

const logFile = startLog('e2e-dev');
const copy = mkdtempSync(path.join(tmpdir(), 'n8n-it-glue-dev-'));
/** @type {import('node:child_process').ChildProcess} */
let child;
let printed = '';
let cookie = '';
let url = '';
let inspector = '';
let sandbox = '';

/**
 * @param {string} text
 * @param {number} timeoutMs
 */
const untilPrinted = (text, timeoutMs) =>
	waitFor(
		async () => {
			if (child.exitCode !== null || child.signalCode !== null)
				throw new Error(`npm run dev has ended:\n${printed}`);
			return printed.includes(text) ? true : undefined;
		},
		{ timeoutMs, onTimeout: () => new Error(`"${text}" was not printed:\n${printed}`) },
	);

/** @param {string} file @param {string} from @param {string} to */
const change = (file, from, to) => {
	const place = path.join(copy, file);
	const text = readFileSync(place, 'utf8');
	assert.ok(text.includes(from), `${file} holds "${from}"`);
	writeFileSync(place, text.replace(from, to));
};

const signIn = async () => {
	const answer = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: OWNER.email, password: OWNER.password }),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	assert.equal(answer.status, 200);
	return answer.headers
		.getSetCookie()
		.map((value) => value.split(';')[0])
		.join('; ');
};

/**
 * @param {'nodes' | 'credentials'} kind
 * @returns {Promise<any[]>} the descriptions that an editor would load now
 */
const served = async (kind) => {
	const answer = await fetch(`${url}/types/${kind}.json`, {
		headers: { cookie },
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	const text = await answer.text();
	try {
		return JSON.parse(text);
	} catch {
		// n8n was writing the file at that moment; the next look sees the whole of it.
		return [];
	}
};

const descriptions = async () =>
	(await served('nodes')).filter(({ name }) => name === NODE).map(({ description }) => description);

/** @param {string} text */
const untilServed = (text) =>
	waitFor(
		async () => {
			const found = await descriptions();
			return found.length > 0 && found.every((one) => one.startsWith(text)) ? true : undefined;
		},
		{
			timeoutMs: STANDSTILL_MS,
			onTimeout: () => new Error(`n8n does not serve "${text}":\n${printed}`),
		},
	);

/**
 * Sits where an open editor sits.
 * @returns {Promise<{ has: (type: string) => boolean, close: () => void }>} what n8n pushes from now on
 */
const openEditor = async () => {
	const closing = new AbortController();
	const answer = await fetch(`${url}/rest/push?pushRef=dev-test`, {
		headers: { cookie, origin: url },
		signal: closing.signal,
	});
	assert.equal(answer.status, 200);
	let pushed = '';
	const read = async () => {
		const decoder = new TextDecoder();
		for await (const chunk of answer.body ?? []) pushed += decoder.decode(chunk, { stream: true });
	};
	void read().catch(() => undefined);
	return {
		has: (type) => pushed.includes(`"type":"${type}"`),
		close: () => closing.abort(),
	};
};

/** @param {string} address */
const isSilent = async (address) =>
	(await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined)) ===
	undefined;

whenAskedToEnd(() => void endAll().then(() => process.exit(130)), { withParent: true });

if (releaseOf(process.env[RELEASE_VARIABLE]) === 'current')
	describe('npm run dev', () => {
		before(
			async () => {
				for (const part of PARTS)
					cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
				symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
				const [port, inspect] = [await freePort(), await freePort()];
				child = start(
					process.execPath,
					[
						path.join(copy, 'scripts', 'dev.mjs'),
						...['--port', String(port), '--inspect', String(inspect)],
					],
					{ cwd: copy, logFile, pipe: true },
				);
				child.stdout?.setEncoding('utf8').on('data', (chunk) => (printed += chunk));
				await untilPrinted('Ctrl+C ends everything.', START_MS);
				url = `http://127.0.0.1:${port}`;
				inspector = `http://127.0.0.1:${inspect}`;
				sandbox = /Sandbox: +(\S+)\//.exec(printed)?.[1] ?? '';
				cookie = await signIn();
			},
			{ timeout: 2 * START_MS },
		);
		after(
			async () => {
				await endAll();
				rmSync(copy, { recursive: true, force: true });
			},
			{ timeout: END_MS },
		);

		it('says where everything is, and everything is there', async () => {
			for (const text of [`${url}/workflows`, OWNER.email, OWNER.password, new URL(inspector).host])
				assert.ok(printed.includes(text), `it prints ${text}`);
			const debug = await fetch(`${inspector}/json/version`, {
				signal: AbortSignal.timeout(ANSWER_MS),
			});
			assert.equal(debug.status, 200);
			const health = await fetch(`${sandbox}/_sandbox/health`, {
				signal: AbortSignal.timeout(ANSWER_MS),
			});
			assert.equal(health.status, 200);
			await untilServed(OLD);
		});

		it('brings a change of the node into n8n and open editors', async () => {
			const editor = await openEditor();
			change('nodes/ITGlue/ItGlue.node.ts', OLD, NEW);
			await untilServed(NEW);
			await waitFor(async () => (editor.has('nodeDescriptionUpdated') ? true : undefined), {
				timeoutMs: STANDSTILL_MS,
				onTimeout: () => new Error('Open editors are not told.'),
			});
			editor.close();
		});

		it('brings a change of the credential and of the codex file', async () => {
			change(
				'credentials/ItGlueApi.credentials.ts',
				`displayName = 'IT Glue API'`,
				`displayName = 'Changed API'`,
			);
			change('nodes/ITGlue/ItGlue.node.json', '"Kaseya"', '"Changed word"');
			const arrived = async () => {
				const credential = (await served('credentials')).find(({ name }) => name === 'itGlueApi');
				const node = (await served('nodes')).find(({ name }) => name === NODE);
				return credential?.displayName === 'Changed API' &&
					node?.codex?.alias?.includes('Changed word')
					? true
					: undefined;
			};
			await waitFor(arrived, {
				timeoutMs: STANDSTILL_MS,
				onTimeout: () => new Error(`n8n does not serve the changes:\n${printed}`),
			});
		});

		it('tells a mistake, and keeps the last version that compiles', async () => {
			change('nodes/ITGlue/ItGlue.node.ts', `name: 'itGlue',`, `name: 17,`);
			await untilPrinted('Not compiled; n8n keeps the last version that was:', STANDSTILL_MS);
			assert.match(printed, /ItGlue\.node\.ts\(\d+,\d+\): error TS\d+/);
			await untilServed(NEW);
			change('nodes/ITGlue/ItGlue.node.ts', `name: 17,`, `name: 'itGlue',`);
			change('nodes/ITGlue/ItGlue.node.ts', NEW, OLD);
			await untilServed(OLD);
		});

		it('ends with everything it started', async () => {
			child.kill('SIGINT');
			await waitFor(async () => child.exitCode ?? undefined, {
				timeoutMs: END_MS,
				onTimeout: () => new Error('It does not end.'),
			});
			assert.equal(child.exitCode, 0);
			for (const address of [url, sandbox, inspector])
				assert.ok(await isSilent(address), `${address} no longer answers`);
		});
	});
else rmSync(copy, { recursive: true, force: true });
