import assert from 'node:assert/strict';
import { assetsBy, failInGraph, graph, recordsById, saveInGraph } from '../beside.mjs';
import { waitsForConfirmation } from '../unsaved.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const NAME = 'Device recovery keys';
const TYPE = 'Device Recovery Keys';
const WRITING = { values: { Settings: { dryRun: false } } };
const LAPS = 'Local administrator (Windows LAPS)';
const ROTATED_KEY = '111111-222222-333333-444444-555555-666666-111122-222233';
const ROTATED_PASSWORD = 'example-laps-rotated-not-a-secret';

/** @param {string} text as Microsoft gives a password: UTF-16, or UTF-8 */
const decoded = (text) => Buffer.from(text, 'base64').toString().replaceAll('\u0000', '');

/** The tenant, whose values may stand nowhere. @param {Scene} scene */
const tenantOf = async (scene) => {
	const [tenant] = (await graph(scene)).tenants;
	scene.secrets.add(`demo-graph-token-${tenant.id}`).add(tenant.clientSecret);
	for (const { key } of tenant.keys) scene.secrets.add(key);
	for (const { credentials } of tenant.localAdmins)
		for (const { passwordBase64 } of credentials)
			scene.secrets.add(passwordBase64).add(decoded(passwordBase64));
	scene.secrets.add(ROTATED_KEY).add(ROTATED_PASSWORD);
	return tenant;
};

/** @param {Scene} scene */
const organizationOf = async (scene) => {
	const { organization } = await tenantOf(scene);
	return (await scene.records('organizations')).find(
		({ attributes }) => attributes.name === organization,
	);
};

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @param {Scene} scene */
const firstRun = async (scene) => {
	await tenantOf(scene);
	const { run } = await scene.run(WRITING);
	assert.equal(run.status, 'success');
	before = await recordsById(scene, 'passwords');
};

/** Readings of a value, which Microsoft logs. @param {Scene} scene */
const readings = async (scene) =>
	(await graph(scene)).journal.filter(({ query }) => /\$select=(key|credentials)/.test(query));

/** @param {Scene} scene */
const freshPasswords = async (scene) =>
	[...(await recordsById(scene, 'passwords')).values()].filter(({ id }) => !before.has(id));

/** Devices whose configuration IT Glue has, by serial number. @param {any} tenant */
const known = ({ devices }) =>
	devices.filter((/** @type {any} */ { serialNumber }) => /^ ?ex\d{6} ?$/i.test(serialNumber));

/** @param {any} tenant @returns {any[]} */
const keysOfKnown = (tenant) => {
	const ids = known(tenant).map((/** @type {any} */ { azureADDeviceId }) => azureADDeviceId);
	return tenant.keys.filter((/** @type {any} */ { deviceId }) => ids.includes(deviceId));
};

