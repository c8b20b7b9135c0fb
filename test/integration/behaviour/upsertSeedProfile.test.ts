/* eslint-disable @typescript-eslint/no-require-imports -- the tests of a file register where it is loaded */
/** Create or Update where IT Glue answers as its public descriptions say. */
import { orderProfile } from './support';

const FILES = [
	'upsertContacts',
	'upsertDifferences',
	'upsertDocuments',
	'upsertIdentity',
	'upsertOutput',
	'upsertPasswords',
	'upsertPsaLinks',
	'upsertScope',
	'upsertTool',
	'upsertWrites',
];

describe.each(FILES)('in the seed profile: %s', (file) => {
	orderProfile('seed');
	require(`./${file}.test`);
});
