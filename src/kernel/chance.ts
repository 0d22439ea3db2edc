import { randomFillSync } from 'node:crypto';

/** Asked for so many bytes at a time: the way to the machine's randomness takes far longer than they do. */
const pool = new Uint8Array(4_096);
let used = pool.length;

/**
 * So many unguessable bytes, for ids and nonces: a few at a time, all day. What was given out is wiped from the pool, and
 * comes a second time to nobody. Keys are not made of it (`newKey`).
 * @throws RangeError for more than the pool holds
 */
export function chance(length: number): Uint8Array<ArrayBuffer> {
  if (length > pool.length) throw new RangeError('too many bytes at once');
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const taken = pool.slice(used, used + length);
  pool.fill(0, used, used + length);
  used += length;
  return taken;
}
