/**
 * The same faults where the node stops at the first item that fails: the error says what was written, nothing is sent
 * after it, and a second run with what is not done completes it without a duplicate.
 */
import { sleep } from 'n8n-workflow';
import { testSideBySide, type Lane } from './lanes';
import {
	cellsOf,
	factsOf,
	isError,
	nameOf,
	OPERATIONS,
	type Cell,
	type FaultName,
	type Operation,
} from './matrix';
import { arm, cleanRun, go, goAgain, looksOf, prepare, type Clean } from './runs';

/** A refusal, a write that may have been carried out, and a server that is gone for good. */
const FAULTS: readonly FaultName[] = ['status401', 'resetAfter', 'lasting503'];

const casesOf = (operation: Operation): Cell[] =>
	cellsOf(operation).filter(({ fault, outcome }) => FAULTS.includes(fault) && isError(outcome));

interface Came {
	status: string;
	outputs: number;
	message: string;
	/** Requests after the run had ended. */
	later: number;
	/** Items that are neither as they were nor done. */
	between: number[];
	failedItem: number | undefined;
	items: number;
	afterwards: { errors: string[]; looks: string[] };
	finalLooks: string[];
}

/** What a request needs that was on its way when the run ended. */
const A_MOMENT_MS = 100;

async function runCell(lane: Lane, cell: Cell, clean: Clean): Promise<Came> {
	const { operation, fault } = cell;
	const { sandbox } = lane;
	const journey = prepare(sandbox, operation);
	const initial = looksOf(journey);
	arm(sandbox, cell, journey, clean);
	const ran = await go(lane, operation, journey, { onError: 'stopWorkflow' }, fault);
	await sleep(A_MOMENT_MS);
	const { result, looks } = ran;
	const isDone = (at: number): boolean => looks[at] === clean.looks[at];
	return {
		status: result.status,
		outputs: result.output.length,
		message: `${result.error?.message ?? ''} | ${String(result.error?.description ?? '')}`,
		later: sandbox.journal.length - ran.journal.length,
		between: looks.flatMap((look, at) => (isDone(at) || look === initial[at] ? [] : [at])),
		failedItem: result.error?.context?.itemIndex as number | undefined,
		items: looks.length,
		afterwards: await goAgain(lane, operation, journey, (at) => !isDone(at)),
		finalLooks: clean.looks,
	};
}

/** Operations that write nothing, so that nothing is to be said of what was written. */
const READING = ['get', 'getAll', 'getPrimary', 'reconcile'];

function check({ operation }: Cell, came: Came): void {
	const { message } = came;
	expect({ status: came.status, outputs: came.outputs, later: came.later, message }).toEqual({
		status: 'error',
		outputs: 0,
		later: 0,
		message,
	});
	expect(came.failedItem).toEqual(expect.any(Number));
	if (READING.includes(operation.verb)) expect(message).not.toMatch(/\bwritten\b/i);
	else if (came.items > 1)
		expect(message).toMatch(
			/Written before the stop|No other item had been written|may have been written|was left incomplete/,
		);
	// Of the item that failed only as much is known as was answered.
	for (const item of came.between)
		expect(message).toMatch(
			item === came.failedItem
				? /Still missing: |may have been created/
				: new RegExp(`Item ${item} was left incomplete: `),
		);
	expect(came.afterwards).toEqual({ errors: [], looks: came.finalLooks });
}

testSideBySide({
	subjects: OPERATIONS,
	nameOf,
	prepare: cleanRun,
	casesOf,
	titleOf: ({ stop, fault }) =>
		`at the ${stop.at} request, ${stop.request}: ${factsOf(fault).label}`,
	run: runCell,
	check,
});
