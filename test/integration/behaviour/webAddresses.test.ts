/** Records named by their web address, in every form that IT Glue gives it. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { byId, only, said, useSandbox } from './support';

const bench = useSandbox();

const byUrl = (value: string): IDataObject => ({ __rl: true, mode: 'url', value });

/** A document, and the organization that it belongs to. */
function known(): { document: StoredRecord; owner: string; other: StoredRecord } {
	const organization = bench.organization(2);
	const document = bench.add('documents', organization, { name: 'Known', published: true });
	return { document, owner: organization.id, other: bench.organization(4) };
}

it.each<[string, (owner: string, id: string) => string]>([
	['short', (owner, id) => `https://example.itglue.com/DOC-${owner}-${id}`],
	['short, of another region', (owner, id) => `https://example.eu.itglue.com/DOC-${owner}-${id}#x`],
	['short, without host', (owner, id) => `/DOC-${owner}-${id}`],
	['long', (owner, id) => `https://example.itglue.com/${owner}/docs/${id}#version=published`],
	['without organization', (_owner, id) => `https://example.itglue.com/docs/${id}?x=1`],
	['of the API', (_owner, id) => `https://api.itglue.com/documents/${id}`],
])('finds a document by an address that is %s', async (_name, address) => {
	const { document, owner } = known();
	const result = await bench.run('document', 'get', {
		documentId: byUrl(address(owner, document.id)),
	});
	expect(only(result)).toMatchObject({ id: document.id, name: 'Known' });
});

it('takes an address that an expression gives where an ID or a name is asked for', async () => {
	const { document, owner } = known();
	const value = `https://example.itglue.com/DOC-${owner}-${document.id}`;
	for (const mode of ['id', 'list']) {
		const documentId = { __rl: true, mode, value: '={{ $json.value }}' };
		const result = await bench.run('document', 'get', { documentId }, { input: [{ value }] });
		expect(only(result)).toMatchObject({ id: document.id });
	}
});

it('still refuses a record of another organization than the chosen one', async () => {
	const { document, owner, other } = known();
	const get = async (address: string) =>
		said(
			await bench.run('document', 'get', {
				organizationId: byId(other),
				documentId: byUrl(address),
			}),
		);
	expect(await get(`/DOC-${owner}-${document.id}`)).toContain(
		`The address belongs to organization ${owner}`,
	);
	expect(await get(`https://example.itglue.com/docs/${document.id}`)).toContain(
		`belongs to organization ${owner}, not to the chosen organization ${other.id}`,
	);
});

it('refuses the address of something else', async () => {
	const { owner } = known();
	const addresses = [`/${owner}/passwords/85`, `/XYZ-${owner}-85`, 'https://example.itglue.com/'];
	for (const value of addresses) {
		const documentId = byUrl('={{ $json.value }}');
		const result = await bench.run('document', 'get', { documentId }, { input: [{ value }] });
		expect(said(result)).toContain(`"${value}" is not the web address of a document`);
	}
});

it('takes the organization from the address of one of its records', async () => {
	const { document, owner } = known();
	for (const address of [
		`/DOC-${owner}-${document.id}`,
		`https://api.itglue.com/organizations/${owner}`,
	]) {
		const result = await bench.run('organization', 'get', { organizationId: byUrl(address) });
		expect(only(result)).toMatchObject({ id: owner });
	}
});
