/**
 * ConnectWise Manage's `conditions`, as far as a sync uses them. What is not understood is refused: a filter that is
 * passed over would hand out everything.
 *
 * Sources (the developer guide at developer.connectwise.com/Products/Manage/Developer_Guide needs an account, so what
 * others wrote down): docs.infrascale.com, "Expression rules for matching" (operators, references by slash, `like`
 * with %); the tests of github.com/amp-labs/connectors (dates in square brackets, lastUpdated, capitals of no
 * matter in names); github.com/LabtechConsulting/ConnectWise-Manage-Powershell/issues/4 (ApiFindCondition, "… is not
 * a recognized name."). That texts are compared without regard to capitals is our assumption.
 */
import { ApiError } from '../core/errors';
import {
	comparableAt,
	fieldNamed,
	order,
	type Comparable,
	type FieldKind,
	type Fields,
	type Test,
} from './values';

type TokenKind = 'word' | 'operator' | 'punctuation' | 'string' | 'date' | 'number' | 'end';

interface Token {
	kind: TokenKind;
	text: string;
}

const TOKEN =
	/\s*(?:(?<word>[A-Za-z_][\w/]*)|(?<operator>!=|<=|>=|=|<|>)|(?<punctuation>[(),])|"(?<double>(?:[^"]|"")*)"|'(?<single>(?:[^']|'')*)'|\[(?<date>[^\]]*)\]|(?<number>-?\d+(?:\.\d+)?)(?![\w.]))/y;

/** Refuses a condition in ConnectWise's words and shape. */
export function badCondition(message: string): ApiError {
	const code = 'ApiFindCondition';
	return new ApiError(
		400,
		{ code, message, errors: [{ code, message, resource: 'conditions', field: null }] },
		'application/json; charset=utf-8',
	);
}

function tokenOf({ word, operator, punctuation, double, single, date, number }: Groups): Token {
	if (word !== undefined) return { kind: 'word', text: word };
	if (operator !== undefined) return { kind: 'operator', text: operator };
	if (punctuation !== undefined) return { kind: 'punctuation', text: punctuation };
	if (double !== undefined) return { kind: 'string', text: double.replace(/""/g, '"') };
	if (single !== undefined) return { kind: 'string', text: single.replace(/''/g, `'`) };
	if (date !== undefined) return { kind: 'date', text: date };
	return { kind: 'number', text: number ?? '' };
}

type Groups = Partial<Record<string, string>>;

function tokensOf(text: string): Token[] {
	const tokens: Token[] = [];
	const pattern = new RegExp(TOKEN);
	const end = text.trimEnd().length;
	while (pattern.lastIndex < end) {
		const at = pattern.lastIndex;
		const match = pattern.exec(text);
		if (match === null) throw badCondition(`Unexpected "${text.slice(at).trim()}".`);
		tokens.push(tokenOf(match.groups ?? {}));
	}
	return tokens;
}

/** Reads the tokens one by one. */
class Reader {
	private at = 0;

	constructor(private readonly tokens: Token[]) {}

	next(): Token {
		const token = this.peek();
		this.at += 1;
		return token;
	}

	peek(): Token {
		return this.tokens[this.at] ?? { kind: 'end', text: '' };
	}

	/** Takes the token if it is this word or sign. */
	take(text: string): boolean {
		const { kind, text: found } = this.peek();
		const literal = kind === 'string' || kind === 'date';
		if (literal || found.toLowerCase() !== text) return false;
		this.at += 1;
		return true;
	}

	expect(text: string): void {
		if (!this.take(text)) throw unexpected(this.peek());
	}
}

function unexpected({ kind, text }: Token): ApiError {
	return badCondition(kind === 'end' ? 'The condition is not complete.' : `Unexpected "${text}".`);
}

/**
 * Turns `conditions` into a test.
 * @throws ApiError 400 for what is not understood
 */
export function parseConditions(text: string, fields: Fields): Test {
	const reader = new Reader(tokensOf(text));
	const test = anyOf(reader, fields);
	if (reader.peek().kind !== 'end') throw unexpected(reader.peek());
	return test;
}

