import type { PsaLink, ShownLink } from '../../../nodes/ITGlue/records/psaLink';
import { pairUp, type Linked, type SourceRecord } from '../../../nodes/ITGlue/sync/reconcile/pair';
import { contact } from '../../../nodes/ITGlue/resources/contact';
import { organization } from '../../../nodes/ITGlue/resources/organization';

const link = (
	id: string,
	type: string | null = 'manage',
	more: Partial<PsaLink> = {},
): PsaLink => ({
	id,
	type,
	sure: true,
	...more,
});

const company = (id: string, name: string, links: ShownLink[] | undefined = []): Linked => ({
	record: { id, type: 'organizations', attributes: { name } },
	links,
});

const person = (id: string, owner: number, name: string, addresses: string[]): Linked => ({
	record: {
		id,
		type: 'contacts',
		attributes: {
			name,
			'organization-id': owner,
			'contact-emails': addresses.map((value) => ({ value })),
		},
	},
	links: [],
});

const subject = (name: string, id?: string, type?: string): SourceRecord => ({
	name,
	values: new Map([['name', name]]),
	...(id !== undefined && { psa: { id, ...(type && { type }) } }),
});

/** What was found, in short: kind and ids. */
function found(subjects: SourceRecord[], all: Linked[], resource = organization): string[] {
	return pairUp(resource, subjects, all).findings.map((finding) => {
		const records =
			finding.kind === 'several'
				? finding.candidates
				: finding.kind === 'none'
					? finding.alike
					: [finding.record];
		return [finding.kind, ...records.map(({ id }) => id)].join(' ');
	});
}

it('pairs by link before name, and by name only what has no link', () => {
	const all = [company('1', 'A', [link('9')]), company('2', 'B'), company('3', 'C', [link('8')])];
	expect(found([subject('B', '9'), subject(' b ', '7'), subject('C', '6')], all)).toEqual([
		'linked 1',
		'unlinked 2',
		'none 3',
	]);
});

it('compares the PSA where both sides name it', () => {
	const all = [company('1', 'A', [link('9')]), company('2', 'B', [link('9', 'autotask')])];
	expect(found([subject('', '9', 'AutoTask'), subject('', '9', 'manage')], all)).toEqual([
		'linked 2',
		'linked 1',
	]);
	expect(found([subject('', '9')], all)).toEqual(['several 1 2']);
	expect(found([subject('', '9', 'manage')], [company('3', 'C', [link('9', null)])])).toEqual([
		'linked 3',
	]);
});

it('tells which of several links it was', () => {
	const all = [company('1', 'A', [link('5', 'autotask'), link('9')])];
	expect(pairUp(organization, [subject('', '9')], all).findings).toEqual([
		expect.objectContaining({ kind: 'linked', link: link('9') }),
	]);
});

it('leaves open what several subjects claim, in whatever way', () => {
	const twice = [company('1', 'A', [link('5', 'autotask'), link('9')])];
	expect(found([subject('', '5'), subject('', '9')], twice)).toEqual(['several 1', 'several 1']);
	// Which of the two belongs to which item is not said.
	const all = [company('1', 'A'), company('2', 'A'), company('3', 'B')];
	expect(found([subject('A', '7'), subject('a'), subject('B')], all)).toEqual([
		'several 1 2',
		'several 1 2',
		'unlinked 3',
	]);
});

it('leaves open a PSA ID that two subjects have, in whatever PSA if one does not say', () => {
	const all = [company('1', 'A', [link('9')])];
	expect(found([subject('', '9', 'manage'), subject('', '9')], all)).toEqual([
		'several 1',
		'several 1',
	]);
	expect(found([subject('', '9', 'manage'), subject('', '9', 'autotask')], all)).toEqual([
		'linked 1',
		'none',
	]);
});

it('matches nothing by a name that is empty, or by a record whose links are not known', () => {
	const all = [company('1', ''), { ...company('2', 'B'), links: undefined }];
	expect(found([subject('', '9'), subject('B', '8')], all)).toEqual(['none', 'none 2']);
});

it('gives back what no subject could mean, candidates not included', () => {
	const all = [
		company('1', 'A', [link('9')]),
		company('2', 'B'),
		company('3', 'B'),
		company('4', 'C'),
	];
	const { left } = pairUp(organization, [subject('', '9'), subject('B', '8')], all);
	expect(left.map(({ record }) => record.id)).toEqual(['4']);
});

it('keeps to the organization, and takes an email before a name', () => {
	const all = [
		person('1', 10, 'Ann Example', ['office@example.com']),
		person('2', 10, 'Bob Example', []),
		person('3', 20, 'Bob Example', []),
	];
	const bob = (organizationId: string, ...addresses: string[]): SourceRecord => ({
		...subject('Bob Example'),
		organizationId,
		values: new Map([['contact_emails', addresses.map((value) => ({ value }))]]),
	});
	expect(found([bob('10', 'OFFICE@example.com')], all, contact)).toEqual(['unlinked 1']);
	expect(found([bob('10', 'x@example.com')], all, contact)).toEqual(['unlinked 2']);
	expect(found([bob('20', 'office@example.com')], all, contact)).toEqual(['unlinked 3']);
	expect(found([bob('30')], all, contact)).toEqual(['none']);
});

describe('a link to a system that is not known', () => {
	const unknown = link('9', 'Ticketing Cloud', { sure: false });

	it('is the one where the name agrees as well', () => {
		const all = [company('1', 'Acme', [unknown]), company('2', 'B', [link('8')])];
		expect(found([subject('ACME', '9', 'manage'), subject('Acme', '9')], all)).toEqual([
			'several 1',
			'several 1',
		]);
		expect(found([subject('ACME', '9', 'manage')], all)).toEqual(['linked 1']);
		expect(found([subject('ACME', '9')], all)).toEqual(['linked 1']);
	});

	it('proves nothing by its number alone, and nothing to the contrary', () => {
		const all = [company('1', 'Acme', [unknown]), company('2', 'Beta')];
		expect(found([subject('Beta', '9', 'manage')], all)).toEqual(['several 2 1']);
		expect(found([subject('Gamma', '9', 'manage')], all)).toEqual(['several 1']);
		expect(found([subject('Beta', '7', 'manage')], all)).toEqual(['unlinked 2']);
	});

	it('leaves a record without PSA link, unless the input names that system', () => {
		const all = [company('1', 'Acme', [unknown])];
		expect(found([subject('Acme', '7', 'manage')], all)).toEqual(['unlinked 1']);
		expect(found([subject('Acme', '7', 'ticketing-cloud')], all)).toEqual(['none 1']);
		expect(found([subject('Other', '9', 'ticketing cloud PSA')], all)).toEqual(['linked 1']);
	});
});

it('prefers the record whose PSA record is still there', () => {
	const all = [
		company('1', 'Old', [link('9', 'manage', { orphaned: true })]),
		company('2', 'New', [link('9', 'manage', { orphaned: false })]),
	];
	expect(found([subject('', '9', 'manage')], all)).toEqual(['linked 2']);
});
