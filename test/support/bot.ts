import type { Leases } from '../../adapters/prisma/leases.js';
import { type Bot, startBot as compose } from '../../src/bot.js';
import type { Account } from '../../src/chat/inbound.js';
import type { Reader } from '../../src/chat/text.js';
import type { ConcernContacts, Pages } from '../../src/features/feature.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { type Ids, randomIds } from '../../src/kernel/ids.js';
import { samplePeople, seedSample } from '../../src/local/sample-people.js';
import type { Documents } from '../../src/ports/documents.js';
import type { Jobs } from '../../src/ports/jobs.js';
import type { MailPort } from '../../src/ports/mail.js';
import type { Measures } from '../../src/ports/measures.js';
import type { PackMaker } from '../../src/ports/packs.js';
import type { Replicas } from '../../src/ports/replicas.js';
import type { Store } from '../../src/ports/store.js';
import type { Tracing } from '../../src/ports/tracing.js';
import { type Log, silentLog } from '../../src/runtime/log.js';
import type { FirstCodes } from '../../src/runtime/membership/first-code.js';
import { cardText } from './card-text.js';
import { channelAddress, type FakeChat, fakeChat } from './chat.js';
import { type Kept, livedOnce, seeded } from './kept-bot.js';
import type { Postgres } from './postgres.js';
import { everyoneAt, type Someone } from './someone.js';
import { openTestStore } from './store.js';

/** A clock that a test sets; it stands still between. */
export interface TestClock extends Clock {
  set(at: number): void;
}

export interface TestBot {
  readonly bot: Bot;
  readonly store: Store;
  /** Where its database is. */
  readonly file: string;
  readonly chat: FakeChat;
  readonly clock: TestClock & { to(iso: string): Promise<void>; pass(ms: number): Promise<void> };
  readonly programme: ProgrammeId;
  readonly people: ReadonlyMap<string, PersonId>;
  /** `tenant`: of another programme. */
  as(user: string, tenant?: string): Someone;
  /** Runs the engine until nothing is due and the outbox is empty. */
  settled(): Promise<void>;
  /** How many things were said to it. */
  deliveries(): number;
  /** What stands in the channel, as plain text. */
  channel(): readonly string[];
  stop(): Promise<void>;
}

/** What has happened before a test begins. A constant: it is known again by being the same function. */
export type Before = (bot: TestBot) => Promise<void>;

/**
 * A bot in which `before` has happened: lived through once in this process, as people would, and then a copy of it for
 * each test. Whatever the program holds in memory alone is as after a restart.
 *
 * @param options of a bot on which `before` depends
 * @param more of the copy alone
 */
export async function startAfter(
  before: Before,
  options: { readonly start?: string; readonly zone?: string } = {},
  more: {
    readonly packs?: PackMaker;
    readonly pages?: () => Pages | null;
    readonly signingKey?: Uint8Array;
    readonly log?: Log;
    readonly measures?: Measures;
    readonly tracing?: Tracing;
  } = {},
): Promise<TestBot> {
  const resume = await livedOnce(before, options, async (file) => {
    const bot = await startBot({ ...options, file });
    await before(bot);
    return bot;
  });
  return startBot({ ...options, ...more, resume });
}

