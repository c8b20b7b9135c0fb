/**
 * The way in: judges the Node before anything is loaded that an old one could not even read.
 * What stands here and in base.mjs therefore keeps to what Node 14 knows.
 */
import { checkNode, tellFailure } from './base.mjs';

/**
 * @param {() => Promise<{ main: () => Promise<void> }>} load
 */
export const enter = async (load) => {
	try {
		checkNode();
		const { main } = await load();
		await main();
	} catch (error) {
		tellFailure(error);
		process.exitCode = 1;
	}
};
