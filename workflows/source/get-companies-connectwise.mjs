/** Get companies: ConnectWise Manage. */
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
	'identifier',
	'name',
	'status/name',
	'types',
	'deletedFlag',
	'addressLine1',
	'addressLine2',
	'city',
	'state',
	'zip',
	'country/name',
	'phoneNumber',
	'website',
	'_info/lastUpdated',
];

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get companies: ConnectWise Manage',
		about: `All companies of **ConnectWise Manage**, in the form that *PSA sync: organizations* and the other syncs read. Reads only.

${connectWiseSteps('companies', 'Companies')}
- All companies are given, also vendors, prospects, deleted and inactive ones. A sync decides which of them it wants.
- Vendor and prospect are **types** of a company, and one may have several. Active and inactive are **statuses**; which of yours mean that a client has left is a setting here.
${GIVES_ALL}`,
		settings: {
			...CONNECTWISE_SETTINGS,
			inactiveStatuses: 'Inactive, Not-Approved',
			pageSize: 1000,
		},
		settingsText: `${connectWiseSettingsText('companies')}
- *inactiveStatuses*: the names of those that mean "not active"`,
		reads: { 'Ask ConnectWise': askConnectWise('/company/companies', FIELDS) },
		readText: 'Page after page, as the answer of ConnectWise names the next one.',
		result: 'Companies',
		translate: {
			file: 'connectWise.mjs',
			call: `const companies = $input.all().map(({ json }) => json);
const { inactiveStatuses } = $('Settings').first().json;
return companiesOfConnectWise(companies, inactiveStatuses).map((json) => ({ json }));`,
		},
		empty:
			'ConnectWise gave no companies. Check the address in Settings, and that the API member may inquire companies.',
	});
