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
Every night: goes through the companies of your **PSA** and keeps the organizations of IT Glue in step with them. A company belongs to an organization by its **PSA link**, or else by the organization that an earlier run made or found for it, or else by **exactly the same name** (capital letters do not matter). Its short facts (identifier, status, city, phone, website) go to the *Description*. A company without an organization is created only if you allow it. Nothing is ever deleted, archived or renamed.

### Before the first run
1. Import **Get companies** of your PSA (*ConnectWise Manage*, *Autotask* or *HaloPSA*) and **Notify**, and set both up. Publish them too: a published workflow calls published ones only.
2. Open **Get companies** and **Notify** here and choose those workflows from the list.
3. Open the IT Glue steps and choose your **IT Glue API** credential.
4. Open **Settings**: which companies become organizations, and the names of type and status for new ones.
5. **Execute workflow** from *Run by hand*. **dryRun** is on as shipped: nothing is written. **Summary** counts what would happen, **Preview** shows it under \`_changes\`.
6. Content? Set *dryRun* to false, run again, and publish the workflow.`,
			},
			{
				name: 'PSA wins',
				text: `## On synced organizations the PSA wins
Of an organization that comes from your PSA, IT Glue takes only **alert, description and quick notes** from others. Name, type and status are brought by IT Glue's own sync; change them in the PSA. So this workflow writes nothing but the description to organizations that exist, and only where it is **empty or begins with** *descriptionPrefix*. What a colleague wrote stays (*description_kept*).

### Creating
*createMissing* is **off** as shipped. When it is on, a company gets an organization only if it is active, its type is one of *createTypes*, its status one of *createStatuses*, and **no similar name** exists in IT Glue ("Acme Ltd" and "Acme Limited"). Vendors and prospects of other types are compared, but neither created nor listed.

- **Two-way sync** (ConnectWise, Autotask): an organization created in IT Glue may **also be created in the PSA**, if its type and status are set to sync. Decide if you want that.
- **One-way sync**: leave *createMissing* off and let the sync bring new companies.
- IT Glue takes no PSA links: match new organizations there under *Account → Integrations*. Until then the data table knows which company is which organization, also after one of them is renamed.`,
			},
			{
				name: 'Good to know',
				text: `## Good to know
- **A second run changes nothing**, so a run that broke off is simply run again.
- Each thing that a person has to decide is told **once**: the message holds what is new, **Review** all that is open.
- A company that is no longer active is told as *to offboard*. Nothing happens by itself.
- One request to IT Glue for 200 organizations, and 50 changes in one request.
- If the PSA answers with an **error** or with nothing, the run stops as failed before anything is written.
- **Another PSA:** make a *Get companies* for it; what it has to give stands in docs/systems.md of the package. Nothing here changes.
- Needs n8n 2 or later, for the data table.

To be told of runs that break off, choose **Notify** as *Error workflow* in *Workflow settings*.`,
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
		settingsText: `- *createMissing*: create what is in the PSA only
- *createTypes*, *createStatuses*: of companies that may be created, and that Review names; empty for all
- *organizationType*, *organizationStatus*: of new organizations; the **names** in your IT Glue account
- *inactiveStatuses*: of organizations that have left already
- *descriptionPrefix*: what a description of this workflow begins with
- *psaType*: what IT Glue calls your PSA; empty if it is one of the three`,
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
		readText: `**Get companies** gives all companies of the PSA, also those that are inactive or no clients: an organization whose company were left out would count as gone.

**Reconcile** compares them with all organizations: *synced*, *drifted* (the name differs), *unsynced* (no link), *mismatched* (its company is gone), *missing_in_it_glue* (with similar names), *ambiguous*.`,
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
			'One Code node decides: what to write, and what a person has to look at. It compares with what the data table remembers.',
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
			'Descriptions of organizations that exist, and new organizations if allowed. One that fails does not keep the others from it.',
	});
