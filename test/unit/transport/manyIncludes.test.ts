import { byKey } from '../../../nodes/ITGlue/transport/jsonapi/record';
import { shaperOf } from '../../../nodes/ITGlue/records/flatten';

it('a record with very many included records takes time that grows with their number only', () => {
	const included = byKey(
		Array.from({ length: 60_000 }, (_each, at) => ({
			id: String(at),
			type: at % 2 === 0 ? 'attachments' : 'related-items',
			attributes: { name: `File ${at}` },
		})),
	);
	const shape = { simplify: true, omit: [], secrets: [], reveal: false };
	const begin = performance.now();
	const flat = shaperOf(shape, { included, alone: true })({
		id: '1',
		type: 'contacts',
		attributes: { name: 'Ann' },
		relationships: { attachments: { data: [{ id: '0', type: 'attachments' }] } },
	});
	expect(performance.now() - begin).toBeLessThan(3000);
	expect(flat.attachments).toHaveLength(30_000);
	expect(flat.related_items).toHaveLength(30_000);
});
