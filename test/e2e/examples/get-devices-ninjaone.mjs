import { deviceFrontEnd } from '../deviceFrontEnds.mjs';

export default deviceFrontEnd({
	system: 'ninjaone',
	label: 'NinjaOne',
	path: 'ninjaone/v2/devices-detailed',
	pageSize: 9,
	shown: ({ id, siteName, hostname, serialNumber, macAddresses, type, virtual, retired }) => ({
		id: String(id),
		site: siteName,
		hostname: hostname ?? '',
		serial_number: serialNumber?.trim() ?? '',
		mac_addresses: hostname === null && id === 1 ? [] : macAddresses,
		type,
		virtual,
		retired,
	}),
});
