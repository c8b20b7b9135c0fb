/** Companies of a PSA, as "Get companies" gives them, for the tests of what is made of them. */
export const company = (id: string, name: string, more: object = {}) => ({
	system: 'connectwise',
	id,
	name,
	identifier: name.replaceAll(' ', ''),
	types: ['Client'],
	status: 'Active',
	active: true,
	deleted: false,
	phone: '',
	website: '',
	city: '',
	state: '',
	...more,
});
