/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the process that runs the tests of the bench */
import { run } from '../../helpers/package';

it('the parts of the bench that need no n8n work', async () => {
	const { code, stdout } = await run(process.execPath, ['--test', 'bench/bench.test.mjs']);
	expect({ code, said: code === 0 ? '' : stdout }).toEqual({ code: 0, said: '' });
});
