/**
 * The storyboard of the video that n8n asks for at the end of a verification: what is clicked, what is said, how long it
 * takes. `npm run screenshots -- --only video` writes docs/video.md from it, and a page with one picture a scene.
 */

/**
 * @typedef {object} Shot
 * @property {string} name of its picture
 * @property {string} title
 * @property {number} seconds
 * @property {string[]} clicks
 * @property {string} says
 * @property {string} shows what the picture shows: how the screen looks when the words are over
 */

/** n8n takes videos of less than five minutes. */
export const LIMIT_SECONDS = 300;

/** @type {Shot[]} */
export const SHOTS = [
	{
		name: 'install',
		title: 'Install it from npm',
		seconds: 30,
		clicks: [
			'Open *Settings → Community nodes* and press *Install*.',
			'Enter `n8n-nodes-it-glue`, select the check box about the risks, and press *Install*.',
			'Wait until the list shows the package.',
		],
		says: 'This is the community node for IT Glue, a documentation platform for managed service providers. I install it from npm, in the settings, under Community nodes. It has no dependencies, so this takes a few seconds. A GitHub workflow has published it, with provenance.',
		shows: 'The window in which n8n installs the package, with its name filled in',
	},
	{
		name: 'find',
		title: 'Find the node',
		seconds: 25,
		clicks: [
			'Create a workflow, press *Add first step* and choose *Trigger manually*.',
			'Press *+*, type `glue`, choose *IT Glue*, scroll through its actions and choose *Get many configurations*.',
		],
		says: 'This is an empty workflow. I search for glue and find the IT Glue node. The actions are grouped by resource: configurations, contacts, documents, flexible assets, organizations, passwords. I choose Get many configurations.',
		shows: 'The actions of the node after a search for "glue"',
	},
	{
		name: 'credential',
		title: 'Connect it',
		seconds: 40,
		clicks: [
			'Under *Credential to connect with* choose *Create new credential*.',
			'Paste the API key of the test account, choose the region, press *Save*.',
			'Point at the green message, then close the window.',
		],
		says: 'The node needs an API key. An administrator creates it in IT Glue, under Account, Settings, API Keys. I paste it and choose the region where I sign in. When I save, n8n tests the key with one request to IT Glue. The message is green, so the connection works. If the key is wrong, the message says what to check.',
		shows: 'The credential after a successful test',
	},
	{
		name: 'list',
		title: 'Read a list',
		seconds: 35,
		clicks: [
			'Choose the client *Northwind Dental* from the searched list. Turn on *Return All*.',
			'Add the filter *Configuration Type Name or ID* and choose *Managed Server*.',
			'Press *Execute step* and look at the table.',
		],
		says: 'First, I only read. I want the servers of one client. I choose the client from a searched list, and the type from the types of this account. I execute the step. Each record is one flat item. With Return All, the node reads every page, waits when IT Glue limits the rate, and fails if a record is missing.',
		shows: 'Get Many with a filter, and the servers of one client in the output',
	},
	{
		name: 'dry-run',
		title: 'Create or Update, as a dry run',
		seconds: 40,
		clicks: [
			'Open the node *Keep contacts in step* of the first prepared workflow and choose the credential. The input has three people.',
			'Show *Columns to Match On* (Primary Email), the mapped columns and *Dry Run*.',
			'Press *Execute step* and point at `_action` and `_changes`.',
		],
		says: 'The node is made for syncs. The input is a staff list with three people. The node finds each contact by email. Dry Run is on, so it writes nothing yet. The output shows what would happen: one contact changes, one stays the same, and one is new. It also shows the change: the title, from Assistant to Office Manager.',
		shows:
			'Create or Update of three contacts as a dry run, with the action and the changes of each',
	},
	{
		name: 'write',
		title: 'Write, and run it again',
		seconds: 30,
		clicks: [
			'Turn off *Dry Run* and press *Execute step*.',
			'Press *Execute step* again and point at `unchanged`.',
		],
		says: 'Now I turn off the dry run and execute the step. One contact is created, and one is updated. I execute it again with the same people, and all three are unchanged. You can run this every night: it creates no duplicates and changes only the fields that I mapped.',
		shows: 'The second run of the same step: all three contacts are unchanged',
	},
	{
		name: 'error',
		title: 'A helpful error',
		seconds: 25,
		clicks: [
			'Open the node *Keep organizations in step* of the other prepared workflow and choose the credential.',
			'Press *Execute step*, and read the message and the text below it.',
		],
		says: 'If something is not clear, the node stops before it writes. Here, two organizations have the same name. The error lists both, with their IDs, and says what I can do. With the setting On Error, the other items can continue.',
		shows: 'An error that lists the two matching organizations and says what to do',
	},
	{
		name: 'trigger',
		title: 'A trigger fires',
		seconds: 45,
		clicks: [
			'Create a workflow with a *Schedule Trigger*: interval *Seconds*, 10 seconds between triggers.',
			'Add *IT Glue → Get many organizations* after it and press *Publish*.',
			'Open *Executions*, wait for the first one, and open it.',
		],
		says: "The package has no trigger node: n8n's Schedule Trigger starts the workflows. Only for this video, it fires every ten seconds. I publish the workflow. In the list of executions, I wait for the first execution. Here it is: the trigger has started it, and the IT Glue node has read the organizations. The README has example workflows for clients, contacts and devices. Thank you for watching.",
		shows: 'The list of executions, with an execution that the Schedule Trigger started',
	},
];

