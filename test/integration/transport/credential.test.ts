import { ItGlueApi } from '../../../credentials/ItGlueApi.credentials';
import { testCredential } from '../../helpers/harness';
import { contextsFor, KEY, NODE, useServers, type Reply } from './support';

const startServer = useServers();

it.each<[string, Reply, RegExp]>([
	['good', { json: { data: [] } }, /successful/],
	['no rights', { status: 401, json: {} }, /did not accept this key.*allow-list/],
	['wrong key or region', { status: 403, json: { message: 'Forbidden' } }, /Region.*API Key/],
	['a web page there', { text: '<html>' }, /no IT Glue API at this address/],
	['no API there', { status: 404, text: '<html>' }, /no IT Glue API at this address/],
])('the test of a credential says: %s', async (_name, reply, says) => {
	const server = await startServer(() => reply);
	const { message } = await testCredential({
		apiKey: ` ${KEY} `,
		region: 'custom',
		baseUrl: ` ${server.url}/prefix/ `,
	});
	expect(message).toMatch(says);
	expect(message).not.toContain(KEY);
	// n8n's helper itself sends a test that was answered with 401 a second time.
	expect(server.seen.length).toBeLessThanOrEqual(2);
	expect(server.seen[0]?.url).toMatch(/^\/prefix\/organizations\?page(\[|%5B)size(\]|%5D)=1$/);
	expect(server.seen[0]?.headers['x-api-key']).toBe(KEY);
});

it.each([
	['us', 'https://api.itglue.com'],
	['eu', 'https://api.eu.itglue.com'],
	['au', 'https://api.au.itglue.com'],
])('the test of region %s goes to its host', (region, url) => {
	const { execute } = contextsFor({ apiKey: KEY, region });
	const expression = String(new ItGlueApi().test.request.baseURL);
	const { workflow } = execute;
	const keys = { $credentials: { region } } as never;
	expect(
		workflow.expression.getSimpleParameterValue(NODE, expression, 'internal', keys, undefined, ''),
	).toBe(url);
});

it('the address is asked for in the custom region only', () => {
	const property = new ItGlueApi().properties.find(({ name }) => name === 'baseUrl');
	expect(property?.displayOptions).toEqual({ show: { region: ['custom'] } });
});
