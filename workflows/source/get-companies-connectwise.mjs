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
		about: `All companies of **ConnectWise Manage**, in the format that *PSA sync: organizations* and the other syncs read. It only reads.

${connectWiseSteps('companies', 'Companies')}
- The output has all companies, also vendors, prospects, deleted and inactive ones. The sync filters them.
- Vendor and prospect are **types**, and a company may have several. Active and inactive are **statuses**. A setting lists the statuses of former clients.
${GIVES_ALL}`,
		settings: {
			...CONNECTWISE_SETTINGS,
			inactiveStatuses: 'Inactive, Not-Approved',
			pageSize: 1000,
		},
		settingsText: `${connectWiseSettingsText('companies')}
- *inactiveStatuses*: the names of the statuses that mean "not active"`,
		reads: { 'Ask ConnectWise': askConnectWise('/company/companies', FIELDS) },
		readText: 'Page after page. Each answer of ConnectWise has the address of the next page.',
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
