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
Every night: brings the active contacts of your **PSA** to the organizations of IT Glue that are **linked to their companies**. New persons are created; title, emails and phone numbers are kept up to date. Nobody is ever deleted or renamed.

### Before the first run
1. Import **Get contacts** of your PSA (*ConnectWise Manage*, *Autotask* or *HaloPSA*) and **Notify**, and set both up. Publish them too: a published workflow calls published ones only.
2. Open **Get contacts** and **Notify** here and choose those workflows from the list.
3. Open the IT Glue steps and choose your **IT Glue API** credential.
4. Open **Settings**.
5. **Execute workflow** from *Run by hand*. **dryRun** is on as shipped: nothing is written. **Summary** counts what would happen, **Preview** shows it under \`_changes\`.
6. Content? Set *dryRun* to false, run again, and publish the workflow.`,
			},
			{
				name: 'Who is who',
				text: `## Who is who
A person is, in this order:
1. the contact that IT Glue's own sync linked to them. Such contacts are **left to it**: IT Glue refuses changes from others (*left_to_psa_sync*);
2. the contact that an earlier run made or found, also after name and address changed;
3. the contact of the organization with the **same name and one of the addresses**, or the same name where one side has no address.

A name is **never** written because an address is the same: several people read \`info@\`, and addresses pass from one person to the next. Two people with one address become two contacts.

### For a person to decide
A namesake with another address, an address under another name, a person who has a new name or has moved to another company, two records of one person in the PSA, a company that several organizations are linked to. Each is told **once**; **Review** lists all that is open.`,
			},
			{
				name: 'Good to know',
				text: `## Good to know
- **A second run changes nothing**, so a run that broke off is simply run again.
- The first **phone number** of the PSA becomes the primary one. What becomes of the old number says *oldNumbers*. **Email addresses** are added to those that are there.
- An empty field in the PSA never empties one in IT Glue. An address that is none ("n/a") is left out.
- **Inactive contacts** are left alone, and so are those of companies without an organization (*other_companies*): bring the organizations first.
- Lists are read once (1,000 contacts or 200 with their PSA links in one request), and titles change **50 at a time**. IT Glue takes emails, phones and new contacts one by one.
- **Another PSA:** make a *Get contacts* for it; what it has to give stands in docs/systems.md of the package.
- Needs n8n 2 or later, for the data table.

To be told of runs that break off, choose **Notify** as *Error workflow* in *Workflow settings*.`,
			},
		],
		settings: { oldNumbers: 'keep', psaType: '' },
		settingsText: `- *oldNumbers*: \`keep\` numbers that the PSA does not have, or \`remove\` those of the same kind (Work, Mobile)
- *psaType*: what IT Glue calls your PSA; empty if it is one of the three`,
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
			'**Get contacts** gives all contacts of the PSA. Then the organizations with the company that each is linked to, and all contacts of IT Glue with their links.',
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
			'One Code node decides who is who, what to write, and what a person has to look at. It looks names and addresses up in maps, so 20,000 contacts take seconds.',
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
			'New contacts, and of those that exist title, emails and phones. One that fails does not keep the others from it.',
	});
