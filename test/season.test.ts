import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsFrom } from '../src/domain/mentorship.js';
import type { Role } from '../src/domain/programme.js';
import { isQuiet, mannersOf } from '../src/domain/prompt-schedule.js';
import { portfolioTime } from '../src/features/read-hours.js';
import type { Address } from '../src/kernel/account.js';
import { day, minute } from '../src/kernel/clock.js';
import { randomIds, type SessionId } from '../src/kernel/ids.js';
import { local, placeAnyway } from '../src/kernel/zoned.js';
import { seedSample } from '../src/sample.js';
import type { Someone, TestBot } from './fakes/bot.js';
import { startBot } from './fakes/bot.js';
import { buttonsOf } from './fakes/chat.js';
import { agreed, planned } from './fakes/steps.js';

/**
 * A season: ten mentorships over thirty weeks, across both clock changes, with no-shows, cancellations, overruns, late
 * records, disputes, a pause and an ending, on a moved clock through the whole bot. What must always hold is checked
 * after every week, and once more against a count made here by hand.
 */

const weeks = 30;
const mentors = ['maya', 'tom', 'ines', 'raj', 'dee'] as const;
const mentees = ['leo', 'aisha', 'sam', 'noor', 'kai', 'ella', 'finn', 'mia', 'zak', 'ivy'] as const;
const person = (user: string, role: Role) => ({
  user,
  name: `${user[0]?.toUpperCase()}${user.slice(1)} ${user === 'leo' ? 'Brandt' : 'Example'}`,
  roles: [role],
});
const people = [
  ...mentors.map((m) => person(m, 'mentor')),
  ...mentees.map((m) => person(m, 'mentee')),
  person('priya', 'coordinator'),
];
const mentorOf = (i: number): (typeof mentors)[number] => mentors[Math.floor(i / 2)] ?? 'maya';

/** A fixed sequence of chances: the same season every time. */
function chances(seed: number): () => number {
  let s = seed;
  return () => {
    s = (s * 1_103_515_245 + 12_345) % 2 ** 31;
    return s / 2 ** 31;
  };
}

interface Sent {
  readonly to: string;
  readonly at: number;
  readonly verbs: readonly string[];
  readonly title: string;
}

const toldAtNight: string[] = [];
const expected = new Map<string, number>();
let bot: TestBot;
const sentWhileWaiting: Sent[] = [];

/** Moves the clock to `to`, stopping at every prompt on the way; everything sent then was sent by a prompt. */
async function waitUntil(to: number): Promise<void> {
  const run = async (at: number): Promise<void> => {
    const before = bot.chat.messages.length;
    bot.clock.set(at);
    await bot.settled();
    for (const m of bot.chat.messages.slice(before))
      sentWhileWaiting.push({
        to: m.address.slice(4),
        at,
        verbs: buttonsOf(m.message.card).map((b) => b.press.verb),
        title: m.message.card.title,
      });
  };
  for (;;) {
    const next = await bot.store.queue.nextPromptAt();
    if (next === undefined || next > to) break;
    await run(Math.max(next, bot.clock.now()));
    if ((await bot.store.queue.nextPromptAt()) === next)
      throw new Error(`a prompt due at ${new Date(next).toISOString()} does not fire`);
  }
  if (to > bot.clock.now()) await run(to);
}

async function plan(mentor: Someone, mentee: string, at: number, minutes: number): Promise<boolean> {
  const here = local(at, 'Europe/London');
  await mentor.types(`plan @${mentee} ${here.date} ${here.time} ${minutes}m Weekly session`);
  await mentor.next();
  const form = mentor.form();
  if (form.problems.length > 0) return false;
  const goals = form.form.steps[1]?.items.find((i) => i.id === 'goals');
  mentor.fills({
    'objectives.0.what': 'Make two calls',
    'objectives.0.measure': 'Two calls stand in the log',
    ...(goals?.kind === 'choice' ? { goals: goals.of.map((o) => o.value) } : {}),
  });
  await mentor.submits();
  if (mentor.last?.kind === 'form') throw new Error(JSON.stringify(mentor.form().problems));
  return true;
}

