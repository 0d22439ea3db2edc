import { type Clock, day, movableClock, systemClock } from '../kernel/clock.js';
import type { Store } from '../ports/store.js';

/** The domain's clock of a running program; where it was moved, the database says so for good. */
export interface ProgramClock extends Clock {
  /** The database ever ran on a moved clock. */
  readonly practice: boolean;
  /**
   * Moves it forward to `to` (ms), keeps that, and lets `then` bring what fell due.
   * @throws RangeError for the past, and beyond ten years from the machine's time
   */
  moveTo(to: number, then: () => Promise<void>): Promise<void>;
}

const offsetKey = 'clock-offset';
/** ms before the machine's own time: longer than any mentorship, and dates stay such as forms and calendars can hold. */
const furthest = 3653 * day;

/**
 * @param base what it runs with, where it is not the machine's
 * @returns the clock as the database left it: an offset kept there stays in force, so that time never runs backwards
 */
export async function openClock(store: Store, movable: boolean, base: Clock = systemClock): Promise<ProgramClock> {
  const kept = Number((await store.meta.get(offsetKey)) ?? 0);
  const clock = movableClock(kept, base);
  let practice = kept > 0;
  return {
    now: movable || kept > 0 ? clock.now : base.now,
    get practice() {
      return practice;
    },
    async moveTo(to, then) {
      if (!(to <= base.now() + furthest)) throw new RangeError('a clock moves ten years at most');
      clock.moveTo(to);
      if (!practice) {
        practice = true;
        await store.write((tx) => tx.programmes.markPractice());
      }
      await store.meta.put(offsetKey, String(clock.offset));
      await then();
    },
  };
}
