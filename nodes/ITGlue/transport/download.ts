/** Reads a file whose address an answer gave (additions 6). */
import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Raw } from './answer';
import { attemptBy, type Connection, type Try } from './attempts';
import { classifyThrown, CREDENTIAL, headersOf, watched, type Line } from './exchange';
import { ApiFault } from './fault';
import { outcomeOf } from './judge';
import type { ApiRequest } from './types';

const MOST_REDIRECTS = 5;
/** The size that can be uploaded again: a request takes 10 MB, and base64 turns three bytes into four. */
const MOST_BYTES = 7.5 * 1000 * 1000;

interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

const REQUEST: ApiRequest = { method: 'GET', path: '/download' };

/**
 * The bytes of a file. Requests to the API count for its limit; requests to a storage host do not. The code follows
 * redirects itself: the key goes only to the API's own origin, and a storage host must not see it.
 *
 * @param address absolute, or relative to the API
 * @throws ApiFault if the file does not exist or is too large, or if the answer is a web page
 */
export async function download(desk: Connection, address: string, name: string): Promise<Buffer> {
	const { line } = desk;
	const fault = (message: string, status?: number): ApiFault =>
		new ApiFault({
			kind: 'refused',
			method: 'GET',
			path: '/download',
			message: `The file "${name.slice(0, 100)}" could not be read from IT Glue: ${message}`,
			...(status !== undefined && { status }),
		});
	const addressOf = (to: string, from: string): URL => {
		if (!URL.canParse(to, from)) throw fault('it has no valid address');
		return new URL(to, from);
	};
	let url = addressOf(address, `${line.baseUrl}/`);
	for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
		if (line.cancelled())
			throw new ApiFault({ kind: 'cancelled', method: 'GET', path: '/download', message: '' });
		if (!isSafe(url, line.baseUrl)) throw fault('its address does not use https');
		const isApi = url.origin === new URL(line.baseUrl).origin;
		const answer = isApi ? await askApi(desk, url) : await askOnce(line, url, line.timeoutMs);
		if ('got' in answer)
			throw answer.got === 'cancelled'
				? new ApiFault({ kind: 'cancelled', method: 'GET', path: '/download', message: '' })
				: fault(answer.got === 'network' ? `no answer came (${answer.code})` : 'no answer came');
		const location = answer.headers.location;
		if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
			url = addressOf(location, url.href);
			continue;
		}
		if (answer.statusCode !== 200)
			throw fault(`the answer was ${answer.statusCode}`, answer.statusCode);
		const bytes = Buffer.from(answer.body as ArrayBuffer);
		if (bytes.length === 0) throw fault('it is empty');
		if (bytes.length > MOST_BYTES) throw fault('it is larger than 7.4 MB');
		if (isPage(bytes) && !/\.(?:x?html?|svg|xml)$/i.test(name))
			throw fault('the answer was a web page, such as a sign-in page');
		if (isComplaint(bytes, name)) throw fault('the answer was a message');
		if (!beginsAsNamed(bytes, name)) throw fault('its content does not match its name');
		return bytes;
	}
	throw fault('it was redirected too often');
}

/** As safe as the API itself: a custom address, such as a sandbox or proxy, may use http. */
const isSafe = ({ protocol }: URL, baseUrl: string): boolean =>
	protocol === 'https:' || (protocol === 'http:' && baseUrl.startsWith('http:'));

/** Like every request to the API: within the budget, repeated after a 429, a time-out or a server error. */
async function askApi(desk: Connection, url: URL): Promise<Answer | Raw> {
	const heard: { last?: Answer | Raw } = {};
	const send = async (timeoutMs: number): Promise<Try<Answer | Raw>> => {
		const answer = await askOnce(desk.line, url, timeoutMs);
		heard.last = answer;
		const raw = rawOf(answer);
		if (raw.got === 'answer') desk.heard.yet = true;
		if (raw.got === 'answer' && raw.status < 400) return { got: answer };
		const outcome = outcomeOf(raw, { request: REQUEST, secrets: () => [], now: desk.clock.now() });
		// A final error describes the file: return it.
		return outcome.is === 'limited' || outcome.is === 'shaky' ? { not: outcome } : { got: answer };
	};
	return await attemptBy(desk, REQUEST, send).catch(async (reason: unknown) => {
		const { last } = heard;
		if (last !== undefined && reason instanceof ApiFault && isAboutTheFile(reason)) return last;
		return await Promise.reject(reason);
	});
}

/** Whether the error is about the file, not about the run or the account. */
const isAboutTheFile = ({ kind, status }: ApiFault): boolean =>
	kind !== 'stopped' && kind !== 'cancelled' && status !== 429;

const rawOf = (answer: Answer | Raw): Raw =>
	'got' in answer
		? answer
		: {
				got: 'answer',
				status: answer.statusCode,
				headers: headersOf(answer.headers),
				text: Buffer.from(answer.body as ArrayBuffer)
					.subarray(0, 4096)
					.toString('utf8'),
			};

const askOnce = async (line: Line, url: URL, timeoutMs: number): Promise<Answer | Raw> =>
	await watched(line, timeoutMs, ask(line, url, timeoutMs));

async function ask(line: Line, url: URL, timeoutMs: number): Promise<Answer | Raw> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: url.href,
		encoding: 'arraybuffer',
		json: false,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutMs,
	};
	const { context, credential } = line;
	try {
		if (url.origin !== new URL(line.baseUrl).origin)
			return (await context.helpers.httpRequest(options)) as Answer;
		return (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options, {
			credentialsDecrypted: { ...credential, data: { ...credential.data } },
		})) as Answer;
	} catch (error) {
		return classifyThrown(error, url.origin);
	}
}

/** The start of the file shows its kind; its declared type may be wrong. */
function isPage(bytes: Buffer): boolean {
	const head = bytes
		.subarray(0, 1024)
		.toString('latin1')
		.replace(/^[\s\u00EF\u00BB\u00BF]+/, '');
	return /^(?:<!doctype\s+html|<html[\s>])/i.test(head);
}

/** An error message of the API or of a storage host; some send it with status 200. */
function isComplaint(bytes: Buffer, name: string): boolean {
	const head = bytes.subarray(0, 1024).toString('latin1').trim();
	if (/^<\?xml[^>]*>\s*<Error>/i.test(head)) return true;
	if (/\.json$/i.test(name)) return /^\{[^[]{0,200}"errors"\s*:\s*\[/.test(head);
	return /^\{[^]*"(?:errors?|message)"\s*:/.test(head);
}

const ZIP = ['PK\u0003\u0004', 'PK\u0005\u0006'];
const IMAGE = ['\u0089PNG', '\u00FF\u00D8\u00FF', 'GIF8', 'RIFF', 'BM'];

/** The first bytes of each kind of file. Images work even with the file ending of another kind. */
const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
	zip: ZIP,
	docx: ZIP,
	xlsx: ZIP,
	pptx: ZIP,
	png: IMAGE,
	jpg: IMAGE,
	jpeg: IMAGE,
	gif: IMAGE,
};

function beginsAsNamed(bytes: Buffer, name: string): boolean {
	const ending = (/\.([a-z]{3,4})$/i.exec(name)?.[1] ?? '').toLowerCase();
	const head = bytes.subarray(0, 1024).toString('latin1');
	// PDF readers accept the mark anywhere in the beginning.
	if (ending === 'pdf') return head.includes('%PDF');
	const beginnings = BEGINNINGS[ending];
	if (!beginnings) return true;
	return beginnings.some((beginning) => head.startsWith(beginning));
}
