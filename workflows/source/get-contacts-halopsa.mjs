/** Get contacts: HaloPSA. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import { askHalo, GIVES_ALL, HALO_SETTINGS, haloSettingsText, haloSteps } from './lib/psa.mjs';

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get contacts: HaloPSA',
		about: `All users of **HaloPSA**, who are the people of its clients, in the form that *PSA sync: contacts* reads. Reads only.

${haloSteps('**Ask HaloPSA**', 'customers and users', 'Contacts')}
- All users are given, also inactive ones. The sync decides which of them it wants. Left out are service accounts and the *General User* without an address: they are nobody.
- All three email addresses of a user are read, the first one as primary. *Important contact* in Halo makes a contact primary.
${GIVES_ALL}`,
		settings: HALO_SETTINGS,
		settingsText: haloSettingsText('users'),
		reads: { 'Ask HaloPSA': askHalo('/api/Users', 'users') },
		readText: 'Page after page, until an empty one comes.',
		result: 'Contacts',
		translate: {
			file: 'haloContacts.mjs',
			call: `return contactsOfHalo($input.all().map(({ json }) => json)).map((json) => ({ json }));`,
		},
		empty: 'HaloPSA gave no users. Check that the agent of the API application may read users.',
	});
