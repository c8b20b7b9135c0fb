/** One-time password secrets as they come from QR codes and other password managers. */
import type { IDataObject } from 'n8n-workflow';
import { byId, only, said, useSandbox } from './support';

const bench = useSandbox();
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DP';
const ADDRESS = `otpauth://totp/Example:ann@example.com?secret=${SEED.toLowerCase()}&issuer=Example`;
const SPACED = 'jbsw y3dp-ehpk 3pxp jbsw y3dp ==';

const inOrganization = (): IDataObject => ({ organizationId: byId(bench.organization(2)) });
const fields = (value: IDataObject): IDataObject => ({
	__rl: false,
	mappingMode: 'defineBelow',
	matchingColumns: ['name'],
	value,
});

const create = async (otpSecret: string) =>
	await bench.run('password', 'create', {
		...inOrganization(),
		name: 'New login',
		password: 'value-1',
		additionalFields: { otpSecret },
	});

it.each([
	['an address', ADDRESS],
	['groups', SPACED],
])('takes the secret out of %s on create', async (_name, given) => {
	const { id } = only(await create(given));
	expect(bench.stored(String(id), 'passwords').attributes.otp_secret).toBe(SEED);
});

it.each([
	['an address', ADDRESS],
	['groups', SPACED],
])('takes the secret out of %s on update, and as another attribute', async (_name, given) => {
	const record = bench.add('passwords', bench.organization(2), { name: 'Known', password: 'p' });
	const update = async (updateFields: IDataObject) =>
		await bench.run('password', 'update', { passwordId: byId(record), updateFields });
	only(await update({ otpSecret: given }));
	expect(bench.stored(record).attributes.otp_secret).toBe(SEED);
	only(await update({ otherAttributes: JSON.stringify({ otp_secret: SPACED }) }));
	expect(bench.stored(record).attributes.otp_secret).toBe(SEED);
});

it('takes the secret out of an address in Create or Update', async () => {
	const record = bench.add('passwords', bench.organization(2), { name: 'Known', password: 'p' });
	const result = await bench.run('password', 'upsert', {
		...inOrganization(),
		fields: fields({ name: 'Known', otp_secret: ADDRESS }),
		options: { passwordValue: 'write' },
	});
	expect(only(result)).toMatchObject({ _action: 'updated' });
	expect(bench.stored(record).attributes.otp_secret).toBe(SEED);
	expect(result.everything.toUpperCase()).not.toContain(SEED);
});

it('treats white space as not set', async () => {
	const { id } = only(await create('  '));
	expect(bench.stored(String(id), 'passwords').attributes.otp_secret ?? null).toBeNull();
});

it.each([
	[`otpauth://hotp/a?secret=${SEED}&counter=0`, 'is for counter-based (HOTP) codes'],
	[`otpauth://totp/a?secret=${SEED}&digits=8`, 'asks for codes that IT Glue does not compute'],
	['JBSWY3DP-not!base32', 'is not a Base32 secret'],
])('refuses what IT Glue cannot use, and does not show it', async (given, words) => {
	const result = await create(given);
	expect(said(result)).toContain(`"One-Time Password Secret" ${words}`);
	expect(result.everything.toUpperCase()).not.toContain('JBSWY3DP');
	expect(bench.writes()).toEqual([]);
});
