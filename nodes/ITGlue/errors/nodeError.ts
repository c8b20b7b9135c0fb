import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { ApiFault } from '../transport/fault';
import { redact } from '../transport/redact';
import type { ErrorSubject } from '../transport/types';
import { malformed, network, pageOnly, portal, proxied, refusedOnTheWay } from './connectionWords';
import { deed, forbidden, invalid, lower, notAllowed, notFound, sayAll, times } from './words';
import type { Wording } from './words';

const seconds = (ms: number): string => {
	const whole = Math.round(ms / 1000);
	return whole === 1 ? '1 second' : `${whole} seconds`;
};

const LATER = 'Run this again in a while; IT Glue may be busy or under maintenance.';

function limited(fault: ApiFault, about: ErrorSubject): Wording {
	const asked =
		fault.retryAfterSeconds === undefined
			? ''
			: ` It asks to wait another ${seconds(fault.retryAfterSeconds * 1000)}.`;
	const waited = fault.queued
		? `This node waited ${seconds(fault.elapsedMs)} in line behind other requests of this n8n; this one was not sent.`
		: fault.waitedMs < 500
			? 'IT Glue refused the request (status 429), and the wait would be longer than this node may wait.'
			: `This node waited ${seconds(fault.waitedMs)} and was still refused (status 429).`;
	// A list in the editor is read without options and must not wait for minutes.
	const longer =
		about.operationLabel === undefined ? '' : ' To wait longer, raise the option Longest Wait.';
	return {
		message: 'IT Glue receives too many requests from this account',
		description: `${waited}${asked} IT Glue allows 3000 requests in five minutes, for everything that uses the account. Run fewer workflows or integrations at the same time, and run this again later.${longer}`,
	};
}

/** By status; other statuses are worded by their class. */
const BY_STATUS: Record<number, (fault: ApiFault, about: ErrorSubject) => Wording> = {
	401: (fault, about) => refusedOnTheWay(fault) ?? notAllowed(fault, about),
	403: (fault, about) => refusedOnTheWay(fault) ?? forbidden(fault, about),
	404: notFound,
	405: notFound,
	400: (fault, about) => (fault.html ? pageOnly(fault) : invalid(fault, about)),
	422: invalid,
	407: proxied,
	429: limited,
	511: portal,
	409: (fault, about) => ({
		message: `IT Glue could not ${deed(about)}, because the record is not in the expected state`,
		description: `${saying(fault, about)}Read the record again, then repeat the change.`,
	}),
	413: () => ({
		message: 'The data is too large for IT Glue',
		description: 'IT Glue takes at most 10 MB in a request. Send less text or a smaller file.',
	}),
	415: (fault, about) => ({
		message: 'IT Glue did not accept the format of the request',
		description: `${saying(fault, about)}A proxy between n8n and IT Glue may have changed the Content-Type header.`,
	}),
	423: (fault, about) => ({
		message: `The ${lower(about.recordLabel ?? 'Record')} is locked in IT Glue`,
		description: `${saying(fault, about)}A PSA integration may own it; change it in the PSA.`,
	}),
};

function saying(fault: ApiFault, about: ErrorSubject): string {
	const said = sayAll(fault, about);
	return said === '' ? '' : `IT Glue says: ${said}. `;
}

function byStatus(fault: ApiFault, about: ErrorSubject): Wording {
	const status = fault.status ?? 0;
	const known = BY_STATUS[status];
	if (known !== undefined) return known(fault, about);
	if (status >= 500 && fault.proxy !== undefined) return proxied(fault);
	if (status >= 500) {
		return {
			message: `IT Glue could not ${deed(about)} (status ${status})`,
			description: `${saying(fault, about)}Tried ${times(fault.requestsTried)}.${asks(fault, about)} ${LATER}`,
		};
	}
	const said = sayAll(fault, about);
	return {
		message: said === '' ? `IT Glue did not accept the request (status ${status})` : said,
		description: `IT Glue could not ${deed(about)} (status ${status}).`,
	};
}

