/** The fault matrix: operations on contacts. */
import { describeResource } from './cells';

describeResource('contact');
