/** `npm start [-- --once] [--port 5678]`: see commands/start.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./commands/start.mjs'));