/** @param {Scene} scene */
const mustNotBeStored = async ({ n8n }) => {
	const all = await n8n.rest('GET', '/workflows');
	const { id } = all.find((/** @type {any} */ { name }) => name === NAME);
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	const { count, results } = await n8n.rest('GET', `/executions?filter=${filter}`);
	assert.deepEqual([count, results], [0, []], 'the list of executions is empty');
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with the keys and local administrators of a tenant, the type being new',
			adapt: () => WRITING,
			prepare: async (scene) => {
				await tenantOf(scene);
				before = await recordsById(scene, 'passwords');
			},
			check: async ({ items, run, journal }, scene) => {
				const tenant = await tenantOf(scene);
				const organization = await organizationOf(scene);
				const configurations = (await scene.records('configurations')).filter(
					({ attributes }) => String(attributes.organization_id) === organization.id,
				);
				const assets = await assetsBy(scene, TYPE, 'serial-number');
				const serials = new Set(
					known(tenant).map((/** @type {any} */ device) =>
						device.serialNumber.trim().toUpperCase(),
					),
				);
				assert.deepEqual([...assets.keys()].sort(), [...serials].sort());
				for (const [serial, { attributes }] of assets) {
					const [configuration] = configurations.filter(
						(one) => one.attributes.serial_number === serial,
					);
					assert.deepEqual(attributes.traits.configuration, [Number(configuration?.id)]);
					assert.equal(String(attributes.organization_id), organization.id);
				}
				// Enrolled twice: one asset, named by the latest, with the keys of both and of the second drive.
				const [first] = tenant.devices;
				const [again] = tenant.devices.filter((/** @type {any} */ { deviceName }) =>
					deviceName.endsWith('-OLD'),
				);
				const asset = assets.get(first.serialNumber);
				assert.equal(asset.attributes.name, first.deviceName);
				const ofBoth = tenant.keys.filter((/** @type {any} */ { deviceId }) =>
					[first.azureADDeviceId, again.azureADDeviceId].includes(deviceId),
				);
				assert.equal(ofBoth.length, 3);
				for (const { id } of ofBoth)
					assert.ok(asset.attributes.traits['recovery-keys'].includes(id));

				// Each value under its asset, and under no other.
				const serialOf = new Map([...assets].map(([serial, { id }]) => [id, serial]));
				const deviceOf = new Map(
					known(tenant).map((/** @type {any} */ device) => [
						device.azureADDeviceId,
						device.serialNumber.trim().toUpperCase(),
					]),
				);
				const fresh = await freshPasswords(scene);
				const stored = fresh.map(({ attributes }) =>
					JSON.stringify([
						serialOf.get(String(attributes.resource_id)),
						attributes.username,
						attributes.password,
					]),
				);
				const wanted = [
					...tenant.keys
						.filter((/** @type {any} */ { deviceId }) => deviceOf.has(deviceId))
						.map((/** @type {any} */ { deviceId, id, key }) => [deviceOf.get(deviceId), id, key]),
					...tenant.localAdmins.map((/** @type {any} */ { id, credentials: [newest] }) => [
						deviceOf.get(id),
						newest.accountName,
						decoded(newest.passwordBase64),
					]),
				].map((entry) => JSON.stringify(entry));
				assert.deepEqual(stored.sort(), wanted.sort());
				assert.equal((await readings(scene)).length, wanted.length);

				assert.deepEqual(
					items('Review')
						.map(({ reason }) => reason.split(' ').slice(0, 5).join(' '))
						.sort(),
					[
						'Intune manages no device with',
						'No configuration of this organization',
						'The device has no usable',
						'The device has no usable',
					],
				);
				assert.deepEqual(items('Summary'), [
					{
						dry_run: false,
						type: 'created',
						devices: assets.size,
						created: assets.size,
						updated: 0,
						would_create: 0,
						would_update: 0,
						unchanged: 0,
						values_stored: wanted.length,
						would_store: 0,
						without_key: 1,
						review: 4,
						failed: [],
					},
				]);

				// Nothing but the step that reads the values puts one out, and n8n keeps nothing.
				const leaking = run.nodes.filter(({ node, outputs, error }) =>
					[...scene.secrets].some(
						(value) => node !== 'Read value' && JSON.stringify([outputs, error]).includes(value),
					),
				);
				assert.equal(leaking.map(({ node }) => node).join(), '');
				assert.ok(journal.every(({ query }) => query.show_password !== 'true'));
				const [message] = items('Notify');
				assert.match(message?.text, new RegExp(`^created: ${assets.size}, values stored: `));
				assert.equal(message?.text.match(/^- /gm)?.length, 4, message?.text);
				await mustNotBeStored(scene);
			},
			checkAgain: async ({ items }, scene) => {
				assert.equal(items('Notify').length, 0, 'what was told is not told again');
				const [summary] = items('Summary');
				assert.deepEqual(
					[summary?.created, summary?.updated, summary?.values_stored, summary?.review],
					[0, 0, 0, 4],
				);
				assert.equal(summary?.unchanged, summary?.devices);
				const { length } = await freshPasswords(scene);
				assert.equal((await readings(scene)).length, length, 'no value is read twice');
				await mustNotBeStored(scene);
			},
		},
		{
			name: 'with a rotated key and a changed local administrator',
			adapt: () => WRITING,
			prepare: async (scene) => {
				await firstRun(scene);
				const tenant = await tenantOf(scene);
				const [first, second] = tenant.keys;
				// Microsoft has forgotten the old key of the first device; that of the second stays beside the new one.
				await saveInGraph(scene, tenant, 'keys', {
					...first,
					id: first.id,
					deviceId: 'gone',
				});
				for (const { deviceId } of [first, second])
					await saveInGraph(scene, tenant, 'keys', {
						...first,
						id: `rotated-${deviceId}`,
						createdDateTime: '2026-11-01T07:30:00Z',
						deviceId,
						key: ROTATED_KEY,
					});
				const [admin] = tenant.localAdmins;
				const [newest] = admin.credentials;
				await saveInGraph(scene, tenant, 'localAdmins', {
					id: admin.id,
					lastBackupDateTime: '2099-11-01T07:30:00Z',
					credentials: [
						newest,
						{
							...newest,
							backupDateTime: '2099-11-01T07:30:00Z',
							passwordBase64: Buffer.from(ROTATED_PASSWORD, 'utf16le').toString('base64'),
						},
					],
				});
				await tenantOf(scene);
			},
			check: async ({ items }, scene) => {
				const after = await recordsById(scene, 'passwords');
				const fresh = await freshPasswords(scene);
				assert.deepEqual(
					fresh.map(({ attributes }) => attributes.password),
					[ROTATED_KEY, ROTATED_KEY],
				);
				const changed = [...before.values()].filter(
					({ id, attributes }) => attributes.password !== after.get(id)?.attributes.password,
				);
				assert.deepEqual(
					changed.map(({ attributes }) => attributes.name),
					[LAPS],
				);
				assert.equal(after.get(changed[0].id).attributes.password, ROTATED_PASSWORD);
				assert.ok(
					[...before.keys()].every(
						(id) =>
							after.get(id)?.attributes.archived === false || before.get(id).attributes.archived,
					),
				);
				const [summary] = items('Summary');
				assert.deepEqual([summary?.updated, summary?.values_stored], [2, 3]);
				assert.match(items('Notify')[0]?.text, /^- Intune manages no device .* ID gone,/m);
				const assets = [...(await assetsBy(scene, TYPE, 'serial-number')).values()];
				const [one] = fresh;
				const asset = assets.find(({ id }) => id === String(one?.attributes.resource_id));
				assert.match(
					asset.attributes.traits['recovery-keys'],
					/^<ul><li>rotated-/,
					'the newest first',
				);
			},
		},
		{
			name: 'in a dry run, as shipped once the settings are confirmed: no value is read',
			changesNothing: true,
			prepare: async (scene) => {
				await tenantOf(scene);
				before = await recordsById(scene, 'passwords');
			},
			check: async ({ items }, scene) => {
				const [summary] = items('Summary');
				assert.deepEqual(
					[summary?.dry_run, summary?.type, summary?.would_create > 3, summary?.values_stored],
					[true, 'would_create', true, 0],
				);
				assert.ok(summary?.would_store > summary?.would_create);
				assert.deepEqual(await readings(scene), []);
				assert.deepEqual(await recordsById(scene, 'passwords'), before);
			},
		},
	],
	also: [
		{
			name: 'tells in a dry run after a real one what would be stored',
			test: async (scene) => {
				await firstRun(scene);
				const tenant = await tenantOf(scene);
				const [first] = tenant.keys;
				await saveInGraph(scene, tenant, 'keys', { ...first, id: 'rotated', key: ROTATED_KEY });
				const asked = (await readings(scene)).length;
				const { run, items } = await scene.run();
				assert.equal(run.status, 'success');
				const [summary] = items('Summary');
				assert.deepEqual([summary?.would_store, summary?.would_update], [1, 1]);
				assert.equal((await readings(scene)).length, asked);
				assert.deepEqual(await recordsById(scene, 'passwords'), before);
			},
		},
		waitsForConfirmation(tenantOf, async (scene) => (await graph(scene)).journal),
		{
			name: 'leaves a serial number that two configurations have to a person, and takes an active one first',
			test: async (scene) => {
				const tenant = await tenantOf(scene);
				const organization = await organizationOf(scene);
				const [first, , third] = tenant.devices;
				const twin = (/** @type {any} */ { serialNumber }, archived = false) =>
					scene.insert('configurations', {
						organization_id: Number(organization.id),
						name: 'Twin',
						serial_number: serialNumber.toLowerCase(),
						archived,
					});
				await twin(first);
				await twin(third, true);
				const { run, items } = await scene.run(WRITING);
				assert.equal(run.status, 'success');
				const lines = items('Review').filter(({ reason }) => /^2 configurations/.test(reason));
				assert.equal(lines.map(({ device }) => device).join(), first.deviceName);
				const assets = await assetsBy(scene, TYPE, 'serial-number');
				assert.equal(assets.has(first.serialNumber), false);
				assert.ok(assets.has(third.serialNumber));
			},
		},
		{
			name: 'goes on when a value cannot be read or stored, ends failed without telling it, and makes up for it',
			test: async (scene) => {
				const tenant = await tenantOf(scene);
				before = await recordsById(scene, 'passwords');
				const [first] = tenant.keys;
				await failInGraph(scene, { status: 503, path: first.id });
				await scene.fault({
					kind: 'status',
					status: 422,
					method: 'POST',
					path: '/passwords',
					times: 1,
				});
				const { run, items } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				const told = String(stop?.error.message);
				assert.match(told, /^2 steps failed\. Read value \(BitLocker .* Store value \(/s);
				const there = (await freshPasswords(scene)).map(({ attributes }) => attributes.username);
				const named = [...told.matchAll(/\(BitLocker \D+ drive (\S+) of /g)].map(([, id]) => id);
				const missing = keysOfKnown(tenant).filter(({ id }) => !there.includes(id));
				assert.ok(named.includes(first.id));
				assert.deepEqual(named.sort(), missing.map(({ id }) => id).sort());
				for (const secret of scene.secrets) assert.equal(told.includes(secret), false);
				const [message] = items('Notify');
				assert.match(message?.text, /^Failed: Read value \(BitLocker /m);
				assert.equal(message?.failed, true);
				await mustNotBeStored(scene);
				const stored = items('Summary')[0]?.values_stored;
				const again = await scene.run(WRITING);
				assert.equal(again.run.status, 'success');
				assert.equal(again.items('Summary')[0]?.values_stored, 2);
				assert.equal((await freshPasswords(scene)).length, stored + 2);
			},
		},
		{
			name: 'stops before it writes when Microsoft refuses a list, or has nothing',
			test: async (scene) => {
				await tenantOf(scene);
				await failInGraph(scene, { status: 403, path: '/recoveryKeys', times: 9 });
				const refused = await scene.run(WRITING);
				assert.equal(refused.run.status, 'error');
				assert.deepEqual(refused.journal, []);
				const nothing = await scene.run({
					values: { Settings: { dryRun: false, bitLocker: false, localAdministrators: false } },
				});
				const stop = nothing.run.nodes.find(({ node }) => node === 'Stop: no keys');
				assert.match(stop?.error.message, /^Microsoft gave no recovery keys/);
				assert.deepEqual(nothing.journal, []);
			},
		},
	],
};
