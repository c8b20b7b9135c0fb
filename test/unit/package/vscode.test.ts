/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the settings of the editor */
/** What VS Code offers in this checkout: programs, scripts and tools that exist. */
import { existsSync } from 'node:fs';
import path from 'node:path';

import { read, root } from '../../helpers/package';

const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe('the settings for VS Code', () => {
	const json = (name: string) => JSON.parse(read('.vscode', name)) as Record<string, unknown>;

	it('run programs that exist', () => {
		const { configurations } = json('launch.json') as {
			configurations: Array<{ name: string; program?: string }>;
		};
		const programs = configurations.flatMap(({ program = [] }) => program);
		expect(programs).toHaveLength(2);
		const missing = programs
			.map((program) => program.replace('${workspaceFolder}', root))
			.filter((program) => !existsSync(program));
		expect(missing).toEqual([]);
	});

	it('attach where npm run dev listens, to what it compiles', () => {
		const { configurations } = json('launch.json') as {
			configurations: Array<{ name: string; port?: number; outFiles?: string[] }>;
		};
		const attach = configurations.find(({ port }) => port !== undefined);
		const source = read('scripts', 'commands', 'dev.mjs');
		expect(source).toContain(`inspect: { type: 'string', default: '${attach?.port}' }`);
		expect(source).toContain(`in VS Code: "${attach?.name}"`);
		expect(source).toContain(`path.join(checkoutCache, 'dev')`);
		expect(attach?.outFiles).toEqual([
			'${workspaceFolder}/.cache/dev/.n8n/nodes/node_modules/n8n-nodes-it-glue/dist/**/*.js',
		]);
	});

	it('offer scripts that exist', () => {
		const { tasks } = json('tasks.json') as { tasks: Array<{ script: string }> };
		expect(tasks.filter(({ script }) => !(script in manifest.scripts))).toEqual([]);
		expect(tasks.length).toBeGreaterThan(3);
	});

	it('are for the tools of the project', () => {
		expect(existsSync(path.join(root, String(json('settings.json')['typescript.tsdk'])))).toBe(
			true,
		);
		const { recommendations } = json('extensions.json') as { recommendations: string[] };
		expect(recommendations).toContain(json('settings.json')['editor.defaultFormatter']);
	});
});
