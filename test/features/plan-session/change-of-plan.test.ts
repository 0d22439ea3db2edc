import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/domain/session.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** What a change of plan tells the mentee, and what becomes of the cards that stand already. */

let t: TestBot;
const onePlanned: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await planned(bot, 'maya', 'plan @leo Thursday 3pm 45m Phone calls');
};
beforeEach(async () => {
  t = await startAfter(onePlanned);
});
afterEach(async () => t.stop());

const session = async (): Promise<Session> =>
  (await t.store.read((tx) => tx.in(t.programme).sessions.all()))[0] as Session;
const seen = (user: string, title: string): readonly string[] =>
  t
    .as(user)
    .sees()
    .filter((c) => c.startsWith(`# ${title}`));

/** Changes it as the mentor does, by the form. */
async function changes(values: Parameters<ReturnType<TestBot['as']>['fills']>[0], step = 0): Promise<void> {
  const maya = t.as('maya');
  await maya.presses('plan.change', { subject: (await session()).id });
  for (let i = 0; i < step; i += 1) await maya.next();
  maya.fills(values);
  await maya.submits();
  if (maya.last?.kind === 'form') throw new Error(JSON.stringify(maya.form().problems));
}

describe('the mentee is told, whatever changed', () => {
  test.each([
    ['an objective', { 'objectives.0.what': 'Make three calls' }, 1],
    ['the title', { title: 'More phone calls' }, 0],
    ['an activity', { 'activities.0.what': 'Begin with a cup of tea' }, 2],
  ] as const)('%s alone: the time is as it was, and so is the answer', async (_what, values, step) => {
    await t.as('leo').presses('plan.accept');
    await changes(values, step);
    expect(JSON.stringify(t.as('maya').last)).toContain('will be told now.');
    const [card = '', ...more] = seen('leo', 'A change of plan');
    expect(more).toEqual([]);
    expect(card).toContain('Maya Okafor has changed the plan. The time is as it was.');
    expect(card).toContain('When: Thu 26 Nov 2026, 15:00');
    expect(card).not.toContain('Was:');
    expect(card).toContain('[See the plan]');
    expect((await session()).attendees[0]?.answer).toBe('accepted');
  });

  test('the place alone: they are asked again', async () => {
    await t.as('leo').presses('plan.accept');
    await changes({ place: 'Library' });
    expect(seen('leo', 'A change of plan')[0]).toContain('Where: Library');
    expect((await session()).attendees[0]?.answer).toBe('asked');
  });

  test('of two changes the older card points to the newer, and both say how it ended', async () => {
    await changes({ time: '11:00' });
    await changes({ 'objectives.0.what': 'Make three calls' }, 1);
    expect(seen('leo', 'Changed again')).toHaveLength(1);
    expect(seen('leo', 'A change of plan')).toHaveLength(1);
    await t.clock.to('2026-11-26T12:00:00Z');
    expect(t.as('leo').sees().join('\n')).not.toContain('The newest card is the right one');
    expect(seen('leo', 'Phone calls').filter((c) => c.includes('is over.')).length).toBeGreaterThanOrEqual(2);
  });
});

describe('the mentor’s card of an answer stays true', () => {
  beforeEach(async () => t.as('leo').presses('plan.accept'));

  test('after a change that asks again', async () => {
    expect(seen('maya', 'Accepted')).toHaveLength(1);
    await changes({ time: '11:00' });
    expect(seen('maya', 'Accepted')).toEqual([]);
    expect(seen('maya', 'Changed since')[0]).toContain(
      'The plan of Phone calls has changed since Leo Brandt answered. There is no answer to the new one yet.',
    );
    expect(seen('maya', 'Changed since')[0]).toContain('11:00');
    await t.as('leo').presses('plan.accept');
    expect(seen('maya', 'Changed since')).toEqual([]);
  });

  test('after a cancellation', async () => {
    await changes({ time: '11:00' });
    await t.as('maya').types('cancel @leo');
    await t.as('maya').presses('session.cancel', { arg: 'yes' });
    expect(seen('maya', 'Accepted')).toEqual([]);
    expect(seen('maya', 'Cancelled')[0]).toContain('Phone calls with Leo Brandt is cancelled.');
  });

  test('after one that did not happen', async () => {
    await t.clock.to('2026-11-26T15:10:00Z');
    await t.as('maya').presses('session.not-held');
    await t.as('maya').presses('session.not-held', { arg: 'mentee' });
    expect(seen('maya', 'It didn’t happen')[0]).toContain('Phone calls with Leo Brandt didn’t happen.');
  });
});

describe('an invitation', () => {
  test('is three lines, also where no place is set, and says what comes after, why, and who reads it', async () => {
    const [card] = seen('leo', 'A session with your mentor');
    expect(card).toContain(
      'When: Thu 26 Nov 2026, 15:00, for 45 min\nWhere: Not said yet\nWhat for: Phone calls\nHalf an hour after, I’ll ask you four questions. They help your mentor learn what works for you. You can skip any. You choose who reads them.',
    );
    await t.as('leo').presses('plan.accept');
    expect(seen('leo', 'You said yes')[0]).toContain('They help your mentor learn');
    await changes({ place: 'Library' });
    expect(t.as('leo').sees().join('\n')).not.toContain('Not said yet');
  });

  test('promises no questions to whoever asked for none', async () => {
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      const leo = await rows.people.get(t.as('leo').id);
      if (leo !== undefined) await rows.people.save({ ...leo, manners: { feedbackStopped: true } });
    });
    await t.as('leo').presses('plan.accept');
    expect(seen('leo', 'You said yes')[0]).not.toContain('four questions');
  });

  test('once it is over, says nothing of a place that was never said', async () => {
    await t.clock.to('2026-11-26T15:45:00Z');
    expect(seen('leo', 'This session is over')[0]).not.toContain('Where:');
  });
});
