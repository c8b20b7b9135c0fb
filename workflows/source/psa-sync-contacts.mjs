/** PSA sync: contacts. */
import { itGlue } from './lib/nodes.mjs';
import { defineSync } from './lib/sync.mjs';

const READ = { executeOnce: true, alwaysOutputData: true };

/** @type {(columns: import('./lib/nodes.mjs').Columns) => Promise<import('./lib/build.mjs').Definition>} */
export const define = async (columns) =>
	defineSync(columns, {
		slug: 'psa-sync-contacts',
		name: 'PSA sync: contacts',
		hour: 3,
		source: 'Get contacts',
		about: [
			{
				name: 'About',
				text: `# PSA sync: contacts
Every night: copies the active contacts of your **PSA** to the organizations in IT Glue that are **linked to their companies**. It creates new people and updates title, emails and phone numbers. It never deletes or renames anybody.

### Before the first run
1. Import **Get contacts** of your PSA (*ConnectWise Manage*, *Autotask* or *HaloPSA*) and **Notify**, and set both up. Publish them too: a published workflow can call only published workflows.
2. Open **Get contacts** and **Notify** here and choose those workflows from the list.
3. Open the IT Glue nodes and choose your **IT Glue API** credential.
4. Open **Settings**.
5. **Execute workflow** from *Run by hand*. **dryRun** is on by default: nothing is written. **Summary** counts what would happen, **Preview** shows it under \`_changes\`.
6. If the result is right, set *dryRun* to false, run again, and publish the workflow.`,
			},
			{
				name: 'Who is who',
				text: `## Who is who
The workflow finds the contact of a person in this order:
1. The contact that IT Glue's own sync linked. The workflow **does not change** these contacts, because IT Glue refuses it (*left_to_psa_sync*).
2. The contact that an earlier run created or found, also if name and address have changed.
3. The contact in the organization with the **same name and one of the addresses**, or with the same name if one of the two has no address.

An equal address **never** changes a name: several people read \`info@\`, and a new person may get an old address. Two people with one address become two contacts.

### For a person to decide
Equal names with different addresses, an address with another name, a person with a new name or at another company, two records of one person in the PSA, a company with several linked organizations. Each is reported **once**. **Review** lists all that is open.`,
			},
			{
				name: 'Good to know',
				text: `## Good to know
- **A second run changes nothing.** If a run fails, just execute the workflow again.
- The first **phone number** of the PSA becomes the primary one. *oldNumbers* decides about the old number. **Email addresses** are added to the existing ones.
- An empty field in the PSA never clears a field in IT Glue. A text that is not an address ("n/a") is left out.
- The workflow ignores **inactive contacts** and contacts of companies without an organization (*other_companies*): sync the organizations first.
- It reads each list once (one request for 1,000 contacts, or 200 with PSA links), and changes **50 titles** in one request. Emails, phones and new contacts need one request each.
- **Another PSA:** create a *Get contacts* for it; docs/systems.md of the package describes its output.
- Needs n8n 2 or later, for the data table.

To get a message if an execution fails, choose **Notify** as *Error workflow* in *Workflow settings*.`,
			},
		],
		settings: { oldNumbers: 'keep', psaType: '' },
		settingsText: `- *oldNumbers*: \`keep\` numbers that the PSA does not have, or \`remove\` old numbers of the same kind (Work, Mobile)
- *psaType*: IT Glue's name for your PSA; empty for the three PSAs above`,
		reads: {
			'Get organizations': itGlue(
				{
					resource: 'organization',
					operation: 'getAll',
					returnAll: true,
					options: {
						fields: ['name', 'psa_id', 'psa_integration_type'],
						include: ['adapters_resources'],
					},
				},
				READ,
			),
			'Get IT Glue contacts': itGlue(
				{
					resource: 'contact',
					operation: 'getAll',
					returnAll: true,
					options: { include: ['adapters_resources'] },
				},
				READ,
			),
		},
		readText:
			'**Get contacts** returns all contacts of the PSA. The next nodes read all organizations and contacts of IT Glue with their PSA links.',
		plan: {
			file: 'planContacts.mjs',
			call: `return [{ json: planContacts({
	settings: $('Settings').first().json,
	people: $('Get contacts').all().map(({ json }) => json),
	organizations: $('Get organizations').all().map(({ json }) => json),
	contacts: $('Get IT Glue contacts').all().map(({ json }) => json),
	rows: $('Memory').all().map(({ json }) => json),
}) }];`,
		},
		planText:
			'One Code node decides who is who, what to write, and what a person must check. 20,000 contacts take seconds.',
		write: {
			resource: 'contact',
			values: {
				organization_id: '={{ $json.organization_id }}',
				first_name: '={{ $json.first_name }}',
				last_name: '={{ $json.last_name }}',
				title: '={{ $json.title }}',
				contact_emails: '={{ $json.contact_emails }}',
				contact_phones: '={{ $json.contact_phones }}',
			},
			// Not by email: two people who read one mailbox are two. A contact that is known is given with the name that it has.
			matching: ['first_name', 'last_name'],
			options: {
				emptyMatch: 'nextKey',
				replaceAll: ['contact_phones'],
			},
		},
		writeText:
			'New contacts, and the title, emails and phones of existing ones. If one fails, the others continue.',
	});
