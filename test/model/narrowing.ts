/** What the model does not forecast, and the generators therefore leave out. */
import type { Subject } from './facts';
import { isBlank } from './meaning';
import type { Row, Run } from './script';

/** Columns that stand for several values of a contact. */
const COMPOUND = ['contact_emails', 'contact_phones', 'name'];

const withoutEmptyCompounds = (given: Row): Row =>
	Object.fromEntries(
		Object.entries(given).filter(([name, value]) => !COMPOUND.includes(name) || !isBlank(value)),
	);

/**
 * Items of one run that come to different keys, or that each bring an address to a list that is replaced:
 * which of them mean the same record depends on all of them, and is tested by example in
 * behaviour/upsertContacts; here such runs have one item. An empty list that may overwrite is refused
 * where entries would be left, and so is an empty full name beside an item that gives one; both are tested
 * there as well.
 */
export function narrowed(subject: Subject, run: Run): Run {
	const { emptyMatch, replaceAll, neverOverwriteWithEmpty } = run.options;
	const together = emptyMatch === 'nextKey' || replaceAll?.includes('contact_emails');
	const input = together ? run.input.slice(0, 1) : run.input;
	return {
		...run,
		input:
			neverOverwriteWithEmpty === false && subject.lists.length > 0
				? input.map(withoutEmptyCompounds)
				: input,
	};
}
