/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the process that runs the generator */
import { ensureBuilt, run } from '../../helpers/package';

it('documentation tables match the resource tables', async () => {
	await ensureBuilt();
	const { stdout, stderr } = await run(process.execPath, ['scripts/docs.mjs', '--check']);
	expect(`${stdout}${stderr}`).not.toContain('Stale');
});
