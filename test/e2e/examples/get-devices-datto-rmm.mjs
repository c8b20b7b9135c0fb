import assert from 'node:assert/strict';
import { askedBeside, besideItGlue, saveBeside, trouble } from '../beside.mjs';
import { deviceFrontEnd } from '../deviceFrontEnds.mjs';

/** Kinds that have an audit, where serial number and addresses are. @param {any} device */
const isAudited = ({ type, retired }) =>
	!retired && type !== 'CLOUD_MONITOR_TARGET' && type !== 'NMS_PRINTER';

/** @param {any} device */
const typeOf = ({ type }) => {
	if (type === 'VMWARE_VM_HOST') return 'ESXI Host';
	if (type.endsWith('_SERVER')) return 'Server';
	return type.startsWith('NMS_') ? 'Network Device' : 'Desktop';
};

/** @param {import('../examplesSuite.mjs').Scene} scene */
const audits = async (scene) =>
	(await askedBeside(scene)).filter((asked) => asked.includes('/api/v2/audit/'));

export default deviceFrontEnd({
	system: 'datto-rmm',
	label: 'Datto RMM',
	path: 'datto/api/v2/account/devices',
	pageSize: 9,
	needsTables: true,
	shown: (device) => ({
		site: device.retired ? 'Deleted Devices' : device.siteName,
		hostname: device.hostname ?? '',
		serial_number: isAudited(device) ? (device.serialNumber?.trim() ?? '') : '',
		mac_addresses: isAudited(device) ? device.macAddresses : [],
		type: typeOf(device),
		retired: device.retired,
	}),
	also: [
		{
			name: 'reads each audit once, and later those of new devices',
			test: async (scene) => {
				await askedBeside(scene);
				const first = await scene.run();
				const { devices } = await besideItGlue(scene);
				assert.equal((await audits(scene)).length, devices.filter(isAudited).length);
				await saveBeside(scene, 'devices', { hostname: 'added-pc', serialNumber: 'EX990077' });
				const second = await scene.run();
				assert.equal((await audits(scene)).length, 1);
				const serials = (/** @type {typeof first} */ { items }) =>
					items('Devices').map(({ serial_number: serial }) => serial);
				assert.deepEqual(serials(second), [...serials(first), 'EX990077']);
			},
		},
		{
			name: 'gives nothing when an audit is refused, keeps those that came, and goes on next time',
			test: async (scene) => {
				await trouble(scene, { kind: 'rateLimit', path: '/api/v2/audit/', after: 5, times: 1000 });
				await askedBeside(scene);
				const first = await scene.run();
				assert.equal(first.run.status, 'error');
				assert.match(JSON.stringify(first.run), /refused \d+ of \d+ audits \(status 429\)/);
				assert.deepEqual(first.items('Devices'), []);
				const all = (await audits(scene)).length;
				// A reset ends the trouble; the devices are the same.
				await scene.sandbox.reset();
				const second = await scene.run();
				assert.equal(second.run.status, 'success');
				assert.equal((await audits(scene)).length, all - 5);
			},
		},
	],
});
