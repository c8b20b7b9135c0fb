/** `npm run screenshots [-- --only name,name]`: see main.mjs. */
import { enter } from '../../scripts/lib/entry.mjs';

void enter(() => import('./main.mjs'));
