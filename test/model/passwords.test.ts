/** Create or Update of passwords against a model of it. */
import { PASSWORDS } from './facts';
import { modelTest } from './support';

modelTest(PASSWORDS, 100);
