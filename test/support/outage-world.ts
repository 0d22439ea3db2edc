import dns from 'node:dns';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express, { type Express } from 'express';
import { createSlackChat } from '../../adapters/slack/index.js';
import { createTeamsChat } from '../../adapters/teams/index.js';
import { type Bot, startBot } from '../../src/bot.js';
import type { Platform } from '../../src/chat/text.js';
import { promptsOfSession } from '../../src/domain/prompt-schedule.js';
import { minute } from '../../src/kernel/clock.js';
import type { PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';
import type { ChatPort } from '../../src/ports/chat.js';
import type { Store } from '../../src/ports/store.js';
import { silentLog } from '../../src/runtime/log.js';
import { botToken, emulatedSlack, secret, team } from '../adapters/slack/workspace.js';
import { activity, memoryBook } from '../adapters/teams/bot.js';
import { ann, appId, ben, startCloud, tenant } from '../adapters/teams/cloud.js';
import { wordsOf } from '../adapters/teams/company.js';
import { countingIds } from './ids.js';
import { seedPair } from './pair.js';
import { attending, plannedSession } from './sessions.js';
import { migrated, openTestStore } from './store.js';

/** A mentor who coordinates too and a mentee, on a platform that goes away and comes back, with a clock that is moved. */

export type Outage = '429' | 'refused' | 'no name' | 'revoked';

/** A message as the platform took it: never what was refused. */
export interface Taken {
  readonly at: number;
  readonly to: 'mentor' | 'mentee' | 'elsewhere';
  readonly words: string;
}

export interface OutageWorld {
  store(): Store;
  bot(): Bot;
  readonly programme: ProgrammeId;
  readonly people: Readonly<Record<'mentor' | 'mentee', PersonId>>;
  /** New messages that stand there by now. */
  taken(): readonly Taken[];
  /** When the program turned to the platform (ms), whatever came of it. */
  readonly tries: number[];
  now(): number;
  /** Moves the clock to then in such steps (ms), the engine running at each. */
  to(at: number, step: number): Promise<void>;
  goes(how: Outage): Promise<void>;
  /** As it was; after a new token the program is started anew. */
  comesBack(how: Outage): Promise<void>;
  /** A session that begins then (ms), both of them knowing of it. */
  session(title: string, startsAt: number, minutes?: number): Promise<SessionId>;
  stop(): Promise<void>;
}

/** The platform's side, and a chat that speaks to it by the name `localhost`. */
interface Side {
  readonly users: Readonly<Record<'mentor' | 'mentee', string>>;
  readonly tenant: string;
  chat(app: Express): ChatPort;
  /** What is to happen before anybody can be written to, with the program listening at `url`. */
  meet(url: string): Promise<void>;
  said(): readonly Omit<Taken, 'at'>[];
  answers(how: '429' | 'revoked' | 'as ever'): void;
  close(): Promise<void>;
  open(): Promise<void>;
  stop(): Promise<void>;
}

const byName = (url: string): string => url.replace('127.0.0.1', 'localhost');

async function slackSide(clock: { now(): number }): Promise<Side> {
  const slack = await emulatedSlack();
  const { front, users } = slack;
  const directs = new Map<string, 'mentor' | 'mentee'>();
  for (const who of ['mentor', 'mentee'] as const) {
    const opened = await slack.call('conversations.open', { users: users[who] });
    directs.set((opened.channel as { id: string }).id, who);
  }
  return {
    users,
    tenant: team,
    chat: (app) =>
      createSlackChat(
        { signingSecret: secret, botToken, apiUrl: byName(front.url), sendTimeoutMs: 5_000 },
        { app, clock },
      ),
    meet: async () => undefined,
    said: () =>
      front.calls
        .filter((c) => c.method === 'chat.postMessage' && c.answer?.ok === true)
        .map((c) => ({
          to: directs.get(c.args.channel ?? '') ?? 'elsewhere',
          words: `${c.args.text}\n${c.args.blocks}`,
        })),
    answers: (how) =>
      front.break(
        how === 'as ever'
          ? undefined
          : how === '429'
            ? { kind: 'status', status: 429, headers: { 'retry-after': '1' } }
            : { kind: 'code', code: 'token_revoked' },
      ),
    close: front.close,
    open: front.open,
    stop: slack.stop,
  };
}

async function teamsSide(clock: { now(): number }): Promise<Side> {
  const cloud = await startCloud();
  const book = memoryBook();
  const serviceUrl = byName(cloud.url);
  let revoked = false;
  const direct = new Map<string, 'mentor' | 'mentee'>(
    [ann, ben].map((who) => [`a:direct-${who.id}`, who === ann ? 'mentor' : 'mentee']),
  );
  return {
    users: { mentor: ann.aadObjectId, mentee: ben.aadObjectId },
    tenant,
    chat: (app) =>
      createTeamsChat(
        {
          loopback: true,
          appId,
          tenantId: tenant,
          token: async () => {
            if (revoked) throw new Error('invalid_client');
            return 'static-token';
          },
          cloud: { openIdMetadataUrl: `${cloud.url}openid`, serviceHosts: ['localhost'] },
        },
        { app, clock, book },
      ),
    async meet(url) {
      for (const who of [ann, ben])
        await fetch(`${url}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: cloud.token({ serviceurl: serviceUrl }) },
          body: JSON.stringify(activity(serviceUrl, { text: 'hi' }, who)),
        });
      cloud.posted.length = 0;
    },
    said: () =>
      cloud.posted.map((p) => ({ to: direct.get(p.conversation) ?? 'elsewhere', words: wordsOf(p.activity) })),
    answers(how) {
      revoked = how === 'revoked';
      cloud.misbehave(how === '429' ? { status: 429, headers: { 'retry-after': '1' } } : undefined);
    },
    close: cloud.close,
    open: cloud.open,
    stop: cloud.stop,
  };
}

/** Adds its time to every call by which the program turns to the platform. */
function watched(chat: ChatPort, tries: number[], now: () => number): ChatPort {
  const noting =
    <A extends readonly unknown[], T>(call: (...args: A) => T) =>
    (...args: A): T => {
      tries.push(now());
      return call(...args);
    };
  const { send, update, openDirect, wasSent } = chat;
  return {
    ...chat,
    send: noting(send),
    update: noting(update),
    openDirect: noting(openDirect),
    wasSent: noting(wasSent),
  };
}

export async function outageWorld(platform: Exclude<Platform, 'web'>, start: string): Promise<OutageWorld> {
  let now = Date.parse(start);
  const clock = { now: () => now };
  const ids = countingIds();
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'mentorlog-outage-')), 'kept.db');
  await copyFile(await migrated(), file);
  let made = await openTestStore({ ids, file });
  // Routes of an earlier start would stay before those of the next one: each has an app of its own.
  let app = express();
  const server: Server = await new Promise((done) => {
    const s = express()
      .use((req, res, next) => app(req, res, next))
      .listen(0, '127.0.0.1', () => done(s));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const side = await (platform === 'slack' ? slackSide : teamsSide)(clock);
  const tries: number[] = [];
  const opened = async (): Promise<Bot> => {
    app = express();
    return startBot({
      store: made.store,
      chats: [watched(side.chat(app), tries, clock.now)],
      jobs: { start() {}, wake() {}, async stop() {} },
      clock,
      leaseClock: clock,
      ids,
      log: silentLog,
      fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
      newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
    });
  };
  await seedPair(made.store, { ids, now, tenant: side.tenant, ...side.users, platform });
  let bot = await opened();
  await side.meet(url);
  const [programme] = await made.store.read((tx) => tx.programmes.all());
  const inRows = programme?.id as ProgrammeId;
  const everybody = await made.store.read((tx) => tx.in(inRows).people.all());
  const mentor = everybody.find((p) => p.roles.includes('mentor'));
  const mentee = everybody.find((p) => p.roles.includes('mentee'));
  if (mentor === undefined || mentee === undefined) throw new Error('nobody was made');
  await made.store.write((tx) => tx.in(inRows).people.save({ ...mentor, roles: ['mentor', 'coordinator'] }));
  const [m] = await made.store.read((tx) => tx.in(inRows).mentorships.all());
  if (m === undefined) throw new Error('no mentorship was made');

  const seen: Taken[] = [];
  const look = (): void => {
    for (const said of side.said().slice(seen.length)) seen.push({ at: now, ...said });
  };
  const turn = async (): Promise<void> => {
    await bot.run();
    look();
  };
  const lookup = dns.lookup;
  const world: OutageWorld = {
    store: () => made.store,
    bot: () => bot,
    programme: inRows,
    people: { mentor: mentor.id, mentee: mentee.id },
    taken: () => seen,
    tries,
    now: clock.now,
    async to(at, step) {
      while (now < at) {
        now = Math.min(at, now + step);
        await turn();
      }
    },
    async goes(how) {
      if (how === '429' || how === 'revoked') return side.answers(how);
      await side.close();
      if (how === 'refused') return;
      // Connections that stand need no name, so those are cut first.
      await side.open();
      dns.lookup = ((host: string, options: unknown, done: (error: Error) => void) => {
        const callback = typeof options === 'function' ? (options as typeof done) : done;
        callback(
          Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
        );
      }) as typeof dns.lookup;
    },
    async comesBack(how) {
      dns.lookup = lookup;
      side.answers('as ever');
      await side.open();
      if (how !== 'revoked') return;
      await bot.stop();
      await made.close();
      made = await openTestStore({ ids, file });
      bot = await opened();
    },
    async session(title, startsAt, minutes = 45) {
      const id = ids.next('session') as SessionId;
      const session = plannedSession({
        id,
        title,
        minutes,
        programme: inRows,
        portfolio: m.portfolio,
        mentor: mentor.id,
        attendees: [attending(mentee.id, { mentorship: m.id })],
        startsAt,
        plannedAt: now,
      });
      await made.store.write(async (tx) => {
        const rows = tx.in(inRows);
        await rows.sessions.save(session);
        await rows.sessions.addPlan({
          session: id,
          version: 1,
          startsAt,
          minutes,
          title,
          place: session.place,
          kind: 'standard',
          body: {
            objectives: [],
            activities: [],
            resources: '',
            resourcesWhy: '',
            support: [],
            strategies: '',
            guidance: [],
            goals: [],
            asGiven: [],
          },
          savedAt: now,
          author: mentor.id,
          copiedFrom: null,
          unchanged: false,
        });
        for (const due of promptsOfSession(session, now))
          await rows.prompts.set({ ...due, programme: inRows, state: 'waiting' });
      });
      return id;
    },
    async stop() {
      dns.lookup = lookup;
      await bot.stop();
      await side.stop();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await made.close();
      await rm(path.dirname(file), { recursive: true, force: true });
    },
  };
  await world.to(now + minute, 1_000);
  return world;
}
