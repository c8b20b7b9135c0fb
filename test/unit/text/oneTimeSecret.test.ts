import { readOneTimeSecret } from '../../../nodes/ITGlue/text/oneTimeSecret';
import { effortOf } from '../../helpers/effort';

const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

it.each([
	['as it is', SEED],
	['in small letters', SEED.toLowerCase()],
	['in groups', 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp'],
	['with hyphens', 'JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP-EHPK-3PXP'],
	['with dashes of a word processor', 'JBSW–Y3DP–EHPK‑3PXP-JBSW-Y3DP-EHPK-3PXP'],
	['with hard blanks', 'JBSW\u00A0Y3DP EHPK\u20093PXP JBSWY3DPEHPK3PXP\u200B'],
	['padded', `${SEED}======`],
	['in quotes', `"${SEED}"`],
	['on a line of its own', `\uFEFF${SEED}\r\n`],
	['in lines', 'JBSWY3DPEHPK3PXP\nJBSWY3DPEHPK3PXP'],
	['in an address', `otpauth://totp/Example:ann@example.com?secret=${SEED}&issuer=Example`],
	[
		'in an address with all settings',
		`otpauth://totp/a?secret=${SEED}&algorithm=SHA1&digits=6&period=30`,
	],
	['in an address of capitals', `OTPAUTH://TOTP/a?ISSUER=x&SECRET=${SEED.toLowerCase()}`],
	['in an address, spaced', `otpauth://totp/a?secret=JBSW+Y3DP%20EHPK+3PXP+JBSWY3DPEHPK3PXP`],
	['in an address, padded', `otpauth://totp/a?secret=${SEED}======&issuer=x`],
	['in an address, padded and encoded', `otpauth://totp/a?secret=${SEED}%3D%3D&issuer=100%`],
	['in an address without label', `otpauth://totp?secret=${SEED}`],
	['in an address with HmacSHA1', `otpauth://totp/a?secret=${SEED}&algorithm=HmacSHA1`],
	['in an address with SHA-1', `otpauth://totp/a?secret=${SEED}&algorithm=sha-1#top`],
	['as parameters', `secret=${SEED}&issuer=x`],
	['as KeePass writes it', `key=${SEED}&size=6&step=30`],
	['as TrayTOTP writes it', `${SEED};30;6`],
])('takes a secret %s', (_name, text) => {
	expect(readOneTimeSecret(text)).toEqual({ value: SEED });
});

it.each([
	['a QR code of another kind', `otpauth://hotp/a?secret=${SEED}&counter=1`, /counter-based/],
	['an unknown kind', `otpauth://yaotp/a?secret=${SEED}`, /other codes/],
	['Steam', `steam://${SEED}`, /Steam/],
	['Steam in an address', `otpauth://totp/Steam:ann?secret=${SEED}&issuer=Steam`, /Steam/],
	['Steam of KeePass', `${SEED};30;S`, /Steam/],
	['eight digits', `otpauth://totp/a?secret=${SEED}&digits=8`, /does not compute/],
	['a minute', `otpauth://totp/a?secret=${SEED}&period=60`, /does not compute/],
	['SHA-256', `otpauth://totp/a?secret=${SEED}&algorithm=SHA256`, /does not compute/],
	['TrayTOTP of a minute', `${SEED};60;6`, /does not compute/],
	['an export', 'otpauth-migration://offline?data=CiAKCkhlbGxvId6tvu8SA', /several accounts/],
	['an address without secret', 'otpauth://totp/a?issuer=x', /no secret/],
	['an address of a QR code', 'https://example.com/qr.png?data=abc', /web address/],
	['a code', '123456', /not a Base32 secret/],
	['letters that Base32 has not', 'JBSWY3DPEHPK3PX1', /not a Base32 secret/],
	['words', 'ask Ann for it', /too short/],
	['a sentence', 'see the vault, item 7', /not a Base32 secret/],
	['dashes', '----', /not a Base32 secret/],
	['padding alone', '====', /not a Base32 secret/],
	['too few letters', 'JBSWY3DPEHPK', /12 characters/],
])('refuses %s without showing it', (_name, text, words) => {
	const read = readOneTimeSecret(text);
	expect(read).not.toHaveProperty('value');
	const said = JSON.stringify(read);
	expect(said).toMatch(words);
	expect(said).not.toContain('JBSW');
	expect(said).not.toContain(text);
});

it('takes a time that grows with the text', () => {
	const effort = effortOf(() => {
		for (const piece of ['=', 'A=', '&', 'a&', '%', '-', 'otpauth://', ' ', 'A', '?'])
			readOneTimeSecret(`otpauth://totp/a?secret=${piece.repeat(100_000)}!`);
		for (const piece of ['=', 'A=', '"', '-', 'A', 'ab='])
			readOneTimeSecret(`${piece.repeat(100_000)}!`);
	});
	expect(effort).toBeLessThan(3000);
});
