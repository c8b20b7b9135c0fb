/**
 * The example workflows, made ready for a particular n8n: ids, credentials, and where their Settings name another
 * system, the sandbox's address. The files themselves are left as they are.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, root } from './base.mjs';

export const EXAMPLES_FOLDER = path.join(root, 'workflows', 'examples');
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const CALLING = 'n8n-nodes-base.executeWorkflow';
const EDIT_FIELDS = 'n8n-nodes-base.set';
export const CREDENTIAL_TYPE = 'itGlueApi';

/**
 * @typedef {object} Example
 * @property {string} slug its file name without the ending
 * @property {string} id
 * @property {string} name
 * @property {string} hash of the file, to see whether it changed
 * @property {string | undefined} manualTrigger the name of its manual trigger
 * @property {any} workflow as in the file
 */

/**
 * A credential for the nodes that are not ours. Without `node` it is for every node that asks for its type.
 * @typedef {{ type: string, data: object, node?: string }} NewCredential
 */

/** @typedef {{ type: string, id: string, name: string, node?: string }} SavedCredential */

/**
 * By the name of an Edit Fields node ("Settings"): its fields and the values they get.
 * @typedef {Record<string, Record<string, unknown>>} Values
 */

/**
 * What an example is given before it is imported.
 * @typedef {object} Adaptation
 * @property {Values} [values]
 * @property {NewCredential[]} [credentials]
 * @property {Record<string, Values>} [called] by the slug of an example that it calls: values of that one
 * @property {Record<string, string | undefined>} [calls] by the name of a node that calls another workflow: the slug of that example, or undefined to choose none
 * @property {Record<string, any[]>} [standIns] by the slug of an example that it calls: nodes to import instead, in a row
 */

/** Opens the pages and forms of the examples in a local demo and in the tests. */
export const VISITOR = { user: 'visitor', password: 'Local-visitor-only-1' };

/** @type {() => Adaptation} */
const forVisitors = () => ({ credentials: [{ type: 'httpBasicAuth', data: VISITOR }] });

/** @type {(name: string, value: string) => NewCredential} */
const headerAuth = (name, value) => ({ type: 'httpHeaderAuth', data: { name, value } });

/**
 * The sign-in of an application at a tenant of the sandbox's Microsoft Graph.
 * @param {import('./sandbox.mjs').Sandbox['graph']['tenants'][number]} tenant
 * @returns {NewCredential}
 */
export const graphCredential = ({ tokenUrl, clientId, clientSecret }) => ({
	type: 'oAuth2Api',
	data: {
		grantType: 'clientCredentials',
		accessTokenUrl: tokenUrl,
		clientId,
		clientSecret,
		scope: 'https://graph.microsoft.com/.default',
		authentication: 'body',
	},
});

/** @type {(sandbox: import('./sandbox.mjs').Sandbox) => Required<Pick<Adaptation, 'values' | 'credentials'>>} */
const forMicrosoft = ({ graph: { url, tenants } }) => {
	const [tenant] = tenants;
	if (tenant === undefined) throw new Failure('The sandbox has no tenant.');
	const { organization } = tenant;
	return {
		values: { Settings: { graphUrl: url, organization } },
		credentials: [graphCredential(tenant)],
	};
};

/** @type {(sandbox: import('./sandbox.mjs').Sandbox) => Adaptation} */
const forManage = ({ psa: { url, companyId, publicKey, privateKey, clientId } }) => ({
	values: { Settings: { connectWiseUrl: url, clientId } },
	credentials: [
		{
			type: 'httpBasicAuth',
			data: { user: `${companyId}+${publicKey}`, password: privateKey },
		},
	],
});

/** @type {(sandbox: import('./sandbox.mjs').Sandbox) => Adaptation} */
const forAutotask = ({ psa: { autotask } }) => ({
	// The sandbox's IT Glue is connected to ConnectWise Manage; its Autotask has the same companies.
	values: { Settings: { autotaskUrl: autotask.url, psaType: 'manage' } },
	credentials: [
		{
			type: 'httpCustomAuth',
			data: {
				json: JSON.stringify({
					headers: {
						UserName: autotask.userName,
						Secret: autotask.secret,
						ApiIntegrationCode: autotask.integrationCode,
					},
				}),
			},
		},
	],
});

