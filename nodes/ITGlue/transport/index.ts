export * from './types';
export { ApiFault } from './fault';
export { Client, openClient } from './client';
export { failureDetails, toNodeError } from './nodeError';
export { escapeFilterValue, fillPath } from './path';
