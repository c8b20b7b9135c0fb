/** Texts that a list shows cut: known again when they come back, edited or not. */
import { CUT, isCutOf, isMadeOfCut } from '../../../nodes/ITGlue/text/cutText';

const WHOLE = Array.from({ length: 60 }, (_one, at) => `word${at}`).join(' ');
const LISTED = WHOLE.slice(0, CUT);

describe('a text as a list shows it', () => {
	it.each([
		['as it is', LISTED],
		['trimmed', ` ${LISTED.trim()}\n`],
		['with an ellipsis of dots', `${WHOLE.slice(0, CUT - 3)}...`],
		['with an ellipsis', `${WHOLE.slice(0, CUT - 1)}…`],
	])('%s', (_title, text) => {
		expect(isCutOf(text, WHOLE)).toBe(true);
	});

	it.each<[string, string, string]>([
		['the whole', WHOLE, WHOLE],
		['a shorter beginning', WHOLE.slice(0, 100), WHOLE],
		['another', 'x'.repeat(CUT), WHOLE],
		['exactly so long', LISTED, LISTED],
	])('not %s', (_title, text, whole) => {
		expect(isCutOf(text, whole)).toBe(false);
	});
});

describe('a text that was made of what a list shows', () => {
	it.each([
		['with something after', `${LISTED} Call first.`],
		['with something after a line', `${LISTED}\nCall first.`],
		['with something before', `Call first. ${LISTED}`],
		['with something replaced', LISTED.replace('word3 ', 'WORD3 ')],
		['with both', `Call. ${LISTED.replace('word3 ', 'WORD3 ')} Done.`],
		['with another end', `${LISTED.slice(0, CUT - 10)} and so on.`],
		['in HTML', `<p>${LISTED}</p>`],
		['with an ellipsis', `${WHOLE.slice(0, CUT - 3)}... Call first.`],
	])('%s', (_title, text) => {
		expect(isMadeOfCut(text, WHOLE)).toBe(true);
	});

	it.each([
		['the whole', WHOLE],
		['the whole and more', `${WHOLE} Call first.`],
		['the whole with a word replaced', WHOLE.replace('word3 ', 'WORD3 ')],
		['the whole with a word put in where lists cut', `${LISTED} new ${WHOLE.slice(CUT)}`],
		['the whole with another end', WHOLE.replace('word59', 'WORD59')],
		['another', 'Call first.'.repeat(40)],
		['a beginning', WHOLE.slice(0, 120)],
	])('not %s', (_title, text) => {
		expect(isMadeOfCut(text, WHOLE)).toBe(false);
	});
});
