import { createHash } from 'node:crypto';
import type { Ids } from './ids.js';

/** A new token of 256 bits, as it may stand in an address. It is shown once and kept nowhere. */
export const newToken = (ids: Ids): string => Buffer.from(ids.bytes(32)).toString('base64url');

/** What is kept of a token: SHA-256, in hex. A token has all its entropy already, so a slow hash would add nothing. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A token as an address carries it: 256 bits, nothing else. */
export const isToken = (written: string): boolean => /^[\w-]{43}$/.test(written);
