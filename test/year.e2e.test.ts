import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../src/domain/programme.js';
import { plannedEnd, type Session } from '../src/domain/session.js';
import { day } from '../src/kernel/clock.js';
import type { PersonId } from '../src/kernel/ids.js';
import { startBot, type TestBot } from './support/bot.js';
import { type World, worldOf } from './support/season-world.js';
import { agreed } from './support/steps.js';

/**
 * A year of a programme round the world, through the whole bot: six zones, each mentor with a mentee in another,
 * everyone with quiet hours of their own, a day's worth that is soon full, a pause, and reminders put off. Every prompt
 * comes when its clock is there. The arithmetic alone, for many more sessions, is in domain/prompt-schedule.test.ts.
 */

/** Two zones a pair; quiet hours of the mentor, then of the mentee. */
const pairs = [
  {
    ...{ mentor: 'maya', zone: 'Europe/London', quiet: { from: '19:00', to: '08:00' }, at: '21:30' },
    ...{ mentee: 'leo', there: 'America/New_York', kept: { from: '22:30', to: '06:45' } },
  },
  {
    ...{ mentor: 'tom', zone: 'Asia/Kolkata', quiet: { from: '20:15', to: '09:00' }, at: '08:15' },
    ...{ mentee: 'aisha', there: 'Asia/Tokyo', kept: { from: '17:00', to: '11:00' } },
  },
  {
    ...{ mentor: 'ines', zone: 'Australia/Lord_Howe', quiet: { from: '01:00', to: '05:30' }, at: '12:00' },
    ...{ mentee: 'sam', there: 'Pacific/Apia', kept: { from: '12:30', to: '14:00' } },
  },
] as const;
const person = (user: string, role: Role) => ({ user, name: `${user} example`, roles: [role] });
const people = [
  ...pairs.flatMap((p) => [person(p.mentor, 'mentor'), person(p.mentee, 'mentee')]),
  person('priya', 'coordinator'),
];
/** From before the clocks change in New York to after they do in London. */
const paused = { user: 'leo', from: Date.parse('2026-03-02T12:00Z'), until: Date.parse('2026-04-20T12:00Z') };
const capped = 'sam';

let bot: TestBot;
let world: World;

const sets = (user: string, more: object, manners: object = {}): Promise<void> =>
  bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const who = await rows.people.get(bot.as(user).id);
    if (who !== undefined) await rows.people.save({ ...who, ...more, manners: { ...who.manners, ...manners } });
  });
const sessions = (): Promise<readonly Session[]> => bot.store.read((tx) => tx.in(bot.programme).sessions.all());
const isPaused = (user: string, at: number): boolean => user === paused.user && at >= paused.from && at < paused.until;

async function planSeries(mentor: string, mentee: string, at: string): Promise<void> {
  const who = bot.as(mentor);
  await who.types(`plan @${mentee} every 6 weeks Tuesday ${at} for 9 sessions 45m Calls`);
  while (who.form().step !== 'objectives') {
    const before = who.form().step;
    await who.next();
    if (who.form().step === before) throw new Error(JSON.stringify(who.form().problems));
  }
  const goals = who.form().form.steps.flatMap((s) => s.items);
  const goal = goals.find((i) => i.id === 'goals');
  who.fills({
    'objectives.0.what': 'Make two calls',
    'objectives.0.measure': 'Two calls are made',
    ...(goal?.kind === 'choice' ? { goals: goal.of.map((o) => o.value) } : {}),
  });
  await who.submits();
  if (who.last?.kind === 'form') throw new Error(JSON.stringify(who.form().problems));
}

