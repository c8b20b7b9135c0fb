/** Password rotation: new values for chosen passwords, in one other system and in IT Glue, so that none is lost. */
import { codeNode } from './lib/code.mjs';
import {
	byHand,
	callWorkflow,
	done,
	everyNight,
	GOES_ON,
	ifTrue,
	itGlue,
	itGlueMapped,
	request,
	setFields,
	splitOut,
	startText,
	stopWith,
	typed,
	withCredential,
} from './lib/nodes.mjs';
import { CONFIRM, HOW_TO_CONFIRM, UNSAVED } from './lib/unsaved.mjs';

const HOUR = 4;
const SYSTEM = 'Microsoft 365';
const SETTINGS = `$('Settings').first().json`;
const SUMMARY = `$('Summary').first().json`;
const VALUE = `$('New value').item.json`;
const ONCE = { executeOnce: true, alwaysOutputData: true };

const byId = (/** @type {string} */ expression) => ({
	__rl: true,
	mode: 'id',
	value: `={{ ${expression} }}`,
});

const JSONS = (/** @type {string} */ node) =>
	`($('${node}').isExecuted ? $('${node}').all().map(({ json }) => json) : [])`;

/** Passwords of the organization, never with their values. @type {(filters: object) => import('./lib/build.mjs').NodeBody} */
const passwords = (filters) =>
	itGlue(
		{
			resource: 'password',
			operation: 'getAll',
			organizationId: byId(`$('Get organization').first().json.id`),
			returnAll: true,
			filters,
			options: {
				fields: [
					'name',
					'organization_id',
					'username',
					'notes',
					'password_category_name',
					'password_folder_id',
					'password_updated_at',
					'archived',
				],
			},
		},
		ONCE,
	);

