/** Notify: one message to the people, by the way that they chose; also the error workflow of all examples. */
import { byHand, done, onError, request, setFields, typed, whenCalled } from './lib/nodes.mjs';

const WAYS = ['teams', 'slack', 'mail', 'ticket'];

/** @param {string} way */
const isWay = (way) => ({
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		conditions: [
			{
				id: `is-${way}`,
				leftValue: `={{ $('Settings').first().json.channel.trim().toLowerCase() }}`,
				rightValue: way,
				operator: { type: 'string', operation: 'equals' },
			},
		],
		combinator: 'and',
	},
	renameOutput: true,
	outputKey: way,
});

/** @type {import('./lib/build.mjs').NodeBody} */
const byChannel = {
	parameters: {
		rules: { values: WAYS.map(isWay) },
		looseTypeValidation: true,
		options: { fallbackOutput: 'extra' },
	},
	type: 'n8n-nodes-base.switch',
	typeVersion: 3.2,
};

/** Microsoft Teams takes a card through a Teams workflow ("When a Teams webhook request is received"). */
const CARD = `={{ JSON.stringify({
  type: 'message',
  attachments: [{
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      version: '1.4',
      body: [
        { type: 'TextBlock', weight: 'Bolder', size: 'Medium', wrap: true, text: $json.title, color: $json.failed ? 'Attention' : 'Default' },
        { type: 'TextBlock', wrap: true, text: $json.text.replaceAll('\\n', '\\n\\n') }
      ]
    }
  }]
}) }}`;

const post = (
	/** @type {string} */ url,
	/** @type {string} */ jsonBody,
	/** @type {object} */ more = {},
) => request({ method: 'POST', url, sendBody: true, specifyBody: 'json', jsonBody, ...more });

/** @returns {import('./lib/build.mjs').Definition} */
export const define = () => ({
	name: 'Notify',
	about: [
		{
			name: 'About',
			text: `# Notify
Sends the messages of the other workflows to **Microsoft Teams** or **Slack**, as **mail** or as a **ticket**. They call it if there is something new or something failed. As *Error workflow*, it also reports failed executions.

### Before the first run
1. Open **Settings** and set *channel*: \`teams\`, \`slack\`, \`mail\`, \`ticket\`, or \`none\` to send nothing.
2. *teams*, *slack*: enter the address of an incoming webhook in *webhookUrl*. It works like a password: do not share it.
3. *mail*, *ticket*: both nodes are **deactivated** by default, because n8n cannot publish a workflow without a credential. Activate the node that you need, and choose its credential.
4. **Execute workflow** from *Run by hand* sends a sample. Then publish the workflow.
5. In each workflow that should report failed executions, set *Workflow settings → Error workflow → Notify*.`,
		},
	],
	nodes: {
		'When called': whenCalled(),
		'When a workflow fails': onError(),
		'Run by hand': byHand(),
		'Error message': setFields({
			workflow: `={{ $json.workflow?.name ?? '' }}`,
			title: `={{ 'Failed: ' + ($json.workflow?.name ?? 'a workflow') }}`,
			text: `={{ ($json.execution?.lastNodeExecuted ? 'In ' + $json.execution.lastNodeExecuted + ': ' : '') + ($json.execution?.error?.message ?? $json.trigger?.error?.message ?? 'No reason was given.') + ($json.execution?.url ? '\\n' + $json.execution.url : '') }}`,
			failed: typed('boolean', 'true'),
		}),
		Sample: setFields({
			workflow: 'Notify',
			title: 'A sample from n8n',
			text: 'If you can read this, messages arrive.',
			failed: typed('boolean', 'false'),
		}),
		Settings: setFields(
			{
				channel: 'none',
				webhookUrl: 'https://hooks.example.com/your-webhook',
				mailFrom: 'n8n@example.com',
				mailTo: 'operations@example.com',
				ticketUrl: 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0/service/tickets',
				ticketCompany: 'YourCompany',
				ticketBoard: 'Service Board',
				clientId: 'your-client-id',
			},
			{ executeOnce: true },
		),
		Message: {
			...setFields({
				workflow: `={{ $('When called').isExecuted ? $('When called').first().json.workflow : $('When a workflow fails').isExecuted ? $('Error message').first().json.workflow : $('Sample').first().json.workflow }}`,
				title: `={{ $('When called').isExecuted ? $('When called').first().json.title : $('When a workflow fails').isExecuted ? $('Error message').first().json.title : $('Sample').first().json.title }}`,
				text: `={{ $('When called').isExecuted ? $('When called').first().json.text : $('When a workflow fails').isExecuted ? $('Error message').first().json.text : $('Sample').first().json.text }}`,
				failed: typed(
					'boolean',
					`$('When called').isExecuted ? $('When called').first().json.failed : $('When a workflow fails').isExecuted`,
				),
			}),
		},
		Channel: byChannel,
		Teams: post(`={{ $('Settings').first().json.webhookUrl }}`, CARD),
		Slack: post(
			`={{ $('Settings').first().json.webhookUrl }}`,
			`={{ JSON.stringify({ text: '*' + $json.title + '*\\n' + $json.text }) }}`,
		),
		Mail: {
			parameters: {
				fromEmail: `={{ $('Settings').first().json.mailFrom }}`,
				toEmail: `={{ $('Settings').first().json.mailTo }}`,
				subject: '={{ $json.title }}',
				emailFormat: 'text',
				text: '={{ $json.text }}',
				options: { appendAttribution: false },
			},
			type: 'n8n-nodes-base.emailSend',
			typeVersion: 2.1,
			disabled: true,
		},
		Ticket: {
			...post(
				`={{ $('Settings').first().json.ticketUrl }}`,
				`={{ JSON.stringify({ summary: $json.title.slice(0, 100), initialDescription: $json.text, company: { identifier: $('Settings').first().json.ticketCompany }, board: { name: $('Settings').first().json.ticketBoard } }) }}`,
				{
					authentication: 'genericCredentialType',
					genericAuthType: 'httpBasicAuth',
					sendHeaders: true,
					headerParameters: {
						parameters: [{ name: 'clientId', value: `={{ $('Settings').first().json.clientId }}` }],
					},
				},
			),
			disabled: true,
		},
		'Not sent': done(),
	},
	zones: [
		{
			title: '1 · Start',
			text: 'Called by a workflow, after a workflow failed, or by hand.',
			rows: [
				['When called'],
				['When a workflow fails', 'Error message'],
				['Run by hand', 'Sample'],
			],
		},
		{
			title: '2 · Settings',
			text: `- *channel*: teams, slack, mail, ticket or none
- *webhookUrl*: the webhook of Teams or Slack
- *mailFrom*, *mailTo*: for mail
- *ticketUrl* and below: for a ticket in ConnectWise Manage. For another PSA, change the body in **Ticket**`,
			rows: [['Settings', 'Message']],
		},
		{
			title: '3 · Send',
			text: 'In the channel that you chose.',
			rows: [
				['Channel', 'Teams'],
				['', 'Slack'],
				['', 'Mail'],
				['', 'Ticket'],
				['', 'Not sent'],
			],
		},
	],
	connections: [
		['When called', 'Settings'],
		['When a workflow fails', 'Error message'],
		['Error message', 'Settings'],
		['Run by hand', 'Sample'],
		['Sample', 'Settings'],
		['Settings', 'Message'],
		['Message', 'Channel'],
		['Channel', 'Teams', 0],
		['Channel', 'Slack', 1],
		['Channel', 'Mail', 2],
		['Channel', 'Ticket', 3],
		['Channel', 'Not sent', 4],
	],
});
