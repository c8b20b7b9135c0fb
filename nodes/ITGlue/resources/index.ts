import { configuration } from './configuration';
import { contact } from './contact';
import { document } from './document';
import { flexibleAsset } from './flexibleAsset';
import { flexibleAssetField } from './flexibleAssetField';
import { flexibleAssetType } from './flexibleAssetType';
import { location } from './location';
import { nameLists } from './nameLists';
import { organization } from './organization';
import { password } from './password';
import type { Resource } from './schema/resource';
import { anyToSnake } from '../text/spelling';

/** Every resource of the node, in the order of the Resource drop-down. A new resource is one file and one line here. */
export const RESOURCES: readonly Resource[] = [
	configuration,
	contact,
	document,
	flexibleAsset,
	flexibleAssetField,
	flexibleAssetType,
	location,
	organization,
	password,
	...nameLists,
];

/** Attributes that are always secret, in included records too. */
export const SECRET_ATTRIBUTES: readonly string[] = ['password', 'otp_secret'];

/** The resource that all other records belong to. Every `organizationId` parameter names one of its records. */
export const OWNER: Resource = organization;

/** The resource under which the records of a resource are listed, and the name of its id in their routes. */
export function parentOf({ parent = '' }: Resource): { parent: Resource; key: string } | undefined {
	const found = findResource(parent);
	return found && { parent: found, key: `${anyToSnake(found.name)}_id` };
}

/** The resource with that parameter value, or undefined. */
export function findResource(name: string): Resource | undefined {
	return RESOURCES.find((resource) => resource.name === name);
}
