/** Makes the context for the hooks of a resource, and runs the hook after records were read. */
import type { IDataObject } from 'n8n-workflow';
import { listPath } from '../records/routes';
import type { Session } from '../records/session';
import { findResource } from '../resources';
import type { HookContext, ListResult } from '../resources/schema/resource';
import type { JsonApiRecord } from '../transport';

/** An item as hooks see it. */
interface Hooked extends Session {
	once(what: unknown, work: () => Promise<void>, isDone: () => boolean): Promise<void>;
	report(id: string, facts: IDataObject): void;
	readonly simplifies: boolean;
}

const SEEN = 'seen';

export const hookContextOf = (
	item: Hooked,
	values: ReadonlyMap<string, unknown>,
	{ organizationId, always }: { organizationId?: string; always: boolean },
): HookContext => ({
	client: item.client,
	resource: item.resource,
	organizationId,
	values,
	always,
	option: (param) => item.option(param),
	hint: (text) => item.hint(text),
	refuse: (message, description) => item.refuse(message, description),
	done: (stage) => item.done(stage),
	todo: (stage) => item.todo(stage),
	once: async (what, work, isDone) => await item.once(what, work, isDone),
	atFirst: (what, look) => {
		const known = item.recalledId(what);
		const seen = known === undefined ? look() : known === SEEN;
		item.rememberId(what, seen ? SEEN : '');
		return seen;
	},
	file: async (url, name) => ({
		content: (await item.client.download(url, name)).toString('base64'),
		file_name: name,
	}),
	all: async (resource) => await allOf(item, resource),
	siblings: async () => await siblingsOf(item),
	report: (id, facts) => item.report(id, facts),
});

async function allOf(item: Hooked, name: string): Promise<JsonApiRecord[]> {
	const resource = findResource(name);
	const hookContext = item.hookContext(new Map(), { always: false });
	return resource ? await item.reader.all(resource, [], { hookContext }) : [];
}

async function siblingsOf(item: Hooked): Promise<JsonApiRecord[]> {
	const { resource } = item;
	const path = listPath(resource, await item.parentIds());
	return (await item.client.list({ path, pageSize: resource.pageSize.plain })).records;
}

/** Records that were read, with the additions for the simplified output. */
export async function withMeaning(item: Hooked, read: ListResult): Promise<ListResult> {
	const { afterRead } = item.resource.hooks ?? {};
	if (!afterRead || !item.simplifies) return read;
	return await afterRead(item.hookContext(new Map(), { always: false }), read);
}
