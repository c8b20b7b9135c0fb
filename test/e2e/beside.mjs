/** The systems beside IT Glue, as a test sees and changes them: the sandbox's PSA, RMM, password store and Microsoft Graph. */
import assert from 'node:assert/strict';
import { ANSWER_MS } from '../../scripts/lib/patience.mjs';

/** @typedef {Pick<import('./examplesSuite.mjs').Scene, 'sandbox' | 'records'>} Scene */

/**
 * @param {Scene} scene
 * @param {string} route below `/_sandbox`
 * @param {object} [body] makes it a POST
 * @returns {Promise<any>}
 */
const admin = async ({ sandbox }, route, body) => {
	const answer = await fetch(`${sandbox.url}/_sandbox${route}`, {
		...(body && {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	const text = await answer.text();
	assert.ok(answer.ok, `${route}: ${answer.status} ${text}`);
	return text === '' ? undefined : JSON.parse(text);
};

/**
 * @param {Scene} scene
 * @returns {Promise<{ companies: any[], contacts: any[], devices: any[] }>}
 */
export const besideItGlue = (scene) => admin(scene, '/psa');

/**
 * Changes a record of the PSA or the RMM, or adds one.
 * @param {Scene} scene
 * @param {'companies' | 'contacts' | 'devices'} kind
 * @param {object} attributes with `id` to change
 * @returns {Promise<any>}
 */
export const saveBeside = (scene, kind, attributes) => admin(scene, `/psa/${kind}`, { attributes });

/**
 * Takes everything of a kind out of the PSA or the RMM.
 * @param {Scene} scene
 * @param {'companies' | 'contacts' | 'devices'} kind
 */
export const emptyBeside = async (scene, kind) => {
	for (const { id } of (await besideItGlue(scene))[kind]) {
		const answer = await fetch(`${scene.sandbox.url}/_sandbox/psa/${kind}/${id}`, {
			method: 'DELETE',
			signal: AbortSignal.timeout(ANSWER_MS),
		});
		assert.equal(answer.status, 204);
	}
};

/**
 * Connects the IT Glue account to the other PSA.
 * @param {Scene} scene
 * @param {'manage' | 'autotask'} type
 * @returns {Promise<void>}
 */
export const connectTo = (scene, type) => admin(scene, '/psa/integration', { type });

/**
 * Puts a record into IT Glue's store that is linked to one of the PSA.
 * @param {Scene} scene
 * @param {string} type
 * @param {object} attributes
 * @param {{ type: string, remoteId: string }} psa
 * @returns {Promise<any>}
 */
export const insertLinked = (scene, type, attributes, psa) =>
	admin(scene, `/store/${type}`, { attributes, psa });

/** @param {Scene} scene @returns {Promise<any[]>} */
export const vault = (scene) => admin(scene, '/vault');

/**
 * Changes an entry of the password store, or adds one.
 * @param {Scene} scene
 * @param {{ id?: number, [name: string]: unknown }} entry with `id` to change
 * @returns {Promise<any>}
 */
export const saveEntry = (scene, { id, ...entry }) =>
	admin(scene, id === undefined ? '/vault' : `/vault/${id}`, entry);

/** @param {Scene} scene @param {string} route */
const remove = async ({ sandbox }, route) => {
	const answer = await fetch(`${sandbox.url}/_sandbox${route}`, {
		method: 'DELETE',
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	assert.equal(answer.status, 204);
};

/** @param {Scene} scene @param {string | number} id */
export const removeEntry = (scene, id) => remove(scene, `/vault/${id}`);

/** @param {Scene} scene @param {string | number} id */
export const removeDevice = (scene, id) => remove(scene, `/psa/devices/${id}`);

/**
 * Lets an RMM or the password store fail; see sandbox/rmm/admin.ts.
 * @param {Scene} scene
 * @param {object} fault
 * @returns {Promise<void>}
 */
export const trouble = (scene, fault) => admin(scene, '/beside/faults', fault);

/** The tokens of the RMMs end. @param {Scene} scene @returns {Promise<void>} */
export const expireTokens = (scene) => admin(scene, '/beside/expire', {});

/** What the RMMs and the password store were asked, and forgets it. @param {Scene} scene @returns {Promise<string[]>} */
export const askedBeside = async (scene) => {
	const asked = await admin(scene, '/beside/requests');
	await remove(scene, '/beside/requests');
	return asked;
};

/**
 * @param {Scene} scene
 * @returns {Promise<{ tenants: any[], journal: Array<{ tenant: string, method: string, path: string, query: string, status: number }> }>}
 */
export const graph = (scene) => admin(scene, '/graph');

/**
 * Changes an entry of a tenant, or adds one.
 * @param {Scene} scene
 * @param {any} tenant
 * @param {'users' | 'devices' | 'keys' | 'localAdmins'} kind
 * @param {{ id: string } & Record<string, unknown>} attributes
 * @returns {Promise<any>}
 */
export const saveInGraph = (scene, { domain }, kind, attributes) =>
	admin(scene, `/graph/${domain}/${kind}`, { attributes });

/**
 * @param {Scene} scene
 * @param {any} tenant
 * @param {'users' | 'devices' | 'keys' | 'localAdmins'} kind
 * @param {string} id
 */
export const removeFromGraph = async ({ sandbox }, { domain }, kind, id) => {
	const answer = await fetch(`${sandbox.url}/_sandbox/graph/${domain}/${kind}/${id}`, {
		method: 'DELETE',
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	assert.equal(answer.status, 204);
};

/**
 * @param {Scene} scene
 * @param {{ status: number, path?: string, times?: number, retryAfter?: string, done?: boolean }} fault
 * @returns {Promise<void>}
 */
export const failInGraph = (scene, fault) => admin(scene, '/graph/faults', fault);

/**
 * The records of a flexible asset type in the store, by what one of their traits says.
 * @param {Scene} scene
 * @param {string} typeName
 * @param {string} trait
 * @returns {Promise<Map<string, any>>}
 */
export const assetsBy = async (scene, typeName, trait) => {
	const types = (await scene.records('flexible_asset_types')).filter(
		({ attributes }) => attributes.name === typeName,
	);
	assert.ok(types.length <= 1, `one type ${typeName}`);
	const assets = (await scene.records('flexible_assets')).filter(
		({ attributes }) => String(attributes.flexible_asset_type_id) === types[0]?.id,
	);
	const found = new Map(assets.map((asset) => [String(asset.attributes.traits[trait]), asset]));
	assert.equal(found.size, assets.length, `${trait} tells the assets apart`);
	return found;
};

/**
 * @param {Scene} scene
 * @param {string} type
 * @returns {Promise<Map<string, any>>} the stored records by ID
 */
export const recordsById = async (scene, type) =>
	new Map((await scene.records(type)).map((record) => [record.id, record]));

/**
 * Lets the PSA fail; see sandbox/psa/faults.ts.
 * @param {Scene} scene
 * @param {{ system: string, status: number, path?: string, after?: number, times?: number, retryAfter?: number }} fault
 * @returns {Promise<void>}
 */
export const failBeside = (scene, fault) => admin(scene, '/psa/faults', fault);
