/** Where the sandbox is not as recorded, and why. A test fails when an entry is no longer needed. */

export interface Deviation {
	resources: string[];
	/** `path: type`, as in the tables beside this file. */
	members: RegExp;
	reason: string;
}

/** What was recorded and the sandbox cannot give. */
export const DEVIATIONS: readonly Deviation[] = [
	{
		resources: ['documents'],
		members: /^@office-online-resource-url: text/,
		reason: 'the data set has no uploaded file, and nothing else has such an address',
	},
	{
		resources: ['configurations'],
		members: /^data\.relationships\.configuration-interfaces\.rmm-records/,
		reason: 'a slip of the page: links to RMM records stand inside those to interfaces',
	},
	{
		resources: ['contacts'],
		members: /^included\[\]\.attributes\.resource-type-name:/,
		reason: 'the data set has no related items: the node does not read or write them yet',
	},
];

export interface Addition {
	attributes: string[];
	reason: string;
}

/** Attributes that the sandbox gives and no recorded answer has, by resource. */
export const ADDITIONS: Readonly<Record<string, Addition>> = {
	configurations: {
		attributes: ['@mitp-device-expiration-date', '@mitp-end-of-life-date'],
		reason: 'the official page lists them for writing; its samples of answers are older',
	},
	contacts: {
		attributes: ['@restricted'],
		reason: 'the official page lists it for writing; its sample is older',
	},
	locations: {
		attributes: ['@restricted'],
		reason: 'the official page lists it for writing; its sample is older',
	},
	passwords: {
		attributes: ['@generated-password-type'],
		reason: 'the official page lists it for writing',
	},
	documents: {
		attributes: ['@description', '@published', '@sop-generator'],
		reason: 'published: one fixture has it; the others the official page lists for writing',
	},
	document_sections: {
		attributes: ['@document-gallery-id', '@document-images', '@duration', '@reset-count'],
		reason:
			'galleries and steps: named by clients that read them; only texts and headings were recorded',
	},
};