/** @type {(columns: import('./lib/nodes.mjs').Columns) => Promise<import('./lib/build.mjs').Definition>} */
export const define = async (columns) => ({
	name: 'Password rotation',
	about: [
		{
			name: 'About',
			text: `# Password rotation
Every night: generates a **new random value** for the old passwords of **one category**, sets it for the account in the customer's **Microsoft 365**, and stores it in IT Glue.

### Before the first run
1. ${HOW_TO_CONFIRM}
2. In IT Glue, create a password category such as *Rotated*. Use it only for passwords that may change at night without a warning. The **username** of each password must be the sign-in name of the account.
3. Open the IT Glue nodes and choose your **IT Glue API** credential. Its API key needs **Password Access**.
4. In the customer's Entra ID you need an app registration with the *application* permissions \`User.Read.All\` and \`User-PasswordProfile.ReadWrite.All\`, and admin consent. To change accounts with an administrator role, the app needs such a role too.
5. Open **Get users** and create its credential of type *OAuth2 API*: grant type *Client Credentials*, scope \`.default\` of Microsoft Graph, authentication *Body*. Choose the same credential in **Set in system**.
6. Open **Settings**.
7. Use messages here: import **Notify**, set it up and publish it. Then activate the node **Notify** here (it is **deactivated** by default) and choose that workflow.
8. **Execute workflow** from *Run by hand*. **dryRun** is on by default: nothing is written, and **Preview** lists the passwords to rotate. Then set *dryRun* to false and *mostInOneRun* to 1, and try one password before you publish the workflow.`,
		},
		{
			name: 'No value is lost',
			text: `## The order of the steps, so that no value is lost
1. IT Glue stores the new value in a **separate record**: "… (new value, date)", restricted, in the same folder.
2. Microsoft 365 gets the value.
3. The password itself gets the value. **Its history keeps the old value.**
4. The separate record is archived.

| What fails | What you have | Message |
| --- | --- | --- |
| 1 | the old value in both systems | failed |
| 2, refused | the old value in both systems | failed |
| 2, no clear answer | both values in IT Glue, one is in use | **urgent**, with both names |
| 3 | the new value in the separate record | **urgent**, with its name |

The next run completes urgent cases: it sets another new value, even if the password is not old enough. It archives the separate records only when both systems have the same value, and never overwrites them.`,
		},
		{
			name: 'Where the values are',
			text: `## Where the values are, and where not
- The workflow never reads a value in IT Glue, and the IT Glue node never returns one.
- **Random** and **New value** must output values, and n8n stores the output of nodes by default. So this workflow saves no executions.
- The values are in n8n's memory during a run, and in your browser after a run by hand. Do not *pin* the output of these two nodes. In **queue mode**, the values also pass through Redis and the database.
- Messages and errors name passwords, never values. IT Glue and Microsoft log each change.

**Failed runs are not in the list**, because n8n does not save them. Choose **Notify** as *Error workflow* in *Workflow settings*.

## Another system
Replace **Set in system** with a node or HTTP request for that system, and **Get users** with a list of its accounts. Change in **Answer** how to recognize *set* and *refused*: every other answer is not clear. Only **Set in system** sends a value to the other system.

## Good to know
- **A second run changes nothing**, because the value is new.
- Use one copy of this workflow for each customer, because one credential is for one tenant.
- **Review** lists passwords that cannot be rotated (no such user, blocked account, two passwords for one account). Each is reported once.
- Microsoft may sign out people who use the account. Applications that use it need the new value too: keep such passwords out of the category.`,
		},
	],
	nodes: {
		'Every night': everyNight(HOUR),
		'Run by hand': byHand(),
		Settings: setFields({
			executionsAreNotSaved: false,
			dryRun: true,
			organization: 'Northwind Dental',
			passwordCategory: 'Rotated',
			olderThanDays: 90,
			mostInOneRun: 10,
			graphUrl: 'https://graph.microsoft.com/v1.0',
		}),
		'Confirmed?': ifTrue(`$json.${CONFIRM.setting}`),
		'Stop: check settings': stopWith(CONFIRM.message),
		'Get organization': itGlue(
			{
				resource: 'organization',
				operation: 'get',
				organizationId: {
					__rl: true,
					mode: 'name',
					value: `={{ ${SETTINGS}.organization }}`,
				},
				options: { fields: ['name'] },
			},
			{ executeOnce: true },
		),
		'Due passwords': passwords({
			passwordCategoryId: `={{ ${SETTINGS}.passwordCategory }}`,
			archived: false,
			passwordUpdatedBefore: `={{ $now.minus({ days: ${SETTINGS}.olderThanDays }).toISO() }}`,
		}),
		'All passwords': passwords({}),
		'Get users': request(
			{
				url: `={{ ${SETTINGS}.graphUrl }}/users?$select=id,userPrincipalName,accountEnabled,onPremisesSyncEnabled&$top=999`,
				...withCredential('oAuth2Api'),
				options: {
					pagination: {
						pagination: {
							paginationMode: 'responseContainsNextURL',
							nextURL: `={{ $response.body['@odata.nextLink'] }}`,
							paginationCompleteWhen: 'other',
							completeExpression: `={{ $response.statusCode < 300 && !$response.body['@odata.nextLink'] }}`,
						},
					},
				},
			},
			{ executeOnce: true },
		),
		Plan: codeNode(
			'planRotation.mjs',
			`const recordsOf = (node) => $(node).all().map(({ json }) => json).filter(({ id }) => id !== undefined);
return [{ json: planRotation({
	settings: $('Settings').first().json,
	due: recordsOf('Due passwords'),
	all: recordsOf('All passwords'),
	users: $('Get users').all().flatMap(({ json }) => json.value ?? []),
	stamp: new Date().toISOString().slice(0, 16).replace('T', ' '),
}) }];`,
		),
		Preview: splitOut('items'),
		'Real run?': ifTrue(`${SETTINGS}.dryRun === false`),
		Random: {
			parameters: {
				action: 'generate',
				dataPropertyName: 'random',
				encodingType: 'base64',
				stringLength: 32,
			},
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
		},
		'New value': setFields({
			id: '={{ $json.id }}',
			name: '={{ $json.name }}',
			username: '={{ $json.username }}',
			organization_id: '={{ $json.organization_id }}',
			password_folder_id: '={{ $json.password_folder_id }}',
			user_id: '={{ $json.user_id }}',
			beside: '={{ $json.beside }}',
			mark: '={{ $json.mark }}',
			// Letters and digits; the end brings in each kind of character that Entra ID may ask for.
			password: '={{ $json.random }}-aZ7',
		}),
		'Store beside': itGlue(
			{
				resource: 'password',
				operation: 'create',
				organizationId: byId('$json.organization_id'),
				name: '={{ $json.beside }}',
				password: '={{ $json.password }}',
				username: '={{ $json.username }}',
				ifExists: 'createAnyway',
				additionalFields: {
					notes: '={{ $json.mark }}',
					passwordFolderId: '={{ $json.password_folder_id || undefined }}',
					restricted: true,
				},
			},
			GOES_ON,
		),
		'Stored beside?': ifTrue('$json.id !== undefined && $json.error === undefined'),
		'Set in system': request(
			{
				method: 'PATCH',
				url: `={{ ${SETTINGS}.graphUrl }}/users/{{ ${VALUE}.user_id }}`,
				...withCredential('oAuth2Api'),
				sendBody: true,
				specifyBody: 'json',
				jsonBody: `={{ JSON.stringify({ passwordProfile: { password: ${VALUE}.password, forceChangePasswordNextSignIn: false } }) }}`,
				options: { response: { response: { fullResponse: true, neverError: true } } },
			},
			{ ...GOES_ON, retryOnFail: false },
		),
		Answer: setFields({
			id: `={{ ${VALUE}.id }}`,
			beside_id: `={{ $('Store beside').item.json.id }}`,
			outcome: `={{ $json.statusCode >= 200 && $json.statusCode < 300 ? 'set' : $json.statusCode >= 400 && $json.statusCode < 500 && $json.statusCode !== 408 ? 'refused' : 'unclear' }}`,
			said: `={{ String($json.body?.error?.message ?? $json.error?.message ?? $json.error ?? ('Status ' + $json.statusCode)).replaceAll(${VALUE}.password, '[hidden]').slice(0, 300) }}`,
		}),
		'Accepted?': ifTrue(`$json.outcome === 'set'`),
		'Store value': await itGlueMapped(columns, {
			resource: 'password',
			operation: 'upsert',
			values: {
				id: '={{ $json.id }}',
				password: `={{ ${VALUE}.password }}`,
				password_updated_at: '={{ $now.toISO() }}',
			},
			matching: ['id'],
			rest: { dryRun: false, options: { passwordValue: 'write' } },
			node: GOES_ON,
		}),
		Settle: codeNode(
			'settleRotation.mjs',
			`return [{ json: settleRotation({
	system: '${SYSTEM}',
	items: $('Settings').first().json.dryRun === false ? $input.first().json.items : [],
	kept: ${JSONS('Store beside')},
	said: ${JSONS('Answer')},
	stored: ${JSONS('Store value')},
}) }];`,
		),
		// In n8n 1 an expression cannot name a Code node.
		Settled: setFields({
			rotated: typed('array', '$json.rotated'),
			archive: typed('array', '$json.archive'),
			failed: typed('array', '$json.failed'),
			urgent: typed('array', '$json.urgent'),
		}),
		'No longer needed': splitOut('archive'),
		'Archive beside': itGlue(
			{ resource: 'password', operation: 'archive', passwordId: byId('$json.id') },
			GOES_ON,
		),
		Review: splitOut('review'),
		'Real review?': ifTrue(`${SETTINGS}.dryRun === false`),
		'Not told yet': {
			parameters: {
				operation: 'removeItemsSeenInPreviousExecutions',
				logic: 'removeItemsWithAlreadySeenKeyValues',
				dedupeValue: `={{ $json.id + ' ' + $json.reason }}`,
				options: { historySize: 10000 },
			},
			type: 'n8n-nodes-base.removeDuplicates',
			typeVersion: 2,
		},
		Summary: setFields({
			dry_run: typed('boolean', `${SETTINGS}.dryRun`),
			rotated: typed('array', `$('Settled').first().json.rotated`),
			would_rotate: typed('number', `${SETTINGS}.dryRun ? $json.items.length : 0`),
			later: typed('number', '$json.later'),
			unfinished_before: typed('number', '$json.unfinished'),
			review: typed('number', '$json.review.length'),
			urgent: typed('array', `$('Settled').first().json.urgent`),
			failed: typed(
				'array',
				`[
  ...$('Settled').first().json.failed,
  ...($('Archive beside').isExecuted ? $('Archive beside').all() : []).flatMap(({ json }, at) => json.error ? ['The record ' + $('Settled').first().json.archive[at].id + ' with the new value of a rotated password could not be archived: ' + (json.error.message ?? json.error) + '. The next run rotates that password again.'] : [])
]`,
			),
		}),
		'Worth telling?': ifTrue(
			`!$json.dry_run && $json.rotated.length + $json.urgent.length + $json.failed.length + ($('Not told yet').isExecuted ? $('Not told yet').all().length : 0) > 0`,
		),
		Message: setFields({
			workflow: 'Password rotation',
			title: `={{ ($json.urgent.length > 0 ? 'URGENT: ' : '') + 'Password rotation: ' + ${SETTINGS}.organization }}`,
			text: `={{ ((now, fresh) => [
  ...now.urgent.map((one) => 'URGENT: ' + one),
  ...now.failed.slice(0, 5).map((one) => 'Failed: ' + one),
  ...(now.failed.length > 5 ? ['And ' + (now.failed.length - 5) + ' more failed; see Summary.'] : []),
  'Rotated: ' + (now.rotated.join('; ') || 'none'),
  ...fresh.slice(0, 10).map(({ json }) => '- ' + json.password + ': ' + json.reason),
  ...(fresh.length > 10 ? ['And ' + (fresh.length - 10) + ' more; see Review.'] : [])
].join('\\n').slice(0, 4000))($json, $('Not told yet').isExecuted ? $('Not told yet').all() : []) }}`,
			failed: typed('boolean', '$json.urgent.length + $json.failed.length > 0'),
		}),
		Notify: callWorkflow({ executeOnce: true, onError: 'continueRegularOutput', disabled: true }),
		'All done?': ifTrue('$json.urgent.length + $json.failed.length === 0'),
		Done: done(),
		'Stop as failed': stopWith(
			`={{ ${SUMMARY}.urgent.length > 0 ? 'URGENT. ' : '' }}{{ [...${SUMMARY}.urgent, ...${SUMMARY}.failed].join(' ') }} Rotated: {{ ${SUMMARY}.rotated.length }}.`,
		),
	},
	zones: [
		{
			title: '1 · Start',
			text: startText('Every night', HOUR),
			rows: [['Every night'], ['Run by hand']],
		},
		{
			title: '2 · Settings',
			text: `- *executionsAreNotSaved*: set it to true after step 1 of *About*
- *dryRun*: true = only list
- *organization*: the **name** in IT Glue
- *passwordCategory*: only its passwords are rotated
- *olderThanDays*: rotate values that are older
- *mostInOneRun*: the next nights do the rest
- *graphUrl*: address of Microsoft Graph`,
			rows: [
				['Settings', 'Confirmed?'],
				['', '', 'Stop: check settings'],
			],
		},
		{
			title: '3 · Read and plan',
			text: 'Passwords of the organization without values: first the old ones (category and *Password Updated Before*), then all, to find unfinished rotations. Then the users. **Plan** finds the account for each password.',
			rows: [['Get organization', 'Due passwords', 'All passwords', 'Get users', 'Plan']],
		},
		{
			title: '4 · Rotate',
			text: 'Store the value in IT Glue, set it in the other system, then store it in the password. For another system, replace **Set in system**. **Answer** decides what its answers mean.',
			rows: [
				[
					'Preview',
					'Real run?',
					'Random',
					'New value',
					'Store beside',
					'Stored beside?',
					'Set in system',
					'Answer',
					'Accepted?',
					'Store value',
				],
			],
		},
		{
			title: '5 · Archive separate records',
			text: 'If both systems have the value, or the other system refused it. The rows run from top to bottom.',
			rows: [['Settle', 'Settled', 'No longer needed', 'Archive beside']],
			below: true,
		},
		{
			title: '6 · For a person',
			text: 'Passwords that cannot be rotated, with the reason. *Not told yet* passes on each one once.',
			rows: [['Review', 'Real review?', 'Not told yet']],
			below: true,
		},
		{
			title: '7 · Report',
			text: 'What was rotated, and what is **urgent**: the value in use may differ from the value in IT Glue. Then the run ends as **failed**. **Notify** gets one message if a password was rotated, something failed, or something is new for a person.',
			rows: [
				['Summary', 'Worth telling?', 'Message', 'Notify'],
				['', 'All done?', 'Done'],
				['', '', 'Stop as failed'],
			],
			below: true,
		},
	],
	connections: [
		['Every night', 'Settings'],
		['Run by hand', 'Settings'],
		['Settings', 'Confirmed?'],
		['Confirmed?', 'Get organization'],
		['Confirmed?', 'Stop: check settings', 1],
		['Get organization', 'Due passwords'],
		['Due passwords', 'All passwords'],
		['All passwords', 'Get users'],
		['Get users', 'Plan'],
		['Plan', 'Preview'],
		['Preview', 'Real run?'],
		['Real run?', 'Random'],
		['Random', 'New value'],
		['New value', 'Store beside'],
		['Store beside', 'Stored beside?'],
		['Stored beside?', 'Set in system'],
		['Set in system', 'Answer'],
		['Answer', 'Accepted?'],
		['Accepted?', 'Store value'],
		['Plan', 'Settle'],
		['Settle', 'Settled'],
		['Settled', 'No longer needed'],
		['No longer needed', 'Archive beside'],
		['Plan', 'Review'],
		['Review', 'Real review?'],
		['Real review?', 'Not told yet'],
		['Plan', 'Summary'],
		['Summary', 'Worth telling?'],
		['Worth telling?', 'Message'],
		['Message', 'Notify'],
		['Summary', 'All done?'],
		['All done?', 'Done'],
		['All done?', 'Stop as failed', 1],
	],
	settings: UNSAVED,
});
