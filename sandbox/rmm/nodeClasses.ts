/** NinjaOne's node class of a kind of configuration. */
const CLASSES: ReadonlyArray<readonly [type: RegExp, nodeClass: string]> = [
	[/workstation/i, 'WINDOWS_WORKSTATION'],
	[/server/i, 'WINDOWS_SERVER'],
	[/switch/i, 'NMS_SWITCH'],
	[/firewall/i, 'NMS_FIREWALL'],
	[/printer/i, 'NMS_PRINTER'],
];

export const nodeClassOf = (configurationType: string): string =>
	CLASSES.find(([type]) => type.test(configurationType))?.[1] ?? 'UNMANAGED_DEVICE';
