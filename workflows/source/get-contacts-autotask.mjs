/** Get contacts: Autotask. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import {
	askAutotask,
	AUTOTASK_SETTINGS,
	autotaskSettingsText,
	autotaskSteps,
	findZone,
	GIVES_ALL,
} from './lib/psa.mjs';

const FIELDS = [
	'id',
	'companyID',
	'firstName',
	'lastName',
	'title',
	'emailAddress',
	'emailAddress2',
	'emailAddress3',
	'phone',
	'extension',
	'alternatePhone',
	'mobilePhone',
	'isActive',
	'primaryContact',
	'lastModifiedDate',
];

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get contacts: Autotask',
		about: `All contacts of **Autotask**, in the format that *PSA sync: contacts* reads. It only reads.

${autotaskSteps('**Ask Autotask**', 'contacts', 'Contacts')}
- The output has all contacts, also inactive ones. The sync filters them.
- A contact has up to three email addresses. The first one is the primary one.
${GIVES_ALL}`,
		settings: AUTOTASK_SETTINGS,
		settingsText: autotaskSettingsText('contacts'),
		reads: { 'Find zone': findZone(), 'Ask Autotask': askAutotask('Contacts', FIELDS) },
		readText: 'The zone, then the contacts, page after page.',
		result: 'Contacts',
		translate: {
			file: 'autotaskContacts.mjs',
			call: `const contacts = $input.all().flatMap(({ json }) => json.items ?? []);
return contactsOfAutotask(contacts).map((json) => ({ json }));`,
		},
		empty:
			'Autotask gave no contacts. Check that the security level of the API user lets it read them.',
	});
