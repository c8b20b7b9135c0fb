/** Texts that a list shows cut, and what people make of them. */

/** A list cuts long values after so many characters (quick notes, official page). */
export const CUT = 250;

/** How Rails cuts, which IT Glue is written in: plainly, or with an ellipsis within the length. */
const ENDS = ['', '...', '…'];

/** So much of the text before the cut tells the place again. */
const BEFORE = 24;
/** So much of what follows tells that it goes on. */
const AFTER = 4;
/** What has kept the end of the text has kept what lies between. */
const LAST = 12;

/** A shorter text cannot hold the place where a list cuts, and need not be looked at. */
export const mayBeCut = (given: unknown): boolean =>
	typeof given === 'string' && given.length > BEFORE * 2;

/** Whether a text is another one, cut as a list cuts it. */
export function isCutOf(given: string, whole: string): boolean {
	if (whole.length <= CUT || given === whole) return false;
	return ENDS.some((end) => given.trim() === cutWith(whole, end).trim());
}

const cutWith = (whole: string, end: string): string => `${whole.slice(0, CUT - end.length)}${end}`;

/**
 * Whether a text was made of another one as a list shows it: it holds the place where the list cuts, and what
 * follows there is lost. Written, it would erase the rest.
 */
export function isMadeOfCut(given: string, whole: string): boolean {
	if (whole.length <= CUT || given === whole) return false;
	const last = whole.trimEnd().slice(CUT).slice(-LAST);
	if (last !== '' && given.trimEnd().endsWith(last)) return false;
	return (
		departsAtCut(given, whole) || ENDS.some((end) => losesRest(given, whole, CUT - end.length, end))
	);
}

/** Somebody who adds to a text that breaks off in a word takes the word away first. */
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
