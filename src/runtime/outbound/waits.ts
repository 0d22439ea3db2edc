import { minute } from '../../kernel/clock.js';
import type { Ids } from '../../kernel/ids.js';

/** How long (whole ms) a message waits before it is tried again. */
export interface Waits {
  /** After a try that may have arrived: 1 s, 2 s, 4 s … up to ten minutes. @param attempts those before it */
  counted(attempts: number): number;
  /**
   * After one that surely did not: a quarter of what it has waited already, from a second up to a minute, for nothing
   * else makes its tries fewer. Never sooner than the platform `asked`. @param age since it was asked for
   */
  uncounted(age: number, asked?: number): number;
}

/** The longest after a try that surely did not arrive, before what is added by chance. */
const longestUncounted = 40_000;

export function waits(ids: Pick<Ids, 'bytes'>): Waits {
  /** With up to half as much again by chance, so that rows do not march in step. */
  const apart = (ms: number): number => {
    const [chance = 0] = ids.bytes(1);
    return ms + Math.floor((ms / 2) * (chance / 255));
  };
  return {
    counted: (attempts) => apart(Math.min(1_000 * 2 ** Math.max(0, attempts - 1), 10 * minute)),
    uncounted: (age, asked = 0) =>
      Math.max(asked, apart(Math.min(Math.max(Math.ceil(age / 4), 1_000), longestUncounted))),
  };
}
