export * from './types';
export { ApiFault } from './fault';
export { Client, openClient } from './client';
export { escapeFilterValue, fillPath } from './path';
export { encodeSafely } from './redact';
