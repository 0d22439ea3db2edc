import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../../src/kept.js';
import { type ProgrammeId, randomIds } from '../../src/kernel/ids.js';
import { backup } from '../../src/program/backup.js';
import { restore } from '../../src/program/restore.js';
import { anywhere, codesUnder, firstCodes } from '../../src/runtime/membership/first-code.js';
import { sql } from '../adapters/prisma/database.js';
import { startBot, type TestBot } from '../support/bot.js';
import { nothingFound } from '../support/no-misfit.js';
import { agreed, planned } from '../support/steps.js';
import { testRootKey } from '../support/store.js';

/** A backup is put back under people who were written to since it was taken. */

let folder: string;
let file: string;
let t: TestBot | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-restored-'));
  file = `${folder}/mentorlog.db`;
});
afterEach(async () => {
  await t?.stop();
  t = undefined;
  await rm(folder, { recursive: true });
});

const here = (now: number) => ({
  env: { DATABASE_URL: `file:${file}`, DATA_KEY: Buffer.from(testRootKey).toString('hex'), TIME_ZONE: 'Europe/London' },
  out: () => undefined,
  err: () => undefined,
  now: () => now,
});

/** Two days go by after a backup: a session is held, and people are asked about it. Then it is put back. */
async function livedAndRestored(overdue: 'send' | 'skip'): Promise<{ readonly bot: TestBot; readonly before: number }> {
  const bot = await startBot({ file });
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Calls');
  await bot.settled();
  const taken = `${folder}/taken.db`;
  expect(await backup([taken], here(bot.clock.now()))).toBe(0);
  await bot.clock.pass(3 * 24 * 3_600_000);
  await bot.settled();
  const { messages, drawn } = bot.chat;
  const before = messages.length;
  const now = bot.clock.now();
  const people = bot.people;
  const programme = bot.programme as ProgrammeId;
  const deliveries = bot.deliveries();
  await bot.stop();
  await copyFile(file, `${folder}/later.db`);
  expect(await restore([taken, '--overdue', overdue], here(now))).toBe(0);
  const again = await startBot({
    file: `${folder}/again.db`,
    resume: { file, now, deliveries, programme, people, chat: { messages, drawn } },
  });
  await again.settled();
  return { bot: again, before };
}

describe('what fell due since the backup', () => {
  test('is not said again where that was asked for: coordinators alone are told, once, and life goes on', {
    timeout: 60_000,
  }, async () => {
    const { bot, before } = await livedAndRestored('skip');
    t = bot;
    await bot.clock.pass(20 * 3_600_000);
    await bot.settled();
    const said = bot.chat.messages.slice(before).filter((m) => m.posts > 0);
    const priya = bot
      .as('priya')
      .sees()
      .filter((m) => m.includes('Put back to a backup'));
    expect(priya).toHaveLength(1);
    expect(priya[0]).toMatch(/Left out: \d+ reminders? (and|or) questions?/);
    // A mentor is named, and no mentee: nobody is told what one of them has still to answer.
    expect(priya[0]).toContain('Maya');
    expect(priya[0]).not.toContain('Leo');
    const waiting = await sql(
      `${folder}/again.db`,
      `SELECT "occurrence", "toId", "dueAt" - ${bot.clock.now()}, "leasedUntil" FROM "Prompt" WHERE "state" = 'waiting' AND "dueAt" <= ${bot.clock.now()}`,
    );
    expect(waiting).toEqual([]);
    expect(said.map((m) => m.message.card.title)).not.toContain('Session now');
    // A further start tells nobody again.
    await bot.bot.refresh();
    expect(
      bot
        .as('priya')
        .sees()
        .filter((m) => m.includes('Put back to a backup')),
    ).toHaveLength(1);
  });

  test('is sent where that was asked for, some of it for the second time', { timeout: 60_000 }, async () => {
    const { bot, before } = await livedAndRestored('send');
    t = bot;
    expect(bot.chat.messages.length).toBeGreaterThan(before);
    expect(bot.as('priya').sees().join()).not.toContain('Put back to a backup');
  });
});

describe('codes for first coordinators', () => {
  test('that an old log shows are worth nothing after a restore', async () => {
    const code = codesUnder(testRootKey);
    const codes = firstCodes({ code, print: () => undefined });
    const open = { url: `file:${file}`, rootKey: testRootKey, ids: randomIds(), kept: everythingKept };
    t = await startBot({ file });
    const { programme } = t;
    const now = t.clock.now();
    await t.stop();
    t = undefined;
    const old: number[][] = [];
    const live = async (): Promise<void> => {
      const store = await openStore(open);
      for (let uses = 0; uses < 2; uses += 1)
        await store.write(async (tx) => {
          const numbers = await tx.firstCodes.numbers([anywhere, programme]);
          old.push([numbers.get(anywhere) ?? 0, numbers.get(programme) ?? 0]);
          for (const of of [anywhere, programme] as const) await tx.firstCodes.use(of, numbers.get(of) ?? 0);
        });
      await store.close();
    };
    await live();
    const taken = `${folder}/taken.db`;
    expect(await backup([taken], here(now))).toBe(0);
    await live();
    expect(await restore([taken, '--overdue', 'send'], here(now))).toBe(0);
    const store = await openStore(open);
    const found = await store.read(async (tx) => {
      const each: boolean[] = [];
      for (const [any, theirs] of old)
        for (const given of [code(anywhere, any ?? 0), code(programme, theirs ?? 0)])
          each.push((await codes.find(tx, given, programme)) !== undefined);
      const numbers = await tx.firstCodes.numbers([anywhere, programme]);
      each.push((await codes.find(tx, code(programme, numbers.get(programme) ?? 0), programme)) !== undefined);
      return each;
    });
    await store.close();
    expect(found).toEqual([...old.flatMap(() => [false, false]), true]);
  });
});

