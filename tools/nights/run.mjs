/** `npm run nights [-- --companies 4000 --contacts 20000 --devices 20000]`: see main.mjs. */
import { enter } from '../../scripts/lib/entry.mjs';

void enter(() => import('./main.mjs'));
