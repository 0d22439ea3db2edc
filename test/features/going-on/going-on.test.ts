import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { askedBeforeDays, goingOn, whenToAsk } from '../../../src/domain/going-on.js';
import type { Mentorship } from '../../../src/domain/mentorship.js';
import { sentBeside } from '../../../src/domain/sent-beside.js';
import { goingOnBlocks } from '../../../src/features/shared/going-on.js';
import { day } from '../../../src/kernel/clock.js';
import type { MentorshipId, SessionId } from '../../../src/kernel/ids.js';
import { local } from '../../../src/kernel/zoned.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { held, mentorshipOf, recorded } from '../../support/newer-steps.js';
import { agreed, planned } from '../../support/steps.js';

/** The hours that were meant are reached, or the last day is near (docs/field.md#going-on). */

let t: TestBot;
afterEach(() => t?.stop());

const count = (user: string, words: RegExp): number =>
  t
    .as(user)
    .sees()
    .filter((m) => words.test(m)).length;
const questions = (): readonly number[] => [
  count('maya', /# How will you go on/),
  count('leo', /# How would you like/),
];

const setTarget = (m: MentorshipId, targetMinutes: number): Promise<void> =>
  t.store.write(async (tx) => {
    const { portfolios, mentorships } = tx.in(t.programme);
    const portfolio = await portfolios.get((await mentorships.get(m))?.portfolio as never);
    if (portfolio !== undefined) await portfolios.save({ ...portfolio, targetMinutes });
  });

/** Maya and Leo, who mean to meet for as many minutes as one session has, and have met and confirmed it. */
async function reached(): Promise<MentorshipId> {
  t = await startBot();
  await agreed(t, 'maya', 'leo');
  const m = await mentorshipOf(t, 'leo');
  await setTarget(m, 45);
  const session = await held(t, 'maya', 'leo', 'standard');
  await recorded(t, 'maya', session);
  await t.clock.pass(40 * 60_000);
  await t.as('leo').presses('hours.confirm', { subject: session });
  return m;
}

test('both are asked once, each says it to themselves, and lets the other see it or not', async () => {
  const m = await reached();
  await t.clock.pass(day - 60_000);
  expect(questions()).toEqual([0, 0]);
  await t.clock.pass(day);
  expect(questions()).toEqual([1, 1]);
  const [maya, leo] = [t.as('maya'), t.as('leo')];
  expect(maya.sees().at(-1)).toMatch(/reached your target: 45 min of 45 min/);

  // What the other says, or that they say nothing, is seen nowhere.
  const card = (): string => JSON.stringify(maya.card('going-on.say'));
  const before = card();
  await leo.presses('going-on.say', { arg: 'end' });
  await t.settled();
  expect(leo.sees().at(-1)).toContain('You said: Finish with a last meeting.');
  expect(card()).toBe(before);
  await maya.presses('mentorship.open', { subject: m });
  expect(JSON.stringify(maya.last)).not.toMatch(/last meeting/);
  // Let, they do; and not any more once they think again.
  await leo.presses('going-on.show', { arg: 'yes' });
  await t.settled();
  expect(card()).toContain('would like to finish with a last meeting');
  // What was said of an agreement that is not in force any more is of another end: it is not told of this one.
  const said = await t.store.read((tx) => tx.in(t.programme).kept.get(goingOn, leo.id, m));
  if (said === undefined) throw new Error('nothing was said');
  const mayas = () =>
    t.store.read(async (tx) => {
      const rows = tx.in(t.programme);
      const mentorship = (await rows.mentorships.get(m)) as Mentorship;
      return JSON.stringify(await goingOnBlocks(mentorship, maya.id, { rows, programme: await rows.programme.get() }));
    });
  expect(await mayas()).toContain('would like to finish');
  const keeps = (version: number) =>
    t.store.write((tx) => tx.in(t.programme).kept.put(goingOn, leo.id, m, { ...said, version }));
  await keeps(said.version - 1);
  expect(await mayas()).not.toContain('would like to finish');
  await keeps(said.version);
  await leo.presses('going-on.say', { arg: 'again' });
  await t.settled();
  expect(card()).toBe(before);
  await leo.presses('going-on.say', { arg: 'unsure' });
  await t.settled();
  expect(card()).toBe(before);

  // The mentor ends well: the plan begins as the template of an ending.
  await maya.presses('going-on.say', { arg: 'end' });
  await t.settled();
  await maya.presses('plan.new', { arg: 'ending' });
  const { answers } = maya.form();
  expect(answers.values).toMatchObject({ kind: 'ending', title: 'Our last session', minutes: 60 });
  expect(JSON.stringify(answers.rows.objectives)).toContain('Name what was achieved');
  expect(JSON.stringify(answers.rows.activities)).toContain('Saying goodbye');

  // Nobody else may say it for them.
  const subject = `${m}:going-on:1`;
  for (const who of ['priya', 'tom'] as const) {
    await t.as(who).presses('going-on.say', { subject, arg: 'go-on' });
    expect(JSON.stringify(t.as(who).last)).toContain('only. Nothing has changed.');
  }
  // Of an agreement of another time, and of what is over, there is nothing to choose.
  const nothing = 'There is nothing to choose here now.';
  await leo.presses('going-on.say', { subject: `${m}:going-on:2`, arg: 'go-on' });
  expect(JSON.stringify(leo.last)).toContain(nothing);
  await maya.presses('mentorship.end', { subject: m, arg: 'yes' });
  await leo.presses('going-on.say', { subject, arg: 'go-on' });
  expect(JSON.stringify(leo.last)).toContain(nothing);
});

test('while it rests nobody is asked, and both are once it goes on', async () => {
  const m = await reached();
  const leo = t.as('leo');
  await leo.presses('mentorship.pause', { subject: m });
  await t.clock.pass(5 * day);
  expect(questions()).toEqual([0, 0]);
  await leo.presses('mentorship.resume', { subject: m });
  await t.clock.pass(8 * day);
  expect(questions()).toEqual([1, 1]);
});

/** The mentor is asked on the day that it was found; the mentee, whose day is taken, is to be asked on the next. */
async function halfAsked(): Promise<MentorshipId> {
  const m = await reached();
  for (let days = 0; days < 4 && questions()[0] === 0; days += 1) {
    const { date } = local(t.clock.now() + day, 'Europe/London');
    await t.store.write((tx) =>
      tx.in(t.programme).kept.put(sentBeside, t.as('leo').id, { date, face: 'conversation-noted' }),
    );
    await t.clock.to(`${date}T16:00:00Z`);
  }
  expect(questions()).toEqual([1, 0]);
  return m;
}

test('it rests before the one of them was asked: they are asked once it goes on', async () => {
  const m = await halfAsked();
  await t.as('leo').presses('mentorship.pause', { subject: m });
  for (let weeks = 0; weeks < 6; weeks += 1) await t.clock.pass(7 * day);
  expect(questions()).toEqual([1, 0]);
  await t.as('leo').presses('mentorship.resume', { subject: m });
  await t.clock.pass(8 * day);
  expect(questions()).toEqual([1, 1]);
});

test('who has said it already, on the page where the two stand, is not asked', async () => {
  const m = await halfAsked();
  await t.as('leo').presses('going-on.say', { subject: `${m}:going-on:1`, arg: 'unsure' });
  await t.clock.pass(5 * day);
  expect(questions()).toEqual([1, 0]);
});

/** Lives one session through, tomorrow at eleven, and says how many messages of each kind it brought to whom. */
async function session(): Promise<Readonly<Record<string, number>>> {
  const from = t.chat.messages.length;
  const { date } = local(t.clock.now() + day, 'Europe/London');
  await planned(t, 'maya', `plan @leo ${date} 11:00 45m Calls`);
  await t.as('leo').presses('plan.accept');
  for (const time of ['10:05', '11:05', '11:46']) await t.clock.to(`${date}T${time}:00Z`);
  const [newest] = await t.store.read(async (tx) =>
    [...(await tx.in(t.programme).sessions.all())].sort((x, y) => y.startsAt - x.startsAt),
  );
  await recorded(t, 'maya', newest?.id as SessionId);
  await t.clock.to(`${date}T12:30:00Z`);
  await t.as('leo').presses('hours.confirm', { subject: newest?.id ?? '' });
  await t.as('leo').presses('ask.not-today', { subject: newest?.id ?? '' });
  await t.clock.to(`${date}T23:00:00Z`);
  const sent = t.chat.messages.slice(from);
  const faces = await t.store.read(async (tx) =>
    Promise.all(sent.map(async (m) => [m.address, (await tx.in(t.programme).posted.find(m.ref))?.face])),
  );
  return Object.fromEntries(
    [...new Set(faces.map((f) => f.join(' ')))].sort().map((k) => [k, faces.filter((f) => f.join(' ') === k).length]),
  );
}

test('nothing ends and nothing goes quiet: a session brings each of them what the one before it did', async () => {
  t = await startBot();
  await agreed(t, 'maya', 'leo');
  const m = await mentorshipOf(t, 'leo');
  await setTarget(m, 45);
  const before = await session();
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining([
      'web:leo reminder',
      'web:leo after-session',
      'web:maya reminder',
      'web:maya record-prompt',
    ]),
  );
  await t.clock.to('2026-11-26T10:00:00Z');
  expect(questions()).toEqual([1, 1]);
  await t.as('leo').presses('going-on.say', { arg: 'end' });
  await t.as('maya').presses('going-on.say', { arg: 'end' });
  await t.clock.to('2026-11-30T09:00:00Z');
  expect(await session()).toEqual(before);
  expect((await t.store.read((tx) => tx.in(t.programme).mentorships.get(m)))?.state).toBe('active');
  // And they are not asked again, nor is what they said forgotten.
  await t.clock.pass(3 * day);
  expect(questions()).toEqual([1, 1]);
  const kept = await t.store.read((tx) => tx.in(t.programme).kept.get(goingOn, t.as('leo').id, m));
  expect(kept?.said).toBe('end');
});

test('the last day is near: asked on the day that is theirs, a day later where the mentee’s is taken', async () => {
  t = await startBot();
  await agreed(t, 'maya', 'leo');
  // Three months from the day they signed, less a fortnight.
  await t.clock.to('2027-02-09T23:58:00Z');
  await t.clock.to('2027-02-10T07:00:00Z');
  expect(questions()).toEqual([0, 0]);
  await t.as('priya').presses('people.nudge', { subject: t.as('leo').id });
  await t.clock.to('2027-02-10T10:00:00Z');
  expect(questions()).toEqual([1, 0]);
  expect(count('maya', /meant to meet until .*23 Feb 2027/)).toBe(1);
  await t.clock.to('2027-02-11T12:05:00Z');
  expect(questions()).toEqual([1, 1]);
});

test('when to ask: never before what was meant is reached or near, and always then', () => {
  const at = 1_800_000_000_000;
  fc.assert(
    fc.property(
      fc.record({
        meant: fc.integer({ min: 1, max: 600 }),
        target: fc.constantFrom(0, 360),
        mentee: fc.integer({ min: 0, max: 700 }),
        others: fc.integer({ min: 0, max: 700 }),
        days: fc.integer({ min: -5, max: 100 }),
        minutes: fc.boolean(),
        until: fc.boolean(),
      }),
      (c) => {
        const meant = {
          minutes: c.meant,
          from: 0,
          until: at + c.days * day,
          lastDay: '2026-04-11' as const,
          signed: { minutes: c.minutes, until: c.until },
        };
        const found = whenToAsk(meant, { targetMinutes: c.target }, { mentee: c.mentee, all: c.mentee + c.others }, at);
        const hours =
          ((c.target > 0 || c.minutes) && c.mentee >= c.meant) || (c.target > 0 && c.mentee + c.others >= c.target);
        const near = c.days <= askedBeforeDays && (c.target > 0 || c.until);
        expect(found !== undefined && 'why' in found ? found.why : undefined).toBe(
          hours ? 'hours' : near ? 'day' : undefined,
        );
        if (found !== undefined && 'lookAt' in found) expect(found.lookAt).toBeGreaterThan(at);
      },
    ),
  );
});
