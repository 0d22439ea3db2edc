import type { Platform } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import type { Pages } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import type { Ids } from '../../kernel/ids.js';
import type { ChatPort } from '../../ports/chat.js';
import type { Documents } from '../../ports/documents.js';
import type { Jobs } from '../../ports/jobs.js';
import type { Store } from '../../ports/store.js';
import { type Log, sparing } from '../log.js';
import type { Installations } from '../membership/installations.js';
import { zones } from '../membership/zones.js';
import type { LastDrawn } from '../outbound/last-drawn.js';
import { outbox } from '../outbound/outbox.js';
import { picturePlacing } from '../outbound/pictures.js';
import type { PlatformAway } from '../outbound/platforms-away.js';
import type { Undelivered } from '../outbound/undelivered.js';
import type { Registry } from '../registry.js';
import { duePrompts } from './due-prompts.js';
import { sweep } from './sweep.js';

/** What happens by itself: prompts that fall due, messages that may go, zones that are asked for, rows that are old. */

/** Beyond this (ms) the jobs wake the engine soon enough of their own accord. */
const longestAlarm = 5_000;

export interface EngineDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly chats: readonly ChatPort[];
  readonly jobs: Pick<Jobs, 'wake'>;
  readonly documents?: Documents;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly lastDrawn: LastDrawn;
  readonly installed: Pick<Installations, 'gone' | 'heard'>;
  readonly undelivered: Undelivered;
  pages(): Pages | null;
}

export interface Engine {
  /** Does all there is to do now. Never throws: a fault is logged, and what it left is found again next time. */
  run(): Promise<void>;
  /** The platforms that are away: nobody answers there, or the program is not let in. */
  platformsAway(): readonly PlatformAway[];
  /** Wakes no jobs any more. What is under way is the jobs' to wait for. */
  stop(): void;
}

export function engine(deps: EngineDeps): Engine {
  const { store, registry, clock, leaseClock, ids, installed, undelivered } = deps;
  // What fails for one fails for hundreds while a platform or the database is away.
  const log = sparing(deps.log, leaseClock.now);
  const chats = new Map<Platform, ChatPort>(deps.chats.map((c) => [c.platform, c]));
  const alarm = alarmOf(deps.jobs, leaseClock);
  const pictures = picturePlacing({
    store,
    leaseClock,
    log,
    ...(deps.documents === undefined ? {} : { documents: deps.documents }),
  });
  const out = outbox({
    store,
    registry,
    chats,
    clock,
    leaseClock,
    ids,
    log,
    pictures,
    lastDrawn: deps.lastDrawn,
    installation: (at, is) => (is === 'gone' ? installed.gone(at) : installed.heard(at)),
    ...undelivered,
    pages: deps.pages,
    wakeIn: alarm.wakeIn,
  });
  const isAway = ({ accounts }: Person): boolean => {
    const first = accounts.find((a) => chats.has(a.platform));
    return out.platformsAway().some((p) => p.platform === first?.platform && p.tenant === first.tenant);
  };
  const due = duePrompts({ store, registry, clock, leaseClock, ids, log, isAway });
  const zoneReader = zones({
    store,
    registry,
    chats,
    clock,
    leaseClock,
    ids,
    log,
    unreachable: undelivered.unreachable,
  });
  const sweeper = sweep({ store, clock, leaseClock, log });
  return {
    async run() {
      try {
        // What is sent makes nothing fall due, so prompts are looked for again only after some fired.
        const turn = async (): Promise<void> => {
          while ((await due.run()) > 0);
          while ((await out.run()) > 0);
        };
        await turn();
        if (await zoneReader.run()) await turn();
        await sweeper.run();
      } catch (error) {
        log.fault('engine', error);
      }
    },
    platformsAway: out.platformsAway,
    stop: alarm.stop,
  };
}

/** What waits for a limit goes as soon as it may; the jobs' own waking each second would halve a pace of one a second. */
function alarmOf(
  jobs: Pick<Jobs, 'wake'>,
  leaseClock: Clock,
): {
  /** Wakes the jobs in so many ms, unless they are woken before that. */
  wakeIn(ms: number): void;
  stop(): void;
} {
  let alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
  return {
    wakeIn(ms) {
      const at = leaseClock.now() + ms;
      if (ms > longestAlarm || (alarm !== undefined && alarm.at <= at)) return;
      clearTimeout(alarm?.timer);
      const timer = setTimeout(
        () => {
          alarm = undefined;
          jobs.wake();
        },
        Math.max(1, ms),
      );
      alarm = { at, timer: timer.unref() };
    },
    stop() {
      clearTimeout(alarm?.timer);
    },
  };
}
