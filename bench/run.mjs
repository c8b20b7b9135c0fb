/** `npm run bench [-- --only <job>,<job>] [--runs 5] [--profile]`: see main.mjs. */
import { enter } from '../scripts/lib/entry.mjs';

void enter(() => import('./main.mjs'));
