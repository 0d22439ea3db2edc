import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endingOf, endingsOf } from '../../../src/domain/hours.js';
import type { Missed, Session } from '../../../src/domain/session.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned, toTheEnd } from '../../support/steps.js';

let t: TestBot;
const onePlanned: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
};
beforeEach(async () => {
  t = await startAfter(onePlanned);
});
afterEach(async () => t.stop());

const session = async (): Promise<Session> =>
  (await t.store.read((tx) => tx.in(t.programme).sessions.all()))[0] as Session;
const hours = async (user = 'maya'): Promise<string> => JSON.stringify(await t.as(user).types('hours'));
const noted = async (what: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const m = (await session()).attendees[0]?.mentorship;
  if (m === undefined) return undefined;
  return (await t.store.read((tx) => tx.in(t.programme).audit.of(m))).find((e) => e.what === what)?.facts;
};
async function record(minutes?: number, attended?: readonly string[]): Promise<void> {
  const maya = t.as('maya');
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    ...(outcome === undefined ? {} : { [outcome.id]: 'met' }),
    skill: 'active-listening',
    'skill-example': 'I waited.',
    happened: 'Leo made two calls.',
    ...(minutes === undefined ? {} : { minutes }),
    ...(attended === undefined ? {} : { attended }),
  });
  await maya.submits();
  if (maya.last?.kind === 'form') throw new Error(JSON.stringify(maya.form().problems));
}

describe('a session that ends other than planned', () => {
  test('early: ended by button, counted as long as it was', async () => {
    await t.clock.to('2026-11-24T15:00:00Z');
    await t.as('maya').presses('session.start');
    await t.clock.to('2026-11-24T15:30:00Z');
    await t.as('maya').presses('session.end');
    expect(await session()).toMatchObject({ state: 'ended', endedAt: Date.parse('2026-11-24T15:30Z') });
    await record();
    const all = await hours();
    expect(all).toContain('1 session other than planned: 1 ended early.');
    expect(all).toContain('"30 min"');
  });

  test('overrun: more by button, and the extra time counts', async () => {
    await t.clock.to('2026-11-24T15:00:00Z');
    await t.as('maya').presses('session.start');
    await t.clock.to('2026-11-24T15:40:00Z');
    await t.as('maya').presses('session.extend');
    await t.clock.to('2026-11-24T16:00:00Z');
    await record();
    expect(await hours()).toContain('1 ran over.');
    expect((await session()).endedAt).toBe(Date.parse('2026-11-24T16:00Z'));
  });

  test('moved in the last minute: both know, and the chain says that it was late', async () => {
    await t.as('leo').presses('plan.accept');
    await t.clock.to('2026-11-24T14:50:00Z');
    const { id } = await session();
    await t.as('maya').presses('plan.change', { subject: id });
    t.as('maya').fills({ time: '15:30' });
    await t.as('maya').submits();
    expect(await noted('session.replanned')).toMatchObject({ lastMinute: true });
    expect(t.as('leo').sees().join('\n')).toContain('Was: Tue 24 Nov 2026, 15:00');
    expect((await session()).attendees[0]?.answer).toBe('asked');
    // Its record shows when the plan was last changed.
    await t.clock.to('2026-11-24T16:20:00Z');
    await record();
    const panel = await t.as('maya').presses('record.read', { subject: id });
    expect(JSON.stringify(panel)).toContain('last changed 40 minutes before it');
    // And the totals: one session, however many things are said of it.
    expect(await hours()).toContain('1 session other than planned: ');
    expect(await hours()).toContain('1 moved at the last minute');
  });

  test.each([
    ['mentee', 'mentee', 'the mentee did not come', '1 without the mentee.'],
    ['mentor', 'mentor', 'the mentor could not make it', '1 without the mentor.'],
    ['late', 'called-off', 'called off at the last moment', '1 called off at the last moment.'],
  ] as const)('no-show (%s): one button with a reason, no time, no blame', async (arg, missed, words, counted) => {
    await t.clock.to('2026-11-24T15:10:00Z');
    await t.as('maya').presses('session.not-held');
    await t.as('maya').presses('session.not-held', { arg });
    expect(await session()).toMatchObject({ state: 'not-held', missed: missed satisfies Missed });
    expect(await noted('session.not-held')).toMatchObject({ why: arg });
    const all = await hours();
    expect(all).toContain(counted);
    expect(all).toContain(`"${words}"`);
    expect(all).toContain('"label":"Delivered","value":{"parts":["0 min"]}');
    // Nobody is asked for anything about it any more.
    await t.clock.to('2026-11-25T16:00:00Z');
    expect(t.as('leo').card('hours.confirm')).toBeUndefined();
  });

  test('a mentee says themself that it did not happen, and nothing counts until it is settled', async () => {
    await t.clock.to('2026-11-24T16:16:00Z');
    await record();
    await t.as('leo').presses('hours.did-not-happen');
    const all = await hours();
    expect(all).toContain('waiting, as the lengths differ');
    expect((await session()).attendees[0]?.confirmation).toBe('did-not-happen');
  });

  test.each([
    ['2026-11-23T10:00:00Z', 'in-time', 'cancelled in good time'],
    ['2026-11-24T14:30:00Z', 'late', 'cancelled less than a day before'],
  ] as const)('cancelled at %s is %s', async (at, missed, words) => {
    await t.clock.to(at);
    await t.as('leo').types('cancel @maya');
    await t.as('leo').presses('session.cancel', { arg: 'yes' });
    expect(await session()).toMatchObject({ state: 'cancelled', missed });
    expect(await hours()).toContain(`1 ${words}.`);
    expect(await hours('leo')).toContain(words);
  });
});

