/* eslint-disable @typescript-eslint/no-require-imports -- the tests of a file register where it is loaded */
/**
 * The same behaviour where IT Glue answers as its public descriptions say. Without the files whose tests are about
 * waiting: those take minutes and look at what both profiles have in common.
 */
import { orderProfile } from './support';

const FILES = [
	'ambiguousValues',
	'contacts',
	'deletes',
	'documents',
	'existingPasswords',
	'flexibleAssetRuns',
	'flexibleAssets',
	'items',
	'options',
	'organization',
	'parameters',
	'passwords',
	'reconcile',
	'reconcileContacts',
	'secretsInAnswers',
	'stopping',
	'tool',
	'toolRefusals',
	'updateExisting',
	'whoseRecords',
];

describe.each(FILES)('in the seed profile: %s', (file) => {
	orderProfile('seed');
	require(`./${file}.test`);
});
