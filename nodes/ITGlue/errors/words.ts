import type { ApiFault } from '../transport/fault';
import { anyToSnake } from '../text/spelling';
import type { ApiProblem, ErrorSubject } from '../transport/types';

/** The text for the user: what happened, and what to do about it. */
export interface Wording {
	message: string;
	description: string;
}

export const lower = (text: string): string => text.toLowerCase();

export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const ACRONYMS = /^(id|ip|url|otp|psa|rmm|mac|os|html)$/i;

/** The entry for an attribute; IT Glue may use the name of the association ('configuration_type') instead. */
function lookUp<T>(table: Record<string, T> | undefined, name: string): T | undefined {
	const own = (key: string): T | undefined =>
		table !== undefined && Object.prototype.hasOwnProperty.call(table, key)
			? table[key]
			: undefined;
	return own(name) ?? own(`${name}_id`) ?? own(name.replace(/_id$/, ''));
}

/** 'organization_type_id' → 'Organization Type', unless the node has another label for it. */
function labelOf(name: string, about: ErrorSubject): string {
	const known = lookUp(about.labels, name);
	if (known !== undefined) return known;
	const words = name.replace(/_id$/, '').split('_');
	return words.map((word) => (ACRONYMS.test(word) ? word.toUpperCase() : upper(word))).join(' ');
}

