/** Reads the sections of a document for its hooks. */
import { settle } from '../../concurrency';
import { htmlToText, sameHtml } from '../../text/html/html';
import { looksLikeHtml, looksLikeMarkdown } from '../../text/markup';
import { markdownToHtml } from '../../text/markdown/markdown';
import { oneRecord } from '../../transport/jsonapi/record';
import { htmlOfBlocks } from '../../text/documentBody';
import { ApiFault, fillPath, type JsonApiRecord } from '../../transport';
import type { HookContext } from '../schema/resource';

export const SECTIONS = '/documents/:id/relationships/sections';
export const SECTION = '/documents/:id/relationships/sections/:section_id';
export const TEXT = 'Document::Text';
const PAGE_SIZE = 100;

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The body that the user gave, as HTML; undefined when none was given. */
export function givenBody(context: HookContext): string | undefined {
	const body = context.values.get('content');
	if (body === undefined || body === null) return undefined;
	const text = String(body);
	const isMarkdown = context.option('bodyFormat') === 'markdown';
	if (!isMarkdown && looksLikeMarkdown(text))
		context.hint('The body looks like Markdown but is read as HTML. See Body Format.');
	if (isMarkdown && looksLikeHtml(text))
		context.hint('The body looks like HTML but is read as Markdown. See Body Format.');
	return isMarkdown ? markdownToHtml(text) : text;
}

/** True if IT Glue answers that the route does not exist, or that the key may not use it (reference 4.15). */
export function routeMissing(reason: unknown): boolean {
	return reason instanceof ApiFault && (reason.noSuchRoute || reason.status === 401);
}

/** Sections that were read for an operation, so that its hooks do not read them again. */
const known = new WeakMap<HookContext, Promise<JsonApiRecord[] | undefined>>();

/** The sections of the document in order. Undefined if the account has no section routes. */
export async function sectionsOf(
	context: HookContext,
	id: string,
): Promise<JsonApiRecord[] | undefined> {
	const reading = known.get(context) ?? readSections(context, id);
	known.set(context, reading);
	return await reading;
}

export async function readSections(
	context: HookContext,
	id: string,
): Promise<JsonApiRecord[] | undefined> {
	const outcome = await settle(
		context.client.list({ path: fillPath(SECTIONS, { id }), pageSize: PAGE_SIZE }),
	);
	if ('value' in outcome) {
		return [...outcome.value.records].sort(
			(a, b) => Number(a.attributes.sort ?? 0) - Number(b.attributes.sort ?? 0),
		);
	}
	if (outcome.reason instanceof ApiFault && outcome.reason.noSuchRoute) return undefined;
	return await Promise.reject(outcome.reason);
}

const isText = (record: JsonApiRecord): boolean => record.attributes['resource-type'] === TEXT;

export function imagesOf(record: JsonApiRecord): number {
	const images = record.attributes['document-images'];
	return Array.isArray(images) ? images.length : 0;
}

function describe(sections: JsonApiRecord[]): string {
	return sections
		.map((record) => {
			const kind = text(record.attributes['resource-type']).replace('Document::', '');
			const words = htmlToText(text(record.attributes.content)).slice(0, 40);
			return words ? `${kind} (${record.id}, "${words}")` : `${kind} (${record.id})`;
		})
		.join('; ');
}

export async function readDocument(
	context: HookContext,
	id: string,
	written: string,
): Promise<JsonApiRecord> {
	const { document: answer } = await context.client.send({
		method: 'GET',
		path: fillPath('/documents/:id', { id }),
	});
	const record = oneRecord(answer);
	return record ?? context.refuse('IT Glue did not return the document', written);
}

/** The body made of the sections; `rendered`: as readers see it. */
export const htmlOfSections = (sections: readonly JsonApiRecord[], rendered = false): string =>
	htmlOfBlocks(
		sections.map(({ attributes }) => attributes),
		rendered,
	);

/** Refuses a Replace that would lose sections, before any request of the update is sent. */
export async function refuseLoss(context: HookContext, id: string, html: string): Promise<void> {
	const mode = context.option('bodyMode');
	if (mode === 'append' || mode === 'replaceEverything') return;
	const sections = await sectionsOf(context, id);
	if (!sections || sections.length === 0) return;
	if (sections.length === 1 && sections.every(isText)) return;
	if (sameHtml(htmlOfSections(sections), html)) return;
	context.refuse(
		`The document holds ${sections.length} section${sections.length === 1 ? '' : 's'} that Replace would lose`,
		`It holds: ${describe(sections)}. Nothing was changed. ${mode === undefined ? 'Use Update with the option Body Mode' : 'Set Body Mode'} to Append Section to add to it, or to Replace Everything to delete them.`,
	);
}
