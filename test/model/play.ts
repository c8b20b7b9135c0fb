/** Plays a script: each run is compared with the model, run dry before, and run again after. */
import { type Key, type Subject } from './facts';
import { forecast, type Fate, type Forecast, type Question } from './forecast';
import {
	checkBystanders,
	checkDryRun,
	checkOutputs,
	checkPairing,
	checkPosts,
	checkSecrets,
	checkStore,
	checkStoreAfterTrouble,
	checkUntouched,
	holds,
	isEntangled,
	isFailing,
	isWritten,
	outputsOf,
	writesIn,
	type Paired,
} from './checks';
import type { Row, Run, Script, Trouble } from './script';
import { World, type Observation } from './world';

/** Plays a script on a sandbox of its own. Throws where something does not hold. */
export async function play(subject: Subject, script: Script): Promise<void> {
	const world = await World.open(subject, script);
	try {
		for (const edit of script.before) world.edit(edit);
		for (const step of script.steps) {
			if (step.step === 'run') await new Scene(world, subject, step).play();
			else world.edit(step);
		}
	} finally {
		await world.close();
	}
}

const isAmbiguous = ({ method, kind, status = 0 }: Trouble): boolean =>
	method === 'POST' && kind !== 'rateLimit' && (kind !== 'status' || status >= 500);

/** Whether the node has to get over the trouble, so that nobody notices. */
function isPassing(trouble: readonly Trouble[]): boolean {
	const passes = ({ method, kind, status = 0, times }: Trouble): boolean => {
		if (kind === 'rateLimit') return true;
		if (times !== 1) return false;
		// An answer that is fine but empty does not say that nothing came of the POST.
		if (method === 'POST') return kind !== 'status' || (status >= 500 && status !== 501);
		return kind !== 'status' || status === 503;
	};
	return trouble.every(passes) && trouble.filter(isAmbiguous).length <= 1;
}

/** One run of a script and what belongs to it. */
class Scene {
	private readonly rows: Row[];
	private readonly key: Key;

	constructor(
		private readonly world: World,
		private readonly subject: Subject,
		private readonly run: Run,
	) {
		this.rows = world.input(run);
		const key = subject.keys[run.key];
		holds(key !== undefined, 'The script names a key');
		this.key = key;
	}

	async play(): Promise<void> {
		const { run } = this;
		const expected = this.ask();
		const dry = run.dryRunFirst ? await this.dryRun() : undefined;
		const first = await this.world.run(run, this.rows, {
			onError: run.onError,
			trouble: run.trouble,
		});
		const clean = this.check(expected, first);
		if (dry && clean) checkDryRun(dry, outputsOf(first), expected);
		await this.again(clean ? expected : undefined);
	}

	private ask(): Forecast {
		const { subject, key, rows, run, world } = this;
		const question: Question = {
			subject,
			key,
			input: rows,
			options: run.options,
			records: world.stored,
			around: world.around(run),
		};
		return forecast(question);
	}

	private async dryRun(): Promise<Paired[]> {
		const observed = await this.world.run(this.run, this.rows, { dryRun: true });
		checkUntouched(observed, 'A dry run writes nothing');
		const outputs = outputsOf(observed);
		checkPairing(outputs, this.rows.length, this.run.options);
		checkSecrets(observed, this.world.sandbox.keys.full);
		return outputs;
	}

	/** Checks a run; returns whether all of it went as in the forecast. */
	private check(expected: Forecast, observed: Observation): boolean {
		const { subject, run, rows } = this;
		const outputs = outputsOf(observed);
		checkSecrets(observed, this.world.sandbox.keys.full);
		checkBystanders(subject, observed);
		checkPosts(observed.journal, expected);
		const stops = run.onError === 'stopWorkflow';
		if (!stops)
			holds(observed.result.status === 'success', 'The run goes on', observed.result.error);
		if (observed.result.status === 'success') checkPairing(outputs, rows.length, run.options);
		const fails = expected.hopeless.length > 0 || expected.fates.some(isFailing);
		const exact = isPassing(run.trouble) && !isEntangled(expected) && !(stops && fails);
		if (!exact) {
			checkStoreAfterTrouble(subject, expected, observed, outputs);
			return false;
		}
		const assignment = checkStore(subject, expected, observed);
		checkOutputs(subject, expected, outputs, run.options, rows.length, assignment);
		return true;
	}

	/** The same input once more: without trouble it is carried out, and what was done stays as it is. */
	private async again(before: Forecast | undefined): Promise<void> {
		const { run, world, rows } = this;
		const expected = this.ask();
		const calm: Run = { ...run, trouble: [], onError: 'continueRegularOutput' };
		const observed = await world.run(calm, rows);
		new Scene(world, this.subject, calm).check(expected, observed);
		if (before) this.checkSecondRun(before, expected, observed);
	}

	private checkSecondRun(before: Forecast, expected: Forecast, observed: Observation): void {
		const isDone = ({ action, mended }: Fate): boolean =>
			action !== 'input' && action !== 'refused' && !mended;
		const left = new Set(
			before.fates.filter((fate) => !isDone(fate)).flatMap(({ items }) => items),
		);
		const items = new Set(
			before.fates.flatMap((fate) => fate.items).filter((item) => !left.has(item)),
		);
		// An item that the first run refused may be told apart by what that run wrote for another one.
		const unsettled = new Set([...before.hopeless, ...left]);
		// One that does not archive means another record now than beside one that does.
		const putAway = before.fates.filter(
			({ changed, items: some }) => some.length > 1 && changed.includes('archived'),
		);
		for (const { items: some } of putAway) for (const item of some) unsettled.add(item);
		const fates = expected.fates.filter(
			(one) =>
				one.items.some((item) => items.has(item)) && !one.items.some((item) => unsettled.has(item)),
		);
		for (const fate of fates) {
			holds(
				['unchanged', 'skipped'].includes(fate.action) || this.isForeseen(fate.changed),
				'A second run changes nothing',
				{ fate, before: before.fates, writes: writesIn(observed.journal) },
			);
		}
		const hopeless = expected.hopeless.filter(
			(item) => items.has(item) && !isGivenAway(before.fates, item),
		);
		holds(hopeless.length === 0, 'A second run understands what the first did', {
			hopeless,
			before: before.fates,
		});
		// What IT Glue refused it is asked again: the node keeps nothing between runs.
		const isAsked = ({ action, mended, owned }: Fate): boolean =>
			mended || action === 'refused' || owned.length > 0;
		if (!expected.fates.some((fate) => isAsked(fate) || isWritten(fate)))
			checkUntouched(observed, 'A second run writes nothing');
	}

	/** Secrets that are always written. */
	private isForeseen(changed: readonly string[]): boolean {
		const secrets = ['password', 'otp_secret'];
		return (
			this.run.options.passwordValue === 'write' && changed.every((name) => secrets.includes(name))
		);
	}
}

/** Whether another item gave what this one looks for to a record of its own: now two match. */
const isGivenAway = (fates: readonly Fate[], item: number): boolean =>
	fates
		.filter(({ items }) => items.includes(item))
		.some((own) =>
			fates.some(
				(other) =>
					other !== own &&
					other.owner === own.owner &&
					other.action === 'updated' &&
					own.sought.some(({ key, texts }) =>
						key.ofRecord(other.after).some((text) => texts.includes(text)),
					),
			),
		);
