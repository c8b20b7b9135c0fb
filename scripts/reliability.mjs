/**
 * Writes docs/reliability.md from the fault matrix, the table that the tests in test/faults are generated from.
 *
 * `node scripts/reliability.mjs --check` writes nothing and exits with 1 when the file is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @type {import('../test/faults/matrix.ts')} */
const {
	cellsOf,
	CHOSEN,
	FAULT_NAMES,
	factsOf,
	isError,
	KIND_LABELS,
	KINDS,
	OPERATIONS,
	outcomeOf,
	storeOf,
} = await tsImport('../test/faults/matrix.ts', import.meta.url);
/** @type {import('../nodes/ITGlue/operations/index.ts')} */
const { OPERATIONS: CALLED } = await tsImport(
	'../nodes/ITGlue/operations/index.ts',
	import.meta.url,
);

/** @typedef {import('../test/faults/matrix.ts').Cell} Cell */
/** @typedef {import('../test/faults/matrix.ts').Operation} Operation */
/** @typedef {import('../test/faults/matrix.ts').Outcome} Outcome */
/** @typedef {import('../test/faults/matrix.ts').Stop} Stop */

/** @param {string[]} head @param {string[][]} rows */
const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param {string} text */
const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} name */
const title = (name) => upper(name.replace(/(?=[A-Z])/g, ' '));

/** @param {number} count */
const times = (count) => (count === 1 ? 'sent once' : `sent ${count} times`);

/** @param {Outcome} outcome */
function inWords([word, attempts]) {
	switch (word) {
		case 'again':
			return 'sent again';
		case 'smaller':
			return 'smaller pages';
		case 'taken':
			return 'counts as done';
		case 'looked':
			return attempts === 1 ? 'looked up, found' : 'looked up, then sent again';
		case 'hint':
			return 'goes on, with a note';
		case 'split':
			return 'sent in parts';
		case 'fails':
			return attempts === 1 ? 'error' : `error, ${times(attempts)}`;
		case 'unsure':
			return attempts === 1 ? 'error, in doubt' : `error, in doubt, ${times(attempts)}`;
	}
}

/** @param {Cell} cell */
function cellText(cell) {
	const { outcome, stop } = cell;
	const words = inWords(outcome);
	if (!isError(outcome)) return words;
	const who = stop.hits === 'all' ? 'every item: ' : '';
	const writes = stop.kind !== 'list' && stop.kind !== 'read';
	const store = storeOf(cell);
	const left = writes || stop.completed ? `; ${store}` : '';
	return `${who}${words}${left}`;
}

/** @param {Stop} stop */
const heading = ({ at, request }) => `${at}: \`${request}\``;

/** @param {Operation} operation */
function operationSection(operation) {
	const { resource, verb, variant, stops } = operation;
	const cells = cellsOf(operation);
	/** @type {Map<string, { faults: string[], texts: string[] }>} */
	const rows = new Map();
	for (const fault of FAULT_NAMES) {
		const texts = stops.map((stop) => {
			const cell = cells.find((one) => one.stop === stop && one.fault === fault);
			return cell ? cellText(cell) : '';
		});
		const key = texts.join('|');
		const row = rows.get(key) ?? { faults: [], texts };
		row.faults.push(factsOf(fault).label);
		rows.set(key, row);
	}
	const { label } = CALLED[/** @type {keyof typeof CALLED} */ (verb)];
	/** What is otherwise than for the same kind of request elsewhere. */
	const reasons = new Set(cells.flatMap(({ why }) => why ?? []));
	const incomplete = stops.flatMap(({ request, completed, missing }) =>
		completed && missing
			? [`\`${request}\`: done ${completed.join(', ')}; missing ${missing.join(', ')}.`]
			: [],
	);
	return [
		`### ${title(resource)}: ${label}${variant === undefined ? '' : ` (${variant})`}`,
		table(
			['Fault', ...stops.map(heading)],
			[...rows.values()].map(({ faults, texts }) => [faults.join('; '), ...texts]),
		),
		incomplete.length > 0 &&
			`Left incomplete, the error names the ID and the steps:\n\n${incomplete.map((line) => `- ${line}`).join('\n')}`,
		reasons.size > 0 && [...reasons].map((reason) => `- ${reason}`).join('\n'),
	]
		.filter(Boolean)
		.join('\n\n');
}

const cellCount = OPERATIONS.reduce((sum, operation) => sum + cellsOf(operation).length, 0);

const BEFORE = `<!-- Generated from test/faults/matrix.ts by scripts/reliability.mjs. Change the table, then run npm run docs. -->

# What becomes of a run when something goes wrong

For every operation, this is what the node does when IT Glue, or the way to it, gives trouble at the first, a middle or the last of its requests. Each of the ${cellCount} cells below is a test. Of them \`npm run test:faults\` runs ${CHOSEN.length}, such that each place meets every outcome that stands there, and each fault every kind of request, every resource and every operation; \`EVERY_CASE=true npm run test:faults\` runs all. A test runs the operation in n8n's own engine against the sandbox, lets the fault happen, and compares what came of it, how often the request was sent, and what the store holds. After each of them no record is there twice, no POST was repeated blindly, no record changed that the operation does not concern, no field of a flexible asset changed that was not mapped, and running the items that failed once more completes them.

## How to read it

- **sent again**: the same request once more; the run goes on as if nothing had been.
- **smaller pages**: the same part of the list is asked for in smaller pages.
- **counts as done**: the answer says enough.
- **looked up**: Create or Update reads what is there now. It creates the record only if it is still missing.
- **goes on, with a note**: the run succeeds, and a note beside the output says what is missing.
- **sent in parts**: a request for several records is repeated in parts, so that the good ones go through.
- **error**: IT Glue did not carry the request out. With the node's setting On Error on Continue the item carries the error and the others go on; otherwise the run stops there and says what was written. **every item** means that all items need what could not be read.
- **error, in doubt**: the same, and the error says that the request may have been carried out, because no clear answer came.

After a semicolon stands what the store then holds of the item.

## By kind of request
`;

