/** Get companies: HaloPSA. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import {
	askHalo,
	askHaloTypes,
	GIVES_ALL,
	HALO_SETTINGS,
	haloSettingsText,
	haloSteps,
} from './lib/psa.mjs';

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get companies: HaloPSA',
		about: `All clients of **HaloPSA**, in the format that *PSA sync: organizations* and the other syncs read. It only reads.

${haloSteps('**Ask for customer types** and **Ask HaloPSA**', 'customers', 'Companies')}
- The output has all clients, also suppliers, prospects and inactive ones. The sync filters them.
- The types of a client are its *relationships* and its *customer type*. Many accounts use neither. Then leave *createTypes* of the sync empty.
- HaloPSA's list of clients has no addresses and phone numbers, so these are empty.
${GIVES_ALL}`,
		settings: HALO_SETTINGS,
		settingsText: haloSettingsText('clients'),
		reads: {
			'Ask for customer types': askHaloTypes(),
			'Ask HaloPSA': askHalo('/api/Client', 'clients'),
		},
		readText: 'The names of customer types, then the clients, page after page.',
		result: 'Companies',
		translate: {
			file: 'haloCompanies.mjs',
			call: `const itemsOf = (node) => $(node).all().map(({ json }) => json);
return companiesOfHalo({
	pages: itemsOf('Ask HaloPSA'),
	customerTypes: itemsOf('Ask for customer types'),
}).map((json) => ({ json }));`,
		},
		empty:
			'HaloPSA gave no clients. Check that the agent of the API application may read customers.',
	});
