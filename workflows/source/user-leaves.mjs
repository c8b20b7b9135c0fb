/** User leaves: the contact becomes a former one, and the person's passwords are archived. */
import { codeNode } from './lib/code.mjs';
import { escaped, formPage, lastPage, questionPage } from './lib/forms.mjs';
import {
	addFields,
	byHand,
	callWorkflow,
	done,
	GOES_ON,
	ifTrue,
	itGlue,
	setFields,
	splitOut,
	stopWith,
	typed,
} from './lib/nodes.mjs';

const GO = 'This person has left';
const SETTINGS = `$('Settings').first().json`;
const PLAN = `$('Plan').first().json`;
const REPORT = `$('Report').first().json`;
const BY_FORM = `$('Leaving form').isExecuted`;

const byId = (/** @type {string} */ expression) => ({
	__rl: true,
	mode: 'id',
	value: `={{ ${expression} }}`,
});

/** What a step answered; nothing where it had nothing to do. @type {(step: string) => string} */
const answersOf = (step) => `($('${step}').isExecuted ? $('${step}').all() : [])`;

/** Lines of HTML out of a list of texts. @type {(lines: string) => string} */
const html = (lines) => `={{ ${lines}.map((line) => ${escaped('line')}).join('<br>') }}`;

/** What was planned. In n8n 1 an expression cannot name a Code node, so its item goes on by Edit Fields. @param {string} from */
const planned = (from) =>
	setFields({
		problem: `={{ ${from}.problem }}`,
		contact: typed('object', `${from}.contact`),
		archive: typed('array', `${from}.archive`),
		near: typed('array', `${from}.near`),
		typeNow: `={{ ${from}.typeNow }}`,
		typeThen: `={{ ${from}.typeThen }}`,
		retype: typed('boolean', `${from}.retype`),
		remove: typed('boolean', `${from}.remove`),
		toDo: typed('array', `${from}.toDo`),
	});

