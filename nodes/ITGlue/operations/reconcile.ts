import { hidesALink, isNamed, type ShownLink } from '../records/psaLink';
import { columnsOf, ID, keysOf, PSA_ID } from '../resources/schema/columns';
import type { Resource } from '../resources/schema/resource';
import { trimmed } from '../text/same';
import type { LinkedRecords } from '../records/reader';
import type { Item } from '../run/item';
import type { Run, Planned } from '../run/run';
import { usableKeys } from '../sync/keys';
import {
	organizationOfMapping,
	refuseWithoutOrganization,
	readColumns,
	toMapped,
} from '../run/input/mapping';
import { refuseNothing } from '../run/input/nothing';
import { pairUp, systemsOf, type Linked } from '../sync/reconcile/pair';
import { plainText } from '../text/plain';
import { Report, textOf, type Input } from '../sync/reconcile/report';
import { refuseUnfiltered } from '../sync/psaFilter';
import { Matcher } from '../sync/matcher';
import { psaOf } from '../sync/plan';
import type { Values } from '../resources/schema/attribute';
import { parentsOf } from '../run/input/parents';
import type { Operation } from './operation';
import { reconcileOptions } from './reconcileOptions';

const OPTIONS = ['summary', 'suggestions', 'statuses'];

/**
 * Compares the records in IT Glue with all records of a PSA, which are the input items. Reads each list once, writes
 * nothing, and returns one item for each record.
 */
export const reconcile: Operation = {
	name: 'reconcile',
	label: 'Reconcile',
	action: 'Reconcile %p with PSA',
	description:
		'Compare with all records of a PSA or another system and report. Nothing is written.',
	onRecord: false,
	givesRecords: false,
	onlyReads: true,
	refusedAs: (option) => {
		// A wrong option is wrong for all items.
		for (const name of OPTIONS) option(name);
		return { status: 'failed' };
	},
	options: reconcileOptions,
	run: compareAll,
};

async function compareAll(run: Run): Promise<void> {
	const psaIds = new Map<Item, string>();
	const inputs = await run.planned(
		async (item) => await readInput(item, (id) => psaIds.set(item, id)),
	);
	const [first] = inputs;
	if (!first) return run.failWithoutAny();
	const records = await readRecords(run, first.item, inputs);
	const open = openOf(run, inputs);
	if (open.length === 0) return;
	const subjects = open.map(({ plan }) => plan);
	const { findings, left, aside } = pairUp(run.resource, subjects, records);
	const report = new Report(run, first.item, records, systemsOf(subjects));
	const found = findings.flatMap((finding, at) =>
		open.slice(at, at + 1).map(({ item, plan: input }) => ({ item, plan: { input, finding } })),
	);
	await run.refined(
		found,
		async ({ item, plan: { input, finding } }) => await report.item(item, input, finding),
	);
	const paired = new Set(found.map(({ item }) => item));
	const failed = [...psaIds].filter(([item]) => !paired.has(item)).map(([, id]) => id);
	report.others(left, new Set(failed));
	report.aside(aside);
	report.summary();
}

function openOf(run: Run, inputs: Inputs): Inputs {
	const open = new Set(run.open);
	return inputs.filter(({ item }) => open.has(item));
}

// --- Reading the items ---

type Inputs = ReadonlyArray<Planned<Input>>;

async function readInput(item: Item, notePsaId: (id: string) => void): Promise<Input> {
	const { resource } = item;
	// Read here so that an invalid value fails the run.
	for (const option of OPTIONS) item.option(option);
	const given = readColumns(item, true);
	const mapping = { given, matching: [] };
	// Noted first: the link of an item counts even if something else is wrong with the item.
	const psaId = plainText(given.get(PSA_ID));
	if (psaId !== undefined) notePsaId(trimmed(psaId));
	const psa = given.has(PSA_ID) ? psaOf(item, given) : undefined;
	const organizationId = await organizationOfMapping(item, mapping);
	if (resource.scoped && organizationId === undefined) refuseWithoutOrganization(item);
	const { values } = await toMapped(item, mapping, parentsOf(item, organizationId));
	if (!psa && usableKeys(resource, { values }).length === 0) refuseNameless(item, values);
	return { organizationId, psa, name: nameIn(resource, values), given, values };
}

