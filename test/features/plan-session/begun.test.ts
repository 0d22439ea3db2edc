import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/domain/session.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** A session whose time has come, without anybody having pressed *Start now*. */

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
const said = (user: string): string => JSON.stringify(t.as(user).last);

describe('End now is offered to whoever forgot to start', () => {
  beforeEach(async () => t.clock.to('2026-11-24T15:20:00Z'));

  test.each(['sessions', 'home'])('by %s', async (word) => {
    await t.as('maya').types(word);
    expect(said('maya')).toContain('"verb":"session.end"');
    expect(said('maya')).not.toContain('"verb":"session.cancel"');
  });

  test('on its card, in the plan, and on the card of the plan when that is drawn again', async () => {
    expect(t.as('maya').sees().at(-1)).toContain('[Start now] [End now]');
    await t.as('maya').presses('plan.read', { subject: (await session()).id });
    expect(said('maya')).toContain('"verb":"session.end"');
    await t.as('leo').presses('plan.accept');
    const status = t
      .as('maya')
      .sees()
      .find((c) => c.includes('Planned with Leo Brandt.'));
    expect(status).toContain('[End now] [It didn’t happen]');
    expect(status).not.toContain('[Cancel it]');
  });

  test('and ends it as it was: from its planned start until now', async () => {
    await t.as('maya').types('sessions');
    await t.as('maya').presses('session.end');
    expect(await session()).toMatchObject({
      state: 'ended',
      startedAt: Date.parse('2026-11-24T15:00Z'),
      endedAt: Date.parse('2026-11-24T15:20Z'),
    });
    expect(t.as('maya').card('record.open')).toBeDefined();
  });

  test('before its time there is none', async () => {
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Later');
    await t.as('maya').types('cancel @leo');
    const friday = (await t.store.read((tx) => tx.in(t.programme).sessions.all())).at(-1);
    await t.as('maya').presses('plan.read', { subject: friday?.id ?? '' });
    expect(said('maya')).not.toContain('"verb":"session.end"');
  });
});

describe('what has begun is not cancelled', () => {
  test.each(['maya', 'leo'])('by %s, and its record is still asked for', async (user) => {
    await t.clock.to('2026-11-24T15:00:00Z');
    await t.as(user).presses('session.cancel', { subject: (await session()).id, arg: 'yes' });
    expect(said(user)).toContain('This session has begun');
    expect(said(user).includes('"verb":"session.not-held"')).toBe(user === 'maya');
    expect((await session()).state).toBe('planned');
    await t.clock.to('2026-11-24T15:45:00Z');
    expect((await session()).state).toBe('ended');
    expect(t.as('maya').card('record.open')).toBeDefined();
  });

  test('typed, it means the next one that has not; without one it is said', async () => {
    await t.clock.to('2026-11-24T15:10:00Z');
    await t.as('maya').types('cancel @leo');
    expect(said('maya')).toContain('This session has begun');
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Later');
    await t.as('maya').types('cancel @leo');
    expect(said('maya')).toContain('Cancel ');
    expect(said('maya')).toContain('Later');
  });

  test('that it did not happen is one press away', async () => {
    await t.clock.to('2026-11-24T15:10:00Z');
    await t.as('maya').types('cancel @leo');
    await t.as('maya').presses('session.not-held');
    await t.as('maya').presses('session.not-held', { arg: 'mentee' });
    expect((await session()).state).toBe('not-held');
  });

  test('a minute before its start it is', async () => {
    await t.clock.to('2026-11-24T14:59:00Z');
    await t.as('leo').presses('session.cancel', { subject: (await session()).id, arg: 'yes' });
    expect((await session()).state).toBe('cancelled');
  });
});
