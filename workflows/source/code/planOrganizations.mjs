import { memoryOf } from './memory.mjs';

/** @typedef {{ system: string, id: string, name: string, identifier: string, types: string[], status: string, active: boolean, deleted: boolean, phone: string, website: string, city: string, state: string }} Company */
/** @typedef {{ status: string, psa_id?: string, psa_name?: string, id?: string, name?: string, error?: string, message?: string, candidates?: Array<{ id: string, name: string }>, suggestions?: Array<{ id: string, name: string }> }} Reconciled */
/** @typedef {{ id?: string, name?: string, description?: string | null, organization_status_name?: string | null }} Organization */
/** @typedef {{ createMissing: boolean, createTypes: string, createStatuses: string, organizationType: string, organizationStatus: string, inactiveStatuses: string, descriptionPrefix: string }} OrganizationSettings */
/** @typedef {import('./digest.mjs').Finding} Finding */

/** @param {string} list names, separated by commas */
const namesOf = (list) =>
	list
		.split(',')
		.map((name) => name.trim().toLowerCase())
		.filter((name) => name !== '');

/** What IT Glue calls the PSA of a front end. */
const PSA_TYPES = new Map([
	['connectwise', 'manage'],
	['autotask', 'autotask'],
	['halopsa', 'halo-psa'],
]);

/**
 * The companies that can be compared, as Reconcile takes them.
 * @param {Company[]} companies
 * @param {string} psaType what IT Glue calls the PSA; '' to tell it by the front end
 * @returns {Array<{ psa_id: string, psa_integration_type: string, name: string }>}
 */
export const comparable = (companies, psaType) =>
	companies
		.filter(({ deleted, name }) => !deleted && name.trim() !== '')
		.map(({ id, name, system }) => ({
			psa_id: id,
			psa_integration_type: psaType || (PSA_TYPES.get(system) ?? system),
			name: name.trim(),
		}));

/** @param {Company} company @param {string} prefix */
const factsOf = ({ identifier, status, city, state, phone, website }, prefix) =>
	`${prefix} ${[identifier, status, [city, state].filter(Boolean).join(', '), phone, website].filter(Boolean).join(' · ')}`;

/** @param {Array<{ id: string, name: string }>} [records] */
const listed = (records = []) => records.map(({ id, name }) => `${name} (${id})`).join(', ');

/**
 * What is to be written to organizations, and what a person has to decide.
 * @param {{ settings: OrganizationSettings, companies: Company[], reconciled: Reconciled[], organizations: Organization[], rows: import('./memory.mjs').MemoryRow[] }} sources
 * @returns {{ items: Array<import('./changes.mjs').Wanted>, findings: Finding[], counts: Record<string, number>, count: number, known: Array<{ key: string, id: string }> }}
 */
