import assert from 'node:assert/strict';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import {
	besideItGlue,
	emptyBeside,
	recordsById,
	removeDevice,
	saveBeside,
	trouble,
} from '../beside.mjs';
import { changesSince, found, mustSucceed, stopsWhenNothingComes, summaryOf } from '../syncs.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/** The RMM gives its list in several pages. */
const PAGES = { called: { 'get-devices-ninjaone': { Settings: { pageSize: 9 } } } };
/** @param {Record<string, unknown>} [settings] */
const writing = (settings = {}) => ({
	...PAGES,
	values: { Settings: { dryRun: false, ...settings } },
});
const UNKNOWN_SITE = 'Northfield Observatory';

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @param {Scene} scene */
const remember = async (scene) => {
	before = await recordsById(scene, 'configurations');
};

/** @param {Scene} scene */
const changesIn = (scene) => changesSince(scene, 'configurations', before);

/** Clients with one name, and a device of the RMM each that IT Glue has, in turn. @param {Scene} scene */
const clientsOf = async (scene) => {
	const { devices } = await besideItGlue(scene);
	const organizations = (await scene.records('organizations')).map(
		({ attributes }) => attributes.name,
	);
	return [...new Set(devices.map(({ siteName }) => siteName))].filter((name) =>
		organizations.includes(name),
	);
};