/** A whole bot on a real database in a temporary file, with a chat in memory and a clock that stands still. */
export async function startBot(
  options: {
    readonly start?: string;
    readonly zone?: string;
    readonly chat?: FakeChat;
    readonly log?: Log;
    readonly people?: typeof samplePeople;
    readonly file?: string;
    /** DATA_KEY; every test's own unless given. */
    readonly rootKey?: Uint8Array;
    /** Where pages for people without an account are; nowhere unless given. */
    readonly pages?: () => Pages | null;
    /** What sends links by mail; nothing unless given. */
    readonly mail?: MailPort;
    readonly ids?: Ids;
    /** The codes that make first coordinators; none unless given. */
    readonly firstCodes?: FirstCodes;
    /** Who coordinates where nobody does; nobody unless given. */
    readonly firstCoordinator?: Account;
    /** What draws pictures; nothing unless given. */
    readonly documents?: Documents;
    readonly packs?: PackMaker;
    /** What wakes the engine; nothing unless given: a test says when it runs. */
    readonly jobs?: Jobs;
    /** SIGNING_KEY; nothing signs unless given. */
    readonly signingKey?: Uint8Array;
    /** Whom the program's own settings name for a concern; nobody unless given. */
    readonly fallback?: ConcernContacts;
    /** What counts and traces; nothing unless given. */
    readonly measures?: Measures;
    readonly tracing?: Tracing;
    /** Where it goes on. */
    readonly resume?: Kept;
    /** Its place among other bots on the database that `file` names, on a PostgreSQL of the test's own. */
    readonly among?: { readonly server: Postgres; readonly replica: Leases & Replicas };
  } = {},
): Promise<TestBot> {
  const { resume } = options;
  // Monday morning, well outside quiet hours.
  let now = resume?.now ?? Date.parse(options.start ?? '2026-11-23T09:00:00Z');
  const ids = options.ids ?? randomIds();
  const zone = options.zone ?? 'Europe/London';
  const sample = { now, zone, ...(options.people === undefined ? {} : { people: options.people }) };
  // Ids of a test's own are the programme's too, and a file of its own is one that stays.
  const own = options.ids !== undefined || options.file !== undefined;
  const begins = resume ?? (own ? undefined : await seeded(sample));
  const { store, file, close } = await openTestStore({
    ids,
    ...(options.file === undefined ? {} : { file: options.file }),
    ...(options.rootKey === undefined ? {} : { rootKey: options.rootKey }),
    ...(begins === undefined ? {} : { copyOf: begins.file }),
    ...(options.signingKey === undefined ? {} : { signingKey: options.signingKey }),
    ...(options.among === undefined ? {} : { server: options.among.server, leases: options.among.replica }),
  });
  const chat = options.chat ?? fakeChat(resume === undefined ? {} : { before: resume.chat });
  // Its profile says what is kept, as the local chat's does: nobody travels unless a test's own chat says so.
  const profile = chat.profile;
  if (options.chat === undefined)
    chat.profile = async (who) => {
      const kept = await store.read(async (tx) => {
        const home = await tx.accounts.find(who);
        return home === undefined ? undefined : tx.in(home.programme).people.get(home.person);
      });
      return { ...(await profile(who)), ...(kept === undefined ? {} : { zone: kept.zone }) };
    };
  const { programme, people } = begins ?? (await seedSample(store, { ...sample, ids, channel: channelAddress }));
  const clock = {
    now: () => now,
    set(at: number) {
      now = at;
    },
    async to(iso: string) {
      now = Date.parse(iso);
      await settled();
    },
    async pass(ms: number) {
      now += ms;
      await settled();
    },
  };
  const bot = await compose({
    store,
    chats: [chat],
    jobs: options.jobs ?? { start() {}, wake() {}, async stop() {} },
    clock,
    // Leases follow the test's clock, so that back-offs pass when it is moved.
    leaseClock: clock,
    ids,
    log: options.log ?? silentLog,
    fallback: options.fallback ?? { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
    newProgramme: { name: 'A programme', zone, nation: 'england' },
    ...(options.mail === undefined ? {} : { mail: options.mail }),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
    ...(options.firstCodes === undefined ? {} : { firstCodes: options.firstCodes }),
    ...(options.firstCoordinator === undefined ? {} : { firstCoordinator: options.firstCoordinator }),
    ...(options.documents === undefined ? {} : { documents: options.documents }),
    ...(options.packs === undefined ? {} : { packs: options.packs }),
    ...(options.measures === undefined ? {} : { measures: options.measures }),
    ...(options.tracing === undefined ? {} : { tracing: options.tracing }),
    ...(options.among === undefined ? {} : { replicas: options.among.replica }),
  });
  const settled = async (): Promise<void> => {
    await bot.run();
    if (options.packs === undefined) return;
    // Packs are made beside the messages, and what they say goes out after that.
    await bot.packsMade();
    await bot.run();
  };
  let deliveries = resume?.deliveries ?? 0;
  const reader = (user: string): Reader => ({
    person: people.get(user) ?? null,
    platform: 'web',
    zone,
    locale: 'en-GB',
    named: (id) => {
      const u = [...people].find(([, p]) => p === id)?.[0];
      return { name: (options.people ?? samplePeople).find((p) => p.user === u)?.name ?? 'someone' };
    },
  });
  const as = everyoneAt({
    bot,
    store,
    chat,
    programme,
    people,
    reader,
    heard: () => {
      deliveries += 1;
      return deliveries;
    },
    settled,
  });
  return {
    bot,
    store,
    file,
    chat,
    clock,
    programme,
    people,
    as,
    settled,
    deliveries: () => deliveries,
    channel: () => chat.in(channelAddress).map((m) => cardText(m.message.card, reader('nobody'))),
    async stop() {
      await bot.stop();
      await close();
    },
  };
}