/** A session of 45 minutes is on record and confirmed, and another is planned. */
async function heldAndPlanned(bot: TestBot): Promise<void> {
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.clock.to('2026-11-24T15:00:00Z');
  const maya = bot.as('maya');
  await maya.presses('session.start');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const objective = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited.',
    happened: 'We rang the college.',
  });
  await maya.submits();
  await bot.clock.to('2026-11-24T16:31:00Z');
  await bot.as('leo').presses('hours.confirm');
  await planned(bot, 'maya', 'plan @leo thursday 3pm 45m More calls');
}

/** How everything stands that an erasure ends. */
const asItStands = (bot: TestBot) =>
  bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const people = [...bot.people.values()];
    const prompts = (await Promise.all(people.map((one) => rows.prompts.waitingFor(one)))).flat();
    return {
      mentorships: (await rows.mentorships.all()).map((m) => [m.state, m.endedAt]),
      sessions: (await rows.sessions.all()).map((s) => [s.state, s.attendees.length]),
      erased: (await Promise.all(people.map((one) => rows.people.get(one)))).map((p) => p?.erasedAt),
      prompts: prompts.map((p) => p.occurrence).sort(),
    };
  });
const wordsOf = (bot: TestBot, user: string): string => JSON.stringify(bot.as(user).last);

describe('data that is older than an erasure', () => {
  for (const who of ['leo', 'maya'])
    test(`ends what lived of ${who} as the erasure did, once, though the program was killed in between`, {
      timeout: 60_000,
    }, async () => {
      t = await startBot({ file });
      await heldAndPlanned(t);
      const taken = `${folder}/taken.db`;
      expect(await backup([taken], here(t.clock.now()))).toBe(0);
      await t.clock.pass(3_600_000);
      await t.as('priya').erases({ subject: t.as(who).id, arg: 'yes' });
      const first = await asItStands(t);
      await t.as('priya').types('hours');
      const hours = wordsOf(t, 'priya');
      const { people, programme } = t;
      // Put back a while later: it stands as of the erasure all the same.
      const resume = {
        file,
        now: t.clock.now() + 600_000,
        deliveries: t.deliveries(),
        programme,
        people,
        chat: t.chat,
      };
      await t.stop();
      expect(await restore([taken, '--overdue', 'send'], here(resume.now))).toBe(0);

      // Erased again as it was opened; killed before anything else.
      const said: string[] = [];
      const say = (line: string) => void said.push(line);
      const open = { url: `file:${file}`, rootKey: testRootKey, ids: randomIds(), kept: everythingKept, say };
      await (await openStore(open)).close();
      expect(said.join()).toContain('They are erased again.');
      const before = t.chat.messages.length;
      t = await startBot({ file, resume });
      await t.settled();
      expect(await asItStands(t)).toEqual(first);
      await t.as('priya').types('hours');
      expect(wordsOf(t, 'priya')).toEqual(hours);
      expect(
        t
          .as('priya')
          .sees()
          .filter((m) => m.includes('Erased again')),
      ).toHaveLength(1);
      const other = t.as(who === 'leo' ? 'maya' : 'leo');
      const newly = t.chat.messages.slice(before).map((m) => m.message.card.title);
      expect(newly.filter((title) => title !== 'Erased again')).toEqual([]);

      // Beyond the session that was planned: nobody is asked about it, and nothing is found.
      await t.clock.to('2026-11-27T10:00:00Z');
      expect(
        t.chat.messages
          .slice(before)
          .map((m) => m.message.card.title)
          .filter((x) => /session|plan|record/i.test(x)),
      ).toEqual([]);
      expect(other.sees().join()).not.toContain('Erased again');
      await nothingFound(t);

      // A further start has nothing to end.
      const now = t.clock.now();
      await t.stop();
      t = await startBot({ file, resume: { ...resume, now, chat: t.chat, deliveries: t.deliveries() } });
      await t.settled();
      expect(
        t
          .as('priya')
          .sees()
          .filter((m) => m.includes('Erased again')),
      ).toHaveLength(1);
      const entries = await t.store.read((tx) => tx.in(programme).audit.of(programme as never));
      expect(entries.filter((e) => e.what === 'person.erased')).toHaveLength(1);
    });
});