/** All records of the organization. @type {(resource: string, fields: string[]) => import('./lib/build.mjs').NodeBody} */
const all = (resource, fields) =>
	itGlue(
		{
			resource,
			operation: 'getAll',
			organizationId: byId(`$('Find organization').first().json.id`),
			returnAll: true,
			options: { fields },
		},
		{ alwaysOutputData: true, executeOnce: true },
	);

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () => ({
	name: 'User leaves',
	about: [
		{
			name: 'About',
			text: `# User leaves
An employee of a client leaves: gives the **contact** the type for former employees (or deletes it, if you turn that on), and **archives the person's passwords**. It only lists passwords that may belong to the person.

**It asks first.** The second page of the form shows what will happen and lets you stop. Executed by hand, the workflow only shows the same, until you set *dryRun* in **Settings** to \`false\`.

### Before the first run
1. Open the seven IT Glue nodes and choose your **IT Glue API** credential.
2. Open **Settings**. The contact type must exist in your account: create it in IT Glue, or enter another name.
3. To get messages, import **Notify**, set it up and publish it. Then activate the node **Notify** here (it is **deactivated** by default) and choose that workflow.
4. **Execute workflow** from *Run with sample person*. It needs the person from the example *User joins*. The result is in *Only shown*.

### Running it twice
A second run changes nothing. If a run fails, execute the workflow again to complete it.`,
		},
		{
			name: 'Which passwords',
			text: `## Which passwords are archived
- Passwords **embedded in the contact**.
- Passwords whose **username is one of the contact's email addresses**. Capital letters do not matter. If another contact has it too (a shared mailbox), you decide.

## Which passwords are only listed
- The name contains one of the addresses or the full name ("Laptop of Cleo Example").
- The username is the address without its domain (\`cleo\`, \`HOME\\cleo\`).

This workflow only archives records. It changes no values and signs nobody out. If others still use a password that the person knew, change its value.

## The contact
- **With *removeContact* on**, the workflow deletes the contact. You cannot undo this. If it has embedded passwords, also archived ones, it gets the type instead: IT Glue would delete them too.
- A contact from your PSA does not change. Make it inactive in the PSA.`,
		},
		{
			name: 'Undo and access',
			text: `## To undo it
*Unarchive* restores a password. Set the old type of the contact again. You cannot restore a deleted contact.

## Before you publish the form
It asks for **Basic Auth**: create that credential in **Leaving form**. Without it, you cannot publish the workflow. n8n asks for it only on the first page. The second page has another address. n8n 2 signs it; in n8n 1, people who can reach your n8n could guess it. After an hour it closes, and nothing changes.

To get a message if an execution fails, choose **Notify** as *Error workflow* in *Workflow settings*.`,
		},
	],
	nodes: {
		'Leaving form': formPage({
			title: 'Employee leaves',
			description:
				'Archives the passwords of a person and marks the contact as a former employee. Nothing changes before you confirm on the next page.',
			button: 'Show what will happen',
			fields: [
				{ fieldLabel: 'Organization', placeholder: 'Northwind Dental', requiredField: true },
				{
					fieldLabel: 'Person',
					placeholder: 'Email or full name, such as cleo@example.com',
					requiredField: true,
				},
			],
		}),
		'Run with sample person': byHand(),
		'Sample person': setFields({ Organization: 'Northwind Dental', Person: 'cleo@example.com' }),
		Settings: addFields({
			formerType: 'Former Employee',
			removeContact: false,
			dryRun: true,
			itGlueAddress: 'https://example.itglue.com',
		}),
		'Find organization': itGlue(
			{
				resource: 'organization',
				operation: 'get',
				organizationId: { __rl: true, mode: 'name', value: '={{ $json.Organization }}' },
				options: { fields: ['name'] },
			},
			{ onError: 'continueErrorOutput' },
		),
		'Get contacts': all('contact', [
			'name',
			'primary_email',
			'contact_emails',
			'contact_type_name',
			'psa_integration',
		]),
		'Get passwords': all('password', [
			'name',
			'username',
			'resource_type',
			'cached_resource_type_name',
			'resource_id',
			'archived',
		]),
		'Get contact types': itGlue(
			{
				resource: 'contactType',
				operation: 'getAll',
				returnAll: true,
				options: { fields: ['name'] },
			},
			{ alwaysOutputData: true, executeOnce: true },
		),
		Compare: codeNode(
			'planLeaving.mjs',
			`const { formerType, removeContact, itGlueAddress, Person } = $('Settings').first().json;
const recordsOf = (node) => $(node).all().map(({ json }) => json).filter(({ id }) => id !== undefined);
return [{ json: planLeaving({
	settings: { formerType, removeContact, itGlueAddress },
	person: Person,
	organization: $('Find organization').first().json,
	contacts: recordsOf('Get contacts'),
	passwords: recordsOf('Get passwords'),
	types: recordsOf('Get contact types'),
}) }];`,
		),
		Plan: planned('$json'),
		'Found?': ifTrue(`$json.problem === ''`),
		'Why not': setFields({
			text: `={{ $json.problem || (($json.error?.message ?? $json.error) + '. ' + ($json.message ?? '') + ' Nothing was changed.') }}`,
		}),
		'Looked for by the form?': ifTrue(BY_FORM),
		'Not found page': lastPage('Nothing was changed', html(`[$('Why not').first().json.text]`)),
		'Stop as not found': stopWith(`={{ $('Why not').first().json.text }}`),
		'Asked by the form?': ifTrue(BY_FORM),
		'Confirm page': questionPage({
			title: `=Has {{ ${PLAN}.contact.name }} left?`,
			description: `=Nothing has changed yet. This will happen:

{{ [
  ['Contact', ${PLAN}.contact.name],
  ['Change', ${PLAN}.remove ? 'removed' : ${PLAN}.typeThen === ${PLAN}.typeNow ? 'none' : 'type ' + ${PLAN}.typeThen + ' instead of ' + (${PLAN}.typeNow || 'none')],
  ['Passwords to archive (' + ${PLAN}.archive.length + ')', ${PLAN}.archive.map(({ name, why }) => name + ' (' + why + ')').join('; ') || 'none'],
  ['Left to you', ${PLAN}.toDo.join(' ') || 'nothing']
].map(([label, value]) => '<b>' + label + ':</b> ' + ${escaped('String(value)')}).join('<br>') }}`,
			question: 'What now?',
			choices: ['Stop, change nothing', GO],
		}),
		'Go on?': ifTrue(`$json['What now?'] === '${GO}'`),
		'Stopped page': lastPage(
			'Nothing was changed',
			`={{ ${escaped(`${PLAN}.contact.name`)} }} stays as it is in IT Glue.`,
		),
		'Dry run?': ifTrue(`${SETTINGS}.dryRun`),
		'Only shown': planned(PLAN),
		'What to do': planned(PLAN),
		Passwords: splitOut('archive'),
		'Archive password': itGlue(
			{ resource: 'password', operation: 'archive', passwordId: byId('$json.id') },
			GOES_ON,
		),
		'Type to change?': ifTrue('$json.retype'),
		'Change type': itGlue(
			{
				resource: 'contact',
				operation: 'update',
				contactId: byId('$json.contact.id'),
				updateFields: { contactTypeId: `={{ ${SETTINGS}.formerType }}` },
			},
			GOES_ON,
		),
		'To remove?': ifTrue('$json.remove'),
		'Remove contact': itGlue(
			{ resource: 'contact', operation: 'delete', contactId: byId('$json.contact.id') },
			GOES_ON,
		),
		Report: setFields({
			organization: `={{ $('Find organization').first().json.name }}`,
			person: typed('object', '$json.contact'),
			passwordsArchived: typed(
				'array',
				`${answersOf('Archive password')}.flatMap(({ json }, at) => json.error ? [] : [$json.archive[at].name])`,
			),
			contact: `={{ $('Remove contact').isExecuted && !$('Remove contact').first().json.error ? 'removed' : $('Change type').isExecuted && !$('Change type').first().json.error ? 'type ' + $json.typeThen : 'as it was' }}`,
			toDo: typed('array', '$json.toDo'),
			failed: typed(
				'array',
				`[
  ...${answersOf('Archive password')}.map(({ json }, at) => ({ step: 'Archive password', record: $json.archive[at].name, json })),
  ...${answersOf('Change type')}.map(({ json }) => ({ step: 'Change type', record: $json.contact.name, json })),
  ...${answersOf('Remove contact')}.map(({ json }) => ({ step: 'Remove contact', record: $json.contact.name, json }))
].filter(({ json }) => json.error).map(({ step, record, json }) => step + ' (' + record + '): ' + (json.error.message ?? json.error) + '. ' + (json.message ?? ''))`,
			),
		}),
		'Worth telling?': ifTrue(
			`$json.passwordsArchived.length + $json.failed.length > 0 || $json.contact !== 'as it was'`,
		),
		Message: setFields({
			workflow: 'User leaves',
			title: `={{ ($json.failed.length > 0 ? 'Not complete: ' : 'Left: ') + $json.person.name + ' (' + $json.organization + ')' }}`,
			text: `={{ [
  'Contact: ' + $json.contact,
  'Passwords archived: ' + $json.passwordsArchived.length,
  ...$json.toDo.map((left) => 'To do: ' + left),
  ...$json.failed.slice(0, 5).map((one) => 'Failed: ' + one),
  ...($json.failed.length > 5 ? ['And ' + ($json.failed.length - 5) + ' more failed.'] : []),
  $json.person.url
].join('\\n').slice(0, 2000) }}`,
			failed: typed('boolean', '$json.failed.length > 0'),
		}),
		Notify: callWorkflow({ executeOnce: true, onError: 'continueRegularOutput', disabled: true }),
		'Report by the form?': ifTrue(BY_FORM),
		'Report page': lastPage(
			`={{ ${REPORT}.failed.length > 0 ? 'Not complete' : 'Done' }}: {{ ${escaped(`${REPORT}.person.name`)} }}`,
			html(`[
  'Contact: ' + ${REPORT}.contact,
  'Passwords archived: ' + (${REPORT}.passwordsArchived.join('; ') || 'none'),
  ...${REPORT}.toDo.map((left) => 'To do: ' + left),
  ...${REPORT}.failed.map((one) => 'Failed: ' + one)
]`),
		),
		'All done?': ifTrue(`${REPORT}.failed.length === 0`),
		Done: done(),
		'Stop as failed': stopWith(
			`={{ ${REPORT}.person.name }} is not complete. {{ ${REPORT}.failed.join(' ') }} Done so far: {{ ${REPORT}.passwordsArchived.length }} passwords archived, contact {{ ${REPORT}.contact }}. Correct the cause and run it again with the same data. The next run does only what is missing.`,
		),
	},
	zones: [
		{
			title: '1 · Start',
			text: 'A form, or sample data for a test. Both return the same fields.',
			rows: [['Leaving form'], ['Run with sample person', 'Sample person']],
		},
		{
			title: '2 · Settings',
			text: `- *formerType*: the **name** of the contact type for former employees
- *removeContact*: true deletes the contact instead
- *dryRun*: true shows what a run **by hand** would do and changes nothing; the form always asks
- *itGlueAddress*: the address of your IT Glue, for the links`,
			rows: [['Settings']],
		},
		{
			title: '3 · Look first',
			text: 'Contacts and passwords of the organization, never their values. **Compare** finds the contact and its passwords. If no contact matches, or several match, the run stops here.',
			rows: [
				[
					'Find organization',
					'Get contacts',
					'Get passwords',
					'Get contact types',
					'Compare',
					'Plan',
					'Found?',
				],
				['', '', '', '', '', '', '', 'Why not', 'Looked for by the form?', 'Not found page'],
				['', '', '', '', '', '', '', '', '', '', 'Stop as not found'],
			],
		},
		{
			title: '4 · Ask first',
			text: `The form shows its second page and waits for an hour at most. *${GO}* continues. A run by hand has no page: see *Only shown*.`,
			rows: [
				['Asked by the form?', 'Confirm page', 'Go on?', 'Stopped page'],
				['', 'Dry run?', 'Only shown', '', 'What to do'],
			],
		},
		{
			title: '5 · Passwords',
			text: 'Only the passwords that the page or *Only shown* listed, one by one. If one fails, the others continue.',
			rows: [['Passwords', 'Archive password']],
		},
		{
			title: '6 · Contact',
			text: 'Change its type, or remove it. The rows run from top to bottom.',
			rows: [
				['Type to change?', 'Change type'],
				['To remove?', 'Remove contact'],
			],
			below: true,
		},
		{
			title: '7 · Report',
			text: 'What was done, and what a person must do. The last page of the form shows it too. If a node failed, the execution ends as **failed**. **Notify** gets one short message if something was changed or failed.',
			rows: [
				['Report', 'Worth telling?', 'Message', 'Notify'],
				['', 'Report by the form?', 'Report page', 'All done?', 'Done'],
				['', '', '', '', 'Stop as failed'],
			],
			below: true,
		},
	],
	connections: [
		['Leaving form', 'Settings'],
		['Run with sample person', 'Sample person'],
		['Sample person', 'Settings'],
		['Settings', 'Find organization'],
		['Find organization', 'Get contacts'],
		['Find organization', 'Why not', 1],
		['Get contacts', 'Get passwords'],
		['Get passwords', 'Get contact types'],
		['Get contact types', 'Compare'],
		['Compare', 'Plan'],
		['Plan', 'Found?'],
		['Found?', 'Asked by the form?'],
		['Found?', 'Why not', 1],
		['Why not', 'Looked for by the form?'],
		['Looked for by the form?', 'Not found page'],
		['Looked for by the form?', 'Stop as not found', 1],
		['Not found page', 'Stop as not found'],
		['Asked by the form?', 'Confirm page'],
		['Asked by the form?', 'Dry run?', 1],
		['Confirm page', 'Go on?'],
		['Go on?', 'What to do'],
		['Go on?', 'Stopped page', 1],
		['Dry run?', 'Only shown'],
		['Dry run?', 'What to do', 1],
		['What to do', 'Passwords'],
		['Passwords', 'Archive password'],
		['What to do', 'Type to change?'],
		['Type to change?', 'Change type'],
		['What to do', 'To remove?'],
		['To remove?', 'Remove contact'],
		['What to do', 'Report'],
		['Report', 'Worth telling?'],
		['Worth telling?', 'Message'],
		['Message', 'Notify'],
		['Report', 'Report by the form?'],
		['Report by the form?', 'Report page'],
		['Report by the form?', 'All done?', 1],
		['Report page', 'All done?'],
		['All done?', 'Done'],
		['All done?', 'Stop as failed', 1],
	],
});
