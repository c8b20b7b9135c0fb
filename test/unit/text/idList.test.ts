import { readForeignIds, readIdList } from '../../../nodes/ITGlue/text/idList';

describe('a list of IDs', () => {
	it.each<[unknown, string[]]>([
		['2001', ['2001']],
		['2001, 2002', ['2001', '2002']],
		['2001\n2002\r\n2003\n', ['2001', '2002', '2003']],
		['2001;2002 ; 2003', ['2001', '2002', '2003']],
		['2001 2002\t2003\u00A02004', ['2001', '2002', '2003', '2004']],
		['2001|2002', ['2001', '2002']],
		['[2001, 2002]', ['2001', '2002']],
		['["9007199254740993","2002"]', ['9007199254740993', '2002']],
		["'2001','2002'", ['2001', '2002']],
		['\uFEFF2001,\u200B2002', ['2001', '2002']],
		['2001.0,2002.00', ['2001', '2002']],
		[2001, ['2001']],
		[
			[2001, '2002', null, ['2003']],
			['2001', '2002', '2003'],
		],
		[
			[{ id: '2001', name: 'x' }, { id: 2002 }],
			['2001', '2002'],
		],
		['2001,2001, 2001', ['2001']],
		[' , ;', []],
		['[]', []],
		[[], []],
		[null, []],
	])('%j', (raw, ids) => {
		expect(readIdList(raw)).toEqual({ ids });
	});

	it.each<[unknown, unknown]>([
		['2001, abc, 2002', 'abc'],
		['2001-2005', '2001-2005'],
		['-5', '-5'],
		['1e5', '1e5'],
		['12.5', '12.5'],
		['2001,{"id":1}', '{'],
		['12345678901234567890', '12345678901234567890'],
		['٣', '٣'],
		[true, true],
		[[2001, true], true],
	])('%j names what is no ID', (raw, odd) => {
		expect(readIdList(raw)).toMatchObject({ why: 'noId' });
		expect(String((readIdList(raw) as { odd: unknown }).odd)).toContain(String(odd));
	});

	it('takes no number that has been rounded', () => {
		expect(readIdList([2001, 2 ** 53])).toEqual({ odd: 2 ** 53, why: 'rounded' });
	});

	it('of another system may hold more than digits', () => {
		expect(readForeignIds('ACME-1, b 2\nc;c\n')).toEqual(['ACME-1', 'b 2', 'c']);
	});
});
