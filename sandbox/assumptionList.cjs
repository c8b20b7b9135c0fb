/**
 * Every behaviour of the sandbox that is neither official nor seen on a live tenant, or on which the sources disagree
 * (`ASSUMPTIONS`, each with a switch: see assumptions.ts), and what is documented or was seen and that the node leans on
 * (`FACTS`, without a switch). One list for the sandbox and for `npm run live-check`, which has a row for each and
 * therefore runs before anything is installed: hence plain JavaScript, in the one module format that all who read it know.
 *
 * `QUESTIONS` are what only a live account can answer and nothing rests on yet.
 *
 * `live` says how the live check finds out: by reading, with `--write` in an organization of its own, or not at all.
 * Sections in `source` are those of the project's API reference.
 */

/**
 * @typedef {object} Fact
 * @property {string} name
 * @property {string} statement
 * @property {string} source
 * @property {'read' | 'write'} live
 */

/**
 * @typedef {object} Assumption
 * @property {string} name
 * @property {string} statement What holds while the switch is true.
 * @property {string} source
 * @property {boolean} default Value in the strict profile.
 * @property {boolean} [seed] Value in the seed profile, where it differs.
 * @property {'read' | 'write' | { untestable: string }} live
 */

const ASSUMPTIONS = /** @type {const} @satisfies {readonly Assumption[]} */ ([
	{
		name: 'filterNameCaseSensitive',
		statement: 'Text filters tell upper from lower case.',
		source: '5.8: one tenant',
		default: true,
		live: 'read',
	},
	{
		name: 'filterNameExact',
		statement:
			'filter[name] matches whole names on the lists that do not say so (organizations, configurations, passwords, password categories, locations, groups, flexible asset types); otherwise it matches any part.',
		source: '5.8: one tenant',
		default: true,
		live: 'read',
	},
	{
		name: 'commaListsMatchLiterally',
		statement:
			'A comma in a filter value is part of one literal value, so lists of values match nothing.',
		source: 'contradicts 1.5',
		default: false,
		live: 'read',
	},
	{
		name: 'indexShowsArchived',
		statement: 'An index contains archived records too; otherwise only with filter[archived]=true.',
		source: 'not stated',
		default: true,
		live: 'read',
	},
	{
		name: 'bulkRefusedAsAWhole',
		statement:
			'One invalid item refuses a whole bulk update; otherwise the valid items are written although the answer is an error.',
		source: 'section 9',
		default: true,
		live: 'write',
	},
	{
		name: 'bulkDeleteAnswers204',
		statement: 'Bulk delete answers 204 without a body instead of 200 with the records.',
		source: '5.38',
		default: false,
		live: 'write',
	},
	{
		name: 'createAnswers200',
		statement: 'Create answers 200 instead of 201.',
		source: '5.18',
		default: false,
		live: 'write',
	},
	{
		name: 'validationIs400',
		statement: 'Failed validation is 400 instead of 422.',
		source: '5.11',
		default: false,
		live: 'write',
	},
	{
		name: 'badKeyIs401',
		statement: 'An unknown key is answered with a JSON:API 401 instead of the 403 of the gateway.',
		source: '5.12',
		default: false,
		seed: true,
		live: 'read',
	},
	{
		name: 'documentFolderNullMeansRoot',
		statement:
			'filter[document_folder_id]=null gives the documents outside folders; otherwise all documents.',
		source: '5.5',
		default: true,
		live: 'read',
	},
	{
		name: 'documentFolderNeNull',
		statement:
			'filter[document_folder_id][ne]=null gives the documents inside folders; otherwise it is ignored.',
		source: '5.5',
		default: true,
		live: 'read',
	},
	{
		name: 'parentIdIsStored',
		statement:
			'A parent-id written to an organization takes effect; otherwise it is silently dropped.',
		source: '5.10',
		default: true,
		live: 'write',
	},
	{
		name: 'organizationNameUnique',
		statement: 'An organization name in use is refused with "has already been taken".',
		source: '5.9',
		default: false,
		seed: true,
		live: 'write',
	},
	{
		name: 'documentFolderWritableOnPatch',
		statement: 'A PATCH moves a document to another folder; otherwise it is refused.',
		source: '5.41',
		default: true,
		live: 'write',
	},
	{
		name: 'dateRangeAboveAWeekRefused',
		statement: 'A created_at or updated_at range of more than a week is refused with 422.',
		source: '1.5',
		default: true,
		live: 'read',
	},
	{
		name: 'psaIdWithoutTypeIgnored',
		statement: 'filter[psa_id] without filter[psa_integration_type] is ignored; otherwise 422.',
		source: '1.5',
		default: true,
		live: 'read',
	},
	{
		name: 'pageSizeAboveMaxClamped',
		statement: 'A page size above 1000 counts as 1000; otherwise 400.',
		source: '1.8',
		default: true,
		live: 'read',
	},
	{
		name: 'singleDeleteExists',
		statement:
			'DELETE of one organization, contact, configuration, document or location by its path works.',
		source: '5.1',
		default: false,
		seed: true,
		live: 'write',
	},
	{
		name: 'publishIsPatch',
		statement: 'Publishing a document is a PATCH; otherwise POST only.',
		source: '5.7',
		default: true,
		live: 'write',
	},
	{
		name: 'documentShowReturnsSections',
		statement: 'Reading one document brings its sections.',
		source: '4.12',
		default: true,
		live: 'read',
	},
	{
		name: 'documentFoldersAvailable',
		statement:
			'Document folders work with an API key; otherwise 401 "Only supported for JWT requests".',
		source: '4.15',
		default: true,
		live: 'read',
	},
	{
		name: 'sectionsAvailable',
		statement:
			'Documents have sections; otherwise their routes do not exist and content is stored on the document.',
		source: '4.12, 5.6',
		default: true,
		live: 'read',
	},
	{
		name: 'metaPresent',
		statement: 'A list carries meta and links.',
		source: '1.8',
		default: true,
		live: 'read',
	},
	{
		name: 'includedInsideData',
		statement: 'The included records of a single record stand inside data.',
		source: '1.7: slips in samples',
		default: false,
		live: 'read',
	},
	{
		name: 'quickNotesCutInIndex',
		statement: 'quick-notes is cut to 250 characters in the organizations index.',
		source: '1.15',
		default: true,
		live: 'read',
	},
	{
		name: 'deleteIsImmediate',
		statement:
			'A deleted organization is gone at once; otherwise it is marked and stays readable for a while.',
		source: '4.1, 6.4',
		default: true,
		live: 'write',
	},
	{
		name: 'showPasswordDefaultTrue',
		statement: 'Reading one password brings its value unless show_password=false.',
		source: '5.14',
		default: true,
		live: 'write',
	},
	{
		name: 'idInBulkAtResourceLevelOnly',
		statement:
			'A bulk item is identified by the id beside type only; one inside attributes is ignored.',
		source: '5.31',
		default: false,
		live: 'write',
	},
	{
		name: 'relationshipsOnShowOnly',
		statement: 'A list answered with includes has the included records but no linkage to them.',
		source: '1.7',
		default: false,
		live: 'read',
	},
	{
		name: 'documentPublishedFalseWhileDraftOpen',
		statement:
			'published is false while a change of sections waits to be published; otherwise true once published.',
		source: '4.12: only "draft state"',
		default: true,
		live: 'write',
	},
	{
		name: 'documentSectionsAsAttribute',
		statement:
			'The sections of one document come as attributes.sections; otherwise as relationship and included records.',
		source: '4.12: shape not recorded',
		default: false,
		live: 'read',
	},
	{
		name: 'documentContentAsBlocks',
		statement: 'The content of a document is a list of blocks; otherwise HTML.',
		source: 'seen live in both forms',
		default: false,
		live: 'read',
	},
	{
		name: 'documentContentInSectionsOnly',
		statement: 'The content of a document is an empty list, and its body stands in its sections.',
		source: 'seen live in both forms',
		default: false,
		live: 'read',
	},
	{
		name: 'documentSaysPublished',
		statement:
			'A document says whether it is published; otherwise only when and by whom (published-at, published-by).',
		source: 'seen live in both forms',
		default: true,
		live: 'read',
	},
	{
		name: 'fullFolderDeleteRefused',
		statement:
			'Deleting a document folder that holds something is refused with 422; otherwise what it holds moves to the root.',
		source: '1.12: stated for password folders',
		default: true,
		live: 'write',
	},
	{
		name: 'adaptersResourceNamesItsType',
		statement: 'An included adapters resource says which integration it belongs to.',
		source: '1.13: only remote-id was seen',
		default: true,
		live: 'read',
	},
	{
		name: 'adaptersNameTheirType',
		statement:
			'It names its system as adapter-type-name ("ConnectWise Manage"), beside sync and orphaned; otherwise as psa-integration-type with the value of the filter.',
		source: 'recorded answers; the names of other PSAs than Autotask are not recorded',
		default: true,
		live: 'read',
	},
	{
		name: 'syncedRecordRefusedAsAWhole',
		statement:
			'A PSA-owned record refuses every attribute but the documented ones in one error without pointer; otherwise single attributes are refused, each with a pointer, and the others can be written.',
		source: '1.13 (official) against one live comment: contact emails alone were refused',
		default: true,
		live: {
			untestable:
				"It would take a change to a client's record that a PSA owns; the check changes nothing but what it created, and what it creates has no PSA link.",
		},
	},
	{
		name: 'organizationDeleteRefusedWhenSynced',
		statement: 'Deleting an organization that the PSA owns is refused with 422.',
		source: '5.37',
		default: true,
		live: {
			untestable:
				'It would take an attempt to delete a client that a PSA owns; the check deletes nothing but what it created, and what it creates has no PSA link.',
		},
	},
	{
		name: 'typesAreChecked',
		statement:
			'An attribute of the wrong JSON type is refused with 422; otherwise it is stored as text or dropped.',
		source: 'not stated',
		default: true,
		live: 'write',
	},
	{
		name: 'wrongIdInBodyIgnored',
		statement: 'data.id that differs from the path is ignored; otherwise 422.',
		source: '5.36',
		default: true,
		live: 'write',
	},
	{
		name: 'blankFilterIgnored',
		statement: 'A filter with an empty value is ignored; otherwise it matches nothing.',
		source: 'not stated',
		default: true,
		live: 'read',
	},
	{
		name: 'unknownSortIgnored',
		statement: 'An unknown sort key is ignored; otherwise 400.',
		source: 'section 9',
		default: true,
		live: 'read',
	},
	{
		name: 'unknownIncludeIgnored',
		statement: 'An unknown include is ignored; otherwise 400.',
		source: 'section 9',
		default: true,
		live: 'read',
	},
	{
		name: 'bulkSizeUnlimited',
		statement: 'A bulk request may have any number of items; otherwise at most 50.',
		source: 'section 9',
		default: true,
		live: 'write',
	},
	{
		name: 'emptyBulkRefused',
		statement:
			'A bulk request without items is refused with 400; otherwise it changes nothing and succeeds.',
		source: 'not stated',
		default: true,
		live: {
			untestable:
				'An empty list is too close to the forms in which IT Glue changes everything that a filter selects; the node never sends one.',
		},
	},
	{
		name: 'defaultShowWithoutAccessIs401',
		statement:
			'Reading a password without show_password and without Password Access is 401; otherwise the value is left out.',
		source: 'section 9',
		default: true,
		live: {
			untestable:
				"It takes a password, which a key without Password Access cannot create, and asking for a client's is out of the question.",
		},
	},
	{
		name: 'embeddedPasswordsSurvive',
		statement:
			'Passwords embedded in a deleted configuration, contact or flexible asset stay; otherwise they are deleted with it.',
		source: 'section 9',
		default: true,
		live: 'write',
	},
	{
		name: 'modelMustBelongToManufacturer',
		statement: 'A model of another manufacturer is refused with 422.',
		source: '4.9: inferred',
		default: true,
		live: 'write',
	},
	{
		name: 'regionMustBelongToCountry',
		statement: 'A region of another country is refused with 422.',
		source: 'not stated',
		default: true,
		live: 'write',
	},
	{
		name: 'referencesStayInOrganization',
		statement:
			'A location of a contact and the parent of a password must be of the same organization, otherwise 422.',
		source: 'stated for folders only',
		default: true,
		live: 'write',
	},
	{
		name: 'primaryLocationIsUnique',
		statement: 'A new primary location of an organization takes over from the former one.',
		source: 'not stated',
		default: true,
		live: 'write',
	},
	{
		name: 'parentLoopRefused',
		statement: 'An organization cannot be put below itself: 422.',
		source: 'not stated',
		default: true,
		live: {
			untestable:
				'Were it accepted, a live account would hold an organization above itself, which other software may follow for ever.',
		},
	},
	{
		name: 'ownOrganizationUndeletable',
		statement: 'Deleting the organization of the account itself is refused with 422.',
		source: 'not stated',
		default: true,
		live: {
			untestable: 'It would take an attempt to delete the organization of the account itself.',
		},
	},
	{
		name: 'payloadAbove10MbRefused',
		statement: 'A body above 10 MB is refused with 413.',
		source: '1.3: status not seen',
		default: true,
		live: 'write',
	},
	{
		name: 'linksAlwaysFull',
		statement: 'links are given on a list of one page too.',
		source: '1.8',
		default: false,
		live: 'read',
	},
	{
		name: 'interfaceIdInAttributesOnly',
		statement:
			'The ID of a configuration interface stands among its attributes only, as a number; otherwise beside type as well.',
		source: '4.11: sample of the official page',
		default: false,
		live: 'read',
	},
	{
		name: 'referencesAreNumbers',
		statement: 'Attributes that end in -id are whole numbers or null, except parent-id.',
		source: '1.11; text in one anonymised answer',
		default: true,
		live: 'read',
	},
	{
		name: 'blankTextsAreEmpty',
		statement: 'A text that is not set is an empty text; otherwise null, or either.',
		source: 'live answers show both beside each other',
		default: false,
		live: 'read',
	},
	{
		name: 'phonesFormattedWithCountry',
		statement:
			'formatted-value of a phone number of ten digits begins with the country, +1; otherwise it has the digits of value only.',
		source: 'the official page has (212) 555-0141; other forms were seen',
		default: false,
		live: 'read',
	},
	{
		name: 'includedIdsAreText',
		statement:
			'The ID of an included record is text; otherwise a number, while its linkage is text.',
		source: 'two live clients met numbers',
		default: true,
		live: 'read',
	},
	{
		name: 'includedRecordsMissing',
		statement: 'A list asked for includes names the linked records and does not bring them.',
		source: 'sample of configurations on the official page',
		default: false,
		live: 'read',
	},
	{
		name: 'emptyLinkageIsNull',
		statement: 'The linkage of a record to nothing is null; otherwise an empty list.',
		source: 'a fixture of one client has null',
		default: false,
		live: 'read',
	},
	{
		name: 'linksAreBlankTexts',
		statement: 'The addresses in links are empty texts.',
		source: 'one anonymised answer',
		default: false,
		live: 'read',
	},
	{
		name: 'lastPageNamesNext',
		statement: 'next-page of the last page is the page itself; otherwise null.',
		source: 'one anonymised answer of a single page',
		default: false,
		live: 'read',
	},
	{
		name: 'listsRepeatARecord',
		statement: 'A list may hold a record twice.',
		source: 'one anonymised answer has two records of one ID',
		default: false,
		live: 'read',
	},
	{
		name: 'passwordListWithoutValue',
		statement: 'A list of passwords holds no values.',
		source: '4.6; the sample of the official page shows one',
		default: true,
		live: 'read',
	},
	{
		name: 'sortKeysWithHyphens',
		statement: 'A sort key may be spelt with hyphens; otherwise it is unknown.',
		source: '1.4: one client, the page has underscores',
		default: true,
		live: 'read',
	},
	{
		name: 'refusalsAreMessages',
		statement:
			'401 and 415 are answered with a message alone; otherwise 401 with errors and 415 in plain words.',
		source: 'one live client; others recorded errors and plain words',
		default: false,
		live: {
			untestable:
				'A key that works is not refused, and a wrong type of content could be taken as a write.',
		},
	},
	{
		name: 'unknownTraitOnPatchIs400',
		statement:
			'A trait that the type does not have is refused with 400 when a flexible asset is changed; otherwise with 422, as on create.',
		source: '4.17: the page lists 400 and no 422 for it',
		default: false,
		live: 'write',
	},
	{
		name: 'unknownTraitOnPatchIgnored',
		statement:
			'A trait that the type does not have is ignored when a flexible asset is changed; otherwise it is refused.',
		source: '4.17: seen on create only',
		default: false,
		live: 'write',
	},
	{
		name: 'selectTakesAnyText',
		statement:
			'A Select field of a flexible asset takes a text that is none of its options; otherwise 422.',
		source: '4.19: stored values outside the options were seen, not how they got there',
		default: false,
		seed: true,
		live: 'write',
	},
	{
		name: 'emptyTagIsAbsent',
		statement:
			'A Tag field without tags is not among the traits; otherwise it comes with an empty list of values.',
		source: '4.17: one client tests for both',
		default: false,
		live: 'write',
	},
	{
		name: 'longTextRefused',
		statement:
			'A text of more than 100,000 characters is refused in a field of a flexible asset; otherwise it is stored.',
		source: '4.17: a client cuts its texts; the limit is not published',
		default: true,
		live: 'write',
	},
	{
		name: 'uploadValuesAreObjects',
		statement: 'The values of an Upload field are objects; otherwise names as plain text.',
		source: '4.17: only that there are values',
		default: true,
		live: 'write',
	},
	{
		name: 'uploadHasUrl',
		statement: 'A file in an Upload field comes with an address; otherwise with its name only.',
		source: '4.17: not stated',
		default: true,
		live: 'write',
	},
	{
		name: 'uploadUrlIsRelative',
		statement:
			'The address of a file in an Upload field is relative to that of the API; otherwise it is complete.',
		source: '4.20: both were seen of attachments',
		default: false,
		live: 'write',
	},
	{
		name: 'passwordTraitSurvivesItsId',
		statement:
			'A Password field keeps its password when its ID is sent back among the traits; otherwise the password is gone.',
		source: 'section 9',
		default: true,
		live: {
			untestable:
				"No request fills a Password field, so no flexible asset of the check has one, and a client's is not to be lost.",
		},
	},
	{
		name: 'inlineFieldsAnswer500',
		statement:
			'A flexible asset type with its fields among the attributes is answered with 500; otherwise it is created.',
		source: '4.18: one live client; the table of the page names them there',
		default: true,
		live: {
			untestable:
				'IT Glue has no request that deletes a flexible asset type, so the check would leave one behind in the account.',
		},
	},
]);

