/* eslint-disable @n8n/community-nodes/no-restricted-imports -- copies the sources and compiles them */
/**
 * The worked example of docs/contributing.md: its blocks are taken out of the page, put into a copy of the node, checked
 * by the compiler, and run on n8n's engine against the sandbox.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import ts from 'typescript';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { programOf } from '../../helpers/messages';
import { read, root } from '../../helpers/package';
import type * as Harness from '../../helpers/harness';
import type * as NodeFile from '../../../nodes/ITGlue/ItGlue.node';
import { LONG_TEST_MS } from '../../helpers/patience';

jest.setTimeout(LONG_TEST_MS);

const GUIDE = path.join('docs', 'contributing.md');

interface Block {
	language: string;
	/** The file that the first line names. */
	file: string;
	lines: string[];
}

/** The blocks of code whose first line names a file, as a comment. */
function blocksOf(page: string): Block[] {
	return [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(
		([, language = '', text = '']) => {
			const [first = '', ...lines] = text.split('\n');
			const file = /^\s*\/\/ (\S+\.ts)$/.exec(first)?.[1];
			return file === undefined ? [] : [{ language, file, lines: lines.slice(0, -1) }];
		},
	);
}

/** Applies a block of a diff: what it adds goes below the line before it, which must be there. */
function patched(text: string, lines: string[]): string {
	const result = text.split('\n');
	let at = -1;
	for (const line of lines) {
		const words = line.slice(1);
		if (line.startsWith('+')) {
			at += 1;
			result.splice(at, 0, words);
			continue;
		}
		const found = result.indexOf(words, at + 1);
		if (found < 0) throw new Error(`The file has no line "${words}"`);
		at = found;
	}
	return result.join('\n');
}

describe('the worked example of the guide', () => {
	let folder: string;
	let sandbox: Sandbox;
	let harness: typeof Harness;

	const blocks = blocksOf(read(GUIDE));
	const credentials = () => ({
		apiKey: sandbox.keys.full,
		region: 'custom',
		baseUrl: sandbox.url,
	});
	const run = async (parameters: IDataObject) => {
		const result = await harness.runNode({
			parameters: { resource: 'manufacturer', ...parameters },
			credentials: credentials(),
		});
		expect(result.error?.message).toBeUndefined();
		return result.output.map(({ json }) => json);
	};

	beforeAll(async () => {
		folder = mkdtempSync(path.join(tmpdir(), 'n8n-it-glue-guide-'));
		for (const part of ['nodes', 'credentials', path.join('test', 'helpers'), 'tsconfig.json'])
			cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
		symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
		for (const { language, file, lines } of blocks) {
			const whole = path.join(folder, file);
			const text = lines.join('\n');
			writeFileSync(
				whole,
				language === 'diff' ? patched(readFileSync(whole, 'utf8'), lines) : `${text}\n`,
			);
		}
		sandbox = await startSandbox({ organizations: 2, configurations: 2 });
		harness = (await import(path.join(folder, 'test', 'helpers', 'harness'))) as typeof Harness;
	});

	afterAll(async () => {
		await sandbox.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	it('is one new file and two lines for a resource, and for an operation the same and its name in the tables', () => {
		const added = ({ language, lines }: Block): number =>
			language === 'diff' ? lines.filter((line) => line.startsWith('+')).length : 0;
		expect(blocks.map((block) => [block.language, block.file, added(block)])).toEqual([
			['ts', 'nodes/ITGlue/resources/manufacturer.ts', 0],
			['diff', 'nodes/ITGlue/resources/index.ts', 2],
			['ts', 'nodes/ITGlue/resources/configurationInterface.ts', 0],
			['diff', 'nodes/ITGlue/resources/index.ts', 2],
			['ts', 'nodes/ITGlue/operations/count.ts', 0],
			['diff', 'nodes/ITGlue/operations/index.ts', 2],
			['diff', 'nodes/ITGlue/resources/schema/attribute.ts', 1],
			['diff', 'nodes/ITGlue/resources/manufacturer.ts', 1],
		]);
	});

	it('compiles', () => {
		const program = programOf(folder);
		expect(program.getRootFileNames()).toContain(
			path.join(folder, 'nodes', 'ITGlue', 'resources', 'manufacturer.ts'),
		);
		const faults = blocks
			.map(({ file }) => program.getSourceFile(path.join(folder, file)))
			.flatMap((file) => [
				...program.getSyntacticDiagnostics(file),
				...program.getSemanticDiagnostics(file),
			])
			.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
		expect(faults).toEqual([]);
	});

	it('is offered by the form, without an address that its records do not have', async () => {
		const file = path.join(folder, 'nodes', 'ITGlue', 'ItGlue.node');
		const { ItGlue } = (await import(file)) as typeof NodeFile;
		const { properties } = new ItGlue().description;
		const named = (name: string): INodeProperties[] =>
			properties.filter((property) => property.name === name);
		const values = ({ options = [] }: INodeProperties) =>
			options.map((option) => ('value' in option ? option.value : undefined));
		expect(named('resource').flatMap(values)).toContain('manufacturer');
		const operations = named('operation').filter(({ displayOptions }) =>
			displayOptions?.show?.resource?.includes('manufacturer'),
		);
		expect(operations.map(values)).toEqual([['count', 'get', 'getAll']]);
		expect(operations.flatMap(({ options = [] }) => options)).toContainEqual(
			expect.objectContaining({ name: 'Count', action: 'Count manufacturers' }),
		);
		const modes = named('manufacturerId').flatMap((property) => property.modes ?? []);
		expect(modes.map(({ name }) => name)).toEqual(['list', 'id', 'name']);
	});

	it('gets many, sorted and filtered', async () => {
		const stored = sandbox.store.all('manufacturers');
		const all = await run({ operation: 'getAll', returnAll: true });
		expect(all.map(({ id }) => id).sort()).toEqual(stored.map(({ id }) => id).sort());
		expect(all.length).toBeGreaterThan(1);
		const wanted = String(stored[1]?.attributes.name);
		const some = await run({ operation: 'getAll', returnAll: true, filters: { name: wanted } });
		expect(some).toMatchObject([{ type: 'manufacturers', name: wanted }]);
		const options = { sort: { rule: [{ key: 'name', direction: 'desc' }] } };
		const sorted = await run({ operation: 'getAll', returnAll: true, options });
		const names = sorted.map(({ name }) => String(name));
		expect(names).toEqual(
			stored
				.map(({ attributes }) => String(attributes.name))
				.sort()
				.reverse(),
		);
	});

	it.each(['id', 'name'])('gets one by %s', async (mode) => {
		const [record] = sandbox.store.all('manufacturers');
		const value = mode === 'id' ? record?.id : record?.attributes.name;
		const manufacturerId = { __rl: true, mode, value: value as string };
		expect(await run({ operation: 'get', manufacturerId })).toMatchObject([{ id: record?.id }]);
	});

	it('refuses an address, which would name another record', async () => {
		const [organization] = sandbox.store.all('organizations');
		const value = `={{ "https://example.itglue.com/${organization?.id}" }}`;
		const { error } = await harness.runNode({
			parameters: {
				resource: 'manufacturer',
				operation: 'get',
				manufacturerId: { __rl: true, mode: 'url', value },
			},
			credentials: credentials(),
		});
		expect(error?.message).toMatch(/is not the web address of a manufacturer/);
		expect(error?.description).toMatch(/no page of their own/);
	});

	it('is counted by the operation of the example', async () => {
		const { length } = sandbox.store.all('manufacturers');
		expect(length).toBeGreaterThan(1);
		expect(await run({ operation: 'count' })).toEqual([{ count: length }]);
	});

	it('is searched in the editor', async () => {
		const [record] = sandbox.store.all('manufacturers');
		const name = String(record?.attributes.name);
		const { results } = await harness.listSearch('searchManufacturers', {
			parameters: { resource: 'manufacturer', operation: 'get' },
			credentials: credentials(),
			filter: name.toUpperCase(),
		});
		expect(results).toEqual([{ name, value: record?.id }]);
	});

	describe('a resource that stands under another one', () => {
		const locator = (mode: string, value: unknown) => ({
			__rl: true,
			mode,
			value: value as string,
		});
		const owners = () => sandbox.store.all('configurations');
		const own = (id: unknown) =>
			sandbox.store
				.all('configuration_interfaces')
				.filter(({ attributes }) => String(attributes.configuration_id) === String(id));
		const interfaces = async (parameters: IDataObject) =>
			await run({ resource: 'configurationInterface', ...parameters });

		it('is added to the record that it stands under, and to no other', async () => {
			for (const [at, { id }] of owners().slice(0, 2).entries()) {
				const additionalFields = { name: `lan${at}`, ipAddress: `192.0.2.${at + 1}` };
				const configurationId = locator('id', id);
				const [created] = await interfaces({
					operation: 'create',
					configurationId,
					additionalFields,
				});
				expect(created).toMatchObject({ name: `lan${at}`, type: 'configuration-interfaces' });
			}
			const [first, second] = owners();
			expect(own(first?.id)).toHaveLength(2);
			expect(own(second?.id)).toHaveLength(2);
		});

		it.each(['id', 'name'])('is listed under one, which is given by %s', async (mode) => {
			const [owner] = owners();
			const value = mode === 'id' ? owner?.id : owner?.attributes.name;
			const configurationId = locator(mode, value);
			const listed = await interfaces({ operation: 'getAll', returnAll: true, configurationId });
			expect(listed.map(({ id }) => id)).toEqual(own(owner?.id).map(({ id }) => id));
			expect(listed).toMatchObject([{}, { name: 'lan0' }]);
		});

		it('is got by its ID alone, or by its name under one', async () => {
			const [owner, other] = owners();
			const [, record] = own(owner?.id);
			const byId = { configurationInterfaceId: locator('id', record?.id) };
			expect(await interfaces({ operation: 'get', ...byId })).toMatchObject([{ id: record?.id }]);
			const byName = { configurationInterfaceId: locator('name', 'LAN0') };
			const under = { ...byName, configurationId: locator('id', owner?.id) };
			expect(await interfaces({ operation: 'get', ...under })).toMatchObject([{ id: record?.id }]);
			const { error } = await harness.runNode({
				parameters: {
					resource: 'configurationInterface',
					operation: 'get',
					...byName,
					configurationId: locator('id', other?.id),
				},
				credentials: credentials(),
			});
			expect(error?.message).toMatch(/no configuration interface called "LAN0"/);
		});

		it('cannot be listed without it', async () => {
			const { error } = await harness.runNode({
				parameters: {
					resource: 'configurationInterface',
					operation: 'getAll',
					configurationId: locator('id', '={{ "" }}'),
				},
				credentials: credentials(),
			});
			expect(error?.message).toBe('"Configuration" is empty');
		});

		it('is searched in the editor once that is chosen', async () => {
			const [owner] = owners();
			const search = async (configurationId: IDataObject) =>
				await harness.listSearch('searchConfigurationInterfaces', {
					parameters: {
						resource: 'configurationInterface',
						operation: 'get',
						configurationId,
					},
					credentials: credentials(),
				});
			const { results } = await search(locator('id', owner?.id));
			expect(results).toContainEqual({ name: 'lan0', value: own(owner?.id)[1]?.id });
			expect((await search(locator('name', owner?.attributes.name))).results).toEqual(results);
			await expect(search(locator('list', ''))).rejects.toThrow('Choose the configuration first');
		});
	});
});
