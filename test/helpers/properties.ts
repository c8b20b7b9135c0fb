/* eslint-disable @n8n/community-nodes/no-restricted-globals -- settings of a test run come from the environment */
/**
 * fast-check with a seed of its own, so that a test says the same on every machine; PROPERTY_SEED=random, or a
 * number, tries others. What fails is printed with its seed and path.
 */
import fc from 'fast-check';

const SEED = 20_260_501;

function seed(): number {
	const { PROPERTY_SEED: asked } = process.env;
	if (asked === undefined || asked === '') return SEED;
	return asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked);
}

fc.configureGlobal({ seed: seed() });

export { fc };
