import type { IDataObject } from 'n8n-workflow';
import { dataImagesIn, sameHtml } from '../../text/html/html';
import { bodyOf, publishedOf } from '../../text/documentBody';
import { fillPath, type ApiRequest, type JsonApiRecord } from '../../transport';
import { decide, hasOpenDraft, hintReplaced, type Decision } from './draft';
import {
	givenBody,
	htmlOfSections,
	imagesOf,
	readDocument,
	refuseLoss,
	SECTION,
	SECTIONS,
	sectionsOf,
	TEXT,
	text,
} from './sections';
import type { HookContext } from '../schema/resource';

/** The names of the stages, for an error after a stage has failed. */
const STORE = 'store the body';
const CLEAR = 'delete the old sections';
const PUBLISH = 'publish';
const READ_BACK = 'read it back';

const document = (attributes: IDataObject = {}): IDataObject => ({
	data: { type: 'documents', attributes },
});

const section = (attributes: IDataObject): IDataObject => ({
	data: { type: 'document-sections', attributes },
});

/** Positions may have gaps, so the new one follows the highest, not the count. */
const positionAfter = (sections: JsonApiRecord[]): number =>
	Math.max(-1, ...sections.map(({ attributes }) => Number(attributes.sort ?? 0))) + 1;

async function addSection(context: HookContext, id: string, html: string, sort: number) {
	const requests: ApiRequest[] = [
		{
			method: 'POST',
			path: fillPath(SECTIONS, { id }),
			body: section({ 'resource-type': TEXT, content: html, sort }),
		},
		// Accounts without section routes store the body in the document itself (reference 5.6).
		{
			method: 'PATCH',
			path: fillPath('/documents/:id', { id }),
			body: document({ content: html }),
		},
	];
	await context.client.sendFirst(requests, 'document section');
}

async function removeSections(context: HookContext, id: string, sections: JsonApiRecord[]) {
	for (const { id: sectionId } of sections) {
		await context.client.send({
			method: 'DELETE',
			path: fillPath(SECTION, { id, section_id: sectionId }),
		});
	}
	const images = sections.reduce((sum, record) => sum + imagesOf(record), 0);
	context.hint(
		`Document ${id}: ${sections.length} section${sections.length === 1 ? '' : 's'} with ${images} image${images === 1 ? '' : 's'} replaced by the new body.`,
	);
}

interface Stored {
	/** Whether anything was written. */
	wrote: boolean;
	/** Existing sections that the new body replaces. */
	obsolete: JsonApiRecord[];
	/** A draft was open before, and publishing would publish it too. */
	besideDraft?: boolean;
}

const UNCHANGED: Stored = { wrote: false, obsolete: [] };
const WROTE: Stored = { wrote: true, obsolete: [] };

/** Stores the body as the option Body Mode says. */
async function writeBody(
	context: HookContext,
	record: JsonApiRecord,
	html: string,
	isNew: boolean,
): Promise<Stored> {
	const { id } = record;
	const images = dataImagesIn(html);
	if (images > 0) {
		context.hint(
			`Document ${id}: the body holds ${images} image${images === 1 ? '' : 's'} as data. IT Glue does not keep such images.`,
		);
	}
	const sections = isNew ? [] : await sectionsOf(context, id);
	if (!sections) {
		if (sameHtml(bodyOf(record.attributes), html)) return UNCHANGED;
		await addSection(context, id, html, 0);
		return WROTE;
	}
	const mode = context.option('bodyMode');
	const [only] = sections;
	if (mode !== 'append' && mode !== 'replaceEverything' && only) {
		if (sameHtml(text(only.attributes.content), html)) return UNCHANGED;
		if (sameHtml(htmlOfSections(sections), html)) return UNCHANGED;
		if (context.always && hasOpenDraft(record, sections)) hintReplaced(context, id, sections);
		await context.client.send({
			method: 'PATCH',
			path: fillPath(SECTION, { id, section_id: only.id }),
			body: section({ content: html }),
		});
		return WROTE;
	}
	const add = async (): Promise<void> =>
		await addSection(context, id, html, positionAfter(sections));
	const last = sections[sections.length - 1];
	const isThere = (): boolean =>
		last !== undefined && sameHtml(text(last.attributes.content), html);
	if (mode !== 'append') {
		await add();
		return mode === 'replaceEverything' ? { wrote: true, obsolete: sections } : WROTE;
	}
	// Checked before the section is added: afterwards the section itself may count as a draft.
	const besideDraft = context.atFirst(['draft beside', id, html], () =>
		hasOpenDraft(record, sections),
	);
	await context.once(['append section', id, html], add, isThere);
	return { ...WROTE, besideDraft };
}