/** @type {(sandbox: import('./sandbox.mjs').Sandbox) => Adaptation} */
const forAutotaskZone = (sandbox) => {
	const { url, userName } = sandbox.psa.autotask;
	const zoneInformationUrl = `${url}/zoneInformation`;
	return { ...forAutotask(sandbox), values: { Settings: { zoneInformationUrl, userName } } };
};

/** @type {(sandbox: import('./sandbox.mjs').Sandbox) => Adaptation} */
const forHalo = ({ psa: { halopsa } }) => ({
	values: { Settings: { haloUrl: halopsa.url } },
	credentials: [
		{
			type: 'oAuth2Api',
			data: {
				grantType: 'clientCredentials',
				accessTokenUrl: `${halopsa.url}/auth/token`,
				clientId: halopsa.clientId,
				clientSecret: halopsa.clientSecret,
				scope: 'all',
				authentication: 'body',
			},
		},
	],
});

/** @type {(sandbox: import('./sandbox.mjs').Sandbox) => Adaptation} */
const forNinjaOne = ({ psa: { rmm } }) => ({
	values: { Settings: { ninjaUrl: rmm.ninjaOne.url } },
	credentials: [
		{
			type: 'oAuth2Api',
			data: {
				grantType: 'clientCredentials',
				accessTokenUrl: `${rmm.ninjaOne.url}/ws/oauth/token`,
				clientId: rmm.ninjaOne.clientId,
				clientSecret: rmm.ninjaOne.clientSecret,
				scope: 'monitoring',
				authentication: 'body',
			},
		},
	],
});

/** @type {(sandbox: import('./sandbox.mjs').Sandbox) => Adaptation} */
const forDatto = ({ psa: { rmm } }) => ({
	values: { Settings: { dattoUrl: rmm.datto.url, auditsPerMinute: 600_000 } },
	credentials: [
		{
			type: 'oAuth2Api',
			data: {
				grantType: 'clientCredentials',
				accessTokenUrl: `${rmm.datto.url}/auth/oauth/token`,
				clientId: rmm.datto.clientId,
				clientSecret: rmm.datto.clientSecret,
				scope: '',
				authentication: 'body',
				sendAdditionalBodyProperties: true,
				additionalBodyProperties: JSON.stringify({
					grant_type: 'password',
					username: rmm.datto.apiKey,
					password: rmm.datto.apiSecretKey,
				}),
			},
		},
	],
});

/** Who tells people calls it by a node of this name. */
const NOTIFY = { Notify: 'notify' };

/**
 * What an example needs beside the IT Glue credential to work against the sandbox.
 * @type {Record<string, (sandbox: import('./sandbox.mjs').Sandbox) => Adaptation>}
 */
const SANDBOX_ADAPTATIONS = {
	'get-companies-autotask': forAutotaskZone,
	'get-companies-connectwise': forManage,
	'get-companies-halopsa': forHalo,
	'get-contacts-autotask': forAutotaskZone,
	'get-contacts-connectwise': forManage,
	'get-contacts-halopsa': forHalo,
	'client-offboarding': () => ({ ...forVisitors(), calls: NOTIFY }),
	'contact-directory': forVisitors,
	'device-recovery-keys': (sandbox) => {
		const { values, credentials } = forMicrosoft(sandbox);
		// Imported with the workflow's settings, unlike in the editor.
		return {
			values: { Settings: { ...values.Settings, executionsAreNotSaved: true } },
			credentials,
			calls: NOTIFY,
		};
	},
	'documentation-audit': () => ({ calls: NOTIFY }),
	'microsoft-365-users': (sandbox) => {
		const { values, credentials } = forMicrosoft(sandbox);
		const tenantDomain = sandbox.graph.tenants[0]?.domain;
		return {
			values: { Settings: { ...values.Settings, tenantDomain } },
			credentials,
			calls: NOTIFY,
		};
	},
	'get-devices-datto-rmm': forDatto,
	'get-devices-ninjaone': forNinjaOne,
	// Imported with the workflow's settings, unlike in the editor.
	'get-secrets-hudu': ({ psa }) => ({
		values: { Settings: { huduUrl: psa.vault.url, executionsAreNotSaved: true } },
		credentials: [headerAuth('x-api-key', psa.vault.key)],
	}),
	'password-mirroring': () => ({
		values: { Settings: { executionsAreNotSaved: true } },
		calls: { 'Get secrets': 'get-secrets-hudu', ...NOTIFY },
	}),
	'password-rotation': (sandbox) => {
		const { values, credentials } = forMicrosoft(sandbox);
		// Imported with the workflow's settings, unlike in the editor.
		return {
			values: { Settings: { ...values.Settings, executionsAreNotSaved: true } },
			credentials,
			calls: NOTIFY,
		};
	},
	// The sandbox's IT Glue is connected to ConnectWise Manage; its Autotask has the same contacts.
	'psa-sync-contacts': () => ({
		values: { Settings: { psaType: 'manage' } },
		calls: { 'Get contacts': 'get-contacts-autotask', ...NOTIFY },
	}),
	'queue-psa-sync-contacts': forAutotask,
	'queue-psa-sync-organizations': forManage,
	// Its ticket is the one way of telling that asks for a credential.
	notify: forVisitors,
	'psa-sync-organizations': () => ({
		calls: { 'Get companies': 'get-companies-connectwise', ...NOTIFY },
	}),
	'psa-sync-verification': () => ({
		calls: { 'Get companies': 'get-companies-connectwise', ...NOTIFY },
	}),
	'rmm-configuration-sync': () => ({
		calls: { 'Get devices': 'get-devices-ninjaone', ...NOTIFY },
	}),
	'spreadsheet-to-flexible-assets': forVisitors,
	'user-joins': forVisitors,
	'user-leaves': () => ({ ...forVisitors(), calls: NOTIFY }),
};

