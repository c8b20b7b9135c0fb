/** Create or Update of organizations against a model of it. */
import { ORGANIZATIONS } from './facts';
import { modelTest } from './support';

modelTest(ORGANIZATIONS, 100);
