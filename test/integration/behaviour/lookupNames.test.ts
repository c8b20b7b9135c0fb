/** Names of types and folders that cannot be turned into an ID: what the message says of the list behind them. */
import type { Json } from '../../../sandbox';
import { byId, byName, lines, useSandbox } from './support';

const bench = useSandbox();

describe('a folder given by its name', () => {
	it('where there are no folders: says that there are none', async () => {
		const fresh = bench.sandbox.store.insert('organizations', { name: 'Fresh Example' });
		const result = await bench.run('password', 'create', {
			organizationId: byId(fresh),
			name: 'Firewall',
			password: 'invented',
			additionalFields: { passwordFolderId: byName('Servers') },
		});
		expect(result.error).toMatchObject({
			message: 'There is no Password Folder "Servers"',
			description:
				'IT Glue has no password folders here yet. Create one in IT Glue, or leave the field out.',
		});
		expect(bench.writes()).toEqual([]);
	});

	it('where IT Glue does not say whose the record is: asks for the organization', async () => {
		const password = bench.add('passwords', bench.organization(2), { name: 'Firewall' });
		const body: Json = {
			data: { id: password.id, type: 'passwords', attributes: { name: 'Firewall' } },
		};
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: '/passwords/',
			body,
		});
		const result = await bench.run('password', 'update', {
			passwordId: byId(password),
			updateFields: { passwordFolderId: byName('Servers') },
		});
		expect(result.error).toMatchObject({
			message: 'Password Folder "Servers" cannot be looked up without an organization',
			description: 'Choose the organization, or give the password folder by its ID.',
		});
		expect(lines(bench.sandbox.journal)).toEqual([`GET /passwords/${password.id}`]);
	});
});

it('a type that IT Glue refuses, where its list cannot be read: without that list', async () => {
	bench.sandbox.faults.add({ kind: 'status', status: 403, path: '/organization_types' });
	const result = await bench.run('organization', 'create', {
		name: 'Brand New Example',
		additionalFields: { organizationTypeId: byId('999') },
	});
	expect(result.error).toMatchObject({
		message: 'Organization Type must exist',
		description:
			'Choose it from the list, or check its ID, and run this again. Nothing was changed.',
	});
	expect(lines(bench.sandbox.journal)).toEqual([
		'GET /organizations',
		'POST /organizations',
		'GET /organization_types',
	]);
});
