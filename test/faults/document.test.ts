/** The fault matrix: operations on documents. */
import { describeResource } from './cells';

describeResource('document');
