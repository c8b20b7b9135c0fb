import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { FIELDS_METHOD, loadMethod, loadMethodOrDefault } from '../description/methods';
import { Lookups } from '../records/lookups';
import { findResource, RESOURCES } from '../resources';
import { LOOKUPS } from '../resources/lookups';
import type { LookupName } from '../resources/schema/attribute';
import { emptyLine } from './searchedList';
import { currentlyTyped, currentParents, refuse, withClient } from './context';

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** Fills the drop-down of a look-up. */
const loader = (name: LookupName): LoadOptions =>
	async function (this: ILoadOptionsFunctions) {
		return await withClient(this, async (client) => {
			const lookup = LOOKUPS[name];
			const parents = currentParents(this, client);
			const needsParent = lookup.paths.every((path) => path.includes(':'));
			if (lookup.within && needsParent && !(await parents[lookup.within.parent]?.())) {
				refuse(
					this,
					'Choose the organization first',
					`${lookup.plural} belong to an organization. An expression can give the ID as well.`,
				);
			}
			const entries = await new Lookups(client).entries(name, parents);
			const owner = needsParent ? 'organization' : undefined;
			if (entries.length === 0) return [emptyLine(lookup.plural, owner)];
			return entries
				.map((entry) => ({ name: lookup.namesOf(entry)[0] ?? entry.id, value: entry.id }))
				.sort((a, b) => a.name.localeCompare(b.name));
		});
	};

const options = (Object.keys(LOOKUPS) as LookupName[]).filter(
	(name) => LOOKUPS[name].picker === 'options',
);

/** The same list, beginning with an entry for the default. */
const loaderOrDefault = (name: LookupName): LoadOptions =>
	async function (this: ILoadOptionsFunctions) {
		return [{ name: 'Default', value: '' }, ...(await loader(name).call(this))];
	};

/** Look-ups with a default in an operation: the status for archiving, and the type of a primary record. */
const withDefault = RESOURCES.flatMap(({ attributes, archive, primary }) => {
	const names = [archive?.by === 'status' ? archive.attribute : '', primary?.attribute ?? ''];
	return attributes.flatMap(({ name, lookup }) => (lookup && names.includes(name) ? [lookup] : []));
});

/** The fields of the chosen type, for options such as Fields to Return. */
async function fieldsOfType(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await withClient(this, async (client) => {
		const table = findResource(String(this.getCurrentNodeParameter('resource') ?? ''));
		if (!table) return [];
		const resource = (await currentlyTyped(this, client, table)) ?? table;
		const own = resource.attributes.filter(({ sentAs }) => sentAs === undefined);
		const reading = this.getCurrentNodeParameter('operation') !== 'upsert';
		const choices = [
			...own.map(({ name, label }) => ({ id: name, label })),
			...(reading ? table.readOnly : []),
		].filter(({ id }) => reading || id !== 'organization_id');
		const unique = [...new Map(choices.map((choice) => [choice.id, choice])).values()];
		return unique.map(({ id, label }) => ({ name: label, value: id }));
	});
}

export const loadOptions: Record<string, LoadOptions> = Object.fromEntries([
	[FIELDS_METHOD, fieldsOfType] as const,
	...options.map((name) => [loadMethod(name), loader(name)] as const),
	...withDefault.map((name) => [loadMethodOrDefault(name), loaderOrDefault(name)] as const),
]);
