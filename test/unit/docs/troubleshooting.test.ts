/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the documentation and the sources */
/**
 * Every text that the node may show is in docs/troubleshooting.md with what to do about it, and none that it no longer
 * shows. The texts are read from the code; what they quote is an ellipsis there and here.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { messagesOf, programOf, written, type Found, type Messages } from '../../helpers/messages';
import { read, root } from '../../helpers/package';
import { LONG_TEST_MS } from '../../helpers/patience';

jest.setTimeout(LONG_TEST_MS);

const PAGE = path.join('docs', 'troubleshooting.md');
const NOTES = '## Notes beside the output';

/**
 * What becomes a message although the code does not say there what it holds. Everything else must be readable, or the
 * page could lack it.
 */
const NOT_OURS: Record<string, string> = {
	'errors/words.ts sayAll(fault, about)': "IT Glue's own words",
	'errors/nodeError.ts sayAll(fault, about)': "IT Glue's own words",
	'errors/nodeError.ts String(error)': 'what is thrown although it is no error',
	'transport/attempts.ts sentence(request, findings)':
		'of requests that failed; worded anew by status in nodeError.ts and words.ts',
	'run/results.ts failure.description': 'the description, under the key that n8n takes it from',
};

interface Row {
	texts: string[];
	advice: string;
}

/** The rows of the tables of a part of the page: texts as code in the first column, what to do in the second. */
function rowsOf(part: string): Row[] {
	return part
		.split('\n')
		.filter((line) => line.startsWith('| `'))
		.map((line) => {
			const [, first = '', advice = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
			const texts = [...first.matchAll(/`([^`]+)`/g)].map(([, text = '']) => written(text));
			return { texts, advice };
		});
}

const [errorPart = '', notePart = ''] = read(PAGE).split(NOTES);

const textsOf = (rows: Row[]): string[] => rows.flatMap(({ texts }) => texts);

const missingFrom = (texts: string[], found: Found[]): string[] =>
	found.filter(({ text }) => !texts.includes(text)).map(({ file, text }) => `${file}: ${text}`);

const vanished = (texts: string[], found: Found[]): string[] =>
	texts.filter((text) => !found.some((one) => one.text === text));

describe('the page of errors', () => {
	let messages: Messages;

	beforeAll(() => {
		messages = messagesOf(programOf(root), root);
	});

	it.each([
		['error', errorPart],
		['note', notePart],
	] as const)('lists every %s with what to do, and none that is gone', (kind, part) => {
		const rows = rowsOf(part);
		const found = kind === 'error' ? messages.errors : messages.notes;
		const texts = textsOf(rows);
		expect(found.length).toBeGreaterThan(10);
		expect({ missing: missingFrom(texts, found), gone: vanished(texts, found) }).toEqual({
			missing: [],
			gone: [],
		});
		expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
		expect(rows.filter(({ advice }) => advice.length < 20)).toEqual([]);
	});

	it('leaves open only what the code cannot know', () => {
		const open = messages.open.map(({ file, text }) => `${file} ${text}`);
		expect(open.sort()).toEqual(Object.keys(NOT_OURS).sort());
	});
});

/** One of each way in which the node makes a message. */
const SAMPLE = `
export class ApiFault extends Error {
	constructor(facts: { message: string }) { super(facts.message); }
}
class NodeOperationError extends Error {
	constructor(node: unknown, message: string) { super(message); void node; }
}
const cut = (text: string, most: number): string => text.slice(0, most);
interface Context { refuse(message: string, description: string): never; hint(text: string): void }
export interface Port { incomplete(message: string): Error }
export const refused = (reason: string): ApiFault => new ApiFault({ message: reason });
export function one(context: Context, name: string, count: number): void {
	context.hint(\`Noted \${name}\`);
	if (count > 1) context.refuse(\`\${name} \${count === 1 ? 'is' : 'are'} in a template, or in \${name ? 'the other' : 'this one'}\`, 'x');
	if (count > 2) throw refused('Handed on by a parameter of another name');
	if (count > 3) throw new NodeOperationError(name, cut('In an error of n8n', 9));
	const text = count > 4 ? 'In a constant' : 'In its other half';
	context.refuse(text, 'x');
}
export const two = (port: Port, said: string): Error =>
	said ? port.incomplete(\`In an interface \${said}\`) : new RangeError('In an error of JavaScript');
export const three = (error: Error): void => {
	error.message = 'Assigned';
};
export const four = { properties: { message: 'In an object', errorMessage: 'Of a form' } };
export const steps = {
	check: (values: string[]): string | undefined =>
		values.length > 0 ? undefined : 'From a check. With what to do.',
};
export const five = (words: () => string): { message: string } => ({ message: words() });
export const six = { unrelated: 'Not a message', hint: (value: string) => value };
`;

describe('the reader of the code', () => {
	let folder: string;
	let messages: Messages;

	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'n8n-it-glue-messages-'));
		const file = path.join(folder, 'sample.ts');
		writeFileSync(file, SAMPLE);
		messages = messagesOf(programOf(root, [file]), folder);
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('finds a message in whatever way it is made', () => {
		expect(messages.errors.map(({ text }) => text).sort()).toEqual(
			[
				'… is in a template, or in the other',
				'… is in a template, or in this one',
				'Handed on by a parameter of another name',
				'In an error of n8n',
				'In a constant',
				'In its other half',
				'In an interface …',
				'In an error of JavaScript',
				'Assigned',
				'In an object',
				'Of a form',
				'From a check',
			].sort(),
		);
		expect(messages.notes.map(({ text }) => text)).toEqual(['Noted …']);
	});

	it('says what it cannot read', () => {
		expect(messages.open).toEqual([{ text: 'words()', file: 'sample.ts' }]);
	});
});
