import { afterEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/domain/session.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { agreed, mayaAgreedWithTwo, mayaAndLeoAgreed, planned } from '../../support/steps.js';

let t: TestBot;
afterEach(async () => t.stop());

const sessions = (): Promise<readonly Session[]> => t.store.read((tx) => tx.in(t.programme).sessions.all());
const remindersOf = async (user: string): Promise<string[]> =>
  (await t.store.read((tx) => tx.in(t.programme).prompts.waitingFor(t.as(user).id)))
    .filter((p) => p.kind === 'remind')
    .map((p) => new Date(p.dueAt).toISOString().slice(0, 16));

const onePlanned: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await planned(bot, 'maya', 'plan @leo Thursday 3pm 45m Phone calls');
};
async function begun(): Promise<Session> {
  t = await startAfter(onePlanned);
  return (await sessions())[0] as Session;
}

/** The times as the form says that it understood them. */
const check = (who: ReturnType<TestBot['as']>): string[] =>
  (who.form().form.steps.find((s) => s.id === 'check')?.items ?? []).map((i) => JSON.stringify(i));

describe('another time', () => {
  test('is suggested with a form, taken with one press, and everything moves with it', async () => {
    const session = await begun();
    await agreed(t, 'maya', 'aisha');
    await planned(t, 'maya', 'plan @aisha Friday 10:00 45m Another talk');
    const maya = t.as('maya');
    const leo = t.as('leo');
    await leo.presses('plan.suggest', { subject: session.id });
    leo.fills({
      date: '2026-11-27',
      time: '16:00',
      'date-2': '2026-11-30',
      'time-2': '09:30',
      'date-3': '2026-11-27',
      'time-3': '10:15',
    });
    await leo.next();
    expect(leo.form().step).toBe('check');
    expect(check(leo)).toHaveLength(3);
    // The mentor's clash is told without what it is, before anything is sent.
    expect(check(leo)[2]).toContain('Maya Okafor isn’t free then.');
    await leo.submits();
    const card = maya.sees().find((c) => c.startsWith('# Another time?')) ?? '';
    expect(card).toContain('Leo Brandt asks for another time for Phone calls.');
    expect(card).toContain('Fri 27 Nov 2026, 10:15 – You have “Another talk” then.');
    expect(card.match(/\[Take the (first|second|third)\]/g)).toHaveLength(2);

    const at = String(Date.parse('2026-11-30T09:30Z'));
    await leo.presses('suggest.take', {
      subject: maya.card('suggest.take') === undefined ? '' : subjectOf(maya),
      arg: at,
    });
    expect((await sessions())[0]?.startsAt, 'the mentee takes none for the mentor').toBe(session.startsAt);
    await maya.presses('suggest.take', { arg: at });
    const moved = (await sessions()).find((s) => s.id === session.id);
    expect(moved).toMatchObject({ startsAt: Number(at), planVersion: 2 });
    expect(moved?.attendees[0]).toMatchObject({ answer: 'accepted', answeredVersion: 2 });
    expect(await remindersOf('leo')).toContain('2026-11-30T08:30');
    expect(await remindersOf('leo')).not.toContain('2026-11-26T14:00');
    expect(leo.sees().join('\n')).toContain('Was: Thu 26 Nov 2026, 15:00, for 45 min');
    expect(maya.sees().join('\n')).toContain('You chose Mon 30 Nov 2026, 09:30');

    // Taken once: a second press of an old card moves nothing.
    await maya.presses('suggest.take', {
      subject: `${session.id}:suggestion:${leo.id}:1`,
      arg: String(Date.parse('2026-11-27T16:00Z')),
    });
    expect(JSON.stringify(maya.last)).toContain('Answered already');
    expect((await sessions()).find((s) => s.id === session.id)?.startsAt).toBe(Number(at));
  });

  const subjectOf = (who: ReturnType<TestBot['as']>): string =>
    who
      .card('suggest.take')
      ?.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : []))
      .find((b) => b.press.verb === 'suggest.take')?.press.subject ?? '';

  test('may be none of them: the plan stays, and the mentee is told without blame', async () => {
    const session = await begun();
    const leo = t.as('leo');
    await leo.presses('plan.suggest');
    leo.fills({ date: '2026-11-27', time: '16:00' });
    await leo.submits();
    await t.as('maya').presses('suggest.none');
    expect((await sessions())[0]).toMatchObject({ startsAt: session.startsAt, planVersion: 1 });
    expect(leo.sees().join('\n')).toContain('Maya Okafor can’t make those times. It stays as it was.');
  });

  test('is refused in a sentence where it is past, no time, given twice or the same', async () => {
    await begun();
    const leo = t.as('leo');
    for (const [values, place, words] of [
      [{ date: '2026-11-20', time: '16:00' }, 'time', 'past'],
      [{ date: '2027-03-28', time: '01:30' }, 'time', 'no 01:30 that day'],
      [{ date: '2026-11-26', time: '15:00' }, 'time', 'planned for then already'],
      [{ date: '2026-11-27', time: '10:00', 'date-2': '2026-11-27', 'time-2': '10:00' }, 'time-2', 'already'],
      [{ date: '2026-11-27', time: '10:00', 'date-2': '2026-11-27' }, 'time-2', 'a date and a time'],
      [{ date: '2029-11-27', time: '10:00' }, 'date', 'over a year'],
    ] as const) {
      await leo.presses('plan.suggest');
      leo.fills(values);
      await leo.submits();
      expect(leo.form().problems.find((p) => p.at === place)?.say, JSON.stringify(values)).toContain(words);
    }
    expect(t.as('maya').sees().join('\n')).not.toContain('Another time?');
  });

  test('is offered by the mentor too: the mentee takes one, and the plan moves with it', async () => {
    const session = await begun();
    await agreed(t, 'tom', 'leo');
    await planned(t, 'tom', 'plan @leo Friday 16:00 45m Secret topic');
    await planned(t, 'maya', 'plan @leo Friday 10:00 45m Another talk');
    const maya = t.as('maya');
    const leo = t.as('leo');
    await maya.presses('plan.suggest', { subject: session.id });
    maya.fills({ date: '2026-11-27', time: '10:15' });
    await maya.submits();
    // The mentor's own clash is refused, and named.
    expect(
      maya
        .form()
        .problems.map((p) => p.say)
        .join(),
    ).toContain('You already have “Another talk” with Leo Brandt');
    maya.fills({ time: '16:15', 'date-2': '2026-11-30', 'time-2': '09:30' });
    await maya.next();
    expect(check(maya)[0]).toContain('Leo Brandt isn’t free then.');
    expect(check(maya).join()).not.toContain('Secret topic');
    await maya.submits();
    expect((await sessions()).find((s) => s.id === session.id)?.startsAt, 'nothing moves yet').toBe(session.startsAt);
    const card = leo.sees().find((c) => c.startsWith('# Another time?')) ?? '';
    expect(card).toContain('Maya Okafor asks if you can meet at another time.');
    expect(card).toContain('Fri 27 Nov 2026, 16:15 – You have “Secret topic” then.');

    const at = String(Date.parse('2026-11-30T09:30Z'));
    await maya.presses('suggest.take', { subject: subjectOf(leo), arg: at });
    expect(JSON.stringify(maya.last), 'the mentor takes none for the mentee').toContain('its mentee only');
    await leo.presses('suggest.take', { arg: at });
    const moved = (await sessions()).find((s) => s.id === session.id);
    expect(moved).toMatchObject({ startsAt: Number(at), planVersion: 2 });
    expect(moved?.attendees[0]).toMatchObject({ answer: 'accepted', answeredVersion: 2 });
    expect(await remindersOf('leo')).toContain('2026-11-30T08:30');
    const plan = await t.store.read((tx) => tx.in(t.programme).sessions.plan(session.id));
    expect(plan?.author, 'the plan is the mentor’s still').toBe(maya.id);
    expect(maya.sees().join('\n')).toContain('Leo Brandt said yes to Phone calls.');
    expect(leo.sees().join('\n')).not.toContain('has changed your session');
    expect(leo.sees().join('\n')).toContain('You chose another time. Maya Okafor is told.');
  });

  test('that the mentor offered may be none of them, or be overtaken by a change of the plan', async () => {
    const session = await begun();
    const maya = t.as('maya');
    const leo = t.as('leo');
    const offers = async (time: string): Promise<void> => {
      await maya.presses('plan.suggest', { subject: session.id });
      maya.fills({ date: '2026-11-27', time });
      await maya.submits();
    };
    await offers('16:00');
    await leo.presses('suggest.none');
    expect((await sessions())[0]).toMatchObject({ startsAt: session.startsAt, planVersion: 1 });
    expect(maya.sees().join('\n')).toContain('Leo Brandt can’t make those times. It stays as it was.');
    await offers('17:00');
    const subject = subjectOf(leo);
    await maya.presses('plan.change', { subject: session.id });
    maya.fills({ time: '11:00' });
    await maya.submits();
    await leo.presses('suggest.take', { subject, arg: String(Date.parse('2026-11-27T17:00Z')) });
    expect(JSON.stringify(leo.last)).toContain('Answered already');
    expect(leo.sees().join('\n')).toContain('Maya Okafor has changed the plan since.');
    // What the mentor has by now is taken for nobody: said without what it is.
    await offers('12:00');
    await planned(t, 'maya', 'plan @leo 27 November 12:00 45m Another talk');
    await leo.presses('suggest.take', {
      subject: `${session.id}:suggestion:${maya.id}:3`,
      arg: String(Date.parse('2026-11-27T12:00Z')),
    });
    expect(JSON.stringify(leo.last)).toContain('isn’t free then any more');
  });

  test('of a group is agreed by word of mouth', async () => {
    t = await startAfter(mayaAgreedWithTwo);
    await planned(t, 'maya', 'plan @leo @aisha Thursday 3pm 45m Phone calls');
    const [session] = await sessions();
    const maya = t.as('maya');
    expect(maya.sees().join('\n')).not.toContain('Offer other times');
    await maya.presses('plan.suggest', { subject: session?.id ?? '' });
    expect(JSON.stringify(maya.last)).toContain('Agree a time with them, then change the plan.');
  });

  test('shows the other mentee’s clash of a group as not free, and no more', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await agreed(t, 'tom', 'leo');
    await planned(t, 'tom', 'plan @leo Friday 16:00 45m Secret topic');
    await planned(t, 'maya', 'plan @leo Thursday 3pm 45m Phone calls');
    const leo = t.as('leo');
    const mine = (await sessions()).find((s) => s.title === 'Phone calls');
    await leo.presses('plan.suggest', { subject: mine?.id ?? '' });
    leo.fills({ date: '2026-11-27', time: '16:30' });
    await leo.submits();
    const card =
      t
        .as('maya')
        .sees()
        .find((c) => c.startsWith('# Another time?')) ?? '';
    expect(card).toContain('Leo Brandt isn’t free then.');
    expect(card).not.toContain('Secret topic');
  });
});
