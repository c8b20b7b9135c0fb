/**
 * Every behaviour of the sandbox that is neither official nor seen on a live tenant, or on which
 * the sources disagree. Each one has a switch (`startSandbox({assumptions: {name: value}})`); the
 * node has to be right, or fail clearly, with any of them flipped. Sections in `source` are those
 * of the project's API reference.
 */
export interface Assumption {
	name: AssumptionName;
	/** What holds while the switch is true. */
	statement: string;
	source: string;
	/** Value in the strict profile. */
	default: boolean;
	/** Value in the seed profile, where it differs. */
	seed?: boolean;
}

const list = [
	{
		name: 'filterNameCaseSensitive',
		statement: 'Text filters tell upper from lower case.',
		source: '5.8: one tenant',
		default: true,
	},
	{
		name: 'filterNameExact',
		statement:
			'filter[name] matches whole names on the lists that do not say so (organizations, configurations, passwords, password categories, locations, groups); otherwise it matches any part.',
		source: '5.8: one tenant',
		default: true,
	},
	{
		name: 'commaListsMatchLiterally',
		statement:
			'A comma in a filter value is part of one literal value, so lists of values match nothing.',
		source: 'contradicts 1.5',
		default: false,
	},
	{
		name: 'indexShowsArchived',
		statement: 'An index contains archived records too; otherwise only with filter[archived]=true.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'bulkRefusedAsAWhole',
		statement:
			'One invalid item refuses a whole bulk update; otherwise the valid items are written although the answer is an error.',
		source: 'section 9',
		default: true,
	},
	{
		name: 'bulkDeleteAnswers204',
		statement: 'Bulk delete answers 204 without a body instead of 200 with the records.',
		source: '5.38',
		default: false,
	},
	{
		name: 'createAnswers200',
		statement: 'Create answers 200 instead of 201.',
		source: '5.18',
		default: false,
	},
	{
		name: 'validationIs400',
		statement: 'Failed validation is 400 instead of 422.',
		source: '5.11',
		default: false,
	},
	{
		name: 'badKeyIs401',
		statement: 'An unknown key is answered with a JSON:API 401 instead of the 403 of the gateway.',
		source: '5.12',
		default: false,
		seed: true,
	},
	{
		name: 'documentFolderNullMeansRoot',
		statement:
			'filter[document_folder_id]=null gives the documents outside folders; otherwise all documents.',
		source: '5.5',
		default: true,
	},
	{
		name: 'documentFolderNeNull',
		statement:
			'filter[document_folder_id][ne]=null gives the documents inside folders; otherwise it is ignored.',
		source: '5.5',
		default: true,
	},
	{
		name: 'parentIdIsStored',
		statement:
			'A parent-id written to an organization takes effect; otherwise it is silently dropped.',
		source: '5.10',
		default: true,
	},
	{
		name: 'organizationNameUnique',
		statement: 'An organization name in use is refused with "has already been taken".',
		source: '5.9',
		default: false,
		seed: true,
	},
	{
		name: 'documentFolderWritableOnPatch',
		statement: 'A PATCH moves a document to another folder; otherwise it is refused.',
		source: '5.41',
		default: true,
	},
	{
		name: 'dateRangeAboveAWeekRefused',
		statement: 'A created_at or updated_at range of more than a week is refused with 422.',
		source: '1.5',
		default: true,
	},
	{
		name: 'psaIdWithoutTypeIgnored',
		statement: 'filter[psa_id] without filter[psa_integration_type] is ignored; otherwise 422.',
		source: '1.5',
		default: true,
	},
	{
		name: 'pageSizeAboveMaxClamped',
		statement: 'A page size above 1000 counts as 1000; otherwise 400.',
		source: '1.8',
		default: true,
	},
	{
		name: 'singleDeleteExists',
		statement:
			'DELETE of one organization, contact, configuration, document or location by its path works.',
		source: '5.1',
		default: false,
		seed: true,
	},
	{
		name: 'publishIsPatch',
		statement: 'Publishing a document is a PATCH; otherwise POST only.',
		source: '5.7',
		default: true,
	},
	{
		name: 'documentShowReturnsSections',
		statement: 'Reading one document brings its sections.',
		source: '4.12',
		default: true,
	},
	{
		name: 'documentFoldersAvailable',
		statement:
			'Document folders work with an API key; otherwise 401 "Only supported for JWT requests".',
		source: '4.15',
		default: true,
	},
	{
		name: 'sectionsAvailable',
		statement:
			'Documents have sections; otherwise their routes do not exist and content is stored on the document.',
		source: '4.12, 5.6',
		default: true,
	},
	{
		name: 'metaPresent',
		statement: 'A list carries meta and links.',
		source: '1.8',
		default: true,
	},
	{
		name: 'includedInsideData',
		statement: 'The included records of a single record stand inside data.',
		source: '1.7: slips in samples',
		default: false,
	},
	{
		name: 'quickNotesCutInIndex',
		statement: 'quick-notes is cut to 250 characters in the organizations index.',
		source: '1.15',
		default: true,
	},
	{
		name: 'deleteIsImmediate',
		statement:
			'A deleted organization is gone at once; otherwise it is marked and stays readable for a while.',
		source: '4.1, 6.4',
		default: true,
	},
	{
		name: 'showPasswordDefaultTrue',
		statement: 'Reading one password brings its value unless show_password=false.',
		source: '5.14',
		default: true,
	},
	{
		name: 'idInBulkAtResourceLevelOnly',
		statement:
			'A bulk item is identified by the id beside type only; one inside attributes is ignored.',
		source: '5.31',
		default: false,
	},
	{
		name: 'relationshipsOnShowOnly',
		statement: 'A list answered with includes has the included records but no linkage to them.',
		source: '1.7',
		default: false,
	},
	{
		name: 'documentPublishedFalseWhileDraftOpen',
		statement:
			'published is false while a change of sections waits to be published; otherwise true once published.',
		source: '4.12: only "draft state"',
		default: true,
	},
	{
		name: 'documentSectionsAsAttribute',
		statement:
			'The sections of one document come as attributes.sections; otherwise as relationship and included records.',
		source: '4.12: shape not recorded',
		default: false,
	},
	{
		name: 'fullFolderDeleteRefused',
		statement:
			'Deleting a document folder that holds something is refused with 422; otherwise what it holds moves to the root.',
		source: '1.12: stated for password folders',
		default: true,
	},
	{
		name: 'adaptersResourceNamesItsType',
		statement: 'An included adapters resource says which integration it belongs to.',
		source: '1.13: only remote-id was seen',
		default: true,
	},
	{
		name: 'organizationDeleteRefusedWhenSynced',
		statement: 'Deleting an organization that the PSA owns is refused with 422.',
		source: '5.37',
		default: true,
	},
	{
		name: 'typesAreChecked',
		statement:
			'An attribute of the wrong JSON type is refused with 422; otherwise it is stored as text or dropped.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'wrongIdInBodyIgnored',
		statement: 'data.id that differs from the path is ignored; otherwise 422.',
		source: '5.36',
		default: true,
	},
	{
		name: 'blankFilterIgnored',
		statement: 'A filter with an empty value is ignored; otherwise it matches nothing.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'unknownSortIgnored',
		statement: 'An unknown sort key is ignored; otherwise 400.',
		source: 'section 9',
		default: true,
	},
	{
		name: 'unknownIncludeIgnored',
		statement: 'An unknown include is ignored; otherwise 400.',
		source: 'section 9',
		default: true,
	},
	{
		name: 'bulkSizeUnlimited',
		statement: 'A bulk request may have any number of items; otherwise at most 50.',
		source: 'section 9',
		default: true,
	},
	{
		name: 'emptyBulkRefused',
		statement:
			'A bulk request without items is refused with 400; otherwise it changes nothing and succeeds.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'defaultShowWithoutAccessIs401',
		statement:
			'Reading a password without show_password and without Password Access is 401; otherwise the value is left out.',
		source: 'section 9',
		default: true,
	},
	{
		name: 'embeddedPasswordsSurvive',
		statement:
			'Passwords embedded in a deleted configuration or contact stay; otherwise they are deleted with it.',
		source: 'section 9',
		default: true,
	},
	{
		name: 'modelMustBelongToManufacturer',
		statement: 'A model of another manufacturer is refused with 422.',
		source: '4.9: inferred',
		default: true,
	},
	{
		name: 'regionMustBelongToCountry',
		statement: 'A region of another country is refused with 422.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'referencesStayInOrganization',
		statement:
			'A location of a contact and the parent of a password must be of the same organization, otherwise 422.',
		source: 'stated for folders only',
		default: true,
	},
	{
		name: 'primaryLocationIsUnique',
		statement: 'A new primary location of an organization takes over from the former one.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'parentLoopRefused',
		statement: 'An organization cannot be put below itself: 422.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'ownOrganizationUndeletable',
		statement: 'Deleting the organization of the account itself is refused with 422.',
		source: 'not stated',
		default: true,
	},
	{
		name: 'payloadAbove10MbRefused',
		statement: 'A body above 10 MB is refused with 413.',
		source: '1.3: status not seen',
		default: true,
	},
	{
		name: 'linksAlwaysFull',
		statement: 'links are given on a list of one page too.',
		source: '1.8',
		default: false,
	},
] as const satisfies ReadonlyArray<{
	name: string;
	statement: string;
	source: string;
	default: boolean;
	seed?: boolean;
}>;

export type AssumptionName = (typeof list)[number]['name'];

/** All assumptions with the value they have unless flipped. */
export const ASSUMPTIONS: readonly Assumption[] = list;

/**
 * The switches as they stand for one sandbox.
 * @param profile decides the defaults
 * @param flipped values that replace them
 */
export function switches(
	profile: 'strict' | 'seed',
	flipped: Partial<Record<AssumptionName, boolean>> = {},
): Record<AssumptionName, boolean> {
	const values = ASSUMPTIONS.map((assumption): [AssumptionName, boolean] => {
		const standard =
			profile === 'seed' ? (assumption.seed ?? assumption.default) : assumption.default;
		return [assumption.name, flipped[assumption.name] ?? standard];
	});
	return Object.fromEntries(values) as Record<AssumptionName, boolean>;
}
