import {
	leadsTo,
	mainLink,
	psaLinksOf,
	psaLinksOfOne,
	readPsaLink,
	type ShownLink,
} from '../../../nodes/ITGlue/records/psaLink';
import { byKey } from '../../../nodes/ITGlue/transport/jsonapi/record';
import type { ApiDocument, JsonApiRecord } from '../../../nodes/ITGlue/transport';

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

const to = (id: string | null, type: string | null, sure = true): ShownLink => ({ id, type, sure });

describe('a link', () => {
	it.each([
		[{ 'remote-id': '5344', 'adapter-type-name': 'ConnectWise Manage' }, to('5344', 'manage')],
		[{ 'remote-id': 7, 'adapter-type-name': 'Datto Autotask PSA' }, to('7', 'autotask')],
		[{ 'remote-id': '0', 'adapter-type-name': 'Autotask' }, to('0', 'autotask')],
		[{ 'remote-id': '9', 'adapter-type-name': 'HaloPSA' }, to('9', 'HaloPSA')],
		[{ 'remote-id': '9', 'adapter-type-name': 'Syncro' }, to('9', 'Syncro', false)],
		[
			{ 'remote-id': '9', 'adapter-type-name': 'Ticketing Cloud' },
			to('9', 'Ticketing Cloud', false),
		],
		[{ 'remote-id': 250 }, to('250', null)],
		[
			{ 'remote-id': '00000000-0000-4000-8000-00000000000A' },
			to('00000000-0000-4000-8000-00000000000A', null, false),
		],
		[{ 'remote-id': '250', 'psa-integration-type': 'manage' }, to('250', 'manage')],
		[{ remote_id: '250', adapter_type_name: 'Autotask' }, to('250', 'autotask')],
		[{ 'remote-id': '0', 'integration-type': 'autotask' }, to('0', 'autotask')],
		[{ 'remote-id': '', 'adapter-type': 'manage' }, to(null, 'manage')],
		[{ 'remote-id': null, 'adapter-type-name': ['Autotask'] }, to(null, null)],
		[{ 'remote-id': { id: 1 } }, to(null, null)],
		[{}, to(null, null)],
	])('%j says %j', (attributes, said) => {
		expect(readPsaLink(link('9', attributes))).toEqual(said);
	});

	it('says whether the PSA record is gone', () => {
		const attributes = { 'remote-id': '9', 'adapter-type-name': 'Autotask', sync: false };
		for (const orphaned of [true, false])
			expect(readPsaLink(link('9', { ...attributes, orphaned }))).toMatchObject({ orphaned });
		expect(readPsaLink(link('9', { ...attributes, orphaned: null }))).not.toHaveProperty(
			'orphaned',
		);
	});

	it.each(['Microsoft', 'Datto RMM', 'office365'])('to %s is none to a PSA', (name) => {
		expect(readPsaLink(link('9', { 'remote-id': '7', 'adapter-type-name': name }))).toBeUndefined();
	});
});

test.each([
	[to('7', 'manage'), { id: '7', type: 'Manage' }, 'yes'],
	[to('7', 'manage'), { id: '7', type: 'ConnectWise' }, 'yes'],
	[to('7', null), { id: '7', type: 'manage' }, 'yes'],
	[to('7', 'manage'), { id: '7' }, 'yes'],
	[to('7', 'HaloPSA'), { id: '7', type: 'halo psa' }, 'yes'],
	[to('7', 'Syncro', false), { id: '7', type: 'syncro' }, 'yes'],
	[to('7', 'manage'), { id: '7', type: 'autotask' }, 'no'],
	[to('7', 'Syncro', false), { id: '7', type: 'manage' }, 'no'],
	[to('77', 'manage'), { id: '7', type: 'manage' }, 'no'],
	[to(null, 'manage'), { id: '7', type: 'manage' }, 'no'],
	[to('7', 'Ticketing Cloud', false), { id: '7', type: 'manage' }, 'maybe'],
	[to('7', 'Ticketing Cloud', false), { id: '7' }, 'maybe'],
	[to('7', 'manage'), { id: '7', type: 'Connectwize' }, 'maybe'],
])('the link %j is one to %j: %s', (shown, psa, leads) => {
	expect(leadsTo(shown, psa)).toBe(leads);
});

test('the link that stands for a record is one to a PSA, of a record that is still there', () => {
	const gone = { ...to('1', 'manage'), orphaned: true };
	expect(
		mainLink([to('5', 'Syncro', false), gone, to('2', 'HaloPSA'), to('3', 'autotask')]),
	).toEqual(to('3', 'autotask'));
	expect(mainLink([gone])).toEqual(gone);
	expect(mainLink([to('1', null), to('2', null)])).toBeUndefined();
	expect(mainLink([to('1', null), to('2', 'HaloPSA')])).toEqual(to('2', 'HaloPSA'));
	expect(mainLink([to(null, 'manage'), to('5', 'Syncro', false)])).toBeUndefined();
});

describe('the links of a record', () => {
	const included = byKey([
		link('9', { 'remote-id': '250', 'psa-integration-type': 'manage' }),
		link('10', { 'remote-id': '7' }, 'adapters_resources'),
		link('11', {}),
		link('12', { 'remote-id': 'a-tenant', 'adapter-type-name': 'Microsoft' }),
	]);

	it('are those that it names, in either spelling', () => {
		const data = [
			{ id: '12', type: 'adapters-resources' },
			{ id: '9', type: 'adapters-resources' },
		];
		for (const name of ['adapters-resources', 'adapters_resources'])
			expect(psaLinksOf(owner(name, data), included)).toEqual([to('250', 'manage')]);
		expect(
			psaLinksOf(owner('adapters-resources', { id: '10', type: 'adapters-resources' }), included),
		).toEqual([to('7', null)]);
	});

	it('are none where it names none, or none of a PSA', () => {
		expect(psaLinksOf(owner('adapters-resources', []), included)).toEqual([]);
		const microsoft = [{ id: '12', type: 'adapters-resources' }];
		expect(psaLinksOf(owner('adapters-resources', microsoft), included)).toEqual([]);
	});

	it('are not known where the answer does not say', () => {
		const bare = { id: '1', type: 'organizations', attributes: {} };
		expect(psaLinksOf(bare, included)).toBeUndefined();
		expect(psaLinksOf(owner('attachments', []), included)).toBeUndefined();
	});

	it('lead nowhere where what they link to was left out', () => {
		for (const id of ['11', '404']) {
			const data = [{ id, type: 'adapters-resources' }];
			expect(psaLinksOf(owner('adapters-resources', data), included)).toEqual([to(null, null)]);
		}
	});

	it('are all that an answer with one record includes', () => {
		const record = { id: '1', type: 'organizations', attributes: {} };
		const document: ApiDocument = { data: record, included: [...included.values()] };
		expect(psaLinksOfOne(document, record)).toEqual([
			to('250', 'manage'),
			to('7', null),
			to(null, null),
		]);
		const linked = owner('adapters-resources', [{ id: '404', type: 'adapters-resources' }]);
		expect(psaLinksOfOne({ data: linked }, linked)).toEqual([to(null, null)]);
	});
});
