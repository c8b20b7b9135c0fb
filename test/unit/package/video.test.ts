/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the process that runs the tests of the script */
import { run } from '../../helpers/package';

it('the storyboard of the video', async () => {
	const { code, stdout } = await run(process.execPath, [
		'--test',
		'tools/screenshots/video/storyboard.test.mjs',
	]);
	expect({ code, said: code === 0 ? '' : stdout }).toEqual({ code: 0, said: '' });
});