function anyOf(reader: Reader, fields: Fields): Test {
	const tests = [allOf(reader, fields)];
	while (reader.take('or')) tests.push(allOf(reader, fields));
	return (record) => tests.some((test) => test(record));
}

function allOf(reader: Reader, fields: Fields): Test {
	const tests = [one(reader, fields)];
	while (reader.take('and')) tests.push(one(reader, fields));
	return (record) => tests.every((test) => test(record));
}

function one(reader: Reader, fields: Fields): Test {
	if (!reader.take('(')) return comparison(reader, fields);
	const test = anyOf(reader, fields);
	reader.expect(')');
	return test;
}

function comparison(reader: Reader, fields: Fields): Test {
	const name = reader.next();
	if (name.kind !== 'word') throw unexpected(name);
	const path = fieldNamed(fields, name.text);
	const kind = path === undefined ? undefined : fields[path];
	if (path === undefined || kind === undefined)
		throw badCondition(`${name.text} is not a recognized name.`);
	// The moment stands below `_info`, and is asked for without it.
	const read = path === 'lastUpdated' ? '_info/lastUpdated' : path;
	if (reader.peek().kind === 'operator') {
		const test = compared(reader.next().text, kind, path, reader.next());
		return (record) => test(comparableAt(record, read, kind));
	}
	const negated = reader.take('not');
	const test = matched(reader, kind, path);
	return (record) => test(comparableAt(record, read, kind)) !== negated;
}

function compared(
	operator: string,
	kind: FieldKind,
	path: string,
	token: Token,
): (actual: Comparable) => boolean {
	const wanted = literal(kind, path, token);
	if (operator === '=') return (actual) => actual === wanted;
	if (operator === '!=') return (actual) => actual !== wanted;
	if (kind === 'string' || kind === 'boolean' || wanted === null)
		throw badCondition(`${path} cannot be compared by ${operator}.`);
	return (actual) => {
		if (actual === null) return false;
		const difference = order(actual, wanted);
		if (operator === '<') return difference < 0;
		if (operator === '<=') return difference <= 0;
		return operator === '>' ? difference > 0 : difference >= 0;
	};
}

function matched(reader: Reader, kind: FieldKind, path: string): (actual: Comparable) => boolean {
	if (reader.take('in')) {
		reader.expect('(');
		const wanted = [literal(kind, path, reader.next())];
		while (reader.take(',')) wanted.push(literal(kind, path, reader.next()));
		reader.expect(')');
		return (actual) => wanted.includes(actual);
	}
	const like = reader.take('like');
	if (!like && !reader.take('contains')) throw unexpected(reader.peek());
	const part = reader.next();
	if (kind !== 'string' || part.kind !== 'string')
		throw badCondition(`${path} is compared by ${like ? 'like' : 'contains'} with a text only.`);
	const wanted = part.text.toLowerCase();
	if (!like) return (actual) => String(actual ?? '').includes(wanted);
	const escaped = wanted.split('%').map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	const pattern = new RegExp(`^${escaped.join('.*')}$`, 's');
	return (actual) => pattern.test(String(actual ?? ''));
}

/** The value to compare with, in the form of `comparableAt`. */
function literal(kind: FieldKind, path: string, { kind: given, text }: Token): Comparable {
	const word = given === 'word' ? text.toLowerCase() : undefined;
	if (word === 'null') return null;
	if (kind === 'boolean') {
		if (word === 'true' || word === 'false') return word === 'true';
		throw badCondition('String was not recognized as a valid Boolean.');
	}
	if (kind === 'number') {
		if (given === 'number') return Number(text);
		throw badCondition(`${path} is compared with a number.`);
	}
	if (kind === 'date') {
		const moment = given === 'date' ? Date.parse(text) : NaN;
		if (!Number.isNaN(moment)) return moment;
		throw badCondition(`${path} is compared with a date in square brackets.`);
	}
	if (given === 'string') return text.toLowerCase();
	throw badCondition(`${path} is compared with a text in quotation marks.`);
}
