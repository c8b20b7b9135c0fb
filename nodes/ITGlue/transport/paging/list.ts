import { settle } from '../../concurrency';
import { ApiFault } from '../fault';
import { Collection, positionOf, recordsOf, withTextId } from './page';
import type { Position } from './page';
import { endOf, spanAfter, startOf } from './spans';
import type { Span } from './spans';
import type { ApiAnswer, JsonApiRecord, ListAnswer, ListRequest } from '../types';

/** The API's own maximum (itglue-api.md 5.33). */
const LARGEST_PAGE = 1000;
/** How often a list is read if it gives fewer records than its total. */
const PASSES = 3;
/** Pages in a row without new records although more are announced: the API repeats pages. */
const BARREN_PAGES = 3;
/** The same for pages read in advance: up to this number of pages may hold only records that moved back meanwhile. */
const BARREN_PAGES_AHEAD = 100;
/** Reads in a row, ahead or back, without new records. */
const STANDSTILL = 20;
/**
 * How many rows a page starts earlier if it shares no record with the previous ones; each further try multiplies this.
 */
const STEP_BACK = 4;
/** How often one list is repaired; a list that needs more changes faster than it can be read. */
const MENDS = 100;

export interface ListPort {
	concurrency: number;
	/** Begins a page; the result fetches it, also in smaller pages, within the time of one request. */
	page(): GetPage;
	incomplete(message: string): ApiFault;
}

/** `splittable`: do not retry after "took too long", because the caller can ask for less. */
export type GetPage = (query: Record<string, string>, splittable: boolean) => Promise<ApiAnswer>;

/** Rows of the list at the time they were read. */
interface Page extends Position {
	from: number;
	/** The end of the requested page. */
	to: number;
	/** Rows that are missing from the page, compared with the total of the same answer. */
	missing: number;
	/** The request contained no row that is known. */
	apart: boolean;
	records: JsonApiRecord[];
	included: JsonApiRecord[];
}

/** The records read so far: the beginning of the list, without a gap. */
interface Pass {
	found: Collection;
	included: Collection;
	/** Rows up to the end of the last page. */
	next: number;
	/** The highest value of `next` so far. */
	reached: number;
	/** Every page begins with a record of an earlier page. */
	proven: boolean;
	/** The answers show whether more pages follow. */
	told: boolean;
	totals: Set<number>;
	missing: number;
	kept: number;
	/** The end of the list was reached. */
	ended: boolean;
	barren: number;
}

const isTooLong = (fault: unknown): boolean => fault instanceof ApiFault && fault.asksLess;

const emptyPass = (): Pass => ({
	found: new Collection(),
	included: new Collection(),
	next: 0,
	reached: 0,
	proven: true,
	told: true,
	totals: new Set(),
	missing: 0,
	kept: 0,
	ended: false,
	barren: 0,
});

/** The records that were read before, as the first page. */
const beginning = ({ records, included, complete, total }: ListAnswer): Page => ({
	from: 0,
	to: records.length,
	missing: 0,
	apart: false,
	records,
	included,
	more: !complete,
	...(total !== undefined && { total }),
});

/** Reads one list, in one or more passes. */
class Reader {
	/** The page size to request; stays smaller after the API took too long. */
	private size: number;

	private readonly wanted: number;

	private mends = 0;

	constructor(
		private readonly request: ListRequest,
		private readonly port: ListPort,
	) {
		this.wanted = request.limit ?? Infinity;
		const largest = Math.max(1, Math.min(LARGEST_PAGE, Math.floor(request.pageSize)));
		this.size = request.keep === undefined ? Math.min(largest, this.wanted) : largest;
	}

	async read(): Promise<ListAnswer> {
		if (this.wanted <= 0) return { records: [], included: [], complete: false };
		let pass = await this.pass(this.request.begun);
		for (let number = 1; !this.isEnough(pass) && !this.isWhole(pass); number += 1) {
			if (number === PASSES) throw this.incomplete(pass);
			const before = pass;
			pass = await this.pass();
			// Two equal passes are complete, even if the list itself repeats records.
			if (pass.missing === 0 && before.found.equals(pass.found)) break;
		}
		return this.answer(pass);
	}

