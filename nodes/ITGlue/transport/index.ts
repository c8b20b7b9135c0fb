export * from './types';
export { ApiFault } from './fault';
export { Client, openClient } from './client';
export { isOwnedByPsa, saysOwned } from './words';
export { failureDetails, toNodeError } from './nodeError';
export { escapeFilterValue, fillPath } from './path';
export { encodeSafely } from './redact';
