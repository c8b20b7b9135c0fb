/** What tags point to (reference 4.19), as resources in which records are looked up by name. */
import { configuration } from '../configuration';
import { contact } from '../contact';
import { document } from '../document';
import { location } from '../location';
import { organization } from '../organization';
import { password } from '../password';
import { defineResource } from '../schema/defineResource';
import type { Resource } from '../schema/resource';
import type { JsonApiRecord } from '../../transport';

/** A list that is only read for names. It is not a resource of the node. */
const list = (
	name: string,
	label: string,
	plural: string,
	collection: string,
	more: Partial<Resource> = {},
): Resource =>
	defineResource({
		name,
		type: collection.replace(/_/g, '-'),
		label,
		plural,
		scoped: true,
		routes: {
			index: [{ method: 'GET', path: `/${collection}` }],
			show: [{ method: 'GET', path: `/${collection}/:id` }],
		},
		...more,
	});

const personName = ({ attributes }: JsonApiRecord): string =>
	[attributes.name, [attributes['first-name'], attributes['last-name']].filter(Boolean).join(' ')]
		.filter((name): name is string => typeof name === 'string')
		.find((name) => name !== '') ?? '';

const KINDS: Readonly<Record<string, Resource>> = {
	AccountsUsers: list('user', 'User', 'Users', 'users', {
		scoped: false,
		nameOf: personName,
		nameFilters: () => [],
	}),
	Checklists: list('checklist', 'Checklist', 'Checklists', 'checklists', {
		nameFilters: () => [],
	}),
	ChecklistTemplates: list(
		'checklistTemplate',
		'Checklist Template',
		'Checklist Templates',
		'checklist_templates',
		{ scoped: false, nameFilters: () => [] },
	),
	Contacts: contact,
	Configurations: configuration,
	Documents: document,
	Domains: list('domain', 'Domain', 'Domains', 'domains', { nameFilters: () => [] }),
	Locations: location,
	Organizations: organization,
	Passwords: password,
	SslCertificates: list(
		'sslCertificate',
		'SSL Certificate',
		'SSL Certificates',
		'ssl_certificates',
		{ nameFilters: () => [] },
	),
	Tickets: list('ticket', 'Ticket', 'Tickets', 'tickets', { nameFilters: () => [] }),
};

const OTHER_TYPE = /^FlexibleAssetTypes?:\s*(\d{1,19})$/;

/** The resource that a tag points to. Undefined for an unknown kind. `assets`: the resource of flexible assets. */
export function taggedBy(tagType: string, assets: Resource): Resource | undefined {
	const [, type] = OTHER_TYPE.exec(tagType.trim()) ?? [];
	if (type !== undefined) return { ...assets, ofType: { id: type, name: '' } };
	return Object.hasOwn(KINDS, tagType) ? KINDS[tagType] : undefined;
}
