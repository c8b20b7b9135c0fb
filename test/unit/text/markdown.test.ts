import { fc } from '../../helpers/properties';
import { Marked } from 'marked';

import { markdownToHtml } from '../../../nodes/ITGlue/text/markdown/markdown';

/** The oracle: another Markdown implementation, told about the three things IT Glue makes us write otherwise. */
const oracle = new Marked({
	gfm: true,
	renderer: {
		checkbox: ({ checked }) => (checked ? '☑' : '☐'),
		code: ({ text }) => `<pre><code>${escaped(text.replace(/\n$/, ''))}\n</code></pre>\n`,
	},
});

function escaped(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Takes away what means nothing: white space beside blocks, the spelling of quotes, `align` as an attribute. */
function comparable(html: string): string {
	const parts = html.split(/(<pre>[\s\S]*?<\/pre>)/);
	const blocks = 'p|h[1-6]|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|hr|br|pre';
	return (
		parts
			.map((part) =>
				part.startsWith('<pre>')
					? part
					: part
							.replace(/\s+/g, ' ')
							.replace(new RegExp(` ?(</?(?:${blocks})(?: [^>]*)?>) ?`, 'g'), '$1')
							.replace(/ align="([a-z]+)"/g, ' style="text-align: $1"'),
			)
			.join('')
			// marked leaves a bare & in addresses, which HTML reads the same way.
			.replace(/href="[^"]*"/g, (href) => href.replace(/&amp;/g, '&'))
			.replace(/&quot;/g, '"')
			.replace(/&#39;/g, "'")
			.replace(/ ?(<\/?pre>) ?/g, '$1')
			.trim()
	);
}

function expectLikeOracle(markdown: string): void {
	const expected = oracle.parse(markdown, { async: false });
	expect(comparable(markdownToHtml(markdown))).toBe(comparable(expected));
}

const CORPUS = [
	'# One',
	'###### Six',
	'####### Seven is text',
	'#no space',
	'## Closed ##',
	'## Not closed#',
	'#',
	'One\n===',
	'Two\nlines\n---',
	'para\none\n\npara two',
	'   indented a little',
	'hard  \nbreak',
	'hard\\\nbreak',
	'soft\nbreak',
	'*em* _em_ **strong** __strong__',
	'***both*** **a *b* c** *a **b** c*',
	'snake_case_name and 2*3*4',
	'**bold**text __no__text',
	'** not strong ** and * not em *',
	'~~gone~~ and ~one~',
	'a ~~b **c** d~~ e',
	'`code` ``a ` b`` ` x `',
	'`a <b> & c`',
	'unclosed `code',
	'```\nfenced\n```',
	'```sh\nsudo apt <x> && y\n```',
	'~~~\ntilde\n```\n~~~',
	'````\n```\n````',
	'```\nnever closed\n\n  text',
	'```\n\ttab kept\n```',
	'  ```\n  stripped\n    two\n  ```',
	'    indented code\n\n    goes on',
	'para\n    not code',
	'- a\n- b\n- c',
	'* a\n* b',
	'+ a\n+ b',
	'- a\n\n- b',
	'- a\n\n  second\n- b',
	'- a\n  - b\n    - c\n- d',
	'- a\n  continued\nlazy',
	'1. one\n2. two',
	'7. seven\n8. eight',
	'1) one\n2) two',
	'1. one\n   - nested\n   - more\n2. two',
	'1. one\n\n   ```\n   code\n   ```\n2. two',
	'- a\n\n      code in item',
	'- [ ] open\n- [x] done\n- [X] done too',
	'- [ ] open\n\n- [x] loose',
	'- a\n* b',
	'text\n- list at once',
	'text\n1. list at once',
	'text\n14. no list',
	'- # heading in item\n- > quote in item',
	'> quote',
	'> a\n> b\n>\n> c',
	'> a\nlazy',
	'> a\n> > b\n> > c\n>\n> d',
	'> - a\n> - b\n>   - c',
	'> ```\n> code\n> ```',
	'[text](https://example.com)',
	'[text](https://example.com "title")',
	"[text](https://example.com 'it''s')",
	'[text](<https://example.com/a b>)',
	'[par](https://example.com/a(b)c)',
	'[a *b* `c`](/relative?x=1&y=2#f)',
	'[ref][id] [id][] [id]\n\n[id]: https://example.com/x "T"',
	'[Case][ID]\n\n[id]: <https://example.com>',
	'[undefined][nope] [nope]',
	'<https://example.com/?a=b&c=d> <ann@example.com>',
	'see https://example.com/a_b_c, or (https://example.com/x).',
	'www.example.com and **https://example.com**',
	'https://example.com/a?b=c&d=e',
	'![alt *text*](https://example.com/a.png "t")',
	'![rel](/images/1)',
	'![ref]\n\n[ref]: https://example.com/i.png',
	'[![img](https://example.com/a.png)](https://example.com)',
	'| a | b |\n|---|---|\n| 1 | 2 |',
	'a | b\n:-- | --:\n1 | 2\n3 | 4',
	'| a | b | c |\n|:--|:-:|--:|\n| 1 |\n| 1 | 2 | 3 | 4 |',
	'| a |\n|---|\n| x \\| y |\n| `p \\| q` |',
	'| a |\n|---|\n\nafter',
	'| a | b |\n|---|\n| no table |',
	'| a |\n|---|\n| 1 |\n> quote',
	'***\n\n---\n\n_ _ _',
	'text\n***\ntext',
	'\\*not em\\* \\# \\[x\\] \\a',
	'&copy; &amp; &lt; &#35; AT&T &nosemicolon',
	'5 < 6 > 4 & "quoted" it\'s',
	'a\r\nb\r\n\r\nc',
	'* * *\n- - -\n+ x',
	'-\n- b',
	'- a\n-\n- c',
	'Ünïcödé *ä* “*q*” 👍*x*',
	'',
	'   \n\n  ',
];

describe('markdownToHtml, against marked', () => {
	it.each(CORPUS)('%j', (markdown) => {
		expectLikeOracle(markdown);
	});
});

const word = fc.constantFrom(
	'alpha',
	'beta',
	'Gamma',
	'delta',
	'server',
	'42',
	'a_b',
	'x-y',
	'ärger',
	'C3PO',
);
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
const inline = fc.oneof(
	words,
	words.map((text) => `*${text}*`),
	words.map((text) => `**${text}**`),
	words.map((text) => `***${text}***`),
	words.map((text) => `~~${text}~~`),
	words.map((text) => `\`${text}\``),
	words.map((text) => `[${text}](https://example.com/x "t")`),
	words.map((text) => `[**${text}** \`code\`](https://example.com)`),
	words.map((text) => `![${text}](https://example.com/i.png)`),
	fc.constantFrom(
		'https://example.com/a_b',
		'<https://example.org>',
		'a \\* b',
		'&copy;',
		'3 < 4',
		'x & y',
	),
);
const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
const paragraph = fc
	.array(line, { minLength: 1, maxLength: 3 })
	.chain((lines) => fc.constantFrom('\n', '  \n', '\\\n').map((end) => lines.join(end)));
const leaf = fc.oneof(
	paragraph,
	fc
		.tuple(fc.integer({ min: 1, max: 6 }), line)
		.map(([level, text]) => `${'#'.repeat(level)} ${text}`),
	// marked sees no heading in a text that begins with an address in angle brackets.
	fc.tuple(line, fc.constantFrom('===', '---')).map(([text, mark]) => `Title ${text}\n${mark}`),
	fc.array(words, { maxLength: 4 }).map((lines) => `\`\`\`sh\n${lines.join('\n')}\n\`\`\``),
	fc.constantFrom('***', '_ _ _'),
	fc
		.tuple(
			fc.constantFrom('---', ':--', '--:', ':-:'),
			fc.array(fc.tuple(inline, inline), { maxLength: 3 }),
		)
		.map(([mark, rows]) =>
			['| A | B |', `|${mark}|---|`, ...rows.map(([one, two]) => `| ${one} | ${two} |`)].join('\n'),
		),
);

function indented(text: string, by: string): string {
	return text
		.split('\n')
		.map((row, index) => (index === 0 || row === '' ? row : by + row))
		.join('\n');
}

/** Not `fc.option`: its bias against depth leaves nested lists out altogether. */
function maybe(arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string | null> {
	return fc.tuple(fc.boolean(), arbitrary).map(([present, text]) => (present ? text : null));
}

function listOf(
	marker: string,
	inner: fc.Arbitrary<string>,
	more: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
	const item = fc.tuple(line, maybe(inner), maybe(more));
	return fc
		.tuple(fc.constantFrom('\n', '\n\n'), fc.array(item, { minLength: 1, maxLength: 3 }))
		.map(([gap, items]) =>
			items
				.map(
					([text, list, rest]) =>
						text + (list === null ? '' : `\n${list}`) + (rest === null ? '' : `\n\n${rest}`),
				)
				.map((text) => marker + indented(text, ' '.repeat(marker.length)))
				.join(gap),
		);
}

function quoteOf(block: fc.Arbitrary<string>): fc.Arbitrary<string> {
	return fc.array(block, { minLength: 1, maxLength: 2 }).map((blocks) =>
		blocks
			.join('\n\n')
			.split('\n')
			.map((row) => (row === '' ? '>' : `> ${row}`))
			.join('\n'),
	);
}

/** Blocks that nest `depth` deep. */
function blockOf(depth: number): fc.Arbitrary<string> {
	if (depth === 0) return leaf;
	const below = blockOf(depth - 1);
	// Right below a paragraph only a list that begins with 1 is one; marked does not hold to that everywhere.
	const inner = fc.oneof(
		...['- ', '* ', '1. '].map((marker) =>
			listOf(
				marker,
				line.map((text) => `- ${text}`),
				below,
			),
		),
	);
	const lists = ['- ', '* ', '1. ', '5) '].map((marker) => listOf(marker, inner, below));
	return fc.oneof(leaf, leaf, quoteOf(below), fc.oneof(...lists));
}

const block = blockOf(2);

describe('markdownToHtml, generated documents', () => {
	it('reads documents built from blocks as marked does', () => {
		fc.assert(
			fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
				expectLikeOracle(blocks.join('\n\n'));
			}),
			{ numRuns: 300 },
		);
	});

	it('writes balanced, harmless HTML for any text', () => {
		const pieces = fc.constantFrom(
			...'*_~`[]()!<>&\\#-+|:"\'=\n\t 1.'.split(''),
			'<b>',
			'</b>',
			'<u>',
			'</u>',
			'<br>',
			'<script>',
			'<img src=x onerror=alert(1)>',
			'](javascript:alert(1))',
			'](https://example.com)',
			'https://example.com/',
			'java&Tab;script&colon;',
			'word',
			'    ',
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 60 }), (list) => {
				expectHarmless(markdownToHtml(list.join('')));
			}),
			{ numRuns: 3000 },
		);
	});
});

