/** Get contacts: HaloPSA. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import { askHalo, GIVES_ALL, HALO_SETTINGS, haloSettingsText, haloSteps } from './lib/psa.mjs';

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get contacts: HaloPSA',
		about: `All users of **HaloPSA** (the contacts of its clients), in the format that *PSA sync: contacts* reads. It only reads.

${haloSteps('**Ask HaloPSA**', 'customers and users', 'Contacts')}
- The output has all users, also inactive ones. The sync filters them. Service accounts and the *General User* without an address are left out, because they are not people.
- A user has up to three email addresses. The first one is the primary one. *Important contact* in HaloPSA makes a contact primary.
${GIVES_ALL}`,
		settings: HALO_SETTINGS,
		settingsText: haloSettingsText('users'),
		reads: { 'Ask HaloPSA': askHalo('/api/Users', 'users') },
		readText: 'Page after page, until a page is empty.',
		result: 'Contacts',
		translate: {
			file: 'haloContacts.mjs',
			call: `return contactsOfHalo($input.all().map(({ json }) => json)).map((json) => ({ json }));`,
		},
		empty: 'HaloPSA gave no users. Check that the agent of the API application may read users.',
	});
