/** Create or Update of locations against a model of it. */
import { LOCATIONS } from './facts';
import { modelTest } from './support';

modelTest(LOCATIONS, 100);