const AFTER = `One bound holds for a request, whatever happens to it: the option Longest Wait (360 seconds, longer than IT Glue's own window of five minutes). Within it a 429 is waited for, however often it comes, and a gateway that is away (502, 503, 504, broken connections) with every request but a POST: half a second, a second, and so on up to half a minute, or as long as Retry-After says. Waiting in line behind other requests counts, too. What does not pass by itself (a 500, an answer that is no JSON, no answer in time) is tried 4 times in all, a POST once. A host that never answered is looked for a minute.

## Lists that change while they are read

Whatever was in a list from the first page to the last is returned exactly once, whatever is created or deleted meanwhile, also where one record goes and another comes so that the count stays. What comes or goes meanwhile may be returned or not. Each page begins with a record of the one before, which proves that nothing slipped between them; where it does not, that part is read again, and where the list changes faster than it can be read, the run ends with an error, never with a list that lacks records. Tested in \`test/faults/shifting.test.ts\`.

This holds in the order of IDs, in which Get Many reads. Where you choose another one and want all records, it reads them in that order as well and sorts them itself: in an order by something that is edited meanwhile, such as the name, a record may move past the reader. With a limit below the number of records IT Glue sorts. Documents cannot be sorted; they come in the order that IT Glue gives them.

## Stop

When an execution is stopped, no request is sent later than a second after that: not while requests are under way, not while a rate limit is waited for, not while a server in trouble is waited for. Tested for every operation in \`test/faults/cancelling.test.ts\`.

## Many executions at once

All executions in one n8n process share one budget of requests for each key, 3000 in five minutes, and whoever has had least is served first. A stricter limit is worked out from the 429s, and kept to only as long as requests beyond it are refused, so that a 429 that others caused slows nothing down for long. They leave no timer and no connection behind. Tested with 50 at once in \`test/faults/crowd.test.ts\`.

**Run one sync at a time.** Within a process, Create or Update takes turns with others of the same organizations. Nothing spans processes: with n8n in queue mode, two workers that create the same record at the same time can both find nothing and both create it. The run that notices reports both IDs and deletes neither; the next run says that several match. So schedule syncs of the same records such that they do not overlap, and start them from one place.

## By operation
`;

/** What `npm run nights -- --write` has measured. */
const measured = await readFile(path.join(root, 'tools', 'nights', 'RESULTS.md'), 'utf8');

const NIGHTS = `## Five nights in a row

The example workflows that sync organizations, devices and contacts, in a real n8n, with everything that a real night brings: vendors, prospects, namesakes, companies that were deleted or renamed, shared mailboxes, people without an address or at two companies, people who moved, married or left, docks, clones, virtual machines, devices that moved, were replaced, retired or installed anew, and colleagues who write into IT Glue by day. In the third night the PSA breaks off in the middle of its pages, n8n is stopped while it creates configurations, and IT Glue refuses new contacts. The fourth night has to bring all of it into order.

After each night the store is judged from what has happened in the world, and from nothing that the syncs say (\`sandbox/nights/judge.ts\`):

- Each client has exactly one organization, each active person of a linked client exactly one contact, each device at most one configuration that is not archived. Vendors, prospects, and companies that left before the first night get none.
- Nothing that was there is gone, is called otherwise or is with another organization, except what a colleague did, and devices that moved. Two people of one name never become one contact.
- Title, address and primary number of a contact, host name and IP address of a configuration, and the facts of an organization are those of the PSA and the RMM. Configurations of devices that retired or are gone are archived.
- What a colleague wrote is still there.
- People who moved or have a new name, companies that left, were renamed or deleted, and whatever is not clear were reported, and nobody was reported as moved who was not.
- A digest has at most 25 lines and 2,000 characters. A run after which nothing has changed writes nothing and sends no message.

A small world is part of \`npm run test:e2e\`. \`npm run nights -- --companies 4000 --contacts 20000 --devices 20000\` plays a large one. The settings that are not as shipped: *createMissing*, *moveDevices* and *archiveRetired* on, *brakeRecords* higher, and *runHours* 0 in the fourth night, for only minutes have passed since the third one. The PSA is ConnectWise Manage, the RMM is NinjaOne. IT Glue's own PSA sync does nothing in this world: what it linked stays as it was. In the first night the contacts wait for IT Glue's limit of requests most of the time.

${measured.trim()}
`;

const byKind = table(
	['Fault', ...KINDS.map((kind) => KIND_LABELS[kind])],
	FAULT_NAMES.map((fault) => [
		factsOf(fault).label,
		...KINDS.map((kind) => inWords(outcomeOf(fault, kind))),
	]),
);

const text = [
	BEFORE,
	byKind,
	'',
	NIGHTS,
	AFTER,
	OPERATIONS.map(operationSection).join('\n\n'),
	'',
].join('\n');

const file = path.join(root, 'docs', 'reliability.md');
const present = await readFile(file, 'utf8').catch(() => '');
if (present !== text) {
	if (process.argv.includes('--check')) {
		console.error('Stale: docs/reliability.md. Run npm run docs and commit the result.');
		process.exitCode = 1;
	} else {
		await writeFile(file, text);
		console.log('Written: docs/reliability.md');
	}
}
