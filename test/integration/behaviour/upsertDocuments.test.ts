/** Create or Update of documents: bodies, publishing, folders. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { jsons, lines, only, said, useSandbox } from './support';
import { actions, upsert } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

describe('documents', () => {
	const folder = (): StoredRecord =>
		bench.add('document_folders', bench.organization(2), { name: 'Runbooks', parent_id: null });
	const sectionsOf = (id: unknown): StoredRecord[] =>
		bench.sandbox.store.related('document_sections', 'document_id', String(id));

	const documents = async (
		input: IDataObject[],
		more: Partial<Parameters<typeof upsert>[1]> = {},
	) => await upsert(bench, { resource: 'document', input, ...more });

	test('a body is compared after normalising, written where it differs, and published', async () => {
		const input = [{ name: 'Runbook', content: '<p>Step <b>one</b> &amp; two</p>' }];
		const [first] = jsons(await documents(input));
		expect(first).toMatchObject({ _action: 'created', published: true });
		const same = await documents([
			{ name: 'RUNBOOK', content: '\n<p>Step <b>one</b> &#38; two</p>\n' },
		]);
		expect(actions(same)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
		const dry = await documents([{ name: 'Runbook', content: '<p>Step three</p>' }], {
			parameters: { dryRun: true },
		});
		expect(bench.writes()).toEqual([]);
		const changed = await documents([{ name: 'Runbook', content: '<p>Step three</p>' }]);
		expect(only(changed)).toMatchObject({ _action: 'updated', published: true });
		expect((only(changed)._changes as IDataObject).content).toEqual({
			from: '<p>Step <b>one</b> &amp; two</p>',
			to: '<p>Step three</p>',
		});
		expect(only(dry)._changes).toEqual(only(changed)._changes);
		expect(sectionsOf(first?.id).map(({ attributes }) => attributes.content)).toEqual([
			'<p>Step three</p>',
		]);
		expect(lines(bench.writes()).filter((line) => line.endsWith('/publish'))).toHaveLength(1);
	});

	test('Markdown is turned into HTML first, and compared as such', async () => {
		const input = [{ name: 'Notes', content: '# Title\n\n- one\n- two' }];
		const parameters = { bodyFormat: 'markdown' };
		const [first] = jsons(await documents(input, { parameters }));
		expect(String(sectionsOf(first?.id)[0]?.attributes.content)).toContain('<li>one</li>');
		const again = await documents(input, { parameters });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('with Publish off a changed body stays a draft, and the second run changes nothing', async () => {
		const parameters = { publish: false };
		const created = await documents([{ name: 'Draft', content: '<p>One</p>' }], { parameters });
		expect(only(created)).toMatchObject({ _action: 'created', published: false });
		const changed = await documents([{ name: 'Draft', content: '<p>Two</p>' }], { parameters });
		expect(only(changed)).toMatchObject({ _action: 'updated', published: false });
		const again = await documents([{ name: 'Draft', content: '<p>Two</p>' }], { parameters });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
		const published = await documents([{ name: 'Draft', content: '<p>Two</p>' }]);
		expect(only(published)).toMatchObject({ _action: 'updated', published: true });
		expect(Object.keys(only(published)._changes as IDataObject)).toEqual(['published']);
	});

	test('one in a folder is found, and is not moved unless that is mapped', async () => {
		const runbooks = folder();
		const input = [{ name: 'Inside', document_folder_id: 'runbooks', content: '<p>One</p>' }];
		const [first] = jsons(await documents(input));
		const again = await documents([{ name: 'inside', description: 'After' }]);
		expect(only(again)).toMatchObject({ id: first?.id, _action: 'updated' });
		expect(bench.stored(String(first?.id), 'documents').attributes).toMatchObject({
			document_folder_id: Number(runbooks.id),
			description: 'After',
		});
	});

	test('several sections: refused where the body would lose them, with advice that holds here', async () => {
		const record = bench.add('documents', bench.organization(2), {
			name: 'Long',
			published: true,
			archived: false,
			document_folder_id: null,
		});
		for (const content of ['<p>One</p>', '<p>Two</p>'])
			bench.sandbox.store.insert('document_sections', {
				document_id: Number(record.id),
				resource_type: 'Document::Text',
				content,
				sort: content.includes('One') ? 0 : 1,
			});
		const ran = await documents([{ name: 'Long', content: '<p>New</p>' }]);
		expect(said(ran)).toContain('2 sections');
		// Body Mode is an option of Update.
		expect(said(ran)).toContain('Update');
		expect(bench.writes()).toEqual([]);
		expect(sectionsOf(record.id)).toHaveLength(2);
	});

	test('a body that was stored and not published is completed by the next run', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 422, path: /\/publish$/, times: null });
		const input = [{ name: 'Broken off', content: '<p>One</p>' }];
		const first = await documents(input);
		expect(said(first)).toMatch(/publish/);
		bench.sandbox.faults.clear();
		const second = await documents(input);
		expect(only(second)).toMatchObject({ _action: 'updated', published: true });
		const third = await documents(input);
		expect(actions(third)).toEqual(['unchanged']);
		expect(
			bench
				.within('documents', bench.organization(2))
				.filter(({ attributes }) => attributes.name === 'Broken off'),
		).toHaveLength(1);
	});
});
