import {
	addressPattern,
	readAddress,
	type Address,
	type Place,
} from '../../../nodes/ITGlue/text/webAddress';
import { effortOf } from '../../helpers/effort';

const DOCUMENT: Place = { webPath: 'docs', webCode: 'DOC', collection: 'documents' };
const PASSWORD: Place = { webPath: 'passwords', collection: 'passwords' };
const ORGANIZATION: Place = { webPath: '', collection: 'organizations' };
const ASSET: Place = { webPath: 'assets/*/records', collection: 'flexible_assets' };

const inOrganization = (id: string): Address => ({ id, organization: '1003' });

/** n8n tests the whole text, and takes the one group of the expression for the value. */
const byPattern = (text: string, place: Place): string | undefined => {
	const match = new RegExp(`^${addressPattern(place)}$`).exec(text);
	if (match) expect(match).toHaveLength(2);
	return match?.[1];
};

it.each<[string, Place, Address]>([
	['https://example.itglue.com/1003/docs/800002', DOCUMENT, inOrganization('800002')],
	['https://example.itglue.com/DOC-1003-800002', DOCUMENT, inOrganization('800002')],
	['/DOC-1003-800002', DOCUMENT, inOrganization('800002')],
	['DOC-1003-800002', DOCUMENT, inOrganization('800002')],
	[
		'https://example.itglue.com/DOC-1003-800002#version=published',
		DOCUMENT,
		inOrganization('800002'),
	],
	['https://example.itglue.com/DOC-1003-800002?x=1', DOCUMENT, inOrganization('800002')],
	['https://example.eu.itglue.com/DOC-1003-800002/', DOCUMENT, inOrganization('800002')],
	[
		'https://example.au.itglue.com/1003/docs/800002#documentMode=view',
		DOCUMENT,
		inOrganization('800002'),
	],
	['https://example.itglue.com/1003/docs/800002/edit', DOCUMENT, inOrganization('800002')],
	['example.itglue.com/1003/docs/800002', DOCUMENT, inOrganization('800002')],
	['/1003/docs/800002', DOCUMENT, inOrganization('800002')],
	['/docs/800002', DOCUMENT, { id: '800002' }],
	['https://example.itglue.com/docs/800002', DOCUMENT, { id: '800002' }],
	[' https://example.itglue.com/1003/docs/800002 ', DOCUMENT, inOrganization('800002')],
	['https://api.eu.itglue.com/documents/800002', DOCUMENT, { id: '800002' }],
	[
		'https://api.itglue.com/organizations/1003/relationships/documents/800002',
		DOCUMENT,
		inOrganization('800002'),
	],
	['http://example.com/1003/passwords/85', PASSWORD, inOrganization('85')],
	['https://example.itglue.com/1003/passwords/85/edit?tab=1', PASSWORD, inOrganization('85')],
	['/passwords/85', PASSWORD, { id: '85' }],
	['https://example.itglue.com/1003', ORGANIZATION, { id: '1003' }],
	['https://example.itglue.com/1003/', ORGANIZATION, { id: '1003' }],
	['https://example.itglue.com/1003#overview', ORGANIZATION, { id: '1003' }],
	['https://example.itglue.com/1003/passwords/85', ORGANIZATION, { id: '1003' }],
	['https://example.itglue.com/DOC-1003-800002', ORGANIZATION, { id: '1003' }],
	['https://api.itglue.com/organizations/1003', ORGANIZATION, { id: '1003' }],
	['https://example.itglue.com/1003/assets/33-email/records/7', ASSET, inOrganization('7')],
	['https://api.itglue.com/flexible_assets/7', ASSET, { id: '7' }],
])('%s', (text, place, address) => {
	expect(readAddress(text, place)).toEqual(address);
	expect(byPattern(text, place)).toBe(address.id);
});

it('takes capitals, brackets and quotes around an address', () => {
	const found = inOrganization('800002');
	for (const text of [
		'/doc-1003-800002',
		'<https://example.itglue.com/DOC-1003-800002>',
		'"DOC-1003-800002"',
	])
		expect(readAddress(text, DOCUMENT)).toEqual(found);
	expect(readAddress('HTTPS://EXAMPLE.ITGLUE.COM/1003/DOCS/800002', DOCUMENT)).toEqual(found);
	expect(readAddress('DOC-1003-800002', ORGANIZATION)).toEqual({ id: '1003' });
});

it.each<[string, Place]>([
	['', DOCUMENT],
	['https://example.itglue.com', DOCUMENT],
	['https://example.itglue.com/1003', DOCUMENT],
	['https://example.itglue.com/1003/docs', DOCUMENT],
	['https://example.itglue.com/1003/docs/new', DOCUMENT],
	['https://example.itglue.com/1003/passwords/85', DOCUMENT],
	['https://example.itglue.com/DOC-1003', DOCUMENT],
	['https://example.itglue.com/DOC-1003-x', DOCUMENT],
	['https://example.itglue.com/PW-1003-85', DOCUMENT],
	['https://example.itglue.com/DOC-1003-800002', PASSWORD],
	['https://example.itglue.com/1003/docs/12345678901234567890', DOCUMENT],
	['https://example.itglue.com/1003/assets/33-email/7', ASSET],
	['https://example.itglue.com/settings', ORGANIZATION],
	['a runbook', DOCUMENT],
])('%j is none', (text, place) => {
	expect(readAddress(text, place)).toBeUndefined();
	expect(byPattern(text, place)).toBeUndefined();
});

it('takes a time that grows with the text', () => {
	const effort = effortOf(() => {
		for (const piece of ['/', '/1', '.', 'a.', '/docs/', 'DOC-1-', ' ', '//'])
			for (const place of [DOCUMENT, ORGANIZATION, ASSET]) {
				readAddress(piece.repeat(50_000), place);
				byPattern(piece.repeat(2000), place);
			}
	});
	expect(effort).toBeLessThan(3000);
});
