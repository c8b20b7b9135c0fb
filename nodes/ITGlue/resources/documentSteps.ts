import type { IDataObject } from 'n8n-workflow';
import { settle } from '../concurrency';
import { markdownToHtml } from '../jsonapi/markdown';
import { oneRecord } from '../jsonapi/record';
import { htmlToText, sameHtml } from '../jsonapi/normalise';
import { ApiFault, fillPath, type ApiRequest, type JsonApiRecord } from '../transport';
import type { StepContext } from './types';

const SECTIONS = '/documents/:id/relationships/sections';
const SECTION = '/documents/:id/relationships/sections/:section_id';
const TEXT = 'Document::Text';
/** Steps, as an operation that broke off names them. */
const STORE = 'store the body';
const CLEAR = 'delete the old sections';
const PUBLISH = 'publish';
const READ_BACK = 'read it back';
const PAGE_SIZE = 100;

const document = (attributes: IDataObject = {}): IDataObject => ({
	data: { type: 'documents', attributes },
});

const section = (attributes: IDataObject): IDataObject => ({
	data: { type: 'document-sections', attributes },
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The body that the user gave, as HTML; undefined when none was given. */
function givenBody(context: StepContext): string | undefined {
	const body = context.values.get('content');
	if (body === undefined || body === null) return undefined;
	return context.extra('bodyFormat') === 'markdown' ? markdownToHtml(String(body)) : String(body);
}

/** True when IT Glue says that there is no such route, or that a key may not use it (reference 4.15). */
export function routeMissing(reason: unknown): boolean {
	return reason instanceof ApiFault && (reason.noSuchRoute || reason.status === 401);
}

/** Sections read for an operation, so that its steps do not read them again. */
const known = new WeakMap<StepContext, Promise<JsonApiRecord[] | undefined>>();

/** The document's sections in their order; undefined where the account has no section routes. */
async function sectionsOf(context: StepContext, id: string): Promise<JsonApiRecord[] | undefined> {
	const reading = known.get(context) ?? readSections(context, id);
	known.set(context, reading);
	return await reading;
}

async function readSections(
	context: StepContext,
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

function imagesOf(record: JsonApiRecord): number {
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

/** Stops a Replace that would lose sections, before anything of the update is sent. */
export async function beforeUpdate(context: StepContext, id: string): Promise<void> {
	if (givenBody(context) === undefined) return;
	const mode = context.extra('bodyMode');
	if (mode === 'append' || mode === 'replaceEverything') return;
	const sections = await sectionsOf(context, id);
	if (!sections || sections.length === 0) return;
	if (sections.length === 1 && sections.every(isText)) return;
	context.refuse(
		`The document holds ${sections.length} section${sections.length === 1 ? '' : 's'} that Replace would lose`,
		`It holds: ${describe(sections)}. Nothing was changed. ${mode === undefined ? 'Use Update with the option Body Mode' : 'Set Body Mode'} to Append Section to add to it, or to Replace Everything to delete them.`,
	);
}

/** Positions may have gaps: after the last one, not after as many. */
const positionAfter = (sections: JsonApiRecord[]): number =>
	Math.max(-1, ...sections.map(({ attributes }) => Number(attributes.sort ?? 0))) + 1;

async function addSection(context: StepContext, id: string, html: string, sort: number) {
	const requests: ApiRequest[] = [
		{
			method: 'POST',
			path: fillPath(SECTIONS, { id }),
			body: section({ 'resource-type': TEXT, content: html, sort }),
		},
		// Accounts without section routes keep the body on the document itself (reference 5.6).
		{
			method: 'PATCH',
			path: fillPath('/documents/:id', { id }),
			body: document({ content: html }),
		},
	];
	await context.client.sendFirst(requests, 'document section');
}

async function removeSections(context: StepContext, id: string, sections: JsonApiRecord[]) {
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
	/** Sections that the new body takes the place of, still there. */
	obsolete: JsonApiRecord[];
}

const UNCHANGED: Stored = { wrote: false, obsolete: [] };
const WROTE: Stored = { wrote: true, obsolete: [] };

/** Stores the body the way the mode asks for. */
async function writeBody(
	context: StepContext,
	record: JsonApiRecord,
	html: string,
	isNew: boolean,
): Promise<Stored> {
	const { id } = record;
	const sections = isNew ? [] : await sectionsOf(context, id);
	if (!sections) {
		if (sameHtml(text(record.attributes.content), html)) return UNCHANGED;
		await addSection(context, id, html, 0);
		return WROTE;
	}
	const mode = context.extra('bodyMode');
	const [only] = sections;
	if (mode !== 'append' && mode !== 'replaceEverything' && only) {
		if (sameHtml(text(only.attributes.content), html)) return UNCHANGED;
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
	if (mode === 'append') await context.once(['append section', id, html], add, isThere);
	else await add();
	return mode === 'replaceEverything' ? { wrote: true, obsolete: sections } : WROTE;
}

async function publishDocument(context: StepContext, id: string): Promise<void> {
	const routes = context.resource.routes.publish ?? [];
	await context.client.sendFirst(
		routes.map(({ method, path }) => ({ method, path: fillPath(path, { id }), body: document() })),
		'document publish',
	);
}

/** A draft is what says so, or what does not show the body that it should. */
function isDraft(record: JsonApiRecord, html: string | undefined): boolean {
	const { published, content } = record.attributes;
	if (typeof published === 'boolean') return !published;
	return html !== undefined && !sameHtml(text(content), html);
}

/** What `afterWrite` would change of a document that exists; refuses what it would refuse. */
export async function preview(context: StepContext, record: JsonApiRecord): Promise<IDataObject> {
	const html = givenBody(context);
	// The list leaves bodies out unless they are asked for.
	const listed = html === undefined || typeof record.attributes.content === 'string';
	const whole = listed
		? record
		: await readDocument(context, record.id, 'Nothing was written. Run it again.');
	const shown = text(whole.attributes.content);
	const differs = html !== undefined && html !== '' && !sameHtml(shown, html);
	if (differs) await beforeUpdate(context, record.id);
	const [only] = differs ? ((await sectionsOf(context, record.id)) ?? []) : [];
	const stored = only ? text(only.attributes.content) : shown;
	const writes = differs && !sameHtml(stored, html);
	const publishes = context.extra('publish') === true && (writes || isDraft(whole, html));
	return {
		...(writes && { content: { from: stored, to: html } }),
		...(publishes &&
			whole.attributes.published !== true && {
				published: { from: whole.attributes.published ?? null, to: true },
			}),
	};
}

/** Body, then publishing: what one document takes beyond its own request. */
export async function afterWrite(
	context: StepContext,
	record: JsonApiRecord,
	action: 'create' | 'update',
): Promise<JsonApiRecord> {
	const html = givenBody(context);
	const publishing = context.extra('publish') === true;
	if (html) context.todo(STORE);
	if (publishing) context.todo(PUBLISH);
	const isNew = action === 'create';
	const { wrote, obsolete } = html ? await writeBody(context, record, html, isNew) : UNCHANGED;
	if (html) context.done(STORE);
	// Only now: whatever fails before this leaves the old body in place.
	if (obsolete.length > 0) {
		context.todo(CLEAR);
		await removeSections(context, record.id, obsolete);
		context.done(CLEAR);
	}
	// A changed section opens a draft, so what was read before does not hold any more.
	if (!publishing) return wrote && !isNew ? await readBack(context, record.id) : record;
	const due = isNew || wrote || context.always || isDraft(record, html);
	if (due) await publishDocument(context, record.id);
	context.done(PUBLISH);
	return due ? await readBack(context, record.id) : record;
}

/** Whatever goes wrong from here on, everything has been written; an error must say so. */
async function readBack(context: StepContext, id: string): Promise<JsonApiRecord> {
	context.todo(READ_BACK);
	const record = await readDocument(context, id, `Document ${id} was written.`);
	context.done(READ_BACK);
	return record;
}

async function readDocument(
	context: StepContext,
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

/** Brings the sections, and the body they make up where IT Glue left it out. */
export async function afterGet(
	context: StepContext,
	record: JsonApiRecord,
): Promise<JsonApiRecord> {
	if (context.extra('includeBody') !== true) return record;
	const sections = (await sectionsOf(context, record.id)) ?? [];
	const bodies = sections.map(({ attributes }) =>
		text(attributes['rendered-content'] ?? attributes.content),
	);
	const content = text(record.attributes.content) || bodies.join('\n');
	// The sections themselves take the place of the links to them.
	const relationships = Object.fromEntries(
		Object.entries(record.relationships ?? {}).filter(([name]) => name !== 'sections'),
	);
	return {
		...record,
		relationships,
		attributes: {
			...record.attributes,
			content,
			sections: sections.map(({ id, attributes }) => ({ id, ...attributes })),
		},
	};
}