export const planOrganizations = ({ settings, companies, reconciled, organizations, rows }) => {
	const memory = memoryOf(rows);
	const byCompany = new Map(companies.map((company) => [company.id, company]));
	const byId = new Map(organizations.map((organization) => [organization.id, organization]));
	const types = namesOf(settings.createTypes);
	const statuses = namesOf(settings.createStatuses);
	const inactive = namesOf(settings.inactiveStatuses);
	/** Filtered after the comparison: an organization whose company is a vendor is linked all the same. */
	const isWanted = (/** @type {Company} */ { types: own, status, active, deleted }) =>
		!deleted &&
		active &&
		(types.length === 0 || own.some((type) => types.includes(type.toLowerCase()))) &&
		(statuses.length === 0 || statuses.includes(status.toLowerCase()));
	const isOurs = (/** @type {Organization} */ { description }) =>
		(description ?? '').trim() === '' || (description ?? '').startsWith(settings.descriptionPrefix);

	/** How many companies that are wanted have a name. @type {Map<string, number>} */
	const sameName = new Map();
	const plainName = (/** @type {Company} */ { name }) => name.trim().toLowerCase();
	for (const company of companies.filter(isWanted))
		sameName.set(plainName(company), (sameName.get(plainName(company)) ?? 0) + 1);

	/** @type {Array<import('./changes.mjs').Wanted>} */
	const items = [];
	/** @type {Finding[]} */
	const findings = [];
	/** Also where nothing is to be written: the company may be renamed tomorrow. @type {Array<{ key: string, id: string }>} */
	const knownIds = [];
	const counts = {
		companies: companies.length,
		linked: 0,
		by_name: 0,
		description_kept: 0,
		not_wanted: 0,
	};
	const blank = { id: '', name: '', organization_type_id: '', organization_status_id: '' };

	/** @param {Company} company @param {Organization} organization */
	const known = (company, organization) => {
		if (isOurs(organization))
			items.push({
				...blank,
				key: company.id,
				label: organization.name ?? company.name,
				id: organization.id,
				description: factsOf(company, settings.descriptionPrefix),
			});
		else counts.description_kept += 1;
		if (organization.id !== undefined && memory.ids.get(company.id) !== organization.id)
			knownIds.push({ key: company.id, id: organization.id });
		const retired = inactive.includes((organization.organization_status_name ?? '').toLowerCase());
		if (!company.active && !retired)
			findings.push({
				key: `offboard ${company.id}`,
				kind: 'to offboard',
				text: `${organization.name}: no longer active in the PSA (${company.status || 'inactive'}). If the client has left, run Client offboarding.`,
			});
	};

	/** @param {Company} company @param {Reconciled} row */
	const missing = (company, { suggestions = [] }) => {
		const remembered = byId.get(memory.ids.get(company.id));
		if (remembered) {
			counts.linked += 1;
			known(company, remembered);
			findings.push({
				key: `renamed ${company.id} ${company.name}`,
				kind: 'renamed',
				text: `${remembered.name} is called ${company.name} in the PSA now. Rename the organization, or match the two in IT Glue.`,
			});
			return;
		}
		if (!isWanted(company)) {
			counts.not_wanted += 1;
			return;
		}
		if ((sameName.get(plainName(company)) ?? 0) > 1) {
			findings.push({
				key: `namesake ${company.id}`,
				kind: 'of one name',
				text: `${company.name}: the PSA has several companies of this name (this one is ${company.id}). Rename or merge them there.`,
			});
			return;
		}
		if (settings.createMissing && suggestions.length === 0) {
			items.push({
				...blank,
				key: company.id,
				label: company.name,
				name: company.name.trim(),
				organization_type_id: settings.organizationType,
				organization_status_id: settings.organizationStatus,
				description: factsOf(company, settings.descriptionPrefix),
			});
			return;
		}
		findings.push({
			key: `missing ${company.id}`,
			kind: 'not in IT Glue',
			text:
				suggestions.length > 0
					? `${company.name}: not in IT Glue, but called much like ${listed(suggestions)}. If it is one of them, match the two in IT Glue.`
					: `${company.name}: not in IT Glue. Let the sync bring it, create it, or switch createMissing on.`,
		});
	};

	for (const row of reconciled) {
		const company = byCompany.get(row.psa_id ?? '');
		const organization = byId.get(row.id);
		if (row.status === 'failed') {
			findings.push({
				key: `failed ${row.error}`,
				kind: 'not compared',
				text: `A company of the PSA could not be compared. ${row.error}. ${row.message}`,
			});
			continue;
		}
		if (row.status === 'ambiguous') {
			if (company === undefined || isWanted(company) || memory.ids.has(company.id))
				findings.push({
					key: `ambiguous ${row.psa_id ?? row.id}`,
					kind: 'ambiguous',
					text: `${row.psa_name ?? row.name}: ${listed(row.candidates)} may be this company. Merge them in IT Glue, or correct the links.`,
				});
			continue;
		}
		if (row.status === 'mismatched') {
			const deleted = company?.deleted === true;
			findings.push({
				key: `gone ${row.id}`,
				kind: 'company gone',
				text: `${row.name}: its company ${row.psa_id} ${deleted ? 'was deleted in the PSA' : 'is not in the PSA any more'}. Match the organization with another company, or archive it.`,
			});
			continue;
		}
		if (company === undefined) continue;
		if (row.status === 'missing_in_it_glue') {
			missing(company, row);
			continue;
		}
		if (organization === undefined) continue;
		counts[row.status === 'unsynced' ? 'by_name' : 'linked'] += 1;
		known(company, organization);
	}
	return { items, findings, counts, count: companies.length, known: knownIds };
};
