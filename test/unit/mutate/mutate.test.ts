/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the process that runs the tests of the script */
import { run } from '../../helpers/package';

it('the parts of the mutation script that decide what its score means', async () => {
	const { code, stdout } = await run(process.execPath, ['--test', 'tools/mutate/parts.test.mjs']);
	expect({ code, said: code === 0 ? '' : stdout }).toEqual({ code: 0, said: '' });
});
