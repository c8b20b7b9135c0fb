/** Create or Update of contacts against a model of it. */
import { CONTACTS } from './facts';
import { modelTest } from './support';

modelTest(CONTACTS, 100);
