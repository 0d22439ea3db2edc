import type { Account } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import type { Pages } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import type { Ids } from '../../kernel/ids.js';
import type { ChatPort } from '../../ports/chat.js';
import type { Documents } from '../../ports/documents.js';
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
import type { Watch } from '../watch.js';
import type { Alarm } from './alarm.js';
import { duePrompts } from './due-prompts.js';
import { sweep } from './sweep.js';
import { afterFault, bell, takeTurns } from './turns.js';

/** What happens by itself: prompts that fall due, messages that may go, zones that are asked for, rows that are old. */

export interface EngineDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly chats: readonly ChatPort[];
  readonly alarm: Alarm;
  readonly documents?: Documents;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly watch: Watch;
  readonly lastDrawn: LastDrawn;
  readonly installed: Pick<Installations, 'gone' | 'heard'>;
  readonly undelivered: Undelivered;
  pages(): Pages | null;
  /** Before anything else at each turn: has the machine's clock gone back? */
  clockBack?(): Promise<void>;
  /** Whether this is the program that does what is done once for all that run on the database. */
  isFirst(): boolean;
  /** As of due prompts. */
  unsaidUpTo?(): number | undefined;
}

export interface Engine {
  /**
   * Does all there is to do now, and sets the alarm to when there will be more. Never throws: a fault is logged, and what
   * it left is found again next time.
   */
  run(): Promise<void>;
  /** Something may be due: a run that is under way looks again, whatever it waits for. */
  look(): void;
  /** A run that is under way ends with what it has in hand: what else is due is found at the next start. */
  stop(): void;
  /** The platforms that are away: nobody answers there, or the program is not let in. */
  platformsAway(): readonly PlatformAway[];
  /** Lets go of what is remembered of this account, here and in its chat: its person was erased. */
  forget(who: Account): void;
  /** The same of everybody: some may have been erased, and it was not heard who. */
  forgetAll(): void;
  /** Another program is gone, or was not heard: what it knew to be away is looked for among what waits. */
  lookWhoIsAway(): void;
}

export function engine(deps: EngineDeps): Engine {
  const { store, registry, clock, leaseClock, ids, installed, undelivered } = deps;
  // What fails for one fails for hundreds while a platform or the database is away.
  const log = sparing(deps.log, leaseClock.now);
  const chats = new Map<Platform, ChatPort>(deps.chats.map((c) => [c.platform, c]));
  const { alarm } = deps;
  const { ring, rung } = bell();
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
    watch: deps.watch,
    installation: (at, is) => (is === 'gone' ? installed.gone(at) : installed.heard(at)),
    ...undelivered,
    pages: deps.pages,
    wakeIn: (ms) => alarm.sooner('line', ms),
  });
  const isAway = ({ accounts }: Person): boolean => {
    const first = accounts.find((a) => chats.has(a.platform));
    return out.platformsAway().some((p) => p.platform === first?.platform && p.tenant === first.tenant);
  };
  const due = duePrompts({ ...deps, log, isAway });
  const zoneReader = zones({
    store,
    registry,
    chats,
    clock,
    leaseClock,
    ids,
    log,
    isFirst: () => deps.isFirst(),
    unreachable: undelivered.unreachable,
  });
  const sweeper = sweep({ store, clock, leaseClock, log });
  const bothNow = () => ({ now: clock.now(), leaseNow: leaseClock.now() });
  /** When it was last looked for what is due. */
  let looked = bothNow();
  const look = (): Promise<number> => {
    looked = bothNow();
    return due.run();
  };
  let stopped = false;
  const turns = (): Promise<void> =>
    takeTurns(look, out, { rung, failed: (error) => log.fault('engine', error), isStopped: () => stopped });
  /**
   * When the next of the rows is due: prompts by the domain's clock, the outbox and leases by the machine's. What has
   * fallen due since it was looked is among them: a timer may come a moment before its time, and then nothing was found.
   */
  const setAlarm = async (): Promise<void> => {
    const { prompt, lease } = await store.queue.nextAt(looked.now, looked.leaseNow);
    const { now, leaseNow } = bothNow();
    const waits = [
      ...(prompt === undefined ? [] : [prompt - now]),
      ...[lease, out.nextTryAt(), zoneReader.nextAt(), sweeper.nextAt()].flatMap((at) =>
        at === undefined ? [] : [at - leaseNow],
      ),
    ];
    alarm.set('engine', waits.length === 0 ? undefined : Math.min(...waits));
  };
  /** Asks platforms for zones while the rest goes on: one that does not answer holds up nobody. */
  const askForZones = async (): Promise<void> => {
    let over = false;
    const asking = zoneReader
      .run()
      .catch((error: unknown) => log.fault('zones', error))
      .finally(() => {
        over = true;
        ring();
      });
    while (!over) {
      const again = rung();
      await setAlarm();
      if (!over) await again;
      await turns();
    }
    await asking;
  };
  return {
    async run() {
      try {
        await deps.clockBack?.();
        await turns();
        if (zoneReader.isDue()) await askForZones();
        await sweeper.run();
        await setAlarm();
      } catch (error) {
        log.fault('engine', error);
        alarm.set('engine', afterFault);
      }
    },
    look: ring,
    stop() {
      stopped = true;
      ring();
    },
    platformsAway: out.platformsAway,
    forget(who) {
      out.forget(who);
      chats.get(who.platform)?.forget(who);
    },
    forgetAll() {
      out.forgetAll();
      for (const chat of deps.chats) chat.forgetAll();
    },
    lookWhoIsAway: out.lookWhoIsAway,
  };
}
