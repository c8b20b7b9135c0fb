/** What the front ends of the PSAs make of the answers: the same form, whatever is missing, odd or given twice. */
import { companiesOfAutotask } from '../../../workflows/source/code/autotaskCompanies.mjs';
import { contactsOfAutotask } from '../../../workflows/source/code/autotaskContacts.mjs';
import { companiesOfConnectWise } from '../../../workflows/source/code/connectWise.mjs';
import { contactsOfConnectWise } from '../../../workflows/source/code/connectWiseContacts.mjs';
import { companiesOfHalo } from '../../../workflows/source/code/haloCompanies.mjs';
import { contactsOfHalo } from '../../../workflows/source/code/haloContacts.mjs';
import { addressesOf, numbersOf } from '../../../workflows/source/code/people.mjs';

const EMPTY_COMPANY = {
	name: '',
	identifier: '',
	types: [],
	phone: '',
	website: '',
	address_1: '',
	address_2: '',
	city: '',
	state: '',
	postal_code: '',
	country: '',
	changed_at: '',
};

const EMPTY_CONTACT = {
	company_id: '',
	first_name: '',
	last_name: '',
	title: '',
	primary: false,
	emails: [],
	phones: [],
	changed_at: '',
};

describe('addresses and numbers', () => {
	it('are each given once, without blanks, and no "n/a"', () => {
		expect(
			addressesOf([
				' Ann@Example.com ',
				'ann@example.com',
				null,
				'n/a',
				'',
				'two words@example.com',
				'info@example.com',
			]),
		).toEqual(['Ann@Example.com', 'info@example.com']);
		expect(
			numbersOf([
				{ value: ' 6045550100', extension: '12', label: 'Work' },
				{ value: '6045550100', extension: ' 12 ', label: 'Mobile' },
				{ value: '6045550100', label: 'Mobile' },
				{ value: '6045550100', extension: '13', label: 'Home' },
				{ value: '', label: 'Home' },
				{ value: undefined, label: 'Home' },
			]),
		).toEqual([
			{ value: '6045550100', extension: '12', label: 'Work' },
			{ value: '6045550100', extension: '13', label: 'Home' },
		]);
	});
});

describe('ConnectWise Manage', () => {
	it('gives companies, also where everything is missing', () => {
		expect(companiesOfConnectWise([{ id: 7 }, {}], 'Inactive')).toEqual([
			{
				...EMPTY_COMPANY,
				system: 'connectwise',
				id: '7',
				status: '',
				active: true,
				deleted: false,
			},
		]);
	});

	it.each([
		['Active', false, true],
		['not-approved', false, false],
		['Former client', false, false],
		['Inactive since 2019', false, true],
		['Active', true, false],
	])('takes a company of status %s and deleted %s for active: %s', (name, deletedFlag, active) => {
		const [company] = companiesOfConnectWise(
			[{ id: 1, status: { name }, deletedFlag }],
			'Inactive, Not-Approved,, former client',
		);
		expect([company?.active, company?.deleted]).toEqual([active, deletedFlag]);
	});

	it('gives all types of a company, of newer and older servers', () => {
		const [company] = companiesOfConnectWise(
			[
				{
					id: 1,
					types: [{ name: 'Vendor' }, { name: ' Client ' }, {}],
					type: { name: 'Client' },
				},
			],
			'',
		);
		expect(company?.types).toEqual(['Vendor', 'Client']);
	});

	it('gives contacts: defaults first, kinds told apart, a fax left out', () => {
		const item = (
			communicationType: string,
			name: string,
			value: string,
			defaultFlag = false,
			extension?: string,
		) => ({ communicationType, type: { name }, value, defaultFlag, extension });
		const [contact, bare, none] = contactsOfConnectWise([
			{
				id: 5,
				firstName: ' Ann ',
				lastName: 'Lee',
				title: 'Buyer',
				company: { id: 250 },
				inactiveFlag: true,
				defaultFlag: true,
				communicationItems: [
					item('Email', 'Personal Email', 'ann@home.example.org'),
					item('Phone', 'Cell', '6045550101'),
					item('Fax', 'Fax', '6045550109', true),
					item('Phone', 'Home', '6045550102'),
					item('Phone', 'Direct', '6045550100', true, '12'),
					item('Email', 'Email', 'ann@example.com', true),
				],
				_info: { lastUpdated: '2026-02-02T09:00:00Z' },
			},
			{ id: 6, communicationItems: null },
			{},
		]);
		expect(contact).toEqual({
			system: 'connectwise',
			id: '5',
			company_id: '250',
			first_name: 'Ann',
			last_name: 'Lee',
			title: 'Buyer',
			active: false,
			primary: true,
			emails: ['ann@example.com', 'ann@home.example.org'],
			phones: [
				{ value: '6045550100', extension: '12', label: 'Work' },
				{ value: '6045550101', extension: '', label: 'Mobile' },
				{ value: '6045550102', extension: '', label: 'Home' },
			],
			changed_at: '2026-02-02T09:00:00Z',
		});
		expect(bare).toEqual({ ...EMPTY_CONTACT, system: 'connectwise', id: '6', active: true });
		expect(none).toBeUndefined();
	});
});

