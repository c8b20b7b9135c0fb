import assert from 'node:assert/strict';

const NAME = 'Northwind Dental';
const REASON = 'Contract ended';
const LONG_NOTES = `<p>Emergency contact: 555-0100.</p>${'<p>Reception closes at noon.</p>'.repeat(12)}`;

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/**
 * @param {Scene} scene
 * @param {string} name
 */
const organizationCalled = async (scene, name) => {
	const found = (await scene.records('organizations')).find(
		({ attributes }) => attributes.name === name,
	);
	assert.ok(found, `the organization ${name}`);
	return found;
};

/**
 * @param {Scene} scene
 * @param {{ id: string }} organization
 */
const passwordsOf = async (scene, { id }) =>
	(await scene.records('passwords')).filter(
		({ attributes }) => String(attributes.organization_id) === id,
	);

/**
 * @param {Scene} scene
 * @param {string} collection
 * @param {string} name
 */
const idOf = async (scene, collection, name) => {
	const found = (await scene.records(collection)).find(
		({ attributes }) => attributes.name === name,
	);
	assert.ok(found, `${name} in ${collection}`);
	return Number(found.id);
};

/**
 * The client that the sample names, with two passwords in use and one archived.
 * @param {Scene} scene
 * @param {object} [attributes] of the organization
 */
const addClient = async (scene, attributes = {}) => {
	const organization = await scene.insert('organizations', {
		name: NAME,
		alert: 'Call the owner first',
		quick_notes: LONG_NOTES,
		organization_type_id: await idOf(scene, 'organization_types', 'Customer'),
		organization_status_id: await idOf(scene, 'organization_statuses', 'Active'),
		...attributes,
	});
	for (const [name, archived] of /** @type {const} */ ([
		['Firewall', false],
		['Domain Administrator', false],
		['Old router', true],
	]))
		await scene.insert('passwords', {
			organization_id: Number(organization.id),
			name,
			username: 'admin',
			password: `example-${name}-not-a-secret`,
			archived,
		});
	return organization;
};

/** @param {string} date */
const mustBeToday = (date) => {
	// n8n's time zone may be a day ahead or behind.
	const days = Math.abs(Date.parse(`${date}T12:00:00Z`) - Date.now()) / 86_400_000;
	assert.ok(days < 2, `${date} is today`);
};

/**
 * @param {any} organization
 * @returns {string} the date in its alert
 */
const dateIn = ({ attributes }) => {
	const [, date = ''] =
		/^ARCHIVED: (\d{4}-\d\d-\d\d) - Contract ended$/.exec(attributes.alert) ?? [];
	assert.notEqual(date, '', `the alert says it: ${attributes.alert}`);
	return date;
};

