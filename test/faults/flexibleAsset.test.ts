/** The fault matrix: operations on flexible assets. */
import { describeResource } from './cells';

describeResource('flexibleAsset');
