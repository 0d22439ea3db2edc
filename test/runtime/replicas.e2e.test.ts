import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Replica } from '../../adapters/prisma/postgresql/replica.js';
import type { Answers } from '../../src/chat/form.js';
import type { Answer, Inbound } from '../../src/chat/inbound.js';
import type { DraftId, ProgrammeId } from '../../src/kernel/ids.js';
import { localTenant, samplePeople } from '../../src/local/sample-people.js';
import type { Hears } from '../../src/ports/chat.js';
import { codesUnder, firstCodes } from '../../src/runtime/membership/first-code.js';
import { startBot, type TestBot } from '../support/bot.js';
import { directOf } from '../support/chat.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { testRootKey } from '../support/root-key.js';

/**
 * Two bots on one database, behind something that gives either of them any event: what one of them has in memory hides
 * from nobody what the other did, and what both are given at the same moment is done once
 * (docs/architecture.md#what-stays-in-memory).
 */

const pace = { beat: 50, again: 50, forgetting: 400 };
const within = { timeout: 10_000, interval: 20 };
const words = (of: unknown): string => JSON.stringify(of);

describe.skipIf(!havePostgres())('two bots on one database', { timeout: 60_000 }, () => {
  let server: Postgres & { stop(): void };
  let a: TestBot;
  let b: TestBot;
  let made = 0;
  const printed: string[][] = [];
  /** What went wrong that nobody was told of: nothing may. */
  const faults: string[] = [];
  const code = codesUnder(testRootKey);
  /** What each of them gave the chat to be heard by. */
  const listening: (Hears | undefined)[] = [];
  const leaving: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  afterEach(async () => {
    for (const one of leaving.splice(0)) await one();
    expect(faults.splice(0)).toEqual([]);
  });

  let joined: Replica[] = [];
  async function begin(people: typeof samplePeople = samplePeople): Promise<void> {
    made += 1;
    printed.length = 0;
    const file = `two-${made}`;
    joined = [];
    const one = async (more: Partial<Parameters<typeof startBot>[0]>): Promise<TestBot> => {
      const lines: string[] = [];
      printed.push(lines);
      const { databaseOf } = await import('../support/postgres-store.js');
      const database = databaseOf(file);
      const there = await server.ask('postgres', `SELECT FROM pg_database WHERE datname = '${database}'`);
      if (there.length === 0) await server.make(database);
      const replica = new Replica(server.url(database), undefined, pace);
      expect(await replica.join()).toBe(true);
      joined.push(replica);
      const bot = await startBot({
        file,
        people,
        log: { say: () => undefined, fault: (what, error) => void faults.push(`${what} ${String(error)}`) },
        among: { server, replica },
        firstCodes: firstCodes({ code, print: (said) => void lines.push(said) }),
        ...more,
      });
      leaving.push(async () => {
        await bot.stop();
        await replica.release();
      });
      return bot;
    };
    a = await one({});
    listening.splice(0, 2, a.chat.hears);
    const { programme, people: known, chat } = a;
    // Each counts its deliveries from elsewhere: they are no repeats of one another's.
    const resume = { file, now: a.clock.now(), deliveries: 1_000_000, programme, people: known, chat };
    b = await one({ resume, chat: a.chat });
    listening.push(a.chat.hears);
    await expect.poll(() => joined.every((replica) => replica.several()), within).toBe(true);
  }

  let acts = 0;
  const hear = (bot: TestBot, user: string, event: object, tenant = localTenant): Promise<Answer> => {
    acts += 1;
    return bot.bot.hear({
      deliveryId: `act:${acts}`,
      who: { platform: 'web', tenant, user },
      surface: { scope: 'direct', form: true },
      ...event,
    } as Inbound);
  };
  const typing = (user: string, text: string) => ({ kind: 'command', at: directOf(user), text, mentions: [] }) as const;
  const types = (bot: TestBot, user: string, text: string, tenant?: string): Promise<Answer> =>
    hear(bot, user, typing(user, text), tenant);
  const concernAt = async (bot: TestBot, user: string, tenant?: string): Promise<string> =>
    words(await types(bot, user, 'concern', tenant));

  test('whom to tell of a concern: changed at one, answered from memory by the other within a second', async () => {
    await begin();
    expect(await concernAt(b, 'leo')).toContain('Dana Whitlock');
    const priya = a.as('priya');
    await priya.types('setup');
    await priya.fills({ lead: 'Rhys Owen', 'lead-reach': '020 1' }).next();
    await priya.next();
    await priya.submits();
    await expect.poll(() => concernAt(b, 'leo'), within).toContain('Rhys Owen');
  });

  test('in whose words: whoever was given a role at one is answered by it at the other', async () => {
    await begin();
    await types(b, 'nora', 'hello');
    const asMentee = await concernAt(b, 'nora');
    const priya = a.as('priya');
    await priya.types('people @nora');
    await priya.fills({ roles: ['mentor'] }).submits();
    await expect.poll(() => concernAt(b, 'nora'), within).not.toBe(asMentee);
  });

  test('of two programmes in one workspace each hears of its own lead, from a bot too that never met them', async () => {
    await begin();
    const priya = a.as('priya');
    await priya.types('people');
    await priya.presses('people.code');
    const given = /setup ([0-9a-z]{16})/.exec(words(priya.last))?.[1] ?? '';
    await types(a, 'nina', 'hello', 'other');
    await types(a, 'otto', 'hello', 'other');
    // Nina alone is in the first programme from now on: Otto coordinates where they were.
    const [own] = printed[0] ?? [];
    expect(words(await types(a, 'otto', `setup ${own}`, 'other'))).toContain('You are the coordinator');
    expect(words(await types(a, 'nina', `setup ${given}`, 'other'))).toContain('You belong to');
    await expect.poll(() => concernAt(b, 'nina', 'other'), within).toContain('Dana Whitlock');
    expect(await concernAt(b, 'otto', 'other')).not.toContain('Dana Whitlock');
  });

  test('a form begun at one, moved at the other, and sent from two windows at the same moment: all of it, once', async () => {
    await begin();
    let view = await draftOf(a, 'priya');
    const { draft } = view;
    const move = (bot: TestBot, what: 'save' | 'next' | 'submit', values: Answers['values']) =>
      hear(bot, 'priya', {
        kind: 'form',
        draft,
        revision: view.revision,
        step: view.step,
        move: { do: what },
        answers: { values, rows: {} },
      });
    const next = async (bot: TestBot, what: 'save' | 'next', values: Answers['values']): Promise<void> => {
      const { reply } = await move(bot, what, values);
      if (reply.kind !== 'form') throw new Error(words(reply));
      view = reply.view;
    };
    await next(a, 'save', { lead: 'Rhys Owen', 'lead-reach': '020 1' });
    await next(b, 'next', { hours: 'Mornings' });
    await next(a, 'next', { name: 'Hillside' });
    const sent = await Promise.all([move(a, 'submit', {}), move(b, 'submit', {})]);
    expect(words(sent)).not.toMatch(/Something went wrong|Not done/);
    const { programme, trail } = await a.store.read(async (tx) => ({
      programme: await tx.in(a.programme).programme.get(),
      trail: await tx.in(a.programme).audit.of(a.programme),
    }));
    expect(programme).toMatchObject({
      name: 'Hillside',
      settings: { safeguarding: { lead: { name: 'Rhys Owen' }, hours: 'Mornings' } },
    });
    expect(trail.filter((entry) => entry.what === 'programme.set')).toHaveLength(1);
  });

  /** A mentor and a mentee who work together. */
  async function pairAt(bot: TestBot): Promise<void> {
    const { agreed } = await import('../support/steps.js');
    await agreed(bot, 'maya', 'leo');
  }

  const draftOf = async (bot: TestBot, user: string): Promise<{ draft: DraftId; revision: number; step: string }> => {
    const { reply } = await types(bot, user, 'setup');
    if (reply.kind !== 'form') throw new Error(words(reply));
    return reply.view;
  };

  test('what is saved of one form at the same moment at both is kept of both, or shown beside', async () => {
    await begin();
    for (let round = 0; round < 8; round += 1) {
      const { draft, revision, step } = await draftOf(a, 'priya');
      const save = (bot: TestBot, values: Answers['values']) =>
        hear(bot, 'priya', {
          kind: 'form',
          draft,
          revision,
          step,
          move: { do: 'save' },
          answers: { values, rows: {} },
        });
      const [hours, policy] = [`Hours ${round}`, `https://example.org/${round}`];
      const [one, other] = await Promise.all([save(a, { hours }), save(b, { policy })]);
      const now = await a.store.read((tx) => tx.in(a.programme).drafts.get(draft));
      const there = words([now?.answers, one, other]);
      expect(there).toContain(hours);
      expect(there).toContain(policy);
      expect(now?.revision).toBe(revision + 2);
      expect(words([one, other])).not.toMatch(/Something went wrong|Not done/);
    }
  });

  test('a form that one refused beside its fields goes on in the same window at the other', async () => {
    await begin();
    const { draft, revision, step } = await draftOf(a, 'priya');
    const send = (bot: TestBot, window: string, values: Answers['values']) =>
      hear(bot, 'priya', {
        kind: 'form',
        draft,
        revision,
        window,
        step,
        move: { do: 'next' },
        answers: { values, rows: {} },
      });
    const wrong = { lead: 'Dana', 'lead-reach': '020', deputy: 'Omar', 'deputy-reach': '', policy: 'javascript:1' };
    expect(words(await send(a, 'V1', wrong))).toContain('beginning with https');
    // The window has kept its words, and its older revision.
    const right = { ...wrong, deputy: '', policy: 'https://example.org/right' };
    const mended = await send(b, 'V1', right);
    expect(words(mended)).not.toContain('other window');
    const kept = await a.store.read((tx) => tx.in(a.programme).drafts.get(draft));
    expect(kept?.answers.values).toMatchObject({ policy: 'https://example.org/right' });
    // Another window that stands as old is one that others have changed meanwhile.
    expect(words(await send(b, 'V2', { ...right, policy: 'https://example.org/old' }))).toContain('other window');
  });

  test('one code of two that send it at the same moment, each to another bot', async () => {
    await begin();
    for (let round = 0; round < 6; round += 1) {
      const tenant = `t${round}`;
      const greeted = [await types(a, `ann${round}`, 'hello', tenant), await types(b, `ben${round}`, 'hello', tenant)];
      expect(words(greeted)).not.toMatch(/Something went wrong|Not done/);
      const [place] = await a.store.read(async (tx) =>
        (await tx.everywhere.places()).filter((p) => p.tenant === tenant),
      );
      const own = code(place?.programme ?? ('' as ProgrammeId), 0);
      expect(printed.flat().filter((said) => said === own)).toHaveLength(1);
      const said = await Promise.all([
        types(a, `ann${round}`, `setup ${own}`, tenant),
        types(b, `ben${round}`, `setup ${own}`, tenant),
      ]);
      expect(said.filter((answer) => words(answer).includes('You are the coordinator'))).toHaveLength(1);
      // Whichever came second is told so, by where it was when the first one's unit of work ended: at the code's number,
      // at the programme's people, or before it had read either, when the code is simply a used one.
      const second = /a moment ago|has a coordinator already|it has been used/;
      expect(said.filter((answer) => second.test(words(answer)))).toHaveLength(1);
      const people = await a.store.read((tx) => tx.in(place?.programme as ProgrammeId).people.all());
      expect(people.filter((p) => p.roles.includes('coordinator'))).toHaveLength(1);
    }
  });

  test('the first two of a new workspace, at the same moment at both: one programme, and both are in it', async () => {
    await begin();
    for (let round = 0; round < 6; round += 1) {
      const tenant = `new${round}`;
      const greeted = await Promise.all([
        types(a, 'ann', 'help', tenant),
        types(b, 'ben', 'help', tenant),
        types(b, 'ann', 'help', tenant),
      ]);
      expect(words(greeted)).not.toMatch(/Something went wrong|Not done/);
      const { homes, places } = await a.store.read(async (tx) => ({
        homes: await Promise.all(['ann', 'ben'].map((user) => tx.accounts.find({ platform: 'web', tenant, user }))),
        places: (await tx.everywhere.places()).filter((p) => p.tenant === tenant),
      }));
      expect(places).toHaveLength(1);
      expect(homes.map((home) => home?.programme)).toEqual([places[0]?.programme, places[0]?.programme]);
    }
  });

  test('an event that both are given at the same moment is done once, and its answer said once', async () => {
    await begin();
    for (const text of ['help', 'hours', 'pause', 'nonsense']) {
      acts += 1;
      const event = {
        ...typing('leo', text),
        deliveryId: `both:${acts}`,
        who: { platform: 'web', tenant: localTenant, user: 'leo' },
        surface: { scope: 'direct', form: false, apart: true },
      } as Inbound;
      /** Hears it as a chat does, which says so once the answer stands there. */
      const shows = async (hears: Hears | undefined): Promise<boolean> => {
        const answer = await hears?.(event);
        if (answer === undefined) throw new Error('nobody listens');
        if (answer.again === true) return false;
        await hears?.told(event);
        return true;
      };
      const both = await Promise.all(listening.map(shows));
      expect(
        both.filter((shown) => shown),
        text,
      ).toHaveLength(1);
    }
  });

  test('an installation that one hears is gone is gone for the other, is back for both once the other hears from there', async () => {
    await begin();
    const [platform, tenant] = ['web', 'away'];
    await a.store.write((tx) => tx.programmes.install(platform as never, tenant, a.programme, 1));
    const isGone = async (): Promise<boolean | undefined> => {
      const places = await a.store.read((tx) => tx.everywhere.places());
      return places.filter((place) => place.tenant === tenant).map((place) => place.removedAt !== null)[0];
    };
    await types(a, 'nina', 'hello', tenant);
    const removedAt = (bot: TestBot) => hear(bot, 'the-bot', { kind: 'removed', everywhere: true }, tenant);
    for (let round = 0; round < 2; round += 1) {
      await removedAt(a);
      expect(await isGone()).toBe(true);
      // Whoever has not heard yet takes it for there, and what somebody who is known writes there changes nothing of it.
      await expect.poll(() => types(b, 'nina', 'home', tenant).then(isGone), within).toBe(false);
      // Nor would the first note it a second time, if it still took it for gone.
      await expect.poll(() => removedAt(a).then(isGone), within).toBe(true);
      await expect.poll(() => types(b, 'nina', 'home', tenant).then(isGone), within).toBe(false);
    }
  });

  test('whoever was erased at one and writes to another at once is somebody new there, and can be reached', async () => {
    await begin();
    await pairAt(a);
    expect(words(await types(b, 'leo', 'hours'))).not.toContain('New here');
    const before = a.as('leo').id;
    await a.as('priya').erases({ subject: before, arg: 'yes' });
    expect(a.chat.forgotten.map((who) => who.user)).toEqual(['leo', 'leo', 'leo']);
    expect(words(await types(b, 'leo', 'hello'))).not.toMatch(/Something went wrong|Not done/);
    const now = await a.store.read((tx) => tx.accounts.find({ platform: 'web', tenant: localTenant, user: 'leo' }));
    expect(now?.person).toBeTruthy();
    expect(now?.person).not.toBe(before);
  });

  test('whoever was erased while one was away is in the memory of no chat once it is back', async () => {
    await begin();
    await pairAt(a);
    const { forgottenAll } = a.chat;
    await server.ask(
      'postgres',
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${joined[1]?.number()}`,
    );
    await expect.poll(() => a.chat.forgottenAll, within).toBeGreaterThan(forgottenAll);
  });

  test('leases of one that is gone end although the database was away as it was looked', async () => {
    await begin();
    const { queue } = b.store;
    const end = queue.endLeasesOfTheGone;
    let tries = 0;
    Object.assign(queue, {
      endLeasesOfTheGone: async (now: number) => {
        tries += 1;
        if (tries === 1) throw new Error('the database is away');
        return end(now);
      },
    });
    await joined[0]?.release();
    await expect.poll(() => tries, within).toBe(2);
    expect(faults.splice(0)).toEqual(['leases Error: the database is away']);
  });

  test('the platform is asked for zones by one of them', async () => {
    await begin();
    await pairAt(a);
    const asked: string[] = [];
    const { profile } = a.chat;
    a.chat.profile = async (who) => {
      asked.push(who.user);
      return profile(who);
    };
    for (const bot of [a, b]) bot.clock.set(bot.clock.now() + 2 * 86_400_000);
    await Promise.all([a.bot.run(), b.bot.run()]);
    expect(asked.length).toBeGreaterThan(0);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
