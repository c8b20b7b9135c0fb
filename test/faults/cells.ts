/** The tests of the table: runs its cells and compares what came of them with what it says. */
import type { IDataObject } from 'n8n-workflow';
import { storeOf as snapshotOf, changedBetween } from '../helpers/tables';
import { attemptsAt, repeatedPosts } from './counts';
import { testSideBySide, type Lane } from './lanes';
import {
	BEFORE,
	CHOSEN,
	DONE,
	factsOf,
	isError,
	nameOf,
	OPERATIONS,
	storeOf,
	type Cell,
	type Operation,
	type Stop,
} from './matrix';
import {
	arm,
	cleanRun,
	failuresOf,
	gistOf,
	go,
	goAgain,
	looksOf,
	messagesOf,
	prepare,
	type Clean,
} from './runs';

/** What came of a cell, under Continue On Fail. */
interface Came {
	status: string;
	failed: number[];
	attempts: number;
	/** Store, item by item. */
	looks: string[];
	/** What the table says of it, in the same words. */
	expectedLooks: string[];
	/** Of the items that failed. */
	details: IDataObject[];
	messages: string[];
	hints: string;
	repeatedPosts: string[];
	/** Records that changed although a run without a fault leaves them alone. */
	strayChanges: string[];
	/** The output is that of a run without a fault. */
	sameOutput: boolean;
	/** After running the items that failed once more, without the fault. */
	afterwards: { errors: string[]; looks: string[] };
	finalLooks: string[];
}

async function runCell(lane: Lane, cell: Cell, clean: Clean): Promise<Came> {
	const { operation, fault } = cell;
	const { sandbox } = lane;
	const journey = prepare(sandbox, operation);
	const initial = looksOf(journey);
	const before = snapshotOf(sandbox);
	const hit = arm(sandbox, cell, journey, clean);
	const { result, journal, looks } = await go(lane, operation, journey, {}, fault);
	const failed = failuresOf(result);
	const changed = changedBetween(before, snapshotOf(sandbox));
	return {
		status: result.status,
		failed,
		attempts: attemptsAt(cell, hit, journal, clean.journal, failed.length),
		looks,
		expectedLooks: looks.map((_look, at) => {
			const store = failed.includes(at) ? storeOf(cell) : DONE;
			if (store === DONE) return clean.looks[at] ?? '';
			return store === BEFORE ? (initial[at] ?? '') : store;
		}),
		details: result.output.flatMap(({ json }) =>
			json.error === undefined ? [] : [json.details as IDataObject],
		),
		messages: messagesOf(result),
		hints: result.hints.map(({ message }) => message).join(' '),
		repeatedPosts: repeatedPosts(cell, journal, clean.journal),
		strayChanges: changed.filter((key) => !clean.changed.includes(key)),
		sameOutput: gistOf(result, before).join() === clean.gist.join(),
		afterwards: await goAgain(lane, operation, journey, (at) => failed.includes(at)),
		finalLooks: clean.looks,
	};
}

/** The items that fail, or how many where the table does not say which. */
function expectedFailures({ operation, stop, fault, outcome }: Cell): number | number[] {
	if (!isError(outcome)) return [];
	if (stop.hits === 'all') return Array.from({ length: operation.items }, (_each, at) => at);
	if (stop.hits !== 'one') return [...stop.hits];
	return factsOf(fault).lasts === true ? (stop.hitsWhileLasting ?? 1) : 1;
}

/** With a short time-out a busy machine may miss an answer that was not meant to be late: then it is asked for again. */
const timely = (expected: number, came: number): number =>
	expected > 1 && came > expected && came <= 4 ? came : expected;

function expectCell(cell: Cell, came: Came): void {
	const { stop, outcome } = cell;
	const [word, attempts] = outcome;
	const failures = expectedFailures(cell);
	const failed = typeof failures === 'number' ? came.failed.length : came.failed;
	const { status, messages, hints } = came;
	// What the node said stands beside it, so that a test that fails shows it.
	expect({ failed, status, attempts: came.attempts, messages, hints }).toEqual({
		failed: failures,
		status: 'success',
		attempts: cell.fault === 'slow' ? timely(attempts, came.attempts) : attempts,
		messages,
		hints,
	});
	expect(came.looks).toEqual(came.expectedLooks);
	expect(came.repeatedPosts).toEqual([]);
	expect(came.strayChanges).toEqual([]);
	expect(came.afterwards).toEqual({ errors: [], looks: came.finalLooks });
	if (!isError(outcome)) {
		expect(came.sameOutput).toBe(true);
		if (cell.note !== undefined) expect(hints).toContain(cell.note);
		return;
	}
	for (const { mayHaveBeenApplied } of came.details)
		expect(mayHaveBeenApplied === true).toBe(word === 'unsure');
	expectProgress(stop, came);
}

/** An item that was left incomplete says which record it is, what is done and what is missing. */
function expectProgress({ completed, missing }: Stop, { details, messages }: Came): void {
	for (const [at, { id, ...said }] of details.entries()) {
		expect([said.completed, said.missing]).toEqual([completed, missing]);
		if (!completed || !missing) continue;
		const message = messages[at] ?? '';
		expect(id).toEqual(expect.stringMatching(/^\d+$/));
		expect(message).toContain(`The ID of the record is ${String(id)}.`);
		expect(message).toContain(`Done so far: ${completed.join(', ')}.`);
		expect(message).toContain(`Still missing: ${missing.join(', ')}.`);
	}
}

/** What the table says of a cell, for the name of its test. */
function sentence(cell: Cell): string {
	const [word, attempts] = cell.outcome;
	const whose = cell.stop.hits === 'all' ? 'every item' : 'item';
	const error = isError(cell.outcome) ? `${whose} ` : '';
	return `${factsOf(cell.fault).label}: ${error}${word}, ${attempts} sent, store: ${storeOf(cell)}`;
}

/** Tests of the chosen cells of some operations, run side by side. */
export function describeOperations(operations: readonly Operation[]): void {
	testSideBySide({
		subjects: operations,
		nameOf,
		prepare: cleanRun,
		casesOf: (operation) => CHOSEN.filter((cell) => cell.operation === operation),
		titleOf: (cell) => `at the ${cell.stop.at} request, ${cell.stop.request}: ${sentence(cell)}`,
		run: runCell,
		check: expectCell,
	});
}

/** Tests of the cells of a resource. */
export const describeResource = (resource: string): void =>
	describeOperations(OPERATIONS.filter((operation) => operation.resource === resource));
