import { at } from '../transport/jsonapi/record';
import { escapeHtml, looksLikeHtml } from '../text/html/html';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import type { Operation } from './operation';
import { checkExistence } from '../run/existence';
import { locateRecord } from '../run/input/locator';
import { endsWithNote } from '../text/noteEnding';
import { patch, show } from '../records/requests';
import { reportNotTaken } from '../sync/write';

/** Adds a note to the end of the notes of a record. Items for the same record run one after the other. */
export const addQuickNote: Operation = {
	name: 'addQuickNote',
	label: 'Add Quick Note',
	action: 'Add quick note to %s',
	description: 'Add text at the end of the quick notes',
	onRecord: true,
	givesRecords: true,
	run: addNotes,
};

async function addNotes(run: Run): Promise<void> {
	const plans = await run.planned(async (item) => {
		const note = readNote(item);
		return { ...(await locateRecord(item)), note };
	});
	const checked = await checkExistence(run, plans);
	run.startWriting();
	await run.inGroups(
		checked,
		({ plan }) => plan.id,
		async ({ item, plan }) => await append(item, plan.id, plan.note),
	);
}

function readNote(item: Item): string {
	const raw = item.param('note', '');
	const note = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : '';
	if (note === '')
		item.refuse('"Note" is empty', 'Write the note, or check the expression that gives it.');
	return looksLikeHtml(note) ? note : toHtml(note);
}

/** Plain text as HTML: quick notes contain HTML, so a plain line break would be lost. */
const toHtml = (text: string): string =>
	text
		.split(/\r?\n\s*\r?\n/)
		.map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\r?\n/g, '<br>')}</p>`)
		.join('');

async function append(item: Item, id: string, note: string): Promise<void> {
	const { resource } = item;
	const attribute = resource.append?.attribute ?? '';
	item.identify(() => [id, note]);
	// Read from the record itself: lists cut the notes to 250 characters (reference 1.15).
	const { record, document } = await show(item, id);
	const existing = at(record, attribute);
	const before = typeof existing === 'string' ? existing.trim() : '';
	const { deed } = item;
	if (deed?.whole || endsWithNote(before, note)) {
		if (!deed) hintAlreadyNoted(item, id);
		item.did({ id, whole: true });
		return item.output(item.presentOne(record, document, deed ? {} : { _already_noted: true }));
	}
	item.did({ id });
	const kept = before === '' || looksLikeHtml(before) ? before : toHtml(before);
	const sent = { [attribute]: kept === '' ? note : `${kept}\n${note}` };
	const answer = await patch(item, id, sent);
	item.did({ id, whole: true });
	reportNotTaken(item, sent, answer);
	item.output(item.presentOne(answer));
}

/** If the notes already end with the same note, an earlier run most likely added it. */
function hintAlreadyNoted(item: Item, id: string): void {
	item.hint(
		`${item.resource.label} ${id}: its notes already end with this text, so it was not added again.`,
	);
}
