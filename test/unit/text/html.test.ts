import {
	decodeEntities,
	escapeHtml,
	htmlToText,
	looksLikeHtml,
	sameHtml,
	plain,
} from '../../../nodes/ITGlue/text/html/html';
import { sameDate, sameMac } from '../../../nodes/ITGlue/text/sameValues';
import { samePhone } from '../../../nodes/ITGlue/text/phone';

type Compare = (a: unknown, b: unknown) => boolean;

/** Each comparison is asked both ways round. */
function check(compare: Compare, a: unknown, b: unknown, same: boolean): void {
	expect(compare(a, b)).toBe(same);
	expect(compare(b, a)).toBe(same);
}

describe('the text of a value', () => {
	it.each([
		['a\r\nb', 'a\nb\n', true],
		[' a ', 'a', true],
		[null, '', true],
		[undefined, null, true],
		[5, '5', true],
		[true, 'true', true],
		[{ a: 1 }, '{"a":1}', true],
		[new Date('2024-01-02'), '2024-01-02T00:00:00.000Z', true],
		[new Date('x'), '', true],
		['a', 'A', false],
		['a b', 'a  b', false],
		[0, '', false],
	])('%j and %j: %s', (a, b, same) => {
		check((one, other) => plain(one) === plain(other), a, b, same);
	});
});

describe('sameHtml', () => {
	it.each([
		['<p>a</p><p>b</p>', '<p>a</p>\n\n<p>b</p>\n', true],
		['<p> a </p>', '<p>a</p>', true],
		['a<br>b', 'a<br />b', true],
		['a<br>b', 'a<br/>\nb', true],
		['<p>a&nbsp;b</p>', '<p>a\u00A0b</p>', true],
		['<p>a&nbsp;b</p>', '<p>a b</p>', true],
		['<p>a &amp; b</p>', '<p>a & b</p>', true],
		['<p>it&#39;s &#x27;x&#x27;</p>', "<p>it's 'x'</p>", true],
		['<p>“a”</p>', '<p>&ldquo;a&rdquo;</p>', true],
		["<a href='/x' title=t>a</a>", '<a title="t" href="/x">a</a>', true],
		['<a href="/x?a=1&b=2">a</a>', '<a href="/x?a=1&amp;b=2">a</a>', true],
		['<P CLASS="a">x</P>', '<p class="a">x</p>', true],
		['<td style="text-align: center">x</td>', '<td style="text-align:center;">x</td>', true],
		['<td style="text-align: center">x</td>', '<td style="text-align: right">x</td>', false],
		[`<a title='a > b'>x</a>`, '<a title="a > b">x</a>', true],
		['<a href=" https://example.com ">x</a>', '<a href="https://example.com">x</a>', true],
		[`<a title='a > b'>x</a>`, `<a title='a > c'>x</a>`, false],
		['<input disabled>', '<input disabled="">', true],
		['plain text', '<p>plain text</p>', true],
		['plain text', '<div>plain text</div>\n', true],
		['a & b', '<p>a &amp; b</p>', true],
		['a < b', '<p>a &lt; b</p>', true],
		['a <b>b</b>', '<p>a <b>b</b></p>', true],
		['a\n', 'a', true],
		['a &amp; b', 'a & b', true],
		['<pre>a  b\n</pre>', '<pre>\na  b</pre>', true],
		['<pre><code>a\n</code></pre>', '<pre><code>a</code></pre>', true],
		['<p>a</p><!-- note -->', '<p>a</p>', true],
		['<!DOCTYPE html><p>a</p>', '<p>a</p>', true],
		['', null, true],
		['<p>a</p>', '<div>a</div>', false],
		['<p>a</p><p>b</p>', 'ab', false],
		['<p>a b</p>', '<p>ab</p>', false],
		['<b>a</b> <i>b</i>', '<b>a</b><i>b</i>', false],
		['<p>a</p>', '<p>A</p>', false],
		['<p>&lt;b&gt;</p>', '<p><b></p>', false],
		['<pre>a  b</pre>', '<pre>a b</pre>', false],
		['<a href="/x">a</a>', '<a href="/y">a</a>', false],
		['<p class="a">x</p>', 'x', false],
		['<div><p>x</p></div>', 'x', false],
		['<div><p>x</p></div>', '<p>x</p>', false],
		['a\nb', 'a b', false],
		['<h1>a</h1>', '<h2>a</h2>', false],
		['<p', '<p>', false],
		['<!-- a', 'a', false],
		['', '<p>x</p>', false],
	])('%j and %j: %s', (a, b, same) => {
		check(sameHtml, a, b, same);
	});

	it.each(['<', '<a ', '<a x="', '<b>', '<!--', '&', '<pre>', '<p> ', ' '])(
		'copes with a million of %j',
		(unit) => {
			const text = unit.repeat(1_000_000 / unit.length);
			expect(sameHtml(`${text}x`, `${text}y`)).toBe(false);
			expect(typeof htmlToText(text)).toBe('string');
			expect(typeof looksLikeHtml(text)).toBe('boolean');
		},
	);
});

