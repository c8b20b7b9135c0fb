/** Get companies: Autotask. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import {
	askAutotask,
	askAutotaskFields,
	AUTOTASK_SETTINGS,
	autotaskSettingsText,
	autotaskSteps,
	findZone,
	GIVES_ALL,
} from './lib/psa.mjs';

const FIELDS = [
	'id',
	'companyName',
	'companyNumber',
	'companyType',
	'phone',
	'address1',
	'address2',
	'city',
	'state',
	'postalCode',
	'countryID',
	'webAddress',
	'isActive',
	'lastTrackedModifiedDateTime',
];

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get companies: Autotask',
		about: `All companies of **Autotask** (called *organizations* there), in the format that *PSA sync: organizations* and the other syncs read. It only reads.

${autotaskSteps('**Ask for fields**, **Ask for countries** and **Ask Autotask**', 'companies', 'Companies')}
- The output has all companies, also vendors, leads, prospects and inactive ones. The sync filters them. Your own company has the ID 0.
- Type and country are numbers in Autotask. The workflow also reads their names in your account.
${GIVES_ALL}`,
		settings: AUTOTASK_SETTINGS,
		settingsText: autotaskSettingsText('companies'),
		reads: {
			'Find zone': findZone(),
			'Ask for fields': askAutotaskFields(),
			'Ask for countries': askAutotask('Countries', ['id', 'name', 'displayName']),
			'Ask Autotask': askAutotask('Companies', FIELDS),
		},
		readText: 'The zone, the names of types and countries, then the companies, page after page.',
		result: 'Companies',
		translate: {
			file: 'autotaskCompanies.mjs',
			call: `const itemsOf = (pages) => pages.flatMap(({ json }) => json.items ?? []);
return companiesOfAutotask({
	companies: itemsOf($input.all()),
	fields: $('Ask for fields').first().json.fields,
	countries: itemsOf($('Ask for countries').all()),
}).map((json) => ({ json }));`,
		},
		empty:
			'Autotask gave no companies. Check that the security level of the API user lets it read them.',
	});
