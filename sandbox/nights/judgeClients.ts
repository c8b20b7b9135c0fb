/** What must be there of each company. */
import { countProblems, freshIn, isTold, nameOf, type Told, type Verdict } from './judge';
import type { Client } from './model';

const ONCE = { least: 1, most: 1 };

/** Each client has exactly one organization; vendors, prospects and those that left get none. */
function made(verdict: Verdict): string[] {
	const wanted = new Map(
		verdict.world.clients.filter((client) => client.made).map(({ firstName }) => [firstName, ONCE]),
	);
	const found = freshIn(verdict, 'organizations').map(nameOf);
	return countProblems('organization', found, wanted, verdict.complete);
}

/** Facts of the PSA stand in the description, unless a colleague wrote one. */
function described({ world, store }: Verdict, { organizationId, record }: Client): string[] {
	const organization = store.find('organizations', organizationId ?? '');
	const text = String(organization?.attributes.description ?? '');
	const byHand = world.written.some(
		({ id, attribute }) => id === organizationId && attribute === 'description',
	);
	if (byHand || text.startsWith('Looked after')) return [];
	return text.startsWith('PSA:') && text.includes(record.phone ?? '')
		? []
		: [`organization "${record.name}" is described as "${text}"`];
}

/** What a person has to be told of a company. */
const TOLD: ReadonlyArray<readonly [kind: string, applies: (client: Client) => boolean]> = [
	['to offboard', ({ told }) => told === 'inactive'],
	['renamed', ({ told, kind }) => told === 'renamed' && kind !== 'linked'],
	['not in IT Glue', ({ kind }) => kind === 'similar'],
	['of one name', ({ kind }) => kind === 'namesake'],
	['company gone', ({ told, kind }) => told === 'removed' || kind === 'deleted'],
];

function toldProblems(told: readonly Told[], client: Client): string[] {
	return TOLD.filter(
		([kind, applies]) => applies(client) && !isTold(told, kind, client.firstName),
	).map(([kind]) => `nobody was told of "${client.firstName}" (${kind})`);
}

/** Kinds that are nobody's business: no client, so that their absence is no news. */
const QUIET: ReadonlyArray<Client['kind']> = ['vendor', 'prospect', 'inactive'];

function falseAlarms({ world, told }: Verdict): string[] {
	const quiet = world.clients.filter(({ kind, made: wanted }) => QUIET.includes(kind) && !wanted);
	return quiet
		.filter(({ firstName }) => isTold(told.organizations, 'not in IT Glue', `${firstName}:`))
		.map(({ firstName }) => `"${firstName}" is no client, and was reported as missing`);
}

export function clientProblems(verdict: Verdict): string[] {
	const { world, complete, told } = verdict;
	const problems = made(verdict);
	if (!complete) return problems;
	const known = world.clients.filter(
		(client) =>
			['linked', 'unlinked'].includes(client.kind) &&
			client.told !== 'removed' &&
			!client.record.deleted,
	);
	return [
		...problems,
		...known.flatMap((client) => described(verdict, client)),
		...world.clients.flatMap((client) => toldProblems(told.organizations, client)),
		...falseAlarms(verdict),
	];
}
