/** The fault matrix: operations on passwords. */
import { describeResource } from './cells';

describeResource('password');
