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
Every night: goes through the devices of your **RMM** and keeps the configurations of IT Glue in step with them. New devices are created, changed ones updated. What is unclear is told to a person, once. Nothing is ever deleted.

### Before the first run
1. Import **Get devices** of your RMM (*NinjaOne* or *Datto RMM*) and **Notify**, and set both up. Publish them too: a published workflow calls published ones only.
2. Open **Get devices** and **Notify** here and choose those workflows from the list.
3. Open the IT Glue steps and choose your **IT Glue API** credential.
4. Open **Settings**: *typeNames* says which kinds of devices become configurations, and of which type; use the **names** in your account.
5. **Execute workflow** from *Run by hand*. **dryRun** is on as shipped: nothing is written. **Preview** shows what would happen under \`_changes\`, **Summary** counts it, **Review** lists what a person has to decide.
6. Content? Set *dryRun* to false, run again, and publish the workflow. The first run with many new devices needs a higher *brakeRecords*.`,
			},
			{
				name: 'Which device is which',
				text: `## Which device is which
1. The same **serial number**, whatever client has it. A device that is with another client than its configuration has **moved**: it is told, or moved with *moveDevices*. It is never created a second time.
2. The configuration that an **earlier run** found for it (data table), also after it was renamed. If the serial numbers differ, a person decides.
3. A **MAC address** that no other device of the RMM has (a dock's address does not count), then the **host name** that no other device of the client has. Neither counts where serial numbers differ.

Serial numbers such as \`To Be Filled By O.E.M.\` stand for none. Two devices with **one serial number** are told and left alone.

### What is written
- **Every run:** hostname, primary IP, MAC address (any of a device's addresses will do), and a serial number that was missing.
- **New ones:** also name, type, status, operating system. Colleagues may change them.
- An empty value of the RMM empties nothing. What your **PSA** owns is left to it, and counted as *psa_owned*.
- **Retired or gone:** a device that this sync knew and the RMM has no longer, or retired, is told, or archived with *archiveRetired*. A configuration that no run has known before may be made by hand: it is only told, one line for each client.`,
			},
			{
				name: 'Good to know',
				text: `## Good to know
- **A second run changes nothing**, so a run that broke off is simply run again.
- Each thing that a person has to decide is told **once**: the message holds what is new, **Review** all that is open.
- A site of the RMM is the **name of an organization**; *siteNames* says where they differ. Devices of an unknown site are left out, one line for each site.
- 20,000 devices against 38,000 configurations of 1,000 organizations: about 35 seconds and 41 requests on two processor cores, where IT Glue answers at once. Its own waiting comes on top: some seconds for each 1,000 configurations.
- If the RMM answers with an **error** or with nothing, the run stops as failed before anything is written.
- **Another RMM:** make a *Get devices* for it; what it has to give stands in docs/systems.md of the package. Nothing here changes.
- Needs n8n 2 or later, for the data table.

To be told of runs that break off, choose **Notify** as *Error workflow* in *Workflow settings*.`,
			},
		],
		settings: {
			configurationStatus: 'Active',
			moveDevices: false,
			archiveRetired: false,
			typeNames: TYPE_NAMES,
			siteNames: {},
		},
		settingsText: `- *configurationStatus*: of new configurations; the **name** in your account
- *moveDevices*: move the configuration of a device that is with another client now
- *archiveRetired*: archive those that this sync knew and the RMM has no longer
- *typeNames*: what the RMM calls a kind of device, and the **name** of the configuration type; a kind that is not here is not created
- *siteNames*: where the RMM calls a client otherwise, such as \`{ "Northwind HQ": "Northwind Dental" }\``,
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
		readText: `**Get devices** gives all devices of the RMM, also retired ones. Configurations of all clients are read, archived ones too: a device may have moved.`,
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
			'One Code node compares all devices with all configurations and decides: what to write, and what a person has to look at.',
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
		writeText:
			'Moved devices, changed ones, new ones. One that fails does not keep the others from it.',
	});
