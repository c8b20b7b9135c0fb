/** Options and choices: understood by value or label, and refused by name where they are unknown. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { byId, only, said, useSandbox } from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);

const of = (collection: string): StoredRecord =>
	bench.within(collection, home())[0] as StoredRecord;

describe('an option', () => {
	const documentWith = (sorts: number[]): StoredRecord => {
		const document = bench.add('documents', home(), {
			name: 'Runbook',
			published: true,
			archived: false,
		});
		for (const sort of sorts) {
			bench.sandbox.store.insert('document_sections', {
				document_id: Number(document.id),
				resource_type: 'Document::Text',
				content: `<p>at ${sort}</p>`,
				sort,
			});
		}
		return document;
	};
	const sections = ({ id }: StoredRecord): Attributes[] =>
		bench.sandbox.store
			.related('document_sections', 'document_id', id)
			.map(({ attributes }) => attributes);
	const append = async (document: StoredRecord, bodyMode: string) =>
		await bench.run('document', 'update', {
			documentId: byId(document),
			updateFields: { content: '<p>new</p>' },
			bodyMode,
		});

	it.each(['Append', 'APPEND', '={{ "append section" }}', ' Append Section '])(
		'is understood by value or label in another case: %s',
		async (bodyMode) => {
			const document = documentWith([0, 1]);
			expect(said(await append(document, bodyMode))).toBe('(success)');
			expect(sections(document)).toHaveLength(3);
		},
	);

	it.each(['Update Existing', 'UPDATEEXISTING', '={{ "update existing" }}'])(
		'up front is understood as well: %s',
		async (ifExists) => {
			const known = of('configurations');
			const result = await bench.run('configuration', 'create', {
				organizationId: byId(home()),
				name: String(known.attributes.name),
				configurationTypeId: String(known.attributes.configuration_type_id),
				ifExists,
				additionalFields: { position: 'moved' },
			});
			expect(only(result)).toMatchObject({ id: known.id, position: 'moved' });
		},
	);

	it.each<[string, string, IDataObject, RegExp]>([
		[
			'document',
			'bodyMode',
			{ bodyMode: '={{ "prepend" }}' },
			/Append Section.*Replace Everything/,
		],
		['document', 'bodyFormat', { bodyFormat: 'rtf' }, /HTML.*Markdown/],
		['document', 'publish', { publish: '={{ "perhaps" }}' }, /true, false/],
		['contact', 'replaceAll', { options: { replaceAll: ['contact_faxes'] } }, /Emails, Phones/],
		['contact', 'invalidEmails', { options: { invalidEmails: 'ignore' } }, /Drop and Report/],
	])(
		'that is unknown is refused, nothing is written: %s %s',
		async (resource, _name, more, words) => {
			const result = await bench.run(resource, 'update', {
				[`${resource}Id`]: byId(of(`${resource}s`)),
				updateFields:
					resource === 'document'
						? { content: '<p>x</p>' }
						: { contactEmails: { email: [{ value: 'new@example.com' }] } },
				...more,
			});
			expect(said(result)).toMatch(/is not a value of ".*Use one of: /);
			expect(said(result)).toMatch(words);
			expect(bench.writes()).toEqual([]);
		},
	);

	it.each(['nonsense', '={{ "nonsense" }}', '={{ ["fail"] + "x" }}'])(
		'If It Already Exists: %s is refused, nothing is created',
		async (ifExists) => {
			const result = await bench.run('contact', 'create', {
				organizationId: byId(home()),
				firstName: 'New',
				lastName: 'Person',
				ifExists,
			});
			expect(said(result)).toMatch(/is not a value of "If It Already Exists".*Use one of: Fail, /);
			expect(bench.writes()).toEqual([]);
		},
	);
});
