/** Bounds of tests that take longer than others. Jest's clock runs on while the machine does something else. */

/**
 * For tests that do a lot, up to half a minute of work: a machine that is busy with other things takes many times as
 * long. Every wait in them has a bound of its own, so this one only ends what would never end. It stays below the
 * standstill after which `npm test` ends jest as a whole (scripts/commands/test.mjs).
 */
export const LONG_TEST_MS = 15 * 60_000;
