/** Short ways to run Create or Update for the files that look at it closely. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, JournalEntry, Json, StoredRecord } from '../../../sandbox';
import type { RunNodeOptions, RunNodeResult } from '../../helpers/harness';
import { automatic, upsertSettings } from '../../helpers/parameters';
import { byId, jsons, said, type Bench } from './support';

export interface Upsert {
	resource: string;
	input: IDataObject[];
	/** Columns to match on; those of the resource unless given. */
	by?: string[];
	/** Null: the field Organization is left empty. */
	organization?: StoredRecord | null;
	options?: IDataObject;
	parameters?: IDataObject;
	more?: Omit<RunNodeOptions, 'parameters' | 'credentials'> & { credentials?: IDataObject };
}

/** Runs Create or Update; the journal holds the requests of this run afterwards. */
export async function upsert(
	bench: Bench,
	{ resource, input, by = [], organization, options = {}, parameters = {}, more = {} }: Upsert,
): Promise<RunNodeResult> {
	bench.sandbox.journal.length = 0;
	const owner = organization === undefined ? bench.organization(2) : organization;
	return await bench.run(
		resource,
		'upsert',
		{
			...(owner && resource !== 'organization' && { organizationId: byId(owner) }),
			fields: automatic(...by),
			...upsertSettings(options),
			...parameters,
		},
		{ input, ...more },
	);
}

/** The same, where a failing item does not end the run. */
export const tolerant = async (bench: Bench, order: Upsert): Promise<RunNodeResult> =>
	await upsert(bench, { ...order, more: { ...order.more, onError: 'continueRegularOutput' } });

/** What became of each item: its action, or the message of its error. */
export const actions = (ran: RunNodeResult): string[] => {
	if (ran.error) throw new Error(`The run failed: ${said(ran)}`);
	return jsons(ran).map(({ _action, error }) =>
		error === undefined ? String(_action) : `error: ${String(error)}`,
	);
};

export const email = (value: string, more: Attributes = {}): Attributes => ({
	value,
	primary: true,
	'label-name': 'Work',
	...more,
});

export const phone = (value: string, more: Attributes = {}): Attributes => ({
	value,
	extension: null,
	primary: true,
	'label-name': 'Office',
	'label-type': 'phone',
	'formatted-value': value.replace(/(\d{3})(\d{3})(\d{4})/, '$1-$2-$3'),
	...more,
});

/** Adds a contact of that first name, with an address made of it. */
export const person = (
	bench: Bench,
	first: string,
	more: Attributes = {},
	organization = bench.organization(2),
): StoredRecord =>
	bench.add('contacts', organization, {
		first_name: first,
		last_name: 'Example',
		title: 'Assistant',
		contact_emails: [email(`${first.toLowerCase().replace(' ', '.')}@example.com`)] as Json,
		contact_phones: [],
		...more,
	});

/** Adds a configuration of the first type. */
export const device = (
	bench: Bench,
	name: string,
	more: Attributes = {},
	organization = bench.organization(2),
): StoredRecord =>
	bench.add('configurations', organization, {
		name,
		configuration_type_id: Number(bench.sandbox.store.all('configuration_types')[0]?.id),
		archived: false,
		notes: 'Before',
		...more,
	});

export const rowsOf = (record: StoredRecord, name: string): IDataObject[] =>
	(record.attributes[name] ?? []) as IDataObject[];

export const addressesOf = (record: StoredRecord): string[] =>
	rowsOf(record, 'contact_emails').map(({ value }) => String(value));

/** Lets something happen in IT Glue right before the n-th request of a kind is handled. */
export function meanwhile(
	bench: Bench,
	matches: (entry: JournalEntry) => boolean,
	act: (entry: JournalEntry) => void,
	nth = 1,
): void {
	const { journal } = bench.sandbox;
	const plain = Array.prototype.push.bind(journal);
	let left = nth;
	journal.push = (...entries: JournalEntry[]): number => {
		const length = plain(...entries);
		for (const entry of entries) {
			if (left <= 0 || !matches(entry)) continue;
			left -= 1;
			if (left === 0) act(entry);
		}
		return length;
	};
}

/** Ends what `meanwhile` began. */
export function nothingMore({ sandbox }: Bench): void {
	Reflect.deleteProperty(sandbox.journal, 'push');
}

/** The items that a bulk request carried. */
export const bulkItems = ({
	body,
}: JournalEntry): Array<{ id?: string; attributes: IDataObject }> => {
	const { data } = body as unknown as { data: Array<{ id?: string; attributes: IDataObject }> };
	return Array.isArray(data) ? data : [data];
};
