import { type Clock, day, movableClock, systemClock } from '../kernel/clock.js';
import { alone, type Replicas } from '../ports/replicas.js';
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
 * The clock as the database left it: an offset kept there stays in force, so that time never runs backwards. Another
 * program on it that moves it says so.
 * @param about `base`: what it runs with, where it is not the machine's. `moved` is called once another program has moved it
 */
export async function openClock(
  store: Store,
  about: {
    readonly base?: Clock;
    readonly replicas?: Pick<Replicas, 'tell' | 'hear'>;
    readonly moved?: () => void;
  } = {},
): Promise<ProgramClock> {
  const { base = systemClock, replicas = alone } = about;
  const keptNow = async (): Promise<number> => Number((await store.meta.get(offsetKey)) ?? 0);
  const clock = movableClock(await keptNow(), base);
  let practice = clock.offset > 0;
  /** Answers whether it was moved elsewhere. */
  const follow = async (): Promise<boolean> => {
    const kept = await keptNow();
    if (kept <= clock.offset) return false;
    clock.moveTo(clock.now() + kept - clock.offset);
    practice = true;
    return true;
  };
  replicas.hear((news) => {
    if (news.what !== 'clock' && news.what !== 'anything') return;
    // Where it cannot be read now, the program goes on by the time it has until the next news.
    follow().then(
      (was) => (was ? about.moved?.() : undefined),
      () => undefined,
    );
  });
  return {
    now: clock.now,
    get practice() {
      return practice;
    },
    async moveTo(to, then) {
      await follow();
      if (!(to <= base.now() + furthest)) throw new RangeError('a clock moves ten years at most');
      clock.moveTo(to);
      if (!practice) {
        practice = true;
        await store.write((tx) => tx.programmes.markPractice());
      }
      await store.meta.put(offsetKey, String(clock.offset));
      replicas.tell({ what: 'clock' });
      await then();
    },
  };
}
