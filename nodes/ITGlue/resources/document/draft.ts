/** What is to be done about the body of a document that exists, beside drafts that others have open. */
import { htmlToText, sameHtml } from '../../text/html/html';
import { bodyOf, publishedOf, sameBody } from '../../text/documentBody';
import type { JsonApiRecord } from '../../transport';
import { givenBody, htmlOfSections, readDocument, refuseLoss, sectionsOf } from './sections';
import type { HookContext } from '../schema/resource';

export interface Decision {
	/** Whether the body is to be stored. */
	writes: boolean;
	publishes: boolean;
	/** What it takes the place of: the draft, where one is open. */
	from: string;
	/** Whether the document is published; undefined where IT Glue does not say. */
	published: boolean | undefined;
}

const NOTHING = { writes: false, publishes: false, from: '' };

/**
 * Compares the body that was given with the one that is published and with the draft. A draft that differs from both is
 * somebody's work: it is left alone, and reported. Without a body nothing is published. Reads, never writes.
 */
export async function decide(context: HookContext, listed: JsonApiRecord): Promise<Decision> {
	const html = givenBody(context);
	if (html === undefined || html === '') return { ...NOTHING, published: undefined };
	// The list leaves bodies out unless they are asked for.
	const record =
		bodyOf(listed.attributes) === undefined
			? await readDocument(context, listed.id, 'Nothing was written. Run it again.')
			: listed;
	const published = publishedOf(record.attributes);
	const shown = bodyOf(record.attributes) ?? '';
	const wanted = context.option('publish') === true;
	const nothing: Decision = { ...NOTHING, published };
	const isShown = sameHtml(shown, html);
	if (isShown && (published !== false || !wanted)) return nothing;
	const sections = await sectionsOf(context, record.id);
	// Accounts without sections keep the body on the document itself.
	if (!sections) return { writes: !isShown, publishes: wanted, from: shown, published };
	const stored = htmlOfSections(sections);
	if (sections.length > 0 && sameHtml(stored, html)) {
		const due = wanted && isUnpublished(record, sections, published);
		return { ...nothing, publishes: due };
	}
	if (isShown && sections.length === 0) return { ...nothing, publishes: wanted };
	const open = hasOpenDraft(record, sections);
	if (open && context.option('openDrafts') !== 'overwrite') {
		hintLeft(context, record.id);
		return nothing;
	}
	await refuseLoss(context, record.id, html);
	return { writes: true, publishes: wanted, from: stored === '' ? shown : stored, published };
}

/** Whether what readers see is not yet what the sections say. */
function isUnpublished(
	{ attributes }: JsonApiRecord,
	sections: readonly JsonApiRecord[],
	published: boolean | undefined,
): boolean {
	if (published === false) return true;
	if (attributes.published === true) return false;
	const shown = bodyOf(attributes) ?? '';
	if (shown === '') return published === undefined;
	return differsFrom(shown, sections);
}

/** A draft is open where a document has been published, and its sections say something else. */
export function hasOpenDraft(
	{ attributes }: JsonApiRecord,
	sections: readonly JsonApiRecord[],
): boolean {
	if (sections.length === 0) return false;
	const shown = bodyOf(attributes) ?? '';
	// Whether the content of a draft is shown is not said: then only the two marks together tell.
	const marked = publishedOf(attributes) === false && (attributes['published-at'] ?? null) !== null;
	return marked || (shown !== '' && differsFrom(shown, sections));
}

const differsFrom = (shown: string, sections: readonly JsonApiRecord[]): boolean =>
	!sameBody(shown, htmlOfSections(sections)) && !sameBody(shown, htmlOfSections(sections, true));

function hintLeft(context: HookContext, id: string): void {
	context.hint(
		`Document ${id}: an open draft differs from the published body, so neither of them changed. Publish or discard it in IT Glue, or set If a Draft Is Open to Overwrite.`,
	);
}

/** Says what an explicit write has put in the place of a draft. */
export function hintReplaced(context: HookContext, id: string, sections: JsonApiRecord[]): void {
	const words = htmlToText(htmlOfSections(sections)).replace(/\s+/g, ' ').slice(0, 80);
	context.hint(
		`Document ${id}: an open draft that was not published yet was replaced. It began with "${words}".`,
	);
}
