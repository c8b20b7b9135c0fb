/** Random types, assets and runs: nothing that was not mapped ever changes. */
import { playFlexible } from './flexibleModel';
import { FLEXIBLE_SCRIPTS } from './flexibleScript';
import { playAll } from './support';

playAll('flexible assets', FLEXIBLE_SCRIPTS, playFlexible, 80);
