import { type Clock, hour } from '../../kernel/clock.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';

/**
 * A machine's clock that was ahead and is right again. What is kept says when things happened and until when they wait; what
 * says so of a time still to come was written by the wrong clock, and waits for it, a year if need be. So it is put right
 * at each start, and where the clock goes back under a running program.
 */
export interface ClockBack {
  /** Puts right what is kept, where the clock has gone back since it was asked last; always the first time. */
  look(): Promise<void>;
}

/** So far (ms) clocks of several machines may differ: an earlier time than before by less than that is none. */
const slack = hour;

/** @param begin sets again what recurs: the next one may be set for the time of the wrong clock */
export function clockBack({
  store,
  clock,
  leaseClock,
  log,
  begin,
}: {
  readonly store: Pick<Store, 'queue'>;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly log: Log;
  begin(): Promise<void>;
}): ClockBack {
  let seen = Number.POSITIVE_INFINITY;
  return {
    async look() {
      const now = leaseClock.now();
      const back = now < seen - slack;
      seen = back ? now : Math.max(seen, now);
      if (!back) return;
      const mended = await store.queue.afterClock(clock.now() + slack, now + slack, now);
      if (mended === 0) return;
      log.say('clock-back', { mended });
      await begin();
    },
  };
}
