import { memoryOf } from './memory.mjs';
import { brakeOf } from './brake.mjs';
import { digestOf } from './digest.mjs';
import { textsOf } from './texts.mjs';

/** @typedef {import('./planOrganizations.mjs').Company} Company */
/** @typedef {import('./planOrganizations.mjs').Reconciled & { differences?: Record<string, { it_glue: unknown, input: unknown }> }} Compared */
/** @typedef {{ companyTypes: string, onlyProblems: boolean, brakePercent: number, itGlueAddress: string }} VerificationSettings */
/** @typedef {{ status: string, organization: string, company: string, psa_id: string, details: string, new: boolean, organization_id: string, url: string }} ReportRow */

/** What comes first in the table. */
const ORDER = [
	'failed',
	'ambiguous',
	'mismatched',
	'missing_in_it_glue',
	'unsynced',
	'drifted',
	'synced',
];

/** Reconcile gives null where there is no record. @param {string | null | undefined} text */
const told = (text) => text ?? '';

/** A status in words. @param {string} status */
const wordsOf = (status) => (status === 'missing_in_it_glue' ? 'not in IT Glue' : status);

/** @param {Array<{ id: string, name: string }>} [records] */
const called = (records = []) => records.map(({ id, name }) => `${name} (${id})`).join(', ');

/**
 * What a row means, and what to do.
 * @param {Compared} row
 * @param {Company | undefined} company
 */
const detailsOf = (row, company) => {
	switch (row.status) {
		case 'ambiguous':
			return `${called(row.candidates)} may be this company. Merge them in IT Glue, or remove the wrong link.`;
		case 'mismatched':
			return `Linked to company ${row.psa_id}, which ${company?.deleted ? 'was deleted in the PSA' : 'no longer exists in the PSA'}. Match the organization with another company, or archive it.`;
		case 'missing_in_it_glue':
			return (row.suggestions ?? []).length > 0
				? `Not in IT Glue, where similar names are ${called(row.suggestions)}. If it is one of them, match the two. Otherwise let the sync bring it, or create it.`
				: 'Not in IT Glue. Let the sync bring it, or create it.';
		case 'unsynced':
			return row.psa_id
				? `No PSA link, but company ${row.psa_id} has the same name. Match the two in IT Glue under Account, Integrations.`
				: 'No PSA link, and no company has this name.';
		case 'drifted':
			return Object.entries(row.differences ?? {})
				.map(
					([column, { it_glue, input }]) =>
						`${column}: "${it_glue ?? ''}" in IT Glue, "${input ?? ''}" in the PSA`,
				)
				.join('; ');
		case 'failed':
			return `Not compared. ${row.error}. ${row.message}`;
		default:
			return '';
	}
};

/**
 * Compares all companies and organizations, and filters afterwards: an organization whose company is a vendor is linked
 * all the same. Nothing is written but the memory of what was told.
 * @param {{ settings: VerificationSettings, companies: Company[], compared: Compared[], rows: import('./memory.mjs').MemoryRow[], now: number }} sources
 * @returns {object} one item: counts, digest, review (the table); `remember`, `forget` and `run` for the memory
 */
export const verify = ({ settings, companies, compared, rows, now }) => {
	const SYNC = 'psa-sync-verification';
	const memory = memoryOf(rows);
	const byCompany = new Map(companies.map((company) => [company.id, company]));
	const types = textsOf(settings.companyTypes.toLowerCase().split(','));
	const isWanted = (/** @type {Company} */ { active, types: own }) =>
		active && (types.length === 0 || own.some((type) => types.includes(type.toLowerCase())));
	/** Only what is in the PSA alone is filtered. @param {Compared} row */
	const isOfNoInterest = ({ status, psa_id }) => {
		const company = byCompany.get(psa_id ?? '');
		return (
			(status === 'missing_in_it_glue' || status === 'ambiguous') &&
			company !== undefined &&
			!isWanted(company)
		);
	};
	const kept = compared.filter((row) => !isOfNoInterest(row));

	/** @type {Record<string, number>} */
	const counts = Object.fromEntries(ORDER.map((status) => [status, 0]));
	for (const { status } of kept) counts[status] = (counts[status] ?? 0) + 1;
	const stopped = brakeOf(
		{ changes: 0, count: companies.length, before: memory.run?.count },
		{ brakeRecords: 0, brakePercent: settings.brakePercent },
	);

	const table = kept
		.map((row) => {
			const { status } = row;
			const id = told(row.id);
			const name = told(row.name);
			const psa_id = told(row.psa_id);
			const psa_name = told(row.psa_name);
			// A name that drifts again is new.
			const key = [status, id || psa_id || told(row.error), status === 'drifted' ? psa_name : '']
				.join(' ')
				.trim();
			const details = detailsOf(row, byCompany.get(psa_id));
			return { key, status, id, name, psa_id, psa_name, details };
		})
		.sort(
			(one, other) =>
				ORDER.indexOf(one.status) - ORDER.indexOf(other.status) ||
				(one.name || one.psa_name).localeCompare(other.name || other.psa_name),
		);
	const findings = table
		.filter(({ status }) => status !== 'synced')
		.map(({ key, status, name, psa_name, details }) => ({
			key,
			kind: wordsOf(status),
			text: `${name || psa_name}: ${details}`,
		}));
	const fresh = findings.filter(({ key }) => !memory.reported.has(key));
	const open = new Set(findings.map(({ key }) => key));
	const digest = digestOf({
		counts: {
			companies: companies.length,
			...Object.fromEntries(
				Object.entries(counts).map(([status, count]) => [wordsOf(status), count]),
			),
			not_wanted: compared.length - kept.length,
		},
		fresh,
		known: findings.length - fresh.length,
		failed: [],
		stopped: '',
	});
	const shown = table.filter(({ status }) => !settings.onlyProblems || status !== 'synced');
	return {
		companies: companies.length,
		...counts,
		not_wanted: compared.length - kept.length,
		stopped,
		worth_telling: stopped !== '' || fresh.length > 0,
		digest: stopped ? `Nothing was compared. ${stopped}` : digest,
		review: stopped
			? []
			: shown.map(({ key, status, id, name, psa_id, psa_name, details }) => ({
					status,
					organization: name,
					company: psa_name,
					psa_id,
					details,
					new: status !== 'synced' && !memory.reported.has(key),
					organization_id: id,
					url: id ? `${settings.itGlueAddress}/${id}` : '',
				})),
		remember: stopped
			? []
			: fresh.map(({ key, text }) => ({
					sync: SYNC,
					kind: 'reported',
					key,
					value: text.slice(0, 250),
				})),
		forget: stopped
			? []
			: [...memory.reported].flatMap(([key, id]) => (open.has(key) ? [] : [{ id }])),
		run: {
			started: new Date(now).toISOString(),
			ended: new Date(now).toISOString(),
			count: companies.length,
		},
	};
};
