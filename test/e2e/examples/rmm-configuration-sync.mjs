import assert from 'node:assert/strict';
import { besideItGlue, emptyBeside, recordsById, saveBeside } from '../beside.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const WRITING = { values: { Settings: { dryRun: false } } };
const UNKNOWN_SITE = 'Northfield Observatory';
const PLACEHOLDER = 'To Be Filled By O.E.M.';

/** @param {Scene} scene @param {string} hostname */
const configurationOf = async (scene, hostname) => {
	const found = (await scene.records('configurations')).filter(
		({ attributes }) => attributes.hostname === hostname,
	);
	assert.equal(found.length, 1, `one configuration with the hostname ${hostname}`);
	return found[0];
};

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with the devices of the feed',
			adapt: () => WRITING,
			prepare: async (scene) => {
				before = await recordsById(scene, 'configurations');
			},
			check: async ({ items, journal }, scene) => {
				const { devices } = await besideItGlue(scene);
				const organizations = await recordsById(scene, 'organizations');
				const types = await recordsById(scene, 'configuration_types');
				const after = await scene.records('configurations');
				const fresh = after.filter(({ id }) => !before.has(id));
				const expected = devices.filter(
					({ hostname, siteName }) => hostname.startsWith('new-') && siteName !== UNKNOWN_SITE,
				);
				assert.deepEqual(
					fresh.map(({ attributes }) => [
						attributes.name,
						attributes.hostname,
						attributes.serial_number ?? null,
						attributes.mac_address,
						attributes.primary_ip,
						organizations.get(String(attributes.organization_id)).attributes.name,
						types.get(String(attributes.configuration_type_id)).attributes.name,
						attributes.operating_system_notes,
					]),
					expected.map((device) => [
						device.hostname,
						device.hostname,
						device.serialNumber,
						device.macAddress,
						device.ipAddress,
						device.siteName,
						device.type,
						device.operatingSystem,
					]),
				);
				assert.ok(expected.some(({ serialNumber }) => serialNumber === PLACEHOLDER));
				assert.ok(expected.some(({ serialNumber }) => serialNumber === null));

				const changed = after.filter(
					({ id, attributes }) =>
						before.has(id) &&
						JSON.stringify(attributes) !== JSON.stringify(before.get(id).attributes),
				);
				const differences = changed.map(({ id, attributes }) =>
					Object.keys(attributes).filter(
						(key) => attributes[key] !== before.get(id).attributes[key],
					),
				);
				assert.deepEqual(differences.flat().sort(), ['hostname', 'primary_ip']);
				const renamed = changed.find(({ attributes }) => attributes.hostname.endsWith('-renamed'));
				assert.equal(renamed?.attributes.name, before.get(renamed?.id).attributes.name);

				const [review, ...others] = items('Review');
				assert.deepEqual(others, []);
				assert.equal(review?.site, UNKNOWN_SITE);
				assert.match(review?.reason, /No organization is called so/);
				assert.deepEqual(items('Summary'), [
					{
						dry_run: false,
						devices: devices.length,
						created: 4,
						updated: 2,
						would_create: 0,
						would_update: 0,
						unchanged: devices.length - 7,
						psa_owned: 0,
						review: 1,
						failed: [],
					},
				]);
				assert.ok(journal.length <= 20, `few requests: ${journal.length}`);
			},
			checkAgain: ({ items, journal }) => {
				const [summary] = items('Summary');
				assert.deepEqual([summary?.created, summary?.updated], [0, 0]);
				assert.equal(summary?.unchanged, summary?.devices - 1);
				assert.ok(journal.length <= 8, `few requests: ${journal.length}`);
			},
		},
		{
			name: 'with a site that is called otherwise, and one that two organizations are called',
			adapt: () => ({
				values: {
					Settings: { dryRun: false, siteNames: { 'Head Office': 'nakamura <design> "studio"' } },
				},
			}),
			prepare: async (scene) => {
				await emptyBeside(scene, 'devices');
				await saveBeside(scene, 'devices', { hostname: 'mapped-pc', siteName: 'Head Office' });
				await saveBeside(scene, 'devices', { hostname: 'lost-pc', siteName: 'summit logistics' });
			},
			check: async ({ items }, scene) => {
				const { attributes } = await configurationOf(scene, 'mapped-pc');
				const organizations = await recordsById(scene, 'organizations');
				assert.equal(
					organizations.get(String(attributes.organization_id)).attributes.name,
					'Nakamura <Design> "Studio"',
				);
				assert.match(items('Review')[0]?.reason, /^2 organizations are called so: \d+, \d+\./);
				const all = await scene.records('configurations');
				assert.ok(all.every((record) => record.attributes.hostname !== 'lost-pc'));
			},
		},
		{
			name: 'as shipped, which writes nothing',
			changesNothing: true,
			check: ({ items }) => {
				const [summary] = items('Summary');
				assert.equal(summary?.dry_run, true);
				assert.deepEqual([summary?.would_create, summary?.would_update], [4, 2]);
				assert.deepEqual([summary?.created, summary?.updated], [0, 0]);
				const renamed = items('Sync configurations').filter(
					({ _changes }) => _changes.hostname?.from,
				);
				assert.match(renamed[0]?._changes.hostname.to, /-renamed$/);
			},
		},
	],
	also: [
		{
			name: 'goes on when a device is refused, and ends failed with a message that names it',
			test: async (scene) => {
				await saveBeside(scene, 'devices', {
					hostname: 'odd-pc',
					siteName: 'Nakamura <Design> "Studio"',
					type: 'Teapot',
				});
				const { run, journal } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /^1 of \d+ devices failed\. odd-pc \(Nakamura.*Teapot/s);
				assert.match(stop?.error.message, /4 created, 2 updated/);
				assert.ok(journal.some(({ method }) => method === 'POST'));
			},
		},
		{
			name: 'stops before it writes when the feed is empty',
			test: async (scene) => {
				await emptyBeside(scene, 'devices');
				const { run, journal } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: no devices');
				assert.match(stop?.error.message, /gave no devices/);
				assert.deepEqual(journal, []);
			},
		},
	],
};
