import { isObject } from '../text/plain';
import type { IDataObject } from 'n8n-workflow';
import { decodeEntities } from '../text/html/entities';
import { anyToSnake } from '../text/spelling';
import type { Parsed } from './answer';
import { redact } from './redact';
import type { ApiDocument, ApiProblem } from './types';

/** How much of a text is read, and how much is shown. */
const LONGEST_READ = 20_000;
const LONGEST = 500;
const MOST = 50;
const DEEPEST = 5;

const asText = (value: unknown): string | undefined => {
	if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
	return typeof value === 'number' ? String(value) : undefined;
};

/** Without line ends and without characters that control terminals or change the direction of writing. */
const oneLine = (text: string): string =>
	text.replace(/[\s\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]+/gu, ' ').trim();

function readable(value: unknown, secrets: string[]): string | undefined {
	const text = asText(value)?.slice(0, LONGEST_READ);
	if (text === undefined) return undefined;
	const plain = oneLine(redact(text, secrets).replace(/<[^<>]*>/g, ' '));
	if (plain === '') return undefined;
	return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** Pointers to the record as a whole. */
const OF_THE_RECORD = /^(data|base|attributes|\d*)$/;

/** 'contact-emails.base', 'contact_emails[0].value', 'filter[date]' → the name of the field. */
function fieldName(text: string | undefined, secrets: string[]): string | undefined {
	const inBrackets = /^filter\[([^[\]]+)\]/.exec(text ?? '')?.[1];
	const name = (inBrackets ?? text ?? '').split(/[.[]/, 1)[0] ?? '';
	if (OF_THE_RECORD.test(name)) return undefined;
	return anyToSnake(oneLine(redact(name, secrets)).slice(0, 100));
}

/** The part of a pointer after the field: an index in a list, a value of an entry. */
const IN_FIELD = /^(\d+|base|value)$/;

/**
 * 'data/attributes/organization-id', '/data/attributes/name', 'contact_emails/0/value' or ['data', 'type'] → the name.
 */
function pointerName(source: unknown, secrets: string[]): string | undefined {
	const { pointer, parameter } = isObject(source)
		? source
		: { pointer: source, parameter: undefined };
	const parts = Array.isArray(pointer)
		? (pointer as unknown[]).flatMap((part) => asText(part) ?? [])
		: (asText(pointer) ?? asText(parameter) ?? '')
				.replace(/^data\.attributes\./, 'data/attributes/')
				.split('/');
	const place = parts.indexOf('attributes');
	const fields = parts.filter((part) => !IN_FIELD.test(part));
	return fieldName(place >= 0 ? parts[place + 1] : fields[fields.length - 1], secrets);
}

/** The members of an `errors` entry that contain text: JSON:API, RFC 9457, gateways and frameworks. */
const WORDS = [
	'detail',
	'message',
	'error_description',
	'reason',
	'faultstring',
	'Message',
	'msg',
	'error',
	'errors',
];
/** Members that may contain a list of texts, or further entries. */
const NESTED = ['errors', 'error', 'detail', 'details', 'message', 'messages', 'fault'];
/** Further members of an entry, which do not help a person. */
const ASIDE =
	/^(id|links|status|code|meta|type|data|included|jsonapi|instance|path|method|timestamp|trace|stack|exception|backtrace|statusCode|.{0,20}request[-_]?id)$/i;
const ABOUT = new Set([...WORDS, ...NESTED, 'title', 'source', 'field', 'attribute']);

const isNested = (value: unknown): boolean => Array.isArray(value) || isObject(value);

/** Whether an object under `errors` is one entry, and not a set of fields with their errors. */
const isEntry = (value: IDataObject): boolean =>
	!Array.isArray(value.title) &&
	Object.entries(value).every(
		([name, inner]) => ABOUT.has(name) || (ASIDE.test(name) && !Array.isArray(inner)),
	);

/** Goes through a body and collects its error texts. */
class Gatherer {
	readonly problems: ApiProblem[] = [];

	constructor(private readonly secrets: string[]) {}

	/** @param pointer the field that this text is about, if it is known */
	add(value: unknown, pointer?: string, depth = 0): void {
		if (depth > DEEPEST || this.problems.length >= MOST) return;
		if (Array.isArray(value)) {
			for (const entry of value as unknown[]) this.add(entry, pointer, depth + 1);
		} else if (isObject(value)) this.addObject(value, pointer, depth);
		else this.push({ detail: readable(value, this.secrets), pointer });
	}

	private addObject(value: IDataObject, inherited: string | undefined, depth: number): void {
		const before = this.problems.length;
		const own = this.fieldOf(value);
		const pointer = own ?? inherited;
		const title = readable(value.title, this.secrets);
		const detail = WORDS.map((name) => readable(value[name], this.secrets)).find(Boolean);
		if (detail !== undefined) this.push({ title, detail, pointer });
		for (const name of NESTED) this.addNested(name, value[name], pointer, depth);
		if (this.problems.length > before) return;
		if (title !== undefined) return this.push({ title, pointer });
		this.addFields(value, depth, (said) => isNested(said) || /\s/.test(asText(said) ?? ''));
		if (this.problems.length > before) return;
		// A number alone has no meaning for a person, a word such as "rate_limited" does.
		const code = /[a-z]/i.test(asText(value.code) ?? '') ? value.code : undefined;
		if (code !== undefined) this.push({ detail: readable(code, this.secrets), pointer });
		else if (own !== undefined) this.problems.push({ pointer: own });
	}

	private fieldOf({ source, field, attribute }: IDataObject): string | undefined {
		return pointerName(source, this.secrets) ?? fieldName(asText(field ?? attribute), this.secrets);
	}

	private addNested(
		name: string,
		value: unknown,
		pointer: string | undefined,
		depth: number,
	): void {
		if (!isNested(value)) return;
		if (name === 'errors' && isObject(value) && !isEntry(value)) this.addFields(value, depth);
		else this.add(value, pointer, depth + 1);
	}

	/** `{"name": ["can't be blank"]}`, the form of Rails: fields with their errors. */
	private addFields(
		value: IDataObject,
		depth: number,
		counts: (said: unknown) => boolean = () => true,
	): void {
		for (const [name, said] of Object.entries(value)) {
			if (!counts(said) || (ASIDE.test(name) && !Array.isArray(said))) continue;
			this.add(said, fieldName(name, this.secrets), depth + 1);
		}
	}

	private push({ title, detail, pointer }: ApiProblem): void {
		if (title === undefined && detail === undefined) return;
		this.problems.push({
			...(title !== undefined && { title }),
			...(detail !== undefined && { detail }),
			...(pointer !== undefined && { pointer }),
		});
	}
}

/**
 * The errors in a body of any form: entries of `errors` (their members vary: itglue-api.md 1.12), fields with their
 * errors as in Rails, the single `message` or `error` of a gateway, lists of texts. Submitted secrets are hidden. Never
 * throws.
 */
export function problemsIn(body: unknown, secrets: string[]): ApiProblem[] {
	const gatherer = new Gatherer(secrets);
	gatherer.add(body);
	return gatherer.problems;
}

/** The same for a body that may not be JSON: a plain text is the error itself. */
export function problemsOf(parsed: Parsed, secrets: string[]): ApiProblem[] {
	if (parsed.is === 'json') return problemsIn(parsed.document, secrets);
	if (parsed.is !== 'broken') return [];
	if (parsed.value !== undefined) return problemsIn(parsed.value, secrets);
	// Skip the beginning of an object or list that was cut off, and data that is not text.
	const isText = !/^[{[]/.test(parsed.text) && !/[\uFFFD\0]/.test(parsed.text);
	return isText ? problemsIn(parsed.text, secrets) : [];
}

/** The title of a web page: it shows whose page it is. */
export function pageTitle(parsed: Parsed, secrets: string[]): string | undefined {
	if (parsed.is !== 'html') return undefined;
	const page = parsed.text.slice(0, LONGEST_READ);
	for (const tag of ['<title', '<h1']) {
		const begin = page.toLowerCase().indexOf(tag);
		const from = begin < 0 ? -1 : page.indexOf('>', begin);
		if (from < 0) continue;
		const [words = ''] = page.slice(from + 1).split('<', 1);
		const title = readable(words, secrets)?.slice(0, 100);
		if (title !== undefined) return decodeEntities(title);
	}
	return undefined;
}

/** Whether a document contains an error, also under status 200 (seen by wyre). */
export function hasErrors(document: ApiDocument): boolean {
	const { errors } = document as { errors?: unknown };
	if (Array.isArray(errors)) return errors.length > 0;
	if (isObject(errors)) return Object.keys(errors).length > 0;
	return errors === true || asText(errors) !== undefined;
}

/**
 * The status inside errors under status 200, if it describes the request, such as a record that does not exist. Other
 * statuses may be about one part of the request only.
 */
export function statusIn(document: ApiDocument): number | undefined {
	const { errors } = document as { errors?: unknown };
	const entries = [errors].flat().filter(isObject);
	return entries
		.map(({ status }) => Number(status))
		.find((status) => [400, 401, 403, 404, 409, 413, 415, 422, 423].includes(status));
}

/** Whether the API reports that the request took too long; it does so under various statuses. */
export function tookTooLong(problems: ApiProblem[]): boolean {
	return problems.some(({ title, detail }) =>
		/took too long|timed[ -]?out/i.test(`${title ?? ''} ${detail ?? ''}`),
	);
}
