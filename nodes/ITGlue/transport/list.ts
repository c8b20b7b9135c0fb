import { tookTooLong } from './answer';
import { ApiFault } from './fault';
import { Collection, positionOf, recordsOf, smaller, withTextId } from './page';
import type { Position } from './page';
import type { ApiAnswer, JsonApiRecord, ListAnswer, ListRequest } from './types';

/** The API's own maximum (itglue-api.md 5.33). */
const LARGEST_PAGE = 1000;
/** How often a list is read again that changed while it was read. */
const PASSES = 3;
/** Pages in a row that bring nothing new although more are announced: the API goes in circles. */
const BARREN_PAGES = 3;

export interface ListPort {
	concurrency: number;
	/** Fetches one page. `splittable`: a "took too long" need not be retried, less can be asked. */
	get(query: Record<string, string>, splittable: boolean): Promise<ApiAnswer>;
	incomplete(message: string): ApiFault;
}

/** The records from one offset to another, and what the last answer said. */
interface Range extends Position {
	records: JsonApiRecord[];
	included: JsonApiRecord[];
	totals: number[];
}

interface Pass {
	found: Collection;
	included: Collection;
	/** Rows received, repeated ones included. */
	rows: number;
	totals: Set<number>;
	kept: number;
	/** The end of the list was reached. */
	ended: boolean;
	barren: number;
}

type Settled = { range: Range } | { fault: unknown };

const isTooLong = (fault: unknown): boolean =>
	fault instanceof ApiFault &&
	(fault.kind === 'timeout' || fault.status === 504 || tookTooLong(fault.problems));

/** Reads one list, in one or more passes. */
class Reader {
	private readonly unit: number;

	/** Page size asked for; shrinks for good when the API takes too long. */
	private size: number;

	private readonly wanted: number;

	constructor(
		private readonly request: ListRequest,
		private readonly port: ListPort,
	) {
		this.wanted = request.limit ?? Infinity;
		const largest = Math.max(1, Math.min(LARGEST_PAGE, Math.floor(request.pageSize)));
		this.unit = request.keep === undefined ? Math.min(largest, this.wanted) : largest;
		this.size = this.unit;
	}

	async read(): Promise<ListAnswer> {
		if (this.wanted <= 0) return { records: [], included: [], complete: false };
		let before: Pass | undefined;
		const seen = new Collection();
		const included = new Collection();
		for (let number = 1; number <= PASSES; number += 1) {
			const pass = await this.pass();
			seen.add(pass.found.all);
			included.add(pass.included.all);
			if (this.isEnough(pass)) return this.answer(pass.found, pass.included, pass.ended);
			if (this.isWhole(pass, before)) return this.answer(pass.found, pass.included, true);
			before = pass;
		}
		const least = Math.min(...(before?.totals ?? []));
		if (seen.size >= least) return this.answer(seen, included, true);
		throw this.port.incomplete(
			`IT Glue says that this list has ${least} records but gave ${seen.size} of them`,
		);
	}

	private isEnough(pass: Pass): boolean {
		return pass.kept >= this.wanted;
	}

	/**
	 * Whether a pass that reached the end brought everything. The count must not have changed
	 * while reading, and be reached; a list that itself repeats records is whole when reading it
	 * again brings the same.
	 */
	private isWhole(pass: Pass, before: Pass | undefined): boolean {
		if (pass.totals.size === 0) return true;
		if (pass.totals.size > 1) return false;
		const [total = 0] = pass.totals;
		if (pass.found.size >= total) return true;
		return pass.rows >= total && before !== undefined && before.found.equals(pass.found);
	}

	private answer(found: Collection, included: Collection, ended: boolean): ListAnswer {
		const { keep } = this.request;
		const kept = keep === undefined ? found.all : found.all.filter(keep);
		const records = kept.slice(0, this.wanted);
		return { records, included: included.all, complete: ended && records.length === kept.length };
	}

	private async pass(): Promise<Pass> {
		const pass: Pass = {
			found: new Collection(),
			included: new Collection(),
			rows: 0,
			totals: new Set(),
			kept: 0,
			ended: false,
			barren: 0,
		};
		const first = await this.range(0);
		this.take(pass, first);
		let next = 1;
		const known = this.knownUnits(first);
		if (!this.isOver(pass) && known > 1) next = await this.together(pass, known);
		pass.barren = 0;
		await this.follow(pass, next);
		return pass;
	}

