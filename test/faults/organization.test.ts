/** The fault matrix: operations on organizations. */
import { describeResource } from './cells';

describeResource('organization');