/**
 * @param {string} slug
 * @param {import('./sandbox.mjs').Sandbox} sandbox
 * @returns {Required<Adaptation>}
 */
export const sandboxAdaptation = (slug, sandbox) => ({
	values: {},
	credentials: [],
	called: {},
	calls: {},
	standIns: {},
	...SANDBOX_ADAPTATIONS[slug]?.(sandbox),
});

/** n8n's own ids have 16 characters. @type {(slug: string) => string} */
export const idOf = (slug) => createHash('sha256').update(slug).digest('hex').slice(0, 16);

/**
 * @param {string} file
 * @returns {Example}
 * @throws {Failure} when the file is no workflow
 */
export const readExample = (file) => {
	const slug = path.basename(file, '.json');
	const text = readFileSync(file, 'utf8');
	const hash = createHash('sha256').update(text).digest('hex');
	const workflow = JSON.parse(text);
	if (!Array.isArray(workflow.nodes)) throw new Failure(`${file} is not a workflow.`);
	return {
		slug,
		id: idOf(slug),
		name: workflow.name ?? slug,
		hash,
		manualTrigger: workflow.nodes.find((/** @type {any} */ node) => node.type === MANUAL_TRIGGER)
			?.name,
		workflow,
	};
};

/**
 * @param {string} [folder]
 * @returns {Example[]}
 */
export const readExamples = (folder = EXAMPLES_FOLDER) => {
	if (!existsSync(folder)) return [];
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return files.sort().map((name) => readExample(path.join(folder, name)));
};

/**
 * @param {string} type a node type in a workflow
 * @param {string} packageName
 * @returns {boolean}
 */
export const isOurs = (type, packageName) => type.startsWith(`${packageName}.`);

/** What the nodes of n8n that wait for visitors call their kinds of authentication. */
const VISITOR_TYPES = new Map([
	['basicAuth', 'httpBasicAuth'],
	['headerAuth', 'httpHeaderAuth'],
	['jwtAuth', 'jwtAuth'],
]);

/**
 * @param {any} node one that is not ours
 * @returns {string | undefined} the type of credential that it asks for
 */
export const wantedCredential = ({ parameters = {} }) => {
	const { authentication, genericAuthType, nodeCredentialType } = parameters;
	if (authentication === 'genericCredentialType') return genericAuthType;
	if (authentication === 'predefinedCredentialType') return nodeCredentialType;
	return VISITOR_TYPES.get(authentication);
};

/**
 * @param {any} node
 * @param {SavedCredential[]} credentials
 * @returns {any} the node with the credential that it asks for, if there is one
 */
const withCredential = (node, credentials) => {
	const wanted = wantedCredential(node);
	const fitting = credentials.filter(({ type }) => type === wanted);
	const chosen =
		fitting.find((credential) => credential.node === node.name) ??
		fitting.find((credential) => credential.node === undefined);
	if (wanted === undefined || chosen === undefined) return node;
	return { ...node, credentials: { [wanted]: { id: chosen.id, name: chosen.name } } };
};

/**
 * @param {any[]} nodes
 * @param {Values} values
 * @returns {any[]} the nodes with the given values in their Edit Fields nodes
 * @throws {Failure} when there is no such node or field: a value that reaches nothing would pass unnoticed
 */
