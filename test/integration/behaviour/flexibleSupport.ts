/** Short ways to put flexible assets into the sandbox and to write them, for the files that look at them closely. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { addFlexibleAsset } from '../../../sandbox/data/flexibleKit';
import type { RunNodeOptions, RunNodeResult } from '../../helpers/harness';
import { byId, type Bench } from './support';

/** `type`: the one that a file is about at that moment. */
export function flexibleWays(bench: Bench, type: () => StoredRecord) {
	const home = (): StoredRecord => bench.organization(2);
	return {
		home,

		asset: (traits: Attributes, of = type(), organization = home()): StoredRecord =>
			addFlexibleAsset(bench.sandbox.store, { type: of, organizationId: organization.id, traits }),

		/** What the sandbox holds, in the form in which it was written. */
		traitsOf: (record: StoredRecord): IDataObject =>
			bench.stored(record).attributes.traits as IDataObject,

		assets: (of = type()): StoredRecord[] =>
			bench.sandbox.store.related('flexible_assets', 'flexible_asset_type_id', of.id),

		/** Runs a write by columns; the journal holds the requests of this run afterwards. */
		write: async (
			operation: 'create' | 'update' | 'upsert',
			fields: IDataObject,
			more: IDataObject = {},
			input: IDataObject[] = [{}],
			run: Partial<RunNodeOptions> = {},
		): Promise<RunNodeResult> => {
			bench.sandbox.journal.length = 0;
			return await bench.run(
				'flexibleAsset',
				operation,
				{
					flexibleAssetTypeId: byId(type()),
					...(operation !== 'update' && { organizationId: byId(home()) }),
					fields,
					...more,
				},
				{ input, ...run } as Parameters<Bench['run']>[3],
			);
		},
	};
}
