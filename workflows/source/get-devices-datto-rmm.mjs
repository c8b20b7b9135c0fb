/** Get devices: Datto RMM. */
import { codeNode } from './lib/code.mjs';
import { defineFrontEnd } from './lib/frontEnd.mjs';
import { request, withCredential } from './lib/nodes.mjs';
import { makeMemory, readMemory, remember } from './lib/memory.mjs';

const SYNC = 'get-devices-datto-rmm';
const NEXT = '$response.body?.pageDetails?.nextPageUrl';
const DEVICES = `devicesOfPages($('Ask Datto RMM').all().map(({ json }) => json))`;
const ANSWERS = `($('Ask audits').isExecuted ? $('Ask audits').all() : []).map(({ json }) => json)`;
const ROWS = `$('Audits').all().map(({ json }) => json)`;
const ASKED = `$('Missing audits').isExecuted ? $('Missing audits').all().map(({ json }) => json) : []`;

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () =>
	defineFrontEnd({
		name: 'Get devices: Datto RMM',
		about: `All devices of **Datto RMM**, in the form that *RMM configuration sync* reads. Reads only.

### Before the first run
1. In Datto RMM, *Setup → Global settings → Access control*: enable the API. *Setup → Users*: choose a user and *Generate API keys*.
2. Open **Ask Datto RMM** and create its credential (*OAuth2 API*): grant type **Client Credentials**, access token URL \`https://PLATFORM-api.centrastage.net/auth/oauth/token\`, client ID \`public-client\`, client secret \`public\`, authentication **Body**, *Send additional body properties* on, and in them \`{ "grant_type": "password", "username": "API KEY", "password": "API SECRET KEY" }\`. Datto wants this grant; n8n sends it so, keeps the token in the credential and fetches a new one after 100 hours. Choose the same credential in **Ask audits**.
3. Open **Settings**: the address of your platform (pinotage, merlot, concord, vidal, zinfandel, syrah).
4. **Execute workflow** and look at *Devices*.

### Serial numbers take time, once
Datto's list has **no serial numbers and MAC addresses**; each device has to be asked for its audit, and Datto allows an account 600 requests a minute, your other tools included. So each audit is read **once** and kept in the data table *IT Glue Sync Memory*: 20,000 devices take 40 minutes in the first run, a night after that only as many requests as there are new devices, and one for 250 devices. To read an audit anew, after a mainboard was replaced, delete its row (sync ${SYNC}, key = uid of the device).

### Good to know
- Deleted devices that are still listed are given as *retired*. Printers and network devices have no audit of this kind, so they come without serial number.
- If Datto refuses an audit or a page, nothing is given, and the workflow that called this one stops before it writes. Audits that were read are kept.
- Needs n8n 2 or later, for the data table. Not tried against a real Datto account: if yours refuses the client in the body, use the grant type *Authorization Code* (authorization URL \`…/auth/oauth/authorize\`), which Datto documents.`,
		settings: {
			dattoUrl: 'https://pinotage-api.centrastage.net',
			pageSize: 250,
			auditsPerMinute: 500,
		},
		settingsText: `- *dattoUrl*: the address of your platform, without a path
- *pageSize*: devices in one request, 250 at most
- *auditsPerMinute*: how fast audits are read; Datto allows 600 requests, all tools together`,
		reads: {
			'Make memory': makeMemory(),
			Audits: readMemory(SYNC),
			'Ask Datto RMM': request(
				{
					url: `={{ $('Settings').first().json.dattoUrl }}/api/v2/account/devices?max={{ $('Settings').first().json.pageSize }}`,
					...withCredential('oAuth2Api'),
					options: {
						pagination: {
							pagination: {
								paginationMode: 'responseContainsNextURL',
								nextURL: `={{ ${NEXT} }}`,
								paginationCompleteWhen: 'other',
								completeExpression: `={{ $response.statusCode < 300 && !${NEXT} }}`,
							},
						},
					},
				},
				{ executeOnce: true },
			),
		},
		readText: 'What is known of audits, and the list, page after page.',
		before: {
			title: '3b · Audits',
			text: 'Of devices that were never asked. What came is kept before anything else happens.',
			nodes: {
				'Missing audits': codeNode(
					'dattoRmm.mjs',
					`return missingAudits(
	${DEVICES},
	${ROWS},
).map((json) => ({ json }));`,
				),
				'Ask audits': request(
					{
						url: `={{ $('Settings').first().json.dattoUrl }}{{ $json.path }}`,
						...withCredential('oAuth2Api'),
						options: {
							batching: {
								batch: {
									batchSize: 10,
									batchInterval: `={{ Math.ceil(600000 / $('Settings').first().json.auditsPerMinute) }}`,
								},
							},
							response: {
								response: { fullResponse: true, neverError: true, responseFormat: 'json' },
							},
						},
					},
					{ onError: 'continueRegularOutput', retryOnFail: false },
				),
				'Audit rows': codeNode(
					'dattoRmm.mjs',
					`return auditRows(
	${ASKED},
	${ANSWERS},
	'${SYNC}',
).map((json) => ({ json }));`,
				),
				'Remember audits': remember(),
			},
		},
		result: 'Devices',
		translate: {
			file: 'dattoRmm.mjs',
			call: `const answers = ${ANSWERS};
mustBeComplete(answers);
const rows = [
	...${ROWS},
	...auditRows(${ASKED}, answers, ''),
];
return devicesOfDatto(
	${DEVICES},
	auditsOf(rows),
).map((json) => ({ json }));`,
		},
		empty:
			'Datto RMM gave no devices. Check the address in Settings, and that the user of the API keys may see them.',
	});
