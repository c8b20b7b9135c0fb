/**
 * The systems beside IT Glue that the example workflows read: a PSA in three vendors' shapes, an RMM's device feed and a
 * password store.
 */
import type { FastifyInstance } from 'fastify';
import type { Store } from '../core/store';
import { addAutotaskRoutes } from './autotask';
import { companiesAndContacts } from './companies';
import { addConnectWiseRoutes } from './connectwise';
import { devices } from './devices';
import { addHaloRoutes } from './halopsa';
import type { Psa, PsaData } from './model';
import { addRmmRoutes } from './rmm';
import { addVaultRoutes, secrets } from './vault';

export { addPsaAdminRoutes } from './admin';
export { addVaultAdminRoutes } from './vault';
export type { Psa, PsaCompany, PsaContact, PsaData, RmmDevice, VaultEntry } from './model';

const CONNECTWISE_PATH = '/psa/v4_6_release/apis/3.0';
const AUTOTASK_PATH = '/autotask/atservicesrest/v1.0';
const HALO_PATH = '/halopsa';
const RMM_PATH = '/rmm';
const VAULT_PATH = '/vault';

/**
 * Where the others really stand. The gateway lets everything below `/psa/` pass without IT Glue's key,
 * journal and rate limit, so their addresses are led there.
 */
const BESIDE_IT_GLUE = '/psa';

/** The path under which a request is routed. */
export function routedPath(url: string): string {
	return /^\/(autotask|halopsa|rmm|vault)\//.test(url) ? `${BESIDE_IT_GLUE}${url}` : url;
}

/** A PSA without records and without an address; its keys open nothing else. */
export function emptyPsa(): Psa {
	return {
		url: '',
		companyId: 'sandbox',
		publicKey: 'demo-public-key',
		privateKey: 'demo-private-key',
		clientId: '00000000-0000-4000-8000-0000000000c1',
		clientIdRequired: false,
		autotask: {
			url: '',
			userName: 'api.user@example.com',
			secret: 'demo-autotask-secret',
			integrationCode: 'DEMOINTEGRATIONCODE',
		},
		halopsa: { url: '', clientId: 'demo-halo-client', clientSecret: 'demo-halo-secret' },
		faults: [],
		rmm: { url: '', key: 'demo-rmm-key' },
		vault: { url: '', key: 'demo-vault-key' },
		companies: [],
		contacts: [],
		devices: [],
		secrets: [],
	};
}

/** Tells the PSA and the RMM where the server listens. */
export function setAddresses(psa: Psa, server: string): void {
	psa.url = `${server}${CONNECTWISE_PATH}`;
	psa.autotask.url = `${server}${AUTOTASK_PATH}`;
	psa.halopsa.url = `${server}${HALO_PATH}`;
	psa.rmm.url = `${server}${RMM_PATH}/devices.json`;
	psa.vault.url = `${server}${VAULT_PATH}/secrets.json`;
}

/** The records as they follow from what IT Glue holds. */
export function psaData(store: Store): PsaData & Pick<Psa, 'secrets' | 'faults'> {
	const known = devices(store);
	return {
		...companiesAndContacts(store),
		devices: known,
		secrets: secrets(store, known),
		faults: [],
	};
}

/** What a workflow needs to reach the systems. */
export function psaLogin(psa: Psa) {
	const { url, companyId, publicKey, privateKey, clientId, autotask, halopsa, rmm, vault } = psa;
	return { url, companyId, publicKey, privateKey, clientId, autotask, halopsa, rmm, vault };
}

/** Adds the routes of all of them. */
export function addPsaRoutes(app: FastifyInstance, psa: Psa): void {
	app.register(async (scope) => addConnectWiseRoutes(scope, psa), { prefix: CONNECTWISE_PATH });
	app.register(async (scope) => addAutotaskRoutes(scope, psa), {
		prefix: `${BESIDE_IT_GLUE}${AUTOTASK_PATH}`,
	});
	app.register(async (scope) => addHaloRoutes(scope, psa), {
		prefix: `${BESIDE_IT_GLUE}${HALO_PATH}`,
	});
	app.register(async (scope) => addRmmRoutes(scope, psa), {
		prefix: `${BESIDE_IT_GLUE}${RMM_PATH}`,
	});
	app.register(async (scope) => addVaultRoutes(scope, psa), {
		prefix: `${BESIDE_IT_GLUE}${VAULT_PATH}`,
	});
}
