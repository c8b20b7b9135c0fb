/** One-time password secrets in the formats of authenticators, password managers and their exports. */

/** The secret in IT Glue's format, or an error with advice; neither shows the text. */
export type ReadSecret = { value: string } | { message: string; advice: string };

/** IT Glue's help requires at least 16 characters and describes codes of six digits. */
const SHORTEST = 16;
const DIGITS = '6';
const PERIOD = '30';
const ALGORITHM = 'SHA1';

/** Blanks and dashes between groups of letters, quotes of a CSV, and invisible characters. */
const DECORATION = /[\s\p{Cf}\p{Pd}_"'`]+/gu;

const problem = (message: string, advice: string): ReadSecret => ({ message, advice });

const COMPUTES =
	'IT Glue computes time-based codes of six digits, a new one every 30 seconds, with SHA-1; its codes would be wrong.';
const LEAVE_OUT =
	'Leave One-Time Password Secret out for this record, or set the login up again for such codes.';

/**
 * Extracts the secret from an `otpauth://` address of a QR code, from the parameters of one (KeePass), or from letters
 * with blanks, dashes, lower case and padding.
 */
export function readOneTimeSecret(text: string): ReadSecret {
	const given = text.replace(/^[\s\p{Cf}"'`]+/u, '');
	const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]{0,30}):\/\/([^]*)$/i.exec(given) ?? [];
	if (scheme !== undefined) return fromAddress(scheme.toLowerCase(), rest);
	// KeePass: "key=…&size=6&step=30" and "…;30;6".
	if (/^[?&]?[a-z]{1,20}=[^=]/i.test(given)) return fromParameters(given.replace(/^[?&]/, ''));
	const [letters = '', period = PERIOD, digits = DIGITS] = given.split(';');
	return withSettings({ letters, period, digits, algorithm: ALGORITHM });
}

function fromAddress(scheme: string, rest: string): ReadSecret {
	if (scheme === 'otpauth-migration') {
		return problem(
			'"One-Time Password Secret" holds the export of several accounts, not one secret',
			'Give the secret or the otpauth:// address of the one account that is meant.',
		);
	}
	if (scheme === 'steam') return otherKind('Steam');
	if (scheme !== 'otpauth') {
		return problem(
			'"One-Time Password Secret" is a web address that holds no one-time password secret',
			NO_SECRET,
		);
	}
	const [path = '', parameters = ''] = rest.split(/\?([^]*)/);
	const [kind = ''] = path.split('/');
	if (kind.toLowerCase() !== 'totp') {
		return otherKind(kind.toLowerCase() === 'hotp' ? 'counter-based (HOTP)' : 'other');
	}
	return fromParameters(parameters);
}

const NO_SECRET =
	'Give the secret that the login shows beside its QR code, or the address in the QR code, which begins with otpauth://totp/.';

const otherKind = (kind: string): ReadSecret =>
	problem(
		`"One-Time Password Secret" is for ${kind} codes, which IT Glue does not compute`,
		`${COMPUTES} ${LEAVE_OUT}`,
	);

function fromParameters(parameters: string): ReadSecret {
	const given = new Map<string, string>();
	// The padding of the secret is often not encoded: only the first "=" separates name and value.
	for (const pair of parameters.replace(/#[^]*$/, '').split('&')) {
		const at = pair.indexOf('=');
		if (at > 0) given.set(pair.slice(0, at).trim().toLowerCase(), decoded(pair.slice(at + 1)));
	}
	const first = (...names: string[]): string | undefined =>
		names.map((name) => given.get(name)).find((value) => value !== undefined && value !== '');
	const letters = first('secret', 'key');
	if (letters === undefined)
		return problem('"One-Time Password Secret" holds no secret', NO_SECRET);
	if (/^steam$/i.test(first('issuer') ?? '') || /^steam$/i.test(first('encoder') ?? ''))
		return otherKind('Steam');
	return withSettings({
		letters,
		period: first('period', 'step') ?? PERIOD,
		digits: first('digits', 'size') ?? DIGITS,
		algorithm: first('algorithm', 'otphashmode') ?? ALGORITHM,
	});
}

function decoded(text: string): string {
	const blanks = text.replace(/\+/g, ' ');
	try {
		return decodeURIComponent(blanks);
	} catch {
		return blanks;
	}
}

interface Settings {
	letters: string;
	period: string;
	digits: string;
	algorithm: string;
}

function withSettings({ letters, period, digits, algorithm }: Settings): ReadSecret {
	const read = fromLetters(letters);
	if ('message' in read) return read;
	const hash = algorithm.replace(/^hmac|[^a-z0-9]/gi, '').toUpperCase();
	if (/^S$/i.test(digits.trim())) return otherKind('Steam');
	const same = Number(period) === Number(PERIOD) && Number(digits) === Number(DIGITS);
	if (same && hash === ALGORITHM) return read;
	return problem(
		'"One-Time Password Secret" asks for codes that IT Glue does not compute',
		`${COMPUTES} ${LEAVE_OUT}`,
	);
}

function fromLetters(letters: string): ReadSecret {
	const plain = letters.replace(DECORATION, '').toUpperCase();
	const secret = plain.replace(/={1,8}$/, '');
	if (!/^[A-Z2-7]+$/.test(secret)) {
		return problem(
			'"One-Time Password Secret" is not a Base32 secret',
			`Base32 has the letters A to Z and the digits 2 to 7. ${NO_SECRET}`,
		);
	}
	if (secret.length >= SHORTEST) return { value: secret };
	return problem(
		`"One-Time Password Secret" is too short: it has ${secret.length} characters, and IT Glue takes ${SHORTEST} or more`,
		`Check that it was copied whole. ${NO_SECRET}`,
	);
}