/** What has to be there before the camera runs. */
const BEFORE = [
	'The package is on npm, and the workflow has published it: [Publishing](publishing.md).',
	'You have an n8n **without** the package, and you are signed in as owner. The window is 1440 × 900, the zoom is 100 %, and the notifications of your computer are off. In n8n 3, `N8N_UNVERIFIED_PACKAGES_ENABLED=true` is set.',
	'You have a test account of IT Glue with invented data, and an API key in the clipboard. n8n shows dots instead of the key, but revoke the key after the video. If you have no account, `npm run sandbox` prints an address and a key. The region is then *Custom*.',
	'You have prepared two workflows without credentials, so that you type less in the video. The pictures show their settings. The first has *Staff list* (a Code node that returns three invented people), then *Keep contacts in step*. The second has *Companies* (a Code node that returns one company), then *Keep organizations in step*. n8n shows the IT Glue nodes as unknown until you install the package.',
	'The account has the client *Northwind Dental* with two of the three people and with two servers. It also has two organizations with the same name as the company.',
];

export const totalSeconds = SHOTS.reduce((sum, { seconds }) => sum + seconds, 0);

/** @param {number} seconds @returns {string} minutes and seconds, as a player shows them */
export const clock = (seconds) =>
	`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** @returns {Array<Shot & { number: number, from: number }>} with the moment at which each begins */
export const scenes = () => {
	let from = 0;
	return SHOTS.map((shot, index) => {
		const scene = { ...shot, number: index + 1, from };
		from += shot.seconds;
		return scene;
	});
};

/** @returns {string} docs/video.md */
export const page = () =>
	[
		'<!-- Generated by `npm run screenshots -- --only video` from tools/screenshots/video/storyboard.mjs; do not edit. -->',
		'# The video for the verification',
		'',
		`n8n asks for a video at the end of a verification. It must have no cuts, be shorter than five minutes, and sound natural. It must show the installation from npm, the credential and its test, operations, and a trigger that fires. This is the script for the person who publishes the package: ${SHOTS.length} scenes, ${clock(totalSeconds)} minutes.`,
		'',
		'`npm run screenshots -- --only video` makes one picture for each scene with a real n8n and the sandbox. It also writes a page with the pictures beside the text: `.cache/video/index.html`. Open this page on a second screen while you record. The repository does not contain the pictures, because they show the version that you publish.',
		'',
		'## Before you record',
		'',
		...BEFORE.map((line) => `- ${line}`),
		'',
		'Use your own words. These texts are short, so you can speak slowly. If you make a small mistake, continue.',
		'',
		'## Scenes',
		'',
		'| | Scene | Seconds | Begins at |',
		'| --- | --- | --- | --- |',
		...scenes().map(
			({ number, title, seconds, from }) =>
				`| ${number} | ${title} | ${seconds} | ${clock(from)} |`,
		),
		`| | Total | ${totalSeconds} | |`,
		...scenes().flatMap(({ number, title, seconds, from, clicks, says, shows, name }) => [
			'',
			`### ${number}. ${title}`,
			'',
			`${clock(from)} to ${clock(from + seconds)}, ${seconds} seconds.`,
			'',
			...clicks.map((click, index) => `${index + 1}. ${click}`),
			'',
			`> ${says}`,
			'',
			`Picture \`${name}.png\`: ${shows}.`,
		]),
		'',
	].join('\n');

/** @param {string} text @returns {string} for HTML */
const escaped = (text) =>
	text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/"/g, '&quot;')
		.replace(/`([^`]+)`|\*([^*]+)\*/g, '<b>$1$2</b>');

/** @returns {string} the page with the pictures, to read from while recording */
export const sheet = () =>
	`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>The video, scene by scene</title>
<style>
	body { font: 18px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1500px; padding: 0 1rem; }
	section { display: grid; grid-template-columns: 3fr 2fr; gap: 2rem; margin: 3rem 0; align-items: start; }
	img { max-width: 100%; max-height: 80vh; border: 1px solid #ccc; }
	h2 { margin: 0 0 .5rem; }
	blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 4px solid #f60; font-size: 20px; }
</style>
<h1>The video, ${clock(totalSeconds)} minutes</h1>
${scenes()
	.map(
		({ number, title, seconds, from, clicks, says, shows, name }) => `<section>
	<img src="${name}.png" alt="${escaped(shows)}">
	<div>
		<h2>${number}. ${escaped(title)}</h2>
		<p>${clock(from)} to ${clock(from + seconds)}, ${seconds} seconds</p>
		<ol>${clicks.map((click) => `<li>${escaped(click)}</li>`).join('')}</ol>
		<blockquote>${escaped(says)}</blockquote>
	</div>
</section>`,
	)
	.join('\n')}
</html>
`;
