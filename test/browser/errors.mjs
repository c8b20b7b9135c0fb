/** What a person reads when something cannot be done. */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { withColumns } from '../../scripts/browser/workflow.mjs';
import { textOf } from './desk.mjs';
import { clearFaults, insert, orderFault } from './sandbox.mjs';

/** @typedef {import('./desk.mjs').Desk} Desk */

const MISSING_ID = '99999999';
/** The sandbox has two organizations of that name. */
const TWICE = 'Summit Logistics';

/** @param {string} value */
const byId = (value) => ({ __rl: true, mode: 'id', value });

/**
 * @typedef {object} Mishap
 * @property {string} name
 * @property {object} [fault] that the sandbox answers with
 * @property {(ids: { organization: string, synced: string }) => Record<string, any>} parameters
 * @property {RegExp} happened what the message says
 * @property {RegExp[]} advice what the description says
 */

/** @type {(ids: { organization: string }) => Record<string, any>} */
const getOrganization = ({ organization }) => ({
	resource: 'organization',
	operation: 'get',
	organizationId: byId(organization),
});

/** @type {Mishap[]} */
const MISHAPS = [
	{
		name: 'A key without the right (401)',
		fault: { kind: 'status', status: 401, times: null },
		parameters: getOrganization,
		happened: /^IT Glue did not let this API key carry out "Get" for the organization$/,
		advice: [
			/^IT Glue says: Unauthorized resource access\. /,
			/Check in IT Glue under Account > Settings > API Keys that the key is active/,
			/Region in the credential .+ is where you sign in/,
			/The key may have no access to restricted records/,
			/limits access by IP address/,
		],
	},
	{
		name: 'A key that is refused (403)',
		fault: { kind: 'status', status: 403, times: null },
		parameters: getOrganization,
		happened: /^IT Glue refused this API key$/,
		advice: [
			/API Key is complete and Region .+ is where you sign in/,
			/A key is revoked after 90 days without use/,
		],
	},
	{
		name: 'A record that is not there (404)',
		parameters: () => getOrganization({ organization: MISSING_ID }),
		happened: /^Organization 99999999 was not found in IT Glue$/,
		advice: [/It may have been deleted/, /Check the ID, or choose the organization from the list/],
	},
	{
		name: 'A name that nothing has',
		parameters: () => ({
			resource: 'organization',
			operation: 'get',
			organizationId: { __rl: true, mode: 'name', value: 'No Such Client Example' },
		}),
		happened: /^There is no organization called "No Such Client Example"$/,
		advice: [/The whole name must match/],
	},
	{
		name: 'A value that is not accepted (422)',
		parameters: ({ organization }) => ({
			resource: 'contact',
			operation: 'create',
			organizationId: byId(organization),
			firstName: 'Ann',
			lastName: 'Example',
			additionalFields: { locationId: byId(MISSING_ID) },
		}),
		happened: /^Location must exist$/,
		advice: [
			/Choose it from the list, or check its ID, and run this again\. Nothing was changed\./,
		],
	},
	{
		name: 'Too many requests (429)',
		fault: { kind: 'rateLimit', times: null },
		parameters: (ids) => ({ ...getOrganization(ids), options: { maxWait: 1 } }),
		happened: /^IT Glue receives too many requests from this account$/,
		advice: [
			/3000 requests in five minutes/,
			/run this again later/,
			/raise the option Longest Wait/,
		],
	},
	{
		name: 'A record that the PSA owns',
		parameters: ({ synced }) => ({
			resource: 'organization',
			operation: 'update',
			organizationId: byId(synced),
			updateFields: { name: 'Renamed Example' },
		}),
		happened: /synced with a PSA and cannot be changed/,
		advice: [
			/The PSA owns this organization\. Only these fields can be changed in IT Glue: .*Quick Notes/,
			/Change the others in the PSA/,
		],
	},
	{
		name: 'Several records that match',
		parameters: () => ({
			resource: 'organization',
			operation: 'upsert',
			fields: {
				mappingMode: 'defineBelow',
				value: { name: TWICE, short_name: 'SUMMIT' },
				matchingColumns: ['name'],
			},
		}),
		happened: /^2 organizations match by Name$/,
		advice: [
			/^Nothing was written\./,
			/Summit Logistics \(\d+\), Summit Logistics \(\d+\)/,
			/match on more columns, or set the option If Several Match/,
		],
	},
];

/** Words that n8n's guidelines keep out of messages, and what no person should have to read. */
const UNSEEMLY = /\b(error|problem|failure|mistake)s?\b|[{}\[\]]|undefined|null|x-api-key|ITG\./i;

/** @param {Desk} desk */
export const describeErrors = (desk) => {
	describe('what cannot be done is explained in the output', () => {
		/** @type {ReturnType<Desk['workflow']>} */
		let open;

		before(async () => {
			const { sandbox } = desk.stage;
			await sandbox.reset();
			const organization = await insert(sandbox, 'organizations', { name: 'Mishaps Example' });
			const psa = { type: 'manage', remoteId: '9001' };
			const synced = await insert(sandbox, 'organizations', { name: 'Synced Example' }, psa);
			const steps = MISHAPS.map(async ({ name, parameters }) => {
				const own = parameters({ organization, synced });
				const complete = own.fields ? await withColumns(desk.surroundings, own) : own;
				return { name, parameters: complete };
			});
			open = desk.workflow({ name: 'Browser: errors', steps: await Promise.all(steps) });
		});
		after(() => clearFaults(desk.stage.sandbox));

		for (const { name, fault, happened, advice } of MISHAPS) {
			desk.test(name, async () => {
				const { sandbox } = desk.stage;
				const panel = await open(name);
				await clearFaults(sandbox);
				if (fault) await orderFault(sandbox, fault);
				await panel.run();
				const message = await textOf(panel.errorMessage);
				const description = await textOf(panel.errorDescription);
				assert.match(message, happened);
				for (const sentence of advice) assert.match(description, sentence);
				assert.doesNotMatch(`${message} ${description}`, UNSEEMLY);
				assert.ok(!(await textOf(panel.output)).includes(sandbox.keys.full), 'no key is shown');
			});
		}
	});
};
