import assert from 'node:assert/strict';
import { fillIn, formOf, refusesStrangers } from '../formVisitor.mjs';
import { recordsOf } from '../people.mjs';
import { messagesIn } from '../syncs.mjs';

const NAME = 'Northwind Dental';
const REASON = 'Contract ended';
const LONG_NOTES = `<p>Emergency contact: 555-0100.</p>${'<p>Reception closes at noon.</p>'.repeat(12)}`;

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/**
 * By hand it only shows, as shipped.
 * @type {() => import('../../../scripts/lib/examples.mjs').Adaptation}
 */
const carriedOut = () => ({ values: { Settings: { dryRun: false } } });

/**
 * @param {Scene} scene
 * @param {string} address
 * @param {string} [name]
 */
const ask = (scene, address, name = NAME) => fillIn(scene, address, [name, REASON, 'Ben Example']);

/** @param {Scene} scene */
const writtenIn = async ({ sandbox }) =>
	(await sandbox.journal()).filter(({ method }) => method !== 'GET');

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
const passwordsOf = (scene, organization) => recordsOf(scene, 'passwords', organization);

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
			name: 'by hand as shipped, which only shows what would happen',
			changesNothing: true,
			prepare: async (scene) => void (await addClient(scene)),
			check: async (outcome, scene) => {
				const { items } = outcome;
				assert.deepEqual(messagesIn(outcome), [], 'nobody is told of a look');
				const { id } = await organizationCalled(scene, NAME);
				const [{ alertThen, ...shown } = {}] = items('Only shown');
				mustBeToday(dateIn({ attributes: { alert: alertThen } }));
				assert.deepEqual(shown, {
					organization: { id, name: NAME, url: `https://example.itglue.com/${id}` },
					passwordsToArchive: 2,
					statusNow: 'Active',
					statusThen: 'Archived',
					alertNow: 'Call the owner first',
					quickNote: 'will be added',
					fromPsa: false,
				});
				assert.deepEqual(items('Done'), []);
			},
		},
		{
			name: 'with an organization of its own',
			adapt: carriedOut,
			prepare: async (scene) => void (await addClient(scene)),
			check: async (outcome, scene) => {
				const { items } = outcome;
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
				const [message] = messagesIn(outcome);
				assert.equal(message?.title, `Offboarded: ${NAME}`);
				assert.match(message?.text, /^Passwords archived: 2\nStatus: Archived\nAlert: ARCHIVED: /);
				assert.equal(message?.failed, false);
			},
			checkAgain: async (outcome, scene) => {
				const { items } = outcome;
				assert.deepEqual(messagesIn(outcome), [], 'nothing is new');
				const { attributes } = await organizationCalled(scene, NAME);
				assert.equal(countOf(attributes.quick_notes, 'Client offboarded on'), 1);
				const [report] = items('Done');
				assert.equal(report?.passwordsArchived, 0);
				assert.equal(report?.quickNote, 'was there already');
			},
		},
		{
			name: 'with an organization that the PSA owns',
			adapt: () => ({
				values: {
					'Sample client': { Organization: "O'Brien Dental" },
					Settings: { dryRun: false },
				},
			}),
			prepare: async (scene) => {
				const { psa } = await organizationCalled(scene, "O'Brien Dental");
				assert.ok(psa, 'it is synced');
			},
			check: async (outcome, scene) => {
				const { items } = outcome;
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
				assert.match(messagesIn(outcome)[0]?.text, /^To do: The status is still "Active".*PSA/m);
			},
			checkAgain: (outcome) => {
				assert.match(outcome.items('Done')[0]?.toDo[0], /status is still "Active".*PSA/);
				assert.deepEqual(messagesIn(outcome), [], 'nothing is new');
			},
		},
		{
			name: 'with a client that was offboarded on another day',
			adapt: carriedOut,
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
			name: 'asks on a second page of the form, and retires the client only then',
			test: async (scene) => {
				const organization = await addClient(scene, { alert: 'Call <b>Ann</b> first' });
				await scene.whilePublished(formOf, async (address) => {
					await scene.sandbox.clearJournal();
					const visit = await ask(scene, address);
					const page = await visit.page();
					assert.match(page, /Retire Northwind Dental\?/);
					assert.match(page, /Passwords to archive:<\/b> 2<br/);
					assert.match(page, /Status now:<\/b> Active<br/);
					assert.match(page, /Status then:<\/b> Archived<br/);
					assert.match(page, /Alert now:<\/b> Call &lt;b&gt;Ann&lt;\/b&gt; first<br/);
					assert.match(page, /Alert then:<\/b> ARCHIVED: .* - Contract ended<br/);
					assert.deepEqual(await writtenIn(scene), [], 'nothing before the answer');

					// Somebody changes the alert while the page is open.
					await scene.api('PATCH', `/organizations/${organization.id}`, { alert: 'Owes money' });
					await visit.submit('Retire this client');
					const report = await visit.page();
					assert.match(report, /Done: Northwind Dental/);
					assert.match(report, /Passwords archived: 2/);
					assert.equal(await visit.end(), 'success');
				});
				const after = await organizationCalled(scene, NAME);
				mustBeToday(dateIn(after));
				assert.match(after.attributes.quick_notes, /Alert before: Owes money/);
				assert.ok((await passwordsOf(scene, after)).every(({ attributes }) => attributes.archived));
			},
		},
		{
			name: 'changes nothing where the second page is answered with a stop',
			test: async (scene) => {
				await addClient(scene);
				await scene.whilePublished(formOf, async (address) => {
					await scene.sandbox.clearJournal();
					const visit = await ask(scene, address);
					await visit.page();
					await visit.submit('Stop, change nothing');
					assert.match(
						await visit.page(),
						/Nothing was changed[^]*Northwind Dental stays as it is/,
					);
					assert.equal(await visit.end(), 'success');
					assert.deepEqual(await writtenIn(scene), []);
				});
			},
		},
		{
			name: 'says on the pages what the PSA owns, and what failed',
			test: async (scene) => {
				await scene.whilePublished(formOf, async (address) => {
					const visit = await ask(scene, address, "O'Brien Dental");
					assert.match(
						await visit.page(),
						/Status then:<\/b> Active \(the PSA owns this organization/,
					);
					await scene.fault({ kind: 'status', status: 422, method: 'PATCH', path: '/passwords/' });
					await visit.submit('Retire this client');
					const report = await visit.page();
					assert.match(report, /Not complete: O&#x27;Brien Dental/);
					assert.match(report, /To do: The status is still/);
					assert.match(report, /Failed: Archive passwords \(/);
					assert.equal(await visit.end(), 'error', 'the run is listed as failed');
				});
			},
		},
		{
			name: 'lets nobody begin who does not sign in, and says on a page that there is no such client',
			test: async (scene) => {
				await scene.whilePublished(formOf, async (address) => {
					await refusesStrangers(scene, address);
					const visit = await ask(scene, address, 'No such client');
					const page = await visit.page();
					assert.match(page, /Nothing was changed[^]*no organization called/);
					assert.equal(await visit.end(), 'error');
				});
			},
		},
		{
			name: 'goes on when a password is refused, stops as failed, and is completed by another run',
			test: async (scene) => {
				const organization = await addClient(scene);
				await scene.fault({ kind: 'status', status: 422, method: 'PATCH', path: '/passwords/' });
				const first = await scene.run(carriedOut());
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
				const [message] = messagesIn(first);
				assert.equal(message?.title, `Offboarding is not complete: ${NAME}`);
				assert.match(message?.text, /^Failed: Archive passwords \(/m);
				assert.equal(message?.failed, true);

				const second = await scene.run(carriedOut());
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
				const { run, journal } = await scene.run(carriedOut());
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as not found');
				assert.match(stop?.error.message, /no organization called "Northwind Dental"/);
				assert.deepEqual([...new Set(journal.map(({ method }) => method))], ['GET']);
			},
		},
	],
};
