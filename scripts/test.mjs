/** `npm test [-- --only lint,tests]`: see suites.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./suites.mjs'));
