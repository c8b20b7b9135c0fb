/**
 * Ten tasks that people do first, done as a person does them, each from the panel of a node that was just added. What is
 * counted beside them: the clicks, and those that n8n's Airtable or Notion node takes for the like (otherNodes.mjs).
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { newCredential } from '../../scripts/browser/credential.mjs';
import { openNode } from '../../scripts/browser/panel.mjs';
import { stepId } from '../../scripts/browser/workflow.mjs';
import { CREDENTIAL_TYPE } from '../../scripts/lib/examples.mjs';
import { writesIn } from '../../scripts/lib/outcome.mjs';
import { startScriptedModel } from '../e2e/scriptedModel.mjs';
import { clicksFor } from './clicks.mjs';
import { eventually, mapAutomatically, picture, textOf } from './desk.mjs';
import { likes } from './otherNodes.mjs';
import { findRecord, insert } from './sandbox.mjs';

/**
 * @typedef {import('./desk.mjs').Desk} Desk
 * @typedef {import('../../scripts/browser/panel.mjs').Panel} Panel
 */

const CLIENT = 'First Tasks Example';
const TWICE = 'Twice Example';
const RUNBOOK = 'Backup Runbook Example';
const VALUE = 'correct horse battery staple example';
const WRONG = 'ITG.wrong-key-of-this-test';
const MARKDOWN = '# Restore\n\nAsk the owner first.\n\n- Open the console\n- Choose the day';
const SECTION = '## Contact\n\nAsk Ann Example.\n\n- By phone first';
/** No device of the sandbox's data has it. */
const IP = '198.51.100.77';
const SECRET = 'Router Admin Example';
const TOOL = 'Find documents';
const ANSWER = 'The spare key is in box 7.';
/** Of the sandbox's data. */
const TYPE = 'Managed Workstation';
const DEVICES = [1, 2, 3, 4, 5].map((number) => ({
	Hostname: `first-${number}`,
	Name: `First ${number}`,
	'Serial Number': `FT-100${number}`,
	'Primary IP': `192.0.2.${100 + number}`,
	'Configuration Type': TYPE,
}));

/**
 * @param {Panel} panel
 * @param {string} parameter
 * @param {string} name
 */
const pick = async (panel, parameter, name) => {
	const locator = panel.locator(parameter);
	await locator.open();
	await locator.search(name);
	await locator.pick(name);
};

/** @param {Panel} panel @param {string[]} expected */
const actionsAre = async (panel, expected) => {
	await panel.showAs('table');
	await eventually(
		() => panel.column('_action'),
		(seen) => seen.join() === expected.join(),
		`that the actions are ${expected.join(', ')}`,
	);
};

/** @param {Panel} panel @param {string} id a column @param {string} text */
const fillColumn = async (panel, id, text) => {
	const place = `parameters.fields.value["${id}"]`;
	const field = panel.parameters.locator(`[data-parameter-path='${place}']`);
	await field.locator('input, textarea').first().fill(text);
};

/** @param {Panel} panel @param {string} label */
const addColumn = async (panel, label) => {
	const page = panel.root.page();
	await panel.parameters.getByTestId('add-fields-select').click();
	await page.getByRole('menuitem', { name: label, exact: true }).filter({ visible: true }).click();
};

/**
 * @param {string} name
 * @param {number} clicks
 * @param {number} most what the like takes
 */
const atMost = (name, clicks, most) => {
	console.log(`${name}: ${clicks} clicks, its like ${most}`);
	assert.ok(clicks <= most, `${clicks} clicks, where the like takes ${most}`);
};

