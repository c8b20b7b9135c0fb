/** PSA sync verification: a weekly report that only reads. */
import { codeNode } from './lib/code.mjs';
import { forget, makeMemory, markRun, readMemory, remember, TABLE } from './lib/memory.mjs';
import {
	anything,
	byHand,
	callWorkflow,
	done,
	everyMonday,
	ifTrue,
	nothingCame,
	setFields,
	splitOut,
	startText,
	stopWith,
	typed,
} from './lib/nodes.mjs';
import { companiesCompared } from './lib/psa.mjs';

const SYNC = 'psa-sync-verification';
const HOUR = 6;
const SUMMARY = `$('Summary').first().json`;

/** @type {(columns: import('./lib/nodes.mjs').Columns) => Promise<import('./lib/build.mjs').Definition>} */
export const define = async (columns) => ({
	name: 'PSA sync verification',
	about: [
		{
			name: 'About',
			text: `# PSA sync verification
Every week: compares all companies of your **PSA** with all organizations of IT Glue and reports the differences: a short message with what is **new**, and the whole table as a CSV file. **It only reads**, in both systems.

*PSA sync: organizations* makes the same comparison every night, and also writes. Use this workflow if you only want the report.

### Before the first run
1. Import **Get companies** of your PSA (*ConnectWise Manage*, *Autotask* or *HaloPSA*) and **Notify**, and set both up. Publish them too: a published workflow can call only published workflows.
2. Open **Get companies** and **Notify** here and choose those workflows from the list.
3. Open **Reconcile** and choose your **IT Glue API** credential.
4. Open **Settings** and choose which companies must be in IT Glue.
5. **Execute workflow** from *Run by hand*. **Summary** has the counts and the message, **Review** has the rows, **Report file** has the file. Then publish the workflow.`,
		},
		{
			name: 'Statuses',
			text: `## What the status means, and what to do
- **ambiguous**: several organizations have the link or the name. Merge them in IT Glue, or remove the wrong link.
- **mismatched**: linked to a company that no longer exists in the PSA. Match the organization with another company, or archive it.
- **missing_in_it_glue**: an active company of *companyTypes* that is only in the PSA. Check the similar names in the row first. Otherwise let IT Glue's sync create it, or create it yourself.
- **unsynced**: in IT Glue without a PSA link. If a company has exactly the same name, the row shows it: match the two in IT Glue under *Account → Integrations*.
- **drifted**: linked, and the name differs. **The PSA wins**: IT Glue's own sync writes the name. If it does not, check the errors of the sync.
- **synced**: linked, and nothing differs. To list these too, set *onlyProblems* to false.`,
		},
		{
			name: 'Good to know',
			text: `## Good to know
- **The workflow compares all companies and filters afterwards**, because a vendor or an inactive company may also be linked to an organization.
- Each finding is reported **once**. The data table stores it until it is solved. If nothing is new, no message is sent.
- If the PSA returns an error, nothing, or far fewer companies than last time, the run fails. It never compares half a list.
- One request reads 200 organizations.
- To compare more fields, add columns to **Companies** and **Reconcile**.
- **Another PSA:** create a *Get companies* for it; docs/systems.md of the package describes its output.
- Needs n8n 2 or later, for the data table.

To get a message if an execution fails, choose **Notify** as *Error workflow* in *Workflow settings*.`,
		},
	],
	nodes: {
		'Every Monday': everyMonday(HOUR),
		'Run by hand': byHand(),
		Settings: setFields({
			companyTypes: 'Client, Customer',
			onlyProblems: true,
			brakePercent: 20,
			psaType: '',
			itGlueAddress: 'https://example.itglue.com',
			fileName: 'psa-sync-verification',
			delimiter: ',',
		}),
		'Make memory': makeMemory(),
		Memory: readMemory(SYNC),
		'Get companies': callWorkflow({ executeOnce: true, alwaysOutputData: true }),
		'Anything?': anything('Get companies'),
		'Stop: nothing came': nothingCame('Get companies'),
		...(await companiesCompared(columns)),
		Summary: codeNode(
			'verify.mjs',
			`return [{ json: verify({
	settings: $('Settings').first().json,
	companies: $('Get companies').all().map(({ json }) => json),
	compared: $('Reconcile').all().map(({ json }) => json),
	rows: $('Memory').all().map(({ json }) => json),
	now: Date.now(),
}) }];`,
		),
		Review: splitOut('review'),
		'Report file': {
			parameters: {
				operation: 'csv',
				binaryPropertyName: 'data',
				options: {
					delimiter: `={{ $('Settings').first().json.delimiter }}`,
					fileName: `={{ $('Settings').first().json.fileName }}-{{ $today.toFormat('yyyy-MM-dd') }}.csv`,
				},
			},
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
		},
		'To forget': splitOut('forget'),
		Forget: forget(),
		'To remember': splitOut('remember'),
		Remember: remember(),
		'Compared?': ifTrue(`${SUMMARY}.stopped === ''`),
		'Mark end': markRun(SYNC, `={{ JSON.stringify(${SUMMARY}.run) }}`),
		'Worth telling?': ifTrue(`${SUMMARY}.worth_telling`),
		Message: setFields({
			workflow: 'PSA sync verification',
			title: 'PSA sync verification',
			text: `={{ ${SUMMARY}.digest }}`,
			failed: typed('boolean', `${SUMMARY}.stopped !== ''`),
		}),
		Notify: callWorkflow({ executeOnce: true, onError: 'continueRegularOutput' }),
		'All well?': ifTrue(`${SUMMARY}.stopped === ''`),
		Done: done(),
		'Stop as failed': stopWith(`={{ ${SUMMARY}.digest }}`),
	},
	zones: [
		{
			title: '1 · Start',
			text: startText('Every Monday', HOUR),
			rows: [['Every Monday'], ['Run by hand']],
		},
		{
			title: '2 · Settings and memory',
			text: `- *companyTypes*: types of companies that must be in IT Glue; empty for all
- *onlyProblems*: false also lists synced records
- *brakePercent*: stop if the PSA has this many percent fewer companies than last time
- *psaType*: IT Glue's name for your PSA; empty for ConnectWise Manage and Autotask
- *itGlueAddress*: the address of your IT Glue, for the links
- *fileName*, *delimiter*: for the CSV file

The data table **${TABLE}** is created by the first run. Here it stores what was already reported.`,
			rows: [['Settings', 'Make memory', 'Memory']],
		},
		{
			title: '3 · Read and compare',
			text: '**Get companies** returns all companies of the PSA, also vendors and inactive ones. **Reconcile** compares them with all organizations: first by PSA link, then by exactly the same name for organizations without a link (capital letters do not matter). It only suggests similar names.',
			rows: [
				['Get companies', 'Anything?', 'Companies', 'Reconcile'],
				['', '', 'Stop: nothing came'],
			],
		},
		{
			title: '4 · What is new',
			text: 'Counts, the message, and the table with the most important rows first.',
			rows: [['Summary']],
		},
		{
			title: '5 · Report and remember',
			text: '**Review** is the table. To send the file, connect **Send Email**, Microsoft SharePoint or another node to *Report file*. *Notify* gets one short message, only if there is something new. The rows run from top to bottom.',
			rows: [
				['Review', 'Report file'],
				['To forget', 'Forget'],
				['To remember', 'Remember'],
				['Compared?', 'Mark end'],
				['Worth telling?', 'Message', 'Notify'],
				['All well?', 'Done'],
				['', 'Stop as failed'],
			],
		},
	],
	connections: [
		['Every Monday', 'Settings'],
		['Run by hand', 'Settings'],
		['Settings', 'Make memory'],
		['Make memory', 'Memory'],
		['Memory', 'Get companies'],
		['Get companies', 'Anything?'],
		['Anything?', 'Companies'],
		['Anything?', 'Stop: nothing came', 1],
		['Companies', 'Reconcile'],
		['Reconcile', 'Summary'],
		['Summary', 'Review'],
		['Review', 'Report file'],
		['Summary', 'To forget'],
		['To forget', 'Forget'],
		['Summary', 'To remember'],
		['To remember', 'Remember'],
		['Summary', 'Compared?'],
		['Compared?', 'Mark end'],
		['Summary', 'Worth telling?'],
		['Worth telling?', 'Message'],
		['Message', 'Notify'],
		['Summary', 'All well?'],
		['All well?', 'Done'],
		['All well?', 'Stop as failed', 1],
	],
});
