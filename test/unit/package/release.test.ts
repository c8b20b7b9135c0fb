/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the process that runs the tests of the script */
import { run } from '../../helpers/package';

it('the choice of the n8n that the end-to-end tests run', async () => {
	const { code, stdout } = await run(process.execPath, ['--test', 'scripts/lib/release.test.mjs']);
	expect({ code, said: code === 0 ? '' : stdout }).toEqual({ code: 0, said: '' });
});
