/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- looks at the test environment itself */
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';

import { NodeOperationError, type INode } from 'n8n-workflow';

class Special extends Error {}

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'test.node',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('the test environment', () => {
	it('takes an error of Node itself for an error, as one realm would', async () => {
		const raised = await readFile('/no/such/file').catch((error: unknown) => error);
		expect(raised instanceof Error).toBe(true);
		expect(new NodeOperationError(node, raised as Error).message).toBe(
			'The file or directory does not exist',
		);
	});

	it('leaves every other instanceof as it is', async () => {
		const raised = await readFile('/no/such/file').catch((error: unknown) => error);
		expect(raised instanceof Special).toBe(false);
		expect(new Special('x') instanceof Special).toBe(true);
		expect(new Special('x') instanceof Error).toBe(true);
		expect(new TypeError('x') instanceof Special).toBe(false);
		expect({ message: 'x' } instanceof Error).toBe(false);
	});

	it('keeps n8n out of the home folder', () => {
		expect(process.env.N8N_USER_FOLDER?.startsWith(tmpdir())).toBe(true);
		expect(process.env.N8N_USER_FOLDER).not.toBe(tmpdir());
	});
});
