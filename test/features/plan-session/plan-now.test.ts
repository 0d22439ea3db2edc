import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../../../src/chat/form.js';
import type { PlanVersion, Session } from '../../../src/domain/session.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { mayaAgreedWithTwo } from '../../support/steps.js';

/** The session that must happen now: what was typed beside "now" stands in it. */

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(mayaAgreedWithTwo);
});
afterEach(async () => t.stop());

const said = (): string => JSON.stringify(t.as('maya').last);
async function made(): Promise<{ readonly session: Session; readonly plan: PlanVersion }> {
  return t.store.read(async (tx) => {
    const { sessions } = tx.in(t.programme);
    const session = (await sessions.all()).at(-1) as Session;
    return { session, plan: (await sessions.plan(session.id)) as PlanVersion };
  });
}
const mentees = (s: Session): readonly string[] => s.attendees.map((a) => a.mentee).sort();

describe('plan … now', () => {
  test.each([
    ['plan @leo @aisha now 20m Urgent thing', ['leo', 'aisha'], 20, 'Urgent thing'],
    ['plan @leo right now, 30m restorative chat', ['leo'], 30, 'restorative chat'],
    ['plan leo now 20m Urgent thing', ['leo'], 20, 'Urgent thing'],
  ] as const)('%s', async (typed, whom, minutes, title) => {
    await t.as('maya').types(typed);
    for (const words of [title, `${minutes} min`, '"label":"With"']) expect(said()).toContain(words);
    await t.as('maya').presses('plan.template', { arg: 'standard' });
    const { session, plan } = await made();
    expect(session).toMatchObject({ minutes, title, startsAt: Date.parse('2026-11-23T09:01:00Z') });
    expect(mentees(session)).toEqual(whom.map((w) => t.as(w).id).sort());
    expect(plan.body.activities.reduce((n, a) => n + a.minutes, 0)).toBe(minutes);
    expect(plan.body.goals).toHaveLength(whom.length);
    expect(plan).toMatchObject({ unchanged: true, copiedFrom: 'template:standard' });
  });

  test('what was typed once is not carried into the next one', async () => {
    await t.as('maya').types('plan @leo now 20m Urgent thing');
    await t.as('maya').types('plan @leo now');
    await t.as('maya').presses('plan.template', { arg: 'standard' });
    expect((await made()).session.title).not.toBe('Urgent thing');
    expect((await made()).session.minutes).not.toBe(20);
  });

  test('a plan for another day that is half written stays', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 45m Half written');
    maya.fills({ place: 'Library' });
    await maya.saves();
    await maya.types('plan @leo now');
    await maya.presses('plan.template', { arg: 'standard' });
    await maya.types('home');
    await maya.presses('draft.continue');
    expect(textOf(maya.form().answers.values, 'title')).toBe('Half written');
  });

  test('a length that no session has, and a title that is too long, are said', async () => {
    await t.as('maya').types(`plan @leo now 10h ${'very '.repeat(20)}long`);
    expect(said()).toContain('A session can last at most 8 h');
    expect(said()).toContain('A title has at most 80 characters, so yours is cut.');
    await t.as('maya').presses('plan.template', { arg: 'standard' });
    expect((await made()).session.title.length).toBeLessThanOrEqual(80);
  });

  test('words that begin with now and say another time are asked about that', async () => {
    await t.as('maya').types('plan @leo now and next Tuesday 3pm');
    expect(said()).toContain('When do you mean?');
  });

  test('a paused mentorship is said to be paused, when it is typed and when it is pressed', async () => {
    await t.as('maya').types('plan @leo now');
    const card = t.as('maya').last;
    await t.as('maya').types('start @leo');
    await t.as('maya').presses('mentorship.pause');
    t.as('maya').last = card;
    await t.as('maya').presses('plan.template', { arg: 'standard' });
    expect(said()).toContain('This mentorship is paused.');
    await t.as('maya').types('plan @leo now');
    expect(said()).toContain('This mentorship is paused.');
  });
});

test('a title that is too long is kept as it was typed, and its field says so', async () => {
  const title = `${'very '.repeat(20)}long`;
  const maya = t.as('maya');
  await maya.types(`plan @leo Friday 3pm 45m ${title}`);
  expect(textOf(maya.form().answers.values, 'title')).toBe(title);
  await maya.next();
  expect(JSON.stringify(maya.form().problems)).toContain('80');
});
