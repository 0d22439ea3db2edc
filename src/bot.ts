import type { Account, Answer, Inbound } from './chat/inbound.js';
import type { Platform } from './chat/text.js';
import { noSuchLink } from './domain/link.js';
import type { ConcernContacts, LikeProgramme, Pages } from './features/feature.js';
import { features } from './features/index.js';
import type { Clock } from './kernel/clock.js';
import { Refused } from './kernel/errors.js';
import type { Ids, PersonId, ProgrammeId } from './kernel/ids.js';
import type { ChatPort, Hears } from './ports/chat.js';
import type { Documents } from './ports/documents.js';
import type { Jobs } from './ports/jobs.js';
import type { OutboxRow, Store, Transaction } from './ports/store.js';
import { beginProgramme } from './runtime/begin.js';
import { fileByLink } from './runtime/file-by-link.js';
import { type FirstCodes, placeName, speaksFor } from './runtime/first-code.js';
import { fromMemory } from './runtime/from-memory.js';
import { hearer } from './runtime/hear.js';
import { installations } from './runtime/installations.js';
import type { Log } from './runtime/log.js';
import { lookAtMessage } from './runtime/look-at-message.js';
import { looks } from './runtime/looks.js';
import { missed } from './runtime/missed.js';
import { outbox } from './runtime/outbox.js';
import { pace } from './runtime/pace.js';
import { placing } from './runtime/placing.js';
import { prompts } from './runtime/prompts.js';
import { registryOf } from './runtime/registry.js';
import { sweep } from './runtime/sweep.js';
import { workOn } from './runtime/work.js';
import { zones } from './runtime/zones.js';

/** Beyond this (ms) the engine wakes of its own accord soon enough. */
const longestAlarm = 5_000;

/** What a bot is made of. `main.ts` and every test compose the same. */
export interface BotParts {
  readonly store: Store;
  readonly chats: readonly ChatPort[];
  readonly jobs: Jobs;
  /** What draws pictures; without it cards go without them. */
  readonly documents?: Documents;
  /** The domain's clock; a test or the local chat may move it. */
  readonly clock: Clock;
  /** The store's own, for leases; nobody moves it. */
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Whom to name for a concern where no programme says, and when the database is away. */
  readonly fallback: ConcernContacts;
  /** An account that is coordinator from its first word on. */
  readonly firstCoordinator?: Account;
  /** Where pages for people without an account are, if this installation has an address. */
  readonly pages?: () => Pages | null;
  /** The one-time codes that make first coordinators. */
  readonly firstCodes?: FirstCodes;
  /** The zone and name of a programme that a new installation makes. */
  readonly newProgramme: { readonly name: string; readonly zone: string; readonly nation: ConcernContacts['nation'] };
}

export interface Bot {
  /** Hears one event of a platform; what the chats are given. Never throws. */
  hear(event: Inbound): Promise<Answer>;
  /** Fires what is due and sends what may go, until there is nothing more to do now. */
  run(): Promise<void>;
  /**
   * Keeps a file that came by an import's page, to be looked at and then applied.
   * @throws Refused where the link (by its token's hash) is none, or is done
   */
  keepImport(link: string, written: string): Promise<void>;
  /** Programmes were changed from outside a handler: contacts are read again and recurring prompts set. */
  refresh(): Promise<void>;
  /** Stops hearing, lets what is under way finish. The store is the caller's to close. */
  stop(): Promise<void>;
}