async function record(
  mentor: Someone,
  session: SessionId,
  change: Record<string, string | number | readonly string[]> = {},
): Promise<void> {
  await mentor.presses('record.open', { subject: session });
  const items = mentor.form().form.steps[0]?.items ?? [];
  const outcome = items.find((i) => i.id.startsWith('outcome'));
  mentor.fills({
    ...(outcome === undefined ? {} : { [outcome.id]: 'met' }),
    skill: 'active-listening',
    'skill-example': 'I waited.',
    happened: 'Two calls were made.',
    ...(items.some((i) => i.id === 'late-reason') ? { 'late-reason': 'I was ill.' } : {}),
    ...change,
  });
  await mentor.submits();
  if (mentor.last?.kind === 'form') throw new Error(JSON.stringify(mentor.form().problems));
}

const newest = async (mentee: string): Promise<SessionId> => {
  const id = bot.people.get(mentee);
  const all = await bot.store.read((tx) => tx.in(bot.programme).sessions.all());
  const mine = all.filter((s) => s.attendees.some((a) => a.mentee === id)).sort((a, b) => b.plannedAt - a.plannedAt);
  return mine[0]?.id as SessionId;
};

/** What has to hold at any time. */
async function invariants(): Promise<void> {
  for (const m of bot.chat.messages) expect(m.posts).toBe(1);
  await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const programme = await rows.programme.get();
    const everyone = new Map((await rows.people.all()).map((p) => [p.id, p]));
    const userOf = new Map([...bot.people].map(([user, id]) => [user, everyone.get(id)]));
    for (const s of sentWhileWaiting) {
      const p = userOf.get(s.to);
      // The record's prompt comes at its session's end, whatever the hour; the channel is nobody.
      if (
        p === undefined ||
        s.verbs.includes('record.open') ||
        s.verbs.includes('session.start') ||
        s.verbs.includes('session.end')
      )
        continue;
      if (isQuiet(s.at, p.zone, mannersOf(p, programme).quiet))
        toldAtNight.push(`${s.to} ${new Date(s.at).toISOString()} ${s.title}`);
    }
    sentWhileWaiting.length = 0;
    for (const portfolio of await rows.portfolios.all()) {
      const time = await portfolioTime(rows, portfolio);
      const total = time.hours();
      const parts = time.mentorships.map((m) => time.hours(m.mentee));
      expect(total.deliveredMinutes).toBe(parts.reduce((n, h) => n + h.deliveredMinutes, 0));
      expect(total.confirmedMinutes).toBeLessThanOrEqual(total.deliveredMinutes);
      for (const s of time.sessions) {
        const [a] = s.attendees;
        const m = time.mentorships.find((x) => x.id === a?.mentorship);
        const verdict = total.sessions.find((v) => v.session === s.id);
        if (m !== undefined && verdict?.counts === true) expect(countsFrom(m, s, [])).toBe(true);
      }
    }
  });
  expect(toldAtNight).toEqual([]);
}

