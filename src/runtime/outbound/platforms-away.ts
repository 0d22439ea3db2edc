import type { Account } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import type { Clock } from '../../kernel/clock.js';
import { hour, minute } from '../../kernel/clock.js';
import { type OutboxRow, type Queue, returnCodes, waitsForReturn } from '../../ports/store.js';
import type { Log } from '../log.js';

/**
 * Platforms that are away: nobody answers there, or this program is not let in any more. What is to go there waits as a
 * whole, and one message at a time is tried, at least once a minute. The first that is taken wakes all that waits, which
 * then goes at the platform's pace.
 *
 * Which are away is kept in memory, and read from the waiting rows' codes at a start. Where nothing waits for a platform
 * nothing could find out that it is back, so it counts as there.
 */

/** Where a message goes: a platform's workspace or tenant. */
export const workspaceOf = ({ platform, tenant }: Pick<Account, 'platform' | 'tenant'>): string =>
  `${platform}|${tenant}`;

/** The first try after a refusal comes so soon (ms), each further one after twice as long, up to `slowest`. */
const soonest = 5_000;
/** With ten seconds for the try itself, no two begin more than a minute apart. */
const slowest = 50_000;
/** A row that waits is looked at so often (ms) all the same. */
const anyway = hour;
/** Rows woken by one statement: as many as there may ever be. */
const all = 1_000_000;

/** A platform's workspace that is away, and since when (ms, the lease clock). */
export interface PlatformAway {
  readonly platform: Platform;
  readonly tenant: string;
  readonly since: number;
}

export interface PlatformsAway {
  /** Wakes one row of each workspace whose next try is due; once before rows are claimed. */
  look(): Promise<void>;
  /** Whether a message may go there now. After `probe` the caller says how it ended, or calls `release`. */
  pass(workspace: string): 'free' | 'probe' | 'wait';
  /** A call found nobody there; not `surely` where it may have: then it says something of the probe alone. */
  missed(workspace: string, surely?: boolean): void;
  /** A call was answered: what waits may go. */
  answered(workspace: string): Promise<void>;
  /** The probe ended without finding out: the next one may go at once. */
  release(workspace: string): void;
  /** How a row waits until it is back. */
  untilBack(workspace: string): Pick<OutboxRow, 'code' | 'nextAt'>;
  /** All that are away, in the order in which they went. */
  now(): readonly PlatformAway[];
}

interface Away {
  readonly since: number;
  wait: number;
  /** When the next try may begin. */
  tryAt: number;
  /** When the try under way began. */
  trying: number | undefined;
}

/** @param leaseClock nobody moves it */
export function platformsAway(deps: {
  readonly queue: Pick<Queue, 'wake' | 'waitingWith'>;
  readonly leaseClock: Clock;
  readonly log: Log;
}): PlatformsAway {
  const { queue, log } = deps;
  const { now } = deps.leaseClock;
  const away = new Map<string, Away>();
  let loaded = false;

  const split = (workspace: string): Pick<PlatformAway, 'platform' | 'tenant'> => {
    const at = workspace.indexOf('|');
    return { platform: workspace.slice(0, at) as Platform, tenant: workspace.slice(at + 1) };
  };
  const load = async (): Promise<void> => {
    if (loaded) return;
    for (const code of await queue.waitingWith(returnCodes))
      away.set(code.slice(returnCodes.length), { since: now(), wait: soonest, tryAt: now(), trying: undefined });
    loaded = true;
  };

  /** No try is further off than `slowest`, unless the machine's clock was set back. */
  const isDue = ({ tryAt }: Away): boolean => tryAt <= now() || tryAt > now() + slowest;

  return {
    async look() {
      await load();
      for (const [workspace, state] of away)
        if (state.trying === undefined && isDue(state))
          if ((await queue.wake(waitsForReturn(workspace), now(), 1)) === 0) away.delete(workspace);
    },

    pass(workspace) {
      const state = away.get(workspace);
      if (state === undefined) return 'free';
      if (state.trying !== undefined || !isDue(state)) return 'wait';
      state.trying = now();
      return 'probe';
    },

    missed(workspace, surely = true) {
      const state = away.get(workspace);
      if (state === undefined && !surely) return;
      if (state === undefined) {
        away.set(workspace, { since: now(), wait: soonest, tryAt: now() + soonest, trying: undefined });
        log.say('platform-away', { platform: split(workspace).platform });
        return;
      }
      // Of those that were under way as it went, none says more than the first.
      if (state.trying === undefined) return;
      state.wait = Math.min(2 * state.wait, slowest);
      state.tryAt = state.trying + state.wait;
      state.trying = undefined;
    },

    async answered(workspace) {
      const state = away.get(workspace);
      if (state === undefined) return;
      away.delete(workspace);
      log.say('platform-back', {
        platform: split(workspace).platform,
        minutes: Math.round((now() - state.since) / minute),
      });
      await queue.wake(waitsForReturn(workspace), now(), all);
    },

    release(workspace) {
      const state = away.get(workspace);
      if (state !== undefined) state.trying = undefined;
    },

    untilBack: (workspace) => ({ code: waitsForReturn(workspace), nextAt: now() + anyway }),

    now: () => [...away].map(([workspace, { since }]) => ({ ...split(workspace), since })),
  };
}
