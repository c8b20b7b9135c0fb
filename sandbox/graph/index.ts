/** Microsoft Graph beside IT Glue: users and licences, Intune's devices, BitLocker's keys and Windows LAPS. */
import type { FastifyInstance } from 'fastify';
import type { Store } from '../core/store';
import { tenants } from './data';
import { addLoginRoutes } from './login';
import type { Graph } from './model';
import { addGraphApi } from './routes';

export { addGraphAdminRoutes } from './admin';
export type { Graph, GraphKey, GraphUser, Tenant } from './model';

const API = '/graph/v1.0';
const LOGIN = '/graph/login';
/** Most entries of a page; more than one page is read then. */
const PAGE_SIZE = 20;

/** Graph without tenants and without an address. */
export function emptyGraph(): Graph {
	return { url: '', login: '', pageSize: PAGE_SIZE, tenants: [], faults: [], journal: [] };
}

/** Tells Graph where the server listens. */
export function setGraphAddresses(graph: Graph, server: string): void {
	graph.url = `${server}${API}`;
	graph.login = `${server}${LOGIN}`;
}

/** As it follows from what IT Glue holds; failures and the journal are forgotten. */
export function graphData(store: Store): Pick<Graph, 'tenants' | 'faults' | 'journal'> {
	return { tenants: tenants(store), faults: [], journal: [] };
}

/** What a workflow needs to reach it. */
export function graphLogin({ url, login, tenants: all }: Graph) {
	return {
		url,
		tenants: all.map(({ id, domain, organization, clientId, clientSecret }) => ({
			domain,
			organization,
			tokenUrl: `${login}/${id}/oauth2/v2.0/token`,
			clientId,
			clientSecret,
		})),
	};
}

/** Adds sign-in, reading and passwords below the prefix under which the gateway lets everything pass. */
export function addGraphRoutes(app: FastifyInstance, graph: Graph, prefix: string): void {
	app.register(async (scope) => addLoginRoutes(scope, graph), { prefix: `${prefix}${LOGIN}` });
	app.register(async (scope) => addGraphApi(scope, graph), { prefix: `${prefix}${API}` });
}
