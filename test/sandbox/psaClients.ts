/** A sandbox with the clients of the PSA's vendors. */
import type { AxiosInstance } from 'axios';
import type { Sandbox, SandboxOptions } from '../../sandbox';
import { bench, client } from './client';

export type Row = Record<string, unknown>;

export interface PsaBench {
	sandbox: Sandbox;
	/** ConnectWise Manage with its login. */
	manage: AxiosInstance;
	autotask: AxiosInstance;
	admin: AxiosInstance;
}

export function manageClient({ psa }: Pick<Sandbox, 'psa'>): AxiosInstance {
	const http = client(psa.url, undefined, 'application/json');
	http.defaults.auth = {
		username: `${psa.companyId}+${psa.publicKey}`,
		password: psa.privateKey,
	};
	http.defaults.headers.common.clientId = psa.clientId;
	return http;
}

export function autotaskClient({ psa }: Pick<Sandbox, 'psa'>): AxiosInstance {
	const http = client(psa.autotask.url, undefined, 'application/json');
	Object.assign(http.defaults.headers.common, {
		UserName: psa.autotask.userName,
		Secret: psa.autotask.secret,
		ApiIntegrationCode: psa.autotask.integrationCode,
	});
	return http;
}

export async function psaBench(options: SandboxOptions = {}): Promise<PsaBench> {
	const { sandbox } = await bench(options);
	return {
		sandbox,
		manage: manageClient(sandbox),
		autotask: autotaskClient(sandbox),
		admin: client(`${sandbox.url}/_sandbox`, undefined, 'application/json'),
	};
}
