import type { Item } from '../run/item';
import type { Run } from '../run/run';
import type { Outcome } from './target';

/** What happened to an item: the outcome of its record, or that another item took its place. */
type Fate = Outcome['action'] | 'superseded';

/** The order matters: an item with several records counts once, with the first of these results that occurs. */
const WORDS: Record<Fate, string> = {
	created: 'created',
	would_create: 'would be created',
	updated: 'updated',
	would_update: 'would be updated',
	unchanged: 'unchanged',
	skipped: 'skipped',
	superseded: 'superseded by another item',
};
const FATES = Object.keys(WORDS) as Fate[];

/** Counts the results of the items, each item once: the counts add up to the input items. */
export class Tally {
	private readonly fates = new Map<Item, Fate[]>();

	add(item: Item, fate: Fate): void {
		const known = this.fates.get(item);
		if (known) known.push(fate);
		else this.fates.set(item, [fate]);
	}

	/** The first note of the output. */
	sumUp({ resource, client, open, failed, results }: Run): string {
		const dry = results.findings.size > 0 || open.some((item) => item.option('dryRun') === true);
		const counts = this.counts(open);
		const always: Fate[] = dry
			? ['would_create', 'would_update', 'unchanged']
			: ['created', 'updated', 'unchanged'];
		const parts = FATES.filter((fate) => always.includes(fate) || counts.has(fate)).map(
			(fate) => `${counts.get(fate) ?? 0} ${WORDS[fate]}`,
		);
		const { requests } = client;
		return `${resource.plural}: ${[...parts, `${failed} ${dry ? 'would fail' : 'failed'}`].join(', ')}${this.severalRecords()}. ${requests} request${requests === 1 ? '' : 's'} sent to IT Glue${dry ? '; nothing was written' : ''}.`;
	}

	private counts(open: Item[]): ReadonlyMap<Fate, number> {
		const counts = new Map<Fate, number>();
		for (const item of open) {
			const own = this.fates.get(item) ?? [];
			const fate = FATES.find((one) => own.includes(one)) ?? 'unchanged';
			counts.set(fate, (counts.get(fate) ?? 0) + 1);
		}
		return counts;
	}

	/** With Update All, one item may update several records. */
	private severalRecords(): string {
		const all = [...this.fates.values()];
		const records = all.flat().filter((fate) => fate !== 'superseded').length;
		return all.some(({ length }) => length > 1) ? ` (${records} records)` : '';
	}
}
