/** The PSAs: how their front ends ask them, what has to be said of each, and how their companies are compared. */
import { codeNode } from './code.mjs';
import { itGlueMapped, request, withCredential } from './nodes.mjs';

/** @typedef {import('./build.mjs').NodeBody} NodeBody */

/** The address of the next page, from the header Link. */
const NEXT = `/<([^>]+)>;\\s*rel="?next"?/i.exec($response.headers?.link ?? '')?.[1]`;

/** Asks once, whatever came before; an empty list goes on to the message that says what to check. */
const ONCE = { executeOnce: true, alwaysOutputData: true };

/**
 * All records of one list of ConnectWise Manage, page by page.
 * @param {string} path
 * @param {string[]} fields
 * @returns {NodeBody}
 */
export const askConnectWise = (path, fields) =>
	request(
		{
			url: `={{ $json.connectWiseUrl }}${path}?orderBy=id&pageSize={{ $json.pageSize }}&fields=${fields.join(',')}`,
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
	);

export const CONNECTWISE_SETTINGS = {
	connectWiseUrl: 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0',
	clientId: 'your-client-id',
};

/** @type {(records: string) => string} */
export const connectWiseSettingsText = (
	records,
) => `- *connectWiseUrl*: address of the cloud (\`api-na\`, \`api-eu\`, \`api-au\`) or of your server
- *clientId*: from developer.connectwise.com
- *pageSize*: ${records} in one request, 1000 at most`;

/** @type {(records: string, result: string) => string} */
export const connectWiseSteps = (records, result) => `### Before the first run
1. Open **Ask ConnectWise** and choose or create its credential (*Basic Auth*). User: \`company+publicKey\`. Password: the private key of an API member who may inquire ${records}.
2. Open **Settings**: the address of your ConnectWise, and your client ID from developer.connectwise.com.
3. **Execute workflow** and look at *${result}*.

### Good to know
- In the cloud, the address begins with \`api-na\`, \`api-eu\` or \`api-au\`. On premises, use the address of your server, such as \`https://connectwise.example.com/v4_6_release/apis/3.0\`.`;

const AUTOTASK_ADDRESS = `{{ $('Find zone').first().json.url.replace(/\\/+$/, '') }}/v1.0`;
const AUTOTASK_CREDENTIAL = withCredential('httpCustomAuth');

/** Where the account is kept: Autotask says it to everybody, by the user name. @returns {NodeBody} */
export const findZone = () =>
	request(
		{
			url: '={{ $json.zoneInformationUrl }}',
			sendQuery: true,
			queryParameters: { parameters: [{ name: 'user', value: '={{ $json.userName }}' }] },
		},
		{ executeOnce: true },
	);

/** What the fields of companies mean. @returns {NodeBody} */
export const askAutotaskFields = () =>
	request(
		{ url: `=${AUTOTASK_ADDRESS}/Companies/entityInformation/fields`, ...AUTOTASK_CREDENTIAL },
		{ executeOnce: true },
	);

/**
 * All records of one entity of Autotask. The next page of a POST is fetched by POST with the same body.
 * @param {string} entity
 * @param {string[]} fields
 * @returns {NodeBody}
 */
export const askAutotask = (entity, fields) =>
	request(
		{
			method: 'POST',
			url: `=${AUTOTASK_ADDRESS}/${entity}/query`,
			...AUTOTASK_CREDENTIAL,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify({
  MaxRecords: $('Settings').first().json.pageSize,
  IncludeFields: [${fields.map((field) => `'${field}'`).join(', ')}],
  filter: [{ op: 'exist', field: 'id' }]
}) }}`,
			options: {
				pagination: {
					pagination: {
						paginationMode: 'responseContainsNextURL',
						nextURL: '={{ $response.body?.pageDetails?.nextPageUrl }}',
						paginationCompleteWhen: 'other',
						completeExpression:
							'={{ $response.statusCode < 300 && !$response.body.pageDetails?.nextPageUrl }}',
					},
				},
			},
		},
		ONCE,
	);

export const AUTOTASK_SETTINGS = {
	zoneInformationUrl: 'https://webservices.autotask.net/atservicesrest/v1.0/zoneInformation',
	userName: 'api-user@example.com',
	pageSize: 500,
};

/** @type {(records: string) => string} */
export const autotaskSettingsText = (
	records,
) => `- *userName*: the name of your API user; with it, Autotask finds the zone of your account
- *zoneInformationUrl*: do not change it
- *pageSize*: ${records} in one request, 500 at most`;

/** @type {(asking: string, records: string, result: string) => string} */
export const autotaskSteps = (asking, records, result) => `### Before the first run
1. In Autotask, create an *API User* (security level *API User (system)*, or one that may read ${records}) with its own tracking identifier.
2. Open ${asking} and choose or create the credential (*Custom Auth*): \`{ "headers": { "UserName": "…", "Secret": "…", "ApiIntegrationCode": "…" } }\`
3. Open **Settings** and enter the username of the API user again.
4. **Execute workflow** and look at *${result}*.

### Good to know
- Each run looks up the address of your zone. You need not set it.
- Autotask allows 10,000 requests an hour for all connected programs. This workflow sends one request for 500 ${records}.`;

/** What HaloPSA gives for one page. @type {(list: string) => string} */
const haloComplete = (list) =>
	`={{ $response.statusCode < 300 && ($response.body?.${list} ?? []).length === 0 }}`;

/**
 * All records of one list of HaloPSA. Halo may give fewer a page than it was asked for, so the last page is the empty
 * one.
 * @param {string} path
 * @param {string} list the member of the answer that holds the records
 * @returns {NodeBody}
 */
export const askHalo = (path, list) =>
	request(
		{
			url: `={{ $('Settings').first().json.haloUrl.replace(/\\/+$/, '') }}${path}`,
			...withCredential('oAuth2Api'),
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'pageinate', value: 'true' },
					{ name: 'page_size', value: `={{ $('Settings').first().json.pageSize }}` },
					{ name: 'includeactive', value: 'true' },
					{ name: 'includeinactive', value: 'true' },
				],
			},
			options: {
				pagination: {
					pagination: {
						parameters: {
							parameters: [{ type: 'qs', name: 'page_no', value: '={{ $pageCount + 1 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: haloComplete(list),
					},
				},
			},
		},
		ONCE,
	);

/** The names of customer types: list 33 of Halo's lookups. @returns {NodeBody} */
export const askHaloTypes = () =>
	request(
		{
			url: `={{ $json.haloUrl.replace(/\\/+$/, '') }}/api/Lookup?lookupid=33`,
			...withCredential('oAuth2Api'),
		},
		ONCE,
	);

export const HALO_SETTINGS = { haloUrl: 'https://your-company.halopsa.com', pageSize: 100 };

/** @type {(records: string) => string} */
export const haloSettingsText = (
	records,
) => `- *haloUrl*: the address of your HaloPSA, without a path
- *pageSize*: ${records} in one request`;

/** @type {(asking: string, permission: string, result: string) => string} */
export const haloSteps = (asking, permission, result) => `### Before the first run
1. In HaloPSA, under *Configuration → Integrations → HaloPSA API*, create an application with *Client ID and Secret (Services)*, for an agent who may read ${permission}.
2. Open ${asking} and choose or create the credential (*OAuth2 API*). Grant type: *Client Credentials*. Access token URL: \`https://your-company.halopsa.com/auth/token\` (the *Authorisation Server* in HaloPSA, plus \`/token\`; a shared server also needs \`?tenant=your-company\`). Client ID, client secret, scope \`all\`, authentication *Body*.
3. Open **Settings**: the address of your HaloPSA.
4. **Execute workflow** and look at *${result}*.

### Good to know
- On premises, both addresses are addresses of your server.`;

/** What all front ends of a PSA have in common. */
export const GIVES_ALL =
	'- If the system returns an error, also on the last page, the sync stops before it writes anything.';

/**
 * All companies of "Get companies", compared with all organizations by link and name.
 * @param {import('./nodes.mjs').Columns} columns
 * @returns {Promise<Record<'Companies' | 'Reconcile', NodeBody>>} nodes to run one after the other
 */
export const companiesCompared = async (columns) => ({
	Companies: codeNode(
		'planOrganizations.mjs',
		`return comparable(
	$('Get companies').all().map(({ json }) => json),
	$('Settings').first().json.psaType,
).map((json) => ({ json }));`,
	),
	Reconcile: await itGlueMapped(columns, {
		resource: 'organization',
		operation: 'reconcile',
		values: {
			psa_id: '={{ $json.psa_id }}',
			psa_integration_type: '={{ $json.psa_integration_type }}',
			name: '={{ $json.name }}',
		},
		rest: { options: {} },
	}),
});
