import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { loadMethod, loadMethodOrDefault } from '../description/methods';
import { Lookups } from '../records/lookups';
import { RESOURCES } from '../resources';
import { LOOKUPS } from '../resources/lookups';
import type { LookupName } from '../resources/schema/attribute';
import { currentParents, refuse, withClient } from './context';

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
			return entries
				.map((entry) => ({ name: lookup.namesOf(entry)[0] ?? entry.id, value: entry.id }))
				.sort((a, b) => a.name.localeCompare(b.name));
		});
	};

const options = (Object.keys(LOOKUPS) as LookupName[]).filter(
	(name) => LOOKUPS[name].picker === 'options',
);

/** The same list behind an entry for "as it usually is". */
const loaderOrDefault = (name: LookupName): LoadOptions =>
	async function (this: ILoadOptionsFunctions) {
		return [{ name: 'Default', value: '' }, ...(await loader(name).call(this))];
	};

/** Look-ups that an operation falls back from: the status to archive to, the type that makes a record primary. */
const withDefault = RESOURCES.flatMap(({ attributes, archive, primary }) => {
	const names = [archive?.by === 'status' ? archive.attribute : '', primary?.attribute ?? ''];
	return attributes.flatMap(({ name, lookup }) => (lookup && names.includes(name) ? [lookup] : []));
});

export const loadOptions: Record<string, LoadOptions> = Object.fromEntries([
	...options.map((name) => [loadMethod(name), loader(name)] as const),
	...withDefault.map((name) => [loadMethodOrDefault(name), loaderOrDefault(name)] as const),
]);
