/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/** Starts the sandbox alone: `npm run sandbox -- --port 4010 --profile seed`. */
import { parseArgs } from 'node:util';
import { startSandbox, type Profile, type Sandbox } from '.';
import { graphLogin } from './graph';
import { psaLogin } from './psa';

const USAGE = `Options: --port N  --profile strict|seed  --organizations N  --configurations N  --latency MS  --seed N
         --rate-limit REQUESTS  --rate-window SECONDS  --remember-lists  --json`;

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}

function whole(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text)) fail(`--${name} must be a whole number, not "${text}".\n${USAGE}`);
	return Number(text);
}

function readArguments() {
	try {
		const text = { type: 'string' } as const;
		const flag = { type: 'boolean' } as const;
		return parseArgs({
			options: {
				port: text,
				profile: text,
				organizations: text,
				configurations: text,
				latency: text,
				seed: text,
				'rate-limit': text,
				'rate-window': text,
				'remember-lists': flag,
				json: flag,
				help: flag,
			},
		}).values;
	} catch (error) {
		return fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
	}
}

function profileOf(text: string | undefined): Profile {
	if (text === undefined || text === 'strict' || text === 'seed') return text ?? 'strict';
	return fail(`--profile must be strict or seed, not "${text}".`);
}

const tenantLines = ({
	organization,
	domain,
	tokenUrl,
	clientId,
	clientSecret,
}: ReturnType<typeof graphLogin>['tenants'][number]): string => `  Tenant of ${organization}
    Domain                       ${domain}
    Access token URL             ${tokenUrl}
    Client ID                    ${clientId}
    Client secret                ${clientSecret}`;

function greeting({ url, keys, psa, graph }: Sandbox, profile: Profile): string {
	const { tenants } = graphLogin(graph);
	return `IT Glue sandbox (profile ${profile}) is running. It holds invented data only; its keys open nothing else.

  Address                        ${url}   (in a browser: its data, requests and faults)
  Key with Password Access       ${keys.full}
  Key without Password Access    ${keys.withoutPasswordAccess}

  ConnectWise Manage address     ${psa.url}
  User name                      ${psa.companyId}+${psa.publicKey}
  Password                       ${psa.privateKey}
  Header clientId                ${psa.clientId}

  Autotask address               ${psa.autotask.url}
  Header UserName                ${psa.autotask.userName}
  Header Secret                  ${psa.autotask.secret}
  Header ApiIntegrationCode      ${psa.autotask.integrationCode}

  HaloPSA address                ${psa.halopsa.url}
  OAuth 2 client ID              ${psa.halopsa.clientId}
  OAuth 2 client secret          ${psa.halopsa.clientSecret}

  NinjaOne address               ${psa.rmm.ninjaOne.url}
  OAuth 2 client ID              ${psa.rmm.ninjaOne.clientId}
  OAuth 2 client secret          ${psa.rmm.ninjaOne.clientSecret}

  Datto RMM address              ${psa.rmm.datto.url}
  API key                        ${psa.rmm.datto.apiKey}
  API secret key                 ${psa.rmm.datto.apiSecretKey}

  Hudu address                   ${psa.vault.url}
  Header x-api-key               ${psa.vault.key}

  Microsoft Graph address        ${graph.url}
${tenants.map(tenantLines).join('\n')}

Try:
  curl -H 'x-api-key: ${keys.full}' '${url}/organizations?page\\[size\\]=3'
  curl -u '${psa.companyId}+${psa.publicKey}:${psa.privateKey}' -H 'clientId: ${psa.clientId}' '${psa.url}/company/companies?pageSize=3'
  curl ${url}/_sandbox/journal                  every request it was sent
  curl -X POST ${url}/_sandbox/reset            back to the first state

In n8n: credential "IT Glue API", region Custom, base URL as above. Ctrl+C stops the sandbox.`;
}

async function main(): Promise<void> {
	const given = readArguments();
	if (given.help === true) return console.log(USAGE);
	const profile = profileOf(given.profile);
	const port = whole('port', given.port);
	if (port !== undefined && port > 65535) fail(`--port must be at most 65535, not "${port}".`);
	const requests = whole('rate-limit', given['rate-limit']);
	const seconds = whole('rate-window', given['rate-window']);
	const sandbox = await startSandbox({
		profile,
		port,
		organizations: whole('organizations', given.organizations),
		configurations: whole('configurations', given.configurations),
		latencyMs: whole('latency', given.latency),
		seed: whole('seed', given.seed),
		rememberLists: given['remember-lists'] === true,
		rateLimit:
			requests === undefined && seconds === undefined
				? undefined
				: { requests: requests ?? 3000, windowMs: (seconds ?? 300) * 1000 },
	}).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'EADDRINUSE')
			return fail(
				`Port ${port ?? ''} is in use. Choose another one with --port, or leave it out to get a free one.`,
			);
		if (error.code === 'EACCES')
			return fail(
				`Port ${port ?? ''} may not be opened by this user. Choose one above 1023 with --port.`,
			);
		throw error;
	});
	const { url, keys, psa, graph } = sandbox;
	psa.clientIdRequired = true;
	console.log(
		given.json === true
			? JSON.stringify({ url, keys, psa: psaLogin(psa), graph: graphLogin(graph) })
			: greeting(sandbox, profile),
	);
	const stop = (): void => void sandbox.stop().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
