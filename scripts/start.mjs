/** `npm start [-- --once] [--port 5678]`: see demo.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./demo.mjs'));
