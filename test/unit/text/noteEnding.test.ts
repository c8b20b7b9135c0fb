/** Whether notes end with a note already, as a person sees them. */
import { endsWithNote } from '../../../nodes/ITGlue/text/noteEnding';
import { effortOf } from '../../helpers/effort';

it.each([
	['the same text', 'Checked', 'Checked'],
	['what was sent behind older notes', '<p>Old</p>\n<p>Checked</p>', '<p>Checked</p>'],
	['HTML and text', '<p>Old</p><p>All  fine</p>', 'All fine'],
	['a paragraph in two lines', '<div>Old</div><p>One<br />Two</p>', 'One\nTwo'],
	['entities', '<p>A &amp; B</p>', '<p>A & B</p>'],
	['invisible characters', '<p>Checked\u200B</p>', 'Checked'],
	[
		'the same link',
		'<p><a href="https://a.example">Here</a></p>',
		"<a href='https://a.example'>Here</a>",
	],
])('they do: %s', (_name, notes, note) => {
	expect(endsWithNote(notes, note)).toBe(true);
});

it.each([
	['a part of the last line', '<p>All fine</p>', 'fine'],
	['another line behind it', '<p>Checked</p><p>Later</p>', 'Checked'],
	['empty notes', '', 'Checked'],
	['only the end of the note', '<p>Two</p>', 'One\nTwo'],
	['other capitals', '<p>CHECKED</p>', 'Checked'],
	[
		'another link',
		'<p><a href="https://a.example">Here</a></p>',
		'<a href="https://b.example">Here</a>',
	],
	['an image, of which no text tells', '<p><img src="a.png"></p>', '<img src="a.png">'],
	['nothing', '<p>Checked</p>', ''],
])('they do not: %s', (_name, notes, note) => {
	expect(endsWithNote(notes, note)).toBe(false);
});

it('takes no longer for long notes than their length calls for', () => {
	const effort = effortOf(() => {
		endsWithNote('<p>line</p>'.repeat(20_000), '<p>line</p>'.repeat(20_000));
		endsWithNote('<'.repeat(100_000), 'x');
	});
	expect(effort).toBeLessThan(5000);
});