/** Puts the parts together and begins to listen. @throws Error where features contradict each other. */
export async function startBot(parts: BotParts): Promise<Bot> {
  const { store, clock, leaseClock, ids, log, jobs } = parts;
  const registry = registryOf(features);
  const chats = new Map<Platform, ChatPort>(parts.chats.map((c) => [c.platform, c]));
  const memory = fromMemory(features, parts);

  type Act = (work: ReturnType<typeof workOn>) => Promise<void>;
  const within = async (tx: Transaction, programme: ProgrammeId, act: Act): Promise<void> => {
    const rows = tx.in(programme);
    const work = workOn({
      rows,
      programme: await rows.programme.get(),
      now: clock.now(),
      leaseNow: leaseClock.now(),
      ids,
      actor: null,
    });
    await act(work);
    await work.flush();
  };
  const onProgramme = (programme: ProgrammeId, act: Act): Promise<void> =>
    store.write((tx) => within(tx, programme, act));
  /** What recurs in a programme is set: when the program starts, and when a programme is made. */
  const begins: Act = async (work) => {
    for (const feature of registry.features) await feature.begin?.(work);
  };
  const unreachable = async (of: Pick<OutboxRow, 'programme'>, person: PersonId): Promise<void> =>
    onProgramme(of.programme, async (work) => {
      for (const feature of registry.features) await feature.unreachable?.(person, work);
    });

  const byLink = async (row: OutboxRow, person: PersonId): Promise<void> =>
    onProgramme(row.programme, async (work) => {
      for (const feature of registry.features)
        await feature.byLink?.({ face: row.face, subject: row.subject, person }, work);
    });
  const channelClosed = async (row: OutboxRow): Promise<void> =>
    onProgramme(row.programme, async (work) => {
      for (const feature of registry.features)
        await feature.channelClosed?.({ face: row.face, subject: row.subject, row: row.id }, work);
    });
  const pages = parts.pages ?? (() => null);
  /** What waits for a limit goes as soon as it may; the engine's own waking each second would halve a pace of one a second. */
  let alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
  const wakeIn = (ms: number): void => {
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
  };

  const due = prompts({ store, registry, clock, leaseClock, ids, log });
  const pictures = placing({
    store,
    leaseClock,
    log,
    ...(parts.documents === undefined ? {} : { documents: parts.documents }),
  });
  const installed = installations({ store, clock, leaseClock, ids, log });
  const drawn = looks(leaseClock.now);
  const out = outbox({
    store,
    registry,
    chats,
    clock,
    leaseClock,
    ids,
    log,
    pictures,
    looks: drawn,
    installation: (at, is) => (is === 'gone' ? installed.gone(at) : installed.heard(at)),
    unreachable,
    channelClosed,
    byLink,
    pages,
    wakeIn,
  });
  const zoneReader = zones({ store, chats, clock, leaseClock, ids, log, unreachable });
  const sweeper = sweep({ store, clock, leaseClock, log });
  const run = async (): Promise<void> => {
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
  };

  const refresh = async (): Promise<void> => {
    await memory.refresh();
    for (const programme of await store.read((tx) => tx.programmes.all())) await onProgramme(programme.id, begins);
  };

  const hearers = new Map<Platform, (event: Inbound) => Promise<Answer>>();
  /** Who comes by a link is known already: there is no platform to ask who they are. */
  const noPlatform = { platform: 'link', profile: noProfile } as const;
  for (const chat of [...parts.chats, noPlatform])
    hearers.set(
      chat.platform,
      hearer(
        {
          store,
          registry,
          memory,
          clock,
          leaseClock,
          ids,
          log,
          looks: drawn,
          pace: pace(leaseClock),
          ...(parts.firstCoordinator === undefined ? {} : { firstCoordinator: parts.firstCoordinator }),
          ...(parts.firstCodes === undefined ? {} : { firstCodes: parts.firstCodes }),
          profile: (who: Account) => chat.profile(who),
          async newProgramme(tx: Transaction, from: { readonly account: Account } | { readonly like: LikeProgramme }) {
            const about = 'like' in from ? from.like : { ...parts.newProgramme, account: from.account };
            const made = await beginProgramme(tx, { ...about, ids, now: clock.now() });
            await within(tx, made, begins);
            if ('account' in from && !speaksFor(parts.firstCoordinator, from.account))
              parts.firstCodes?.want(made, placeName(from.account));
            return made;
          },
          stale: () => {
            memory.refresh().catch((error: unknown) => log.fault('from-memory', error));
          },
          pages,
          wake: () => jobs.wake(),
        },
        chat,
      ),
    );
  const hear = async (event: Inbound): Promise<Answer> => {
    if (event.kind === 'removed' && event.everywhere === true) return installed.removed(event);
    await installed.heard(event.who);
    const on = hearers.get(event.who.platform);
    if (on === undefined) throw new Refused('no-such-platform', 'This chat is not switched on.');
    return on(event);
  };
  const hears: Hears = Object.assign(hear, {
    look: lookAtMessage({ store, registry, clock, leaseClock, log, pages }),
    missed: missed({ store, registry, log, onProgramme, wake: () => jobs.wake() }),
  });

  await store.queue.endLeasesOfTheDead(leaseClock.now());
  await installed.load();
  await refresh();
  const stops: (() => Promise<void>)[] = [];
  for (const chat of parts.chats) stops.push(await chat.listen(hears));
  jobs.start(run);
  return {
    hear,
    run,
    refresh,
    keepImport: fileByLink({ store, registry, clock }),
    async stop() {
      for (const stop of stops) await stop();
      clearTimeout(alarm?.timer);
      await jobs.stop();
    },
  };
}

async function noProfile(): Promise<never> {
  throw new Refused('no-such-link', noSuchLink);
}
