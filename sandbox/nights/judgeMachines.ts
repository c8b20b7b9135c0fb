/** What must be there of each device. */
import type { StoredRecord } from '../types';
import { countProblems, freshIn, isTold, nameOf, type Told, type Verdict } from './judge';
import type { Machine } from './model';

const keyOf = (organizationId: string, name: string): string => `${name} in ${organizationId}`;

const ONCE = { least: 1, most: 1 };

function made(verdict: Verdict): string[] {
	const wanted = new Map(
		verdict.world.machines.flatMap((machine) =>
			machine.made ? [[keyOf(machine.made.organizationId, machine.made.name), ONCE] as const] : [],
		),
	);
	const found = freshIn(verdict, 'configurations').map((record) =>
		keyOf(String(record.attributes.organization_id), nameOf(record)),
	);
	return countProblems('configuration', found, wanted, verdict.complete);
}

/** No device is there twice. */
function doubled({ store }: Verdict): string[] {
	const seen = new Map<string, string>();
	return store.all('configurations').flatMap(({ id, attributes }) => {
		const serial = attributes.serial_number;
		if (typeof serial !== 'string' || serial === '' || attributes.archived === true) return [];
		const other = seen.get(serial);
		seen.set(serial, id);
		return other === undefined ? [] : [`configurations ${other} and ${id} are one device`];
	});
}

const ENDED: ReadonlyArray<Machine['told']> = ['retired', 'gone', 'replaced'];

/** The organization that a device is with. */
function homeOf(
	{ world, store }: Verdict,
	{ kind, told, record, configurationId }: Machine,
): string {
	const before = world.before.configurations.get(configurationId ?? '')?.organizationId ?? '';
	if (told !== 'moved' || kind === 'owned') return before;
	const now = store.all('organizations').find((one) => nameOf(one) === record.siteName);
	return now?.id ?? before;
}

function factProblems(verdict: Verdict, machine: Machine): string[] {
	const { record, kind, told, configurationId } = machine;
	const configuration = verdict.store.find('configurations', configurationId ?? '');
	if (configuration === undefined) return [];
	const { attributes } = configuration;
	const isArchived = kind === 'archived' || ENDED.includes(told);
	const ended = isArchived || kind === 'retired';
	const problems = [
		String(attributes.organization_id) !== homeOf(verdict, machine) && 'organization',
		(attributes.archived === true) !== isArchived && 'archived',
		!ended && attributes.hostname !== record.hostname && 'host name',
		!ended && attributes.primary_ip !== record.ipAddress && 'address',
	].filter((problem) => problem !== false);
	return problems.map(
		(problem) => `configuration ${configuration.id} (${kind}, ${told ?? 'as before'}): ${problem}`,
	);
}

/** What a person has to be told of a device. */
const TOLD: ReadonlyArray<readonly [kind: string, applies: (machine: Machine) => boolean]> = [
	['moved', ({ kind, told }) => kind === 'owned' && told === 'moved'],
	['same serial number', ({ kind }) => kind === 'clone'],
	['archived', ({ kind }) => kind === 'archived'],
	['not in the RMM', ({ kind }) => kind === 'retired'],
];

const calledIn = ({ record, kind }: Machine): string =>
	kind === 'retired' ? (record.hostname ?? '').toUpperCase() : (record.hostname ?? '');

function toldProblems(told: readonly Told[], machine: Machine): string[] {
	return TOLD.filter(
		([kind, applies]) => applies(machine) && !isTold(told, kind, calledIn(machine)),
	).map(([kind]) => `nobody was told of ${machine.record.hostname ?? ''} (${kind})`);
}

/** Configurations of which no device changed stay where they are, also in a night that broke off. */
function misplaced({ world, store }: Verdict): string[] {
	const moving = new Set(
		world.machines
			.filter(({ told }) => told === 'moved')
			.map(({ configurationId }) => configurationId),
	);
	const isAway = ({ id, attributes }: StoredRecord): boolean => {
		const before = world.before.configurations.get(id);
		return before !== undefined && String(attributes.organization_id) !== before.organizationId;
	};
	return store
		.all('configurations')
		.filter((record) => !moving.has(record.id) && isAway(record))
		.map(({ id }) => `configuration ${id} is in another organization`);
}

export function machineProblems(verdict: Verdict): string[] {
	const { world, complete, told } = verdict;
	const problems = [...made(verdict), ...doubled(verdict), ...misplaced(verdict)];
	if (!complete) return problems;
	return [
		...problems,
		...world.machines.flatMap((machine) => factProblems(verdict, machine)),
		...world.machines.flatMap((machine) => toldProblems(told.devices, machine)),
	];
}
