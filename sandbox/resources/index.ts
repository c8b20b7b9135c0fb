/** All resources, one row each, and what the seed profile adds to them. */
import type { Profile, Resource } from '../types';
import {
	configurationInterfaces,
	configurations,
	configurationStatuses,
	configurationTypes,
	manufacturers,
} from './configurations';
import { contacts, contactTypes, primaryEmail, seedContactIncludes } from './contacts';
import { filters, inOrganization } from './define';
import { flexibleAssetFields } from './flexibleFields';
import { flexibleAssets } from './flexibleAssets';
import { flexibleAssetTypes } from './flexibleTypes';
import { documentFolders, documents } from './documents';
import { documentImages, documentSections } from './sections';
import {
	organizations,
	organizationStatuses,
	organizationTypes,
	seedOrganizationIncludes,
} from './organizations';
import { passwordCategories, passwordFolders, passwords } from './passwords';
import { groups, users } from './people';
import { countries, locations, models, operatingSystems, platforms, regions } from './places';
import { displayName } from './shared';

const TABLE: Resource[] = [
	organizations,
	organizationTypes,
	organizationStatuses,
	contacts,
	contactTypes,
	configurations,
	configurationTypes,
	configurationStatuses,
	configurationInterfaces,
	passwords,
	passwordCategories,
	passwordFolders,
	documents,
	documentSections,
	documentFolders,
	locations,
	manufacturers,
	models,
	operatingSystems,
	platforms,
	countries,
	regions,
	users,
	groups,
	documentImages,
	flexibleAssetTypes,
	flexibleAssetFields,
	flexibleAssets,
];

/** Collections without routes of their own: what Tag fields point to, and the files of Upload fields. */
const HIDDEN = ['domains', 'uploads'];

/** Additions of the seed profile: what S0 to S4 use and the real service does not have. */
const SEED: Record<string, Partial<Resource>> = {
	organizations: { includes: seedOrganizationIncludes },
	contacts: {
		includes: seedContactIncludes,
		sorts: ['name'],
		filters: {
			name: { kind: 'string', value: displayName },
			email: { kind: 'string', value: primaryEmail },
		},
	},
	configurations: { filters: filters('hostname') },
	documents: {
		filters: filters('name organization_id:number'),
		sorts: ['name', 'id', 'created_at', 'updated_at'],
		flat: ['index'],
		nested: [inOrganization('createMany')],
	},
};

function withSeed(resource: Resource): Resource {
	const extra = SEED[resource.name];
	if (extra === undefined) return resource;
	return {
		...resource,
		filters: { ...resource.filters, ...extra.filters },
		sorts: [...resource.sorts, ...(extra.sorts ?? [])],
		includes: { ...resource.includes, ...extra.includes },
		flat: [...resource.flat, ...(extra.flat ?? [])],
		nested: resource.nested.map((route) => ({
			...route,
			actions: [...route.actions, ...actionsFor(extra, route.parent)],
		})),
	};
}

function actionsFor(extra: Partial<Resource>, parent: string) {
	return extra.nested?.find((route) => route.parent === parent)?.actions ?? [];
}

/** Names of all collections, in the order of their id ranges. */
export const COLLECTIONS = [...TABLE.map((resource) => resource.name), ...HIDDEN];

/** The resources as a profile knows them, by name. */
export function resourcesFor(profile: Profile): Record<string, Resource> {
	const rows = profile === 'seed' ? TABLE.map(withSeed) : TABLE;
	return Object.fromEntries(rows.map((resource) => [resource.name, resource]));
}
