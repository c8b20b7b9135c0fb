/** What an AI agent may not ask for: it is not offered, and refused when asked for anyway. */
import type { IDataObject } from 'n8n-workflow';
import { execute } from '../../../nodes/ITGlue/execute';
import type { StoredRecord } from '../../../sandbox';
import { formOf, isChoice, isParameter } from '../../helpers/form';
import type { ToolMode } from '../../helpers/harness';
import { byId, jsons, told, useSandbox } from './support';

const bench = useSandbox({ journalSecrets: true });

const home = (): StoredRecord => bench.organization(2);

describe('an AI agent', () => {
	const REVEALING = [
		'shared_links',
		'active_shared_links',
		'recent_versions',
		'rotatable_password',
	];
	const UNDOCUMENTED = ['password_versions', 'passwords', 'otp_secret'];
	const MODES: ToolMode[] = ['execute', 'supply'];

	describe.each(MODES)('that calls by %s', (asTool) => {
		it.each([...REVEALING, ...UNDOCUMENTED])('does not get %s included', async (include) => {
			const record = bench.within('passwords', home())[0] as StoredRecord;
			const parameters = {
				passwordId: byId(record),
				limit: 1,
				options: { include: ['attachments', include] },
			};
			for (const operation of ['get', 'getAll']) {
				const result = await bench.run('password', operation, parameters, { asTool });
				expect(told(result)).toMatch(
					new RegExp(`Including "${include}" is not available to AI agents`),
				);
			}
			expect(bench.sandbox.journal).toEqual([]);
		});

		it('gets documented includes that open nothing', async () => {
			const record = bench.within('passwords', home())[0] as StoredRecord;
			const options = { include: ['attachments'] };
			const result = await bench.run(
				'password',
				'get',
				{ passwordId: byId(record), options },
				{ asTool },
			);
			expect(told(result)).toBe('(success)');
		});

		it('gets of included files what they are, not where they can be read', async () => {
			const [record] = bench
				.within('configurations', home())
				.filter(({ id }) => BigInt(id) % 3n === 0n);
			const options = { include: ['attachments'] };
			for (const simplify of [true, false]) {
				const parameters = { configurationId: byId(record as StoredRecord), simplify, options };
				const mine = await bench.run('configuration', 'get', parameters);
				expect(JSON.stringify(jsons(mine))).toMatch(/Warranty certificate\.pdf.*\/attachments\//);
				const its = await bench.run('configuration', 'get', parameters, { asTool });
				expect(JSON.stringify(jsons(its))).toContain('Warranty certificate.pdf');
				expect(JSON.stringify(jsons(its))).not.toContain('/attachments/');
			}
		});

		it.each(['replaceEverything', '={{ "Replace Everything" }}'])(
			'does not replace all sections of a document (%s)',
			async (bodyMode) => {
				const document = bench.within('documents', home())[0] as StoredRecord;
				const result = await bench.run(
					'document',
					'update',
					{
						documentId: byId(document),
						updateFields: { content: '<p>x</p>' },
						bodyMode,
					},
					{ asTool },
				);
				expect(told(result)).toMatch(
					/"Body Mode: Replace Everything" is not available to AI agents/,
				);
				expect(bench.writes()).toEqual([]);
			},
		);

		it('does not replace all emails of a contact', async () => {
			const contact = bench.within('contacts', home())[0] as StoredRecord;
			const kept = (contact.attributes.contact_emails as Array<{ value: string }>)[0]?.value;
			await bench.run(
				'contact',
				'update',
				{
					contactId: byId(contact),
					updateFields: { contactEmails: { email: [{ value: 'new@example.com' }] } },
					options: { replaceAll: ['contact_emails'] },
				},
				{ asTool },
			);
			// n8n may drop what the twin hides before the node sees it; then it must have no effect.
			expect(JSON.stringify(bench.stored(contact).attributes.contact_emails)).toContain(kept);
		});
	});

	/** The choices of a parameter or option that are shown, as a node or as a tool. */
	function offered(kind: 'node' | 'tool', resource: string, operation: string, name: string) {
		const shown = formOf({ parameters: { resource, operation }, tool: kind === 'tool' });
		const inner = shown.flatMap(({ type, options = [] }) =>
			type === 'collection' ? options.filter(isParameter) : [],
		);
		return [...shown, ...inner]
			.filter((property) => property.name === name)
			.map(({ options = [] }) => options.filter(isChoice).map(({ value }) => value));
	}

	it.each<[string, string, string, string[]]>([
		['password', 'get', 'include', REVEALING],
		[
			'password',
			'getAll',
			'include',
			['shared_links', 'active_shared_links', 'rotatable_password'],
		],
		['document', 'update', 'bodyMode', ['replaceEverything']],
	])('is not offered what it is refused: %s %s %s', (resource, operation, name, closed) => {
		const [node, tool] = (['node', 'tool'] as const).map((kind) =>
			offered(kind, resource, operation, name),
		);
		// One property each, or the editor would show the option twice.
		expect([node?.length, tool?.length]).toEqual([1, 1]);
		expect(node?.[0]).toEqual(expect.arrayContaining(closed));
		expect(tool?.[0]?.filter((value) => closed.includes(String(value)))).toEqual([]);
		expect((node?.[0]?.length ?? 0) - (tool?.[0]?.length ?? 0)).toBe(closed.length);
	});

	it.each(['update', 'upsert'])('is not offered Replace All (%s)', (operation) => {
		expect(offered('node', 'contact', operation, 'replaceAll')).toHaveLength(1);
		expect(offered('tool', 'contact', operation, 'replaceAll')).toEqual([]);
	});

	it.each<[string, IDataObject, string]>([
		[
			'contact',
			{
				updateFields: { contactEmails: { email: [{ value: 'new@example.com' }] } },
				options: { replaceAll: ['contact_emails'] },
			},
			'Replace All',
		],
		[
			'document',
			{ updateFields: { content: 'x' }, bodyMode: 'REPLACE EVERYTHING' },
			'Body Mode: Replace Everything',
		],
	])('is refused where n8n hides nothing: %s', async (resource, parameters, named) => {
		const record = bench.within(`${resource}s`, home())[0] as StoredRecord;
		const given: IDataObject = {
			resource,
			operation: 'update',
			[`${resource}Id`]: byId(record),
			...parameters,
		};
		const context = {
			getNode: () => ({
				id: '1',
				name: 'IT Glue',
				type: 'n8n-nodes-it-glue.itGlue',
				parameters: {},
			}),
			isToolExecution: () => true,
			continueOnFail: () => false,
			getInputData: () => [{ json: {} }],
			getCredentials: async () => await Promise.resolve(bench.credentials()),
			getNodeParameter: (name: string, _index: number, fallback?: unknown) =>
				given[name] ?? fallback,
		};
		const running = execute(context as unknown as Parameters<typeof execute>[0]);
		const [answer] = await running;
		expect(answer?.json.error).toBe(`"${named}" is not available to AI agents`);
		expect(bench.writes()).toEqual([]);
	});
});
