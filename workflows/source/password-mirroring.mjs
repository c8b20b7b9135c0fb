/** Password mirroring. */
import { GOES_ON, itGlue } from './lib/nodes.mjs';
import { defineSync } from './lib/sync.mjs';
import { CONFIRM, HOW_TO_CONFIRM, UNSAVED } from './lib/unsaved.mjs';

const JSONS = (/** @type {string} */ node) => `$('${node}').all().map(({ json }) => json)`;

/** @type {(fields: string[], resource: string) => import('./lib/build.mjs').NodeBody} */
const all = (fields, resource) =>
	itGlue(
		{ resource, operation: 'getAll', returnAll: true, options: { fields } },
		{ executeOnce: true, alwaysOutputData: true },
	);

const upsert = (/** @type {string[]} */ matchingColumns, /** @type {object} */ options) =>
	itGlue(
		{
			resource: 'password',
			operation: 'upsert',
			fields: {
				mappingMode: 'autoMapInputData',
				value: {},
				matchingColumns,
				schema: [],
				attemptToConvertTypes: false,
				convertFieldsToString: false,
			},
			dryRun: false,
			options,
		},
		GOES_ON,
	);

/** The value joins an item right before the node that writes it. @param {string} step */
const withValues = (step) => ({
	file: 'steps.mjs',
	call: `const values = new Map($('Get secrets').all().map(({ json }) => [json.id, json.password]));
return itemsFor($('Brake').all().map(({ json }) => json), '${step}')
	.map((json) => ({ json: { ...json, password: values.get(json.key) } }));`,
});

/** @type {(columns: import('./lib/nodes.mjs').Columns) => Promise<import('./lib/build.mjs').Definition>} */
export const define = async (columns) =>
	defineSync(columns, {
		slug: 'password-mirroring',
		name: 'Password mirroring',
		hour: 4,
		source: 'Get secrets',
		about: [
			{
				name: 'About',
				text: `# Password mirroring
Every night: takes the entries of a password store and keeps a copy of each in IT Glue: **general** passwords, and passwords **embedded** in the configuration of a device. Nothing is ever deleted or archived, and **a password that was not mirrored from here is never touched**.

### Before the first run
1. ${HOW_TO_CONFIRM}
2. Import **Get secrets** of your store (*Hudu*) and **Notify**, and set both up. Get secrets needs the same workflow settings. Publish them too: a published workflow calls published ones only.
3. Open **Get secrets** and **Notify** here and choose those workflows from the list.
4. Open the IT Glue steps and choose your **IT Glue API** credential. Its API key needs **Password Access**.
5. Open **Settings**.
6. **Execute workflow** from *Run by hand*. **dryRun** is on as shipped: nothing is written, and **Preview** and **Summary** show what would be. Content? Set *dryRun* to false, run again, and publish the workflow.`,
			},
			{
				name: 'Which password is which',
				text: `## Which password is which
- A copy is known by the **data table**, and by the last line of its **notes** ("Mirrored from hudu, entry 301"). Leave that line there.
- A password of the same name that has neither is a **colleague's**: it is left alone, archived ones too, and the entry goes to Review.
- Two entries of **one name** at one client (or device) are told and left alone.
- An entry whose client or device IT Glue does not have, or has several times, and one without a value are told as well. One that left the store is told, and its copy stays.

### What is written
- **New entries:** a copy with value, user name, address and the mark; the notes of the entry too with *mirrorNotes*.
- **Changed entries** (the store says when): the value, and whatever else differs. An entry that did not change costs nothing, and no value in IT Glue is ever read.`,
			},
			{
				name: 'Where values go',
				text: `## Where values go
- The value is in no output of the IT Glue nodes, in no message and not in the data table. It is in what **Get secrets**, **To create** and **To rotate** give, that is in n8n's memory while it runs, and on your screen when you run it by hand.
- With the workflow settings above n8n stores nothing of it. In **queue mode** it also passes through Redis and the database while it runs.
- IT Glue logs each writing.

## Good to know
- **A second run changes nothing**, so a run that broke off is simply run again.
- Each thing that a person has to decide is told **once**.
- If the store answers with an **error** or with nothing, the run stops as failed before anything is written.
- **Another store:** make a *Get secrets* for it; what it has to give stands in docs/systems.md of the package.
- Needs n8n 2 or later, for the data table.

To be told of runs that break off, choose **Notify** as *Error workflow* in *Workflow settings*.`,
			},
		],
		settings: {
			executionsAreNotSaved: false,
			mirrorNotes: false,
			passwordCategory: '',
			clientNames: {},
		},
		settingsText: `- *executionsAreNotSaved*: true when the workflow settings are as *About* says
- *mirrorNotes*: copy the notes of new entries; they may hold secrets
- *passwordCategory*: of new passwords; the **name** in your account, or empty
- *clientNames*: where the store calls a client otherwise, such as \`{ "Northwind HQ": "Northwind Dental" }\``,
		reads: {
			'Get organizations': all(['name'], 'organization'),
			'Get configurations': all(
				['name', 'organization_id', 'hostname', 'archived'],
				'configuration',
			),
			'Get passwords': all(
				['name', 'organization_id', 'username', 'url', 'notes', 'resource_id', 'archived'],
				'password',
			),
		},
		readText:
			'The entries with their values, and what IT Glue has: names of clients and devices, passwords without their values.',
		plan: {
			file: 'planPasswords.mjs',
			call: `return [{ json: planPasswords({
	settings: $('Settings').first().json,
	secrets: ${JSONS('Get secrets')},
	organizations: ${JSONS('Get organizations')},
	configurations: ${JSONS('Get configurations')}.filter(({ id }) => id !== undefined),
	passwords: ${JSONS('Get passwords')}.filter(({ id }) => id !== undefined),
	rows: ${JSONS('Memory')},
}) }];`,
		},
		planText: 'One Code node decides. What it gives holds no values.',
		steps: [
			{ step: 'change', name: 'Change', node: upsert(['id'], {}) },
			{
				step: 'rotate',
				name: 'Rotate',
				node: upsert(['id'], { passwordValue: 'write' }),
				items: withValues('rotate'),
			},
			{
				step: 'create',
				name: 'Create',
				node: upsert(['name', 'resource_id'], { emptyMatch: 'nextKey', writeMode: 'createOnly' }),
				items: withValues('create'),
			},
		],
		writeText:
			'Other names and addresses, new values, new copies. One that fails does not keep the others from it.',
		confirm: CONFIRM,
		workflow: UNSAVED,
	});
