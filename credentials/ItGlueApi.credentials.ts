import type {
	IAuthenticateGeneric,
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { baseUrlExpression } from '../nodes/ITGlue/transport/baseUrl';

const NO_API =
	'There is no IT Glue API at this address. Check Region or Base URL. Base URL must be the API, such as https://api.itglue.com, not the web app';

const RULES: Array<IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody> = [
	{
		type: 'responseCode',
		properties: {
			value: 401,
			message:
				'IT Glue did not accept this key. Check that it is active in IT Glue under Account > Settings > API Keys, and that the IP allow-list of the account includes this n8n',
		},
	},
	{
		type: 'responseCode',
		properties: {
			value: 403,
			message:
				'IT Glue does not know this key here. Check that Region matches your IT Glue web address, that API Key is complete, and that the key was not revoked (as after 90 days without use)',
		},
	},
	{
		type: 'responseCode',
		properties: {
			value: 404,
			message: NO_API,
		},
	},
	{
		// A web page also answers with 200. n8n compares with ===, so this rule matches an answer without `data`.
		type: 'responseSuccessBody',
		properties: { key: 'data', value: undefined, message: NO_API },
	},
];

export class ItGlueApi implements ICredentialType {
	name = 'itGlueApi';

	displayName = 'IT Glue API';

	icon: Icon = { light: 'file:../icons/itglue.svg', dark: 'file:../icons/itglue.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-it-glue/n8n-nodes-it-glue#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'An administrator creates it under Account > Settings > API Keys (<a href="https://support.itglue.com/hc/en-us/articles/360004938998-Account-settings-for-Managers-and-Administrators">how to</a>). IT Glue shows it only once.',
			hint: 'Turn on Password Access for the key if workflows read or write password values.',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{ name: 'Australia', value: 'au', description: 'You sign in at app.au.itglue.com' },
				{ name: 'Custom', value: 'custom', description: 'A proxy or a test server' },
				{ name: 'Europe', value: 'eu', description: 'You sign in at app.eu.itglue.com' },
				{ name: 'United States', value: 'us', description: 'You sign in at app.itglue.com' },
			],
			default: 'us',
			description: 'The region of your IT Glue account',
			hint: 'A key works only in the region where you sign in.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://proxy.example.com/itglue',
			description: 'Address of the API. Add a path only if a proxy needs one.',
			displayOptions: { show: { region: ['custom'] } },
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				'x-api-key': '={{ ($credentials.apiKey || "").trim() }}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: baseUrlExpression(),
			url: '/organizations',
			qs: { 'page[size]': 1 },
			headers: { Accept: 'application/vnd.api+json' },
			disableFollowRedirect: true,
			timeout: 20_000,
		},
		// The type requires rules of one kind, but n8n checks all of them (credentials-tester.service.ts).
		rules: RULES as ICredentialTestRequest['rules'],
	};
}
