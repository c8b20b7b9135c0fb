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
			return 'continues, with a note';
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
			? [`\`${request}\`: done: ${completed.join(', ')}; missing: ${missing.join(', ')}.`]
			: [],
	);
	return [
		`### ${title(resource)}: ${label}${variant === undefined ? '' : ` (${variant})`}`,
		table(
			['Fault', ...stops.map(heading)],
			[...rows.values()].map(({ faults, texts }) => [faults.join('; '), ...texts]),
		),
		incomplete.length > 0 &&
			`If the operation stays incomplete, the error names the ID and the steps:\n\n${incomplete.map((line) => `- ${line}`).join('\n')}`,
		reasons.size > 0 && [...reasons].map((reason) => `- ${reason}`).join('\n'),
	]
		.filter(Boolean)
		.join('\n\n');
}

const cellCount = OPERATIONS.reduce((sum, operation) => sum + cellsOf(operation).length, 0);

const BEFORE = `<!-- Generated from test/faults/matrix.ts by scripts/reliability.mjs. Change the table, then run npm run docs. -->

# What happens when something goes wrong

For every operation, this page shows what the node does when IT Glue or the network fails at the first, a middle or the last request. Each of the ${cellCount} cells below is a test. \`npm run test:faults\` runs ${CHOSEN.length} of them. They cover every outcome at each request, and each failure with every kind of request, every resource and every operation. \`EVERY_CASE=true npm run test:faults\` runs all.

Each test executes the operation in n8n's own engine against the sandbox and causes the failure. Then it checks the output, the number of requests and the data in the sandbox. After every test:

- no record exists twice, and no POST was repeated blindly;
- no other record has changed, and no field of a flexible asset that was not mapped;
- a second execution of the failed items completes them.

## How to read it

- **sent again**: the node sends the same request again and continues as if nothing had happened.
- **smaller pages**: the node asks for the same part of the list in smaller pages.
- **counts as done**: the answer is enough to know that the request worked.
- **looked up**: Create or Update reads whether the record exists now. It creates the record only if it is still missing.
- **continues, with a note**: the execution succeeds, and a note beside the output says what is missing.
- **sent in parts**: the node repeats a request for several records in parts, so that the good records are written.
- **error**: IT Glue did not carry out the request. With *On Error → Continue*, the item has the error and the node continues with the others. Otherwise the execution stops and the error says what was written. **every item** means that all items need the data that the node could not read.
- **error, in doubt**: also an error, but IT Glue may have carried out the request, because no clear answer came. The error says so.

The text after a semicolon is the state of the record afterwards.

## By kind of request
`;

const AFTER = `The option Longest Wait (360 seconds, longer than IT Glue's limit window of five minutes) limits the whole time of a request. This includes the time that a request waits for other requests. Within this time:

- After a 429, the node waits and tries again, as often as needed.
- If IT Glue's gateway is down (502, 503, 504, broken connections), the node waits and tries again with every request except POST. It waits half a second, a second, and so on up to half a minute, or as long as Retry-After says.
- For problems that do not pass by themselves (500, an answer that is not JSON, no answer in time), the node tries 4 times in all. It tries a POST once.
- If a host has never answered, the node tries for a minute.

## Lists that change while they are read

The node returns every record exactly once that is in the list from the first page to the last. This is also true if others create and delete records at the same time, even if the count stays the same. Records that come or go in the meantime may be in the output or not. Each page begins with a record of the page before. This proves that no record is missing between the pages. Otherwise the node reads that part again. If the list changes faster than the node can read it, the execution ends with an error, never with an incomplete list. Tested in \`test/faults/shifting.test.ts\`.

Get Many reads in the order of IDs. If you choose another order and want all records, the node still reads by ID and sorts the records itself. In another order, a record could move to a page that the node has already read, because somebody edits its name. If the limit is below the number of records, IT Glue sorts. Documents cannot be sorted. They have IT Glue's order.

## Stop

When you stop an execution, the node sends its last request at most a second later: during requests, while it waits for a rate limit, and while it waits for a server that is down. Tested for every operation in \`test/faults/cancelling.test.ts\`.

## Many executions at once

All executions in one n8n process share a budget of 3000 requests in five minutes for each key. The execution that has sent the fewest requests goes first. If 429 answers show a stricter limit, the node uses that limit only as long as IT Glue refuses more requests. So a 429 that other programs caused does not slow the node down for long. No timer and no connection stays behind. Tested with 50 executions at once in \`test/faults/crowd.test.ts\`.

**Run one sync at a time.** In one process, executions of Create or Update that write to the same organizations wait for each other. This does not work between processes. In queue mode, two workers that create the same record at the same time can both find nothing and both create it. The execution that notices this reports both IDs and deletes neither. The next execution says that several records match. So schedule syncs of the same records at different times, and start them from one place.

## By operation
`;

/** What `npm run nights -- --write` has measured. */
const measured = await readFile(path.join(root, 'tools', 'nights', 'RESULTS.md'), 'utf8');

const NIGHTS = `## Five nights in a row

This test runs the example workflows that sync organizations, devices and contacts in a real n8n. The data is as untidy as in real life:

- companies: vendors, prospects, equal names, deleted and renamed companies;
- people: shared mailboxes, people without an address or at two companies, people who moved, married or left;
- devices: docks, clones, virtual machines, devices that moved or were replaced, retired or reinstalled;
- colleagues who edit IT Glue during the day.

In the third night, the PSA fails in the middle of its pages, n8n is stopped while it creates configurations, and IT Glue refuses new contacts. The fourth night must repair all of this.

After each night, a judge checks the data. It uses only what happened in the simulated world, and nothing that the syncs report (\`sandbox/nights/judge.ts\`):

- Each client has exactly one organization. Each active person of a linked client has exactly one contact. Each device has at most one configuration that is not archived. Vendors, prospects, and companies that left before the first night have none.
- Nothing has disappeared, has another name or belongs to another organization, except for changes by colleagues and devices that moved. Two people with the same name never become one contact.
- The title, address and primary number of a contact, the host name and IP address of a configuration, and the facts of an organization are the same as in the PSA and the RMM. Configurations of devices that are retired or gone are archived.
- Everything that a colleague wrote is still there.
- The syncs report people who moved or have a new name, companies that left, were renamed or deleted, and everything that is unclear. They report nobody as moved who did not move.
- A digest has at most 25 lines and 2,000 characters. If nothing has changed, an execution writes nothing and sends no message.

\`npm run test:e2e\` includes a small world. \`npm run nights -- --companies 4000 --contacts 20000 --devices 20000\` runs a large one. Some settings differ from the examples: *createMissing*, *moveDevices* and *archiveRetired* are on, *brakeRecords* is higher, and *runHours* is 0 in the fourth night, because only minutes have passed since the third. The PSA is ConnectWise Manage and the RMM is NinjaOne. IT Glue's own PSA sync does nothing in this world, so its links stay the same. In the first night, the contacts wait most of the time for IT Glue's rate limit.

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
