import type { Account, Answer, Inbound } from './chat/inbound.js';
import type { AwayChat, ConcernContacts, Pages, Upkeep } from './features/feature.js';
import { features } from './features/index.js';
import type { Clock } from './kernel/clock.js';
import type { Ids, ProgrammeId } from './kernel/ids.js';
import type { ChatPort, Hears } from './ports/chat.js';
import type { CopyFiles } from './ports/copy-files.js';
import type { Documents } from './ports/documents.js';
import type { Jobs } from './ports/jobs.js';
import type { MailPort } from './ports/mail.js';
import type { Measures } from './ports/measures.js';
import type { PackMaker } from './ports/packs.js';
import { alone, type Replicas } from './ports/replicas.js';
import type { Store } from './ports/store.js';
import type { Tracing } from './ports/tracing.js';
import { copyFilesOf } from './runtime/access-links/copy-files.js';
import { fileByLink } from './runtime/access-links/file-by-link.js';
import { tellingChanges } from './runtime/changes-told.js';
import { chatsAway } from './runtime/chats-away.js';
import { packJobs } from './runtime/documents/pack-jobs.js';
import { answerRecovery } from './runtime/inbound/answer-recovery.js';
import { fromMemory } from './runtime/inbound/from-memory.js';
import { inbound } from './runtime/inbound/inbound.js';
import { inboundLimit } from './runtime/inbound/inbound-limit.js';
import { type Listening, listenTo } from './runtime/inbound/listening.js';
import { lookAtMessage } from './runtime/inbound/look-at-message.js';
import { onceTold } from './runtime/inbound/once-told.js';
import { staleMemory } from './runtime/inbound/stale-memory.js';
import { watched } from './runtime/inbound/watched.js';
import type { Log } from './runtime/log.js';
import type { FirstCodes } from './runtime/membership/first-code.js';
import { installations } from './runtime/membership/installations.js';
import { programmes } from './runtime/membership/programmes.js';
import { lastDrawn } from './runtime/outbound/last-drawn.js';
import { mails } from './runtime/outbound/mails.js';
import type { PlatformAway } from './runtime/outbound/platforms-away.js';
import { undelivered } from './runtime/outbound/undelivered.js';
import { registryOf } from './runtime/registry.js';
import { afterRestore } from './runtime/schedule/after-restore.js';
import { alarmOf } from './runtime/schedule/alarm.js';
import { clockBack } from './runtime/schedule/clock-back.js';
import { engine } from './runtime/schedule/engine.js';
import { endErasedAgain } from './runtime/schedule/erased-again.js';
import { within } from './runtime/schedule/turns.js';
import { tracedStore } from './runtime/traced-store.js';
import { upkeepTelling } from './runtime/upkeep.js';
import { type CheckPace, checks } from './runtime/verification/checks.js';
import { watchOf } from './runtime/watch.js';

/** So long (ms) a stop waits for those who are being heard before it lets everything else end. */
const heardFirst = 2_000;

/** What a bot is made of. `program/main.ts` and every test compose the same. */
export interface BotParts {
  readonly store: Store;
  readonly chats: readonly ChatPort[];
  readonly jobs: Jobs;
  /** What draws pictures; without it cards go without them. */
  readonly documents?: Documents;
  /** What makes packs; without it none is made, and they wait. */
  readonly packs?: PackMaker;
  /** How chains are compared with their rows by themselves; without it only when that is asked for. */
  readonly checks?: CheckPace;
  /** Heads were signed: they may leave the machine. Never throws. */
  readonly headsSigned?: () => Promise<void>;
  /** The domain's clock; a test or the local chat may move it. */
  readonly clock: Clock;
  /** The store's own, for leases; nobody moves it. */
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** What counts what happens; unless given nobody does. */
  readonly measures?: Measures;
  /** What traces it; unless given nobody does. */
  readonly tracing?: Tracing;
  /** Whom to name for a concern where no programme says, and when the database is away. */
  readonly fallback: ConcernContacts;
  /** An account that is coordinator from its first word on. */
  readonly firstCoordinator?: Account;
  /** Where pages for people without an account are, if this installation has an address. */
  readonly pages?: () => Pages | null;
  /** What sends a link by mail, where a server is set. */
  readonly mail?: MailPort;
  /** The one-time codes that make first coordinators. */
  readonly firstCodes?: FirstCodes;
  /** The other programs on the same database, where there may be any. */
  readonly replicas?: Replicas;
  /** The zone and name of a programme that a new installation makes. */
  readonly newProgramme: { readonly name: string; readonly zone: string; readonly nation: ConcernContacts['nation'] };
}

