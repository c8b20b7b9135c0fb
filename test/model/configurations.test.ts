/** Create or Update of configurations against a model of it. */
import { CONFIGURATIONS } from './facts';
import { modelTest } from './support';

modelTest(CONFIGURATIONS, 100);