function timedOut(fault: ApiFault, about: ErrorSubject): Wording {
	const inAll = fault.requestsTried > 1 ? `, ${seconds(fault.elapsedMs)} in all` : '';
	// A list in the editor is read without options.
	const less =
		fault.method === 'GET' ? ' ask for less: leave out Include or narrow the filters, or' : '';
	const advice =
		about.operationLabel === undefined
			? ''
			: ` If it keeps happening,${less} raise the option Request Timeout.`;
	return {
		message: 'IT Glue did not answer in time',
		description: `Tried ${times(fault.requestsTried)}${inAll}. ${LATER}${advice}`,
	};
}

/** The waiting time that IT Glue or its gateway asked for, if it was too long. */
function asks(fault: ApiFault, about: ErrorSubject): string {
	if (fault.retryAfterSeconds === undefined) return '';
	const longer =
		about.operationLabel === undefined ? '' : ' To wait longer, raise the option Longest Wait.';
	return ` It asks to wait another ${seconds(fault.retryAfterSeconds * 1000)}.${longer}`;
}

function wording(fault: ApiFault, about: ErrorSubject): Wording {
	switch (fault.kind) {
		case 'http':
			return byStatus(fault, about);
		case 'network':
			return network(fault);
		case 'timeout':
			return timedOut(fault, about);
		case 'redirect':
			return {
				message: `${fault.host ?? 'The address'} redirects requests to another address (status ${fault.status ?? 0})`,
				description:
					'The API key was not sent there. Enter the final address of the API in the credential, for example https://api.itglue.com, with https and without the name of the web app.',
			};
		case 'malformed':
			return malformed(fault);
		case 'cancelled':
			return { message: 'The execution was canceled', description: 'No further request was sent.' };
		case 'stopped':
			return {
				message: 'Not done, because an earlier item could not be processed',
				description:
					'The node stops at the first item that does not succeed. No further request was sent.',
			};
		case 'refused':
			return { message: fault.message, description: '' };
	}
}

/** A write without a clear answer: repeating it may execute it twice. */
function caution(fault: ApiFault, about: ErrorSubject): string {
	if (!fault.ambiguous) return '';
	const record = lower(about.recordLabel ?? 'Record');
	// The record itself exists; only the result of a later step is unclear.
	if (about.completed !== undefined && about.completed.length > 0) {
		return `The last step may have been done. Look at the ${record} before you run this again.`;
	}
	return fault.method === 'POST'
		? `The ${record} may have been created. Look for it before you run this again.`
		: `The change may have been made. Look at the ${record} before you run this again.`;
}

function progress(about: ErrorSubject): string {
	const parts: string[] = [];
	if (about.completed !== undefined && about.completed.length > 0) {
		parts.push(`Done so far: ${about.completed.join(', ')}.`);
	}
	if (about.missing !== undefined && about.missing.length > 0) {
		parts.push(`Still missing: ${about.missing.join(', ')}.`);
	}
	if (parts.length === 0) return '';
	if (about.recordId !== undefined) parts.push(`The ID of the record is ${about.recordId}.`);
	if (about.offersUpsert === true) {
		parts.push(
			'Running this again with "If It Already Exists" set to "Update Existing" completes it.',
		);
	}
	return parts.join(' ');
}

function detailsOf(fault: ApiFault, about: ErrorSubject): IDataObject {
	const field = fault.problems.find(({ pointer }) => pointer !== undefined)?.pointer;
	return {
		...(fault.status !== undefined && { httpCode: String(fault.status) }),
		...(field !== undefined && { field }),
		...(about.recordId !== undefined && { id: about.recordId }),
		...(about.completed !== undefined && { completed: about.completed }),
		...(about.missing !== undefined && { missing: about.missing }),
		...(fault.ambiguous && { mayHaveBeenApplied: true }),
		kind: fault.kind,
		request: `${fault.method} ${fault.path}`,
		...(fault.requestId !== undefined && { requestId: fault.requestId }),
	};
}

