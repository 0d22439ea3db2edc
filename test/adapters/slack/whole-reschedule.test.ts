import { afterAll, beforeAll, expect, test } from 'vitest';
import { local } from '../../../src/kernel/zoned.js';
import type { View } from './person.js';
import { type Whole, wholeBot } from './whole.js';
import { team } from './workspace.js';

/** A session is moved in one submission: what was planned stands, and the other steps are there to be looked at. */

let t: Whole;
beforeAll(async () => {
  t = await wholeBot();
  await t.store.write(async (tx) => {
    const home = await tx.accounts.find({ platform: 'slack', tenant: team, user: t.mentor.id });
    if (home === undefined) throw new Error('nobody there');
    const rows = tx.in(home.programme);
    const [session] = await rows.sessions.all();
    const plan = session && (await rows.sessions.plan(session.id));
    const [mentorship] = await rows.mentorships.of(home.person);
    if (session === undefined || plan === undefined) throw new Error('nothing planned');
    await rows.sessions.save({ ...session, revision: session.revision + 1, planVersion: 2 });
    await rows.sessions.addPlan({
      ...plan,
      version: 2,
      body: {
        ...plan.body,
        objectives: [{ key: 'o', what: 'Make two calls', measure: 'Two calls stand in the log' }],
        activities: [{ key: 'a', what: 'Calls', minutes: plan.minutes }],
        goals: (mentorship?.goals ?? []).map((g) => g.id),
      },
    });
  });
});
afterAll(() => t.stop());

const starts = (): Promise<number> =>
  t.store.read(async (tx) => {
    const home = await tx.accounts.find({ platform: 'slack', tenant: team, user: t.mentor.id });
    const [session] = home === undefined ? [] : await tx.in(home.programme).sessions.all();
    return session?.startsAt ?? 0;
  });

test('reschedule with a day and a time is one form and one submission', async () => {
  const opens = (): Promise<View> =>
    t.shown('views.open', t.mentor.types(`reschedule <@${t.mentee.id}> in 3 days at 16:00`));
  // On a busy machine the first one may come too late for its trigger.
  const view = await opens().catch(opens);
  expect(view.submit?.text).toBe('Save the change');
  expect(JSON.stringify(view.blocks)).toContain('See the rest');
  const { json } = await t.mentor.submits(view, {});
  expect(json, JSON.stringify(json)).toEqual({ response_action: 'clear' });
  expect(local(await starts(), 'Europe/London').time).toBe('16:00');
});
