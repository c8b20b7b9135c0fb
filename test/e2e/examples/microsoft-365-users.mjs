import assert from 'node:assert/strict';
import { graphCredential } from '../../../scripts/lib/examples.mjs';
import {
	assetsBy,
	failInGraph,
	graph,
	recordsById,
	removeFromGraph,
	saveInGraph,
} from '../beside.mjs';
import { messagesIn } from '../syncs.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const TYPE = 'Microsoft 365 User';
const ID = 'microsoft-365-id';
const WRITING = { values: { Settings: { dryRun: false } } };
const KEPT_BY = 'n8n: Microsoft 365 users';

/** @param {any} user */
const isGuest = ({ userType, userPrincipalName }) =>
	userType === 'Guest' || userPrincipalName.includes('#EXT#');

/** @param {any} tenant */
const employees = ({ users }) =>
	users.filter((/** @type {any} */ user) => !isGuest(user) && user.accountEnabled);

/** @param {Scene} scene */
const assets = (scene) => assetsBy(scene, TYPE, ID);

/** @param {Scene} scene */
const tenants = async (scene) => {
	const { tenants: all } = await graph(scene);
	// What the sign-in gives out.
	for (const { id, clientSecret } of all)
		scene.secrets.add(`demo-graph-token-${id}`).add(clientSecret);
	return all;
};

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @param {Scene} scene */
const firstRun = async (scene) => {
	await tenants(scene);
	const { run } = await scene.run(WRITING);
	assert.equal(run.status, 'success');
	before = await assets(scene);
};