export const withValues = (nodes, values) => {
	for (const [name, fields] of Object.entries(values)) {
		const node = nodes.find((candidate) => candidate.name === name);
		if (node?.type !== EDIT_FIELDS) throw new Failure(`There is no Edit Fields node "${name}".`);
		const known = node.parameters.assignments.assignments.map((/** @type {any} */ row) => row.name);
		const unknown = Object.keys(fields).filter((field) => !known.includes(field));
		if (unknown.length > 0) throw new Failure(`"${name}" has no field ${unknown.join(', ')}.`);
	}
	return nodes.map((node) => {
		const given = values[node.name];
		if (given === undefined) return node;
		const { assignments } = node.parameters;
		const rows = assignments.assignments.map((/** @type {any} */ row) =>
			Object.hasOwn(given, row.name) ? { ...row, value: given[row.name] } : row,
		);
		return {
			...node,
			parameters: { ...node.parameters, assignments: { ...assignments, assignments: rows } },
		};
	});
};

/**
 * @param {any[]} nodes
 * @param {Record<string, string | undefined>} calls
 * @returns {any[]} the nodes, each that calls another workflow with its id, and activated
 * @throws {Failure} when there is no such node
 */
const withCalls = (nodes, calls) => {
	for (const name of Object.keys(calls))
		if (nodes.find((node) => node.name === name)?.type !== CALLING)
			throw new Failure(`There is no node "${name}" that calls another workflow.`);
	return nodes.map((node) => {
		const slug = calls[node.name];
		if (slug === undefined) return node;
		const workflowId = { ...node.parameters.workflowId, value: idOf(slug) };
		return { ...node, disabled: false, parameters: { ...node.parameters, workflowId } };
	});
};

/** Triggers that listen at an address of their own. */
const LISTENING = new Set(['n8n-nodes-base.formTrigger', 'n8n-nodes-base.webhook']);

/** @type {(text: string) => string} */
const uuidOf = (text) => {
	const digits = createHash('sha256').update(text).digest('hex');
	const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(digits) ?? [];
	return parts.join('-');
};

/**
 * The editor does this when it imports a file; over REST nobody does, and the node then has another address than the
 * one that it shows, and with each import another id, on which hangs what n8n remembers of it.
 * @param {any} node
 * @param {string} workflowId
 * @returns {any} the node with its id and the id of its address, the same ones each time
 */
const withIds = (node, workflowId) => {
	const own = { ...node, id: uuidOf(`node ${workflowId} ${node.name}`) };
	if (!LISTENING.has(node.type)) return own;
	return { ...own, webhookId: uuidOf(`${workflowId} ${node.name}`) };
};

/**
 * What n8n is to import: the files carry no ids and no credentials, those are given here.
 * @param {Example} example
 * @param {{
 *   packageName: string,
 *   credential: { id: string, name: string },
 *   credentials?: SavedCredential[],
 *   values?: Values,
 *   calls?: Record<string, string | undefined>,
 * }} options `credential` is the one for IT Glue
 * @returns {any}
 * @throws {Failure} when the example does not have what is to be set
 */
export const prepareExample = (
	{ id, name, workflow },
	{ packageName, credential, credentials = [], values = {}, calls = {} },
) => {
	const all = [...credentials, { type: CREDENTIAL_TYPE, ...credential }];
	return {
		id,
		name,
		connections: workflow.connections,
		// Among them what n8n is to keep of an execution.
		settings: workflow.settings ?? {},
		pinData: workflow.pinData ?? {},
		nodes: withCalls(withValues(workflow.nodes, values), calls).map((node) =>
			withIds(
				isOurs(node.type, packageName)
					? { ...node, credentials: { [CREDENTIAL_TYPE]: credential } }
					: withCredential(node, all),
				id,
			),
		),
	};
};

/**
 * Saves an example's credentials in n8n, each under a name that tells what it is for.
 * @param {import('./n8n.mjs').N8n} n8n
 * @param {string} name of the example
 * @param {NewCredential[]} credentials
 * @returns {Promise<SavedCredential[]>}
 */
export const saveCredentials = async (n8n, name, credentials) => {
	/** @type {SavedCredential[]} */
	const saved = [];
	for (const { type, data, node } of credentials) {
		const label = `${name}: ${node ?? type} (sandbox)`;
		saved.push({ type, node, ...(await n8n.saveCredential({ name: label, type, data })) });
	}
	return saved;
};
