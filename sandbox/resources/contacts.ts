import { invalid, mustExist } from '../core/errors';
import { isObject, snake } from '../core/names';
import type { Attributes, Context, Json, StoredRecord, WriteContext } from '../types';
import {
	actionsOf,
	attributes,
	defineResource,
	filters,
	includes,
	inOrganization,
	PSA_FILTERS,
} from './define';
import {
	adapters,
	displayName,
	embeddedPasswords,
	isSyncActive,
	nameOf,
	parentOf,
	psaIntegration,
	seedPsaAttributes,
} from './shared';

/** Stricter than the node: no dot in front of the @, as usual validations of addresses have it. */
const EMAIL = /^[^\s@<>]*[^\s@<>.]@[^\s@<>]+\.[^\s@<>.]+$/;

type Item = Record<string, Json | undefined>;

function itemsOf(context: Context, key: string, value: Json | undefined): Item[] {
	if (!Array.isArray(value) || !value.every((item) => isObject(item)))
		throw invalid(context, key, `${key} must be an array of objects`);
	return value.map((item) =>
		Object.fromEntries(Object.entries(item as Item).map(([name, inner]) => [snake(name), inner])),
	);
}

function text(value: Json | undefined): string {
	return value === null || value === undefined ? '' : String(value).trim();
}

function readEmail(context: Context, item: Item): Item {
	const value = text(item.value);
	if (!EMAIL.test(value))
		throw invalid(
			context,
			'contact_emails',
			`Contact email is invalid: '${value}' is not a valid email address`,
		);
	if (text(item.label_name) === '')
		throw invalid(context, 'contact_emails', `Contact email label name can't be blank`);
	return { value, primary: item.primary === true, 'label-name': text(item.label_name) };
}

function readPhone(context: Context, item: Item): Item {
	const value = text(item.value).replace(/[^\d+]/g, '');
	if (value === '') throw invalid(context, 'contact_phones', `Contact phone value can't be blank`);
	if (text(item.label_name) === '')
		throw invalid(context, 'contact_phones', `Contact phone label name can't be blank`);
	const labelType = text(item.label_type) === '' ? 'phone' : text(item.label_type);
	if (labelType !== 'phone' && labelType !== 'fax')
		throw invalid(
			context,
			'contact_phones',
			'Contact phone label type is not included in the list',
		);
	const extension = text(item.extension).replace(/\D/g, '');
	return {
		value,
		extension: extension === '' ? null : extension,
		primary: item.primary === true,
		'label-name': text(item.label_name),
		'label-type': labelType,
		'formatted-value': formatPhone(value),
	};
}

/** Ten digits in the American grouping, anything else as it is. */
export function formatPhone(digits: string): string {
	const parts = /^(\d{3})(\d{3})(\d{4})$/.exec(digits);
	return parts === null ? digits : `(${parts[1]}) ${parts[2]}-${parts[3]}`;
}

/** A formatted number as this IT Glue shows it. */
export function shownPhone(value: string, formatted: string, context: Context): string {
	const parts = /^(\d{3})(\d{3})(\d{4})$/.exec(value);
	return parts !== null && context.assumptions.phonesFormattedWithCountry
		? `+1 ${parts[1]}-${parts[2]}-${parts[3]}`
		: formatted;
}

function shownPhones(phones: Json | undefined, context: Context): Json[] {
	if (!Array.isArray(phones)) return [];
	return phones.map((phone) => {
		if (!isObject<Json>(phone) || typeof phone.value !== 'string') return phone;
		const { 'formatted-value': formatted } = phone;
		if (typeof formatted !== 'string') return phone;
		return { ...phone, 'formatted-value': shownPhone(phone.value, formatted, context) };
	});
}

function checkContact({ context, record, changes, sent }: WriteContext): void {
	if (changes.contact_emails !== undefined) {
		changes.contact_emails = itemsOf(context, 'contact_emails', changes.contact_emails).map(
			(item) => readEmail(context, item),
		);
	}
	if (changes.contact_phones !== undefined) {
		changes.contact_phones = itemsOf(context, 'contact_phones', changes.contact_phones).map(
			(item) => readPhone(context, item),
		);
	}
	if (context.profile === 'seed') readSeedNames(record, changes, sent);
	const organization = changes.organization_id ?? record?.attributes.organization_id;
	const location =
		changes.location_id === undefined || changes.location_id === null
			? undefined
			: context.store.find('locations', String(changes.location_id));
	if (!context.assumptions.referencesStayInOrganization) return;
	if (
		location !== undefined &&
		String(location.attributes.organization_id) !== String(organization)
	) {
		throw mustExist(context, 'location', 'must exist in the same organization');
	}
}

