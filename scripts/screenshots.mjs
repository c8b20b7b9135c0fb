/** `npm run screenshots [-- --only name,name]`: see screenshots/main.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./screenshots/main.mjs'));