describe('samePhone', () => {
	it.each([
		['(555) 010-9999', '5550109999', true],
		['+1 555 010 9999', '15550109999', true],
		['555-010-9999 x12', '5550109999 ext. 12', true],
		['555-010-9999 Extension 12', '555.010.9999#12', true],
		['1-800-EXAMPLES', '1800 examples', true],
		['', null, true],
		['none', '(none)', true],
		['-', '--', false],
		['555-010-9999 x12', '555-010-9999', false],
		['555-010-9999 x12', '555-010-9999 x13', false],
		['555-010-999', '555-010-9999', false],
		['1-800-EXAMPLE', '1-800-SAMPLES', false],
		['55501099991', '5550109999 x1', false],
	])('%j and %j: %s', (a, b, same) => {
		check(samePhone, a, b, same);
	});
});

describe('sameMac', () => {
	it.each([
		['00:00:5E:00:53:01', '00-00-5e-00-53-01', true],
		['0000.5e00.5301', '00005E005301', true],
		['00:00:5E:00:53:01', '00:00:5E:00:53:02', false],
		['n/a', 'N/A', true],
		['a-b', 'ab', false],
		[null, '', true],
	])('%j and %j: %s', (a, b, same) => {
		check(sameMac, a, b, same);
	});
});

describe('sameDate', () => {
	it.each([
		['2024-01-02', '2024-01-02T00:00:00.000Z', true],
		['2024-01-02', '2024-01-02T00:00:00-05:00', true],
		['2024-01-02', '2024-01-02 00:00:00 UTC', true],
		['2024-01-02T10:00:00Z', '2024-01-02T12:00:00.000+02:00', true],
		['2024-01-02T10:00:00Z', '2024-01-02T12:00+0200', true],
		['2024-01-02T10:00:00', '2024-01-02T10:00:00.000Z', true],
		[new Date('2024-01-02'), '2024-01-02', true],
		['', null, true],
		['soon', 'soon', true],
		['2024-01-02', '2024-01-03', false],
		['2024-01-02', '2024-01-02T10:00:00Z', false],
		['2024-01-02T10:00:00Z', '2024-01-02T10:00:01Z', false],
		['2024-01-02', '', false],
		['2024-01-02', 'soon', false],
		['2024-13-45', '2024-13-45T00:00:00Z', false],
	])('%j and %j: %s', (a, b, same) => {
		check(sameDate, a, b, same);
	});
});

describe('looksLikeHtml', () => {
	it.each([
		['<p>a</p>', true],
		['a<br>b', true],
		['<a href="/x">y</a>', true],
		['</div>', true],
		['# Markdown\n\n- a', false],
		['use <server name> and <host>', false],
		['a < b > c', false],
		['a &amp; b', false],
		['<p', false],
		['', false],
	])('%j: %s', (text, is) => {
		expect(looksLikeHtml(text)).toBe(is);
	});
});

describe('htmlToText', () => {
	it.each([
		['<p>Hello <b>world</b> &amp; all</p><p>Next</p>', 'Hello world & all\nNext'],
		['<ul><li>a</li><li> b </li></ul>', '- a\n- b'],
		['a<br>b', 'a\nb'],
		['<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>', 'a b\nc'],
		['<style>p{}</style>x<script>if (a < b) c("<p>")</script>y', 'xy'],
		['a&nbsp;b <!-- c --> d', 'a b d'],
		['1 < 2', '1 < 2'],
		['', ''],
	])('%j', (html, text) => {
		expect(htmlToText(html).replace(/ +/g, ' ')).toBe(text);
	});
});

describe('entities', () => {
	it('escapes what has a meaning in HTML', () => {
		expect(escapeHtml(`<a href="x">&'</a>`)).toBe(
			'&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;',
		);
	});

	it('decodes once, and leaves what it does not know', () => {
		expect(decodeEntities('&amp;lt; &#65;&#x42; &foo; &amp')).toBe('&lt; AB &foo; &amp');
		expect(decodeEntities('&#0;&#xD800;&#x110000;')).toBe('\uFFFD\uFFFD\uFFFD');
		expect(decodeEntities('&constructor;')).toBe('&constructor;');
	});
});
