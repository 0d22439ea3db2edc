import { afterAll, beforeAll, expect, test } from 'vitest';
import { countsFrom, type Mentorship } from '../../src/domain/mentorship.js';
import type { Role } from '../../src/domain/programme.js';
import { weeksUpTo } from '../../src/domain/weekly-hours.js';
import type { Address } from '../../src/kernel/account.js';
import { day, minute } from '../../src/kernel/clock.js';
import { randomIds, type SessionId } from '../../src/kernel/ids.js';
import { local, placeAnyway } from '../../src/kernel/zoned.js';
import { seedSample } from '../../src/local/sample-people.js';
import { startBot, type TestBot } from './bot.js';
import { faultsOf } from './check-chain.js';
import { misfits, shown as shownOf } from './leaves.js';
import { countMessages, daysOverTheCap, weeksInWords } from './messages-counted.js';
import { nothingFound } from './no-misfit.js';
import { newest, plan, record, type World, worldOf } from './season-world.js';
import { agreed, planned, proposed } from './steps.js';
import { countPortfolio, totalsTwice } from './totals.js';

/** How long a season is, and in which of its weeks something happens besides the sessions. */
export interface Season {
  /** A Monday before the first of its weeks. */
  readonly from: string;
  readonly weeks: number;
  readonly pausedFrom: number;
  readonly pausedTo: number;
  readonly endsIn: number;
  readonly clockChanges: number;
  /** At least so many sessions are held; less would be a season of which little can be told. */
  readonly held: number;
}

const london = 'Europe/London';
const mentors = ['maya', 'tom', 'omar', 'ines', 'raj'] as const;
const mentees = ['leo', 'aisha', 'sam', 'noor', 'zac', 'una', 'kai', 'ivy', 'finn', 'mia'] as const;
/** Those of whom there is more to tell than of the others. */
const [disputing, ending, paused, unsigned] = ['leo', 'finn', 'mia', 'ivy'] as const;
const person = (user: string, role: Role) => ({
  user,
  name: `${user[0]?.toUpperCase()}${user.slice(1)} ${user === 'leo' ? 'Brandt' : 'Example'}`,
  roles: [role],
});
export const seasonPeople = [
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

/** What is counted by hand, in minutes, by mentor. */
const delivered = new Map<string, number>();
const confirmed = new Map<string, number>();
const add = (to: Map<string, number>, user: string, minutes: number): void => {
  to.set(user, (to.get(user) ?? 0) + minutes);
};
/** Each session's day and hour on the wall, as it was typed, and when it really ended. */
const walls = new Map<SessionId, string>();
const ends = new Map<SessionId, number>();
let bot: TestBot;
let world: World;

const mentorshipOf = (mentee: string): Promise<Mentorship> =>
  bot.store.read(async (tx) => {
    const [m] = await tx.in(bot.programme).mentorships.of(bot.as(mentee).id);
    if (m === undefined) throw new Error(`${mentee} has no mentorship`);
    return m;
  });

/** What has to hold at any time. */
async function invariants(): Promise<void> {
  expect(bot.chat.messages.filter((m) => m.posts !== 1)).toEqual([]);
  expect(await world.atNight()).toEqual([]);
  await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    for (const portfolio of await rows.portfolios.all()) {
      const time = await countPortfolio(rows, portfolio);
      const total = time.hours();
      const parts = time.mentorships.map((m) => time.hours(m.mentee));
      const sum = parts.reduce((n, h) => n + h.deliveredMinutes, 0);
      // A group's session counts once for its mentor, and for each who was there.
      if (time.sessions.some((s) => s.attendees.length > 1)) expect(total.deliveredMinutes).toBeLessThanOrEqual(sum);
      else expect(total.deliveredMinutes).toBe(sum);
      expect(total.confirmedMinutes).toBeLessThanOrEqual(total.deliveredMinutes);
      for (const s of time.sessions) {
        const [a] = s.attendees;
        const m = time.mentorships.find((x) => x.id === a?.mentorship);
        const verdict = total.sessions.find((v) => v.session === s.id);
        if (m !== undefined && verdict?.counts === true) expect(countsFrom(m, s, [])).toBe(true);
      }
    }
  });
}

/** Plans the week's session, and keeps what was typed. Undefined where it was not taken. */
async function planIt(i: number, at: number, kind: 'standard' | 'first' = 'standard'): Promise<SessionId | undefined> {
  const mentee = mentees[i] ?? '';
  if (!(await plan(bot.as(mentorOf(i)), mentee, at, 45, kind))) return undefined;
  const { id } = await newest(bot, mentee);
  const here = local(at, london);
  walls.set(id, `${here.date} ${here.time}`);
  return id;
}

