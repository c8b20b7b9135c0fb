import assert from 'node:assert/strict';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import { failInGraph, graph, saveInGraph } from '../beside.mjs';
import { idCalled, storedRuns } from '../people.mjs';
import { messagesIn } from '../syncs.mjs';
import { waitsForConfirmation } from '../unsaved.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const CATEGORY = 'Rotated';
const OLD = 'example-old-value-not-a-secret';
const WRITING = { values: { Settings: { dryRun: false } } };
/** The only steps that may put a value out. */
const HOLDING = ['Random', 'New value'];

/** @type {any} */
let tenant;
/** @type {any} */
let client;

/** @param {Scene} scene */
const readTenant = async (scene) => {
	[tenant] = (await graph(scene)).tenants;
	scene.secrets.add(`demo-graph-token-${tenant.id}`).add(tenant.clientSecret);
	for (const { passwordProfile } of tenant.users)
		if (passwordProfile) scene.secrets.add(passwordProfile.password);
	return tenant;
};

/** The users with two such passwords, in the order of the tenant. */
const accounts = () =>
	tenant.users.filter((/** @type {any} */ { userPrincipalName: name }) =>
		/^worker\.[12]@/.test(name),
	);

/** What the system has as the password of an account. @param {number} at */
const inSystem = (at) => accounts()[at].passwordProfile?.password;

/**
 * @param {Scene} scene
 * @param {string} name
 * @param {object} more
 * @returns {Promise<any>}
 */
const addPassword = async (scene, name, more) =>
	scene.insert('passwords', {
		organization_id: Number(client.id),
		name,
		password: OLD,
		password_category_id: await idCalled(scene, 'password_categories', CATEGORY),
		password_updated_at: '2025-01-01T07:00:00Z',
		archived: false,
		...more,
	});

/** Two that are due, and such as must stay. @param {Scene} scene */
const prepare = async (scene) => {
	await readTenant(scene);
	scene.secrets.add(OLD);
	client = (await scene.records('organizations')).find(
		({ attributes }) => attributes.name === tenant.organization,
	);
	await scene.insert('password_categories', { name: CATEGORY });
	const [first, second] = accounts();
	await addPassword(scene, 'Scanner', { username: first.userPrincipalName.toUpperCase() });
	await addPassword(scene, 'Backup', { username: second.userPrincipalName });
	await addPassword(scene, 'Stranger', { username: 'nobody@example.com' });
	await addPassword(scene, 'Fresh', {
		username: `worker.3@${tenant.domain}`,
		password_updated_at: new Date().toISOString(),
	});
	await addPassword(scene, 'Other category', {
		username: `worker.4@${tenant.domain}`,
		password_category_id: await idCalled(scene, 'password_categories', 'Email'),
	});
};

/** @param {Scene} scene @returns {Promise<any[]>} */
const ours = async (scene) =>
	(await scene.records('passwords')).filter(
		({ attributes }) => String(attributes.organization_id) === client.id,
	);

/** @param {Scene} scene @param {string} name @returns {Promise<string>} */
const valueOf = async (scene, name) =>
	(await ours(scene)).find(({ attributes }) => attributes.name === name)?.attributes.password;

/** Records that hold a new value beside a password, the latest last. @param {Scene} scene @param {string} name @returns {Promise<any[]>} */
const beside = async (scene, name) =>
	(await ours(scene))
		.filter(({ attributes }) => attributes.name.startsWith(`${name} (new value, `))
		.sort((one, other) => Number(one.id) - Number(other.id))
		.map(({ attributes }) => attributes);

/** @param {any} outcome @param {Scene} scene */
const mustNotBeStored = async ({ run }, scene) => {
	for (const { attributes } of await ours(scene)) scene.secrets.add(attributes.password);
	const leaking = run.nodes.filter(
		(/** @type {any} */ { node, outputs, error }) =>
			!HOLDING.includes(node) &&
			[...scene.secrets].some((value) => JSON.stringify([outputs, error]).includes(value)),
	);
	assert.equal(leaking.map((/** @type {any} */ { node }) => node).join(), '');
	assert.deepEqual(await storedRuns(scene, 'Password rotation'), []);
};

