/**
 * How long is waited for what should come within moments. Each bound belongs to one thing that is waited for, never to
 * a whole suite, and is far above what a machine needs that is busy with other work: what fails by itself (a process
 * that ends, an answer that refuses) is seen at once, so the bound only ends what would never come.
 */
const MINUTE = 60_000;

/** An answer of a server on this machine: under a second when nothing else runs. */
export const ANSWER_MS = 3 * MINUTE;

/** The start of a server: n8n takes ten seconds, and fifty beside other work at full load. */
export const START_MS = 10 * MINUTE;

/** A program that works for seconds and says nothing meanwhile: a compiler, npm pack, initdb. */
export const PROGRAM_MS = 10 * MINUTE;

/** Nothing new in what moves on every few seconds: a run of a workflow, a queue of them. */
export const STANDSTILL_MS = 5 * MINUTE;

/** The editor's reaction to one action of a person. */
export const REACTION_MS = 2 * MINUTE;

/** The end of what was told to end, and of all that it started. */
export const END_MS = 5 * MINUTE;
