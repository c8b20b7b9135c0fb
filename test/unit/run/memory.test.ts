/** What a run that failed has done is remembered for its next try: for a while, and not without bounds. */
import { digest, keepMemory, Memory, takeMemory } from '../../../nodes/ITGlue/run/memory';

const MINUTE = 60_000;

function memoryOf(deeds: number): Memory {
	const memory = new Memory();
	for (let index = 0; index < deeds; index += 1) memory.note(index, 'what', { id: String(index) });
	return memory;
}

const remembers = (name: string, now = 0): boolean => takeMemory(name, now).size > 0;

it('is given to the next try once', () => {
	keepMemory('run', memoryOf(1), 0);
	expect(takeMemory('run', MINUTE).recall(0, 'what')?.id).toBe('0');
	expect(remembers('run', MINUTE)).toBe(false);
});

it('is forgotten after a quarter of an hour', () => {
	keepMemory('old', memoryOf(1), 0);
	expect(remembers('old', 16 * MINUTE)).toBe(false);
});

it('belongs to one run, and to none where n8n does not say which', () => {
	keepMemory('one', memoryOf(1), 0);
	expect(remembers('another')).toBe(false);
	keepMemory(undefined, memoryOf(1), 0);
	expect(takeMemory(undefined, 0).size).toBe(0);
	expect(remembers('one')).toBe(true);
});

it('holds a hundred runs at most, and lets the oldest go', () => {
	for (let run = 0; run < 103; run += 1) keepMemory(`many ${run}`, memoryOf(1), 0);
	expect([0, 1, 2].some((run) => remembers(`many ${run}`))).toBe(false);
	for (let run = 3; run < 103; run += 1) expect(remembers(`many ${run}`)).toBe(true);
});

it('holds a bounded number of deeds, but always those of the last run', () => {
	keepMemory('first', memoryOf(60_000), 0);
	keepMemory('second', memoryOf(60_000), 0);
	expect(remembers('first')).toBe(false);
	expect(remembers('second')).toBe(true);
});

it('tells items and what they write apart', () => {
	const memory = new Memory();
	memory.note(0, digest(['create', 'a']), { id: '5' });
	expect(memory.recall(0, digest(['create', 'a']))?.id).toBe('5');
	expect(memory.recall(1, digest(['create', 'a']))).toBeUndefined();
	expect(memory.recall(0, digest(['create', 'b']))).toBeUndefined();
	expect([memory.claims('5'), memory.claims('6')]).toEqual([true, false]);
});

it('keeps the first cause', () => {
	const memory = new Memory();
	expect(memory.cause(0, 'first')).toBe('first');
	expect(memory.cause(0, 'second')).toBe('first');
	expect(memory.cause(1, 'second')).toBe('second');
});

it('holds digests, nothing of what they stand for', () => {
	const secret = 'correct horse battery staple';
	expect(digest(secret)).toHaveLength(24);
	expect(digest(secret)).not.toContain('horse');
	expect(digest({ secret })).not.toBe(digest({ secret: `${secret}.` }));
});