export interface Bot {
  /** Hears one event of a platform; what the chats are given. Never throws. */
  hear(event: Inbound): Promise<Answer>;
  /** Platforms that are away: not listened to, not written to, or not letting us in. They are tried while others serve. */
  away(): readonly AwayChat[];
  /** Fires what is due and sends what may go, until there is nothing more to do now. */
  run(): Promise<void>;
  /** Resolves when no pack is being made: `run` does not wait for them. */
  packsMade(): Promise<void>;
  /** Compares all chains with their rows now, and says what does not fit. */
  check(): Promise<void>;
  /**
   * Keeps a file that came by an import's page, to be looked at and then applied.
   * @throws Refused where the link (by its token's hash) is none, or is done
   */
  keepImport(link: string, written: string): Promise<void>;
  /** Copies of what is kept about people, as files. */
  readonly copies: CopyFiles;
  /** Tells every programme's coordinators how the program itself is running. */
  upkeep(told: Upkeep): Promise<void>;
  /** Programmes were changed from outside a handler: contacts are read again and recurring prompts set. */
  refresh(): Promise<void>;
  /** Stops hearing, lets what is under way finish. The store is the caller's to close. */
  stop(): Promise<void>;
}

/**
 * Puts the parts together and begins to listen.
 * @throws Error where features contradict each other; Refused where a chat does not let us in
 */
