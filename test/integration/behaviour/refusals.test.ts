/** What the node refuses before it asks IT Glue for anything: the whole message, and that nothing was sent. */
import type { IDataObject } from 'n8n-workflow';
import type { RunNodeResult } from '../../helpers/harness';
import { byName, lines, useSandbox, told } from './support';
import { upsert } from './upsertSupport';

const bench = useSandbox();

function expectRefused(result: RunNodeResult, message: string, description: string): void {
	expect(result.status).toBe('error');
	expect(result.error).toMatchObject({ name: 'NodeOperationError', message, description });
	expect(lines(bench.sandbox.journal)).toEqual([]);
}

/** n8n itself stops at a required field that is empty, but takes a space for content. */
const SPACES = byName('  ');

describe('a record that belongs to an organization, without one', () => {
	const BLANKS =
		'It has only spaces or invisible characters. Choose a value, or check where it comes from.';
	const OF_CONTACT =
		'A contact belongs to an organization. Choose it, or check the expression that gives it.';

	it('is not created', async () => {
		const result = await bench.run('contact', 'create', {
			organizationId: SPACES,
			firstName: 'Robin',
		});
		expectRefused(result, '"Organization" is empty', BLANKS);
	});

	it('is not created by an AI agent either, whose form n8n does not check', async () => {
		const result = await bench.run(
			'contact',
			'create',
			{ firstName: 'Robin' },
			{ asTool: 'execute' },
		);
		expect(told(result)).toBe(`"Organization" is empty | ${OF_CONTACT}`);
		expect(bench.sandbox.journal).toEqual([]);
	});

	it('is no password either', async () => {
		const result = await bench.run('password', 'create', {
			organizationId: SPACES,
			name: 'Firewall',
			password: 'invented',
		});
		expectRefused(result, '"Organization" is empty', BLANKS);
	});

	it('is no primary one', async () => {
		const result = await bench.run('contact', 'getPrimary', { organizationId: SPACES });
		expectRefused(result, '"Organization" is empty', BLANKS);
	});
});

/** As a workflow of another version of the node may hold them. */
const UNKNOWN: Array<[string, string, string, string]> = [
	['an operation', 'contact', 'merge', '"merge" is not an operation of this resource'],
	['one of another', 'contact', 'publish', '"publish" is not an operation of this resource'],
	['a resource', 'ticket', 'get', '"ticket" is not a resource of this node'],
];

it.each(UNKNOWN)('%s that is not there', async (_name, resource, operation, message) => {
	const result = await bench.run(resource, operation);
	expectRefused(result, message, 'Choose Resource and Operation again.');
});

const SINGLE: Array<[string, string[], IDataObject]> = [
	['ID', ['id', 'name'], { id: '1000002', name: 'Example' }],
	['PSA ID', ['name', 'psa_id'], { psa_id: '7', psa_integration_type: 'manage', name: 'Example' }],
];

it.each(SINGLE)('%s among further columns to match on', async (label, by, input) => {
	const result = await upsert(bench, { resource: 'organization', input: [input], by });
	expectRefused(
		result,
		`${label} identifies a record by itself`,
		'Remove the other columns to match on.',
	);
});
