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
		about: `All devices of **Datto RMM**, in the format that *RMM configuration sync* reads. It only reads.

### Before the first run
1. In Datto RMM, *Setup → Global settings → Access control*: enable the API. *Setup → Users*: choose a user and *Generate API keys*.
2. Open **Ask Datto RMM** and create its credential (*OAuth2 API*): grant type **Client Credentials**, access token URL \`https://PLATFORM-api.centrastage.net/auth/oauth/token\`, client ID \`public-client\`, client secret \`public\`, authentication **Body**, *Send additional body properties* on, with \`{ "grant_type": "password", "username": "API KEY", "password": "API SECRET KEY" }\`. Datto needs this grant. n8n keeps the token in the credential and gets a new one after 100 hours. Choose the same credential in **Ask audits**.
3. Open **Settings** and enter the address of your platform (pinotage, merlot, concord, vidal, zinfandel, syrah).
4. **Execute workflow** and look at *Devices*.

### The first run takes longer
Datto's list has **no serial numbers and MAC addresses**. The workflow must read the audit of each device, and Datto allows an account 600 requests a minute for all tools. So the workflow reads each audit **once** and keeps it in the data table *IT Glue Sync Memory*. With 20,000 devices, the first run takes 40 minutes. Later runs need one request for each new device, and one for 250 devices. To read an audit again, for example after a new mainboard, delete its row (sync ${SYNC}, key = uid of the device).

### Good to know
- Deleted devices that are still in the list are *retired*. Printers and network devices have no such audit, so they have no serial number.
- If Datto refuses an audit or a page, there is no output, and the sync stops before it writes. The audits that were read are kept.
- Needs n8n 2 or later, for the data table. Not tested with a real Datto account: if your account refuses the client in the body, use the grant type *Authorization Code* (authorization URL \`…/auth/oauth/authorize\`), which Datto documents.`,
		settings: {
			dattoUrl: 'https://pinotage-api.centrastage.net',
			pageSize: 250,
			auditsPerMinute: 500,
		},
		settingsText: `- *dattoUrl*: the address of your platform, without a path
- *pageSize*: devices in one request, 250 at most
- *auditsPerMinute*: how many audits are read in a minute; Datto allows 600 requests for all tools`,
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
		readText: 'The known audits, and the list of devices, page after page.',
		before: {
			title: '3b · Audits',
			text: 'The audits of new devices. They are stored before anything else happens.',
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