export async function startBot(parts: BotParts): Promise<Bot> {
  const { clock, leaseClock, log, jobs, chats } = parts;
  const up: { listening?: Listening; runs?: ReturnType<typeof engine>; unsaid?: number | undefined } = {};
  const wake = (): void => {
    up.runs?.look();
    jobs.wake();
  };
  const alarm = alarmOf(wake, leaseClock.now);
  const registry = registryOf(features, parts.fallback);
  const replicas = parts.replicas ?? alone;
  const watch = watchOf(registry, parts);
  const traced = tracedStore(parts.store, watch.tracing);
  const away = (concerns?: (workspace: PlatformAway) => boolean): readonly AwayChat[] =>
    chatsAway(up.listening?.away() ?? [], up.runs?.platformsAway() ?? [], concerns);
  const memory = fromMemory(features, { ...parts, store: traced, mails: () => parts.pages?.()?.mails === true });
  const remembered = staleMemory(memory, (error) => log.fault('from-memory', error));
  /** Somebody may coordinate by now: whoever else waits for the code that is good anywhere has one of their own. */
  const codesAgain = async (): Promise<void> => {
    if (parts.firstCodes?.waits() === true) await parts.store.read(async (tx) => parts.firstCodes?.say(tx));
  };
  /** What news led to, until it has ended: the store stays open as long. */
  const underWay = new Set<Promise<boolean>>();
  let stopped = false;
  /** Answers whether it went well, or is not needed any more. */
  const soon = (what: string, act: () => Promise<unknown>): Promise<boolean> => {
    if (stopped) return Promise.resolve(true);
    const work: Promise<boolean> = act()
      .then(
        () => true,
        (error: unknown) => {
          log.fault(what, error);
          return false;
        },
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  };
  const changed = (of: readonly ProgrammeId[]): void => {
    void soon('from-memory', () => remembered.note(of));
    void soon('first-codes', codesAgain);
  };
  const store = tellingChanges(traced, (of) => {
    changed(of);
    replicas.tell({ what: 'programmes', of });
  });
  /** What every part below is given. */
  const given = {
    ...parts,
    store,
    watch,
    registry,
    memory,
    lastDrawn: lastDrawn(leaseClock.now, replicas),
    several: () => replicas.several(),
    isFirst: () => replicas.isFirst(),
    replicas,
    installed: installations({ ...parts, store, registry, replicas }),
    pages: parts.pages ?? (() => null),
    away,
    wake,
    alarm,
    unsaidUpTo: () => up.unsaid,
  };
  const { installed } = given;

  const all = programmes(given);
  const back = clockBack({ store, clock, leaseClock, log, begin: all.beginAll });
  const runs = engine({ ...given, undelivered: undelivered(registry, all), clockBack: back.look });
  up.runs = runs;
  const pace = inboundLimit(leaseClock, replicas);
  /** Nothing of this account stays in memory: its person was erased. */
  const forget = (who: Account): void => {
    memory.unlearn(who);
    runs.forget(who);
  };
  const heardOnce = inbound(
    {
      ...given,
      newProgramme: all.make,
      inboundLimit: pace,
      forget(who) {
        forget(who);
        replicas.tell({ what: 'left', who });
      },
    },
    chats,
  );
  const { hear: heard, told } = onceTold(given, heardOnce);
  const hear = watched(given, heard);
  const recovery = answerRecovery({ ...given, onProgramme: all.on });
  /** What the adapters are given. */
  const hears: Hears = Object.assign((event: Inbound) => hear(event), {
    told,
    look: lookAtMessage(given),
    missed: recovery.missed,
    footFor: (who: Account) => memory.footFor?.(who),
  });
  const refresh = async (): Promise<void> => {
    await remembered.all();
    await all.beginAll();
  };

  const tellUpkeep = upkeepTelling({ store, registry, on: all.on });

  const endLeases = async (): Promise<void> => {
    if ((await store.queue.endLeasesOfTheGone(leaseClock.now())) > 0) wake();
  };
  replicas.hear((news) => {
    const anything = news.what === 'anything';
    if (news.what === 'left') forget(news.who);
    if (news.what === 'programmes') changed(news.of);
    if (news.what === 'pace') pace.spent(news);
    if (news.what === 'answered') given.lastDrawn.answeredElsewhere(news.refs);
    if (anything) {
      void soon('from-memory', remembered.noteAll);
      given.lastDrawn.forget();
      runs.forgetAll();
      runs.lookWhoIsAway();
      void soon('first-codes', codesAgain);
    }
    if (anything || news.what === 'installations') void soon('news', installed.load);
  });
  replicas.gone(() => {
    runs.lookWhoIsAway();
    return soon('leases', endLeases);
  });
  await store.queue.endLeasesOfTheDead(leaseClock.now());
  await endLeases();
  await installed.load();
  await back.look();
  up.unsaid = await afterRestore({ store, clock, leaseClock, upkeep: tellUpkeep });
  await endErasedAgain({ store, registry, on: all.on });
  await refresh();
  await store.queue.setAlarms(clock.now());
  const listening = await listenTo(chats, hears, { clock, leaseClock, log, wake, alarm });
  up.listening = listening;
  const post = mails({ ...given, onProgramme: all.on });
  const { packs: maker, ...others } = given;
  const checking = checks(given);
  const making = packJobs({ ...others, checked: checking.portfolio, ...(maker === undefined ? {} : { maker }) });
  const turn = async (): Promise<void> => {
    listening.tryAgain();
    await Promise.all([recovery.tryAgain(), remembered.tryAgain()]);
    // Beside one another: a mail server that does not answer holds nobody else up.
    await Promise.all([runs.run(), post.run()]);
    // Nobody waits for it here: messages go while a pack is made.
    making.begin();
    if (replicas.isFirst()) checking.begin();
  };
  // Whoever woke the engine does not wait for it.
  const run = (): Promise<void> => watch.tracing.apart(turn);
  jobs.start(run);
  return {
    hear,
    run,
    async upkeep(told) {
      await tellUpkeep(told);
      wake();
    },
    packsMade: making.idle,
    check: checking.round,
    copies: copyFilesOf(store, registry, clock),
    away: () => away(),
    refresh,
    keepImport: fileByLink({ store, registry, clock }),
    async stop() {
      // Whoever is being heard is answered first; whoever hangs keeps nothing else from ending.
      const heard = listening.stop();
      await within(heard, heardFirst);
      stopped = true;
      alarm.stop();
      runs.stop();
      await Promise.all([heard, jobs.stop(), checking.stop(), making.stop()]);
      await Promise.all(underWay);
      parts.mail?.close();
    },
  };
}