/** The contacts of an organization by one of their addresses. @param {Scene} scene @param {string} name */
const contactsOf = async (scene, name) => {
	const organization = (await scene.records('organizations')).find(
		({ attributes }) => attributes.name === name,
	);
	const contacts = (await scene.records('contacts')).filter(
		({ attributes }) => String(attributes.organization_id) === organization.id,
	);
	return new Map(
		contacts.flatMap(({ id, attributes }) =>
			attributes.contact_emails.map((/** @type {any} */ email) => [
				email.value.toLowerCase(),
				Number(id),
			]),
		),
	);
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with the users of a tenant, the type being new',
			adapt: () => WRITING,
			prepare: async (scene) => void (await tenants(scene)),
			check: async (outcome, scene) => {
				const { items, journal } = outcome;
				const [tenant] = await tenants(scene);
				const found = await assets(scene);
				const wanted = employees(tenant);
				assert.deepEqual(
					[...found.keys()].sort(),
					wanted.map((/** @type {any} */ user) => user.id).sort(),
				);
				const contacts = await contactsOf(scene, tenant.organization);
				assert.ok(contacts.size >= 4);
				const [first, second, third] = wanted;
				const traits = (/** @type {any} */ user) => found.get(user.id)?.attributes.traits;
				assert.deepEqual(
					{ ...traits(first), 'other-addresses': null, 'job-title': null },
					{
						'display-name': first.displayName,
						'user-principal-name': first.userPrincipalName,
						email: first.mail,
						contact: [contacts.get(first.mail.toLowerCase())],
						'user-type': 'Member',
						'job-title': null,
						department: 'Office',
						licenses: '<ul><li>Microsoft 365 Business Premium</li></ul>',
						'other-addresses': null,
						tenant: tenant.domain,
						[ID]: first.id,
						'kept-by': KEPT_BY,
					},
				);
				// Known by an older address only, and with a blank that nobody sees.
				const older = second.proxyAddresses[1].slice('smtp:'.length).toLowerCase();
				assert.deepEqual(traits(second).contact, [contacts.get(older)]);
				assert.equal(traits(second)['display-name'], second.displayName.trim());
				assert.equal(
					traits(third).licenses,
					'<ul><li>Microsoft 365 Business Premium</li><li>Microsoft Power Automate Free</li><li>SOMETHING_NEW_2027</li></ul>',
				);
				const service = wanted.find((/** @type {any} */ { mail }) => mail === null);
				assert.equal(traits(service)['display-name'], 'Backup <service>');
				assert.equal('contact' in traits(service), false);
				assert.ok([...found.values()].every(({ attributes }) => !attributes.archived));

				const [summary] = items('Summary');
				const tagged = wanted.filter((/** @type {any} */ user) => traits(user).contact).length;
				assert.deepEqual(summary, {
					dry_run: false,
					type: 'created',
					users: tenant.users.length,
					created: wanted.length,
					updated: 0,
					would_create: 0,
					would_update: 0,
					unchanged: 0,
					archived: 0,
					would_archive: 0,
					without_contact: wanted.length - tagged,
					guests_left_out: 2,
					disabled_left_out: 2,
					review: 0,
					failed: [],
				});
				assert.equal(tagged, wanted.length - 20);
				assert.ok(journal.length <= wanted.length + 20, `few requests: ${journal.length}`);
				const asked = (await graph(scene)).journal.filter(({ path }) => path.endsWith('/users'));
				assert.ok(asked.length > 1, 'more than one page');
				const [message] = messagesIn(outcome);
				assert.equal(message?.title, `Microsoft 365 users: ${tenant.organization}`);
				assert.equal(message?.text, `created: ${wanted.length}`);
			},
			checkAgain: (outcome) => {
				const { items, journal } = outcome;
				assert.deepEqual(messagesIn(outcome), [], 'nothing is new');
				const [summary] = items('Summary');
				assert.deepEqual(
					[summary?.type, summary?.created, summary?.updated, summary?.archived],
					['unchanged', 0, 0, 0],
				);
				assert.ok(journal.length <= 20, `few requests: ${journal.length}`);
			},
		},
		{
			name: 'with changes at Microsoft, and people who have left and come back',
			adapt: () => WRITING,
			prepare: async (scene) => {
				await firstRun(scene);
				const [tenant] = await tenants(scene);
				const [renamed, blocked, gone, kept] = employees(tenant);
				await saveInGraph(scene, tenant, 'users', {
					id: renamed.id,
					displayName: 'Renamed Person',
					userPrincipalName: `renamed@${tenant.domain}`,
					assignedLicenses: [],
				});
				await saveInGraph(scene, tenant, 'users', { id: blocked.id, accountEnabled: false });
				await removeFromGraph(scene, tenant, 'users', gone.id);
				// Somebody has added a field to the type and filled it in, and a tag.
				const asset = before.get(renamed.id);
				await scene.insert('flexible_asset_fields', {
					flexible_asset_type_id: asset.attributes.flexible_asset_type_id,
					name: 'Notes',
					name_key: 'notes',
					kind: 'Text',
					order: 99,
					required: false,
					show_in_list: true,
					use_for_title: false,
				});
				await scene.api('PATCH', `/flexible_assets/${asset.id}`, {
					traits: { ...asset.attributes.traits, notes: 'Prefers calls' },
				});
				// Made by hand, and archived by hand.
				const { traits } = before.get(kept.id).attributes;
				await scene.api('POST', '/flexible_assets', {
					'organization-id': asset.attributes.organization_id,
					'flexible-asset-type-id': asset.attributes.flexible_asset_type_id,
					traits: { ...traits, 'display-name': 'By hand', [ID]: 'by-hand', 'kept-by': 'A person' },
				});
				await scene.api('PATCH', `/flexible_assets/${before.get(kept.id).id}`, { archived: true });
			},
			check: async (outcome, scene) => {
				const { items } = outcome;
				assert.equal(messagesIn(outcome)[0]?.text, 'updated: 1, archived: 2');
				const after = await assets(scene);
				const all = [...before.values()];
				const [renamed, blocked, gone, kept] = all.map(({ id }) =>
					[...after.values()].find((asset) => asset.id === id),
				);
				assert.equal(renamed.attributes.name, 'Renamed Person');
				assert.equal(renamed.attributes.traits.notes, 'Prefers calls');
				assert.equal('licenses' in renamed.attributes.traits, false, 'emptied there, emptied here');
				for (const left of [blocked, gone]) {
					assert.equal(left.attributes.archived, true);
					assert.match(left.attributes.traits['left-on'], /^\d{4}-\d\d-\d\d$/);
				}
				assert.equal(kept.attributes.archived, true, 'archived by a person');
				assert.equal(after.get('by-hand').attributes.archived, false);
				const [summary] = items('Summary');
				assert.deepEqual(
					[summary?.updated, summary?.archived, summary?.created, summary?.disabled_left_out],
					[1, 2, 0, 3],
				);
				assert.equal(after.size, before.size + 1, 'nothing is deleted');
			},
		},
		{
			name: 'with somebody who comes back',
			adapt: () => WRITING,
			prepare: async (scene) => {
				await firstRun(scene);
				const [tenant] = await tenants(scene);
				const [away] = employees(tenant);
				await saveInGraph(scene, tenant, 'users', { id: away.id, accountEnabled: false });
				await scene.run(WRITING);
				assert.equal((await assets(scene)).get(away.id).attributes.archived, true);
				await saveInGraph(scene, tenant, 'users', { id: away.id, accountEnabled: true });
			},
			check: async ({ items }, scene) => {
				const [tenant] = await tenants(scene);
				const { attributes } = (await assets(scene)).get(employees(tenant)[0].id);
				assert.equal(attributes.archived, false);
				assert.deepEqual(attributes.traits, before.get(attributes.traits[ID]).attributes.traits);
				assert.equal(items('Summary')[0]?.updated, 1);
				assert.equal(items('Notify').length, 0, 'a change alone is not told');
			},
		},
		{
			name: 'with two tenants of one organization, guests, and an address that two contacts have',
			adapt: ({ graph: { tenants: all } }) => {
				const [, other] = all;
				assert.ok(other);
				return {
					values: {
						Settings: { dryRun: false, tenantDomain: other.domain, includeGuests: true },
					},
					credentials: ['Get users', 'Get licenses'].map((node) => ({
						...graphCredential(other),
						node,
					})),
				};
			},
			prepare: async (scene) => {
				await firstRun(scene);
				const [tenant, other] = await tenants(scene);
				const organization = (await scene.records('organizations')).find(
					({ attributes }) => attributes.name === tenant.organization,
				);
				const [user] = employees(other);
				for (const name of ['One', 'Two'])
					await scene.insert('contacts', {
						organization_id: Number(organization.id),
						first_name: name,
						last_name: 'Shared',
						contact_emails: [{ value: user.mail.toLowerCase(), primary: true, label_name: 'Work' }],
						contact_phones: [],
					});
			},
			check: async (outcome, scene) => {
				const { items } = outcome;
				const [, other] = await tenants(scene);
				const after = await assets(scene);
				for (const [id, asset] of before)
					assert.deepEqual(after.get(id).attributes, asset.attributes, 'those of the first tenant');
				const guests = other.users.filter(isGuest);
				assert.deepEqual(
					guests.map((/** @type {any} */ { id }) => after.get(id).attributes.traits['user-type']),
					['Guest', 'Guest'],
				);
				const [user] = employees(other);
				assert.equal('contact' in after.get(user.id).attributes.traits, false);
				const [line, ...more] = items('Review');
				assert.deepEqual([line?.user, more], [user.userPrincipalName, []]);
				assert.match(line?.reason, /^2 contacts have the address .*: \d+, \d+\./);
				const [message] = messagesIn(outcome);
				assert.ok(message?.text.endsWith(`\n- ${line?.user}: ${line?.reason}`), message?.text);
			},
			checkAgain: (outcome) => {
				assert.equal(outcome.items('Review').length, 1, 'it is still open');
				assert.deepEqual(messagesIn(outcome), [], 'and was told');
			},
		},
		{
			name: 'as shipped, which writes nothing',
			changesNothing: true,
			prepare: async (scene) => {
				await tenants(scene);
				before = await recordsById(scene, 'flexible_assets');
			},
			check: async ({ items }, scene) => {
				const [tenant] = await tenants(scene);
				const [summary] = items('Summary');
				assert.deepEqual(
					[summary?.dry_run, summary?.type, summary?.would_create],
					[true, 'would_create', employees(tenant).length],
				);
				assert.deepEqual(await recordsById(scene, 'flexible_assets'), before);
				assert.equal(items('Notify').length, 0, 'a dry run tells nobody');
			},
		},
	],
	also: [
		{
			name: 'tells in a dry run what it would archive and change',
			test: async (scene) => {
				await firstRun(scene);
				const [tenant] = await tenants(scene);
				const [gone, changed] = employees(tenant);
				await removeFromGraph(scene, tenant, 'users', gone.id);
				await saveInGraph(scene, tenant, 'users', { id: changed.id, department: 'Laboratory' });
				const { run, items } = await scene.run();
				assert.equal(run.status, 'success');
				const [summary] = items('Summary');
				assert.deepEqual([summary?.would_archive, summary?.would_update], [1, 1]);
				assert.deepEqual(await assets(scene), before);
			},
		},
		{
			name: 'archives nobody when more have left than Settings allows, and ends failed',
			test: async (scene) => {
				await firstRun(scene);
				const [tenant] = await tenants(scene);
				for (const { id } of employees(tenant).slice(0, 11))
					await removeFromGraph(scene, tenant, 'users', id);
				const outcome = await scene.run(WRITING);
				const { run } = outcome;
				assert.equal(run.status, 'error');
				const [message] = messagesIn(outcome);
				assert.match(message?.text, /^Failed: Archive leavers \(.*11 users have left/m);
				assert.equal(message?.failed, true);
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /11 users have left, more than archiveAtMost \(10\)/);
				assert.deepEqual(await assets(scene), before);
			},
		},
		{
			name: 'stops before it writes when the credential is of another tenant',
			test: async (scene) => {
				await firstRun(scene);
				const { run, journal } = await scene.run({
					values: { Settings: { dryRun: false, tenantDomain: 'elsewhere.example.com' } },
				});
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: other tenant');
				assert.match(stop?.error.message, /^Nothing was written\. No user signs in with/);
				assert.deepEqual(journal, []);
			},
		},
		{
			name: 'gets over a refused reading, and stops before it writes when Microsoft keeps refusing',
			test: async (scene) => {
				await tenants(scene);
				await failInGraph(scene, { status: 429, retryAfter: '1', path: '/users' });
				await failInGraph(scene, { status: 503, path: '/subscribedSkus' });
				const { run, items } = await scene.run();
				assert.equal(run.status, 'success');
				assert.ok(items('Summary')[0]?.would_create > 20);
				await failInGraph(scene, { status: 429, path: '/users', times: 9 });
				const refused = await scene.run(WRITING);
				assert.equal(refused.run.status, 'error');
				assert.deepEqual(refused.journal, []);
			},
		},
		{
			name: 'goes on when one is refused, and ends failed with a message that names it',
			test: async (scene) => {
				await firstRun(scene);
				const [tenant] = await tenants(scene);
				const [user, other] = employees(tenant);
				// Two assets of one ID: which is meant?
				const { attributes } = before.get(user.id);
				await scene.insert('flexible_assets', { ...attributes });
				await saveInGraph(scene, tenant, 'users', { id: other.id, department: 'Laboratory' });
				const { run, items } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /^1 of \d+ users failed\. Sync users \(/);
				assert.ok(stop?.error.message.includes(user.userPrincipalName));
				assert.equal(items('Summary')[0]?.updated, 1);
			},
		},
	],
};
