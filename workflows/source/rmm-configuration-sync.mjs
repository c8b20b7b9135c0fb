/** RMM configuration sync. */
import { GOES_ON, itGlue } from './lib/nodes.mjs';
import { defineSync } from './lib/sync.mjs';

const JSONS = (/** @type {string} */ node) => `$('${node}').all().map(({ json }) => json)`;

/** @type {(fields: string[], resource: string) => import('./lib/build.mjs').NodeBody} */
const all = (fields, resource) =>
	itGlue(
		{ resource, operation: 'getAll', returnAll: true, options: { fields } },
		{ executeOnce: true, alwaysOutputData: true },
	);

/** Columns are taken from the items by their names: n8n takes a millisecond for each expression of each item. */
const upsert = (/** @type {string[]} */ matchingColumns, /** @type {object} */ options) =>
	itGlue(
		{
			resource: 'configuration',
			operation: 'upsert',
			fields: {
				mappingMode: 'autoMapInputData',
				value: {},
				matchingColumns,
				schema: [],
				attemptToConvertTypes: false,
				convertFieldsToString: false,
			},
			dryRun: false,
			options,
		},
		GOES_ON,
	);

/** Kinds of devices as NinjaOne and Datto RMM call them, and a usual type of configuration for each. */
const TYPE_NAMES = {
	WINDOWS_WORKSTATION: 'Managed Workstation',
	LINUX_WORKSTATION: 'Managed Workstation',
	MAC: 'Managed Workstation',
	WINDOWS_SERVER: 'Managed Server',
	LINUX_SERVER: 'Managed Server',
	MAC_SERVER: 'Managed Server',
	VMWARE_VM_HOST: 'Managed Server',
	VMWARE_VM_GUEST: 'Managed Server',
	HYPERV_VMM_HOST: 'Managed Server',
	HYPERV_VMM_GUEST: 'Managed Server',
	Desktop: 'Managed Workstation',
	Laptop: 'Managed Workstation',
	Server: 'Managed Server',
	'ESXI Host': 'Managed Server',
};

