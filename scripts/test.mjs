/** `npm test [-- --only lint,tests]`: see commands/test.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./commands/test.mjs'));
