/* eslint-disable @n8n/community-nodes/no-restricted-imports -- writes workflows for the checker to read */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { ensureBuilt, root, run, type Finished } from '../../helpers/package';
import { LONG_TEST_MS } from '../../helpers/patience';

const note = {
	id: 'note',
	name: 'Note',
	type: 'n8n-nodes-base.stickyNote',
	typeVersion: 1,
	position: [0, 0],
	parameters: { content: 'What it does' },
};

function itGlue(overrides: IDataObject = {}): IDataObject {
	return {
		id: 'node',
		name: 'Get',
		type: 'n8n-nodes-it-glue.itGlue',
		typeVersion: 1,
		position: [200, 0],
		parameters: {
			resource: 'organization',
			operation: 'get',
			organizationId: { __rl: true, mode: 'id', value: '1' },
		},
		...overrides,
	};
}

function workflow(overrides: IDataObject = {}): IDataObject {
	return { name: 'Example', nodes: [note, itGlue()], connections: {}, ...overrides };
}

const parameters = itGlue().parameters as IDataObject;

const sound: Array<[string, unknown]> = [
	['a plain workflow', workflow()],
	[
		'the tool twin with its own fields',
		workflow({
			nodes: [
				note,
				itGlue({
					type: 'n8n-nodes-it-glue.itGlueTool',
					parameters: {
						...parameters,
						descriptionType: 'manual',
						toolDescription: 'Looks up a client',
					},
				}),
			],
		}),
	],
];

/** What is wrong, the workflow, and what the check must say about it. */
const faulty: Array<[string, unknown, string]> = [
	['no JSON', '{', 'not JSON'],
	['no workflow', { nodes: 1 }, 'not a workflow'],
	['no explanation', workflow({ nodes: [itGlue()] }), 'no sticky note'],
	[
		'an unknown node',
		workflow({ nodes: [note, itGlue({ type: 'n8n-nodes-base.sett' })] }),
		'unknown type',
	],
	[
		'an unknown node of ours',
		workflow({ nodes: [note, itGlue({ type: 'n8n-nodes-it-glue.itglue' })] }),
		'unknown type',
	],
	[
		'a version that does not exist',
		workflow({ nodes: [note, itGlue({ typeVersion: 99 })] }),
		'no version 99',
	],
	[
		'a resource that does not exist',
		workflow({
			nodes: [note, itGlue({ parameters: { ...parameters, resource: 'organisation' } })],
		}),
		'parameters.resource: there is no choice "organisation"',
	],
	[
		'an operation that the resource lacks',
		workflow({ nodes: [note, itGlue({ parameters: { ...parameters, operation: 'explode' } })] }),
		'parameters.operation: there is no choice "explode"',
	],
	[
		'a parameter that does not exist',
		workflow({ nodes: [note, itGlue({ parameters: { ...parameters, nmae: 'x' } })] }),
		'parameters.nmae: unknown',
	],
	[
		'a parameter of another operation',
		workflow({ nodes: [note, itGlue({ parameters: { ...parameters, name: 'x' } })] }),
		'parameters.name: unknown, or not displayed',
	],
	[
		'an option of another operation',
		workflow({
			nodes: [
				note,
				itGlue({ parameters: { ...parameters, options: { reportOnlyChanges: true } } }),
			],
		}),
		'parameters.options.reportOnlyChanges: unknown, or not displayed',
	],
	[
		'an option that does not exist',
		workflow({ nodes: [note, itGlue({ parameters: { ...parameters, options: { tmeout: 5 } } })] }),
		'parameters.options.tmeout: unknown',
	],
	[
		'a locator mode that does not exist',
		workflow({
			nodes: [
				note,
				itGlue({
					parameters: { ...parameters, organizationId: { __rl: true, mode: 'guess', value: '1' } },
				}),
			],
		}),
		'no mode "guess"',
	],
	[
		'the id of a credential',
		workflow({ nodes: [note, itGlue({ credentials: { itGlueApi: { id: '7', name: 'Mine' } } })] }),
		'id of a credential',
	],
	[
		'a pinned secret',
		workflow({ pinData: { Get: [{ json: { login: { password: 'Example-1' } } }] } }),
		'pinData.Get.0.json.login.password: pinned data with a secret',
	],
	['the mark of an instance', workflow({ meta: { instanceId: 'abc' } }), 'meta.instanceId'],
	[
		'a connection to nowhere',
		workflow({ connections: { Get: { main: [[{ node: 'Gone' }]] } } }),
		'no node "Gone"',
	],
	['two nodes of a name', workflow({ nodes: [note, itGlue(), itGlue()] }), 'same name'],
];

const fileOf = (name: string) => `${name.replaceAll(' ', '-')}.json`;

describe('the check of the example workflows', () => {
	let folder: string;
	let verdict: Finished;

	beforeAll(async () => {
		await ensureBuilt();
		folder = await mkdtemp(path.join(tmpdir(), 'n8n-it-glue-examples-'));
		for (const [name, content] of [...sound, ...faulty]) {
			const text = typeof content === 'string' ? content : JSON.stringify(content);
			await writeFile(path.join(folder, fileOf(name)), text);
		}
		verdict = await run('node', ['scripts/examples.mjs', folder]);
	}, LONG_TEST_MS);

	afterAll(async () => await rm(folder, { recursive: true, force: true }));

	const saidAbout = (name: string) =>
		verdict.stderr.split('\n').filter((line) => line.startsWith(`${fileOf(name)}:`));

	it('passes what is published', async () => {
		const files = await readdir(path.join(root, 'workflows', 'examples'));
		const count = files.filter((name) => name.endsWith('.json')).length;
		const { code, stdout, stderr } = await run('node', ['scripts/examples.mjs']);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toContain(`${count} example workflow`);
	});

	it('ends with 1 when anything is wrong', () => {
		expect(verdict.code).toBe(1);
	});

	it.each(sound)('passes %s', (name) => {
		expect(saidAbout(name)).toEqual([]);
	});

	it.each(faulty)('refuses %s', (name, _content, message) => {
		expect(saidAbout(name).join('\n')).toContain(message);
	});
});
