/** `npm run live-check -- --region us [--write]`: see live-check/main.mjs and docs/live-check.md. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./live-check/main.mjs'));
