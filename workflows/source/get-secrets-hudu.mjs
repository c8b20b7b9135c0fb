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
		about: `All passwords of **Hudu** with their values, in the format that *Password mirroring* reads. It only reads.

### Before the first run
1. ${HOW_TO_CONFIRM}
2. In Hudu, under *Admin → API keys*, create a key that may read passwords. Restrict it to the address of this n8n.
3. Open **Ask companies** and create its credential (*Header Auth*): name \`x-api-key\`, value: the key. Choose the same credential in **Ask assets** and **Ask Hudu**.
4. Open **Settings** and enter the address of your Hudu.
5. Test it with *Password mirroring*. **Execute workflow** here shows the values on your screen.

### Good to know
- Passwords that are archived in Hudu are left out. One-time password secrets are not part of the output.
- If a password belongs to an asset, *device* has the name of the asset.
- Hudu allows 300 requests a minute. One request returns up to 1,000 passwords. If Hudu returns an error, the sync stops before it writes anything.`,
		settings: {
			executionsAreNotSaved: false,
			huduUrl: 'https://hudu.example.com',
			pageSize: 1000,
		},
		settingsText: `- *executionsAreNotSaved*: set it to true after you changed the workflow settings (see *About*)
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