	private isEnough(pass: Pass): boolean {
		return pass.kept >= this.wanted;
	}

	/**
	 * Whether a pass that reached the end found all records. If every page shares a record with the previous ones,
	 * nothing can be missing between them. Then the total matters only if it stayed the same: fewer records than this
	 * total are incomplete. If pages are too small to share a record, one pass proves nothing.
	 */
	private isWhole({ totals, found, proven }: Pass): boolean {
		if (!proven) return false;
		const [total = 0] = totals;
		return totals.size > 1 || found.size >= total;
	}

	private incomplete({ totals, found }: Pass): ApiFault {
		const [total = 0] = totals;
		if (totals.size > 1 || found.size >= total) return this.restless();
		return this.port.incomplete(
			`IT Glue says that this list has ${total} records but gave ${found.size} of them`,
		);
	}

	private restless(): ApiFault {
		return this.port.incomplete('This list changed faster than it could be read');
	}

	private answer({ found, included, ended, totals }: Pass): ListAnswer {
		const { keep } = this.request;
		const kept = keep === undefined ? found.all : found.all.filter(keep);
		const records = kept.slice(0, this.wanted);
		const [total] = [...totals].slice(-1);
		const complete = ended && records.length === kept.length;
		return { records, included: included.all, complete, ...(total !== undefined && { total }) };
	}

	private async pass(begun?: ListAnswer): Promise<Pass> {
		const pass = emptyPass();
		const first = begun ? beginning(begun) : await this.pageAfter(0);
		this.take(pass, first);
		this.adaptTo(first);
		await this.together(pass, first);
		pass.barren = 0;
		await this.follow(pass);
		return pass;
	}

	/**
	 * If a server gives smaller pages than requested, the next pages have that size. If the answer does not show
	 * whether more follows, a short page may be a smaller page or the only page: the next page will show it.
	 */
	private adaptTo({ more, records }: Page): void {
		if (more !== false && records.length > 0) this.size = Math.min(this.size, records.length);
	}

	/** Reads the pages that the first answer announced, several at a time, and uses them in order. */
	private async together(pass: Pass, { total, more }: Page): Promise<void> {
		if (total === undefined || more !== true) return;
		const end = this.request.keep === undefined ? Math.min(total, this.wanted) : total;
		const underWay: Array<ReturnType<typeof settle<Page[]>>> = [];
		let next = pass.next;
		try {
			while (!this.isOver(pass)) {
				while (underWay.length < this.port.concurrency && next < end) {
					const to = endOf(spanAfter(next, this.size));
					underWay.push(settle(this.stretch(next, to)));
					next = to;
				}
				const outcome = await underWay.shift();
				if (outcome === undefined) return;
				if ('reason' in outcome) throw outcome.reason;
				for (const page of outcome.value) await this.join(pass, page);
				this.refuseCircles(pass, BARREN_PAGES_AHEAD);
			}
		} finally {
			// Wait for all open requests: none may continue after its item has failed.
			await Promise.all(underWay);
		}
	}

	/** Reads further pages, one after the other, as long as the answers announce them. */
	private async follow(pass: Pass): Promise<void> {
		for (let still = 0; !this.isOver(pass); ) {
			const had = pass.found.size;
			await this.join(pass, await this.pageAfter(pass.next));
			// If a server gives the same page for every number, the barren pages alone do not show it.
			still = pass.found.size === had ? still + 1 : 0;
			this.refuseCircles(pass, BARREN_PAGES);
			if (still >= STANDSTILL && !pass.ended) throw this.circles();
		}
	}

	private refuseCircles({ barren, ended }: Pass, limit: number): void {
		if (!ended && barren >= limit) throw this.circles();
	}

	private circles(): ApiFault {
		return this.port.incomplete(
			'IT Glue reports more pages of this list but they have no new records',
		);
	}

	private isOver(pass: Pass): boolean {
		return pass.ended || this.isEnough(pass);
	}

	/** Adds a page. If the list changed between it and the previous pages, first adds the pages between them. */
	private async join(pass: Pass, page: Page): Promise<void> {
		if (this.isOver(pass)) return;
		if (!this.isConnected(pass, page)) await this.mend(pass);
		// A page that is still not connected is left out; reading continues at the end of the pass.
		if (!this.isOver(pass) && this.isConnected(pass, page)) this.take(pass, page);
	}

