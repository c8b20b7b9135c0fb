/** What Get Many returns goes into Create or Update as it is: nothing is changed, whatever the records hold. */
import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { startSandbox, type AssumptionName, type Profile, type Sandbox } from '../../../sandbox';
import {
	changedBetween,
	EACH_WITH_TYPED,
	collectionOf,
	insertFull,
	insertNamed,
	openHome,
	PROFILES,
	run,
	storeOf,
	succeeded,
	typedOf,
	typeIn,
	withVerb,
	type Home,
	type Ran,
} from '../../helpers/tables';
import { automatic, upsertSettings } from '../../helpers/parameters';

const LONG = `<p>Call the "owner" first &amp; then reception.</p>${'<p>Reception closes at noon on Fridays.</p>'.repeat(12)}`;
/** Published as an example everywhere; opens nothing. */
const SAMPLE_BASE32 = 'JBSWY3DPEHPK3PXP';
const EXACT = 'x'.repeat(250);

/** Values that IT Glue stores in its own way, or that a list does not show whole. */
const AWKWARD: Record<string, IDataObject[]> = {
	organization: [
		{ quick_notes: LONG, alert: '  Two\r\nlines ', description: 'Line\nline' },
		{ quick_notes: EXACT },
		{ quick_notes: 'plain text, no markup' },
	],
	contact: [
		{
			first_name: 'Ann Marie',
			last_name: 'van der Example',
			notes: '<ul><li>One</li><li>Two &nbsp; three</li></ul>',
			contact_emails: [
				{ value: 'Ann.Marie@example.com', primary: false, 'label-name': 'Home' },
				{ value: 'ann@example.org', primary: true, 'label-name': 'Work' },
			],
			contact_phones: [
				{
					value: '6045550111',
					extension: '42',
					primary: true,
					'label-name': 'Office',
					'label-type': 'phone',
					'formatted-value': '604-555-0111',
				},
				{
					value: '6045550111',
					extension: null,
					primary: false,
					'label-name': 'Other',
					'label-type': 'fax',
					'formatted-value': '604-555-0111',
				},
			],
		},
		{ first_name: 'Only', last_name: null, contact_emails: [], contact_phones: [] },
		{
			first_name: 'No',
			last_name: 'Primary',
			contact_emails: [{ value: 'no.primary@example.com', primary: false, 'label-name': 'Work' }],
			contact_phones: [
				{ value: '+492215550100', primary: false, 'label-name': '', 'label-type': 'phone' },
			],
		},
	],
	configuration: [
		{ mac_address: '00-00-5e-00-53-aa', notes: '<b>Bold</b> &lt;none&gt;', serial_number: 'n/a' },
		{ purchased_at: '2024-02-29', warranty_expires_at: '2026-12-31', hostname: 'HOST.example.com' },
	],
	password: [
		{ notes: 'First line\r\nSecond line', password_updated_at: '2024-03-01T09:00:00.123Z' },
		{ otp_secret: SAMPLE_BASE32, password: 'invented-and-unused' },
	],
	document: [{ description: 'Two\nlines', archived: true }, { published: true }],
	flexibleAsset: [
		{ traits: { notes: '<ul><li>One</li><li>Two &nbsp; three</li></ul>', rooms: 1000, load: 0 } },
		{ traits: { serial: '  1.000 ', level: 'An option of once', people: [] } },
		{ traits: { notes: LONG, 'in-use': false, ends: '2024-02-29' }, archived: true },
	],
	location: [{ phone: '6045550123', fax: '+496045550124', notes: '<p>By the <i>river</i></p>' }],
};

const EACH = EACH_WITH_TYPED.filter(([, { operations }]) => operations.includes('upsert'));

