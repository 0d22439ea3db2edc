import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAgreedWithTwo, planned } from '../../support/steps.js';

/** A group session stands on the chain of each of its mentorships, from its plan to its end. */

let t: TestBot;
const aGroupPlanned: Before = async (bot) => {
  await mayaAgreedWithTwo(bot);
  await planned(bot, 'maya', 'plan @leo @aisha tomorrow 3pm 45m Phone calls');
};
beforeEach(async () => {
  t = await startAfter(aGroupPlanned);
});
afterEach(async () => t.stop());

/** What is noted of sessions on each mentee's chain, in order. */
const chains = (): Promise<readonly (readonly string[])[]> =>
  t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    const [session] = await rows.sessions.all();
    return Promise.all(
      (session?.attendees ?? []).map(async (a) =>
        (await rows.audit.of(a.mentorship)).map((e) => e.what).filter((what) => what.startsWith('session.')),
      ),
    );
  });

test('planned, changed, started, made longer and ended', async () => {
  const maya = t.as('maya');
  await maya.presses('plan.change');
  maya.fills({ place: 'Library' });
  await maya.submits();
  await t.clock.to('2026-11-24T15:00:00Z');
  await maya.presses('session.start');
  await maya.presses('session.extend');
  await maya.presses('session.end');
  const all = ['session.planned', 'session.replanned', 'session.started', 'session.extended', 'session.ended'];
  expect(await chains()).toEqual([all, all]);
});

test('said not to have happened', async () => {
  await t.clock.to('2026-11-24T15:10:00Z');
  await t.as('maya').presses('session.not-held');
  await t.as('maya').presses('session.not-held', { arg: 'late' });
  expect(await chains()).toEqual(Array(2).fill(['session.planned', 'session.not-held']));
});

test('cancelled', async () => {
  await t.as('maya').types('cancel @leo @aisha');
  await t.as('maya').presses('session.cancel', { arg: 'yes' });
  expect(await chains()).toEqual(Array(2).fill(['session.planned', 'session.cancelled']));
});
