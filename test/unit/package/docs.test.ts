/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the process that runs the generator */
import { ensureBuilt, run } from '../../helpers/package';

it('documentation tables match the resource tables', async () => {
	await ensureBuilt();
	const { code, stdout, stderr } = await run(process.execPath, ['scripts/docs.mjs', '--check']);
	expect({ code, said: `${stdout}${stderr}` }).toEqual({ code: 0, said: '' });
});

it('the documentation of faults matches the table that the tests are made from', async () => {
	const { code, stdout, stderr } = await run(process.execPath, [
		'scripts/reliability.mjs',
		'--check',
	]);
	expect({ code, said: `${stdout}${stderr}` }).toEqual({ code: 0, said: '' });
});
