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
		about: `All contacts of **ConnectWise Manage**, in the format that *PSA sync: contacts* reads. It only reads.

${connectWiseSteps('contacts', 'Contacts')}
- The output has all contacts, also inactive ones. The sync filters them.
- Addresses and numbers are ConnectWise's *communication items*: the default item of each kind comes first. Fax numbers are left out.
${GIVES_ALL}`,
		settings: { ...CONNECTWISE_SETTINGS, pageSize: 1000 },
		settingsText: connectWiseSettingsText('contacts'),
		reads: { 'Ask ConnectWise': askConnectWise('/company/contacts', FIELDS) },
		readText: 'Page after page. Each answer of ConnectWise has the address of the next page.',
		result: 'Contacts',
		translate: {
			file: 'connectWiseContacts.mjs',
			call: `return contactsOfConnectWise($input.all().map(({ json }) => json)).map((json) => ({ json }));`,
		},
		empty:
			'ConnectWise gave no contacts. Check the address in Settings, and that the API member may inquire contacts.',
	});
