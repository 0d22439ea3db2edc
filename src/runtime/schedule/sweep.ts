import { type Clock, day, hour } from '../../kernel/clock.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';

/**
 * What has done its work goes: the keys of acts long since heard, forms long since sent, messages long since delivered,
 * files to import that were applied, or looked at and left for a day, and files of packs (`fileLife`).
 * No platform delivers an act again after hours; a month leaves room for a card pressed twice after a holiday, and even
 * then the state of things decides. Records, answers and the audit trail are not swept by anything.
 */
export const kept = 30 * day;
/** Rows of each kind in one turn of the engine, so that messages never wait for it. */
const atATime = 200;
/** Turns are this far apart (ms, lease clock) while there is nothing left to take, and while there is. */
const rest = hour;
const breath = 1_000;

export interface SweepDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly log: Log;
}

/** Answers the turn to take each time the engine runs, and when (ms, lease clock) the next one has something to do. */
export function sweep(deps: SweepDeps): { run(): Promise<void>; nextAt(): number } {
  let nextAt = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    nextAt: () => Math.max(nextAt, last + breath),
    async run() {
      const leaseNow = deps.leaseClock.now();
      if (leaseNow < nextAt) return;
      nextAt = leaseNow + rest;
      last = leaseNow;
      try {
        const now = deps.clock.now();
        const old = { heardBefore: now - kept, sentBefore: leaseNow - kept, now };
        if ((await deps.store.queue.sweep(old, atATime)) > 0) nextAt = leaseNow;
        // Each is made again from what it was made of, when somebody asks for it.
        await deps.store.write((tx) => tx.packs.sweep(now));
      } catch (error) {
        deps.log.fault('sweep', error);
      }
    },
  };
}