describe.each(PROFILES)('Get Many, then Create or Update, profile %s', (profile: Profile) => {
	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({
			profile,
			organizations: 9,
			configurations: 30,
			rateLimit: { requests: 1_000_000, windowMs: 300_000 },
		});
		home = openHome(sandbox, 'Generated Home');
		for (const [name, resource] of EACH) {
			insertFull(home, resource, { published: true });
			for (const [at, values] of (AWKWARD[name] ?? []).entries())
				insertNamed(home, resource, `Awkward ${name} ${at}`, {
					published: true,
					...values,
				} as never);
		}
	});
	afterAll(async () => await sandbox.stop());

	const read = async (resource: Resource, more: IDataObject = {}): Promise<IDataObject[]> =>
		succeeded(
			await run(sandbox, {
				resource: resource.name,
				operation: 'getAll',
				...typeIn(home, resource),
				returnAll: true,
				options: more,
			}),
		);

	async function write(
		resource: Resource,
		input: IDataObject[],
		matching: string[],
		options: IDataObject = {},
	): Promise<Ran> {
		return await run(
			sandbox,
			{
				resource: resource.name,
				operation: 'upsert',
				...typeIn(home, resource),
				fields: automatic(...matching),
				publish: false,
				...upsertSettings(options),
			},
			{ input },
		);
	}

	function expectNothingDone(ran: Ran, input: IDataObject[]): void {
		const done = succeeded(ran)
			.filter(({ _action }) => _action !== 'unchanged')
			.map(({ id, _action, _changes }) => ({ id, _action, _changes }));
		expect(done).toEqual([]);
		expect(ran.json.map(({ id }) => id)).toEqual(input.map(({ id }) => id));
		expect(ran.writes).toEqual([]);
		expect(ran.hints.slice(1)).toEqual([]);
	}

	describe.each(EACH)('%s', (_name, resource) => {
		test('by id: every record is unchanged', async () => {
			const input = await read(resource);
			const typed = typedOf(home, resource);
			const all = sandbox.store.all(collectionOf(resource));
			const ofType = all.filter(
				({ attributes }) => String(attributes.flexible_asset_type_id) === typed?.type.id,
			);
			expect(input).toHaveLength((typed ? ofType : all).length);
			const whole = storeOf(sandbox);
			for (const neverOverwriteWithEmpty of [true, false]) {
				const ran = await write(resource, input, ['id'], { neverOverwriteWithEmpty });
				expectNothingDone(ran, input);
			}
			expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
		});

		test('by the key that is matched by unless one chooses: every record is unchanged', async () => {
			const all = await read(resource);
			const input = all.filter((record) => isOnlyOne(resource, record, all));
			expect(input.length).toBeGreaterThan(3);
			const whole = storeOf(sandbox);
			const options = resource.naturalKeys.length > 1 ? { emptyMatch: 'nextKey' } : {};
			expectNothingDone(await write(resource, input, [], options), input);
			expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
		});

		test('by id, where IT Glue takes neither lists nor other capitals', async () => {
			const input = (await read(resource)).slice(0, 6);
			const flipped: Array<[AssumptionName, boolean]> = [
				['commaListsMatchLiterally', true],
				['filterNameCaseSensitive', false],
				['indexShowsArchived', false],
			];
			const before = { ...sandbox.assumptions };
			try {
				for (const [name, value] of flipped) sandbox.assumptions[name] = value;
				expectNothingDone(await write(resource, input, ['id']), input);
			} finally {
				Object.assign(sandbox.assumptions, before);
			}
		});

		if (resource.filters.some(({ key }) => key === 'psa_id'))
			test('by the PSA link, where there is one', async () => {
				const all = await read(resource, { include: ['adapters_resources'] });
				const input = all.filter(({ psa_id: psaId }) => psaId !== null);
				if (resource.name !== 'configuration') expect(input.length).toBeGreaterThan(2);
				const ran = await write(resource, input, ['psa_id']);
				expectNothingDone(ran, input);
				expect(ran.json.map(({ _matched_by }) => _matched_by)).toEqual(input.map(() => ['psa_id']));
			});
	});

	test('documents with their bodies: every record is unchanged', async () => {
		const resource = withVerb('upsert').find(([name]) => name === 'document')?.[1];
		if (!resource) throw new Error('There are no documents');
		const all = await read(resource, { includeBody: true });
		const input = all.filter(({ published }) => published === true);
		expect(input.some(({ content }) => String(content ?? '') !== '')).toBe(true);
		const onlyOnes = input.filter((record) => isOnlyOne(resource, record, all));
		const severalSections = onlyOnes.filter(
			({ id }) => sandbox.store.related('document_sections', 'document_id', String(id)).length > 1,
		);
		expect(severalSections.length).toBeGreaterThan(0);
		for (const matching of ['id', 'name']) {
			const given = matching === 'id' ? input : onlyOnes;
			const ran = await run(
				sandbox,
				{
					resource: 'document',
					operation: 'upsert',
					fields: automatic(matching),
					publish: true,
				},
				{ input: given },
			);
			expectNothingDone(ran, given);
		}
	});
});

/** Whether the record is the only one of its organization with what it is matched by. */
function isOnlyOne(resource: Resource, record: IDataObject, all: IDataObject[]): boolean {
	const columns = resource.naturalKeys.map(({ attributes, always = [] }) => [
		...attributes,
		...always,
	]);
	const emailsOf = (one: IDataObject): string[] =>
		((one.contact_emails ?? []) as IDataObject[]).map(({ value }) => String(value).toLowerCase());
	const textOf = (one: IDataObject, names: string[]): string =>
		[one.organization_id, ...names.map((name) => String(one[name] ?? '').toLowerCase())].join('|');
	return columns.every((names) => {
		if (names.includes('contact_emails')) {
			return !all.some(
				(other) =>
					other !== record && emailsOf(other).some((mail) => emailsOf(record).includes(mail)),
			);
		}
		return all.filter((other) => textOf(other, names) === textOf(record, names)).length === 1;
	});
}