/** One session as it goes: cancelled, missed, as long as planned or longer, recorded at once or late. */
async function live(i: number, session: SessionId, at: number, luck: number): Promise<'held' | 'not'> {
  const mentor = bot.as(mentorOf(i));
  const them = bot.as(mentees[i] ?? '');
  if (luck < 0.08) {
    await mentor.presses('session.cancel', { subject: session, arg: 'yes' });
    return 'not';
  }
  await them.presses('plan.accept', { subject: session });
  await world.waitUntil(at);
  if (luck < 0.14) {
    await world.waitUntil(at + 20 * minute);
    await mentor.presses('session.not-held', { subject: session, arg: 'mentee' });
    return 'not';
  }
  let minutes = 45;
  if (luck < 0.25) {
    await mentor.presses('session.start', { subject: session });
    await mentor.presses('session.extend', { subject: session });
    minutes = 60;
  }
  const end = at + minutes * minute;
  ends.set(session, end);
  await world.waitUntil(end);
  if (luck > 0.95) await world.waitUntil(end + 4 * day);
  await record(mentor, session);
  // They are asked half an hour later, or in the morning where that would be in their quiet hours.
  const asked = local(end + 30 * minute, london).time < '19:00' ? 31 : 14 * 60;
  await world.waitUntil(Math.max(bot.clock.now(), end + asked * minute));
  // Without an agreement that both signed nothing counts, whatever is said of it.
  if (them.user === unsigned) return 'held';
  if (them.user === disputing && disputed.length < 2) {
    disputed.push(session);
    await them.presses('hours.different', { subject: session });
    them.fills({ minutes: 30 });
    await them.submits();
    // The first is settled by the coordinator; the second waits to the end.
    if (disputed.length === 2) return 'held';
    const priya = bot.as('priya');
    await priya.presses('hours.settle', { subject: session, arg: them.id });
    priya.fills({ minutes: 40, outcome: 'between' });
    await priya.submits();
    await priya.confirms();
    for (const total of [delivered, confirmed]) add(total, mentor.user, 40);
    return 'held';
  }
  add(delivered, mentor.user, minutes);
  if (luck > 0.3 && luck < 0.8) {
    await them.presses('hours.confirm', { subject: session });
    add(confirmed, mentor.user, minutes);
  }
  return 'held';
}
const disputed: SessionId[] = [];

/** What happens to one of the mentorships that week, besides its session. */
async function turns({ pausedFrom, pausedTo, endsIn }: Season, week: number, monday: number): Promise<void> {
  const raj = bot.as('raj');
  if (week === pausedFrom) {
    // One that is planned already falls into the pause.
    const into = await planIt(mentees.indexOf(paused), monday + 14 * day + 5 * 60 * minute);
    expect(into).toBeDefined();
    await bot.as(paused).presses('mentorship.pause', { subject: (await mentorshipOf(paused)).id });
    expect((await mentorshipOf(paused)).state).toBe('paused');
    expect(await planIt(mentees.indexOf(paused), monday + 7 * day)).toBeUndefined();
    quietFrom = bot.clock.now();
  }
  if (week === pausedTo) {
    expect(world.sent.filter((s) => s.to === paused && s.at > quietFrom)).toEqual([]);
    await bot.as(paused).presses('mentorship.resume', { subject: (await mentorshipOf(paused)).id });
    expect((await mentorshipOf(paused)).state).toBe('active');
    const { id } = await newest(bot, paused);
    await raj.presses('session.not-held', { subject: id, arg: 'late' });
  }
  if (week === endsIn) {
    await raj.presses('mentorship.end', { subject: (await mentorshipOf(ending)).id, arg: 'yes' });
    expect((await mentorshipOf(ending)).state).toBe('ended');
    endedAt = bot.clock.now();
  }
}
let quietFrom = 0;
let endedAt = 0;

/** What was counted by hand of a season, so that another can go on from it: minutes by mentor, and what is disputed. */
export interface Counted {
  readonly delivered: Readonly<Record<string, number>>;
  readonly confirmed: Readonly<Record<string, number>>;
  readonly disputed: readonly string[];
}

/** Begins the count on this bot, from nothing or from what was counted before. */
function countOn(on: TestBot, before?: Counted): void {
  for (const kept of [delivered, confirmed, walls, ends]) kept.clear();
  for (const user of mentors) {
    add(delivered, user, before?.delivered[user] ?? 0);
    add(confirmed, user, before?.confirmed[user] ?? 0);
  }
  disputed.length = 0;
  disputed.push(...((before?.disputed ?? []) as readonly SessionId[]));
  quietFrom = endedAt = 0;
  bot = on;
  world = worldOf(bot);
}
const counted = (): Counted => ({
  delivered: Object.fromEntries(delivered),
  confirmed: Object.fromEntries(confirmed),
  disputed: [...disputed],
});

