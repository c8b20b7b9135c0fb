/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads a page of documentation */
/** The live check against both profiles, and with every assumption turned into its opposite: its table must tell. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ASSUMPTIONS, type AssumptionName, type Profile } from '../../sandbox';
import { FACTS, QUESTIONS } from '../../sandbox/assumptionList.cjs';
import { changed, checkSandbox, LONGEST_TEST_MS, type Finished } from './liveCheck';

jest.setTimeout(LONGEST_TEST_MS);

const known = new Map<string, Promise<Finished>>();

/** The table of a profile as it stands, read once. */
async function standard(profile: Profile, write: boolean): Promise<Finished> {
	const key = `${profile} ${write}`;
	const running = known.get(key) ?? checkSandbox({ profile }, write);
	known.set(key, running);
	return await running;
}

const inWords = (value: boolean): string => (value ? 'yes' : 'no');

/** Rows that rest on what a switch turns, beside the row of the switch itself. */
const SENSIBLE: Partial<Record<AssumptionName, string[]>> = {
	adaptersResourceNamesItsType: ['adaptersNameTheirType'],
	metaPresent: [
		'linksAlwaysFull',
		'linksAreBlankTexts',
		'lastPageNamesNext',
		'metaMembers',
		'metaCounts',
	],
	relationshipsOnShowOnly: ['emptyLinkageIsNull'],
	interfaceIdInAttributesOnly: ['includedIdsAreText'],
	includedRecordsMissing: [
		'includedInsideData',
		'relationshipsOnShowOnly',
		'adaptersResourceNamesItsType',
		'adaptersNameTheirType',
		'includedIdsAreText',
		'adaptersResourceHasRemoteId',
		'uploadTraitForm',
		'fieldPasswordType',
		'downloadUrlForm',
	],
	uploadValuesAreObjects: ['uploadHasUrl', 'uploadUrlIsRelative'],
	uploadHasUrl: ['uploadUrlIsRelative'],
	unknownTraitOnPatchIgnored: ['unknownTraitOnPatchIs400'],
	validationIs400: ['unknownTraitOnPatchIs400'],
	listsRepeatARecord: ['pagesContinue'],
	documentShowReturnsSections: ['documentSectionsAsAttribute'],
	sectionsAvailable: ['documentShowReturnsSections', 'documentSectionsAsAttribute'],
};

/** What the seed profile does otherwise, by the descriptions that it follows, and no switch turns. */
const IN_SEED: Record<string, string> = {
	psaIdWithoutTypeIgnored: 'otherwise',
	validationIs400: 'otherwise',
	documentsOnlyByOrganization: 'no',
	documentIndexIsRootOnly: 'no',
	documentContentNotStored: 'no',
};

describe.each<Profile>(['strict', 'seed'])('profile %s', (profile) => {
	it('sees every assumption that can be seen, as it is', async () => {
		const { rows, code, stderr } = await standard(profile, true);
		const wanted = ASSUMPTIONS.map(({ name, live, default: strict, seed }) => [
			name,
			typeof live === 'string'
				? ((profile === 'seed' ? IN_SEED[name] : undefined) ??
					inWords(profile === 'seed' ? (seed ?? strict) : strict))
				: 'cannot be checked',
		]);
		const facts = FACTS.map(({ name }): [string, string] => [
			name,
			(profile === 'seed' ? IN_SEED[name] : undefined) ?? 'yes',
		]);
		const open = QUESTIONS.map(({ name }): [string, string] => [name, 'seen']);
		expect([...rows.values()].map(({ name, holds }) => [name, holds]).sort()).toEqual(
			[...wanted, ...facts, ...open].sort(),
		);
		expect({ code, stderr }).toEqual({
			code: 0,
			stderr: expect.not.stringContaining('Left behind'),
		});
	});

	it('looks at nothing but what can be read, unless told to write', async () => {
		const { rows, code } = await standard(profile, false);
		const written = [...ASSUMPTIONS, ...FACTS].filter(({ live }) => live === 'write');
		expect(written.length).toBeGreaterThan(20);
		for (const { name } of written)
			expect(rows.get(name)?.seen).toBe('not checked: only with --write');
		expect(code).toBe(0);
	});
});

it('says of each assumption how it is found out, or why it is not', async () => {
	const page = readFileSync(path.resolve(__dirname, '../../docs/live-check.md'), 'utf8');
	const { rows } = await standard('strict', true);
	for (const { name, live } of ASSUMPTIONS) {
		if (typeof live === 'string') continue;
		expect(live.untestable.length).toBeGreaterThan(30);
		expect(rows.get(name)).toMatchObject({
			seen: `cannot be checked: ${live.untestable}`,
			copes: '–',
		});
		expect(page).toContain(`\`${name}\``);
	}
	expect(ASSUMPTIONS.map(({ name }) => name).filter((name) => !rows.has(name))).toEqual([]);
});

/** Each switch, turned, by profile: what the seed profile has in common with the strict one is tried once. */
const FLIPS = ASSUMPTIONS.flatMap(({ name, live, default: strict, seed }) => {
	if (typeof live !== 'string') return [];
	const write = live === 'write';
	const flip = (profile: Profile, value: boolean): [AssumptionName, Profile, boolean, boolean] => [
		name,
		profile,
		!value,
		write,
	];
	return [flip('strict', strict), ...(seed === undefined ? [] : [flip('seed', seed)])];
});

describe('with an assumption turned into its opposite', () => {
	it.concurrent.each(FLIPS)(
		'%s shows it (%s profile, now %s)',
		async (name, profile, value, write) => {
			const before = await standard(profile, write);
			const after = await checkSandbox(
				// So much later that the first look comes before it, on a busy machine too.
				{ profile, assumptions: { [name]: value }, deleteDelayMs: 10_000 },
				write,
			);
			expect({ name, ...after.rows.get(name) }).toMatchObject({ name, holds: inWords(value) });
			const others = changed(before, after).filter((row) => row !== name);
			expect({ name, others }).toEqual({ name, others: SENSIBLE[name] ?? [] });
			// The node was tested with every one of them.
			expect(after.rows.get(name)?.copes).toMatch(/^yes/);
			expect(after.code).toBe(0);
			// Values of passwords, as the sandbox makes them.
			expect(`${after.stdout}${after.stderr}`).not.toContain('-not-a-secret');
		},
		LONGEST_TEST_MS,
	);
});
