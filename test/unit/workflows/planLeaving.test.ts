/** Whose passwords are archived when somebody leaves, and which are left to a person. */
import { planLeaving } from '../../../workflows/source/code/planLeaving.mjs';

type Sources = Parameters<typeof planLeaving>[0];
type Contact = Sources['contacts'][number];
type Password = Sources['passwords'][number];

const contact = (
	id: string,
	name: string,
	email: string,
	more: Partial<Contact> = {},
): Contact => ({
	id,
	name,
	primary_email: email,
	contact_emails: [{ value: email }],
	contact_type_name: 'End User',
	psa_integration: null,
	...more,
});

const CLEO = contact('1', 'Cleo Example', 'cleo@example.com', {
	contact_emails: [{ value: 'cleo@example.com' }, { value: 'front@example.com' }],
});
const BEN = contact('2', 'Ben Example', 'ben@example.com', {
	contact_emails: [{ value: 'ben@example.com' }, { value: 'Front@example.com' }],
});

const password = (id: string, name: string, more: Partial<Password> = {}): Password => ({
	id,
	name,
	username: 'admin',
	resource_type: null,
	resource_id: null,
	archived: false,
	...more,
});

const plan = (passwords: Password[] = [], more: Partial<Sources> = {}) =>
	planLeaving({
		settings: {
			formerType: 'Former Employee',
			removeContact: false,
			itGlueAddress: 'https://example.itglue.com',
		},
		person: 'cleo@example.com',
		organization: { id: '9', name: 'Home' },
		contacts: [CLEO, BEN],
		passwords,
		types: [{ name: 'End User' }, { name: 'Former employee' }],
		...more,
	});

const idsOf = (rows: Array<{ id: string }> | undefined) => rows?.map(({ id }) => id);

describe('who is meant', () => {
	it.each(['cleo@example.com', ' CLEO@example.com ', 'cleo  example'])(
		'is found by "%s"',
		(person) => {
			expect(plan([], { person }).contact).toEqual({
				id: '1',
				name: 'Cleo Example',
				url: 'https://example.itglue.com/9/contacts/1',
			});
		},
	);

	it('is the one whose primary address it is, before those who have it besides', () => {
		const desk = contact('3', 'Front Desk', 'front@example.com');
		expect(plan([], { person: 'front@example.com', contacts: [CLEO, BEN, desk] }).contact?.id).toBe(
			'3',
		);
	});

	it('is nobody where several have the address or the name', () => {
		expect(plan([], { person: 'front@example.com' }).problem).toMatch(/has 2 contacts .*\(1, 2\)/);
		expect(plan([], { person: 'nobody@example.com' }).problem).toMatch(/has no contact/);
		expect(plan([], { person: '' }).problem).toMatch(/has no contact/);
	});
});

it('stops where the contact type does not exist, and names those that do', () => {
	expect(plan([], { types: [{ name: 'Primary' }, { name: 'Technical' }] }).problem).toMatch(
		/no contact type "Former Employee".* IT Glue has: Primary, Technical\./,
	);
});

describe('passwords that are archived', () => {
	it('have one of the addresses as username, whatever its capitals, or are embedded in the contact', () => {
		const { archive, near } = plan([
			password('10', 'Microsoft 365', { username: ' Cleo@Example.com' }),
			password('11', 'Anything', { resource_type: 'Contact', resource_id: '1' }),
			password('12', 'Read otherwise', { cached_resource_type_name: 'Contact', resource_id: '1' }),
			password('13', 'On a device', {
				username: 'cleo@example.com',
				resource_type: 'Configuration',
				resource_id: '1',
			}),
			password('14', 'Firewall'),
		]);
		expect(archive).toEqual([
			{
				id: '10',
				name: 'Microsoft 365',
				url: 'https://example.itglue.com/9/passwords/10',
				why: 'username cleo@example.com',
			},
			expect.objectContaining({ id: '11', why: 'embedded in the contact' }),
			expect.objectContaining({ id: '12' }),
			expect.objectContaining({ id: '13' }),
		]);
		expect(near).toEqual([]);
	});

	it('are not those that are archived already', () => {
		expect(
			plan([password('10', 'x', { username: 'cleo@example.com', archived: true })]).archive,
		).toEqual([]);
	});
});

describe('passwords that are left to a person', () => {
	it('have the address or the name in their name, or a username like the address', () => {
		const { archive, near, toDo } = plan([
			password('20', 'VPN (cleo@example.com)'),
			password('21', 'Laptop of Cleo  Example'),
			password('22', 'Domain', { username: 'HOME\\cleo' }),
			password('23', 'Old login', { username: 'Cleo' }),
		]);
		expect(archive).toEqual([]);
		expect(idsOf(near)).toEqual(['20', '21', '22', '23']);
		expect(toDo).toHaveLength(1);
		expect(toDo?.[0]).toMatch(
			/^4 passwords stay in use .*VPN \(cleo@example\.com\) \(20, an address/,
		);
	});

	it('have a username that a colleague has as well', () => {
		const { archive, near } = plan([password('24', 'Desk', { username: 'front@example.com' })]);
		expect(archive).toEqual([]);
		expect(idsOf(near)).toEqual(['24']);
	});

	it('are not those whose words only begin alike, nor those embedded in a colleague', () => {
		const { archive, near } = plan([
			password('25', 'notcleo@example.com'),
			password('26', 'Cleo Examples'),
			password('27', 'Cleo Example', { resource_type: 'Contact', resource_id: '2' }),
			password('28', 'Cleopatra', { username: 'cleopatra' }),
			password('29', 'Empty', { username: '' }),
		]);
		expect([archive, near]).toEqual([[], []]);
	});

	it('are embedded in a record that has the ID of the contact, where IT Glue does not say its kind', () => {
		expect(idsOf(plan([password('30', 'x', { resource_id: '1' })]).near)).toEqual(['30']);
	});
});

describe('the contact', () => {
	const removing: Partial<Sources> = {
		settings: { formerType: 'Former Employee', removeContact: true, itGlueAddress: '' },
	};

	it('gets the type of former employees, once', () => {
		expect(plan()).toMatchObject({
			typeNow: 'End User',
			typeThen: 'Former Employee',
			retype: true,
		});
		const former = { ...CLEO, contact_type_name: 'former employee' };
		expect(plan([], { contacts: [former] })).toMatchObject({ retype: false, toDo: [] });
	});

	it('is removed where the setting says so', () => {
		expect(plan([], removing)).toMatchObject({ remove: true, retype: false });
	});

	it('stays where passwords are embedded in it, archived ones too', () => {
		const embedded = { resource_type: 'Contact', resource_id: '1', archived: true };
		const made = plan([password('40', 'x', embedded)], removing);
		expect(made).toMatchObject({ remove: false, retype: true });
		expect(made.toDo?.[0]).toMatch(
			/not removed, because IT Glue would also delete the 1 password embedded/,
		);
	});

	it('stays as it is where it comes from the PSA', () => {
		const synced = { ...CLEO, psa_integration: 'enabled' };
		for (const more of [{}, removing]) {
			const made = plan([], { contacts: [synced], ...more });
			expect(made).toMatchObject({ remove: false, retype: false, typeThen: 'End User' });
			expect(made.toDo?.[0]).toMatch(/comes from the PSA/);
		}
	});
});