test('endings are counted once each, and what is still to come nowhere', () => {
  const leo = 'leo' as PersonId;
  const one = (
    state: Session['state'],
    more: { missed?: Missed; minutes?: number; came?: boolean; movedLate?: boolean } = {},
  ) => {
    const session = {
      state,
      minutes: 45,
      attendees: [{ mentee: leo }],
      ...(more.missed === undefined ? {} : { missed: more.missed }),
    };
    const record =
      more.minutes === undefined ? null : { minutes: more.minutes, attended: more.came === false ? [] : [leo] };
    return { state, ending: endingOf(session, record), movedLate: more.movedLate === true, sessions: 1 };
  };
  const counted = endingsOf([
    one('planned'),
    one('planned', { movedLate: true }),
    one('ended', { movedLate: true, minutes: 45 }),
    one('ended', { movedLate: true, minutes: 60 }),
    one('running'),
    one('ended'),
    one('ended', { minutes: 45 }),
    one('ended', { minutes: 30 }),
    one('ended', { minutes: 60 }),
    one('ended', { minutes: 45, came: false }),
    // Recorded after all: what was once missed is no longer.
    one('ended', { minutes: 45, missed: 'mentee' }),
    one('cancelled'),
    one('cancelled', { missed: 'late' }),
    one('cancelled', { missed: 'in-time' }),
    one('not-held', { missed: 'mentor' }),
    one('not-held', { missed: 'called-off' }),
  ]);
  expect(counted).toEqual({
    early: 1,
    overrun: 2,
    cancelledInTime: 1,
    cancelledLate: 1,
    menteeDidNotCome: 1,
    mentorCouldNot: 1,
    calledOff: 1,
    other: 1,
    movedLate: 2,
    all: 10,
  });
});

describe('held without having been planned', () => {
  /** Thursday at four, after a meeting at two that nobody planned; the session of `beforeEach` was cancelled. */
  async function met(): Promise<void> {
    const maya = t.as('maya');
    await maya.types('cancel @leo');
    await maya.presses('session.cancel', { arg: 'yes' });
    await t.clock.to('2026-11-26T16:00:00Z');
  }
  const afterwards = async (): Promise<Session | undefined> =>
    (await t.store.read((tx) => tx.in(t.programme).sessions.all())).find((s) => s.state !== 'cancelled');

  test('planned afterwards: says so, is recorded and confirmed, and counts in no total', async () => {
    await met();
    const maya = t.as('maya');
    await maya.types('plan @leo today 2pm 45m Met by chance');
    await maya.next();
    // A past time alone makes no session: it has to be said that it took place.
    expect(maya.form().problems.map((p) => p.say)).toEqual([
      'This time is past. Choose a later one, or say that it took place already.',
    ]);
    maya.fills({ afterwards: ['yes'] });
    await maya.next();
    maya.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'Two calls stand in the log' });
    const goals = maya.form().form.steps[1]?.items.find((i) => i.id === 'goals');
    if (goals?.kind === 'choice') maya.fills({ goals: goals.of.map((o) => o.value) });
    await toTheEnd(maya);
    const s = await afterwards();
    expect(s).toMatchObject({ plannedAfterwards: true, startsAt: Date.parse('2026-11-26T14:00Z'), minutes: 45 });
    const status = maya.sees().find((c) => c.includes('Met by chance'));
    expect(status).toBeDefined();
    expect(maya.sees().join('\n')).toContain('Planned after it took place: kept apart');
    // Nobody is reminded of what is over; its record is asked for.
    expect(t.as('leo').sees().join('\n')).not.toContain('You are meeting');
    await t.clock.to('2026-11-26T16:01:00Z');
    await record();
    const read = JSON.stringify(await maya.presses('record.read', { subject: s?.id ?? '' }));
    expect(read).toContain('Planned after it began: kept apart');
    await t.clock.to('2026-11-26T16:40:00Z');
    await t.as('leo').presses('hours.confirm');
    expect((await afterwards())?.attendees[0]?.confirmation).toBe('confirmed');
    for (const user of ['maya', 'leo']) {
      const all = await hours(user);
      expect(all, user).toContain('Met by chance');
      expect(all, user).toContain('planned after it began, so an assessor has to accept it first');
      expect(all, user).not.toContain('45 min');
    }
    expect(await hours()).toContain('"label":"Delivered","value":{"parts":["0 min"]}');
  });

  test('an informal contact: noted by button, kept, and counted nowhere', async () => {
    await met();
    const maya = t.as('maya');
    await maya.types('log @leo');
    await maya.presses('contact.open');
    maya.fills({ time: '14:00', minutes: 20, note: 'We spoke in the corridor.' });
    await maya.submits();
    expect(JSON.stringify(maya.last)).toContain('as an informal contact. It counts no hours.');
    expect(await afterwards()).toBeUndefined();
    const all = await hours();
    expect(all).toContain('"label":"Delivered","value":{"parts":["0 min"]}');
    expect(all).not.toContain('20 min');
    // Nobody is asked about it.
    await t.clock.to('2026-11-27T16:00:00Z');
    expect(t.as('leo').card('hours.confirm')).toBeUndefined();
  });
});