/** Are each mentor's hours those counted here by hand? */
async function hoursAsCounted(): Promise<void> {
  await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    for (const user of mentors) {
      const portfolios = await rows.portfolios.ofMentor(bot.as(user).id);
      const hours = await Promise.all(portfolios.map((p) => rows.totals.ofPortfolio(p.id)));
      const sum = (of: (h: (typeof hours)[number]) => number): number => hours.reduce((n, h) => n + of(h), 0);
      expect([user, sum((h) => h.deliveredMinutes), sum((h) => h.confirmedMinutes)]).toEqual([
        user,
        delivered.get(user) ?? 0,
        confirmed.get(user) ?? 0,
      ]);
    }
  });
}

/**
 * Goes on with a season that was lived before, perhaps by an older version: the same people meet for some weeks more, on
 * the weekday it is, with all that must hold. Answers what is counted by then.
 */
export async function goOn(on: TestBot, before: Counted, weeks: number): Promise<Counted> {
  countOn(on, before);
  const chance = chances(11);
  await hoursAsCounted();
  await invariants();
  const begun = bot.clock.now();
  for (let week = 1; week <= weeks; week += 1) {
    await world.waitUntil(placeAnyway(local(begun + week * 7 * day, london).date, '09:00', london));
    let held = 0;
    for (const [i, mentee] of mentees.entries()) {
      if ((week + i) % 2 === 1 || mentee === unsigned || mentee === ending) continue;
      const at = placeAnyway(local(bot.clock.now(), london).date, `${10 + 2 * Math.floor(i / 2)}:00`, london);
      if (at <= bot.clock.now()) continue;
      const session = await planIt(i, at);
      if (session === undefined) throw new Error(`nothing can be planned with ${mentee} any more`);
      if ((await live(i, session, at, chance())) === 'held') held += 1;
    }
    expect(held).toBeGreaterThan(0);
    await invariants();
    await hoursAsCounted();
  }
  for (const [session, end] of ends)
    expect(world.sent.filter((s) => s.face === 'record-prompt' && s.subject === session).map((s) => s.at)).toEqual([
      end,
    ]);
  return counted();
}

/**
 * A season: ten mentorships, with no-shows, cancellations, overruns, late records, on a moved clock through the whole
 * bot. One of them is never signed, one is paused, one ends, and one disputes a length. What must always hold is
 * checked after every week, and once more against a count made here by hand.
 */
export function liveSeason(season: Season, tellTime: (begun: number) => void = () => undefined): void {
  const { from, weeks } = season;
  const begun = performance.now();
  let t: TestBot;
  beforeAll(async () => {
    t = await startBot({ start: `${from}T08:30:00Z`, people: seasonPeople });
  });
  afterAll(async () => t.stop());

  test(`${mentees.length} mentorships over ${weeks} weeks`, { timeout: 500_000 }, async () => {
    await liveThrough(t, season);
    tellTime(begun);
  });
}