async function publishDocument(context: HookContext, id: string): Promise<void> {
	const routes = context.resource.routes.publish ?? [];
	await context.client.sendFirst(
		routes.map(({ method, path }) => ({ method, path: fillPath(path, { id }), body: document() })),
		'document publish',
	);
}

/** What the preview of an update has decided, for its later hooks. */
const decisions = new WeakMap<HookContext, Decision>();

/** Checks what the given body would replace, before any request of the update is sent. */
export async function beforeUpdate(context: HookContext, id: string): Promise<void> {
	const html = givenBody(context);
	if (html === undefined || decisions.get(context)?.writes === false) return;
	await refuseLoss(context, id, html);
}

/** What `afterWrite` would change in an existing document. Refuses what it would refuse. */
export async function preview(context: HookContext, record: JsonApiRecord): Promise<IDataObject> {
	const decision = await decide(context, record);
	decisions.set(context, decision);
	const { writes, publishes, from, published = null } = decision;
	return {
		...(writes && { content: { from, to: givenBody(context) } }),
		...(publishes && published !== true && { published: { from: published, to: true } }),
		...(publishes && !writes && published === true && { draft: { from: 'open', to: 'published' } }),
	};
}

/** For a new document or an explicit update: what the user asked for. Otherwise: the differences that were found. */
function dueOf(context: HookContext, isNew: boolean): { writes: boolean; publishes: boolean } {
	const writes = Boolean(givenBody(context));
	// Without a body this run has nothing to publish. To publish an earlier draft, there is Publish.
	const publishes = context.option('publish') === true && (isNew || writes);
	return (isNew || context.always ? undefined : decisions.get(context)) ?? { writes, publishes };
}

/** Stores the body, then publishes: the requests after the document's own request. */
export async function afterWrite(
	context: HookContext,
	record: JsonApiRecord,
	action: 'create' | 'update',
): Promise<JsonApiRecord> {
	const isNew = action === 'create';
	const { writes, publishes } = dueOf(context, isNew);
	const html = writes ? givenBody(context) : undefined;
	if (html) context.todo(STORE);
	if (publishes) context.todo(PUBLISH);
	const { wrote, obsolete, besideDraft } = html
		? await writeBody(context, record, html, isNew)
		: UNCHANGED;
	if (html) context.done(STORE);
	if (publishes && besideDraft) {
		context.hint(
			`Document ${record.id}: a draft was open before, so the section was added and not published. Publish the document in IT Glue, or with the operation Publish.`,
		);
		return await readBack(context, record.id);
	}
	// Only now: if something fails before this, the old body is still there.
	if (obsolete.length > 0) {
		context.todo(CLEAR);
		await removeSections(context, record.id, obsolete);
		context.done(CLEAR);
	}
	// An update without a changed body publishes only a document that is not published yet.
	const isPublished = !isNew && !wrote && publishedOf(record.attributes) === true;
	// A changed section opens a draft, so the record that was read before is out of date.
	if (!publishes || (context.always && isPublished))
		return wrote && !isNew ? await readBack(context, record.id) : record;
	await publishDocument(context, record.id);
	context.done(PUBLISH);
	return await readBack(context, record.id);
}

/** At this point everything has been written. If reading fails now, the error must say that it was. */
async function readBack(context: HookContext, id: string): Promise<JsonApiRecord> {
	context.todo(READ_BACK);
	const record = await readDocument(context, id, `Document ${id} was written.`);
	context.done(READ_BACK);
	return record;
}

/** Adds the sections, and the body made of them if IT Glue left it out. */
export async function afterGet(
	context: HookContext,
	record: JsonApiRecord,
): Promise<JsonApiRecord> {
	if (context.option('includeBody') !== true) return record;
	const sections = (await sectionsOf(context, record.id)) ?? [];
	const content = bodyOf(record.attributes) || htmlOfSections(sections);
	// The sections themselves replace the links to them.
	const relationships = Object.fromEntries(
		Object.entries(record.relationships ?? {}).filter(([name]) => name !== 'sections'),
	);
	return {
		...record,
		relationships,
		attributes: {
			...record.attributes,
			content,
			...(sections.length > 0 || !Array.isArray(record.attributes.sections)
				? { sections: sections.map(({ id, attributes }) => ({ id, ...attributes })) }
				: {}),
		},
	};
}
