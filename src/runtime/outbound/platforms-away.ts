import type { Account } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import type { AwayChat } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import { hour, minute } from '../../kernel/clock.js';
import { type OutboxRow, type Queue, returnCodes, waitsForReturn } from '../../ports/store.js';
import type { Log } from '../log.js';

/**
 * Platforms that are away: nobody answers there, or this program is not let in any more. What is to go there waits as a
 * whole, and one message at a time is tried, at least once a minute. The first that is taken wakes all that waits, which
 * then goes at the platform's pace.
 *
 * Which are away is kept in memory, and read from the waiting rows' codes at a start, and when another program goes; beside
 * others each finds out by itself. Where nothing waits for a platform
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

/** A platform's workspace that is away. */
export interface PlatformAway extends AwayChat {
  readonly tenant: string;
}

/** What a call to somebody who is away says of them. */
export type Missed = 'nobody-there' | 'not-let-in' | 'unsure';

export interface PlatformsAway {
  /** Wakes one row of each workspace whose next try is due; once before rows are claimed. */
  look(): Promise<void>;
  /** Whether a message may go there now. After `probe` the caller says how it ended, or calls `release`. */
  pass(workspace: string): 'free' | 'probe' | 'wait';
  /** A call found nobody there, or was not let in. Where that is not sure it says something of the probe alone. */
  missed(workspace: string, how: Missed): void;
  /** A call was answered: what waits may go. */
  answered(workspace: string): Promise<void>;
  /** The probe ended without finding out: the next one may go at once. */
  release(workspace: string): void;
  /** How a row waits until it is back. */
  untilBack(workspace: string): Pick<OutboxRow, 'code' | 'nextAt'>;
  /** When (ms, lease clock) the next try of one of them is due, if any waits for one. */
  nextTryAt(): number | undefined;
  /** The next look reads anew which are away: another program that knew of one may be gone, and nobody would try it. */
  lookAnew(): void;
  /** All that are away, in the order in which they went. */
  now(): readonly PlatformAway[];
}

interface Away {
  /** By the domain's clock, which is the one that people are told. */
  readonly since: number;
  notLetIn: boolean;
  wait: number;
  /** When the next try may begin. */
  tryAt: number;
  /** When the try under way began. */
  trying: number | undefined;
}

/** @param deps `leaseClock` says when to try; nobody moves it. `clock` says since when. */
export function platformsAway(deps: {
  readonly queue: Pick<Queue, 'wake' | 'waitingWith'>;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly log: Log;
}): PlatformsAway {
  const { queue, log } = deps;
  const { now } = deps.leaseClock;
  const away = new Map<string, Away>();
  let loaded = false;

  /** From now on; the first try comes after so many ms. */
  const gone = (workspace: string, notLetIn: boolean, firstAfter: number): void => {
    const since = deps.clock.now();
    away.set(workspace, { since, notLetIn, wait: soonest, tryAt: now() + firstAfter, trying: undefined });
  };
  const split = (workspace: string): Pick<PlatformAway, 'platform' | 'tenant'> => {
    const at = workspace.indexOf('|');
    return { platform: workspace.slice(0, at) as Platform, tenant: workspace.slice(at + 1) };
  };
  const load = async (): Promise<void> => {
    if (loaded) return;
    // Why is not known until the first try, which comes at once.
    loaded = true;
    try {
      for (const code of await queue.waitingWith(returnCodes)) {
        const workspace = code.slice(returnCodes.length);
        if (!away.has(workspace)) gone(workspace, false, 0);
      }
    } catch (error) {
      loaded = false;
      throw error;
    }
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

    missed(workspace, how) {
      const state = away.get(workspace);
      if (state === undefined && how === 'unsure') return;
      if (state === undefined) {
        gone(workspace, how === 'not-let-in', soonest);
        log.say('platform-away', { platform: split(workspace).platform });
        return;
      }
      // Of those that were under way as it went, none says more than the first.
      if (state.trying === undefined) return;
      if (how !== 'unsure') state.notLetIn = how === 'not-let-in';
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
        minutes: Math.round((deps.clock.now() - state.since) / minute),
      });
      await queue.wake(waitsForReturn(workspace), now(), all);
    },

    release(workspace) {
      const state = away.get(workspace);
      if (state !== undefined) state.trying = undefined;
    },

    untilBack: (workspace) => ({ code: waitsForReturn(workspace), nextAt: now() + anyway }),

    nextTryAt() {
      const waiting = [...away.values()].filter((state) => state.trying === undefined);
      return waiting.length === 0 ? undefined : Math.min(...waiting.map((state) => state.tryAt));
    },

    lookAnew() {
      loaded = false;
    },

    now: () => [...away].map(([workspace, { since, notLetIn }]) => ({ ...split(workspace), since, notLetIn })),
  };
}