/** Lives a season through on a bot in which nothing has happened yet. Answers what was counted, and the other programme. */
export async function liveThrough(
  on: TestBot,
  season: Season,
): Promise<{ readonly counted: Counted; readonly other: Awaited<ReturnType<typeof seedSample>> }> {
  const { from, weeks, pausedFrom, pausedTo, endsIn } = season;
  countOn(on);
  const messages = countMessages(on);
  const chance = chances(7);
  for (const [i, mentee] of mentees.entries())
    await (mentee === unsigned ? proposed : agreed)(bot, mentorOf(i), mentee);
  // Another programme lives in the same database through the same weeks.
  const ids = randomIds();
  const other = await seedSample(bot.store, {
    ids,
    now: bot.clock.now(),
    zone: london,
    channel: 'web:#elsewhere' as Address,
    tenant: 'other',
    people: [person('zoe', 'mentor'), person('max', 'mentee')],
  });
  await bot.bot.refresh();
  const there: TestBot = { ...bot, as: (user) => bot.as(user, 'other') };
  await agreed(there, 'zoe', 'max');
  await planned(
    there,
    'zoe',
    `plan @max ${local(Date.parse(`${from}T12:00:00Z`) + 8 * day, 'UTC').date} 10:00 45m Elsewhere`,
  );
  // A name of the other programme is nobody's here.
  await bot.as('maya').types('plan @max tomorrow 3pm');
  expect(JSON.stringify(bot.as('maya').last)).toContain('I know nobody called');
  let held = 0;
  let firstMeetings = 0;
  for (let week = 1; week <= weeks; week += 1) {
    const date = local(Date.parse(`${from}T12:00:00Z`) + week * 7 * day, 'UTC').date;
    const monday = placeAnyway(date, '09:00', london);
    await world.waitUntil(monday);
    await turns(season, week, monday);
    // Every fortnight for each of them, five a week, two hours apart; the last one ends close to quiet hours.
    for (const [i, mentee] of mentees.entries()) {
      if ((week + i) % 2 === 1) continue;
      const at = placeAnyway(local(bot.clock.now(), london).date, `${10 + 2 * Math.floor(i / 2)}:00`, london);
      if (at <= bot.clock.now()) continue;
      const first = mentee === unsigned && firstMeetings === 0;
      const session = await planIt(i, at, first ? 'first' : 'standard');
      const closed =
        (mentee === paused && week >= pausedFrom && week < pausedTo) ||
        (mentee === ending && week >= endsIn) ||
        (mentee === unsigned && !first);
      expect([mentee, week, session === undefined]).toEqual([mentee, week, closed]);
      if (session === undefined) continue;
      if (first) firstMeetings += 1;
      if ((await live(i, session, at, first ? 0.5 : chance())) === 'held') held += 1;
    }
    await invariants();
  }
  await world.waitUntil(bot.clock.now() + 20 * day);
  await invariants();
  expect(held).toBeGreaterThan(season.held);
  // Whose mentoring ended is offered to look back on it, once, and hears no more.
  const afterTheEnd = world.sent.filter((s) => s.to === ending && s.at > endedAt).map((s) => s.face);
  // The end's review came before it where the last day that was meant had passed.
  expect(afterTheEnd.filter((face) => face !== 'review-asked')).toEqual(['look-back-offer']);
  expect(afterTheEnd.length).toBeLessThanOrEqual(2);
  const sent = await messages.all();
  expect(daysOverTheCap(sent, mentees)).toEqual([]);
  // biome-ignore lint/suspicious/noConsole: messages of a season, measured
  console.info(weeksInWords(sent, { mentors, mentees }));
  // Each record was asked for at its session's end, to the minute.
  for (const [session, end] of ends)
    expect(world.sent.filter((s) => s.face === 'record-prompt' && s.subject === session).map((s) => s.at)).toEqual([
      end,
    ]);
  await hoursAsCounted();
  await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const why = new Map<SessionId, string | null>();
    for (const portfolio of await rows.portfolios.all())
      for (const v of (await countPortfolio(rows, portfolio)).hours().sessions) why.set(v.session, v.why);
    const [, waits] = disputed;
    expect(waits && why.get(waits)).toBe('disputed');
    // Every total that the store keeps is what the rule makes of the rows.
    const totals = await totalsTwice(rows, weeksUpTo(0, bot.clock.now(), 'Europe/London'));
    expect(totals.kept).toEqual(totals.counted);
    for (const chain of [bot.programme, ...(await rows.mentorships.all()).map((m) => m.id)]) {
      expect(await rows.audit.broken(chain)).toBeUndefined();
      // And by what shares no code with what wrote it.
      expect(faultsOf(shownOf(await rows.audit.proof(chain)))).toEqual([]);
    }
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
    // The clock changes were lived through, and each session is at the day and hour that was typed.
    const shown = (at: number): string => `${local(at, london).date} ${local(at, london).time}`;
    const ahead = here
      .map((s) => s.startsAt)
      .sort((a, b) => a - b)
      .map((at) => Date.parse(`${shown(at)}Z`) - at);
    expect(ahead.filter((here, i) => i > 0 && here !== ahead[i - 1])).toHaveLength(season.clockChanges);
    expect(new Map(here.map((s) => [s.id, shown(s.startsAt)]))).toEqual(walls);
    const ofUnsigned = here.filter((s) => s.attendees.some((a) => a.mentee === bot.as(unsigned).id));
    expect(ofUnsigned.map((s) => [s.state, why.get(s.id)])).toEqual([['ended', 'no agreement']]);
  });
  // What stands in rows is what was committed to, on every chain.
  const chains = await bot.store.read((tx) => tx.in(bot.programme).mentorships.all());
  for (const { id } of chains)
    expect([id, await bot.store.read((tx) => misfits(tx, bot.programme, id))]).toEqual([id, []]);
  await nothingFound(bot);
  return { counted: counted(), other };
}