/** @param {string} text @param {string} part */
const countOf = (text, part) => text.split(part).length - 1;

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with an organization of its own',
			prepare: async (scene) => void (await addClient(scene)),
			check: async ({ items }, scene) => {
				const organization = await organizationCalled(scene, NAME);
				const { attributes } = organization;
				const date = dateIn(organization);
				mustBeToday(date);
				assert.equal(
					attributes.organization_status_id,
					await idOf(scene, 'organization_statuses', 'Archived'),
				);
				assert.ok(attributes.quick_notes.startsWith(LONG_NOTES), 'the notes before are complete');
				assert.match(
					attributes.quick_notes,
					new RegExp(
						`Client offboarded on ${date}<br>Reason: ${REASON}<br>Hand-over contact: Ben Example, .*<br>Alert before: Call the owner first`,
					),
				);
				const passwords = await passwordsOf(scene, organization);
				assert.deepEqual(
					passwords.map((password) => password.attributes.archived),
					[true, true, true],
				);
				const [report] = items('Done');
				assert.equal(report?.passwordsArchived, 2);
				assert.equal(report?.status, 'Archived');
				assert.equal(report?.quickNote, 'added');
				assert.deepEqual([report?.toDo, report?.failed], [[], []]);
			},
			checkAgain: async ({ items }, scene) => {
				const { attributes } = await organizationCalled(scene, NAME);
				assert.equal(countOf(attributes.quick_notes, 'Client offboarded on'), 1);
				const [report] = items('Done');
				assert.equal(report?.passwordsArchived, 0);
				assert.equal(report?.quickNote, 'was there already');
			},
		},
		{
			name: 'with an organization that the PSA owns',
			adapt: () => ({ values: { 'Sample client': { Organization: "O'Brien Dental" } } }),
			prepare: async (scene) => {
				const { psa } = await organizationCalled(scene, "O'Brien Dental");
				assert.ok(psa, 'it is synced');
			},
			check: async ({ items }, scene) => {
				const organization = await organizationCalled(scene, "O'Brien Dental");
				const date = dateIn(organization);
				assert.match(organization.attributes.quick_notes, new RegExp(`offboarded on ${date}`));
				assert.equal(
					organization.attributes.organization_status_id,
					await idOf(scene, 'organization_statuses', 'Active'),
				);
				const passwords = await passwordsOf(scene, organization);
				assert.ok(passwords.length > 0);
				assert.ok(passwords.every(({ attributes }) => attributes.archived));
				const [report] = items('Done');
				assert.equal(report?.toDo.length, 1);
				assert.match(report?.toDo[0], /status is still "Active".*PSA/);
				assert.deepEqual(report?.failed, []);
			},
			checkAgain: ({ items }) => {
				assert.match(items('Done')[0]?.toDo[0], /status is still "Active".*PSA/);
			},
		},
		{
			name: 'with a client that was offboarded on another day',
			changesNothing: true,
			prepare: async (scene) => {
				const organization = await addClient(scene, {
					alert: 'ARCHIVED: 2026-01-31 - Moved away',
					quick_notes: `${LONG_NOTES}<p>Client offboarded on 2026-01-31<br>Reason: Moved away</p>`,
					organization_status_id: await idOf(scene, 'organization_statuses', 'Archived'),
				});
				for (const { id } of await passwordsOf(scene, organization))
					await scene.api('PATCH', `/passwords/${id}`, { archived: true });
			},
			check: ({ items }) => {
				const [report] = items('Done');
				assert.equal(report?.offboardedOn, '2026-01-31');
				assert.equal(report?.alert, 'ARCHIVED: 2026-01-31 - Moved away');
				assert.equal(report?.quickNote, 'was there already');
				assert.deepEqual([report?.toDo, report?.failed], [[], []]);
			},
		},
	],
	also: [
		{
			name: 'goes on when a password is refused, stops as failed, and is completed by another run',
			test: async (scene) => {
				const organization = await addClient(scene);
				await scene.fault({ kind: 'status', status: 422, method: 'PATCH', path: '/passwords/' });
				const first = await scene.run();
				assert.equal(first.run.status, 'error');
				const stop = first.run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(
					stop?.error.message,
					/Northwind Dental is not complete.*Archive passwords \((Firewall|Domain Administrator)\).*1 passwords archived.*status "Archived", quick note added/s,
				);
				const open = async () =>
					(await passwordsOf(scene, organization)).filter(({ attributes }) => !attributes.archived);
				assert.equal((await open()).length, 1);
				const date = dateIn(await organizationCalled(scene, NAME));

				const second = await scene.run();
				assert.equal(second.run.status, 'success');
				assert.deepEqual(await open(), []);
				const after = await organizationCalled(scene, NAME);
				assert.equal(dateIn(after), date);
				assert.equal(countOf(after.attributes.quick_notes, 'Client offboarded on'), 1);
			},
		},
		{
			name: 'changes nothing when no organization has the name',
			test: async (scene) => {
				const { run, journal } = await scene.run();
				assert.equal(run.status, 'error');
				const found = run.nodes.find(({ node }) => node === 'Find organization');
				assert.match(found?.error.message, /no organization called "Northwind Dental"/);
				assert.deepEqual([...new Set(journal.map(({ method }) => method))], ['GET']);
			},
		},
	],
};
