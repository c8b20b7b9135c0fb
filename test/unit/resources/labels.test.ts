/** Labels that are made from the names of IT Glue. */
import { article, titleCase } from '../../../nodes/ITGlue/resources/schema/common';

it.each([
	['created_at', 'Created At'],
	['organization_type_id', 'Organization Type ID'],
	['organization_ids', 'Organization IDs'],
	['my_glue', 'MyGlue'],
	['name', 'Name'],
])('%s becomes %s', (name, label) => {
	expect(titleCase(name)).toBe(label);
});

it.each([
	['Organization', 'an organization'],
	['Contact', 'a contact'],
])('%s is %s', (label, text) => {
	expect(article(label)).toBe(text);
});
