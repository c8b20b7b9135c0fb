/** Corners of Markdown that CommonMark names and editors do not write every day. */
import { markdownToHtml } from '../../../nodes/ITGlue/text/markdown/markdown';

it.each([
	// The rule of three: the double asterisk does not close the single one.
	['*foo**bar*', '<p><em>foo**bar</em></p>'],
	['*foo**bar**baz*', '<p><em>foo<strong>bar</strong>baz</em></p>'],
	['foo***bar***baz', '<p>foo<em><strong>bar</strong></em>baz</p>'],
	['a<br />b', '<p>a<br>b</p>'],
	['a<your *name*>b', '<p>a&lt;your <em>name</em>&gt;b</p>'],
	['x <foo bar="*y*"> z', '<p>x &lt;foo bar="*y*"&gt; z</p>'],
	['-\n- x', '<ul>\n<li></li>\n<li>x</li>\n</ul>'],
])('%j', (markdown, html) => {
	expect(markdownToHtml(markdown)).toBe(html);
});
