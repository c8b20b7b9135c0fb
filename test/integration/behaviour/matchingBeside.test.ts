/** Passwords matched by name and username, documents by name and folder. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes } from '../../../sandbox';
import { byId, jsons, lines, only, said, useSandbox } from './support';

const bench = useSandbox();

const upsert = async (
	resource: string,
	matchingColumns: string[],
	input: IDataObject[],
	more: IDataObject = {},
) =>
	await bench.run(
		resource,
		'upsert',
		{
			organizationId: byId(bench.organization(2)),
			fields: { __rl: false, mappingMode: 'autoMapInputData', matchingColumns, value: {} },
			...more,
		},
		{ input },
	);

const login = (username: string | null, more: Attributes = {}) =>
	bench.add('passwords', bench.organization(2), {
		name: 'Portal',
		password: 'value-1',
		username,
		...more,
	});

it('tells passwords of one name apart by their username', async () => {
	const [ann, ben] = [login('ann'), login('ben')];
	login(null);
	const by = ['name', 'username'];
	const result = await upsert('password', by, [
		{ name: 'Portal', username: 'ANN ', notes: 'a' },
		{ name: 'Portal', username: 'ben', notes: 'b' },
		{ name: 'Portal', username: 'eve', password: 'value-2' },
	]);
	expect(jsons(result).map(({ id, _action }) => [id, _action])).toEqual([
		[ann.id, 'updated'],
		[ben.id, 'updated'],
		[expect.any(String), 'created'],
	]);
	expect(bench.stored(ann).attributes).toMatchObject({ notes: 'a', username: 'ann' });
	const several = await upsert('password', ['name'], [{ name: 'Portal', notes: 'c' }]);
	expect(said(several)).toMatch(/4 passwords match/);
});

it('takes no username for one that is empty', async () => {
	login('ann');
	const nobody = login(null);
	const result = await upsert('password', ['name', 'username'], [{ name: 'Portal', notes: 'a' }]);
	expect(only(result)).toMatchObject({ id: nobody.id, _action: 'updated' });
});

it('tells documents of one name apart by their folder', async () => {
	const organization = bench.organization(2);
	const folder = bench.add('document_folders', organization, { name: 'Shelf', parent_id: null });
	const inside = bench.add('documents', organization, {
		name: 'Runbook',
		document_folder_id: Number(folder.id),
		published: true,
	});
	const root = bench.add('documents', organization, {
		name: 'Runbook',
		document_folder_id: null,
		published: true,
	});
	const by = ['name', 'document_folder_id'];
	const result = await upsert('document', by, [
		{ name: 'Runbook', document_folder_id: folder.id, description: 'a' },
		{ name: 'Runbook', document_folder_id: null, description: 'b' },
	]);
	expect(jsons(result).map(({ id, _action }) => [id, _action])).toEqual([
		[inside.id, 'updated'],
		[root.id, 'updated'],
	]);
	const byFolderName = await upsert('document', by, [
		{ name: 'Runbook', document_folder_id: 'Shelf', description: 'a' },
	]);
	expect(only(byFolderName)).toMatchObject({ id: inside.id, _action: 'unchanged' });
});

it('moves a document that is matched by its name alone', async () => {
	const organization = bench.organization(2);
	const folder = bench.add('document_folders', organization, { name: 'Shelf', parent_id: null });
	const document = bench.add('documents', organization, { name: 'Runbook', published: true });
	const input = [{ name: 'Runbook', document_folder_id: folder.id }];
	expect(only(await upsert('document', ['name'], input))).toMatchObject({
		id: document.id,
		_action: 'updated',
	});
	expect(lines(bench.writes())).toEqual([`PATCH /documents/${document.id}`]);
});

it.each([
	['password', 'username', 'Username'],
	['document', 'document_folder_id', 'Document Folder'],
])('cannot match a %s by %s alone', async (resource, column) => {
	const result = await upsert(resource, [column], [{ name: 'x', [column]: '1' }]);
	expect(said(result)).toContain('The columns to match on identify no record | Choose ID or Name.');
});
