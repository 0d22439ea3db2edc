import { createHash } from 'node:crypto';
import type { Id, Ids } from '../../src/kernel/ids.js';

/** Ids that count: of one length, the same in each run, so that what is drawn with them can be kept and compared. */
export function countingIds(): Ids {
  let n = 0;
  return {
    next<K extends string>(_kind: K): Id<K> {
      n += 1;
      return `x${String(n).padStart(25, '0')}` as Id<K>;
    },
    bytes(length) {
      n += 1;
      const out = new Uint8Array(length);
      for (let i = 0; i < length; i += 32)
        out.set(
          createHash('sha256')
            .update(`${n}:${i}`)
            .digest()
            .subarray(0, Math.min(32, length - i)),
          i,
        );
      return out;
    },
  };
}
