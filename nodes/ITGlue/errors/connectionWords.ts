import type { ApiFault } from '../transport/fault';
import { place, sayAll, times } from './words';
import type { Wording } from './words';

const hostOf = (fault: ApiFault): string => fault.host ?? 'the address of IT Glue';

const SET_UP_PROXY =
	'The environment variable HTTPS_PROXY (or HTTP_PROXY, ALL_PROXY) of n8n sets the proxy.';

const UNTRUSTED = (fault: ApiFault): string =>
	`n8n does not trust the certificate that it received. Often a proxy or firewall that inspects encrypted traffic replaces the certificate of ${hostOf(fault)}. Ask its administrator for its CA certificate and give it to n8n (environment variable NODE_EXTRA_CA_CERTS), or ask to exclude the host from the inspection.`;

const NETWORK: Record<string, string | ((fault: ApiFault) => string)> = {
	ECONNREFUSED:
		'Nothing answers at this address. Check Region or Base URL in the credential, and that n8n may reach it through the firewall.',
	ENOTFOUND:
		'The host name is not known. Check Region or Base URL in the credential, and the DNS of the machine that runs n8n.',
	EAI_AGAIN: 'The DNS of the machine that runs n8n does not answer. Run this again in a while.',
	RESTRICTED:
		'n8n blocks addresses of this kind (SSRF protection). Ask the administrator of n8n to allow the host.',
	SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
	DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
	CERT_HAS_EXPIRED:
		'The certificate has expired. Check the clock of the machine that runs n8n, and the certificate of the server or proxy in between.',
	CERT_NOT_YET_VALID:
		'The certificate is not valid yet. Check the clock of the machine that runs n8n.',
	ERR_TLS_CERT_ALTNAME_INVALID:
		'The certificate is for another host. Check Base URL in the credential, and any proxy in between.',
	PROXY: `The proxy that n8n uses closed the connection. Check that it allows this host. ${SET_UP_PROXY}`,
};

function networkAdvice(fault: ApiFault, code: string): string {
	const known = NETWORK[code];
	if (typeof known === 'string') return known;
	if (known !== undefined) return known(fault);
	if (/CERT|SELF_SIGNED|TLS|UNABLE_TO_|EPROTO/.test(code)) {
		return 'No secure connection could be made. Check Base URL in the credential, and the certificate of the server or proxy in between.';
	}
	if (code.startsWith('HPE_')) {
		return 'The answer is not HTTP. Check Base URL in the credential, and any proxy in between.';
	}
	if (code.startsWith('Z_')) {
		return 'The compressed answer was damaged. Run this again. If this happens again, check the proxy in between.';
	}
	return 'The connection was closed. Check that n8n can reach this address, and run this again.';
}

/** No answer at all. */
export function network(fault: ApiFault): Wording {
	const code = fault.code ?? 'UNKNOWN';
	const tried = `(${code}, tried ${times(fault.requestsTried)})`;
	if (fault.proxy !== undefined) {
		return {
			message: `The proxy ${fault.proxy} between n8n and IT Glue does not answer`,
			description: `Nothing reached IT Glue. Check that the proxy runs and that its address is right. ${SET_UP_PROXY} ${tried}`,
		};
	}
	return {
		message: `No answer from IT Glue at ${fault.host ?? 'its address'}`,
		description: `${networkAdvice(fault, code)} ${tried}`,
	};
}

const named = (fault: ApiFault): string => (fault.proxy ? ` (${fault.proxy})` : '');

/** The text of a proxy or gateway in between, as a sentence. */
function words(fault: ApiFault): string {
	const said = fault.page ?? sayAll(fault, {});
	return said === '' ? '' : `It says: "${said}". `;
}

/** A proxy answered instead of IT Glue: its status and words are not those of the API. */
export function proxied(fault: ApiFault): Wording {
	const status = fault.status ?? 0;
	if (status === 407) {
		return {
			message: 'The proxy between n8n and IT Glue asks for a user name and a password (status 407)',
			description: `Nothing reached IT Glue. The API key is not the cause. ${words(fault)}Put the user name and password of the proxy${named(fault)} into the environment variable HTTPS_PROXY of n8n (http://user:password@host:port), or ask its administrator to let n8n through to ${hostOf(fault)}.`,
		};
	}
	if (status >= 500) {
		return {
			message: `The proxy between n8n and IT Glue could not reach it (status ${status})`,
			description: `${words(fault)}Tried ${times(fault.requestsTried)}. Run this again in a while. If this happens again, ask the administrator of the proxy${named(fault)} whether it can reach ${hostOf(fault)}. ${SET_UP_PROXY}`,
		};
	}
	return {
		message: `A proxy between n8n and IT Glue refused the request (status ${status})`,
		description: `The API key is not the cause. ${words(fault)}Ask the administrator of the proxy${named(fault)} to let n8n through to ${hostOf(fault)}. ${SET_UP_PROXY}`,
	};
}

/**
 * A 401 or 403 from a system in between, because the API itself answers in JSON; undefined if it is or may be the
 * API's.
 */
export function refusedOnTheWay(fault: ApiFault): Wording | undefined {
	if (fault.kind !== 'http' || (fault.status !== 403 && fault.status !== 401)) return undefined;
	if (fault.proxy !== undefined) return proxied(fault);
	if (!fault.html) return undefined;
	return {
		message: `The request was refused on its way to IT Glue (status ${fault.status})`,
		description: `The answer was a web page, not an answer of the API. ${words(fault)}Probably a proxy or a firewall between n8n and IT Glue refused the request: ask its administrator to let n8n through to ${hostOf(fault)}. If there is none, check the API Key and Region in the credential, and whether your IT Glue account limits access by IP address.`,
	};
}

/** A web page as a refusal; the API would refuse in JSON. */
export function pageOnly(fault: ApiFault): Wording {
	return {
		message: `The answer was a web page, not an answer of IT Glue (status ${fault.status ?? 0})`,
		description: `${words(fault)}Check Region or Base URL in the credential (the API, not the web app), and any proxy in between.`,
	};
}

/** A network that requires a person to sign in first (RFC 6585), such as in a hotel. */
export function portal(fault: ApiFault): Wording {
	return {
		message: 'The network of n8n requires a sign-in first (status 511)',
		description: `Nothing reached IT Glue. ${words(fault)}Sign in to the network on the machine that runs n8n, and run this again.`,
	};
}

/** An answer that is not one of the API, or a list of the API with a wrong number of records. */
export function malformed(fault: ApiFault): Wording {
	if (fault.status === undefined) {
		return {
			message: fault.message,
			description: 'The list may have changed while it was read. Run this again.',
		};
	}
	const what = fault.html
		? `a web page${fault.page === undefined ? '' : ` ("${fault.page}")`}`
		: 'something that is not JSON:API, or only part of it,';
	const said = fault.html ? '' : words(fault);
	const network = fault.html ? ' A network that requires a sign-in can also answer like this.' : '';
	return {
		message: `${fault.host ?? 'The server'} answered with ${what} instead of data`,
		description: `${said}Asked for ${fault.method} ${fault.path} at ${place(fault)}, tried ${times(fault.requestsTried)}. Check Region or Base URL in the credential (the API, not the web app), and any proxy in between.${network}`,
	};
}