const VOID = new Set(['br', 'hr', 'img']);
const KNOWN =
	/^(?:p|h[1-6]|ul|ol|li|blockquote|pre|code|table|thead|tbody|tr|th|td|hr|br|a|img|em|strong|del|kbd|sub|sup|u|b|i)$/;
const ATTRIBUTES =
	/^(?: (?:href|title|alt|src)="[^"<>]*"| start="[0-9]+"| style="text-align: (?:left|center|right)")*$/;

/** Every `<` begins a known tag with known attributes, tags nest, and addresses have harmless schemes. */
function expectHarmless(html: string): void {
	const open: string[] = [];
	for (const piece of html.split('<').slice(1)) {
		const [, slash, name = '', attributes = ''] = /^(\/?)([a-z0-9]+)([^>]*)>/.exec(piece) ?? [];
		expect(name).toMatch(KNOWN);
		expect(attributes).toMatch(ATTRIBUTES);
		for (const [, address] of attributes.matchAll(/(?:href|src)="([^"]*)"/g)) {
			expect(address).toMatch(/^(?:https?:|mailto:|ftp:|[^:]*$|[^:]*[/?#])/);
		}
		if (slash === '/') expect(open.pop()).toBe(name);
		else if (!VOID.has(name)) open.push(name);
	}
	expect(open).toEqual([]);
}

describe('markdownToHtml, safety', () => {
	it.each([
		['[x](javascript:alert(1))', '<p>x</p>'],
		['[x](JaVaScRiPt:alert(1))', '<p>x</p>'],
		['[x](<java\tscript:alert(1)>)', '<p>x</p>'],
		['[x](&#106;avascript:alert(1))', '<p>x</p>'],
		['[x](javascript&#58;alert(1))', '<p>x</p>'],
		['[x](&#1;javascript:alert(1))', '<p>x</p>'],
		['[x](data:text/html;base64,AAAA)', '<p>x</p>'],
		['[x](vbscript:x)', '<p>x</p>'],
		['[x](ms-msdt:/id)', '<p>x</p>'],
		['[*x*][r]\n\n[r]: javascript:alert(1)', '<p><em>x</em></p>'],
		['<javascript:alert(1)>', '<p>&lt;javascript:alert(1)&gt;</p>'],
		['![x](javascript:alert(1))', '<p>x</p>'],
		['![x](data:image/png;base64,AAAA)', '<p>x</p>'],
		['![x](http://example.com/a.png)', '<p>x</p>'],
		['![x](//example.com/a.png)', '<p>x</p>'],
		['![x](\\\\\\\\example.com/a.png)', '<p>x</p>'],
		['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
		['<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>'],
		['<b onclick="x">y</b>', '<p>&lt;b onclick="x"&gt;y&lt;/b&gt;</p>'],
		[
			'[x](https://example.com/"onclick="y)',
			'<p><a href="https://example.com/%22onclick=%22y">x</a></p>',
		],
		['[x](/a "\\"><b>")', '<p><a href="/a" title="&quot;&gt;&lt;b&gt;">x</a></p>'],
		['![" onerror="x](/a)', '<p><img src="/a" alt="&quot; onerror=&quot;x"></p>'],
		['a\0b', '<p>a\uFFFDb</p>'],
	])('%j', (markdown, html) => {
		expect(markdownToHtml(markdown)).toBe(html);
	});

	it.each([
		...['http', 'https', 'mailto', 'tel', 'sms', 'callto', 'sip', 'msteams'],
		...['ftp', 'ftps', 'sftp', 'ssh', 'rdp', 'vnc', 'smb', 'file'],
	])('keeps the links of documentation that begin with %s:', (scheme) => {
		expect(markdownToHtml(`[x](${scheme}:y)`)).toBe(`<p><a href="${scheme}:y">x</a></p>`);
	});

	it('does not let a reference turn an unknown named entity into a scheme', () => {
		expect(markdownToHtml('[x](javascript&colon;alert(1))')).toBe(
			'<p><a href="javascript&amp;colon;alert(1)">x</a></p>',
		);
	});

	it('keeps harmless tags that are closed, and shows the others', () => {
		expect(markdownToHtml('<kbd>Ctrl</kbd> H<sub>2</sub>O<br/>x<SUP>2</SUP>')).toBe(
			'<p><kbd>Ctrl</kbd> H<sub>2</sub>O<br>x<sup>2</sup></p>',
		);
		expect(markdownToHtml('<b>open\n\nnext </u>')).toBe(
			'<p>&lt;b&gt;open</p>\n<p>next &lt;/u&gt;</p>',
		);
		expect(markdownToHtml('*a <b> c* d </b>')).toBe('<p><em>a &lt;b&gt; c</em> d &lt;/b&gt;</p>');
		expect(markdownToHtml('<b><i>x</b></i>')).toBe('<p><b>&lt;i&gt;x</b>&lt;/i&gt;</p>');
	});

	it('shows tags it does not know as they were written', () => {
		expect(markdownToHtml('<div class="a_b_c">x</div>')).toBe(
			'<p>&lt;div class="a_b_c"&gt;x&lt;/div&gt;</p>',
		);
		expect(markdownToHtml('ssh <user>@<host:22> <your *name*>')).toBe(
			'<p>ssh &lt;user&gt;@&lt;host:22&gt; &lt;your <em>name</em>&gt;</p>',
		);
	});
});

describe('markdownToHtml, choices of our own', () => {
	it.each([
		['no link inside a link', '[a [b](/x) c](/y)', '<p>[a <a href="/x">b</a> c](/y)</p>'],
		[
			'an address as label',
			'[https://example.com](/y)',
			'<p><a href="/y">https://example.com</a></p>',
		],
		[
			'links to files and remote sessions',
			'[s](ssh://192.0.2.1) [f](file://nas/x)',
			'<p><a href="ssh://192.0.2.1">s</a> <a href="file://nas/x">f</a></p>',
		],
		[
			'addresses in balanced brackets',
			'(https://example.com/a_(b))',
			'<p>(<a href="https://example.com/a_(b)">https://example.com/a_(b)</a>)</p>',
		],
		[
			'an entity behind an address',
			'https://example.com/a&quot; b',
			'<p><a href="https://example.com/a">https://example.com/a</a>&quot; b</p>',
		],
		[
			'a semicolon behind an address',
			'https://example.com/a; b',
			'<p><a href="https://example.com/a">https://example.com/a</a>; b</p>',
		],
		[
			'an address in open brackets',
			'[see https://example.com/a]',
			'<p>[see <a href="https://example.com/a">https://example.com/a</a>]</p>',
		],
		[
			'no address in a word',
			'xhttps://example.com www. http://',
			'<p>xhttps://example.com www. http://</p>',
		],
		['ftp', 'ftp://example.com/x', '<p><a href="ftp://example.com/x">ftp://example.com/x</a></p>'],
		[
			'nested images',
			'![a ![b](/x) `c` <https://example.com> <u>](/y)',
			'<p><img src="/y" alt="a b c https://example.com &lt;u&gt;"></p>',
		],
		['titles of images', '![a](/x "t")', '<p><img src="/x" alt="a" title="t"></p>'],
		['three tildes', 'a ~~~b~~~', '<p>a ~~~b~~~</p>'],
		['a definition under a line', '[a]: /x\n===', '<p>===</p>'],
		[
			'definitions with a title',
			'[a]: /x\n  "t"\n[b]: /y\n"no title" x\n\n[a] [b]',
			'<p>"no title" x</p>\n<p><a href="/x" title="t">a</a> <a href="/y">b</a></p>',
		],
		['no definition', '[a]: /x y\n[]: /z\n[b]:', '<p>[a]: /x y\n[]: /z\n[b]:</p>'],
		['an escaped bracket in a label', '[a\\]b]\n\n[a\\]b]: /x', '<p><a href="/x">a]b</a></p>'],
		['an address that was encoded', '[a](/x%20y?q=ä)', '<p><a href="/x%20y?q=%C3%A4">a</a></p>'],
		['half a surrogate pair', '[a](/\uD800)', '<p><a href="/%EF%BF%BD">a</a></p>'],
		['escapes in an address', '[a](/x\\)y\\z)', '<p><a href="/x)y%5Cz">a</a></p>'],
		['an empty address', '[a]() [b](<>)', '<p><a href="">a</a> <a href="">b</a></p>'],
		[
			'addresses that are none',
			'[a](<x\ny>) [b](<x<y>) [c](x(y) [d](/x (t(u)))',
			'<p>[a](&lt;x\ny&gt;) [b](&lt;x<y>) [c](x(y) [d](/x (t(u)))</p>'.replace('<y>', '&lt;y&gt;'),
		],
		[
			'titles of each kind',
			"[a](/x 't') [b](/x (t)) [c](/x \"t) [d](/x 't' u)",
			'<p><a href="/x" title="t">a</a> <a href="/x" title="t">b</a> [c](/x "t) [d](/x \'t\' u)</p>',
		],
		[
			'a paragraph above a table',
			'x\na | b\n--- | ---\nc',
			'<p>x</p>\n<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td></td>\n</tr>\n</tbody>\n</table>',
		],
		[
			'tabs as indentation',
			'-\ta\n\n\tb\n\n>\t\tc',
			'<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>\n<blockquote>\n<pre><code>  c\n</code></pre>\n</blockquote>',
		],
		[
			'an item of code',
			'-     a\n- \n\n  b',
			'<ul>\n<li>\n<pre><code>a\n</code></pre>\n</li>\n<li></li>\n</ul>\n<p>b</p>',
		],
		['an empty quote', '>', '<blockquote>\n</blockquote>'],
		['a fence that is none', '``` a`b\nc', '<p>``` a`b\nc</p>'],
		[
			'a list and a quote side by side',
			'- a\n\n> b\n- c',
			'<ul>\n<li>a</li>\n</ul>\n<blockquote>\n<p>b</p>\n</blockquote>\n<ul>\n<li>c</li>\n</ul>',
		],
	])('%s', (_name, markdown, html) => {
		expect(markdownToHtml(markdown)).toBe(html);
	});
});

/** A quadratic step in any of these takes minutes, far beyond the time-out of a test. */
describe('markdownToHtml, hostile size', () => {
	const SIZE = 1_000_000;
	it.each([
		'[',
		'![',
		'*',
		'_',
		'~',
		'`',
		'>',
		'<',
		'&',
		'(',
		'|',
		'#',
		'- ',
		'> ',
		'>\n',
		'[a](',
		'[a](b "',
		'](',
		'[[a]',
		'*a ',
		'*a **b ',
		'_a*',
		'`` ` ',
		'<b>',
		'</b>',
		'<a href="',
		'https://',
		'&amp;',
		'- a\n',
		'|-',
		'[a]:b\n',
	])('a million characters of %j', (unit) => {
		const html = markdownToHtml(unit.repeat(SIZE / unit.length));
		expect(html.length).toBeLessThan(SIZE * 7);
	});

	it.each([
		['[', ']'],
		['*', '*'],
		['![a', '](b)'],
		['![ ', '[a](b)'],
		['<b>', '</b>'],
		['**a ', ' a**'],
		['https://a(', ')'],
	])('half a million characters each of %j and %j', (left, right) => {
		const html = markdownToHtml(
			left.repeat(SIZE / 2 / left.length) + right.repeat(SIZE / 2 / right.length),
		);
		expect(html.length).toBeLessThan(SIZE * 7);
	});

	it('pads a wide and long table only so far', () => {
		const html = markdownToHtml(
			`${'|a'.repeat(2000)}\n${'|-'.repeat(2000)}\n${'b\n'.repeat(200_000)}`,
		);
		expect(html.match(/<td>b<\/td>/g)).toHaveLength(200_000);
		expect(html.match(/<td><\/td>/g)).toHaveLength(50_000);
	});

	it('repeats a long reference only so often', () => {
		const html = markdownToHtml(`[a]: /${'b'.repeat(100_000)}\n\n${'[a] '.repeat(50_000)}`);
		expect(html.length).toBeLessThan(1_000_000);
		expect(html).toContain('<a href="/bbb');
	});
});
