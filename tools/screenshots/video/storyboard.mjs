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
			'Enter `n8n-nodes-it-glue`, tick the box about the risks, press *Install*.',
			'Wait until the package is in the list.',
		],
		says: 'This is the community node for IT Glue, the documentation platform of managed service providers. I install it from npm, in the settings, under Community nodes. It has no dependencies, so this takes a few seconds. It was published by a GitHub workflow, with provenance.',
		shows: 'The window in which n8n installs the package, with its name filled in',
	},
	{
		name: 'find',
		title: 'Find the node',
		seconds: 25,
		clicks: [
			'Create a workflow, press *Add first step* and choose *Trigger manually*.',
			'Press *+*, type `glue`, choose *IT Glue*, scroll through its actions and take *Get many configurations*.',
		],
		says: 'Here is an empty workflow. I search for glue, and there it is. The actions are listed by resource: configurations, contacts, documents, flexible assets, organizations, passwords. I take Get many configurations.',
		shows: 'The actions of the node after a search for "glue"',
	},
	{
		name: 'credential',
		title: 'Connect it',
		seconds: 40,
		clicks: [
			'Under *Credential to connect with* choose *Create new credential*.',
			'Paste the API key of the test account, choose the region, press *Save*.',
			'Point at the green line, then close the window.',
		],
		says: 'The node needs an API key. An administrator makes it in IT Glue, under Account, Settings, API Keys. I paste it and choose the region in which I sign in. On saving, n8n tests the key with one request to IT Glue. The line is green, so the connection works. With a wrong key it would say here what to check.',
		shows: 'The credential after a test that went well',
	},
	{
		name: 'list',
		title: 'Read a list',
		seconds: 35,
		clicks: [
			'Choose the client from the searched list: *Northwind Dental*. Switch *Return All* on.',
			'Add the filter *Configuration Type Name or ID* and choose *Managed Server*.',
			'Press *Execute step* and look at the table.',
		],
		says: 'First something that only reads. I look for the servers of one client. The client comes from a searched list, the type from the types of this account. I execute the step. Each record is one flat item. With Return All the node reads every page, waits when IT Glue limits the rate, and fails if a record is missing.',
		shows: 'Get Many with a filter, and the servers of one client in the output',
	},
	{
		name: 'dry-run',
		title: 'Create or Update, as a dry run',
		seconds: 40,
		clicks: [
			'Open the step *Keep contacts in step* of the first prepared workflow and choose the credential: three people come in.',
			'Show *Columns to Match On* (Primary Email), the mapped columns and *Dry Run*.',
			'Press *Execute step* and point at `_action` and `_changes`.',
		],
		says: 'This is what the node is made for: a sync. Three people come in from a staff list. The email says which contact each one is. Dry Run is on, so nothing is written yet. The output says what would happen: one is changed, one stays as it is, one is new. And for the change it says what: the title, from Assistant to Office Manager.',
		shows:
			'Create or Update of three contacts as a dry run, with the action and the changes of each',
	},
	{
		name: 'write',
		title: 'Write, and run it again',
		seconds: 30,
		clicks: [
			'Switch *Dry Run* off and press *Execute step*.',
			'Press *Execute step* once more and point at `unchanged`.',
		],
		says: 'Now I switch the dry run off and execute it. One contact is created, one is updated. I execute it again, with the same people, and all three are unchanged. Running it every night is safe: no duplicates, nothing erased beside what I mapped.',
		shows: 'The second run of the same step: all three contacts are unchanged',
	},
	{
		name: 'error',
		title: 'An error that helps',
		seconds: 25,
		clicks: [
			'Open the step *Keep organizations in step* of the other prepared workflow and choose the credential.',
			'Press *Execute step* and read the message and what is below it.',
		],
		says: 'And if something is not clear, the node stops before it writes. Here two organizations have the same name. The error says which ones, with their IDs, and what I can do about it. With On Error I can let the other items go on.',
		shows: 'An error that names the two organizations that match, and says what to do',
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
		says: "The package has no trigger node: n8n's own Schedule Trigger starts the workflows. I let it fire every ten seconds, for the video only, and publish the workflow. In the list of executions I wait for the first one. There it is: it was started by the trigger, and the IT Glue node has read the organizations. The README has example workflows for clients, contacts and devices. Thank you for watching.",
		shows: 'The list of executions, with one that the Schedule Trigger has started',
	},
];

/** What has to be there before the camera runs. */
const BEFORE = [
	'The package is on npm, published by the workflow: [Publishing](publishing.md).',
	'An n8n **without** the package, signed in as owner, the window at 1440 × 900, zoom 100 %, notifications of the system off. On n8n 3 with `N8N_UNVERIFIED_PACKAGES_ENABLED=true`.',
	'An IT Glue account for tests with invented data, and an API key in the clipboard. n8n shows dots instead of the key. Revoke it afterwards all the same. Without an account: `npm run sandbox` prints an address and a key; the region is then *Custom*.',
	'Two workflows prepared without their credential, so that nobody has to watch you type. Their settings are in the pictures. In the first, *Staff list* (a Code node that gives three invented people), then *Keep contacts in step*. In the second, *Companies* (a Code node that gives one company), then *Keep organizations in step*. n8n shows our steps as unknown until the package is installed.',
	'In the account: the client *Northwind Dental* with two of the three people and two servers, and two organizations of the same name, that of the company.',
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
		`The last step of a verification by n8n is a video: one take, under five minutes, spoken naturally. It shows the installation from npm, the credential and its test, operations, and a trigger that fires. This is its script, for whoever publishes the package: ${SHOTS.length} scenes, ${clock(totalSeconds)} minutes.`,
		'',
		'`npm run screenshots -- --only video` draws one picture for each scene, from a real n8n and the sandbox, and writes a page with pictures and words side by side: `.cache/video/index.html`. Put it on a second screen while you record. The pictures are not in the repository: they are for you, and they are drawn from the version that you publish.',
		'',
		'## Before you record',
		'',
		...BEFORE.map((line) => `- ${line}`),
		'',
		'Say it in your own words. What stands here is short enough to be spoken slowly; a small mistake is no reason to begin again.',
		'',
		'## Scenes',
		'',
		'| | Scene | Seconds | Begins at |',
		'| --- | --- | --- | --- |',
		...scenes().map(
			({ number, title, seconds, from }) =>
				`| ${number} | ${title} | ${seconds} | ${clock(from)} |`,
		),
		`| | Together | ${totalSeconds} | |`,
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
