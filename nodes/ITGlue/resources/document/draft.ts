/** Decides what to do with the body of an existing document, without losing open drafts of others. */
import { htmlToText, sameHtml } from '../../text/html/html';
import { bodyOf, publishedOf, sameBody } from '../../text/documentBody';
import type { JsonApiRecord } from '../../transport';
import { givenBody, htmlOfSections, readDocument, refuseLoss, sectionsOf } from './sections';
import type { HookContext } from '../schema/resource';

export interface Decision {
	/** Whether to store the body. */
	writes: boolean;
	publishes: boolean;
	/** The body that it replaces: the draft, if one is open. */
	from: string;
	/** Whether the document is published. Undefined if IT Glue does not show it. */
	published: boolean | undefined;
}

const NOTHING = { writes: false, publishes: false, from: '' };

/**
 * Compares the given body with the published body and with the draft. If a draft differs from both, somebody is
 * working on it: it stays unchanged and is reported. Without a body nothing is published. Reads, never writes.
 */
export async function decide(context: HookContext, listed: JsonApiRecord): Promise<Decision> {
	const html = givenBody(context);
	if (html === undefined || html === '') return { ...NOTHING, published: undefined };
	// The list leaves out bodies unless they are requested.
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
	// Accounts without sections store the body in the document itself.
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

/** Whether the published body differs from the sections. */
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

/** A draft is open if a document has been published and its sections contain something else. */
export function hasOpenDraft(
	{ attributes }: JsonApiRecord,
	sections: readonly JsonApiRecord[],
): boolean {
	if (sections.length === 0) return false;
	const shown = bodyOf(attributes) ?? '';
	// It is not known whether IT Glue returns the content of a draft. If so, only both marks together prove one.
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

/** Reports the draft that an explicit write has replaced. */
export function hintReplaced(context: HookContext, id: string, sections: JsonApiRecord[]): void {
	const words = htmlToText(htmlOfSections(sections)).replace(/\s+/g, ' ').slice(0, 80);
	context.hint(
		`Document ${id}: an open draft that was not published yet was replaced. It began with "${words}".`,
	);
}
