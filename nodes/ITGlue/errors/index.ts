/** Error texts for people: every fault of transport/ in words, with advice. */
export { failureDetails, toNodeError } from './nodeError';
export { isOwnedByPsa, saysOwned } from './words';
