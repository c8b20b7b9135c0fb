/** Get contacts: ConnectWise Manage. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import {
	askConnectWise,
	CONNECTWISE_SETTINGS,
	connectWiseSettingsText,
	connectWiseSteps,
	GIVES_ALL,
} from './lib/psa.mjs';

const FIELDS = [
	'id',
	'firstName',
	'lastName',
	'title',
	'company/id',
	'inactiveFlag',
	'defaultFlag',
	'communicationItems',
	'_info/lastUpdated',
];

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get contacts: ConnectWise Manage',
		about: `All contacts of **ConnectWise Manage**, in the form that *PSA sync: contacts* reads. Reads only.

${connectWiseSteps('contacts', 'Contacts')}
- All contacts are given, also inactive ones. The sync decides which of them it wants.
- Addresses and numbers are ConnectWise's *communication items*: the default one of each kind comes first, a fax is left out.
${GIVES_ALL}`,
		settings: { ...CONNECTWISE_SETTINGS, pageSize: 1000 },
		settingsText: connectWiseSettingsText('contacts'),
		reads: { 'Ask ConnectWise': askConnectWise('/company/contacts', FIELDS) },
		readText: 'Page after page, as the answer of ConnectWise names the next one.',
		result: 'Contacts',
		translate: {
			file: 'connectWiseContacts.mjs',
			call: `return contactsOfConnectWise($input.all().map(({ json }) => json)).map((json) => ({ json }));`,
		},
		empty:
			'ConnectWise gave no contacts. Check the address in Settings, and that the API member may inquire contacts.',
	});
