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
Every night: reads the entries of a password store and keeps a copy of each in IT Glue: **general** passwords, and passwords **embedded** in the configuration of a device. It never deletes or archives anything, and **never changes a password that it did not copy itself**.

### Before the first run
1. ${HOW_TO_CONFIRM}
2. Import **Get secrets** for your store (*Hudu*) and **Notify**, and set both up. *Get secrets* needs the same workflow settings. Publish them too: a published workflow can call only published workflows.
3. Open **Get secrets** and **Notify** here and choose those workflows from the list.
4. Open the IT Glue nodes and choose your **IT Glue API** credential. Its API key needs **Password Access**.
5. Open **Settings**.
6. **Execute workflow** from *Run by hand*. **dryRun** is on as shipped: nothing is written, and **Preview** and **Summary** show what would change. If the result is right, set *dryRun* to false, run again, and publish the workflow.`,
			},
			{
				name: 'Which password is which',
				text: `## Which password is which
- The workflow recognizes a copy by the **data table** and by the last line of its **notes** ("Mirrored from hudu, entry 301"). Do not remove that line.
- A password with the same name and without either belongs to a **colleague**. It is never changed, also if it is archived, and the entry goes to Review.
- Two entries with the **same name** at one client (or device) are reported and not copied.
- An entry is also reported if it has no value, or if IT Glue has no such client or device, or several. If an entry leaves the store, it is reported, and its copy stays.

### What is written
- **New entries:** a copy with value, username, address and the line in the notes; with *mirrorNotes* also the notes of the entry.
- **Changed entries** (the store knows the time): the value and all other differences. An unchanged entry needs no request. The workflow never reads a value in IT Glue.`,
			},
			{
				name: 'Where values go',
				text: `## Where values go
- The value is in no output of the IT Glue nodes, in no message and not in the data table. It is in the output of **Get secrets**, **To create** and **To rotate**: in n8n's memory during the run, and on your screen if you execute the workflow by hand.
- With the workflow settings above, n8n does not store it. In **queue mode**, it also passes through Redis and the database during the run.
- IT Glue logs each write.

## Good to know
- **A second run changes nothing.** If a run fails, just execute the workflow again.
- Everything that a person must decide is reported **once**.
- If the store returns an **error** or nothing, the run fails before it writes anything.
- **Another store:** create a *Get secrets* for it; docs/systems.md of the package describes its output.
- Needs n8n 2 or later, for the data table.

To get a message if an execution fails, choose **Notify** as *Error workflow* in *Workflow settings*.`,
			},
		],
		settings: {
			executionsAreNotSaved: false,
			mirrorNotes: false,
			passwordCategory: '',
			clientNames: {},
		},
		settingsText: `- *executionsAreNotSaved*: set it to true after you changed the workflow settings (see *About*)
- *mirrorNotes*: copy the notes of new entries; they may contain secrets
- *passwordCategory*: for new passwords; the **name** in your account, or empty
- *clientNames*: clients with another name in the store, such as \`{ "Northwind HQ": "Northwind Dental" }\``,
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
			'The entries with their values. From IT Glue: names of clients and devices, and passwords without their values.',
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
		planText: 'One Code node decides. Its output has no values.',
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
			'Changed names and addresses, new values, new copies. If one fails, the others continue.',
		confirm: CONFIRM,
		workflow: UNSAVED,
	});
