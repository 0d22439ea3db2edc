import { afterEach, expect, test } from 'vitest';
import { samplePeople } from '../src/local/sample-people.js';
import type { Rows } from '../src/ports/store.js';
import { allocated } from './support/allocate.js';
import { startBot, type TestBot } from './support/bot.js';
import { faultsOf } from './support/check-chain.js';
import { misfits, shown } from './support/leaves.js';
import { mentorshipOf, newerThings } from './support/newer-steps.js';
import { nothingFound } from './support/no-misfit.js';
import { agreed } from './support/steps.js';

/** Two mentees of one mentor, with all that 0.5.0 has, an assessor who reads, and one of them erased at the end. */

let t: TestBot | undefined;
afterEach(async () => t?.stop());

test('two mentees, promises, levels, an assessor, and one of them erased', { timeout: 300_000 }, async () => {
  const bot = await startBot({
    people: [...samplePeople, { user: 'ana', name: 'Ana Reyes', roles: ['assessor'] }],
  });
  t = bot;
  const two = ['leo', 'aisha'] as const;
  for (const mentee of two) await agreed(bot, 'maya', mentee);
  for (const mentee of two) await newerThings(bot, 'maya', mentee);
  const of = { leo: await mentorshipOf(bot, 'leo'), aisha: await mentorshipOf(bot, 'aisha') };
  const read = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => bot.store.read((tx) => fn(tx.in(bot.programme)));
  const promisesKept = () =>
    read(async (rows) => (await rows.putRight.ofMentorship(of.aisha)).map((p) => [p.what, p.said.map((s) => s.word)]));
  const series = () =>
    read(async (rows) =>
      (await rows.goalLevels.ofMentorship(of.aisha)).map((l) => [l.by === bot.as('aisha').id, l.level]),
    );
  const minutes = () =>
    read(async (rows) => {
      const [portfolio] = await rows.portfolios.ofMentor(bot.as('maya').id);
      if (portfolio === undefined) throw new Error('no portfolio');
      const { deliveredMinutes, confirmedMinutes } = await rows.totals.ofPortfolio(portfolio.id);
      return { deliveredMinutes, confirmedMinutes };
    });
  const chainsVerify = async (): Promise<void> => {
    await nothingFound(bot);
    for (const chain of [of.leo, of.aisha]) {
      expect(await bot.store.read((tx) => misfits(tx, bot.programme, chain))).toEqual([]);
      expect(await read((rows) => rows.audit.broken(chain))).toBeUndefined();
      expect(faultsOf(shown(await read((rows) => rows.audit.proof(chain))))).toEqual([]);
    }
  };

  // The assessor looks, and that is told.
  await allocated(bot, 'ana', 'assessor', 'maya');
  const ana = bot.as('ana');
  await ana.types('past');
  const looks = await read(async (rows) =>
    (await Promise.all([of.leo, of.aisha].map((chain) => rows.audit.of(chain))))
      .flat()
      .filter((e) => e.actor === ana.id && e.what.endsWith('.read')),
  );
  expect(looks.length).toBeGreaterThan(0);

  const before = await minutes();
  expect(before.deliveredMinutes).toBe(4 * 45);
  expect(await promisesKept()).toEqual([['PROMISE of aisha', ['partly', 'done']]]);
  expect(await series()).toEqual([
    [false, 3],
    [true, 4],
  ]);
  await chainsVerify();

  const priya = bot.as('priya');
  await priya.presses('data.erase', { subject: bot.as('leo').id });
  await priya.erases({ subject: bot.as('leo').id, arg: 'yes' });
  // The erased one's hours stand apart; no word of theirs is left where it can be read, and the other's stand.
  expect(await minutes()).toEqual({ ...before, deliveredMinutes: 2 * 45 });
  expect(await promisesKept()).toEqual([['PROMISE of aisha', ['partly', 'done']]]);
  expect(await series()).toEqual([
    [false, 3],
    [true, 4],
  ]);
  await chainsVerify();
  const everything = await read(async (rows) => {
    const sessions = await rows.sessions.ofMentorship(of.leo);
    return JSON.stringify([
      sessions,
      await Promise.all(sessions.map((s) => rows.sessions.plans(s.id))),
      await Promise.all(sessions.map((s) => rows.records.get(s.id))),
      await rows.putRight.ofMentorship(of.leo),
      await rows.goalLevels.ofMentorship(of.leo),
    ]);
  });
  expect(everything).not.toMatch(/of leo|about leo/i);
  const views = [];
  for (const who of ['maya', 'ana', 'priya'] as const)
    for (const typed of ['past', 'home', 'hours']) views.push(await bot.as(who).types(typed));
  expect(JSON.stringify(views)).not.toMatch(/of leo|about leo|Leo Brandt/i);
});
