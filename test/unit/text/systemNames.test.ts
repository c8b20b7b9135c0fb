import { RMM_TYPES, PSA_TYPES } from '../../../nodes/ITGlue/resources/schema/common';
import { compareSystems, filterValueOf, systemOf } from '../../../nodes/ITGlue/text/systemNames';
import { effortOf } from '../../helpers/effort';

describe('the PSAs that IT Glue filters by', () => {
	it.each(PSA_TYPES.map(({ id, label }) => [id, label]))('%s, called %s', (id, label) => {
		expect([filterValueOf(id), filterValueOf(label)]).toEqual([id, id]);
	});

	it.each([
		['ConnectWise', 'manage'],
		['Connectwise PSA', 'manage'],
		['connectwise_manage', 'manage'],
		['ConnectWise PSA (formerly Manage)', 'manage'],
		['ＣｏｎｎｅｃｔＷｉｓｅ\u00a0Manage', 'manage'],
		['Autotask PSA', 'autotask'],
		['Datto Autotask PSA', 'autotask'],
		['AUTO TASK', 'autotask'],
		['BMS', 'kaseya-bms'],
		['Kaseya  BMS', 'kaseya-bms'],
		['Kaseya Vorex', 'vorex'],
		['Pulseway-PSA', 'pulseway-psa'],
		['Tigerpaw One', 'tigerpaw'],
		['HaloPSA', undefined],
		['ConnectWise Automate', undefined],
		['', undefined],
	])('%j is %s', (name, value) => {
		expect(filterValueOf(name)).toBe(value);
	});
});

it.each([
	'Microsoft',
	'Microsoft 365',
	'Office 365',
	'Azure AD',
	'Microsoft Entra ID',
	'Intune',
	'Google Workspace',
	'NinjaRMM',
	'Datto RMM',
	'N-able N-central',
	'ConnectWise RMM',
	'Kaseya VSA 10',
	'Cisco Meraki',
	'Network Glue',
])('%s is no PSA', (name) => {
	expect(systemOf(name)?.kind).toBe('other');
});

it.each(RMM_TYPES.flatMap(({ id, label }) => [id, label]))(
	'the RMM %s is no PSA by itself',
	(name) => {
		expect(systemOf(name)?.kind).toMatch(/^(other|both)$/);
	},
);

it.each([
	['ConnectWise', 'manage', 'same'],
	['HaloPSA', 'halo psa', 'same'],
	['Syncro', 'SYNCRO', 'same'],
	['Ticketing Cloud', 'ticketing-cloud PSA', 'same'],
	['Autotask', 'ConnectWise Manage', 'different'],
	['HaloPSA', 'manage', 'different'],
	['Syncro', 'manage', 'different'],
	['Ticketing Cloud', 'manage', 'unknown'],
	['Ticketing Cloud', 'Another Desk', 'unknown'],
	['Pulseway', 'pulseway-psa', 'unknown'],
	['', 'manage', 'unsaid'],
	[null, undefined, 'unsaid'],
	['PSA', 'manage', 'unsaid'],
	['()', 'manage', 'unsaid'],
] as const)('%j and %j: %s', (one, other, relation) => {
	expect([compareSystems(one, other), compareSystems(other, one)]).toEqual([relation, relation]);
});

it('reads a name of any length in no time', () => {
	const effort = effortOf(() => {
		for (const part of ['(', '((a', 'psa', 'é', '\u{1D54F}', ' -']) systemOf(part.repeat(200_000));
	});
	expect(effort).toBeLessThan(2_000);
});