/** @type {(columns: import('./lib/nodes.mjs').Columns) => Promise<import('./lib/build.mjs').Definition>} */
export const define = async (columns) =>
	defineSync(columns, {
		slug: 'rmm-configuration-sync',
		name: 'RMM configuration sync',
		hour: 2,
		source: 'Get devices',
		about: [
			{
				name: 'About',
				text: `# RMM configuration sync
Every night: compares the devices of your **RMM** with the configurations of IT Glue. It creates new devices, updates changed ones, and reports unclear cases to a person, once. It never deletes anything.

### Before the first run
1. Import **Get devices** of your RMM (*NinjaOne* or *Datto RMM*) and **Notify**, and set both up. Publish them too: a published workflow can call only published workflows.
2. Open **Get devices** and **Notify** here and choose those workflows from the list.
3. Open the IT Glue nodes and choose your **IT Glue API** credential.
4. Open **Settings**: *typeNames* says which kinds of devices become configurations, and their types. Use the **names** in your account.
5. **Execute workflow** from *Run by hand*. **dryRun** is on by default: nothing is written. **Preview** shows what would happen under \`_changes\`, **Summary** counts it, **Review** lists what a person has to decide.
6. If the result is right, set *dryRun* to false, run again, and publish the workflow. The first run with many new devices needs a higher *brakeRecords*.`,
			},
			{
				name: 'Which device is which',
				text: `## Which device is which
1. The same **serial number**, at any client. If a device is at another client than its configuration, it has **moved**: the workflow reports it, or moves the configuration with *moveDevices*. It never creates the device again.
2. The configuration from an **earlier run** (data table), also if it was renamed. If the serial numbers differ, a person decides.
3. A **MAC address** that no other device in the RMM has (not the address of a dock), then a **host name** that no other device of the client has. Neither counts if the serial numbers differ.

Serial numbers such as \`To Be Filled By O.E.M.\` mean "no serial number". Two devices with the **same serial number** are reported and not changed.

### What is written
- **Every run:** hostname, primary IP, MAC address (any address of the device), and a missing serial number.
- **New devices:** also name, type, status, operating system. Colleagues may change them later.
- An empty value in the RMM clears nothing. Fields that your **PSA** owns are not changed, and counted as *psa_owned*.
- **Retired or gone:** if a device that this sync knew is retired or no longer in the RMM, the workflow reports it, or archives it with *archiveRetired*. If no run knew the configuration, somebody may have created it by hand. Then the workflow only reports it, in one line for each client.`,
			},
			{
				name: 'Good to know',
				text: `## Good to know
- **A second run changes nothing.** If a run fails, just execute the workflow again.
- Everything that a person must decide is reported **once**: the message has what is new, **Review** has all that is open.
- A site in the RMM has the **name of an organization**. *siteNames* lists other names. Devices of an unknown site are left out and reported, one line for each site.
- 20,000 devices and 38,000 configurations of 1,000 organizations take about 35 seconds and 41 requests on two processor cores, plus IT Glue's own time: some seconds for each 1,000 configurations.
- If the RMM returns an **error** or nothing, the run fails before it writes anything.
- **Another RMM:** create a *Get devices* for it; docs/systems.md of the package describes its output. You change nothing here.
- Needs n8n 2 or later, for the data table.

To get a message if an execution fails, choose **Notify** as *Error workflow* in *Workflow settings*.`,
			},
		],
		settings: {
			configurationStatus: 'Active',
			moveDevices: false,
			archiveRetired: false,
			typeNames: TYPE_NAMES,
			siteNames: {},
		},
		settingsText: `- *configurationStatus*: for new configurations; the **name** in your account
- *moveDevices*: move the configuration if its device is at another client now
- *archiveRetired*: archive configurations that this sync knew and that are no longer in the RMM
- *typeNames*: the kind of device in the RMM, and the **name** of the configuration type; other kinds are not created
- *siteNames*: clients with another name in the RMM, such as \`{ "Northwind HQ": "Northwind Dental" }\``,
		reads: {
			'Get organizations': all(['name'], 'organization'),
			'Get configurations': all(
				[
					'name',
					'organization_id',
					'hostname',
					'serial_number',
					'mac_address',
					'primary_ip',
					'archived',
					'psa_integration',
					'configuration_type_name',
				],
				'configuration',
			),
		},
		readText: `**Get devices** returns all devices of the RMM, also retired ones. The next nodes read the configurations of all clients, also archived ones, because a device may have moved.`,
		plan: {
			file: 'planDevices.mjs',
			call: `return [{ json: planDevices({
	settings: $('Settings').first().json,
	devices: ${JSONS('Get devices')},
	organizations: ${JSONS('Get organizations')},
	configurations: ${JSONS('Get configurations')}.filter(({ id }) => id !== undefined),
	rows: ${JSONS('Memory')},
}) }];`,
		},
		planText:
			'One Code node compares all devices with all configurations and decides what to write and what a person must check.',
		steps: [
			{
				step: 'move',
				name: 'Move',
				node: itGlue(
					{
						resource: 'configuration',
						operation: 'update',
						configurationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
						// Location and contact belong to the client that it leaves.
						updateFields: {
							organizationId: { __rl: true, mode: 'id', value: '={{ $json.organization_id }}' },
							locationId: { __rl: true, mode: 'id', value: '' },
							contactId: { __rl: true, mode: 'id', value: '' },
						},
						options: {},
					},
					GOES_ON,
				),
			},
			{ step: 'change', name: 'Change', node: upsert(['id'], {}) },
			{
				step: 'create',
				name: 'Create',
				node: upsert(['serial_number'], { emptyMatch: 'nextKey', writeMode: 'createOnly' }),
			},
		],
		writeText: 'Moved, changed and new devices. If one fails, the others continue.',
	});
