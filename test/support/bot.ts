import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Leases } from '../../adapters/prisma/leases.js';
import { type Bot, startBot as compose } from '../../src/bot.js';
import type { Card } from '../../src/chat/card.js';
import type { Answers, FormView, Move, Row, Value } from '../../src/chat/form.js';
import type { Account, Address, Inbound, Reply } from '../../src/chat/inbound.js';
import { plain, type Reader } from '../../src/chat/text.js';
import { nameOfAct, secondWay } from '../../src/domain/second-way.js';
import type { ConcernContacts, Pages } from '../../src/features/feature.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { type Ids, randomIds } from '../../src/kernel/ids.js';
import { localTenant, sampleChannel, samplePeople, seedSample } from '../../src/local/sample-people.js';
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
import { buttonsOf, directOf, type FakeChat, fakeChat, type Seen } from './chat.js';
import type { Postgres } from './postgres.js';
import { privateWords } from './private-words.js';
import { migrated, openTestStore } from './store.js';

/** A clock that a test sets; it stands still between. */
export interface TestClock extends Clock {
  set(at: number): void;
}

/** Somebody at the local chat: types, fills in, presses. Each answers the reply, which is also kept as `last`. */
export interface Someone {
  readonly user: string;
  readonly id: PersonId;
  last: Reply | undefined;
  types(
    text: string,
    how?: {
      readonly deliveryId?: string;
      readonly scope?: 'direct' | 'shared';
      /** Where a page has room. */
      readonly page?: true;
      readonly mentions?: readonly Account[];
    },
  ): Promise<Reply>;
  /** Presses the button with this verb (and argument) in the last reply, or in the newest message that has it. */
  presses(
    verb: string,
    how?: {
      readonly arg?: string;
      readonly subject?: string;
      readonly deliveryId?: string;
      readonly page?: true;
    },
  ): Promise<Reply>;
  /** Types into the open form: `{ title: 'x' }`, rows as `{ 'objectives.0.what': 'x' }`. Nothing is sent yet. */
  fills(values: Readonly<Record<string, Value>>): Someone;
  moves(move: Move, how?: { readonly deliveryId?: string; readonly revision?: number }): Promise<Reply>;
  adds(group: string): Promise<Reply>;
  next(): Promise<Reply>;
  saves(): Promise<Reply>;
  submits(how?: { readonly deliveryId?: string }): Promise<Reply>;
  /** Where a second confirmation is asked for: gives the code, or the name of the act, and sends it. */
  confirms(): Promise<void>;
  /** Presses *Erase for good*, and confirms it. */
  erases(how: { readonly subject?: string; readonly arg: string }): Promise<void>;
  /** The form that is open. @throws where none is */
  form(): FormView;
  /** What stands in the direct conversation: each message as plain text. */
  sees(): readonly string[];
  /** The newest message with this title or verb in it. */
  card(match: string): Card | undefined;
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

/** How a bot stood when it was kept. */
interface Kept {
  readonly file: string;
  readonly now: number;
  readonly deliveries: number;
  readonly programme: ProgrammeId;
  readonly people: ReadonlyMap<string, PersonId>;
  readonly chat: Pick<FakeChat, 'messages' | 'drawn'>;
}
const kept = new WeakMap<Before, Map<string, Promise<Kept>>>();
let folder: string | undefined;

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
  const known = kept.get(before) ?? new Map<string, Promise<Kept>>();
  kept.set(before, known);
  const how = onServer(options);
  const lived = known.get(how) ?? live(before, options);
  known.set(how, lived);
  return startBot({ ...options, ...more, resume: await lived });
}

/** What is kept for tests that begin alike is of one server, or of files; files share a process with others that have their own. */
const onServer = (options: object): string => JSON.stringify([process.env.TEST_POSTGRES ?? '', options]);

