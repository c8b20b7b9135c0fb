/** What people read where something went wrong: every fault of transport/ in words, with what to do. */
export { failureDetails, toNodeError } from './nodeError';
export { isOwnedByPsa, saysOwned } from './words';
