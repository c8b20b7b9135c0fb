/**
 * `npm run release` begins with this: refuses to publish a package whose publisher is still a placeholder, or anything
 * from anywhere but the workflow that can prove where it was built. What to set, and where: docs/publishing.md.
 */
import { enter } from './lib/entry.mjs';

void enter(() => import('./commands/publishable.mjs'));