/** A new database, empty, that stays until the process ends. */
async function newFile(): Promise<string> {
  if (folder === undefined) {
    const made = mkdtempSync(path.join(tmpdir(), 'mentorlog-lived-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const file = path.join(folder, `${randomUUID()}.db`);
  await copyFile(await migrated(), file);
  return file;
}

async function live(before: Before, options: { readonly start?: string; readonly zone?: string }): Promise<Kept> {
  const file = await newFile();
  const bot = await startBot({ ...options, file });
  await before(bot);
  await bot.stop();
  const { programme, people, chat } = bot;
  return { file, now: bot.clock.now(), deliveries: bot.deliveries(), programme, people, chat };
}

type Seed = Pick<Kept, 'file' | 'programme' | 'people'>;
interface SeedOptions {
  readonly now: number;
  readonly zone: string;
  readonly people?: typeof samplePeople;
}
const seeds = new Map<string, Promise<Seed>>();

/** A programme in which nothing has happened yet: made once in this process, for each bot that begins so to copy. */
function seeded(options: SeedOptions): Promise<Seed> {
  const how = onServer(options);
  const known = seeds.get(how) ?? seed(options);
  seeds.set(how, known);
  return known;
}

async function seed(options: SeedOptions): Promise<Seed> {
  const file = await newFile();
  const ids = randomIds();
  const { store, close } = await openTestStore({ ids, file });
  const made = await seedSample(store, { ...options, ids, channel: channelAddress });
  await close();
  return { ...made, file };
}

export const channelAddress = `web:#${sampleChannel}` as Address;

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
  const secrets = privateWords();
  const everyone = new Map<string, Someone>();
  const as = (user: string, tenant = localTenant): Someone => {
    const known = everyone.get(`${tenant}|${user}`);
    if (known !== undefined) return known;
    let typed: { values: Record<string, Value>; rows: Record<string, Row[]> } | undefined;
    const hear = async (event: Record<string, unknown>, deliveryId?: string): Promise<Reply> => {
      deliveries += 1;
      const answer = await bot.hear({
        deliveryId: deliveryId ?? `test:${deliveries}`,
        who: { platform: 'web', tenant, user },
        surface: { scope: 'direct', form: true },
        ...event,
      } as Inbound);
      someone.last = answer.reply;
      secrets.answered(answer.reply);
      if (answer.reply.kind === 'form') typed = copy(answer.reply.view.answers);
      await settled();
      return answer.reply;
    };
    const someone: Someone = {
      user,
      id: people.get(user) as PersonId,
      last: undefined,
      types: (text, how = {}) =>
        hear(
          {
            kind: 'command',
            at: directOf(user),
            text,
            mentions: how.mentions ?? [],
            ...(how.scope === undefined ? {} : { surface: { scope: how.scope, form: true }, at: channelAddress }),
            ...(how.page === undefined ? {} : { surface: { scope: 'direct', form: true, page: true } }),
          },
          how.deliveryId,
        ),
      async presses(verb, how = {}) {
        const fits = (b: { press: { verb: string; subject: string; arg?: string } }): boolean =>
          b.press.verb === verb &&
          (how.arg === undefined || b.press.arg === how.arg) &&
          (how.subject === undefined || b.press.subject === how.subject);
        const last = someone.last;
        const inReply =
          last !== undefined && 'card' in last
            ? buttonsOf(last.card).find(fits)
            : last?.kind === 'close' && last.say !== undefined
              ? buttonsOf(last.say).find(fits)
              : undefined;
        const message: Seen | undefined =
          inReply === undefined
            ? [...chat.in(directOf(user))].reverse().find((m) => buttonsOf(m.message.card).some(fits))
            : undefined;
        const press =
          inReply?.press ??
          (message === undefined ? undefined : buttonsOf(message.message.card).find(fits)?.press) ??
          (how.subject === undefined
            ? undefined
            : { verb, subject: how.subject, ...(how.arg === undefined ? {} : { arg: how.arg }) });
        if (press === undefined)
          throw new Error(
            `${user} sees no button ${verb} ${how.arg ?? ''}. They see:\n${someone.sees().join('\n---\n')}`,
          );
        return hear(
          {
            kind: 'press',
            at: directOf(user),
            press,
            ...(message === undefined ? {} : { on: { ref: message.ref, drawn: message.message.drawn } }),
            ...(how.page === undefined ? {} : { surface: { scope: 'direct', form: true, page: true } }),
          },
          how.deliveryId,
        );
      },
      async confirms() {
        // Whoever is refused, or held up, sees no second form.
        if (someone.last?.kind !== 'form' || !someone.last.view.form.id.endsWith('-confirm')) return;
        const kept = await store.read((tx) => tx.in(programme).kept.get(secondWay, someone.id));
        if (kept === undefined) throw new Error('nothing is to be confirmed');
        someone.fills({ code: kept.way === 'typed' ? nameOfAct[kept.act] : kept.code });
        await someone.submits();
      },
      async erases(how) {
        await someone.presses('data.erase', how);
        await someone.confirms();
      },
      fills(values) {
        someone.form();
        if (typed === undefined) throw new Error('no form is open');
        for (const [at, value] of Object.entries(values)) {
          const [group, index, field] = at.split('.');
          if (group === undefined || index === undefined || field === undefined) typed.values[at] = value;
          else {
            const row = typed.rows[group]?.[Number(index)];
            if (row === undefined) throw new Error(`no row ${index} in ${group}`);
            typed.rows[group]?.splice(Number(index), 1, { key: row.key, values: { ...row.values, [field]: value } });
          }
        }
        return someone;
      },
      moves(move, how = {}) {
        const view = someone.form();
        const step = view.form.steps.find((s) => s.id === view.step);
        const answers: Answers = { values: {}, rows: {} };
        for (const item of step?.items ?? []) {
          if (item.kind === 'note') continue;
          if (item.kind === 'group')
            (answers.rows as Record<string, readonly Row[]>)[item.id] = typed?.rows[item.id] ?? [];
          else {
            const v = typed?.values[item.id];
            if (v !== undefined) (answers.values as Record<string, Value>)[item.id] = v;
          }
        }
        secrets.typed(view, answers);
        return hear(
          { kind: 'form', draft: view.draft, revision: how.revision ?? view.revision, step: view.step, move, answers },
          how.deliveryId,
        );
      },
      adds: (group) => someone.moves({ do: 'add', group }),
      next: () => someone.moves({ do: 'next' }),
      saves: () => someone.moves({ do: 'save' }),
      submits: (how) => someone.moves({ do: 'submit' }, how),
      form() {
        if (someone.last?.kind !== 'form') throw new Error(`no form is open: ${JSON.stringify(someone.last)}`);
        return someone.last.view;
      },
      sees: () => chat.in(directOf(user)).map((m) => cardText(m.message.card, reader(user))),
      card: (match) =>
        [...chat.in(directOf(user))]
          .reverse()
          .find(
            (m) =>
              m.message.card.title.includes(match) || buttonsOf(m.message.card).some((b) => b.press.verb === match),
          )?.message.card,
    };
    everyone.set(`${tenant}|${user}`, someone);
    return someone;
  };
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

const copy = (a: Answers): { values: Record<string, Value>; rows: Record<string, Row[]> } => ({
  values: { ...a.values },
  rows: Object.fromEntries(Object.entries(a.rows).map(([k, rows]) => [k, [...rows]])),
});

/** A card as a person would read it aloud. */
export function cardText(card: Card, reader: Reader): string {
  const lines = [`# ${card.title}`];
  for (const b of card.blocks) {
    if (b.kind === 'text') lines.push(plain(b.text, reader));
    else if (b.kind === 'list') lines.push(...b.items.map((t) => `- ${plain(t, reader)}`));
    else if (b.kind === 'facts') lines.push(...b.rows.map((r) => `${r.label}: ${plain(r.value, reader)}`));
    else if (b.kind === 'table')
      lines.push(
        ...b.rows.map((r) =>
          [...r.cells.map((c) => plain(c, reader)), ...(r.button === undefined ? [] : [`[${r.button.label}]`])].join(
            ' | ',
          ),
        ),
      );
    else if (b.kind === 'progress') lines.push(`${b.label}: ${b.words}`);
    else if (b.kind === 'buttons') lines.push(b.items.map((i) => `[${i.label}]`).join(' '));
    else if (b.kind === 'image') lines.push(`(picture: ${b.alt})`);
    else if (b.kind === 'file') lines.push(`(file: ${b.name})`);
  }
  return lines.join('\n');
}
