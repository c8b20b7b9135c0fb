/**
 * The systems beside IT Glue that the example workflows read: a PSA and an RMM in several vendors' shapes, and a
 * password store.
 */
import type { FastifyInstance } from 'fastify';
import type { Store } from '../core/store';
import { Faults } from '../http/faults';
import { addTroubles } from '../rmm/admin';
import { addDattoRoutes } from '../rmm/datto';
import { devices } from '../rmm/devices';
import { addNinjaOneRoutes } from '../rmm/ninjaone';
import { Tokens } from '../rmm/oauth';
import { addHuduRoutes } from '../vault/hudu';
import { secrets } from '../vault/secrets';
import { addAutotaskRoutes } from './autotask';
import { companiesAndContacts } from './companies';
import { addConnectWiseRoutes } from './connectwise';
import { addHaloRoutes } from './halopsa';
import type { Psa, PsaData } from './model';

export { addPsaAdminRoutes } from './admin';
export { addBesideAdminRoutes } from '../rmm/admin';
export { addVaultAdminRoutes } from '../vault/admin';
export type { Psa, PsaCompany, PsaContact, PsaData, RmmDevice, VaultEntry } from './model';

const CONNECTWISE_PATH = '/psa/v4_6_release/apis/3.0';
const AUTOTASK_PATH = '/autotask/atservicesrest/v1.0';
const HALO_PATH = '/halopsa';
const NINJAONE_PATH = '/rmm/ninjaone';
const DATTO_PATH = '/rmm/datto';
const HUDU_PATH = '/vault/hudu';

/**
 * Where the others really stand. The gateway lets everything below `/psa/` pass without IT Glue's key,
 * journal and rate limit, so their addresses are led there.
 */
export const BESIDE_IT_GLUE = '/psa';

/** The path under which a request is routed. */
export function routedPath(url: string): string {
	return /^\/(autotask|graph|halopsa|rmm|vault)\//.test(url) ? `${BESIDE_IT_GLUE}${url}` : url;
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
		rmm: {
			ninjaOne: { url: '', clientId: 'demo-ninja-client', clientSecret: 'demo-ninja-secret' },
			datto: {
				url: '',
				clientId: 'public-client',
				clientSecret: 'public',
				apiKey: 'DEMO-DATTO-API-KEY',
				apiSecretKey: 'DEMO-DATTO-API-SECRET-KEY',
			},
		},
		vault: { url: '', key: 'demo-vault-key' },
		companies: [],
		contacts: [],
		devices: [],
		secrets: [],
		tokens: new Tokens(),
		troubles: new Faults(),
		requests: [],
	};
}

/** Tells the PSA and the RMM where the server listens. */
export function setAddresses(psa: Psa, server: string): void {
	psa.url = `${server}${CONNECTWISE_PATH}`;
	psa.autotask.url = `${server}${AUTOTASK_PATH}`;
	psa.halopsa.url = `${server}${HALO_PATH}`;
	psa.rmm.ninjaOne.url = `${server}${NINJAONE_PATH}`;
	psa.rmm.datto.url = `${server}${DATTO_PATH}`;
	psa.vault.url = `${server}${HUDU_PATH}`;
}

/** The records as they follow from what IT Glue holds. */
export function psaData(
	store: Store,
): PsaData & Pick<Psa, 'secrets' | 'faults' | 'tokens' | 'troubles' | 'requests'> {
	const known = devices(store);
	return {
		...companiesAndContacts(store),
		devices: known,
		secrets: secrets(store, known),
		faults: [],
		tokens: new Tokens(),
		troubles: new Faults(),
		requests: [],
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
	const others = [
		[NINJAONE_PATH, addNinjaOneRoutes],
		[DATTO_PATH, addDattoRoutes],
		[HUDU_PATH, addHuduRoutes],
	] as const;
	for (const [path, addRoutes] of others)
		app.register(
			async (scope) => {
				addTroubles(scope, psa);
				addRoutes(scope, psa);
			},
			{ prefix: `${BESIDE_IT_GLUE}${path}` },
		);
}
