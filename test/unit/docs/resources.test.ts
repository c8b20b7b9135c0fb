/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads docs/ */
/** The pages about resources, against the tables as they stand in the source; `scripts/docs.mjs` writes them from dist/. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { OPERATIONS, allOptions } from '../../../nodes/ITGlue/operations';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { camel } from '../../../nodes/ITGlue/text/spelling';
import { RESOURCES, SECRET_ATTRIBUTES } from '../../../nodes/ITGlue/resources';
import { columnOf, columnsOf, keysOf } from '../../../nodes/ITGlue/resources/schema/columns';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';
import { operationsTable, pagesOf } from '../../../scripts/docs/resources.mjs';
import { read, root } from '../../helpers/package';

const folder = path.join(root, 'docs', 'resources');

const node = {
	resources: RESOURCES,
	secrets: SECRET_ATTRIBUTES,
	verbs: OPERATIONS,
	lookups: LOOKUPS,
	allOptions,
	columnsOf,
	keysOf,
	columnOf,
	camel,
	properties: new ItGlue().description.properties,
};

const files = readdirSync(folder);

it('there is a page for each resource, and no other', () => {
	expect([...pagesOf(node).keys()].sort()).toEqual([...files].sort());
});

it.each(files)('%s says what the tables say', (file) => {
	expect(read('docs', 'resources', file)).toBe(pagesOf(node).get(file));
});

it('the table of operations in the README is that of the tables', () => {
	expect(read('README.md')).toContain(operationsTable(node, 'docs/resources/'));
});
