import type { IDataObject } from 'n8n-workflow';
import { byKey } from '../../../nodes/ITGlue/transport/jsonapi/record';
import { shaperOf } from '../../../nodes/ITGlue/records/flatten';
import { effortOf } from '../../helpers/effort';

it('a record with very many included records takes time that grows with their number only', () => {
	const included = byKey(
		Array.from({ length: 60_000 }, (_each, at) => ({
			id: String(at),
			type: at % 2 === 0 ? 'attachments' : 'related-items',
			attributes: { name: `File ${at}` },
		})),
	);
	const shape = { simplify: true, omit: [], secrets: [], reveal: false };
	let flat: IDataObject = {};
	const effort = effortOf(() => {
		flat = shaperOf(shape, { included, alone: true })({
			id: '1',
			type: 'contacts',
			attributes: { name: 'Ann' },
			relationships: { attachments: { data: [{ id: '0', type: 'attachments' }] } },
		});
	});
	expect(effort).toBeLessThan(3000);
	expect(flat.attachments).toHaveLength(30_000);
	expect(flat.related_items).toHaveLength(30_000);
});