/** @param {any} outcome @returns {string} */
const stopOf = ({ run }) => {
	assert.equal(run.status, 'error');
	return run.nodes.find((/** @type {any} */ { node }) => node === 'Stop as failed')?.error.message;
};

/** One that is due, so that each failure is about it. @param {Scene} scene */
const onlyScanner = async (scene) => {
	await prepare(scene);
	for (const { id, attributes } of await ours(scene))
		if (['Backup', 'Stranger'].includes(attributes.name)) await scene.remove('passwords', id);
};

/** Both sides have the same new value, and nothing is left open. @param {Scene} scene */
const mustBeSettled = async (scene) => {
	await readTenant(scene);
	const value = await valueOf(scene, 'Scanner');
	assert.notEqual(value, OLD);
	assert.equal(inSystem(0), value);
	assert.ok((await beside(scene, 'Scanner')).every(({ archived }) => archived === true));
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with two passwords that are due',
			adapt: () => WRITING,
			prepare,
			check: async (outcome, scene) => {
				await readTenant(scene);
				for (const [at, name] of ['Scanner', 'Backup'].entries()) {
					const value = await valueOf(scene, name);
					assert.match(value, /^[\w-]{30,}-aZ7$/);
					assert.equal(inSystem(at), value);
					assert.equal(accounts()[at].passwordProfile.forceChangePasswordNextSignIn, false);
					const [record, ...others] = await beside(scene, name);
					assert.deepEqual(others, []);
					assert.deepEqual(
						[record.password, record.archived, record.restricted],
						[value, true, true],
					);
				}
				assert.notEqual(inSystem(0), inSystem(1));
				for (const name of ['Stranger', 'Fresh', 'Other category'])
					assert.equal(await valueOf(scene, name), OLD);
				const [summary] = outcome.items('Summary');
				assert.deepEqual(summary?.rotated.sort(), ['Backup', 'Scanner']);
				assert.deepEqual([summary?.urgent, summary?.failed, summary?.review], [[], [], 1]);
				const [message] = messagesIn(outcome);
				assert.match(message?.text, /^Rotated: .*\n- Stranger: The tenant has no user/);
				assert.equal(message?.failed, false);

				// First kept, then set, then stored.
				const writes = writesIn(outcome.journal).map(({ method }) => method);
				assert.deepEqual(writes, ['POST', 'POST', 'PATCH', 'PATCH', 'PATCH', 'PATCH']);
				assert.ok(outcome.journal.every(({ query }) => query.show_password !== 'true'));
				await mustNotBeStored(outcome, scene);
			},
			checkAgain: async (outcome, scene) => {
				assert.deepEqual(messagesIn(outcome), [], 'what was told is not told again');
				const asked = (await graph(scene)).journal.filter(({ method }) => method === 'PATCH');
				assert.equal(asked.length, 2, 'nothing is set again');
				await mustNotBeStored(outcome, scene);
			},
		},
		{
			name: 'as shipped once the settings are confirmed: only listed',
			changesNothing: true,
			prepare,
			check: async (outcome, scene) => {
				assert.deepEqual(
					outcome.items('Preview').map(({ name }) => name),
					['Scanner', 'Backup'],
				);
				assert.equal(outcome.items('Summary')[0]?.would_rotate, 2);
				assert.deepEqual(messagesIn(outcome), []);
				const asked = (await graph(scene)).journal.filter(({ method }) => method !== 'GET');
				assert.deepEqual(asked, []);
			},
		},
		{
			name: 'with no more in one run than allowed',
			adapt: () => ({ values: { Settings: { dryRun: true, mostInOneRun: 1 } } }),
			changesNothing: true,
			prepare,
			check: ({ items }) => {
				assert.equal(items('Preview').length, 1);
				assert.equal(items('Summary')[0]?.later, 1);
			},
		},
	],
	also: [
		waitsForConfirmation(prepare, async (scene) => (await graph(scene)).journal),
		{
			name: 'changes nothing where IT Glue does not keep the new value',
			test: async (scene) => {
				await onlyScanner(scene);
				await scene.fault({ kind: 'status', status: 422, method: 'POST', path: '/passwords' });
				const outcome = await scene.run(WRITING);
				assert.match(stopOf(outcome), /^Scanner: nothing was changed/);
				await readTenant(scene);
				assert.equal(inSystem(0), undefined);
				assert.equal(await valueOf(scene, 'Scanner'), OLD);
				await mustNotBeStored(outcome, scene);
			},
		},
		{
			name: 'leaves the old value on both sides where the system refuses the new one',
			test: async (scene) => {
				await onlyScanner(scene);
				await failInGraph(scene, { status: 403, path: '/users/' });
				const outcome = await scene.run(WRITING);
				assert.match(stopOf(outcome), /^Scanner: Microsoft 365 refused the new value\..*ordered/);
				assert.equal(await valueOf(scene, 'Scanner'), OLD);
				const [refused] = await beside(scene, 'Scanner');
				assert.equal(refused.archived, true);
				assert.equal(messagesIn(outcome)[0]?.title.startsWith('URGENT'), false);
				await mustNotBeStored(outcome, scene);
				assert.equal((await scene.run(WRITING)).run.status, 'success');
				await mustBeSettled(scene);
			},
		},
		...[true, false].map((done) => ({
			name: `keeps both values and says so loudly where the answer gets lost, the new one being ${done ? '' : 'not '}set`,
			test: async (/** @type {Scene} */ scene) => {
				await onlyScanner(scene);
				await failInGraph(scene, { status: 504, path: '/users/', done });
				const outcome = await scene.run(WRITING);
				assert.match(stopOf(outcome), /^URGENT\. Scanner: it is not clear whether/);
				const [message] = messagesIn(outcome);
				assert.match(message?.title, /^URGENT: /);
				assert.match(message?.text, /^URGENT: Scanner: .*"Scanner \(new value, [^"]+" the new one/);
				await readTenant(scene);
				const [kept] = await beside(scene, 'Scanner');
				assert.equal(kept.archived, false);
				assert.equal(await valueOf(scene, 'Scanner'), OLD);
				if (done) assert.equal(inSystem(0), kept.password);
				await mustNotBeStored(outcome, scene);

				// The next attempt fails as well: the value that may be in use is still there.
				await failInGraph(scene, { status: 403, path: '/users/' });
				assert.match(stopOf(await scene.run(WRITING)), /refused/);
				const records = await beside(scene, 'Scanner');
				assert.deepEqual(
					records.map(({ archived }) => archived),
					[false, true],
				);
				if (done) assert.equal(inSystem(0), records[0].password);

				const last = await scene.run(WRITING);
				assert.equal(last.run.status, 'success');
				assert.equal(last.items('Summary')[0]?.unfinished_before, 1);
				await mustBeSettled(scene);
			},
		})),
		{
			name: 'says loudly where the value in use is when IT Glue does not take it in the end, and finishes it',
			test: async (scene) => {
				await onlyScanner(scene);
				await scene.fault({
					kind: 'status',
					status: 422,
					method: 'PATCH',
					path: '/passwords/',
					times: 1,
				});
				const outcome = await scene.run(WRITING);
				assert.match(
					stopOf(outcome),
					/^URGENT\. Scanner: Microsoft 365 has the new value, .*in "Scanner \(new value, /,
				);
				assert.match(messagesIn(outcome)[0]?.title, /^URGENT: /);
				await readTenant(scene);
				const [kept] = await beside(scene, 'Scanner');
				assert.deepEqual([kept.password, kept.archived], [inSystem(0), false]);
				assert.equal(await valueOf(scene, 'Scanner'), OLD);
				await mustNotBeStored(outcome, scene);
				assert.equal((await scene.run(WRITING)).run.status, 'success');
				await mustBeSettled(scene);
			},
		},
		{
			name: 'stops before it writes when Microsoft does not answer',
			test: async (scene) => {
				await prepare(scene);
				await failInGraph(scene, { status: 503, times: 10 });
				const { run, journal } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				assert.deepEqual(writesIn(journal), []);
			},
		},
		{
			name: 'leaves a blocked account to a person',
			test: async (scene) => {
				await onlyScanner(scene);
				const [account] = accounts();
				await saveInGraph(scene, tenant, 'users', { id: account.id, accountEnabled: false });
				const outcome = await scene.run(WRITING);
				assert.equal(outcome.run.status, 'success');
				assert.match(outcome.items('Review')[0]?.reason, /blocked/);
				assert.deepEqual(writesIn(outcome.journal), []);
			},
		},
	],
};