describe('a year round the world', () => {
  beforeAll(async () => {
    bot = await startBot({ start: '2026-01-05T10:00:00Z', people });
    world = worldOf(bot);
  });
  afterAll(async () => bot.stop());

  test('asks everybody once, in time, and nobody in their quiet hours', { timeout: 300_000 }, async () => {
    for (const p of pairs) await agreed(bot, p.mentor, p.mentee);
    for (const p of pairs) {
      await sets(p.mentor, { zone: p.zone }, { quiet: p.quiet });
      await sets(p.mentee, { zone: p.there }, { quiet: p.kept });
    }
    // The channel's digest is the season's; here are prompts to people.
    await bot.as('priya').types('digest off');
    await sets(capped, {}, { dailyCap: 1 });
    for (const p of pairs) await planSeries(p.mentor, p.mentee, p.at);
    const begun = bot.clock.now();
    for (let month = 1; month <= 13; month += 1) {
      const until = begun + month * 28 * day;
      if (until > paused.from && until - 28 * day <= paused.from) {
        await world.waitUntil(paused.from);
        await sets(paused.user, {}, { pausedUntil: paused.until });
      }
      await world.waitUntil(until);
      // Each mentor puts off the record of the last session: it comes tomorrow at nine, or after their quiet hours.
      const ended = (await sessions()).filter((s) => s.state === 'ended');
      for (const p of pairs) {
        const last = ended.filter((s) => s.mentor === bot.as(p.mentor).id).at(-1);
        if (last !== undefined && month % 3 === 0)
          await bot.as(p.mentor).presses('record.later', { subject: last.id, arg: 'tomorrow' });
      }
    }
    await world.waitUntil(begun + 56 * 7 * day);

    expect(await world.atNight()).toEqual([]);
    for (const m of bot.chat.messages) expect(m.posts).toBe(1);
    const userOf = new Map([...bot.people].map(([user, id]) => [id, user]));
    const came = (face: string, to: PersonId, about: string) =>
      world.sent.filter(
        (s) => s.face === face && s.to === userOf.get(to) && (s.subject === about || s.subject.startsWith(`${about}:`)),
      );
    const all = await sessions();
    expect(all).toHaveLength(9 * pairs.length);
    for (const s of all) {
      expect(s.state).toBe('ended');
      const [asked, ...more] = came('record-prompt', s.mentor, s.id);
      expect(asked?.at).toBe(plannedEnd(s));
      expect(more.length).toBeLessThanOrEqual(2);
      for (const { mentee } of s.attendees) {
        const user = userOf.get(mentee) ?? '';
        // After a pause that outlasts the fortnight for it, it is not asked about any more.
        const lapsed = isPaused(user, s.startsAt) && plannedEnd(s) + 14 * day <= paused.until;
        expect(came('after-session', mentee, s.id).length, user).toBe(lapsed ? 0 : 1);
        for (const to of [s.mentor, mentee]) {
          const reminders = came('reminder', to, s.id);
          const least = isPaused(userOf.get(to) ?? '', s.startsAt) || userOf.get(to) === capped ? 0 : 1;
          expect(reminders.length, `${userOf.get(to)} ${s.startsAt}`).toBeGreaterThanOrEqual(least);
          expect(reminders.length).toBeLessThanOrEqual(2);
          for (const r of reminders) expect(r.at).toBeLessThan(s.startsAt);
        }
      }
    }
    expect(world.sent.filter((s) => isPaused(s.to, s.at))).toEqual([]);
    // What was set has come: nothing was dropped, and nothing ran out but in a pause.
    await bot.store.read(async (tx) => {
      const { prompts } = tx.in(bot.programme);
      for (const s of all)
        for (const { mentee } of s.attendees)
          for (const [occurrence, to] of [
            [`end:${s.id}`, s.mentor],
            [`nudge:${s.id}`, s.mentor],
            [`ask:${s.id}:${mentee}`, mentee],
            ...[s.mentor, mentee].flatMap((p) => [
              [`remind:${s.id}:day:${p}`, p] as const,
              [`remind:${s.id}:hour:${p}`, p] as const,
            ]),
          ] as const) {
            const state = (await prompts.get(occurrence))?.state ?? 'never set';
            if (!isPaused(userOf.get(to) ?? '', s.startsAt))
              expect(['fired', 'never set'], occurrence).toContain(state);
          }
    });
  });
});
