/** Get secrets: Hudu. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import { request, withCredential } from './lib/nodes.mjs';
import { CONFIRM, HOW_TO_CONFIRM, UNSAVED } from './lib/unsaved.mjs';

/** Hudu says no total: a page without records is the end. @param {string} name */
const ask = (name) =>
	request(
		{
			url: `={{ $('Settings').first().json.huduUrl }}/api/v1/${name}?page_size={{ $('Settings').first().json.pageSize }}`,
			...withCredential('httpHeaderAuth'),
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: `={{ $response.statusCode < 300 && !($response.body?.${name}?.length > 0) }}`,
					},
				},
			},
		},
		{ executeOnce: true },
	);

const JSONS = (/** @type {string} */ node) => `$('${node}').all().map(({ json }) => json)`;

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get secrets: Hudu',
		about: `All passwords of **Hudu** with their values, in the form that *Password mirroring* reads. Reads only.

### Before the first run
1. ${HOW_TO_CONFIRM}
2. In Hudu, *Admin → API keys*: make a key that may read passwords, restricted to the address of this n8n.
3. Open **Ask companies** and create its credential (*Header Auth*): name \`x-api-key\`, value the key. Choose the same one in **Ask assets** and **Ask Hudu**.
4. Open **Settings**: the address of your Hudu.
5. Try it by *Password mirroring*. **Execute workflow** here shows the values on your screen.

### Good to know
- Passwords that are archived in Hudu are left out. One-time password secrets are not read on.
- A password that belongs to an asset comes with the asset's name as *device*.
- Hudu allows 300 requests a minute; one gives up to 1,000 passwords. If Hudu answers with an error, the workflow that called this one stops before it writes anything.`,
		settings: {
			executionsAreNotSaved: false,
			huduUrl: 'https://hudu.example.com',
			pageSize: 1000,
		},
		settingsText: `- *executionsAreNotSaved*: true when the workflow settings are as *About* says
- *huduUrl*: the address of your Hudu, without a path
- *pageSize*: records in one request, 1000 at most`,
		reads: {
			'Ask companies': ask('companies'),
			'Ask assets': ask('assets'),
			'Ask Hudu': ask('asset_passwords'),
		},
		readText: 'Companies and assets for their names, then the passwords, page after page.',
		result: 'Secrets',
		translate: {
			file: 'hudu.mjs',
			call: `return secretsOfHudu({
	companies: ${JSONS('Ask companies')},
	assets: ${JSONS('Ask assets')},
	passwords: ${JSONS('Ask Hudu')},
}).map((json) => ({ json }));`,
		},
		empty:
			'Hudu gave no passwords. Check the address in Settings, and that the API key may read passwords.',
		confirm: CONFIRM,
		workflow: UNSAVED,
	});
