/** `npm run dev [-- --port 5678 --inspect 9229]`: see development.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./development.mjs'));
