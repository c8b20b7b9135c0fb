/** Words the data set is made of. Everything is invented; addresses and numbers come from the ranges kept for examples. */

/** The account's own organization, always the first. */
export const OWN_ORGANIZATION = 'Example Managed Services';

/** Client names that are awkward on purpose. */
export const AWKWARD_NAMES: readonly string[] = [
	`O'Brien Dental`,
	'Baker, Lyons & Co',
	'Müller Zahntechnik GmbH',
	'Harbour Café ☕',
	'Lakeside Veterinary Clinic',
	'LAKESIDE VETERINARY CLINIC',
	'Summit Logistics',
	'Summit Logistics',
	'The Very Long Established and Incorporated Society of Regional Bookbinders, Paper Makers, Engravers, Typographers and Allied Trades of the Northern, Southern, Eastern and Western Valleys Holding Company'
		.padEnd(200, ' Ltd')
		.slice(0, 200),
	'Nakamura <Design> "Studio"',
];

export const NAME_FIRST = [
	'Amber',
	'Birch',
	'Cedar',
	'Copper',
	'Delta',
	'Elm',
	'Falcon',
	'Granite',
	'Hollow',
	'Iron',
	'Juniper',
	'Kestrel',
	'Linden',
	'Maple',
	'North',
	'Orchard',
	'Pine',
	'Quarry',
	'River',
	'Stone',
] as const;
export const NAME_SECOND = [
	'Accounting',
	'Bakery',
	'Builders',
	'Chiropractic',
	'Dental',
	'Electric',
	'Farms',
	'Freight',
	'Insurance',
	'Interiors',
	'Law',
	'Legal',
	'Machining',
	'Optical',
	'Packaging',
	'Physio',
	'Plumbing',
	'Realty',
	'Roofing',
	'Tutors',
] as const;
export const NAME_LAST = ['Group', 'Inc', 'LLC', 'Partners', 'Services', '& Sons'] as const;

export const FIRST_NAMES = [
	'Aisha',
	'Ben',
	'Carla',
	'Dmitri',
	'Elena',
	'Femi',
	'Grace',
	'Hiro',
	'Ines',
	'Jonas',
	'Kavya',
	'Liam',
	'Mei',
	'Nora',
	'Omar',
	'Paula',
	'Quinn',
	'Rosa',
	'Søren',
	'Tomas',
] as const;
export const LAST_NAMES = [
	'Abbott',
	'Berg',
	'Castillo',
	'Dunn',
	'Eriksen',
	'Fontaine',
	'Garza',
	'Hayes',
	'Ivanov',
	'Jansen',
	'Kaur',
	'Lindqvist',
	'Mbeki',
	'Novak',
	`O'Hara`,
	'Petrov',
	'Quist',
	'Romano',
	'Sato',
	'Tran',
] as const;
export const TITLES = [
	'Office Manager',
	'IT Coordinator',
	'Owner',
	'Accountant',
	'Operations Lead',
	'Receptionist',
	'CFO',
	'Warehouse Supervisor',
] as const;

export const ORGANIZATION_TYPES = [
	'Customer',
	'Vendor',
	'Partner',
	'Internal',
	'Prospect',
] as const;
export const ORGANIZATION_STATUSES = ['Active', 'Inactive', 'Archived'] as const;
export const CONTACT_TYPES = [
	'Primary',
	'Technical',
	'Billing',
	'Executive',
	'End User',
	'Vendor',
] as const;
/** The kind is IT Glue's own, a type of one's own has none. */
export const CONFIGURATION_TYPES: ReadonlyArray<readonly [name: string, kind: string | null]> = [
	['Managed Workstation', 'workstation'],
	['Managed Server', 'server'],
	['Managed Network Switch', 'switch'],
	['Managed Firewall', 'firewall'],
	['Printer', 'printer'],
	['UPS', 'ups'],
	['Other', null],
];
export const CONFIGURATION_STATUSES = ['Active', 'In Repair', 'Spare', 'Retired'] as const;
export const PASSWORD_CATEGORIES = [
	'Active Directory',
	'Cloud Management',
	'Email',
	'Infrastructure',
	'Network',
	'Vendor Portal',
] as const;
export const PLATFORMS = ['Windows', 'macOS', 'Linux', 'Appliance'] as const;
export const OPERATING_SYSTEMS: ReadonlyArray<readonly [name: string, platform: number]> = [
	['Windows 11 Pro', 0],
	['Windows Server 2022', 0],
	['macOS 15', 1],
	['Debian 12', 2],
	['Firmware', 3],
];
export const MANUFACTURERS: Readonly<Record<string, readonly string[]>> = {
	'Northgate Computers': ['Desk 200', 'Desk 300', 'Rack 12'],
	'Palisade Networks': ['Wall 40', 'Wall 80', 'Switch 24'],
	'Quill Printing': ['Jet 5', 'Laser 9'],
	Voltkeep: ['Guard 1500', 'Guard 3000'],
};
export const COUNTRIES: ReadonlyArray<{
	name: string;
	iso: string;
	regions: ReadonlyArray<readonly [name: string, iso: string]>;
}> = [
	{
		name: 'United States',
		iso: 'US',
		regions: [
			['California', 'CA'],
			['Texas', 'TX'],
			['Oregon', 'OR'],
			['Washington', 'WA'],
			['New York', 'NY'],
		],
	},
	{
		name: 'Canada',
		iso: 'CA',
		regions: [
			['British Columbia', 'BC'],
			['Ontario', 'ON'],
			['Quebec', 'QC'],
		],
	},
	{
		name: 'United Kingdom',
		iso: 'GB',
		regions: [
			['England', 'ENG'],
			['Scotland', 'SCT'],
			['Wales', 'WLS'],
		],
	},
	{
		name: 'Germany',
		iso: 'DE',
		regions: [
			['Bavaria', 'BY'],
			['Berlin', 'BE'],
			['Hesse', 'HE'],
		],
	},
	{
		name: 'Australia',
		iso: 'AU',
		regions: [
			['New South Wales', 'NSW'],
			['Victoria', 'VIC'],
			['Queensland', 'QLD'],
		],
	},
];
export const CITIES = [
	'Fairview',
	'Greenville',
	'Kingsport',
	'Milltown',
	'Oakdale',
	'Riverton',
	'Springdale',
	'Westbrook',
] as const;
export const STREETS = [
	'Example Street',
	'Harbour Road',
	'Market Lane',
	'Mill Avenue',
	'Station Way',
] as const;
export const FOLDER_NAMES = ['Procedures', 'Network', 'Vendors'] as const;
export const DOCUMENT_NAMES = [
	'Client Overview',
	'Backup Procedure',
	'Printer Setup',
	'New Starter Checklist',
	'Firewall Notes',
	'Recovery Plan',
] as const;
export const PASSWORD_NAMES = [
	'Domain Administrator',
	'Firewall',
	'Mail Admin',
	'Wireless',
	'Registrar',
	'Backup Vault',
] as const;