/** @param {Scene} scene @param {{ client: string, [name: string]: unknown }} attributes */
const configuration = async (scene, { client, ...attributes }) => {
	const owner = (await scene.records('organizations')).find(
		(one) => one.attributes.name === client,
	);
	const [type] = await scene.records('configuration_types');
	return await scene.insert('configurations', {
		organization_id: owner.id,
		configuration_type_id: type.id,
		archived: false,
		...attributes,
	});
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	needsTables: true,
	scenarios: [
		{
			name: 'as shipped, which writes nothing',
			adapt: () => PAGES,
			changesNothing: true,
			prepare: remember,
			check: async (outcome, scene) => {
				const summary = summaryOf(outcome);
				assert.equal(summary.dry_run, true);
				assert.ok(summary.would_create > 5);
				assert.equal(summary.would_update, 2);
				assert.deepEqual([summary.remember, summary.forget, summary.failed], [[], [], []]);
				const renamed = outcome.items('Preview').find(({ _changes }) => _changes?.hostname);
				assert.match(renamed?._changes.hostname.to, /-renamed$/);
				assert.deepEqual(await recordsById(scene, 'configurations'), before);
			},
		},
		{
			name: 'with the devices of an RMM as they are',
			adapt: () => writing(),
			prepare: remember,
			check: async (outcome, scene) => {
				const { devices } = await besideItGlue(scene);
				const organizations = await recordsById(scene, 'organizations');
				const types = await recordsById(scene, 'configuration_types');
				const { fresh, changed } = await changesIn(scene);
				const named = (/** @type {string} */ hostname) =>
					devices.find((device) => device.hostname === hostname);
				assert.deepEqual(fresh.map(({ attributes }) => attributes.hostname).sort(), [
					'new-pc-1',
					'new-pc-2',
					'new-pc-3',
					'new-pc-4',
					'odd-host-6',
					'odd-mac-8',
					'odd-pc-3',
					'odd-pc-4',
					'odd-vm-5',
				]);
				for (const { attributes } of fresh) {
					const device = named(attributes.hostname);
					assert.equal(attributes.name, device.hostname);
					assert.equal(
						organizations.get(String(attributes.organization_id)).attributes.name,
						device.siteName,
					);
					assert.equal(
						types.get(String(attributes.configuration_type_id)).attributes.name,
						device.type.startsWith('VMWARE') ? 'Managed Server' : 'Managed Workstation',
					);
					assert.equal(attributes.operating_system_notes, device.operatingSystem);
				}
				const serialOf = (/** @type {string} */ hostname) =>
					fresh.find(({ attributes }) => attributes.hostname === hostname)?.attributes
						.serial_number ?? null;
				// The placeholder of the mainboard is no serial number.
				assert.deepEqual(['new-pc-1', 'new-pc-3', 'new-pc-4'].map(serialOf), [
					'EX990001',
					null,
					null,
				]);
				assert.match(serialOf('odd-vm-5'), /^VMware-56/);
				const macOf = (/** @type {string} */ hostname) =>
					fresh
						.find(({ attributes }) => attributes.hostname === hostname)
						?.attributes.mac_address?.toUpperCase() ?? null;
				// The dock's address belongs to nobody; of several, the first that is the device's own.
				assert.deepEqual(['odd-pc-3', 'odd-pc-4', 'odd-mac-8'].map(macOf), [
					'00:00:5E:00:53:13',
					null,
					'00:00:5E:00:53:18',
				]);
				assert.deepEqual(changed.flatMap(({ keys }) => keys).sort(), ['hostname', 'primary_ip']);
				const renamed = changed.find(({ keys }) => keys.includes('hostname'));
				assert.equal(renamed?.attributes.name, renamed?.old.name, 'the name is a colleague’s');

				const summary = summaryOf(outcome);
				assert.deepEqual([summary.created, summary.updated, summary.nameless], [9, 2, 1]);
				assert.equal(summary.devices, devices.length);
				assert.equal(found(outcome, 'moved').length, 1);
				assert.equal(found(outcome, 'same serial number').length, 1);
				assert.match(found(outcome, 'same serial number')[0].text, /odd-pc-1, odd-pc-2/);
				assert.equal(found(outcome, 'no host name').length, 1);
				assert.equal(found(outcome, 'not in the RMM').length, 1, 'the retired one');
				assert.match(
					found(outcome, 'unknown client')[0].text,
					new RegExp(`^${UNKNOWN_SITE} \\(1 device\\): no organization`),
				);
				assert.equal(summary.worth_telling, true);
				assert.ok(summary.digest.split('\n').length < 25, 'a screen');
				assert.ok(outcome.journal.length <= 30, `few requests: ${outcome.journal.length}`);
			},
			checkAgain: (outcome) => {
				const summary = summaryOf(outcome);
				assert.deepEqual([summary.created, summary.updated], [undefined, undefined]);
				assert.equal(summary.worth_telling, false, 'what was told is not told again');
				assert.deepEqual([summary.remember, summary.forget], [[], []]);
				assert.equal(outcome.items('Notify').length, 0);
				assert.ok(outcome.journal.length <= 4, `few requests: ${outcome.journal.length}`);
			},
		},
		{
			name: 'with a site that is called otherwise, and one that two organizations are called',
			adapt: () => writing({ siteNames: { 'Head Office': 'nakamura  <design> "studio"' } }),
			prepare: async (scene) => {
				await emptyBeside(scene, 'devices');
				await saveBeside(scene, 'devices', { hostname: 'mapped-pc', siteName: 'Head Office' });
				await saveBeside(scene, 'devices', { hostname: 'lost-pc', siteName: 'summit logistics' });
				await remember(scene);
			},
			check: async (outcome, scene) => {
				const { fresh } = await changesIn(scene);
				const organizations = await recordsById(scene, 'organizations');
				assert.deepEqual(
					fresh.map(({ attributes }) => [
						attributes.hostname,
						organizations.get(String(attributes.organization_id)).attributes.name,
					]),
					[['mapped-pc', 'Nakamura <Design> "Studio"']],
				);
				assert.match(
					found(outcome, 'unknown client')[0].text,
					/2 organizations have this name: \d+, \d+\./,
				);
			},
		},
	],
	also: [
		...stopsWhenNothingComes('Get devices', 'get-devices-ninjaone', writing()),
		{
			name: 'row 5: a device that moved to another client is reported, and never a second record',
			test: async (scene) => {
				mustSucceed(await scene.run(writing()));
				const [, elsewhere = ''] = await clientsOf(scene);
				const { devices } = await besideItGlue(scene);
				const [device] = devices.filter(({ hostname }) => hostname === 'new-pc-1');
				await remember(scene);
				await saveBeside(scene, 'devices', { id: device.id, siteName: elsewhere });
				const outcome = await scene.run(writing());
				mustSucceed(outcome);
				assert.deepEqual(writesIn(outcome.journal), []);
				assert.ok(found(outcome, 'moved').some(({ text }) => text.startsWith('new-pc-1 is with')));
				assert.match(summaryOf(outcome).digest, /new-pc-1 is with/);
			},
		},
		{
			name: 'row 5: with moveDevices, its configuration is moved, without what belongs to the old client',
			test: async (scene) => {
				mustSucceed(await scene.run(writing()));
				const [, elsewhere = ''] = await clientsOf(scene);
				const { devices } = await besideItGlue(scene);
				const device = devices.find(({ hostname }) => hostname === 'new-pc-1');
				const record = (await scene.records('configurations')).find(
					({ attributes }) => attributes.hostname === 'new-pc-1',
				);
				const [location] = await scene.records('locations');
				await scene.api('PATCH', `/configurations/${record.id}`, {
					location_id: Number(location.id),
				});
				await saveBeside(scene, 'devices', { id: device.id, siteName: elsewhere });
				await remember(scene);
				const outcome = await scene.run(writing({ moveDevices: true }));
				mustSucceed(outcome);
				const { fresh, changed } = await changesIn(scene);
				assert.deepEqual(fresh, []);
				const organizations = await recordsById(scene, 'organizations');
				const now = changed.find(({ id }) => id === record.id);
				assert.deepEqual(now?.keys, ['location_id', 'organization_id']);
				assert.equal(
					organizations.get(String(now?.attributes.organization_id)).attributes.name,
					elsewhere,
				);
				assert.equal(now?.attributes.location_id, null);
				assert.deepEqual(found(outcome, 'moved'), []);
				const again = await scene.run(writing({ moveDevices: true }));
				assert.deepEqual(writesIn(again.journal), []);
			},
		},
		{
			name: 'row 5: what is not in the RMM any more is reported once, and archived only by the switch',
			test: async (scene) => {
				const [client = ''] = await clientsOf(scene);
				const handmade = await configuration(scene, {
					client,
					name: 'Lobby screen',
					hostname: 'lobby-screen',
					serial_number: 'EX-HANDMADE-1',
				});
				mustSucceed(await scene.run(writing()));
				const { devices } = await besideItGlue(scene);
				const idOf = (/** @type {string} */ name) =>
					devices.find(({ hostname }) => hostname === name).id;
				await removeDevice(scene, idOf('new-pc-1'));
				await saveBeside(scene, 'devices', { id: idOf('new-pc-2'), retired: true });
				await remember(scene);
				const told = await scene.run(writing());
				mustSucceed(told);
				assert.deepEqual(writesIn(told.journal), []);
				const texts = found(told, 'not in the RMM').map(({ text }) => text);
				assert.ok(texts.some((text) => /^new-pc-1 \(\d+\) is not in the RMM any more/.test(text)));
				assert.ok(texts.some((text) => /^new-pc-2 \(\d+\) is retired in the RMM/.test(text)));
				assert.match(JSON.stringify(found(told, 'never in the RMM')), /Lobby screen/);
				const quiet = await scene.run(writing());
				assert.equal(summaryOf(quiet).worth_telling, false);

				const archiving = await scene.run(writing({ archiveRetired: true }));
				mustSucceed(archiving);
				const { changed } = await changesIn(scene);
				assert.deepEqual(
					changed.map(({ keys, attributes }) => [attributes.hostname, keys]).sort(),
					[
						['new-pc-1', ['archived']],
						['new-pc-2', ['archived']],
					],
				);
				const { attributes } = (await recordsById(scene, 'configurations')).get(handmade.id);
				assert.equal(attributes.archived, false, 'a hand-made one is left alone');
			},
		},
		{
			name: 'row 5: two devices without serial number behind one dock stay two, and keep apart',
			test: async (scene) => {
				mustSucceed(await scene.run(writing()));
				await remember(scene);
				const { devices } = await besideItGlue(scene);
				const device = devices.find(({ hostname }) => hostname === 'odd-pc-4');
				await saveBeside(scene, 'devices', { id: device.id, hostname: 'odd-pc-4-renamed' });
				mustSucceed(await scene.run(writing()));
				const { fresh, changed } = await changesIn(scene);
				assert.deepEqual(fresh, [], 'the data table knows it by its number in the RMM');
				assert.deepEqual(
					changed.map(({ keys, old }) => [old.hostname, keys]),
					[['odd-pc-4', ['hostname']]],
				);
			},
		},
		{
			name: 'row 5: a clone with the serial number of a known device changes neither of them',
			test: async (scene) => {
				mustSucceed(await scene.run(writing()));
				const [client = ''] = await clientsOf(scene);
				await remember(scene);
				await saveBeside(scene, 'devices', {
					hostname: 'clone-pc',
					serialNumber: 'ex990001',
					siteName: client,
				});
				const outcome = await scene.run(writing());
				mustSucceed(outcome);
				assert.deepEqual((await changesIn(scene)).fresh, []);
				assert.deepEqual((await changesIn(scene)).changed, []);
				assert.match(
					JSON.stringify(found(outcome, 'same serial number')),
					/new-pc-1, clone-pc|clone-pc, new-pc-1/,
				);
			},
		},
		{
			name: 'row 6: one page that fails stops it before it writes, and the next run does all',
			test: async (scene) => {
				await remember(scene);
				await trouble(scene, {
					kind: 'status',
					status: 500,
					path: 'ninjaone/v2/devices-detailed',
					after: 1,
					times: 3,
				});
				const outcome = await scene.run(writing());
				assert.equal(outcome.run.status, 'error');
				assert.deepEqual(writesIn(outcome.journal), []);
				const second = await scene.run(writing());
				mustSucceed(second);
				assert.equal(summaryOf(second).created, 9);
			},
		},
		{
			name: 'the same devices by Datto RMM, whose kinds and serial numbers come otherwise',
			test: async (scene) => {
				await remember(scene);
				const outcome = await scene.run({
					...writing(),
					called: {},
					calls: { 'Get devices': 'get-devices-datto-rmm' },
				});
				mustSucceed(outcome);
				const { fresh } = await changesIn(scene);
				assert.equal(fresh.length, 9);
				assert.equal(found(outcome, 'same serial number').length, 1);
			},
		},
		{
			name: 'the brake: stops before it writes when very much would change, or the RMM gives much less',
			test: async (scene) => {
				const braked = await scene.run(writing({ brakeRecords: 3 }));
				assert.equal(braked.run.status, 'error');
				assert.deepEqual(writesIn(braked.journal), []);
				const stop = braked.run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /would create or change \d+ records, more than/);
				mustSucceed(await scene.run(writing()));
				const { devices } = await besideItGlue(scene);
				for (const { id } of devices.slice(0, 12)) await removeDevice(scene, id);
				const shrunk = await scene.run(writing({ archiveRetired: true }));
				assert.equal(shrunk.run.status, 'error');
				assert.match(summaryOf(shrunk).stopped, /percent less/);
				assert.deepEqual(writesIn(shrunk.journal), []);
			},
		},
		{
			name: 'goes on when a device is refused, and ends failed with a message that names it',
			test: async (scene) => {
				const [client = ''] = await clientsOf(scene);
				await saveBeside(scene, 'devices', {
					hostname: 'teapot-pc',
					siteName: client,
					type: 'TEAPOT',
				});
				const typeNames = { WINDOWS_WORKSTATION: 'Managed Workstation', TEAPOT: 'Teapot' };
				const { run, items } = await scene.run(writing({ typeNames: JSON.stringify(typeNames) }));
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /^Failed: teapot-pc .*Teapot/ms);
				assert.ok(items('Summary')[0]?.created > 3);
			},
		},
		{
			name: 'stops before it writes when the RMM gives no devices',
			test: async (scene) => {
				await emptyBeside(scene, 'devices');
				const { run, journal } = await scene.run(writing());
				assert.equal(run.status, 'error');
				assert.deepEqual(writesIn(journal), []);
				assert.match(JSON.stringify(run), /gave no devices/);
			},
		},
	],
};