	/** How many units can be read at the same time, going by what the first answer said. */
	private knownUnits(first: Range): number {
		const { total, pages } = first;
		if (total === undefined || pages === undefined) return 1;
		// A server that gives smaller pages than asked for is read page by page.
		if (pages !== Math.ceil(total / this.size)) return 1;
		const enough = this.request.keep === undefined ? Math.ceil(this.wanted / this.unit) : Infinity;
		return Math.min(Math.ceil(total / this.unit), enough);
	}

	/** Reads units 1 to `known` - 1, several at a time, taking them in order. */
	private async together(pass: Pass, known: number): Promise<number> {
		const started: Array<Promise<Settled>> = [];
		const start = (until: number): void => {
			while (started.length < Math.min(known - 1, until)) {
				started.push(this.settle((started.length + 1) * this.unit));
			}
		};
		for (let place = 0; place < known - 1; place += 1) {
			start(place + this.port.concurrency);
			const settled = await started[place];
			if (settled === undefined || 'fault' in settled) {
				// What is under way is waited for: nothing may go on behind a failed item's back.
				await Promise.all(started);
				throw settled?.fault;
			}
			started[place] = Promise.resolve({ fault: undefined });
			const last = place === known - 2;
			this.take(pass, last ? settled.range : { ...settled.range, more: true });
			if (this.isEnough(pass)) {
				await Promise.all(started);
				return place + 2;
			}
		}
		return known;
	}

	private take(pass: Pass, range: Range): void {
		const { keep } = this.request;
		const fresh = pass.found.add(range.records);
		pass.included.add(range.included);
		pass.rows += range.records.length;
		for (const total of range.totals) pass.totals.add(total);
		pass.kept += keep === undefined ? fresh.length : fresh.filter(keep).length;
		pass.barren = fresh.length === 0 ? pass.barren + 1 : 0;
		// Where the answer does not tell, reading goes on until a page brings nothing new.
		pass.ended = range.more === undefined ? fresh.length === 0 : !range.more;
	}

	/** Further pages, one after the other, as long as the answers announce them. */
	private async follow(pass: Pass, next: number): Promise<void> {
		for (let place = next; !this.isOver(pass); place += 1) {
			if (pass.barren >= BARREN_PAGES) {
				throw this.port.incomplete('IT Glue announces more pages of this list but they bring nothing new');
			}
			this.take(pass, await this.range(place * this.unit));
		}
	}

	private isOver(pass: Pass): boolean {
		return pass.ended || this.isEnough(pass);
	}

	private async settle(from: number): Promise<Settled> {
		try {
			return { range: await this.range(from) };
		} catch (fault) {
			return { fault };
		}
	}

	/** One unit, in as many pages as the present page size makes of it. */
	private async range(from: number): Promise<Range> {
		for (;;) {
			const { size } = this;
			const read = await this.attempt(from, size);
			if ('range' in read) return read.range;
			if (size <= 1 || !isTooLong(read.fault)) throw read.fault;
			this.size = Math.min(this.size, smaller(size));
		}
	}

	private async attempt(from: number, size: number): Promise<Settled> {
		try {
			return { range: await this.pagesOf(from, size) };
		} catch (fault) {
			return { fault };
		}
	}

	private async pagesOf(from: number, size: number): Promise<Range> {
		const to = from + this.unit;
		const range: Range = { records: [], included: [], totals: [] };
		for (let page = Math.floor(from / size) + 1; (page - 1) * size < to; page += 1) {
			const query = {
				...this.request.query,
				'page[number]': String(page),
				'page[size]': String(size),
			};
			const { document } = await this.port.get(query, size > 1);
			const start = (page - 1) * size;
			const records = recordsOf(document);
			const isInside = (_record: JsonApiRecord, place: number): boolean =>
				start + place >= from && start + place < to;
			// Rows are cut off only where the page overlaps its neighbours: a route that ignores the
			// page size and gives everything at once is taken as it is.
			const overlaps = start < from || start + size > to;
			for (const record of overlaps ? records.filter(isInside) : records) range.records.push(record);
			for (const record of document.included ?? []) range.included.push(withTextId(record));
			Object.assign(range, positionOf(document));
			if (range.total !== undefined) range.totals.push(range.total);
			if (range.more === false) break;
		}
		return range;
	}
}

/**
 * Reads a list: pages by `meta`, never by "a short page is the last one"; after the first page
 * several at a time, in order, each record once; read again when it changed meanwhile.
 *
 * @throws ApiFault of the first page that could not be read, or when records are missing
 */
export async function readList(request: ListRequest, port: ListPort): Promise<ListAnswer> {
	return await new Reader(request, port).read();
}
