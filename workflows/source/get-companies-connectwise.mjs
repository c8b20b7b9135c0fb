/** Get companies: ConnectWise Manage. */
import { defineFrontEnd } from './lib/frontEnd.mjs';
import { request, withCredential } from './lib/nodes.mjs';

/** The address of the next page, from the header Link. */
const NEXT = `/<([^>]+)>;\\s*rel="?next"?/i.exec($response.headers?.link ?? '')?.[1]`;

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get companies: ConnectWise Manage',
		about: `All companies of **ConnectWise Manage**, in the form that *PSA sync: organizations* and the other syncs read. Reads only.

### Before the first run
1. Open **Ask ConnectWise** and choose or create its credential (*Basic Auth*). User: \`company+publicKey\`, password: the private key of an API member with the right to inquire companies.
2. Open **Settings**: the address of your ConnectWise, and your client ID from developer.connectwise.com.
3. **Execute workflow** and look at *Companies*.

### Good to know
- In the cloud the address begins with \`api-na\`, \`api-eu\` or \`api-au\`; on premises it is that of your own server.
- All companies are given, also vendors, prospects and inactive ones. A sync decides which of them it wants.
- If ConnectWise answers with an error, the workflow that called this one stops before it writes anything.`,
		settings: {
			connectWiseUrl: 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0',
			clientId: 'your-client-id',
			pageSize: 1000,
		},
		settingsText: `- *connectWiseUrl*: of the cloud (\`api-na\`, \`api-eu\`, \`api-au\`), or of your server
- *clientId*: from developer.connectwise.com
- *pageSize*: companies in one request, 1000 at most`,
		reads: {
			'Ask ConnectWise': request(
				{
					url: '={{ $json.connectWiseUrl }}/company/companies?orderBy=id&pageSize={{ $json.pageSize }}&fields=id,identifier,name,status/name,types,deletedFlag,addressLine1,addressLine2,city,state,zip,country/name,phoneNumber,website,_info/lastUpdated',
					...withCredential('httpBasicAuth'),
					sendHeaders: true,
					headerParameters: {
						parameters: [{ name: 'clientId', value: '={{ $json.clientId }}' }],
					},
					options: {
						pagination: {
							pagination: {
								paginationMode: 'responseContainsNextURL',
								nextURL: `={{ ${NEXT} }}`,
								paginationCompleteWhen: 'other',
								completeExpression: `={{ $response.statusCode < 300 && !(${NEXT}) }}`,
							},
						},
					},
				},
				{ alwaysOutputData: true },
			),
		},
		readText: 'Page after page, as the answer of ConnectWise names the next one.',
		result: 'Companies',
		translate: {
			file: 'connectWise.mjs',
			call: `return companiesOfConnectWise($input.all().map(({ json }) => json)).map((json) => ({ json }));`,
		},
		empty:
			'ConnectWise gave no companies. Check the address in Settings, and that the API member may inquire companies.',
	});
