import { withMeaning } from '../run/hooks';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import type { Operation } from './operation';
import { readIncludes } from '../run/input/filters';
import { locateRecord, refuseElsewhere } from '../run/input/locator';
import { show } from '../records/requests';
import { byKey, includedRecords } from '../transport/jsonapi/record';

/** Reads one record for each item, by its locator. */
export const get: Operation = {
	name: 'get',
	label: 'Get',
	action: 'Get %s',
	description: 'Retrieve a single record',
	onRecord: true,
	givesRecords: true,
	onlyReads: true,
	run: getEach,
};

async function getEach(run: Run): Promise<void> {
	await run.each(getOne);
}

async function getOne(item: Item): Promise<void> {
	const { resource } = item;
	const meant = await locateRecord(item);
	const { id, within } = meant;
	const { record, document } = await show(item, id, readIncludes(item).join(','));
	refuseElsewhere(item, record, meant);
	const context = item.hookContext(new Map(), { organizationId: within, always: false });
	const full = (await resource.hooks?.afterGet?.(context, record)) ?? record;
	const read = await withMeaning(item, { records: [full], included: includedRecords(document) });
	item.output(item.present(read.records, { included: byKey(read.included), alone: true }));
}
