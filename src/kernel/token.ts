import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Ids } from './ids.js';

/** A new token of 256 bits, as it may stand in an address. It is shown once and kept nowhere. */
export const newToken = (ids: Ids): string => Buffer.from(ids.bytes(32)).toString('base64url');

/** What is kept of a token: SHA-256, in hex. A token has all its entropy already, so a slow hash would add nothing. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A token as an address carries it: 256 bits, nothing else. */
export const isToken = (written: string): boolean => /^[\w-]{43}$/.test(written);

/** What is kept of a short code: it says nothing of the code without `about`, and is good for that alone. */
export const markOf = (code: string, about: string): string => createHmac('sha256', about).update(code).digest('hex');

/** Whether both are the same, compared in a time that does not tell how much of them is. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

/** Whether it is what `hashOfToken` answers. */
export const isHash = (written: string): boolean => /^[0-9a-f]{64}$/.test(written);
