import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openSqlite, SqliteConnection } from '../../adapters/prisma/driver.js';
import { hour, minute } from '../../src/kernel/clock.js';
import type { PersonId } from '../../src/kernel/ids.js';
import { addDays, local, placeAnyway } from '../../src/kernel/zoned.js';
import { startBot, type TestBot } from '../support/bot.js';
import { agreed, planned, toTheEnd } from '../support/steps.js';

/**
 * The loop at full speed on a database in a file, with collection forced: what the program let go of, a statement of the
 * database above all, is collected at once and not some day in production. A native part that cannot bear that ends the
 * process, and with it this test. `SOAK_SECONDS` says for how long; at least three days are lived through.
 */
const seconds = Number(process.env.SOAK_SECONDS ?? 5);
const leastDays = 3;
const minutes = 45;
/** Where everybody lives. */
const zone = 'Europe/London';

/**
 * Makes V8 collect by what it has to clear away. One that is asked for (`gc()`) proves nothing: it runs
 * in our own context, and what kills is a collection in none (tried with better-sqlite3 12.9.0 on Node 24.21).
 */
function litter(): void {
  Buffer.alloc(8_000_000);
  const young: object[] = [];
  for (let i = 0; i < 20_000; i += 1) young.push({ i });
}

const pairs = [
  ['maya', 'leo'],
  ['tom', 'aisha'],
] as const;

/** One pair after the other: what is said to one is settled before the other is asked. */
async function each(act: (mentor: string, mentee: string) => Promise<unknown>): Promise<void> {
  for (const [mentor, mentee] of pairs) await act(mentor, mentee);
}

test('the loop at full speed, collected all the time, ends alive and with everything counted', {
  timeout: (seconds + 300) * 1_000,
}, async () => {
  const bot = await startBot({ zone });
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-soak-'));
  let collected = 0;
  const observer = new PerformanceObserver((list) => {
    collected += list.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });
  // A connection lets go of a statement when 500 others were asked for since, some day: this one of each at once.
  const passing = await openSqlite('file::memory:');
  let asked = 0;
  const { begin } = SqliteConnection.prototype;
  vi.spyOn(SqliteConnection.prototype, 'begin').mockImplementation(async function (this: SqliteConnection) {
    const begun = await begin.apply(this);
    for (let i = 0; i < 10; i += 1) {
      asked += 1;
      await passing.queryRaw({ sql: `SELECT ${asked}`, args: [], argTypes: [] });
    }
    litter();
    return begun;
  });
  try {
    await each((mentor, mentee) => agreed(bot, mentor, mentee));
    const until = performance.now() + seconds * 1_000;
    let days = 0;
    for (; days < leastDays || performance.now() < until; days += 1) {
      await aDay(bot);
      // A connection that is closed lets go of all its statements at once.
      if (days % 20 === 0) await bot.store.backup(path.join(folder, `${days}.db`));
    }
    await bot.clock.pass(hour);
    // What was observed is told when nothing else is to be done.
    await setImmediate();
    process.stdout.write(
      `soak: Node ${process.versions.node}, ${seconds} s, ${days} days, ${bot.deliveries()} deliveries, ` +
        `${bot.chat.messages.length} messages, collected ${collected} times\n`,
    );
    expect(collected).toBeGreaterThan(days);
    await nothingLost(bot, days);
  } finally {
    vi.restoreAllMocks();
    observer.disconnect();
    await passing.dispose();
    await bot.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** One session of each pair, from its plan to the mentee's word on how long it was. */
async function aDay(bot: TestBot): Promise<void> {
  // By the clock on their wall, which changes on the way: a quick machine lives through a spring.
  const threeOClock = placeAnyway(addDays(local(bot.clock.now(), zone).date, 1), '15:00', zone);
  const at = async (after: number): Promise<void> => bot.clock.to(new Date(threeOClock + after).toISOString());
  await each(async (mentor, mentee) => {
    await planned(bot, mentor, `plan @${mentee} tomorrow 3pm ${minutes}m Phone calls`);
    await bot.as(mentee).presses('plan.accept');
    await bot.as(mentee).types('home');
  });
  await at(-hour);
  await at(0);
  await each((mentor) => bot.as(mentor).presses('session.start'));
  await at(minutes * minute);
  await each(async (mentor) => {
    const who = bot.as(mentor);
    await who.presses('record.open');
    const outcome = who.form().form.steps[0]?.items.find((item) => item.id.startsWith('outcome'));
    who.fills({
      [outcome?.id ?? '']: 'met',
      skill: 'active-listening',
      'skill-example': 'I waited before I spoke.',
      happened: 'Two calls were made.',
    });
    await toTheEnd(who);
    await who.types('hours');
  });
  await at(minutes * minute + 31 * minute);
  await each((_mentor, mentee) => bot.as(mentee).presses('hours.confirm'));
}

/** Each session once, ended, with its record and the mentee's word; nothing is left to say, and the chains are whole. */
async function nothingLost(bot: TestBot, days: number): Promise<void> {
  await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const sessions = await rows.sessions.all();
    expect(sessions).toHaveLength(days * pairs.length);
    for (const s of sessions) {
      expect(s).toMatchObject({
        state: 'ended',
        attendees: [{ confirmation: 'confirmed', confirmedMinutes: minutes }],
      });
      expect((await rows.records.get(s.id))?.body.minutes).toBe(minutes);
    }
    for (const [mentor] of pairs)
      expect(sessions.filter((s) => s.mentor === (bot.people.get(mentor) as PersonId))).toHaveLength(days);
    for (const m of await rows.mentorships.all()) {
      expect(await rows.audit.broken(m.id)).toBeUndefined();
      expect((await rows.audit.of(m.id)).filter((e) => e.what === 'session.started')).toHaveLength(days);
    }
  });
  const { promptsDue, outboxOpen, outboxFailed } = await bot.store.queue.counts(bot.clock.now());
  expect({ promptsDue, outboxOpen, outboxFailed }).toEqual({ promptsDue: 0, outboxOpen: 0, outboxFailed: 0 });
  expect(bot.chat.messages.filter((m) => m.posts > 1)).toEqual([]);
}