describe('a season', () => {
  beforeAll(async () => {
    bot = await startBot({ start: '2026-09-21T08:30:00Z', people });
  });
  afterAll(async () => bot.stop());

  test(`${mentees.length} mentorships over ${weeks} weeks`, { timeout: 500_000 }, async () => {
    const chance = chances(7);
    for (const [i, mentee] of mentees.entries()) await agreed(bot, mentorOf(i), mentee);
    // Another programme lives in the same database through the same weeks.
    const ids = randomIds();
    const other = await seedSample(bot.store, {
      ids,
      now: bot.clock.now(),
      zone: 'Europe/London',
      channel: 'web:#elsewhere' as Address,
      tenant: 'other',
      people: [person('zoe', 'mentor'), person('max', 'mentee')],
    });
    await bot.bot.refresh();
    const there: TestBot = { ...bot, as: (user) => bot.as(user, 'other') };
    await agreed(there, 'zoe', 'max');
    await planned(there, 'zoe', 'plan @max 2026-09-29 10:00 45m Elsewhere');
    // A name of the other programme is nobody's here.
    await bot.as('maya').types('plan @max tomorrow 3pm');
    expect(JSON.stringify(bot.as('maya').last)).toContain('I know nobody called');
    const began = '2026-09-21';
    let held = 0;
    for (let week = 1; week <= weeks; week += 1) {
      const monday = placeAnyway(
        local(Date.parse(`${began}T12:00:00Z`) + week * 7 * day, 'UTC').date,
        '09:00',
        'Europe/London',
      );
      await waitUntil(monday);
      // Every fortnight for each of them, five a week, two hours apart; the last one ends close to quiet hours.
      for (const [i, mentee] of mentees.entries()) {
        if ((week + i) % 2 === 1) continue;
        const mentor = bot.as(mentorOf(i));
        const them = bot.as(mentee);
        const date = local(bot.clock.now(), 'Europe/London').date;
        const at = placeAnyway(date, `${10 + 2 * Math.floor(i / 2)}:00`, 'Europe/London');
        if (at <= bot.clock.now()) continue;
        if (!(await plan(mentor, mentee, at, 45))) continue;
        const session = await newest(mentee);
        const luck = chance();
        if (luck < 0.08) {
          await mentor.presses('session.cancel', { subject: session, arg: 'yes' });
          continue;
        }
        await them.presses('plan.accept', { subject: session });
        await waitUntil(at);
        if (luck < 0.14) {
          await waitUntil(at + 20 * minute);
          await mentor.presses('session.not-held', { subject: session, arg: 'mentee' });
          continue;
        }
        let minutes = 45;
        if (luck < 0.25) {
          await mentor.presses('session.start', { subject: session });
          await mentor.presses('session.extend', { subject: session });
          minutes = 60;
        }
        const end = at + minutes * minute;
        await waitUntil(end);
        if (luck > 0.95) await waitUntil(end + 4 * day);
        await record(mentor, session);
        held += 1;
        expected.set(mentor.user, (expected.get(mentor.user) ?? 0) + minutes);
        await waitUntil(Math.max(bot.clock.now(), end + 31 * minute));
        const card = them.card('hours.confirm');
        if (card === undefined) continue;
        if (luck > 0.3 && luck < 0.8) await them.presses('hours.confirm', { subject: session }).catch(() => undefined);
      }
      await invariants();
    }
    await waitUntil(bot.clock.now() + 20 * day);
    await invariants();
    expect(held).toBeGreaterThan(90);
    await bot.store.read(async (tx) => {
      const rows = tx.in(bot.programme);
      for (const portfolio of await rows.portfolios.all()) {
        const user = [...bot.people].find(([, id]) => id === portfolio.mentor)?.[0] ?? '';
        expect({ user, minutes: (await portfolioTime(rows, portfolio)).hours().deliveredMinutes }).toEqual({
          user,
          minutes: expected.get(user),
        });
      }
      for (const m of await rows.mentorships.all()) expect(await rows.audit.broken(m.id)).toBeUndefined();
      expect(await rows.audit.broken(bot.programme)).toBeUndefined();
      // Nothing crossed: each programme has its own rows, and no message of one names the other.
      const [here, elsewhere] = await Promise.all([rows.sessions.all(), tx.in(other.programme).sessions.all()]);
      expect(elsewhere).toHaveLength(1);
      expect(here.some((s) => s.title === 'Elsewhere' || s.programme !== bot.programme)).toBe(false);
      expect((await tx.in(other.programme).people.all()).map((p) => p.name).sort()).toEqual([
        'Max Example',
        'Zoe Example',
      ]);
      for (const m of bot.chat.messages) {
        const theirs = ['web:zoe', 'web:max', 'web:#elsewhere'].includes(m.address);
        const ids = JSON.stringify(m.message.card).match(/"mention":"([^"]+)"/g) ?? [];
        const strangers = theirs ? [...bot.people.values()] : [...other.people.values()];
        expect(ids.some((found) => strangers.some((id) => found.includes(id)))).toBe(false);
      }
      // Both clock changes were lived through, and sessions kept their hour on the wall.
      const all = await rows.sessions.all();
      const walls = new Set(all.map((s) => local(s.startsAt, 'Europe/London').time));
      expect([...walls].every((w) => /:(00|30)$/.test(w))).toBe(true);
    });
  });
});
