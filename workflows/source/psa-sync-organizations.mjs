/** PSA sync: organizations. */
import { itGlue } from './lib/nodes.mjs';
import { companiesCompared } from './lib/psa.mjs';
import { defineSync } from './lib/sync.mjs';

/** @type {(columns: import('./lib/nodes.mjs').Columns) => Promise<import('./lib/build.mjs').Definition>} */
export const define = async (columns) =>
	defineSync(columns, {
		slug: 'psa-sync-organizations',
		name: 'PSA sync: organizations',
		hour: 1,
		source: 'Get companies',
		about: [
			{
				name: 'About',
				text: `# PSA sync: organizations
Every night: compares the companies of your **PSA** with the organizations of IT Glue and updates the organizations. It finds the organization of a company by the **PSA link**, then by the result of an earlier run, then by **exactly the same name** (capital letters do not matter). It writes short facts (identifier, status, city, phone, website) into the *Description*. It creates missing organizations only if you allow it. It never deletes, archives or renames anything.

### Before the first run
1. Import **Get companies** of your PSA (*ConnectWise Manage*, *Autotask* or *HaloPSA*) and **Notify**, and set both up. Publish them too: a published workflow can call only published workflows.
2. Open **Get companies** and **Notify** here and choose those workflows from the list.
3. Open the IT Glue nodes and choose your **IT Glue API** credential.
4. Open **Settings** and choose which companies become organizations, and the type and status of new ones.
5. **Execute workflow** from *Run by hand*. **dryRun** is on by default: nothing is written. **Summary** counts what would happen, **Preview** shows it under \`_changes\`.
6. If the result is right, set *dryRun* to false, run again, and publish the workflow.`,
			},
			{
				name: 'PSA wins',
				text: `## On synced organizations the PSA wins
If an organization comes from your PSA, other programs can change only its **alert, description and quick notes**. IT Glue's own sync writes name, type and status, so change those in the PSA. For existing organizations, this workflow writes only the description, and only if it is **empty or begins with** *descriptionPrefix*. It keeps a description that a colleague wrote (*description_kept*).

### Creating
*createMissing* is **off** by default. If it is on, the workflow creates an organization only for an active company with a type in *createTypes* and a status in *createStatuses*, and only if IT Glue has **no similar name** ("Acme Ltd" and "Acme Limited"). It compares vendors and prospects of other types, but does not create or list them.

- **Two-way sync** (ConnectWise, Autotask): an organization created in IT Glue may **also be created in the PSA**, if its type and status are set to sync. Decide whether you want that.
- **One-way sync**: leave *createMissing* off and let IT Glue's sync create new companies.
- The API cannot set PSA links: match new organizations in IT Glue under *Account → Integrations*. Until then, the data table stores which company belongs to which organization, also after one of them is renamed.`,
			},
			{
				name: 'Good to know',
				text: `## Good to know
- **A second run changes nothing.** If a run fails, just execute the workflow again.
- Everything that a person must decide is reported **once**: the message has what is new, **Review** has all that is open.
- A company that is no longer active is reported as *to offboard*. Nothing else happens.
- One request reads 200 organizations, and one request writes 50 changes.
- If the PSA returns an **error** or nothing, the run fails before it writes anything.
- **Another PSA:** create a *Get companies* for it; docs/systems.md of the package describes its output. You change nothing here.
- Needs n8n 2 or later, for the data table.

To get a message if an execution fails, choose **Notify** as *Error workflow* in *Workflow settings*.`,
			},
		],
		settings: {
			createMissing: false,
			createTypes: 'Client, Customer',
			createStatuses: 'Active',
			organizationType: 'Customer',
			organizationStatus: 'Active',
			inactiveStatuses: 'Inactive',
			descriptionPrefix: 'PSA:',
			psaType: '',
		},
		settingsText: `- *createMissing*: create organizations that exist only in the PSA
- *createTypes*, *createStatuses*: types and statuses of companies to create and to list in Review; empty for all
- *organizationType*, *organizationStatus*: for new organizations; the **names** in your IT Glue account
- *inactiveStatuses*: statuses of former clients in IT Glue
- *descriptionPrefix*: the beginning of each description that this workflow writes
- *psaType*: IT Glue's name for your PSA; empty for the three PSAs above`,
		reads: {
			'Get organizations': itGlue(
				{
					resource: 'organization',
					operation: 'getAll',
					returnAll: true,
					options: { fields: ['name', 'description', 'organization_status_name'] },
				},
				{ executeOnce: true, alwaysOutputData: true },
			),
			...(await companiesCompared(columns)),
		},
		readText: `**Get companies** returns all companies of the PSA, also inactive ones and companies that are not clients. Without its company, an organization would look deleted in the PSA.

**Reconcile** compares them with all organizations: *synced*, *drifted* (the name differs), *unsynced* (no link), *mismatched* (the company no longer exists), *missing_in_it_glue* (with similar names), *ambiguous*.`,
		plan: {
			file: 'planOrganizations.mjs',
			call: `return [{ json: planOrganizations({
	settings: $('Settings').first().json,
	companies: $('Get companies').all().map(({ json }) => json),
	reconciled: $('Reconcile').all().map(({ json }) => json),
	organizations: $('Get organizations').all().map(({ json }) => json),
	rows: $('Memory').all().map(({ json }) => json),
}) }];`,
		},
		planText:
			'One Code node decides what to write and what a person must check. It also uses the data table.',
		write: {
			resource: 'organization',
			values: {
				id: '={{ $json.id }}',
				name: '={{ $json.name }}',
				description: '={{ $json.description }}',
				organization_type_id: '={{ $json.organization_type_id }}',
				organization_status_id: '={{ $json.organization_status_id }}',
			},
			matching: ['id'],
			options: {
				emptyMatch: 'nextKey',
				neverTouch: ['name', 'organization_type_id', 'organization_status_id'],
			},
		},
		writeText:
			'Descriptions of existing organizations, and new organizations if you allow them. If one fails, the others continue.',
	});
