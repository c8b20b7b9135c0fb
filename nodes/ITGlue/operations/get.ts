import type { Item } from '../run/item';
import type { Run } from '../run/run';
import type { Operation } from './operation';
import { readIncludes } from '../run/input/filters';
import { locateRecord, refuseForeign } from '../run/input/locator';
import { show } from '../records/requests';

/** Reads single records, each by the locator of its item. */
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
	const { id, within } = await locateRecord(item);
	const { record, document } = await show(item, id, readIncludes(item).join(','));
	if (within) refuseForeign(item, record, within);
	const context = item.hookContext(new Map(), { organizationId: within, always: false });
	const full = (await resource.hooks?.afterGet?.(context, record)) ?? record;
	item.output(item.presentOne(full, document));
}
