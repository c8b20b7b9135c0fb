/** `npm run mutate [-- --sample 200 --seed 7]`: see main.mjs and docs/mutation.md. */
import { enter } from '../../scripts/lib/entry.mjs';

void enter(() => import('./main.mjs'));