const FACTS = /** @type {const} @satisfies {readonly Fact[]} */ ([
	{
		name: 'listsExist',
		statement: 'Every list that the node reads exists.',
		source: '2',
		live: 'read',
	},
	{
		name: 'listsReadable',
		statement: 'The key may read every list that the node reads.',
		source: '1.2, 1.12',
		live: 'read',
	},
	{
		name: 'metaMembers',
		statement:
			'meta holds current-page, next-page, prev-page, total-pages and total-count, each a whole number or null.',
		source: '1.8',
		live: 'read',
	},
	{
		name: 'metaCounts',
		statement: 'total-pages is total-count divided by the page size, rounded up.',
		source: '1.8: inferred',
		live: 'read',
	},
	{
		name: 'defaultPageSizeIs50',
		statement: 'A page has 50 records unless asked otherwise.',
		source: '1.8',
		live: 'read',
	},
	{
		name: 'pageSize1000Honoured',
		statement: 'A page size of 1000 is honoured.',
		source: '1.8, 5.33',
		live: 'read',
	},
	{
		name: 'pagesContinue',
		statement: 'With sort=id the second page goes on where the first one ended.',
		source: '1.8',
		live: 'read',
	},
	{
		name: 'pastTheEndIsEmpty',
		statement: 'A page past the end is an empty list.',
		source: '1.8: inferred',
		live: 'read',
	},
	{
		name: 'sortsSort',
		statement: 'The sort keys id, created_at and updated_at sort, with a minus downwards.',
		source: '1.6',
		live: 'read',
	},
	{
		name: 'unknownFilterIgnored',
		statement: 'An unknown filter is ignored.',
		source: '1.5: seen live',
		live: 'read',
	},
	{
		name: 'filtersOfOrganizations',
		statement: 'The documented filters of organizations leave out what does not match.',
		source: '4.1',
		live: 'read',
	},
	{
		name: 'filtersOfContacts',
		statement: 'The documented filters of contacts leave out what does not match.',
		source: '4.4',
		live: 'read',
	},
	{
		name: 'filtersOfConfigurations',
		statement: 'The documented filters of configurations leave out what does not match.',
		source: '4.9',
		live: 'read',
	},
	{
		name: 'filtersOfPasswords',
		statement: 'The documented filters of passwords leave out what does not match.',
		source: '4.6',
		live: 'read',
	},
	{
		name: 'filtersOfLocations',
		statement:
			'The documented filters of locations, and the country filter of regions, leave out what does not match.',
		source: '4.16, 4.23',
		live: 'read',
	},
	{
		name: 'keyFiltersFind',
		statement:
			'A record is found by the values it is known by: name, primary email, serial number, asset tag, MAC address, PSA ID with its type.',
		source: '4.1, 4.4, 4.9',
		live: 'read',
	},
	{
		name: 'textInNumberFilterFindsNothing',
		statement: 'A filter for a number finds nothing, or is refused, when it is given text.',
		source: 'not stated',
		live: 'read',
	},
	{
		name: 'escapedCommaIsLiteral',
		statement: 'A comma after a backslash belongs to the value.',
		source: '1.5',
		live: 'read',
	},
	{
		name: 'documentedIncludesAccepted',
		statement: 'The documented includes of lists are accepted.',
		source: '1.7',
		live: 'read',
	},
	{
		name: 'adaptersResourceHasRemoteId',
		statement: 'An included adapters resource holds the ID of the PSA record as remote-id.',
		source: '4.1: seen live',
		live: 'read',
	},
	{
		name: 'recordNotFoundIsJson',
		statement: 'A record that does not exist is answered with 404 and JSON:API errors.',
		source: '1.12',
		live: 'read',
	},
	{
		name: 'routeNotFoundIsHtml',
		statement: 'A route that does not exist is answered with 404 and a web page.',
		source: '1.12',
		live: 'read',
	},
	{
		name: 'documentsOnlyByOrganization',
		statement: 'Documents are listed by organization only: there is no list of all.',
		source: '5.4: seen live',
		live: 'read',
	},
	{
		name: 'documentIndexIsRootOnly',
		statement: 'The plain list of documents leaves out what is in folders.',
		source: '4.12: seen live',
		live: 'read',
	},
	{
		name: 'documentFolderFilterFilters',
		statement:
			'filter[document_folder_id] with an ID gives the documents of that folder, and no others.',
		source: '4.12',
		live: 'read',
	},
	{
		name: 'documentIdFilterFinds',
		statement: 'filter[id] finds a document, also one in a folder, and no others.',
		source: '4.12: seen live',
		live: 'read',
	},
	{
		name: 'showPasswordFalseHides',
		statement: 'With show_password=false a password comes without its value.',
		source: '4.6',
		live: 'read',
	},
	{
		name: 'answersAreKebab',
		statement: 'Types and attributes of answers are spelt in kebab-case.',
		source: '1.4',
		live: 'read',
	},
	{
		name: 'idsAreText',
		statement: 'The id of a record is text.',
		source: '1.11',
		live: 'read',
	},
	{
		name: 'timestampsAreUtc',
		statement: 'created-at and updated-at are UTC with milliseconds.',
		source: '1.11',
		live: 'read',
	},
	{
		name: 'parentIdIsText',
		statement: 'parent-id and ancestor-ids of an organization are text.',
		source: '4.1, section 9',
		live: 'read',
	},
	{
		name: 'resourceUrlPattern',
		statement:
			'resource-url of configurations, passwords and documents ends with the organization, the collection (documents: docs) and the ID.',
		source: '4.30',
		live: 'read',
	},
	{
		name: 'noResourceUrlElsewhere',
		statement: 'Organizations, contacts and locations have no resource-url.',
		source: '4.30, section 9',
		live: 'read',
	},
	{
		name: 'contactListsShape',
		statement:
			'Emails of a contact hold value, primary and label-name; phones label-type and extension as well.',
		source: '3, 4.4',
		live: 'read',
	},
	{
		name: 'noRateLimitHeaders',
		statement: 'Answers carry no headers about the rate limit.',
		source: '5.19',
		live: 'read',
	},
	{
		name: 'refusalNamesTheField',
		statement:
			'A refused value is answered with errors that say what is wrong and point to the attribute.',
		source: '1.12',
		live: 'write',
	},
	{
		name: 'bulkCreateUnderOrganization',
		statement: 'A POST to the contacts of an organization creates several at once.',
		source: '1.9',
		live: 'write',
	},
	{
		name: 'bulkUpdateAnswersRecords',
		statement: 'A bulk update answers with the records.',
		source: '1.10',
		live: 'write',
	},
	{
		name: 'unknownAttributeIgnored',
		statement: 'An unknown attribute is ignored.',
		source: 'inferred from 1.5',
		live: 'write',
	},
	{
		name: 'contactListsReplaced',
		statement: 'Emails written to a contact take the place of those it had.',
		source: '4.4: only the seeds',
		live: 'write',
	},
	{
		name: 'documentContentNotStored',
		statement: 'content given to a new document is not stored.',
		source: '5.6: seen live',
		live: 'write',
	},
	{
		name: 'passwordSingleDelete',
		statement: 'DELETE of one password by its path works.',
		source: '4.6',
		live: 'write',
	},
]);

/** What was never recorded and nothing rests on yet: the live check tells what it sees. */
const QUESTIONS = /** @type {const} @satisfies {readonly Fact[]} */ ([
	{
		name: 'uploadTraitForm',
		statement: 'What the value of an Upload field of a flexible asset looks like.',
		source: 'only that it is an object of values',
		live: 'read',
	},
	{
		name: 'fieldPasswordType',
		statement: 'The resource-type of a password that stands in a field of a flexible asset.',
		source: 'two spellings by two clients',
		live: 'read',
	},
	{
		name: 'flexibleAssetsWithRelatedItems',
		statement: 'Whether the list of flexible assets takes include=related_items.',
		source: 'not stated',
		live: 'read',
	},
	{
		name: 'downloadUrlForm',
		statement: 'Where the download-url of an attachment leads, and what it answers without a key.',
		source: 'not stated',
		live: 'read',
	},
]);

module.exports = { ASSUMPTIONS, FACTS, QUESTIONS };
