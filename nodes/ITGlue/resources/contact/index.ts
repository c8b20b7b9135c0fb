import { at } from '../../transport/jsonapi/record';
import type { IDataObject } from 'n8n-workflow';
import {
	attributeName,
	field,
	flatRoutes,
	idFilter,
	ifExists,
	includes,
	nameContains,
	organizationField,
	psaFilters,
	readOnly,
	restricted,
	sorts,
	timeFilters,
} from '../schema/common';
import type { OperationName, Option } from '../schema/attribute';
import { defineResource } from '../schema/defineResource';
import { addresses, EMAILS, PHONES, primaryOf, rows } from './lists';
import { holdsParts, joined, partsOf, splitName, spokenName } from './names';
import { isAddress } from '../../text/email';
import { sameText, spaced } from '../../text/same';

/** A word without the punctuation that ends a sentence. Not with a regular expression: "!!!!" would take too long. */
function withoutEnd(word: string): string {
	let end = word.length;
	while (end > 0 && '.!?'.includes(word.charAt(end - 1))) end -= 1;
	return word.slice(0, end);
}

const replaceAll = (operations: OperationName[]): Option => ({
	param: 'replaceAll',
	label: 'Replace All',
	kind: 'multiChoice',
	operations,
	place: 'options',
	default: [],
	notForTools: true,
	description: 'Lists to replace completely. In other lists, given entries are added.',
	choices: [
		{ id: 'contact_emails', label: 'Emails' },
		{ id: 'contact_phones', label: 'Phones' },
	],
});

