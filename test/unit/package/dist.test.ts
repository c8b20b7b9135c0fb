/* eslint-disable @n8n/community-nodes/no-restricted-imports -- looks at the packed files */
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { ensureBuilt, root, run } from '../../helpers/package';
import { LONG_TEST_MS } from '../../helpers/patience';

interface PackedFile {
	path: string;
}

interface LoadedNode {
	name: string;
	iconUrl?: { light: string; dark: string };
	codex?: { categories?: string[]; alias?: string[]; resources?: Record<string, unknown[]> };
	communityNodePackageVersion?: string;
	credentials?: Array<{ name: string }>;
}

interface Loaded {
	packageName: string;
	known: { nodes: Record<string, unknown>; credentials: Record<string, unknown> };
	nodes: LoadedNode[];
	credentials: Array<{ name: string; iconUrl?: unknown; supportedNodes?: string[] }>;
}

/** Loads a package with n8n's own loader in a process of its own, as n8n does at start-up. */
const LOADER = `
require('reflect-metadata');
const { PackageDirectoryLoader } = require('n8n-core');
const loader = new PackageDirectoryLoader(process.argv[1]);
loader.loadAll().then(() => {
	const { packageName, known, types: { nodes, credentials } } = loader;
	process.stdout.write(JSON.stringify({ packageName, known, nodes, credentials }));
});
`;

async function load(folder: string): Promise<Loaded> {
	// n8n puts its own modules on NODE_PATH; the installed package has none.
	const { code, stdout, stderr } = await run('node', ['-e', LOADER, folder], {
		NODE_PATH: path.join(root, 'node_modules'),
		N8N_USER_FOLDER: folder,
	});
	if (code !== 0) throw new Error(stderr);
	return JSON.parse(stdout) as Loaded;
}

describe('the package', () => {
	let folder: string;
	let files: string[];
	let unpacked: string;

	beforeAll(async () => {
		await ensureBuilt();
		folder = await mkdtemp(path.join(tmpdir(), 'n8n-it-glue-dist-'));
		const packed = await run('npm', ['pack', '--json', '--pack-destination', folder]);
		expect(packed.code).toBe(0);
		const [report] = JSON.parse(packed.stdout) as Array<{ filename: string; files: PackedFile[] }>;
		files = (report?.files ?? []).map((file) => file.path);
		unpacked = path.join(folder, 'package');
		await mkdir(unpacked);
		const archive = path.join(folder, report?.filename ?? '');
		expect(await run('tar', ['-xzf', archive, '-C', folder])).toMatchObject({ code: 0 });
	}, LONG_TEST_MS);

	afterAll(async () => await rm(folder, { recursive: true, force: true }));

	it('holds what n8n loads', () => {
		expect(files).toEqual(
			expect.arrayContaining([
				'LICENSE',
				'README.md',
				'package.json',
				'dist/credentials/ItGlueApi.credentials.js',
				'dist/icons/itglue.dark.svg',
				'dist/icons/itglue.svg',
				'dist/nodes/ITGlue/ItGlue.node.js',
				'dist/nodes/ITGlue/ItGlue.node.json',
			]),
		);
	});

	it('holds nothing else', () => {
		const expected = [
			/^(LICENSE|README\.md|package\.json)$/,
			/^dist\/(nodes|credentials)\/.+\.js$/,
			/^dist\/nodes\/.+\.node\.json$/,
			/^dist\/icons\/[^/]+\.svg$/,
		];
		expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
		expect(files.filter((file) => /\.(test|spec)\.js$/.test(file))).toEqual([]);
	});

	it('asks for nothing at run time but n8n-workflow', async () => {
		const manifest = JSON.parse(
			await readFile(path.join(unpacked, 'package.json'), 'utf8'),
		) as Record<string, unknown>;
		expect(manifest.dependencies ?? {}).toEqual({});
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		// Else npm fetches a second n8n-workflow beside the node, or fails to build it on Node 20.
		expect(manifest.peerDependenciesMeta).toEqual({ 'n8n-workflow': { optional: true } });

		const scripts = files.filter((file) => file.endsWith('.js'));
		const texts = await Promise.all(
			scripts.map(async (file) => await readFile(path.join(unpacked, file), 'utf8')),
		);
		const required = texts.flatMap((text) =>
			[...text.matchAll(/\brequire\(["']([^"'.][^"']*)["']\)/g)].map((match) => match[1]),
		);
		// Node's crypto is the one built-in that n8n's rules leave to community nodes.
		expect(new Set(required)).toContain('n8n-workflow');
		expect(
			required.filter((name) => !['n8n-workflow', 'crypto', 'node:crypto'].includes(name ?? '')),
		).toEqual([]);
	});

	it('is loaded by n8n with icons, codex and credential', async () => {
		const loaded = await load(unpacked);

		expect(loaded.packageName).toBe('n8n-nodes-it-glue');
		expect(Object.keys(loaded.known.nodes)).toContain('itGlue');
		expect(Object.keys(loaded.known.credentials)).toEqual(['itGlueApi']);

		const node = loaded.nodes.find(({ name }) => name === 'itGlue');
		expect(node).toMatchObject({
			iconUrl: {
				light: 'icons/n8n-nodes-it-glue/dist/icons/itglue.svg',
				dark: 'icons/n8n-nodes-it-glue/dist/icons/itglue.dark.svg',
			},
			communityNodePackageVersion: expect.any(String),
		});
		expect(node?.credentials?.map(({ name }) => name)).toEqual(['itGlueApi']);
		expect(node?.codex?.categories).not.toHaveLength(0);
		expect(node?.codex?.alias).toEqual(expect.arrayContaining(['ITGlue', 'Kaseya', 'MSP']));
		expect(node?.codex?.resources?.primaryDocumentation).toHaveLength(1);
		expect(node?.codex?.resources?.credentialDocumentation).toHaveLength(1);

		const [credential] = loaded.credentials;
		expect(credential?.iconUrl).toBeDefined();
		expect(credential?.supportedNodes).toEqual(expect.arrayContaining(['itGlue']));
	});
});
