import { psaLinksOf, readPsaLink } from '../../../nodes/ITGlue/jsonapi/psaLink';
import { byKey } from '../../../nodes/ITGlue/jsonapi/record';
import type { JsonApiRecord } from '../../../nodes/ITGlue/transport';

const link = (
	id: string,
	attributes: JsonApiRecord['attributes'],
	type = 'adapters-resources',
) => ({
	id,
	type,
	attributes,
});

const owner = (name: string, data: unknown): JsonApiRecord =>
	({
		id: '1',
		type: 'organizations',
		attributes: {},
		relationships: { [name]: { data } },
	}) as unknown as JsonApiRecord;

describe('a link', () => {
	it.each([
		[{ 'remote-id': 250 }, { id: '250', type: null }],
		[
			{ 'remote-id': '250', 'psa-integration-type': 'manage' },
			{ id: '250', type: 'manage' },
		],
		[
			{ 'remote-id': '0', 'integration-type': 'autotask' },
			{ id: '0', type: 'autotask' },
		],
		[
			{ 'remote-id': '', 'adapter-type': 'manage' },
			{ id: null, type: 'manage' },
		],
		[{ 'remote-id': null }, { id: null, type: null }],
		[{}, { id: null, type: null }],
	])('%j says %j', (attributes, said) => {
		expect(readPsaLink(link('9', attributes))).toEqual(said);
	});
});

describe('the links of a record', () => {
	const included = byKey([
		link('9', { 'remote-id': '250', 'psa-integration-type': 'manage' }),
		link('10', { 'remote-id': '7' }, 'adapters_resources'),
		link('11', {}),
	]);

	it('are those that it names, in either spelling', () => {
		const data = [{ id: '9', type: 'adapters-resources' }];
		for (const name of ['adapters-resources', 'adapters_resources'])
			expect(psaLinksOf(owner(name, data), included)).toEqual([{ id: '250', type: 'manage' }]);
		expect(
			psaLinksOf(owner('adapters-resources', { id: '10', type: 'adapters-resources' }), included),
		).toEqual([{ id: '7', type: null }]);
	});

	it('are none where it names none', () => {
		expect(psaLinksOf(owner('adapters-resources', []), included)).toEqual([]);
	});

	it('are not known where the answer does not say', () => {
		const bare = { id: '1', type: 'organizations', attributes: {} };
		expect(psaLinksOf(bare, included)).toBeUndefined();
		expect(psaLinksOf(owner('attachments', []), included)).toBeUndefined();
	});

	it('are not known where what they link to was left out', () => {
		const data = [{ id: '11', type: 'adapters-resources' }];
		expect(psaLinksOf(owner('adapters-resources', data), included)).toBeUndefined();
		const absent = [{ id: '404', type: 'adapters-resources' }];
		expect(psaLinksOf(owner('adapters-resources', absent), included)).toBeUndefined();
	});
});
