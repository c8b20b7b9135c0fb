/** `npm run publisher`: sets who publishes the package, in every file that says it. See commands/publisher.mjs. */
import { enter } from './lib/entry.mjs';

void enter(() => import('./commands/publisher.mjs'));
