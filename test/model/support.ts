/* eslint-disable @n8n/community-nodes/no-restricted-globals -- settings of a test run come from the environment */
/** How the model tests are run: a fixed seed, or the one of the environment. */
import fc from 'fast-check';
import type { Subject } from './facts';
import { play } from './play';
import { scriptsFor } from './scripts';

/** The same scripts on every machine; MODEL_SEED=random, or a number, tries others. */
const SEED = 20_260_301;

function seed(): number {
	const { MODEL_SEED: asked } = process.env;
	if (asked === undefined || asked === '') return SEED;
	return asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked);
}

/** A minute covers many scripts; what a long run asks for, or a counterexample to be made smaller, takes more. */
const MINUTES = Number(process.env.MODEL_MINUTES ?? 15);

/**
 * Plays random scripts about a resource. What fails is made smaller and printed with its seed and path;
 * `MODEL_SEED=<seed> MODEL_PATH=<path>` plays that one again.
 */
export function modelTest(subject: Subject, runs: number): void {
	playAll(
		subject.collection,
		scriptsFor(subject),
		async (script) => await play(subject, script),
		runs,
	);
}

/** The same of scripts of any kind. */
export function playAll<Script>(
	collection: string,
	scripts: fc.Arbitrary<Script>,
	playOne: (script: Script) => Promise<void>,
	runs: number,
): void {
	const { MODEL_RUNS, MODEL_PATH, EVERY_CASE } = process.env;
	const usual = EVERY_CASE === 'true' ? runs * 5 : runs;
	test(
		`${collection} do as the model says`,
		async () => {
			await fc.assert(fc.asyncProperty(scripts, playOne), {
				seed: seed(),
				numRuns: MODEL_RUNS ? Number(MODEL_RUNS) : usual,
				...(MODEL_PATH && { path: MODEL_PATH }),
			});
		},
		MINUTES * 60_000,
	);
}
