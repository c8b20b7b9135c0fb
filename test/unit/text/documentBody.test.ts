import {
	bodyOf,
	htmlOfBlocks,
	publishedOf,
	sameBody,
} from '../../../nodes/ITGlue/text/documentBody';

const TEXT = { sort: 0, resource_type: 'Document::Text', resource: { content: '<p>One.</p>' } };
const HEADING = {
	sort: 1,
	resource_type: 'Document::Heading',
	resource: { content: 'Two', level: 3 },
};
const STEP = { sort: 2, resource_type: 'Document::Step', resource: { content: '<p>Three.</p>' } };
const WHOLE = '<p>One.</p>\n<h3>Two</h3>\n<p>Three.</p>';

it.each<[string, unknown[], string]>([
	['in order', [TEXT, HEADING, STEP], WHOLE],
	['out of order', [STEP, TEXT, HEADING], WHOLE],
	[
		'with numbers as text',
		[
			{ ...STEP, sort: '10' },
			{ ...TEXT, sort: '9' },
		],
		'<p>One.</p>\n<p>Three.</p>',
	],
	[
		'without order',
		[
			{ ...TEXT, sort: null },
			{ ...STEP, sort: undefined },
		],
		'<p>One.</p>\n<p>Three.</p>',
	],
	['a level as text', [{ ...HEADING, resource: { content: 'A', level: '4' } }], '<h4>A</h4>'],
	['a level out of range', [{ ...HEADING, resource: { content: 'A', level: 9 } }], '<h6>A</h6>'],
	['no level', [{ ...HEADING, resource: { content: 'A' } }], '<h2>A</h2>'],
	[
		'a heading that is HTML',
		[{ ...HEADING, resource: { content: '<h4>A</h4>', level: 4 } }],
		'<h4>A</h4>',
	],
	[
		'a gallery',
		[TEXT, { sort: 1, resource_type: 'Document::Gallery', resource: { images: [] } }],
		'<p>One.</p>',
	],
	[
		'an unknown kind',
		[{ sort: 0, resource_type: 'Document::Table', resource: { content: '<table></table>' } }],
		'<table></table>',
	],
	['nothing', [null, 'x', 7, [], { ...TEXT, resource: null }, { sort: 3 }], ''],
	[
		'other spellings',
		[{ sort: 0, 'resource-type': 'document::heading', resource: { Content: 'A', level: 1 } }],
		'<h1>A</h1>',
	],
	[
		'camelCase',
		[{ sort: 0, resourceType: 'Heading', resource: { content: 'A', level: 1 } }],
		'<h1>A</h1>',
	],
	[
		'sections',
		[
			{
				id: '1',
				'resource-type': 'Document::Heading',
				content: 'A',
				level: 2,
				sort: 0,
				'rendered-content': 'x',
			},
		],
		'<h2>A</h2>',
	],
])('makes HTML of blocks: %s', (_name, blocks, html) => {
	expect(htmlOfBlocks(blocks)).toBe(html);
});

it.each<[string, Record<string, unknown>, string | undefined]>([
	['HTML', { content: '<p>a</p>' }, '<p>a</p>'],
	['blocks', { content: [TEXT] }, '<p>One.</p>'],
	['sections beside an empty list', { content: [], sections: [{ ...STEP }] }, '<p>Three.</p>'],
	[
		'sections beside null',
		{ content: null, sections: [{ content: '<p>b</p>', sort: 0 }] },
		'<p>b</p>',
	],
	['an empty list', { content: [] }, ''],
	['null', { content: null }, ''],
	['not at all', {}, undefined],
])('reads a body that comes as %s', (_name, attributes, html) => {
	expect(bodyOf(attributes)).toBe(html);
});

it.each<[Record<string, unknown>, boolean | undefined]>([
	[{ published: true }, true],
	[{ published: false, 'published-at': '2026-01-01T00:00:00.000Z' }, false],
	[{ draft: true }, false],
	[{ 'published-at': '2026-01-01T00:00:00.000Z', 'published-by': null }, true],
	[{ published: null, 'published-at': '2026-01-01T00:00:00.000Z' }, true],
	[{ 'published-at': null, 'published-by': null }, false],
	[{ 'published-by': 7 }, true],
	[{}, undefined],
	[{ published: null }, undefined],
])('knows from %j whether it is published', (attributes, published) => {
	expect(publishedOf(attributes)).toBe(published);
});

it('does not take a newly signed address of an image for a change', () => {
	const image = (query: string) => `<p>a <img src="https://files.example.com/1.png?${query}"></p>`;
	expect(sameBody(image('sig=1'), image('sig=2'))).toBe(true);
	expect(sameBody('<p>a</p>', '<p>b</p>')).toBe(false);
});
