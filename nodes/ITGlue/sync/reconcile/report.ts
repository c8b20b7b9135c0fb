import type { IDataObject } from 'n8n-workflow';
import { isNamed, mainLink, type PsaLink } from '../../records/psaLink';
import { STATUSES } from './statuses';
import { trimmed } from '../../text/same';
import type { JsonApiRecord } from '../../transport';
import { driftOf, type Described } from './drift';
import { organizationOf } from '../../records/routes';
import type { Item } from '../../run/item';
import type { Run } from '../../run/run';
import { psaLinksIn, type Finding, type Linked, type SourceRecord } from './pair';
import { listed as listedNames } from '../../text/plain';
import { SimilarNames, type Named } from '../../text/similarNames';

type Status = (typeof STATUSES)[number]['id'];

/** An input item: which record it means, and which values to compare. */
export interface Input extends SourceRecord, Described {}

const MOST_SUGGESTIONS = 5;

export const textOf = (value: unknown): string => (typeof value === 'string' ? trimmed(value) : '');

interface Row {
	status: Status;
	record?: JsonApiRecord;
	input?: SourceRecord;
	link?: PsaLink;
	more?: IDataObject;
}

/** Writes the results for the records, and counts them. */
export class Report {
	private readonly counts = new Map<Status, number>();
	/** Records that get no row. */
	private leftOut = 0;
	private readonly ownerNames = new Map<string, unknown>();
	private readonly byOwner = new Map<string, Named[]>();
	private readonly similar = new Map<string, SimilarNames>();

	constructor(
		private readonly run: Run,
		/** Its options apply to rows without an input item. */
		private readonly first: Item,
		records: Linked[],
		/** The PSAs that the input names. */
		private readonly asked: ReadonlySet<string | undefined>,
	) {
		for (const { record } of records) {
			const owner = organizationOf(record) ?? '';
			this.ownerNames.set(owner, record.attributes['organization-name']);
			const named = this.byOwner.get(owner);
			if (named) named.push(this.named(record));
			else this.byOwner.set(owner, [this.named(record)]);
		}
	}

	/** Adds the result of an input item, paired with it. */
	async item(item: Item, input: Input, finding: Finding): Promise<void> {
		const row = { input, ...(await this.judge(item, input, finding)) };
		this.run.output(item, this.wanted(item, [this.present(row)]));
	}

	/** Adds the records that no input item means. `failed`: PSA ids of items that were refused. */
	others(left: Linked[], failed: ReadonlySet<string>): void {
		const rows = left.flatMap(({ record, links }): Row[] => {
			if (!links) return [];
			if (links.filter(isNamed).some(({ id }) => failed.has(id))) return [];
			const ofPsa = psaLinksIn(links, this.asked);
			const [any] = ofPsa;
			const link = mainLink(ofPsa) ?? any;
			if (!link) return [{ status: 'unsynced', record }];
			return [{ status: 'mismatched', record, link }];
		});
		this.hintLeftOut(left.filter(({ links }) => !links).length, left.length - rows.length);
		const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
		const sorted = rows
			.map((row) => this.present(row))
			.sort(
				(a, b) =>
					byName.compare(String(a.name), String(b.name)) ||
					byName.compare(String(a.id), String(b.id)),
			);
		this.run.results.outputMore(this.wanted(this.first, sorted));
	}

	/** Counts archived records next to the active one that an item means: they get no row. */
	aside(records: JsonApiRecord[]): void {
		if (records.length === 0) return;
		this.run.hint(
			`${this.leaveOut(records.length)} (archived): ${listedNames(records.map(({ id }) => id))}. An active one has the same PSA link, address or name.`,
		);
	}

	/**
	 * Adds the counts as the first note and, if the user wants it, as the last item: rows by status, failed input
	 * items, and records that are left out.
	 */
	summary(): void {
		const counts = STATUSES.map(({ id }) => [id, this.counts.get(id) ?? 0] as const);
		const total = counts.reduce((sum, [, count]) => sum + count, 0);
		const { failed, resource, results } = this.run;
		const labels = STATUSES.map(
			({ id, label }) => `${this.counts.get(id) ?? 0} ${lowerCase(label)}`,
		);
		results.headline(`${resource.plural}: ${[...labels, `${failed} failed`].join(', ')}.`);
		if (this.first.option('summary') !== true) return;
		results.outputMore([
			{ summary: true, total, ...Object.fromEntries(counts), failed, left_out: this.leftOut },
		]);
	}

