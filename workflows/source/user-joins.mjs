/** User joins: a contact, and a first password that nobody but IT Glue has seen. */
import { escaped, formPage, lastPage } from './lib/forms.mjs';
import {
	addFields,
	byHand,
	done,
	ifTrue,
	itGlue,
	itGlueMapped,
	setFields,
	stopWith,
	typed,
} from './lib/nodes.mjs';

const FAILS = { onError: 'continueErrorOutput' };
const SETTINGS = `$('Settings').first().json`;
const PERSON = `$('Person').first().json`;
const RESULT = `$('Result').first().json`;
const FAILED = `$('What failed').first().json`;
const ORGANIZATION = `$('Find organization').first().json.id`;

/** An answer of the form, or of the sample. @type {(label: string) => string} */
const answer = (label) => `={{ ($json['${label}'] ?? '').trim() }}`;

/** @type {(step: string, page: string) => string} */
const addressOf = (step, page) =>
	`${SETTINGS}.itGlueAddress + '/' + ${ORGANIZATION} + '/${page}/' + $('${step}').first().json.id`;

/** @type {(step: string, name: string, page: string, did: string) => ReturnType<typeof typed>} */
const record = (step, name, page, did) =>
	typed(
		'object',
		`({ id: $('${step}').first().json.id, name: ${name}, url: ${addressOf(step, page)}, did: ${did} })`,
	);

/** @type {(record: string) => string} a link on the last page */
const link = (record) =>
	`'<a href="' + ${RESULT}.${record}.url + '" target="_blank">' + ${escaped(`${RESULT}.${record}.name`)} + '</a>'`;

