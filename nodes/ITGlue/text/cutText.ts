/** Texts that a list shows cut, and texts that people make from them. */

/** A list cuts long values after this number of characters (quick notes, official page). */
export const CUT = 250;

/** The ends of cut texts in Rails, IT Glue's framework: plain, or with an ellipsis within the length. */
const ENDS = ['', '...', '…'];

/** This number of characters before the cut is enough to find the place again. */
const BEFORE = 24;
/** This number of characters after the cut is enough to see that the text continues. */
const AFTER = 4;
/** If these last characters are there, the text before them is there as well. */
const LAST = 12;

/** A shorter text cannot contain the place of the cut. */
export const mayBeCut = (given: unknown): boolean =>
	typeof given === 'string' && given.length > BEFORE * 2;

/** Whether a text is the cut form of another one, as a list shows it. */
export function isCutOf(given: string, whole: string): boolean {
	if (whole.length <= CUT || given === whole) return false;
	return ENDS.some((end) => given.trim() === cutWith(whole, end).trim());
}

const cutWith = (whole: string, end: string): string => `${whole.slice(0, CUT - end.length)}${end}`;

/**
 * Whether a text was made from a list's cut form of another one: it contains the place of the cut, but not the text
 * after it. Writing it would erase the rest.
 */
export function isMadeOfCut(given: string, whole: string): boolean {
	if (whole.length <= CUT || given === whole) return false;
	const last = whole.trimEnd().slice(CUT).slice(-LAST);
	if (last !== '' && given.trimEnd().endsWith(last)) return false;
	return (
		departsAtCut(given, whole) || ENDS.some((end) => losesRest(given, whole, CUT - end.length, end))
	);
}

/** If a cut text ends inside a word, people remove this word before they add text. */
function departsAtCut(given: string, whole: string): boolean {
	let alike = 0;
	while (alike < CUT && given[alike] === whole[alike]) alike += 1;
	return alike >= CUT - BEFORE && alike < CUT;
}

function losesRest(given: string, whole: string, at: number, end: string): boolean {
	const before = `${whole.slice(at - BEFORE, at)}${end}`.trimEnd();
	const found = given.lastIndexOf(before);
	if (found < 0) return false;
	// Blanks at the cut may have been trimmed.
	const rest = whole.slice(at).trimStart().slice(0, AFTER);
	return !given
		.slice(found + before.length)
		.trimStart()
		.startsWith(rest);
}