	private async judge(item: Item, input: Input, finding: Finding): Promise<Row> {
		switch (finding.kind) {
			case 'linked': {
				const { record, link } = finding;
				item.concerns(record.id);
				const differences = await driftOf(item, input, record);
				return Object.keys(differences).length === 0
					? { status: 'synced', record, link }
					: { status: 'drifted', record, link, more: { differences } };
			}
			case 'unlinked':
				return { status: 'unsynced', record: finding.record };
			case 'several': {
				const candidates = finding.candidates.map((record) => this.named(record));
				return { status: 'ambiguous', more: { candidates: listed(candidates) } };
			}
			case 'none': {
				if (item.option('suggestions') === false) return { status: 'missing_in_it_glue' };
				const suggestions = listed(this.suggest(input, finding.alike));
				return { status: 'missing_in_it_glue', more: { suggestions } };
			}
		}
	}

	/** Records that may be the missing one: first those with the same link or name, then those with similar names. */
	private suggest({ organizationId = '', name }: SourceRecord, alike: JsonApiRecord[]): Named[] {
		const near = name === '' ? [] : this.namesWithin(organizationId).near(name, MOST_SUGGESTIONS);
		const all = [...alike.map((record) => this.named(record)), ...near];
		return [...new Map(all.map((one) => [one.id, one])).values()].slice(0, MOST_SUGGESTIONS);
	}

	private namesWithin(owner: string): SimilarNames {
		const known = this.similar.get(owner);
		if (known) return known;
		const names = new SimilarNames(this.byOwner.get(owner) ?? []);
		this.similar.set(owner, names);
		return names;
	}

	private named(record: JsonApiRecord): Named {
		return { id: record.id, name: this.run.resource.nameOf(record) };
	}

	private present({ status, record, input, link, more }: Row): IDataObject {
		this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
		const { scoped, nameOf } = this.run.resource;
		const owner = record ? organizationOf(record) : input?.organizationId;
		return {
			status,
			id: record?.id ?? null,
			name: record ? nameOf(record) : null,
			...(scoped && {
				organization_id: owner ?? null,
				organization_name: textOf(this.ownerNames.get(owner ?? '')) || null,
			}),
			psa_id: input?.psa?.id ?? link?.id ?? null,
			psa_integration_type: input?.psa?.type ?? link?.type ?? null,
			...(link?.orphaned === true && { psa_orphaned: true }),
			psa_name: input?.name ? input.name : null,
			...more,
		};
	}

	/** The rows that the user wants to see. */
	private wanted(item: Item, rows: IDataObject[]): IDataObject[] {
		const statuses = item.option('statuses');
		if (!Array.isArray(statuses) || statuses.length === 0) return rows;
		return rows.filter(({ status }) => statuses.includes(status));
	}

	/** Counts records that get no row, and returns the first words of a note about them. */
	private leaveOut(count: number): string {
		this.leftOut += count;
		const { label, plural } = this.run.resource;
		const what = (count === 1 ? label : plural).toLowerCase();
		return `${count} ${what} left out of the report`;
	}

	private hintLeftOut(unknown: number, all: number): void {
		if (unknown > 0) {
			this.run.hint(
				`${this.leaveOut(unknown)}: no input item has this link, and IT Glue does not show here whether there is another PSA link.`,
			);
		}
		if (all > unknown) {
			this.run.hint(`${this.leaveOut(all - unknown)}: the input item with that PSA ID failed.`);
		}
	}
}

/** A status inside a sentence: the product name keeps its capitals. */
const lowerCase = (label: string): string => label.toLowerCase().replace('it glue', 'IT Glue');

const listed = (names: Named[]): IDataObject[] => names.map(({ id, name }) => ({ id, name }));
