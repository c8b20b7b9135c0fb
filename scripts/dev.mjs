/** `npm run dev [-- --port 5678 --inspect 9229]`: see commands/dev.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./commands/dev.mjs'));