	/**
	 * Whether a page is directly connected to the previous ones: they share a record. Pages that are too small for that
	 * follow each other directly, and if the answers do not show whether more pages follow, there is nothing to check.
	 */
	private isConnected(pass: Pass, page: Page): boolean {
		if (page.from === 0 || !pass.told) return true;
		if (page.apart && page.from === pass.next) return true;
		return page.records.some((record) => pass.found.has(record));
	}

	/** Adds the nearest page that begins with a known record; the first page always fits. */
	private async mend(pass: Pass): Promise<void> {
		this.mends += 1;
		if (this.mends > MENDS) throw this.restless();
		for (let back = STEP_BACK; ; back *= STEP_BACK) {
			const page = await this.pageAfter(Math.max(0, pass.next - back));
			if (this.isConnected(pass, page)) return this.take(pass, page);
		}
	}

	private take(pass: Pass, page: Page): void {
		const { keep } = this.request;
		// If answers do not show whether more pages follow, nothing is proven anyway.
		if (page.apart && page.from > 0 && page.more !== undefined) pass.proven = false;
		const fresh = pass.found.add(page.records);
		pass.included.add(page.included);
		pass.next = page.from + page.records.length;
		pass.told = page.more !== undefined;
		if (page.total !== undefined) pass.totals.add(page.total);
		pass.missing += page.missing;
		pass.kept += keep === undefined ? fresh.length : fresh.filter(keep).length;
		const isFurther = pass.next > pass.reached || page.records.length === 0;
		pass.barren = fresh.length === 0 && isFurther ? pass.barren + 1 : 0;
		pass.reached = Math.max(pass.reached, pass.next);
		// If the answer does not show it, read on until a page has no new records.
		pass.ended = page.more === undefined ? fresh.length === 0 : !page.more;
	}

	/** The rows from `next` to `to`: one page, or several if one takes too long. */
	private async stretch(next: number, to: number): Promise<Page[]> {
		const pages: Page[] = [];
		for (let from = next; from < to; ) {
			const page = await this.pageAfter(from);
			pages.push(page);
			if (page.more === false) break;
			from = page.to;
		}
		return pages;
	}

	/** The page after the first `next` rows, as large as the API allows. */
	private async pageAfter(next: number): Promise<Page> {
		const get = this.port.page();
		for (;;) {
			const { size } = this;
			const span = spanAfter(next, size);
			const outcome = await settle(this.page(get, span));
			if ('value' in outcome) return { ...outcome.value, apart: startOf(span) === next };
			if (span.size <= 1 || !isTooLong(outcome.reason)) throw outcome.reason;
			// If several parallel pages take too long, only the first one reduces the page size.
			if (this.size === size) this.size = Math.min(Math.ceil(size / 2), span.size - 1);
		}
	}

	private async page(get: GetPage, span: Span): Promise<Omit<Page, 'apart'>> {
		const query = {
			...this.request.query,
			'page[number]': String(span.number),
			'page[size]': String(span.size),
		};
		const { document } = await get(query, span.size > 1);
		const records = recordsOf(document);
		const position = positionOf(document);
		const from = startOf(span);
		const expected = Math.min(span.size, Math.max(0, (position.total ?? 0) - from));
		return {
			...position,
			from,
			to: endOf(span),
			missing: Math.max(0, expected - records.length),
			records,
			included: (document.included ?? []).map(withTextId),
		};
	}
}

/**
 * Reads a list: pages by `meta`, never by "a short page is the last one"; after the first page several at a time, in
 * order, each record once.
 *
 * Every page begins with a record of the previous one. If two pages of the same order share a record, nothing is
 * missing between them, even if records were inserted or deleted while they were read and the total stayed the same. If
 * two pages share none, the rows between them are read again. This works only in an order that edits do not change, so
 * for `sort=id`.
 *
 * @throws ApiFault of the first page that could not be read, or when records are missing
 */
export async function readList(request: ListRequest, port: ListPort): Promise<ListAnswer> {
	return await new Reader(request, port).read();
}