type Failure = NonNullable<NodeApiError['failure']>;

function failureHint(fault: ApiFault): Failure | undefined {
	const { status, kind } = fault;
	if (status === 429) {
		const retryAfterMs = (fault.retryAfterSeconds ?? 0) * 1000;
		return retryAfterMs > 0 ? { cause: 'rate-limited', retryAfterMs } : { cause: 'rate-limited' };
	}
	const onTheWay = status === 407 || status === 511 || refusedOnTheWay(fault) !== undefined;
	if (kind === 'redirect' || (kind === 'http' && onTheWay))
		return { cause: 'configuration-invalid' };
	if (kind === 'http' && (status === 401 || status === 403)) return { cause: 'credential-invalid' };
	const passing = kind === 'network' || kind === 'timeout' || (status ?? 0) >= 500;
	return passing ? { cause: 'temporarily-unavailable' } : undefined;
}

/** n8n rewrites messages that contain a system code; this keeps our messages. */
function finish<T extends NodeApiError | NodeOperationError>(
	error: T,
	words: Wording,
	details: IDataObject,
): T {
	error.message = words.message;
	error.description = words.description === '' ? undefined : words.description;
	error.messages = [];
	error.context.details = details;
	return error;
}

function fromFault(
	node: INode,
	fault: ApiFault,
	about: ErrorSubject,
): NodeApiError | NodeOperationError {
	const plain = wording(fault, about);
	const secrets = about.secrets ?? [];
	const words = {
		message: redact(plain.message, secrets),
		description: redact(
			[caution(fault, about), progress(about), plain.description]
				.filter((part) => part !== '')
				.join(' '),
			secrets,
		),
	};
	const details = detailsOf(fault, about);
	const { itemIndex } = about;
	if (fault.kind === 'refused' || fault.kind === 'stopped' || fault.kind === 'cancelled') {
		return finish(new NodeOperationError(node, words.message, { itemIndex }), words, details);
	}
	const response = { message: words.message, ...details } as JsonObject;
	const httpCode = fault.status === undefined ? undefined : String(fault.status);
	const error = new NodeApiError(node, response, {
		...words,
		httpCode,
		itemIndex,
		failure: failureHint(fault),
	});
	if (httpCode === undefined) error.httpCode = null;
	return finish(error, words, details);
}

/**
 * Converts any error into n8n's error class, worded for the user: first what happened, in the API's words and with the
 * field's label in the form, then what to do. Built only from safe data: no key, no headers, no submitted secret, no
 * cause.
 *
 * @param about the item, the record and the operation; labels and lists make the text better
 */
export function toNodeError(
	node: INode,
	error: unknown,
	about: ErrorSubject = {},
): NodeApiError | NodeOperationError {
	if (error instanceof ApiFault) return fromFault(node, error, about);
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		if (about.itemIndex !== undefined) error.context.itemIndex ??= about.itemIndex;
		return error;
	}
	const text = error instanceof Error ? error.message : String(error);
	const words = {
		message: redact(text, about.secrets ?? []) || 'Something unexpected happened',
		description: progress(about),
	};
	const plain = new NodeOperationError(node, words.message, { itemIndex: about.itemIndex });
	return finish(plain, words, about.recordId === undefined ? {} : { id: about.recordId });
}

/**
 * The `details` of an item that failed under Continue On Fail: `{httpCode, field, id, completed, missing, ...}`, known
 * values only. Accepts an ApiFault or the result of `toNodeError`.
 */
export function failureDetails(error: unknown): IDataObject {
	if (error instanceof ApiFault) return detailsOf(error, {});
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		const httpCode = error instanceof NodeApiError ? error.httpCode : null;
		const details = (error.context.details ?? {}) as IDataObject;
		return { ...(httpCode !== null && { httpCode }), ...details };
	}
	return {};
}