describe('Autotask', () => {
	const fields = [
		{ name: 'phone', picklistValues: null },
		{ name: 'companyType', picklistValues: [{ value: '1', label: 'Customer' }] },
	];
	const countries = [
		{ id: 237, displayName: 'United States' },
		{ id: 38, name: 'Canada' },
	];

	it('gives companies with the names of type and country', () => {
		const given = companiesOfAutotask({
			companies: [
				{
					id: 0,
					companyName: 'Our Own',
					companyType: 1,
					countryID: 237,
					isActive: true,
					address2: 'Second Floor',
				},
				{ id: 9, companyType: 99, countryID: 38, isActive: false },
				{ id: 10, companyType: null, countryID: null },
			],
			fields,
			countries,
		});
		expect(given.map(({ id, types, country, status }) => [id, types, country, status])).toEqual([
			['0', ['Customer'], 'United States', 'Active'],
			['9', [], 'Canada', 'Inactive'],
			['10', [], '', 'Inactive'],
		]);
		expect(given[0]).toMatchObject({ name: 'Our Own', active: true, address_2: 'Second Floor' });
		expect(given[2]).toEqual({
			...EMPTY_COMPANY,
			system: 'autotask',
			id: '10',
			status: 'Inactive',
			active: false,
			deleted: false,
		});
		expect(
			companiesOfAutotask({ companies: [{ id: 1, companyType: 1 }], fields: [], countries: [] }),
		).toMatchObject([{ types: [], country: '' }]);
	});

	it('gives contacts with all three addresses; active is the number one', () => {
		const [contact, inactive, odd] = contactsOfAutotask([
			{
				id: 5,
				companyID: 0,
				firstName: 'Ann',
				emailAddress: 'ann@example.com',
				emailAddress2: 'ANN@example.com',
				emailAddress3: 'ann@example.org',
				phone: '6045550100',
				extension: '12',
				mobilePhone: '6045550101',
				alternatePhone: '6045550100',
				isActive: 1,
				primaryContact: true,
			},
			{ id: 6, isActive: 0, emailAddress: null },
			{ id: 7, isActive: true },
		]);
		expect(contact).toMatchObject({
			company_id: '0',
			active: true,
			primary: true,
			emails: ['ann@example.com', 'ann@example.org'],
			phones: [
				{ value: '6045550100', extension: '12', label: 'Work' },
				{ value: '6045550101', extension: '', label: 'Mobile' },
			],
		});
		expect(inactive).toEqual({ ...EMPTY_CONTACT, system: 'autotask', id: '6', active: false });
		expect(odd?.active).toBe(true);
	});
});

describe('HaloPSA', () => {
	it('gives clients with their relationships and their customer type', () => {
		const given = companiesOfHalo({
			pages: [
				{
					record_count: 3,
					clients: [
						{
							id: 1,
							name: 'Acme',
							ref: 'ACM',
							customertype: 10,
							customer_relationship: [{ name: 'Customer' }, { name: 'Supplier' }],
						},
						{ id: 2, name: 'Zero', customertype: 0, inactive: true, customer_relationship: null },
					],
				},
				{ record_count: 3, clients: [{ id: 2 }, { id: 3, customertype: 99 }] },
				{ record_count: 3, clients: [] },
			],
			customerTypes: [
				{ id: 0, name: 'None' },
				{ id: 10, name: 'Customer' },
			],
		});
		expect(given.map(({ id, types, active, status }) => [id, types, active, status])).toEqual([
			['1', ['Customer', 'Supplier'], true, 'Active'],
			['2', [], true, 'Active'],
			['3', [], true, 'Active'],
		]);
		expect(given[2]).toEqual({
			...EMPTY_COMPANY,
			system: 'halopsa',
			id: '3',
			status: 'Active',
			active: true,
			deleted: false,
		});
	});

	it('refuses half a list', () => {
		const pages = [{ record_count: 3, clients: [{ id: 1 }, { id: 1 }, { id: 2 }] }];
		expect(() => companiesOfHalo({ pages, customerTypes: [] })).toThrow('2 of 3 records');
		expect(companiesOfHalo({ pages: [], customerTypes: [] })).toEqual([]);
	});

	it('gives people, and leaves out users that stand for nobody', () => {
		const users = [
			{
				id: 5,
				name: 'Ann Lee',
				client_id: 12,
				firstname: 'Ann',
				surname: 'Lee',
				emailaddress: 'ann@example.com',
				email2: 'lee@example.com',
				phonenumber: '6045550100',
				mobilenumber: '6045550101',
				homenumber: '6045550102',
				isimportantcontact: true,
			},
			{ id: 6, name: 'Bo von  Berg', inactive: true },
			{ id: 7, name: 'General User', emailaddress: '' },
			{ id: 8, name: 'General User', emailaddress: 'general@example.com' },
			{ id: 9, name: 'Backup', isserviceaccount: true, emailaddress: 'backup@example.com' },
		];
		const given = contactsOfHalo([{ record_count: 5, users }]);
		expect(given.map(({ id }) => id)).toEqual(['5', '6', '8']);
		expect(given[0]).toMatchObject({
			company_id: '12',
			first_name: 'Ann',
			last_name: 'Lee',
			primary: true,
			emails: ['ann@example.com', 'lee@example.com'],
			phones: [
				{ value: '6045550100', extension: '', label: 'Work' },
				{ value: '6045550101', extension: '', label: 'Mobile' },
				{ value: '6045550102', extension: '', label: 'Home' },
			],
		});
		expect(given[1]).toEqual({
			...EMPTY_CONTACT,
			system: 'halopsa',
			id: '6',
			first_name: 'Bo',
			last_name: 'von Berg',
			active: false,
		});
		expect(() => contactsOfHalo([{ record_count: 6, users }])).toThrow('5 of 6 records');
	});
});
