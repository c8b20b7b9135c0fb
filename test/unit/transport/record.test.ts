/** Records out of answers, whatever shape those have. */
import {
	includedRecords,
	oneRecord,
	recordsOf,
} from '../../../nodes/ITGlue/transport/jsonapi/record';

const record = (id: string | number) => ({ id, type: 'contacts', attributes: { name: `C${id}` } });

it.each([
	['a record', { data: record(7) }, { id: '7', type: 'contacts', attributes: { name: 'C7' } }],
	['a list of one', { data: [record('7')] }, record('7')],
	['a list of two', { data: [record('7'), record('8')] }, undefined],
	['an empty list', { data: [] }, undefined],
	['nothing', {}, undefined],
	['null', { data: null }, undefined],
	['no ID', { data: { type: 'contacts', attributes: {} } }, undefined],
	['no attributes', { data: { id: 7, type: 'x' } }, { id: '7', type: 'x', attributes: {} }],
])('the one record of an answer with %s', (_title, document, one) => {
	expect(oneRecord(document as never)).toEqual(one);
});

it('one record counts as a list of one; what is no record is left out', () => {
	expect(recordsOf({ data: record(1) } as never).map(({ id }) => id)).toEqual(['1']);
	expect(
		recordsOf({ data: [record(1), null, 'x', record('2')] } as never).map(({ id }) => id),
	).toEqual(['1', '2']);
	expect(recordsOf({} as never)).toEqual([]);
});

it('included records are found beside the data and inside it', () => {
	const document = { data: { ...record(1), included: [record(3)] }, included: [record(2)] };
	expect(includedRecords(document as never).map(({ id }) => id)).toEqual(['2', '3']);
	expect(includedRecords({ data: [record(1)] } as never)).toEqual([]);
});
