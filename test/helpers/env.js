/** Settings of n8n-core for tests; runs before each test file, ahead of any import of n8n-core. */
process.env.N8N_ENCRYPTION_KEY = 'only-for-tests';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
process.env.N8N_LOG_LEVEL = 'silent';
// A proxy of the machine must not come between the node and a server on 127.0.0.1.
for (const name of [
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'ALL_PROXY',
	'http_proxy',
	'https_proxy',
	'all_proxy',
]) {
	delete process.env[name];
}

// n8n-core's dependency injection reads decorator metadata.
require('reflect-metadata');