/** @param {Desk} desk */
export const describeFirstTasks = (desk) => {
	describe('ten first tasks', () => {
		const step = (
			/** @type {string} */ name,
			/** @type {string} */ resource,
			/** @type {string} */ operation,
		) => ({ name, parameters: { resource, operation } });
		const open = desk.workflow({
			name: 'Browser: first tasks',
			steps: [
				step('Create contact', 'contact', 'create'),
				step('Find by IP', 'configuration', 'getAll'),
				step('Create document', 'document', 'create'),
				step('Append to document', 'document', 'update'),
				step('Get password', 'password', 'get'),
				step('Archive client', 'organization', 'archive'),
				step('Bring client back', 'organization', 'unarchive'),
				step('Check the key', 'organization', 'getAll'),
				step('Two match', 'organization', 'upsert'),
				step('Other PSA', 'organization', 'upsert'),
			],
		});
		const openSync = desk.workflow({
			name: 'Browser: five devices',
			input: { name: 'Devices', rows: DEVICES },
			steps: [step('Sync devices', 'configuration', 'upsert')],
		});
		const other = likes(desk);
		/** @type {import('../e2e/scriptedModel.mjs').ScriptedModel} */
		let model;

		/**
		 * A task, with the clicks that it may take at most.
		 * @param {string} name
		 * @param {() => Promise<number>} like what the like takes in another node
		 * @param {() => Promise<{ panel: Panel, work: () => Promise<void> }>} begin
		 * @param {(panel: Panel) => Promise<void>} check
		 */
		const task = (name, like, begin, check) =>
			desk.test(name, async () => {
				const { panel, work } = await begin();
				const clicks = await clicksFor(panel.root.page(), work);
				await picture(panel.root.page(), `first-${name.replace(/[^a-z]+/gi, '-')}`);
				await check(panel);
				atMost(name, clicks, await like());
			});

		/** @param {string} name @returns {Promise<string>} what readers see of a document */
		const bodyOf = async (name) => {
			const found = await findRecord(
				desk.stage.sandbox,
				'documents',
				({ name: own }) => own === name,
			);
			return String(found.attributes.content);
		};

		/** A chat, an agent, its model and our node as its tool, as a person has put them on the canvas. */
		const agentAddress = async () => {
			const { stage, packageName } = desk.surroundings;
			const openAiApi = await stage.n8n.saveCredential({
				name: 'Scripted model of the first tasks',
				type: 'openAiApi',
				data: { apiKey: 'scripted', url: model.url },
			});
			const langchain = '@n8n/n8n-nodes-langchain';
			const node = (
				/** @type {string} */ name,
				/** @type {string} */ type,
				/** @type {object} */ more,
			) => ({ id: stepId(name), name, type, parameters: {}, ...more });
			const to = (/** @type {string} */ type) => ({
				[type]: [[{ node: 'AI Agent', type, index: 0 }]],
			});
			await stage.n8n.saveWorkflow({
				id: 'firsttasksagent0',
				name: 'Browser: an agent',
				settings: { executionOrder: 'v1' },
				nodes: [
					node('Chat', `${langchain}.chatTrigger`, { typeVersion: 1.1, position: [0, 0] }),
					node('AI Agent', `${langchain}.agent`, { typeVersion: 3, position: [300, 0] }),
					node('Model', `${langchain}.lmChatOpenAi`, {
						typeVersion: 1.2,
						position: [240, 200],
						parameters: { model: { __rl: true, mode: 'id', value: 'scripted' } },
						credentials: { openAiApi },
					}),
					node(TOOL, `${packageName}.itGlueTool`, {
						typeVersion: 1,
						position: [460, 200],
						parameters: { resource: 'document', operation: 'getAll' },
						credentials: { [CREDENTIAL_TYPE]: stage.credential },
					}),
				],
				connections: {
					Chat: to('main'),
					Model: to('ai_languageModel'),
					[TOOL]: to('ai_tool'),
				},
			});
			return '/workflow/firsttasksagent0';
		};

		before(async () => {
			model = await startScriptedModel();
			const { sandbox } = desk.stage;
			await sandbox.reset();
			const client = Number(await insert(sandbox, 'organizations', { name: CLIENT }));
			for (const short_name of ['TWO-A', 'TWO-B'])
				await insert(sandbox, 'organizations', { name: TWICE, short_name });
			await insert(sandbox, 'configurations', {
				organization_id: client,
				name: 'Old Firewall',
				primary_ip: IP,
			});
			await insert(sandbox, 'passwords', {
				organization_id: client,
				name: SECRET,
				username: 'admin',
				password: VALUE,
			});
			await insert(sandbox, 'documents', {
				organization_id: client,
				name: 'Spare Keys Example',
				content: `<p>${ANSWER}</p>`,
			});
			const psa = { type: 'HaloPSA', remoteId: '77' };
			await insert(sandbox, 'organizations', { name: 'Halo Client Example' }, psa);
		});
		after(() => model.stop());

		task(
			'a contact with two emails and a phone',
			other.record,
			async () => {
				const panel = await open('Create contact');
				return {
					panel,
					work: async () => {
						await pick(panel, 'organizationId', CLIENT);
						await panel.fill('firstName', 'Ann');
						await panel.fill('lastName', 'Firsttask');
						await panel.fill('contactEmails.email[0].value', 'ann@example.com');
						await panel.addRow('contactEmails');
						await panel.fill('contactEmails.email[1].value', 'ann@example.org');
						await panel.addRow('contactPhones');
						await panel.fill('contactPhones.phone[0].value', '604-555-0100');
						await panel.run();
					},
				};
			},
			async () => {
				const { attributes } = await findRecord(
					desk.stage.sandbox,
					'contacts',
					({ last_name }) => last_name === 'Firsttask',
				);
				const values = (/** @type {any[]} */ rows) => rows.map(({ value }) => value);
				assert.deepEqual(values(attributes.contact_emails), ['ann@example.com', 'ann@example.org']);
				assert.equal(values(attributes.contact_phones).length, 1);
			},
		);

		task(
			'five devices synced after a dry run',
			other.sync,
			async () => {
				const panel = await openSync('Sync devices');
				return {
					panel,
					work: async () => {
						await pick(panel, 'organizationId', CLIENT);
						await mapAutomatically(panel);
						await panel.toggle('dryRun');
						await panel.run();
						await panel.output.getByText('5 would be created').waitFor();
						await panel.toggle('dryRun');
						await panel.run();
					},
				};
			},
			async (panel) => {
				await actionsAre(panel, Array(5).fill('created'));
				await desk.stage.sandbox.clearJournal();
				await panel.run();
				await actionsAre(panel, Array(5).fill('unchanged'));
				assert.deepEqual(writesIn(await desk.stage.sandbox.journal()), []);
			},
		);

		task(
			'a configuration by its IP',
			other.search,
			async () => {
				const panel = await open('Find by IP');
				return {
					panel,
					work: async () => {
						await panel.add('Filters', 'IP Address');
						await panel.fill('filters.primaryIp', IP);
						await panel.run();
					},
				};
			},
			async (panel) => {
				await panel.showAs('table');
				assert.deepEqual(await panel.column('name'), ['Old Firewall']);
			},
		);

		task(
			'a document from Markdown',
			other.document,
			async () => {
				const panel = await open('Create document');
				return {
					panel,
					work: async () => {
						await pick(panel, 'organizationId', CLIENT);
						await panel.fill('name', RUNBOOK);
						await panel.fill('content', MARKDOWN);
						await panel.choose('bodyFormat', 'Markdown');
						await panel.run();
					},
				};
			},
			async () => assert.match(await bodyOf(RUNBOOK), /<h1>Restore<\/h1>.*<li>Choose the day/s),
		);

		task(
			'a section appended to that document',
			other.append,
			async () => {
				const panel = await open('Append to document');
				return {
					panel,
					work: async () => {
						await pick(panel, 'organizationId', CLIENT);
						await pick(panel, 'documentId', RUNBOOK);
						await panel.choose('bodyFormat', 'Markdown');
						await panel.choose('bodyMode', 'Append Section');
						await panel.add('Update Fields', 'Body');
						await panel.fill('updateFields.content', SECTION);
						await panel.run();
					},
				};
			},
			async () =>
				assert.match(await bodyOf(RUNBOOK), /Choose the day.*<h2>Contact<\/h2>.*By phone first/s),
		);

		task(
			'the value of one password',
			other.one,
			async () => {
				const panel = await open('Get password');
				return {
					panel,
					work: async () => {
						const locator = panel.locator('passwordId');
						await locator.open();
						await locator.search(SECRET);
						await locator.pick(`${SECRET} (${CLIENT})`);
						await panel.toggle('includePasswordValue');
						await panel.run();
					},
				};
			},
			async (panel) => {
				await panel.showAs('table');
				assert.deepEqual(await panel.column('password'), [VALUE]);
			},
		);

		/** @type {number[]} */
		const clicksToArchive = [];
		for (const [name, status] of [
			['Archive client', 'Archived'],
			['Bring client back', 'Active'],
		])
			desk.test(`a client archived and brought back: ${name}`, async () => {
				const panel = await open(String(name));
				clicksToArchive.push(
					await clicksFor(panel.root.page(), async () => {
						await pick(panel, 'organizationId', CLIENT);
						await panel.run();
					}),
				);
				await panel.showAs('table');
				assert.deepEqual(await panel.column('organization_status_name'), [status]);
			});
		desk.test('a client archived and brought back: in few clicks', async () => {
			const clicks = clicksToArchive.reduce((sum, one) => sum + one, 0);
			assert.equal(clicksToArchive.length, 2);
			atMost('archived and brought back', clicks, await other.archive());
		});

		desk.test('an agent that answers from documentation', async () => {
			model.play([{ Name_Contains: 'spare' }], (told) => `It says: ${told}`);
			const page = await desk.visit(await agentAddress());
			const panel = await openNode(page, TOOL);
			await panel.add('Filters', 'Name Contains');
			const item = panel.parameters
				.getByTestId('parameter-item')
				.filter({ hasText: 'Name Contains' });
			await item.last().getByTestId('from-ai-override-button').click();
			await panel.add('Options', 'Include Body');
			await panel.toggle('options.includeBody');
			await panel.close();
			await page.getByTestId('workflow-chat-button').click();
			const chat = page.getByTestId('canvas-chat');
			await chat.locator('textarea').fill('Where is the spare key?');
			await chat.locator('textarea').press('Enter');
			await chat.getByText(ANSWER).waitFor();
			await picture(page, 'first-agent');
			assert.match(model.told().join(), new RegExp(ANSWER));
		});

		desk.test('a wrong key is explained where it is entered, in two sentences', async () => {
			const panel = await open('Check the key');
			const window = await newCredential(panel.root.page());
			await window.fill('apiKey', WRONG);
			await window.choose('region', 'Custom');
			await window.fill('baseUrl', desk.stage.sandbox.url);
			await window.save();
			await window.failure.getByText('More details').click();
			const told = await eventually(
				() => textOf(window.failure),
				(text) => text.includes('IT Glue does not know this key here'),
				'that the key is said to be unknown',
			);
			assert.doesNotMatch(told, new RegExp(WRONG));
			await picture(panel.root.page(), 'first-wrong-key');
			await window.close();
		});

		desk.test('two matches: what matched is named, and one option decides', async () => {
			const panel = await open('Two match');
			await fillColumn(panel, 'name', TWICE);
			await addColumn(panel, 'Description');
			await fillColumn(panel, 'description', 'Only one of them');
			await panel.run();
			assert.match(await textOf(panel.errorMessage), /^2 organizations match by Name$/);
			assert.match(await textOf(panel.errorDescription), /If Several Match/);
			await picture(panel.root.page(), 'first-two-matches');
			await panel.add('Options', 'If Several Match');
			await panel.choose('options.ifSeveralMatch', 'Update the Oldest');
			await panel.run();
			await actionsAre(panel, ['updated']);
			const changed = (await desk.stage.sandbox.records('organizations')).filter(
				({ attributes }) => attributes.description === 'Only one of them',
			);
			assert.deepEqual(
				changed.map(({ attributes }) => attributes.short_name),
				['TWO-A'],
			);
		});

		task(
			'a PSA that is not on the list',
			other.byHand,
			async () => {
				const panel = await open('Other PSA');
				return {
					panel,
					work: async () => {
						const page = panel.root.page();
						await panel.parameters
							.getByTestId('matching-column-select')
							.locator('.el-select')
							.click();
						for (const label of ['PSA ID', 'Name'])
							await page
								.getByRole('option')
								.filter({ has: page.getByText(label, { exact: true }), visible: true })
								.click();
						await page.keyboard.press('Escape');
						await fillColumn(panel, 'psa_id', '77');
						await addColumn(panel, 'PSA Type');
						await fillColumn(panel, 'psa_integration_type', 'HaloPSA');
						await addColumn(panel, 'Description');
						await fillColumn(panel, 'description', 'Known by its number in HaloPSA');
						await panel.run();
					},
				};
			},
			async (panel) => {
				await actionsAre(panel, ['updated']);
				const { attributes } = await findRecord(
					desk.stage.sandbox,
					'organizations',
					({ name }) => name === 'Halo Client Example',
				);
				assert.equal(attributes.description, 'Known by its number in HaloPSA');
			},
		);
	});
};