/** @type {(columns: import('./lib/nodes.mjs').Columns) => Promise<import('./lib/build.mjs').Definition>} */
export const define = async (columns) => ({
	name: 'User joins',
	about: [
		{
			name: 'About',
			text: `# User joins
A new employee of a client: creates or updates the **contact**, and stores a **first password** that the IT Glue node generates. The last page of the form has links to both. Only IT Glue has the value of the password.

### Before the first run
1. Open the three IT Glue nodes and choose your **IT Glue API** credential. Its API key needs **Password Access**, or the node *Save password* fails.
2. Open **Settings** and check the names of the contact type and the password category.
3. **Execute workflow** from *Run with sample person*. It needs the organization "Northwind Dental" from the example *Client onboarding*. For another organization, change *Sample person*.

### Running it twice
A second run with the same answers changes nothing. It never changes or resets a password. If the password exists, the page links to it. If a run fails, execute the workflow again to complete it.`,
		},
		{
			name: 'Where the password is',
			text: `## Where the password is, and where not
**Stored executions contain no password value.** The IT Glue node generates it (option **Generate Value**) and sends it only to IT Glue. So no output, page of the form or error message contains it.

Open the link to read the value in IT Glue. Set it for the account, and give it to the person as your company usually does.

## Who is who
- The workflow finds the contact by the **email** in this organization, otherwise by first and last name. An empty title or phone changes nothing.
- If the contact with this address has a completely different name, the run fails, because two people may share a mailbox.
- Only new contacts get the contact type. If a former employee comes back, the page shows the contact's type.
- The name of the password is *passwordName*, followed by the email. Its username is the email.`,
		},
		{
			name: 'Form access',
			text: `## Before you publish the form
Everybody who can open the form can add contacts. So it asks for **Basic Auth**: create that credential in **Joining form**. Without it, you cannot publish the workflow.

## If it fails
The page and the execution say which node failed, why, and what to do. The execution ends as **failed**. Correct the cause and send the form again with the same answers.

To get a message if an execution fails, choose **Notify** as *Error workflow* in *Workflow settings*.

## If contacts come from your PSA
IT Glue then refuses changes to them. Create the person in the PSA first and wait for the sync. Then this workflow finds the contact. If nothing differs, it does not change the contact and adds the password.`,
		},
	],
	nodes: {
		'Joining form': formPage({
			title: 'New employee',
			description:
				'Creates the contact and a first password in IT Glue. The last page links to both. It does not show the value of the password.',
			button: 'Create in IT Glue',
			fields: [
				{ fieldLabel: 'Organization', placeholder: 'Northwind Dental', requiredField: true },
				{ fieldLabel: 'First name', placeholder: 'Cleo', requiredField: true },
				{ fieldLabel: 'Last name', placeholder: 'Example', requiredField: true },
				{
					fieldLabel: 'Email',
					fieldType: 'email',
					placeholder: 'cleo@example.com',
					requiredField: true,
				},
				{ fieldLabel: 'Title', placeholder: 'Receptionist' },
				{ fieldLabel: 'Phone', placeholder: '604-555-0111' },
			],
		}),
		'Run with sample person': byHand(),
		'Sample person': setFields({
			Organization: 'Northwind Dental',
			'First name': 'Cleo',
			'Last name': 'Example',
			Email: 'cleo@example.com',
			Title: 'Receptionist',
			Phone: '604-555-0111',
		}),
		Settings: addFields({
			contactType: 'End User',
			passwordName: 'Microsoft 365',
			passwordCategory: '',
			embedInContact: true,
			itGlueAddress: 'https://example.itglue.com',
		}),
		Person: setFields({
			organization: answer('Organization'),
			firstName: answer('First name'),
			lastName: answer('Last name'),
			email: `={{ ($json.Email ?? '').trim().toLowerCase() }}`,
			title: answer('Title'),
			phone: answer('Phone'),
		}),
		'Find organization': itGlue(
			{
				resource: 'organization',
				operation: 'get',
				organizationId: { __rl: true, mode: 'name', value: '={{ $json.organization }}' },
				options: { fields: ['name'] },
			},
			FAILS,
		),
		'Save contact': await itGlueMapped(columns, {
			resource: 'contact',
			operation: 'upsert',
			values: {
				organization_id: `={{ ${ORGANIZATION} }}`,
				primary_email: `={{ ${PERSON}.email }}`,
				first_name: `={{ ${PERSON}.firstName }}`,
				last_name: `={{ ${PERSON}.lastName }}`,
				title: `={{ ${PERSON}.title }}`,
				primary_phone: `={{ ${PERSON}.phone }}`,
				contact_type_id: `={{ ${SETTINGS}.contactType }}`,
			},
			matching: ['primary_email'],
			rest: { dryRun: false, options: { neverTouch: ['contact_type_id'] } },
			node: FAILS,
		}),
		'Save password': await itGlueMapped(columns, {
			resource: 'password',
			operation: 'upsert',
			values: {
				organization_id: `={{ ${ORGANIZATION} }}`,
				name: `={{ ${SETTINGS}.passwordName + ' - ' + ${PERSON}.email }}`,
				username: `={{ ${PERSON}.email }}`,
				password_category_id: `={{ ${SETTINGS}.passwordCategory || undefined }}`,
				resource_type: `={{ ${SETTINGS}.embedInContact ? 'Contact' : undefined }}`,
				resource_id: `={{ ${SETTINGS}.embedInContact ? $('Save contact').first().json.id : undefined }}`,
			},
			matching: ['name', 'resource_id'],
			rest: {
				dryRun: false,
				options: { generateValue: true, writeMode: 'createOnly', emptyMatch: 'nextKey' },
			},
			node: FAILS,
		}),
		Result: setFields({
			organization: typed(
				'object',
				`({ id: ${ORGANIZATION}, name: $('Find organization').first().json.name })`,
			),
			contact: record(
				'Save contact',
				`${PERSON}.firstName + ' ' + ${PERSON}.lastName`,
				'contacts',
				`$('Save contact').first().json._action`,
			),
			password: record(
				'Save password',
				`$('Save password').first().json.name`,
				'passwords',
				`$('Save password').first().json._action === 'created' ? 'created' : 'was there already'`,
			),
			toDo: typed(
				'array',
				`[
  ...(($('Save contact').first().json.contact_type_name ?? '').toLowerCase() === ${SETTINGS}.contactType.toLowerCase() ? [] : ['The contact has the type "' + ($('Save contact').first().json.contact_type_name ?? 'none') + '", not "' + ${SETTINGS}.contactType + '". Change it in IT Glue if that is wrong.']),
  ...($('Save password').first().json.archived ? ['The password is archived. Unarchive it in IT Glue and change its value.'] : [])
]`,
			),
		}),
		'By the form?': ifTrue(`$('Joining form').isExecuted`),
		'Result page': lastPage(
			`={{ ${escaped(`${RESULT}.contact.name`)} }} is in IT Glue`,
			`={{ [
  'Contact (' + ${RESULT}.contact.did + '): ' + ${link('contact')},
  'Password (' + ${RESULT}.password.did + '): ' + ${link('password')},
  'Open the link to read the value of the password in IT Glue.',
  ...${RESULT}.toDo.map((left) => ${escaped(`('To do: ' + left)`)})
].join('<br>') }}`,
		),
		Done: done(),
		'What failed': setFields({
			step: '={{ $prevNode.name }}',
			reason: '={{ $json.error?.message ?? $json.error }}',
			advice: `={{ $json.message ?? '' }}`,
			done: typed(
				'array',
				`$('Save contact').isExecuted && $('Save contact').first(0) ? ['the contact ' + ${PERSON}.firstName + ' ' + ${PERSON}.lastName] : []`,
			),
		}),
		'Failed by the form?': ifTrue(`$('Joining form').isExecuted`),
		'Failed page': lastPage(
			'Not complete',
			`={{ [
  ${escaped(`(${FAILED}.step + ': ' + ${FAILED}.reason + '. ' + ${FAILED}.advice)`)},
  'In IT Glue so far: ' + (${escaped(`${FAILED}.done.join(', ')`)} || 'nothing') + '.',
  'Correct the cause and send the form again with the same answers.'
].join('<br>') }}`,
		),
		'Stop as failed': stopWith(
			`={{ ${FAILED}.step }} failed for {{ ${PERSON}.firstName }} {{ ${PERSON}.lastName }}: {{ ${FAILED}.reason }}. {{ ${FAILED}.advice }} In IT Glue so far: {{ ${FAILED}.done.join(', ') || 'nothing' }}. Correct the cause and run it again with the same data.`,
		),
	},
	zones: [
		{
			title: '1 · Start',
			text: 'A form, or sample data for a test. Both return the same fields.',
			rows: [['Joining form'], ['Run with sample person', 'Sample person']],
		},
		{
			title: '2 · Settings',
			text: `- *contactType*: for new contacts; the **name** in your account
- *passwordName*: name of the password; the email follows
- *passwordCategory*: for new passwords; the **name** in your account, or empty
- *embedInContact*: true embeds the password in the contact; false creates a general password
- *itGlueAddress*: the address of your IT Glue, for the links`,
			rows: [['Settings', 'Person']],
		},
		{
			title: '3 · Contact and password',
			text: 'Each node first looks for the record. *Save contact* matches by email. *Save password* never changes an existing password (*Records to Write*). It generates the value of a new one (*Generate Value*).',
			rows: [['Find organization', 'Save contact', 'Save password']],
		},
		{
			title: '4 · Result',
			text: 'Links to both, never the value: on the last page of the form, or in *Result* after a run by hand.',
			rows: [
				['Result', 'By the form?', 'Result page'],
				['', '', 'Done'],
			],
		},
		{
			title: '5 · If a node fails',
			text: 'The *Error* output of every node ends here. The execution ends as **failed**.',
			rows: [
				['What failed', 'Failed by the form?', 'Failed page'],
				['', '', '', 'Stop as failed'],
			],
			below: true,
		},
	],
	connections: [
		['Joining form', 'Settings'],
		['Run with sample person', 'Sample person'],
		['Sample person', 'Settings'],
		['Settings', 'Person'],
		['Person', 'Find organization'],
		['Find organization', 'Save contact'],
		['Save contact', 'Save password'],
		['Save password', 'Result'],
		['Result', 'By the form?'],
		['By the form?', 'Result page'],
		['By the form?', 'Done', 1],
		['Find organization', 'What failed', 1],
		['Save contact', 'What failed', 1],
		['Save password', 'What failed', 1],
		['What failed', 'Failed by the form?'],
		['Failed by the form?', 'Failed page'],
		['Failed by the form?', 'Stop as failed', 1],
		['Failed page', 'Stop as failed'],
	],
});
