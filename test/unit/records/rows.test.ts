/** Entries of lists as they are merged into those that a record has: IT Glue replaces such lists as a whole. */
import type { IDataObject } from 'n8n-workflow';
import { mergeRows, wholeList } from '../../../nodes/ITGlue/records/rows';
import { PHONES } from '../../../nodes/ITGlue/resources/contact/lists';

const entry = (value: string, more: IDataObject = {}): IDataObject => ({
	value,
	'label-name': 'Mobile',
	'label-type': 'fax',
	primary: false,
	...more,
});

describe('a phone that is there already', () => {
	const desk = entry('555-0100', { primary: true });
	const fax = entry('555-0101');

	it.each<[string, IDataObject, IDataObject]>([
		['nothing else', {}, {}],
		['a label', { 'label-name': 'Home' }, { 'label-name': 'Home' }],
		['the label that new ones get', { 'label-name': 'Office' }, { 'label-name': 'Office' }],
		['the kind that new ones get, which the form always sends', { 'label-type': 'phone' }, {}],
		['a switch that is off, which the form always sends', { primary: false }, {}],
	])('given with %s', (_title, more, becomes) => {
		const given = [{ value: '(555) 0101', ...more }];
		expect(mergeRows(PHONES, [desk, fax], given)).toEqual([desk, { ...fax, ...becomes }]);
	});

	it('given with another extension is another one', () => {
		expect(mergeRows(PHONES, [desk], [{ value: '555-0100', extension: '12' }])).toHaveLength(2);
	});

	it('becomes the primary one, and the only one', () => {
		expect(mergeRows(PHONES, [desk, fax], [{ value: '555-0101', primary: true }])).toEqual([
			{ ...desk, primary: false },
			{ ...fax, primary: true },
		]);
	});
});

it('a new phone is added with what IT Glue requires', () => {
	expect(
		mergeRows(PHONES, [entry('555-0100', { primary: true })], [{ value: '555-0199' }]),
	).toEqual([
		entry('555-0100', { primary: true }),
		{ value: '555-0199', 'label-name': 'Office', 'label-type': 'phone', primary: false },
	]);
});

it('of a whole list the first is primary, unless another one says so', () => {
	const flags = (rows: IDataObject[]) => wholeList(PHONES, rows).map(({ primary }) => primary);
	expect(flags([{ value: '1' }, { value: '2' }])).toEqual([true, false]);
	expect(flags([{ value: '1' }, { value: '2', primary: true }])).toEqual([false, true]);
});
