import assert from 'node:assert/strict';

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with the sample client',
			check: ({ records }) => {
				assert.ok(records.length > 0, 'it gave out stored records');
				const of = (/** @type {string} */ type) => records.filter((record) => record.type === type);
				const [organization] = of('organizations');
				assert.ok(organization, 'an organization');
				const belonging = ['locations', 'contacts', 'configurations', 'passwords', 'documents'];
				for (const type of belonging) {
					assert.ok(of(type).length > 0, `at least one record of ${type}`);
					for (const { attributes } of of(type))
						assert.equal(
							String(attributes.organization_id),
							organization.id,
							`${type} belong to the organization`,
						);
				}
				const emails = of('contacts').flatMap(({ attributes }) => attributes.contact_emails ?? []);
				assert.ok(
					emails.some((/** @type {any} */ email) => email.primary),
					'a primary e-mail address',
				);
				const overview = of('documents').find(
					({ attributes }) => attributes.name === 'Client Overview',
				);
				assert.ok(overview, 'a document "Client Overview"');
				assert.equal(overview.attributes.published, true, 'it is published');
				assert.match(
					String(overview.attributes.content),
					/<h1>Northwind Dental<\/h1>[\s\S]*<table>/,
					'it shows its body',
				);
			},
		},
	],
};
