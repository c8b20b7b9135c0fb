/** Flexible assets as a model gets and writes them through the tool twin. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ANSWER_MS } from '../../scripts/lib/patience.mjs';

/**
 * @typedef {object} Asked
 * @property {any} run
 * @property {string[]} told what the tool answered
 * @property {any[]} writes
 * @property {any[]} journal
 */

/** Of the sandbox's data: a text, a file, a password, a checkbox and a text box. */
const TYPE = 'Remote Access';
const BOUND = 2_000;
const LONG = 5_000;

/** @param {string} key */
const byModel = (key) => `={{ $fromAI('${key}', '', 'string', '') }}`;
/** @param {string} value */
const byId = (value) => ({ __rl: true, mode: 'id', value });
const BY_TYPE = { __rl: true, mode: 'name', value: TYPE };

/**
 * Declares the tests, each for one version of the agent.
 * @param {object} with_
 * @param {(parameters: Record<string, unknown>, calls: Array<Record<string, unknown>>) => Promise<Asked>} with_.ask
 * @param {() => { stage: import('../../scripts/lib/stage.mjs').Stage }} with_.given
 */
export const describeAssets = ({ ask, given }) => {
	const assets = async () => {
		const { sandbox } = given().stage;
		const types = await sandbox.records('flexible_asset_types');
		const type = types.find(({ attributes }) => attributes.name === TYPE);
		assert.ok(type, 'the sandbox has the type');
		const all = await sandbox.records('flexible_assets');
		return {
			type,
			of: all.filter(
				({ attributes }) => String(attributes.flexible_asset_type_id) === String(type.id),
			),
		};
	};

	/** One that holds a file and a password. */
	const guarded = async () => {
		const { of } = await assets();
		const found = of.find(({ attributes: { traits } }) => traits['shared-key'] && traits.guide);
		assert.ok(found, 'an asset with a file and a password');
		const passwords = await given().stage.sandbox.records('passwords');
		const held = passwords.filter(
			({ attributes }) => String(attributes.resource_id) === String(found.id),
		);
		const secrets = held.map(({ attributes }) => String(attributes.password));
		assert.ok(secrets.length > 0, 'it has a password value');
		return { asset: found, secrets };
	};

	/** One without a file, which may be written. @returns {Promise<any>} */
	const added = async () => {
		const { sandbox } = given().stage;
		const { type, of } = await assets();
		const answer = await fetch(`${sandbox.url}/flexible_assets`, {
			method: 'POST',
			headers: { 'x-api-key': sandbox.keys.full, 'content-type': 'application/vnd.api+json' },
			body: JSON.stringify({
				data: {
					type: 'flexible-assets',
					attributes: {
						'organization-id': of[0]?.attributes.organization_id,
						'flexible-asset-type-id': type.id,
						traits: {
							name: 'Agent VPN',
							gateway: '192.0.2.7',
							'in-use': true,
							notes: `<p>Only <strong>from</strong> the office.</p><p>${'long '.repeat(LONG / 5)}</p>`,
						},
					},
				},
			}),
			signal: AbortSignal.timeout(ANSWER_MS),
		});
		assert.equal(answer.status, 201);
		const { data } = /** @type {any} */ (await answer.json());
		return await stored(String(data.id));
	};

	const stored = async (/** @type {string} */ id) =>
		(await assets()).of.find((record) => String(record.id) === id) ?? assert.fail(`no asset ${id}`);

	/** @param {Asked} asked @param {string[]} secrets */
	const mustHoldNothingSecret = ({ run, told }, secrets) => {
		assert.ok(told.length > 0, 'it was told something');
		// What the tool gave is also what n8n shows of it.
		const all = `${told.join()} ${JSON.stringify(run.nodes)}`;
		for (const secret of secrets) assert.equal(all.includes(secret), false, 'no password value');
		assert.doesNotMatch(all, /upload_id|download|attachments\/|base64/i);
	};

	it('gets the assets of an organization with their fields by label', async () => {
		const { asset, secrets } = await guarded();
		const asked = await ask(
			{
				resource: 'flexibleAsset',
				operation: 'getAll',
				flexibleAssetTypeId: BY_TYPE,
				organizationId: byId(byModel('organization')),
				returnAll: true,
			},
			[{ organization: String(asset.attributes.organization_id) }],
		);
		mustHoldNothingSecret(asked, secrets);
		const [told = ''] = asked.told;
		assert.match(told, /"organization_name":"/);
		assert.match(told, new RegExp(`"name":"${asset.attributes.name}"`));
		assert.match(told, new RegExp(`"Gateway":"${asset.attributes.traits.gateway}"`));
		assert.match(told, /"In Use":(true|false)/);
		assert.doesNotMatch(told, /Shared Key|shared-key|"in-use"/);
		assert.deepEqual(asked.writes, []);
	});

	it('gets one asset with its text boxes as plain text of bounded length', async () => {
		const asset = await added();
		const { told } = await ask(
			{
				resource: 'flexibleAsset',
				operation: 'get',
				flexibleAssetTypeId: BY_TYPE,
				flexibleAssetId: byId(byModel('id')),
			},
			[{ id: String(asset.id) }],
		);
		const [notes = ''] = /"Notes":"([^"]*)"/.exec(told.join())?.slice(1) ?? [];
		assert.match(notes, /^Only from the office\./);
		assert.doesNotMatch(notes, /[<>]/);
		assert.match(notes, /… \(\d+ characters in all\)$/);
		assert.ok(notes.length < BOUND + 100, `${notes.length} characters`);
	});

	it('gets neither the password nor the file of an asset, whatever fields are chosen', async () => {
		const { asset, secrets } = await guarded();
		const asked = await ask(
			{
				resource: 'flexibleAsset',
				operation: 'get',
				flexibleAssetTypeId: BY_TYPE,
				flexibleAssetId: byId(byModel('id')),
				options: { fields: ['name', 'traits'] },
			},
			[{ id: String(asset.id) }],
		);
		mustHoldNothingSecret(asked, secrets);
		// The record itself came: else there would be nothing to hold back.
		const told = asked.told.join();
		assert.match(told, new RegExp(`"id":"${asset.id}"`));
		assert.match(told, new RegExp(`"name":"${asset.attributes.name}"`));
		assert.match(told, new RegExp(`"Gateway":"${asset.attributes.traits.gateway}"`));
		assert.doesNotMatch(told, /Shared Key|shared-key/);
	});

	it('gets with an asset neither the values of its passwords nor the addresses of its files', async () => {
		const { asset, secrets } = await guarded();
		// The sandbox gives a file to every third asset.
		const some = [await added(), await added(), await added()];
		const filed = some.find(({ id }) => BigInt(id) % 3n === 0n) ?? assert.fail('no file');
		const of = async (/** @type {string} */ id) =>
			await ask(
				{
					resource: 'flexibleAsset',
					operation: 'get',
					flexibleAssetTypeId: BY_TYPE,
					flexibleAssetId: byId(byModel('id')),
					options: { include: ['passwords', 'attachments'], fields: ['name', 'traits'] },
				},
				[{ id }],
			);
		const withPassword = await of(String(asset.id));
		mustHoldNothingSecret(withPassword, secrets);
		// Record and password came, so there was a value to hold back.
		assert.match(withPassword.told.join(), new RegExp(`"name":"${asset.attributes.name}"`));
		assert.match(withPassword.told.join(), /"passwords":\[\{"id":"\d+","type":"passwords"/);
		const withFile = await of(String(filed.id));
		mustHoldNothingSecret(withFile, secrets);
		assert.match(withFile.told.join(), /"name":"Agent VPN"/);
		assert.match(withFile.told.join(), /"attachments":\[\{.*Warranty certificate\.pdf/);
	});

	it('deletes no asset', async () => {
		const asset = await added();
		const { told, run, journal } = await ask(
			{
				resource: 'flexibleAsset',
				operation: 'delete',
				flexibleAssetTypeId: BY_TYPE,
				flexibleAssetId: byId(byModel('id')),
			},
			[{ id: String(asset.id) }],
		);
		const said = [
			...told,
			...run.nodes.map((/** @type {any} */ { error }) => error?.message ?? ''),
		];
		assert.match(said.join(' '), /delete/i);
		assert.deepEqual(journal, []);
		await stored(String(asset.id));
	});

	const updating = {
		resource: 'flexibleAsset',
		operation: 'update',
		flexibleAssetTypeId: BY_TYPE,
		flexibleAssetId: byId(byModel('id')),
		fields: {
			mappingMode: 'defineBelow',
			value: { 'traits.gateway': byModel('gateway') },
			matchingColumns: [],
			schema: [],
		},
	};

	it('writes only what the author of the workflow has mapped', async () => {
		const { id, attributes } = await added();
		const { writes, told } = await ask(updating, [
			{
				id: String(id),
				gateway: '192.0.2.77',
				name: 'Other',
				notes: '',
				archived: true,
				'traits.name': 'Other',
				traits: { name: 'Other' },
				organization_id: '1',
			},
		]);
		assert.equal(writes.length, 1, told.join());
		const now = await stored(String(id));
		assert.deepEqual(now.attributes, {
			...attributes,
			traits: { ...attributes.traits, gateway: '192.0.2.77' },
		});
		assert.match(told.join(), /192\.0\.2\.77/);
	});

	it('changes nothing where the model leaves the field out', async () => {
		const { id, attributes } = await added();
		const { writes, told } = await ask(updating, [
			{ id: String(id) },
			{ id: String(id), gateway: '' },
		]);
		assert.deepEqual(writes, []);
		assert.match(told.join(' '), /nothing to update/i);
		assert.deepEqual((await stored(String(id))).attributes, attributes);
	});

	it('does not write where a file would be lost', async () => {
		const { asset } = await guarded();
		const { writes, told } = await ask({ ...updating, options: { filesInAsset: 'letGo' } }, [
			{ id: String(asset.id), gateway: '192.0.2.78' },
		]);
		assert.deepEqual(writes, []);
		assert.match(told.join(), /file/i);
		assert.deepEqual((await stored(String(asset.id))).attributes, asset.attributes);
	});
};
