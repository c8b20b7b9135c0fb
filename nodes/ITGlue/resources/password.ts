import { randomInt } from 'crypto';
import { readOneTimeSecret } from '../text/oneTimeSecret';
import { sameText } from '../text/same';
import {
	archived,
	archivedFilter,
	field,
	flatRoutes,
	idFilter,
	ifExists,
	includes,
	nameField,
	nameContains,
	nameFilter,
	organizationField,
	readOnly,
	restricted,
	sorts,
	timeFilters,
} from './schema/common';
import { defineResource } from './schema/defineResource';
import type { Choice, Include, Option } from './schema/attribute';

/** Words with spaces (reference 4.6, 5.42). */
const EMBEDDING_TYPES: Choice[] = [
	'Configuration',
	'Contact',
	'Document',
	'Domain',
	'Flexible Asset',
	'Location',
	'SSL Certificate',
	'Ticket',
].map((id) => ({ id, label: id }));

/** Includes with links that open a password, or with records that may contain earlier or rotated values. */
const REVEALING = new Set([
	'active_shared_links',
	'recent_versions',
	'rotatable_password',
	'shared_links',
]);

const guarded = (onBoth: string[], onShow: string[]): Include[] =>
	includes(onBoth, onShow).map((row) =>
		REVEALING.has(row.key) ? { ...row, notForTools: true } : row,
	);

/** Without characters that look alike (0 and O, 1, l and I). */
const ALPHABET = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.!+=';
const LENGTH = 24;

/** About 143 bits from the random generator of the system. */
const randomPassword = (): string =>
	Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

const generateValue = (operation: 'create' | 'upsert', place: Option['place']): Option => ({
	param: 'generateValue',
	label: 'Generate Value',
	kind: 'boolean',
	operations: [operation],
	place,
	default: false,
	description:
		'Whether to generate a random password of 24 characters if you give none. Not shown in the output.',
});