/** A name of two or more parts in the API's spelling, if it is not quoted and not part of an address. */
const RAW_NAME = /(?<!["'\w@./-])[a-z]+(?:[_-][a-z\d]+)+(?:\.base)?(?!["'\w@/-])/gi;

/** 'organization_type must exist' → 'Organization Type must exist': only names of the record's own attributes. */
const withLabels = (words: string, { labels }: ErrorSubject): string =>
	words.replace(
		RAW_NAME,
		(name) => lookUp(labels, anyToSnake(name.replace(/\.base$/, ''))) ?? name,
	);

/** One entry of `errors` as a sentence, with the field's label in the form. */
function say(problem: ApiProblem, about: ErrorSubject): string {
	const words = withLabels(problem.detail ?? problem.title ?? 'not accepted', about);
	if (problem.pointer === undefined) return words;
	const label = labelOf(problem.pointer, about);
	if (words.toLowerCase().includes(label.toLowerCase())) return words;
	if (/^[a-z]/.test(words)) return `${label} ${words}`;
	// Errors about the whole record point to its ID, which the user did not fill in.
	return problem.pointer === 'id' ? words : `${words} (${label})`;
}

export const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** The limit for a message that a person reads; the whole text is in the answer itself. */
const LONGEST = 1000;

export function sayAll(fault: ApiFault, about: ErrorSubject): string {
	const sentences = [...new Set(fault.problems.map((problem) => say(problem, about)))];
	const all = sentences.slice(0, 5).join('; ');
	const shown = all.length > LONGEST ? `${all.slice(0, LONGEST)}…` : all;
	return sentences.length > 5 ? `${shown}; and ${sentences.length - 5} more` : shown;
}

/** 'create the contact', or a general phrase. */
export function deed(about: ErrorSubject): string {
	const record = about.recordLabel === undefined ? 'the record' : `the ${lower(about.recordLabel)}`;
	return about.operationLabel === undefined
		? 'do what was asked'
		: `carry out "${about.operationLabel}" for ${record}`;
}

export function place(fault: ApiFault): string {
	if (fault.host === undefined) return '';
	return `${fault.region === undefined ? '' : `${fault.region}, `}${fault.host}`;
}

const inBrackets = (text: string): string => (text === '' ? '' : ` (now ${text})`);

const ALLOW_LIST =
	'If your IT Glue account limits access by IP address, the address of this n8n must be on its list.';

export function notAllowed(fault: ApiFault, about: ErrorSubject): Wording {
	const said = sayAll(fault, about);
	if (/only supported for jwt/i.test(said)) {
		return {
			message: 'IT Glue offers this only to people signed in to its web app, not to API keys',
			description: `IT Glue says: ${said}. No API key can do this; do it in the IT Glue web app.`,
		};
	}
	const access = about.recordLabel === 'Password' ? ', that it has Password Access' : '';
	return {
		message: `IT Glue did not let this API key ${deed(about)}`,
		description: [
			said === '' ? '' : `IT Glue says: ${said}.`,
			`Check in IT Glue under Account > Settings > API Keys that the key is active (it is revoked after 90 days without use)${access}, and that Region in the credential${inBrackets(place(fault))} is where you sign in.`,
			about.recordId === undefined ? '' : 'The key may have no access to restricted records.',
			ALLOW_LIST,
		]
			.filter((part) => part !== '')
			.join(' '),
	};
}

export function forbidden(fault: ApiFault, about: ErrorSubject): Wording {
	const said = sayAll(fault, about);
	const access =
		about.recordLabel === 'Password' ? ' Password values need a key with Password Access.' : '';
	return {
		message: 'IT Glue refused this API key',
		description: [
			said === '' ? '' : `IT Glue says: ${said}.`,
			`Check in the credential that API Key is complete and Region${inBrackets(place(fault))} is where you sign in. A key is revoked after 90 days without use.${access}`,
			/\b(?:plan|subscription)\b/i.test(said) ? 'Some features need a higher IT Glue plan.' : '',
			ALLOW_LIST,
			said === ''
				? 'A refusal without a reason may also come from a proxy or firewall in between.'
				: '',
		]
			.filter((part) => part !== '')
			.join(' '),
	};
}

export function notFound(fault: ApiFault, about: ErrorSubject): Wording {
	if (fault.noSuchRoute) {
		return {
			message: `There is no IT Glue API for ${fault.method} ${fault.path} at ${fault.host ?? 'this address'}`,
			description:
				'Check Region, or Base URL, in the credential: it must be the address of the API, such as https://api.itglue.com, not of the web app. If other operations work, this IT Glue account does not offer this one.',
		};
	}
	const record = about.recordLabel ?? 'Record';
	const id = about.recordId === undefined ? '' : ` ${about.recordId}`;
	const said = sayAll(fault, about);
	return {
		message: `${record}${id} was not found in IT Glue`,
		description: `${said === '' ? '' : `IT Glue says: ${said}. `}It may have been deleted, or the ID belongs to another kind of record, another organization or another region. Check the ID, or choose the ${lower(record)} from the list.`,
	};
}

const TAKEN = /already been taken|already exists|must be unique/i;
const MUST_EXIST = /must exist|not (a )?valid|is invalid|not found|does not exist|not included in/i;
const NO_SUCH_ENTRY = /must exist|does not exist/i;
const SYNCED =
	/\bsync(?:ed|s|ing)?\b|\bpsa\b|\bintegration\b|managed by|connectwise|autotask|\bhalo/i;

function validValues(fault: ApiFault, about: ErrorSubject): string[] {
	return fault.problems.flatMap((problem) => {
		const values = lookUp(about.lists, problem.pointer ?? '');
		const text = `${problem.title ?? ''} ${problem.detail ?? ''}`;
		if (values === undefined || !MUST_EXIST.test(text)) return [];
		const label = labelOf(problem.pointer ?? '', about);
		if (values.length === 0) return [`IT Glue has no ${label} yet; create one there first.`];
		const more = values.length > 50 ? ` and ${values.length - 50} more` : '';
		return [`${label} can be: ${values.slice(0, 50).join(', ')}${more}.`];
	});
}

/** Whether one of IT Glue's errors shows that a PSA owns the record or the attribute. */
export const saysOwned = ({ title, detail }: ApiProblem): boolean =>
	SYNCED.test(`${title ?? ''} ${detail ?? ''}`);

/** Whether a write was refused because a PSA owns the record: 422, in words that name the sync (itglue-api.md 1.13). */
export const isOwnedByPsa = (fault: ApiFault): boolean =>
	(fault.status === 422 || fault.status === 400) && SYNCED.test(sayAll(fault, {}));

function ownedByPsa(fault: ApiFault, about: ErrorSubject): string | undefined {
	if (about.madeByIntegration && about.psaWritable && isOwnedByPsa(fault))
		return `An integration, such as the Microsoft 365 sync, owns the assets of this type. Only these fields can be changed in IT Glue: ${about.psaWritable.join(', ')}. Change the others at their source; the sync brings them to IT Glue.`;
	if (about.madeByIntegration && isOwnedByPsa(fault))
		return 'An integration, such as Microsoft 365, owns this flexible asset type and its fields. Nobody can change them in IT Glue. Create your own type for more fields.';
	if (about.psaWritable === undefined || !isOwnedByPsa(fault)) return undefined;
	const record = lower(about.recordLabel ?? 'Record');
	if (fault.method === 'DELETE') {
		return `The PSA owns this ${record}. Disable its sync in IT Glue (edit the ${record}, Disable sync), then delete it; the data in the PSA stays.`;
	}
	if (fault.method !== 'PATCH') return undefined;
	const open = about.psaWritable;
	const rest =
		open.length === 0
			? 'Change it in the PSA; the sync brings it to IT Glue.'
			: `Only these fields can be changed in IT Glue: ${open.join(', ')}. Change the others in the PSA.`;
	return `The PSA owns this ${record}. ${rest}`;
}

/** Whether a field of a flexible asset is too long. */
const isLongTrait = ({ pointer = '', title = '', detail = '' }: ApiProblem): boolean =>
	/^traits\b/.test(pointer) && /\btoo long\b/i.test(`${title} ${detail}`);

const FOR_LONG_TEXTS =
	'Shorten the text. Put a long text into a file (an upload field of the type) or into a document, and tag or link it here.';

/** Handles 400 and 422 in the same way: which validation gives which is not settled (itglue-api.md 5.11). */
export function invalid(fault: ApiFault, about: ErrorSubject): Wording {
	const said = sayAll(fault, about);
	const advice: string[] = [];
	const psa = ownedByPsa(fault, about);
	if (psa !== undefined) advice.push(psa);
	if (TAKEN.test(said)) {
		advice.push(
			about.offersUpsert
				? 'A record like this already exists. Use Create or Update, or set "If It Already Exists" to Update Existing or Return Existing.'
				: 'A record like this already exists. Update that one, or choose another value.',
		);
	}
	advice.push(...validValues(fault, about));
	if (fault.problems.some(isLongTrait)) advice.push(FOR_LONG_TEXTS);
	if (advice.length === 0) {
		const untouched = about.completed === undefined || about.completed.length === 0;
		const correct = NO_SUCH_ENTRY.test(said)
			? 'Choose it from the list, or check its ID, and run this again.'
			: 'Correct the value and run this again.';
		advice.push(`${correct}${untouched ? ' Nothing was changed.' : ''}`);
	}
	return {
		message:
			said === '' ? `IT Glue did not accept the values (status ${fault.status ?? 0})` : upper(said),
		description: advice.join(' '),
	};
}
