/** Get devices: NinjaOne. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import { request, withCredential } from './lib/nodes.mjs';

/** A page begins after the last number of the page before. An empty one is the end. */
const PAGES = {
	pagination: {
		pagination: {
			paginationMode: 'updateAParameterInEachRequest',
			parameters: {
				parameters: [
					{
						type: 'qs',
						name: 'after',
						value: '={{ $pageCount === 0 ? 0 : $response.body.at(-1).id }}',
					},
				],
			},
			paginationCompleteWhen: 'other',
			completeExpression:
				'={{ $response.statusCode < 300 && !($response.body.length > 0 && $response.body.at(-1).id) }}',
		},
	},
};

/** @param {string} path */
const ask = (path) =>
	request(
		{
			url: `={{ $('Settings').first().json.ninjaUrl }}${path}?pageSize={{ $('Settings').first().json.pageSize }}`,
			...withCredential('oAuth2Api'),
			options: PAGES,
		},
		{ alwaysOutputData: true, executeOnce: true },
	);

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get devices: NinjaOne',
		about: `All devices of **NinjaOne**, in the format that *RMM configuration sync* reads. It only reads.

### Before the first run
1. In NinjaOne, *Administration → Apps → API → Client app IDs*: add an app for *API services (machine-to-machine)*, grant type *Client credentials*, scope *Monitoring*.
2. Open **Ask organizations** and create its credential (*OAuth2 API*): grant type **Client Credentials**, access token URL \`https://app.ninjarmm.com/ws/oauth/token\` (the host of your region), client ID and secret, scope \`monitoring\`, authentication **Body**. Choose the same credential in **Ask NinjaOne**. n8n gets the tokens itself.
3. Open **Settings** and enter the host of your region (\`app\`, \`eu\`, \`oc\`, \`ca\`, \`us2\`).
4. **Execute workflow** and look at *Devices*.

### Good to know
- The output has all devices, also decommissioned ones (as *retired*), monitors, virtual machines and offline devices. The sync filters them.
- The host name is the name in the operating system, not the display name.
- 20,000 devices take 21 requests. If NinjaOne returns an error, the sync stops before it writes anything.`,
		settings: { ninjaUrl: 'https://app.ninjarmm.com', pageSize: 1000 },
		settingsText: `- *ninjaUrl*: the host of your region, without a path
- *pageSize*: devices in one request`,
		reads: {
			'Ask organizations': ask('/v2/organizations'),
			'Ask NinjaOne': ask('/v2/devices-detailed'),
		},
		readText: 'Page after page. Each page begins after the last ID of the page before.',
		result: 'Devices',
		translate: {
			file: 'ninjaOne.mjs',
			call: `return devicesOfNinjaOne(
	$('Ask NinjaOne').all().map(({ json }) => json),
	$('Ask organizations').all().map(({ json }) => json),
).map((json) => ({ json }));`,
		},
		empty:
			'NinjaOne gave no devices. Check the address in Settings, and that the client app has the scope Monitoring.',
	});