/** Passwords (reference 4.6). The value is only requested if a user asks for it. */
export const password = defineResource({
	name: 'password',
	type: 'passwords',
	label: 'Password',
	plural: 'Passwords',
	scoped: true,
	attributes: [
		organizationField(),
		nameField('e.g. Firewall admin'),
		field('password', 'Password', 'secret', {
			required: true,
			nullable: false,
			upFront: true,
			filledBy: 'Generate Value',
			// The answer to a write does not contain the value, and IT Glue would log an extra read.
			readableFrom: 'never',
			description: 'The API key needs Password Access. Leave empty to generate a value.',
		}),
		field('username', 'Username', 'string', { upFront: true, placeholder: 'e.g. admin' }),
		field('url', 'URL', 'string', { placeholder: 'e.g. https://firewall.example.com' }),
		field('notes', 'Notes', 'multiline', { readableFrom: 'normalised', comparator: 'html' }),
		field('password_category_id', 'Password Category', 'lookup', { lookup: 'passwordCategory' }),
		field('password_folder_id', 'Password Folder', 'lookup', { lookup: 'passwordFolder' }),
		field('otp_secret', 'One-Time Password Secret', 'secret', {
			readableFrom: 'never',
			notForTools: true,
			reads: readOneTimeSecret,
			placeholder: 'e.g. JBSWY3DPEHPK3PXP',
			description: 'Base32 secret, or the otpauth:// address that contains it',
		}),
		field('resource_type', 'Embedded In: Record Type', 'choice', {
			writable: 'create',
			choices: EMBEDDING_TYPES,
			description: 'Kind of record that this password belongs to. Set the record ID as well.',
		}),
		field('resource_id', 'Embedded In: Record ID', 'string', {
			writable: 'create',
			description: 'ID of the record that this password belongs to. Set the record type as well.',
		}),
		field('password_updated_at', 'Password Updated At', 'dateTime', {
			readableFrom: 'normalised',
			comparator: 'date',
			description: 'When the value was last changed',
		}),
		restricted(),
		archived(),
		field('autofill_selectors', 'Autofill Selectors'),
		field('is_live', 'Is Live', 'boolean', {
			description: 'Whether this is the live version of the password',
		}),
		field('generated_password_type', 'Generated Password Type', 'choice', {
			choices: [
				{ id: 'complex', label: 'Complex' },
				{ id: 'pronounceable', label: 'Pronounceable' },
			],
		}),
		field('shareable', 'Shareable', 'boolean', {
			description: 'Whether the password may be sent by secure sharing',
		}),
	],
	readOnly: readOnly(
		'organization_name',
		'password_category_name',
		'cached_resource_name',
		'cached_resource_type_name',
		'otp_enabled',
		'parent_url',
		'vault_id',
		'updated_by',
		'updated_by_type',
		'my_glue',
		'resource_url',
		'created_at',
		'updated_at',
	),
	filters: [
		idFilter(),
		nameFilter(),
		nameContains(),
		{
			key: 'password_category_id',
			param: 'passwordCategoryId',
			label: 'Password Category',
			kind: 'lookup',
			lookup: 'passwordCategory',
		},
		{ key: 'url', param: 'url', label: 'URL', kind: 'string' },
		{
			key: 'cached_resource_name',
			param: 'cachedResourceName',
			label: 'Embedded In: Record Name',
			kind: 'string',
		},
		{
			key: 'username',
			param: 'username',
			label: 'Username',
			kind: 'string',
			placeholder: 'e.g. admin',
			description: 'Ignores case. The node reads all records.',
			keep: (record, value) => sameText(record.attributes.username, value),
		},
		archivedFilter(),
		...timeFilters('updated_at', 'Updated'),
		...timeFilters('password_updated_at', 'Password Updated'),
	],
	sorts: [
		...sorts('name', 'username', 'url', 'id', 'created_at', 'updated_at'),
		{ key: 'password_updated_at', label: 'Password Updated At', here: true },
	],
	includes: guarded(
		[
			'network_glue_networks',
			'attachments',
			'rotatable_password',
			'updater',
			'shared_links',
			'active_shared_links',
			'user_resource_accesses',
			'group_resource_accesses',
		],
		['recent_versions', 'related_items', 'authorized_users'],
	),
	naturalKeys: [{ attributes: ['name'], also: ['password_folder_id'], always: ['resource_id'] }],
	// One service often has several logins with the same name.
	moreKeys: [{ attributes: ['name'], also: ['username'], always: ['resource_id'] }],
	operations: ['archive', 'create', 'delete', 'get', 'getAll', 'unarchive', 'update', 'upsert'],
	routes: flatRoutes('passwords', 'single'),
	webPath: 'passwords',
	pageSize: { plain: 500, withIncludes: 200 },
	archive: { by: 'flag', attribute: 'archived' },
	deleteNotice: 'A deleted password and its history cannot be restored. Archive keeps both.',
	options: [
		ifExists('name, and by folder and embedding record if they are set'),
		generateValue('create', 'upFront'),
		generateValue('upsert', 'options'),
		{
			param: 'existingPassword',
			label: 'Password Value of an Existing Record',
			kind: 'choice',
			operations: ['create'],
			place: 'options',
			beside: { param: 'ifExists', values: ['updateExisting'] },
			default: 'keep',
			description:
				'What Update Existing does with a password or one-time secret. The node cannot compare them.',
			choices: [
				{ id: 'keep', label: 'Only When Creating', description: 'Keeps the existing value' },
				{
					id: 'write',
					label: 'Always Write',
					description: 'Every run writes it, and IT Glue adds a version to the history',
				},
			],
		},
		{
			param: 'passwordValue',
			label: 'Password Value',
			kind: 'choice',
			operations: ['upsert'],
			place: 'options',
			default: 'create',
			description: 'When to write a given value. One-time password secrets need Always Write.',
			choices: [
				{
					id: 'create',
					label: 'Only When Creating',
					description: 'Keeps the value of an existing record',
				},
				{
					id: 'compare',
					label: 'Compare First',
					description:
						'Reads the value and writes it only if it differs. IT Glue logs the reading.',
					notForTools: true,
				},
				{
					id: 'write',
					label: 'Always Write',
					description: 'Every run writes it, and IT Glue adds a version to the history',
				},
			],
		},
		{
			param: 'includePasswordValue',
			label: 'Include Password Value',
			kind: 'boolean',
			operations: ['get'],
			place: 'upFront',
			default: false,
			notForTools: true,
			description:
				'Whether to return the password itself. IT Glue logs this. The execution data contains it.',
		},
		{
			param: 'versionId',
			label: 'Version ID',
			kind: 'string',
			operations: ['get'],
			place: 'options',
			default: '',
			notForTools: true,
			description: 'Return an earlier version of the password instead of the current one',
		},
	],
	toolFields: [
		'name',
		'organization_name',
		'username',
		'url',
		'password_category_name',
		'archived',
		'password_updated_at',
	],
	hooks: {
		// Show returns the value unless the request says otherwise, and every read is logged (reference 5.14).
		query: (action, option): Record<string, string> => {
			if (action !== 'show') return { show_password: 'false' };
			const version = String(option('versionId') ?? '').trim();
			return {
				show_password: option('includePasswordValue') === true ? 'true' : 'false',
				...(version && { version_id: version }),
			};
		},
		expand: (values, action, option) => {
			if (action !== 'create' || values.has('password') || option('generateValue') !== true) return;
			values.set('password', randomPassword());
		},
		returnsSecrets: (option) => option('includePasswordValue') === true,
		overwritesUnseen: (option) =>
			option('existingPassword') === 'write' || option('passwordValue') === 'write',
		secretsQuery: (option) =>
			option('passwordValue') === 'compare' ? { show_password: 'true' } : undefined,
		check: (values, action) =>
			// For an existing record, neither value is written. One of them may only be there for matching.
			action === 'update' || values.has('resource_id') === values.has('resource_type')
				? undefined
				: 'Embedded In needs both: set Record Type and Record ID, or neither for a general password.',
	},
});
