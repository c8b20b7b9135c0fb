/** What people read where something went wrong: every fault of transport/ in words, with what to do. */
export { failureDetails, toNodeError } from '../transport/nodeError';
export { isOwnedByPsa, saysOwned } from '../transport/words';