/** S4 writes `name` and `email`; the real service ignores both. */
function readSeedNames(
	record: StoredRecord | undefined,
	changes: Attributes,
	sent: Attributes,
): void {
	const { name, email } = sent;
	const unnamed = changes.first_name === undefined && changes.last_name === undefined;
	if (record === undefined && typeof name === 'string' && unnamed) {
		const [first = '', ...rest] = name.trim().split(/\s+/);
		changes.first_name = first;
		changes.last_name = rest.length === 0 ? null : rest.join(' ');
	}
	if (typeof email === 'string' && changes.contact_emails === undefined && EMAIL.test(email)) {
		changes.contact_emails = [{ value: email, primary: true, 'label-name': 'Work' }];
	}
}

/** Address marked as primary; secondary ones never match the filter (seen live). */
export function primaryEmail(record: StoredRecord): Json | undefined {
	const emails = record.attributes.contact_emails;
	if (!Array.isArray(emails)) return undefined;
	const primary = emails.find((item) => isObject<Json>(item) && item.primary === true);
	return isObject<Json>(primary) ? primary.value : undefined;
}

export const contacts = defineResource({
	name: 'contacts',
	label: 'Contact',
	attributes: attributes({
		organization_id: 'reference>organizations CUB *',
		first_name: 'string CUB ?',
		last_name: 'string CUB ?',
		title: 'string CUB ?',
		contact_type_id: 'reference>contact_types CUB ?',
		location_id: 'reference>locations CUB ?',
		important: 'boolean CUB ?',
		notes: 'string CUB ?',
		restricted: 'boolean CUB ?',
		contact_emails: 'emails CU',
		contact_phones: 'phones CU',
		archived: 'boolean CUB ? seed',
	}),
	computed: {
		psa_integration: psaIntegration(null),
		sync_active: isSyncActive,
		name: displayName,
		organization_name: nameOf('organizations', 'organization_id'),
		contact_type_name: nameOf('contact_types', 'contact_type_id'),
		location_name: nameOf('locations', 'location_id'),
	},
	filters: filters(
		'id:number first_name last_name title contact_type_id:number important:boolean organization_id:number',
		{
			primary_email: { kind: 'string', value: primaryEmail },
			...PSA_FILTERS,
		},
	),
	sorts: ['first_name', 'last_name', 'id', 'created_at', 'updated_at'],
	includes: includes(
		'adapters_resources location passwords attachments tickets distinct_remote_contacts resource_fields user_resource_accesses group_resource_accesses',
		'recent_versions related_items authorized_users',
		{
			adapters_resources: adapters,
			location: parentOf('locations', 'location_id'),
			passwords: embeddedPasswords('Contact'),
		},
	),
	flat: actionsOf('index show create update bulkUpdate bulkDelete'),
	nested: [inOrganization('index show create createMany update bulkDelete')],
	bulkUpdateFilters: 'index',
	writableWhenSynced: [],
	// One live comment: emails alone were refused, first name, last name and title went through.
	lockedWhenSynced: ['contact_emails'],
	validate: checkContact,
	present: (answer, record, _view, context) => {
		answer['contact-emails'] ??= [];
		answer['contact-phones'] = shownPhones(answer['contact-phones'], context);
		seedPsaAttributes(answer, record, context);
	},
});

/** What only the seeds ask of contacts. */
export const seedContactIncludes = includes('organization contact_type', '', {
	organization: parentOf('organizations', 'organization_id'),
	contact_type: parentOf('contact_types', 'contact_type_id'),
});

export const contactTypes = defineResource({
	name: 'contact_types',
	label: 'Contact Type',
	attributes: attributes({ name: 'string CU *all' }),
	filters: filters('name!'),
	sorts: ['name', 'id', 'created_at', 'updated_at'],
	flat: actionsOf('index show create update'),
	writableWhenSynced: [],
});