/** Contacts (reference 4.4). `name` is computed by IT Glue; emails and phones are replaced whole. */
export const contact = defineResource({
	name: 'contact',
	type: 'contacts',
	label: 'Contact',
	plural: 'Contacts',
	scoped: true,
	psaOwned: true,
	attributes: [
		organizationField(),
		field('first_name', 'First Name', 'string', {
			identity: 'person',
			upFront: true,
			placeholder: 'e.g. Ann',
		}),
		field('last_name', 'Last Name', 'string', {
			identity: 'person',
			upFront: true,
			placeholder: 'e.g. Example',
		}),
		field('name', 'Full Name', 'string', {
			identity: 'person',
			writable: 'create',
			sentAs: 'step',
			readableFrom: 'never',
			nullable: false,
			readAs: spokenName,
			description: 'Instead of First Name and Last Name. Split at the first space.',
		}),
		field('title', 'Title', 'string', { placeholder: 'e.g. IT Manager' }),
		field('contact_type_id', 'Contact Type', 'lookup', { lookup: 'contactType' }),
		field('location_id', 'Location', 'lookup', { lookup: 'location' }),
		field('important', 'Important', 'boolean', {
			mayStayOpen: true,
			description: 'Whether the contact is marked as important (VIP)',
		}),
		field('notes', 'Notes', 'html', {
			mayStayOpen: true,
			readableFrom: 'normalised',
			comparator: 'html',
		}),
		restricted(),
		field('contact_emails', 'Emails', 'rows', {
			upFront: true,
			inBulk: false,
			nullable: false,
			readableFrom: 'normalised',
			rows: EMAILS,
		}),
		field('contact_phones', 'Phones', 'rows', {
			upFront: true,
			inBulk: false,
			nullable: false,
			readableFrom: 'normalised',
			rows: PHONES,
		}),
	],
	readOnly: readOnly(
		'name',
		'organization_name',
		'contact_type_name',
		'location_name',
		'primary_email',
		'primary_phone',
		'psa_id',
		'psa_integration_type',
		'psa_orphaned',
		'psa_integration',
		'sync_active',
		'created_at',
		'updated_at',
	),
	filters: [
		idFilter(),
		{ key: 'first_name', param: 'firstName', label: 'First Name', kind: 'string' },
		{ key: 'last_name', param: 'lastName', label: 'Last Name', kind: 'string' },
		{ key: 'title', param: 'title', label: 'Title', kind: 'string' },
		{
			key: 'contact_type_id',
			param: 'contactTypeId',
			label: 'Contact Type',
			kind: 'lookup',
			lookup: 'contactType',
		},
		{
			key: 'important',
			param: 'important',
			label: 'Important',
			kind: 'boolean',
			description: 'Whether to return only important contacts, or only the others',
			// null counts as not important, and a filter for false misses it (reference 5.28).
			keep: (record, value) => (record.attributes.important === true) === (value === true),
			sendWhen: (value) => value === true,
		},
		{
			key: 'primary_email',
			param: 'primaryEmail',
			label: 'Primary Email',
			kind: 'string',
			placeholder: 'e.g. ann@example.com',
		},
		...psaFilters(),
		{
			key: 'email',
			param: 'email',
			label: 'Any Email',
			kind: 'string',
			placeholder: 'e.g. ann@example.com',
			description: 'Any address of a contact. Ignores case. The node reads all records.',
			keep: (record, value) =>
				addresses(record.attributes['contact-emails']).some((address) => sameText(address, value)),
		},
		{
			key: 'name',
			param: 'name',
			label: 'Full Name',
			kind: 'string',
			description: 'Ignores case. The node reads all records.',
			keep: (record, value) =>
				sameText(spokenName(attributeName(record)), spokenName(String(value))),
		},
		nameContains(),
		...timeFilters('updated_at', 'Updated'),
	],
	sorts: [
		{ key: 'name', label: 'Name', sends: ['first_name', 'last_name'] },
		...sorts('first_name', 'last_name', 'id', 'created_at', 'updated_at'),
	],
	includes: includes(
		[
			'adapters_resources',
			'location',
			'passwords',
			'attachments',
			'tickets',
			'distinct_remote_contacts',
			'resource_fields',
			'user_resource_accesses',
			'group_resource_accesses',
		],
		['recent_versions', 'related_items', 'authorized_users'],
	),
	naturalKeys: [
		{ attributes: ['contact_emails'], toldApartBy: ['first_name', 'last_name'] },
		{ attributes: ['first_name', 'last_name'] },
	],
	moreKeys: [{ attributes: ['name'] }],
	nameParts: ['first_name', 'last_name'],
	operations: ['create', 'delete', 'get', 'getAll', 'getPrimary', 'reconcile', 'update', 'upsert'],
	routes: flatRoutes('contacts'),
	webPath: 'contacts',
	primary: { attribute: 'contact_type_id', name: 'Primary' },
	deleteNotice: 'A deleted contact cannot be restored.',
	nameFilters: (name) => {
		const { first, last } = splitName(name);
		return last ? [{ first_name: first, last_name: last }] : [{ first_name: first }];
	},
	options: [
		ifExists('email, or by full name if no email is given'),
		{
			param: 'invalidEmails',
			label: 'Invalid Email Addresses',
			kind: 'choice',
			operations: ['create', 'update', 'upsert'],
			place: 'options',
			default: 'fail',
			choices: [
				{ id: 'fail', label: 'Fail', description: 'Stop and name the address' },
				{
					id: 'drop',
					label: 'Drop and Report',
					description: 'Leave them out and list them in the output',
				},
			],
		},
		replaceAll(['update', 'upsert']),
		{ ...replaceAll(['create']), beside: { param: 'ifExists', values: ['updateExisting'] } },
	],
	toolFields: [
		'name',
		'organization_name',
		'title',
		'contact_type_name',
		'primary_email',
		'primary_phone',
		'important',
	],
	hooks: {
		expand: (values, action) => {
			const name = spaced(values.get('name'));
			if (!name) return;
			const given = {
				first: spaced(values.get('first_name')),
				last: spaced(values.get('last_name')),
			};
			const { first, last } = partsOf(name, given);
			if (!sameText(name, joined(first, last))) {
				// IT Glue builds the full name itself. A title or a middle name cannot be part of it.
				const isTold = given.first && given.last && holdsParts(name, joined(first, last));
				if (action === 'create' && isTold) values.delete('name');
				return;
			}
			// A full name of one word means that there is no other part.
			const clears = action === 'update';
			if (!given.first && (first || clears)) values.set('first_name', first || null);
			if (!given.last && (last || clears)) values.set('last_name', last || null);
		},
		agree: ({ values, hint, refuse }, record) => {
			const name = spaced(values.get('name'));
			// If the first name was edited, the full name from Get Many is out of date. IT Glue computes it anyway.
			if (!name || sameText(name, spokenName(attributeName(record)))) return;
			const part = (own: string): unknown => (values.has(own) ? values.get(own) : at(record, own));
			const parts = joined(part('first_name'), part('last_name'));
			if (sameText(name, parts)) return;
			if (parts !== '' && holdsParts(name, parts)) {
				hint(
					`Contact ${record.id}: Full Name says "${name}", but First Name and Last Name are also given, so the node uses those.`,
				);
				return;
			}
			refuse(
				`Full Name says "${name}" but First Name and Last Name say "${parts}"`,
				'Use either Full Name or the other two. IT Glue builds the full name from them.',
			);
		},
		saysAlready: (values, record) =>
			sameText(values.get('name'), spokenName(attributeName(record))) &&
			sameText(values.get('name'), joined(values.get('first_name'), values.get('last_name')))
				? ['first_name', 'last_name']
				: [],
		check: (values, action, option) => {
			if (action === 'create' && !values.get('first_name') && !values.get('last_name')) {
				return 'A contact needs a first name or a last name.';
			}
			const fullName = spaced(values.get('name'));
			const parts = joined(values.get('first_name'), values.get('last_name'));
			// For an existing contact, its current name shows which value was edited.
			if (action === 'create' && fullName && parts && !sameText(fullName, parts)) {
				return `Full Name says "${fullName}" but First Name and Last Name say "${parts}". Use either Full Name or the other two.`;
			}
			if (option('invalidEmails') === 'drop') return undefined;
			const bad = addresses(values.get('contact_emails')).find((address) => !isAddress(address));
			return bad === undefined
				? undefined
				: `"${bad}" is not an email address. Correct it, or set the option Invalid Email Addresses to Drop and Report.`;
		},
		repair: (values, option): IDataObject | undefined => {
			if (option('invalidEmails') !== 'drop') return undefined;
			const given = rows(values.get('contact_emails'));
			const good = given.filter((row) => isAddress(String(row.value ?? '')));
			if (good.length === given.length) return undefined;
			if (good.length > 0) values.set('contact_emails', good);
			else values.delete('contact_emails');
			return {
				_dropped_emails: addresses(given).filter((address) => !isAddress(address)),
			};
		},
		recover: (values, problems, option): IDataObject | undefined => {
			if (option('invalidEmails') !== 'drop') return undefined;
			const said = problems.map(({ title, detail }) => `${title ?? ''} ${detail ?? ''}`).join(' ');
			if (!/email/i.test(said)) return undefined;
			const given = rows(values.get('contact_emails'));
			const words = new Set(said.split(/[\s,;:"'()<>[\]]+/).map((word) => withoutEnd(word)));
			const quoted = given.filter(({ value }) =>
				[`'${String(value)}'`, `"${String(value)}"`].some((text) => said.includes(text)),
			);
			// Quotes show whether a dot at the end belongs to the address or ends the sentence.
			const named =
				quoted.length > 0 ? quoted : given.filter(({ value }) => words.has(String(value)));
			if (named.length === 0) return undefined;
			const left = given.filter((row) => !named.includes(row));
			if (left.length > 0) values.set('contact_emails', left);
			else values.delete('contact_emails');
			return { _dropped_emails: addresses(named) };
		},
		derive: (flat): IDataObject => {
			const email = primaryOf(flat.contact_emails);
			const phone = primaryOf(flat.contact_phones);
			return {
				primary_email: email ? String(email.value ?? '') : null,
				primary_phone: phone
					? String(phone.formatted_value ?? phone['formatted-value'] ?? phone.value ?? '')
					: null,
			};
		},
	},
});
