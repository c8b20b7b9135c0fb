/** `npm run live-check -- --region us [--write]`: see main.mjs and docs/live-check.md. */
import { enter } from '../../scripts/lib/entry.mjs';

void enter(() => import('./main.mjs'));