function refuseNameless(item: Item, values: Values): never {
	const { resource } = item;
	const names = keysOf(resource).flatMap(({ attributes }) => attributes);
	refuseNothing(item, [...new Set(names)], values, 'or map another column');
	const labels = columnsOf(resource)
		.filter(({ id, matches }) => id !== ID && matches === 'alone')
		.map(({ label }) => label);
	return item.refuse(
		`It is not clear which ${resource.label.toLowerCase()} this item is`,
		`Map at least one of these columns, and check that it has a value: ${labels.join(', ')}.`,
	);
}

/** The full name, or the name made of its parts. */
function nameIn({ naturalKeys, attributes }: Resource, values: Values): string {
	const whole = textOf(values.get('name'));
	if (whole !== '') return whole;
	const isList = (name: string): boolean =>
		attributes.some((attribute) => attribute.name === name && attribute.rows !== undefined);
	const key = naturalKeys.find((candidate) => !candidate.attributes.some(isList));
	const parts = (key?.attributes ?? []).map((name) => textOf(values.get(name)));
	return parts.filter((part) => part !== '').join(' ');
}

// --- Reading IT Glue ---

/** All records of the organizations, with their known links. */
async function readRecords(run: Run, first: Item, inputs: Inputs): Promise<Linked[]> {
	const owners = inputs.flatMap(({ plan: { organizationId } }) => organizationId ?? []);
	const read: LinkedRecords = { records: [], links: new Map() };
	const work = async (): Promise<void> => {
		Object.assign(read, await run.reader.allLinked(run.resource, owners));
		if (hidesItsLinks(read)) refuseHiddenLinks(first);
	};
	await run.tasks([{ items: run.open, work, ofAll: true }]);
	const { records, links } = read;
	if (links.size === 0 && records.length > 0) return await askForLinks(run, inputs, records);
	return records.map((record) => ({ record, links: shownLinks(links.get(record.id)) }));
}

/** There are links, but none of them shows its PSA record. */
const hidesItsLinks = ({ links }: LinkedRecords): boolean =>
	[...links.values()].some(hidesALink) &&
	[...links.values()].every((known) => !known.some((link) => isNamed(link) && link.sure));

function refuseHiddenLinks(item: Item): never {
	const plural = item.resource.plural.toLowerCase();
	return item.refuse(
		`IT Glue does not show which PSA records its ${plural} are linked to`,
		`It says that ${plural} have links, but names no PSA ID, so the node cannot match them. Compare by name with Get Many instead.`,
	);
}

/** If a link does not show its PSA record, the links of the record are unknown. A record without links has none. */
const shownLinks = (known: ShownLink[] = []): ShownLink[] | undefined =>
	hidesALink(known) ? undefined : known;

/**
 * If IT Glue does not show which link belongs to which record, asks for each PSA record separately. For records that
 * no item is linked to, this finds nothing.
 */
async function askForLinks(
	run: Run,
	inputs: Inputs,
	records: LinkedRecords['records'],
): Promise<Linked[]> {
	const told = await run.refined(inputs, async ({ item, plan }) => {
		if (plan.psa) refuseUnfiltered(item, [plan.psa]);
		return await Promise.resolve(plan);
	});
	const matcher = new Matcher(run);
	const asked = told.filter(({ plan }) => plan.psa);
	const [first] = asked;
	if (first) {
		const wanted = asked.map(({ plan: { organizationId, psa, values } }) => ({
			organizationId,
			psa,
			values,
			keys: [],
		}));
		const items = asked.map(({ item }) => item);
		await run.tasks([{ items, work: async () => await matcher.prepare(wanted, first.item) }]);
	}
	return records.map((record) => ({ record, links: matcher.linksOf(record) }));
}
