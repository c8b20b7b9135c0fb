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
Every week: compares all companies of your **PSA** with all organizations of IT Glue, and says which are in step and which are not: one short message with what is **new**, and the whole table as a CSV file. **It only reads**, in both systems, so an API key without the right to write will do.

*PSA sync: organizations* compares the same every night, and writes. Take this one if you only want to know.

### Before the first run
1. Import **Get companies** of your PSA (*ConnectWise Manage*, *Autotask* or *HaloPSA*) and **Notify**, and set both up. Publish them too: a published workflow calls published ones only.
2. Open **Get companies** and **Notify** here and choose those workflows from the list.
3. Open **Reconcile** and choose your **IT Glue API** credential.
4. Open **Settings**: which companies are to be in IT Glue.
5. **Execute workflow** from *Run by hand*. **Summary** has the counts and the message, **Review** the rows, **Report file** the file. Then publish the workflow.`,
		},
		{
			name: 'Statuses',
			text: `## What the status means, and what to do
- **ambiguous**: several organizations have the link or the name. Merge them in IT Glue, or remove the wrong link.
- **mismatched**: linked to a company that the PSA does not have any more. Match the organization with another company, or archive it.
- **missing_in_it_glue**: an active company of *companyTypes* that is only in the PSA. Similar names are listed: is it one of those? Otherwise let the sync bring it, or create it.
- **unsynced**: in IT Glue without a PSA link. If a company has exactly its name, that one is in the row: match the two in IT Glue under *Account → Integrations*.
- **drifted**: linked, and the name differs. **The PSA wins**: IT Glue's own sync brings the name. If it does not, look at the sync's errors.
- **synced**: linked, and nothing differs. Set *onlyProblems* to false to list these too.`,
		},
		{
			name: 'Good to know',
			text: `## Good to know
- **All companies are compared, and filtered afterwards**: an organization whose company is a vendor or inactive is linked all the same.
- Each finding is told **once**. The data table remembers it until it is gone. When nothing is new, no message is sent.
- If the PSA answers with an error, with nothing, or with far fewer companies than last time, the run stops as failed: half a list is never compared.
- One request to IT Glue for 200 organizations; nothing is asked for one by one.
- To compare more, add columns to **Companies** and **Reconcile**.
- **Another PSA:** make a *Get companies* for it; what it has to give stands in docs/systems.md of the package.
- Needs n8n 2 or later, for the data table.

To be told of runs that break off, choose **Notify** as *Error workflow* in *Workflow settings*.`,
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
			text: `- *companyTypes*: of companies that are to be in IT Glue; empty for all
- *onlyProblems*: false lists also what is in step
- *brakePercent*: stop if the PSA gave so many percent fewer companies than last time
- *psaType*: what IT Glue calls your PSA; empty if it is ConnectWise Manage or Autotask
- *itGlueAddress*: where you open IT Glue; for the links
- *fileName*, *delimiter*: of the CSV file

The data table **${TABLE}** is made by the first run. Here it holds what was told already.`,
			rows: [['Settings', 'Make memory', 'Memory']],
		},
		{
			title: '3 · Read and compare',
			text: '**Get companies** gives all companies of the PSA, also vendors and inactive ones. **Reconcile** compares them with all organizations: by the PSA link first, then by exactly the same name among those without one (capital letters do not matter). Similar names are suggested, never taken.',
			rows: [
				['Get companies', 'Anything?', 'Companies', 'Reconcile'],
				['', '', 'Stop: nothing came'],
			],
		},
		{
			title: '4 · What is new',
			text: 'Counts, the message, and the table, the worst first.',
			rows: [['Summary']],
		},
		{
			title: '5 · Report and remember',
			text: '**Review** is the table. To send the file, connect **Send Email**, Microsoft SharePoint or the like to *Report file*. *Notify* gets one short message, only if there is something new. The rows run from top to bottom.',
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
