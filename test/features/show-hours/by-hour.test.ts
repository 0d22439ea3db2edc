import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Field } from '../../../src/chat/form.js';
import { addAllocation } from '../../support/allocate.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

/** Which counted hour shows which skill and serves whose goal. */

let w: FeedbackWorld;
beforeAll(async () => {
  w = await feedbackWorld([
    { user: 'ana', name: 'Ana Reyes', roles: ['assessor'] },
    { user: 'sue', name: 'Sue Lane', roles: ['supervisor'] },
  ]);
  const said = { confirmation: 'confirmed', confirmedMinutes: 60 } as const;
  const hour = (day: number, mentees: readonly string[], skills: readonly string[]) =>
    w.held({ at: `2026-11-${day}T10:00:00Z`, minutes: 60, mentees, skills, said });
  await hour(16, ['leo'], ['active-listening', 'goal-setting']);
  await hour(17, ['aisha'], ['active-listening', 'boundaries']);
  await hour(18, ['leo'], ['active-listening']);
  await w.held({ at: '2026-11-19T10:00:00Z', mentees: ['leo'], skills: ['open-questions'] });
});
afterAll(() => w.stop());

async function byHour(user: string, page = true): Promise<string> {
  await w.as(user).presses('hours.by-skill', {
    subject: w.id('maya'),
    ...(page ? { page: true } : {}),
  });
  const last = w.as(user).last;
  if (last?.kind !== 'panel') throw new Error(`no panel: ${JSON.stringify(last)}`);
  return w.aloud(last.card);
}

test('the mentor sees which hour shows which skill, and what is thin', async () => {
  const text = await byHour('maya');
  expect(text).toContain('Maya Okafor: 3 h 45 min counted, hour by hour.');
  expect(text).toContain('Thin so far:');
  expect(text).toContain('Open questioning: not shown yet in hours 1–3.');
  expect(text).toContain('Goal setting: not shown yet in hours 2–3.');
  expect(text).toContain('Active listening: hours 1–3.');
  expect(text).toContain('Open questioning: hour 4.');
  expect(text).toContain('Keeping boundaries: hour 2.');
  expect(text).not.toContain('Challenging kindly');
  expect(text).toContain('Hour 1 | Shown | Not shown | Shown');
  expect(text).toContain('Hour 4 (45 min so far) | – | Shown | –');
});

test('and whose goal each hour served', async () => {
  const text = await byHour('maya');
  expect(text).toContain('Leo Brandt, SECRET goal of leo: hours 1 and 3–4.');
  expect(text).toContain('Aisha Rahman, SECRET goal of aisha: hour 2.');
});

test('a chat without tables says the same in lists', async () => {
  const text = await byHour('maya', false);
  expect(text).not.toContain('|');
  expect(text).toContain('Active listening: hours 1–3.');
});

test('hours leads there, and says what is thin', async () => {
  await w.as('maya').types('hours');
  const last = w.as('maya').last;
  const text = last?.kind === 'panel' ? w.aloud(last.card) : '';
  expect(text).toContain('Open questioning: not shown yet in hours 1–3.');
  expect(text).toContain('[Skills and goals by hour]');
});

test('the coordinator and who assesses see it, and that they looked is told to the mentees', async () => {
  expect(await byHour('priya')).toContain('Active listening: hours 1–3.');
  await w.change((rows) => addAllocation(rows, w.programme, w.id('ana'), 'assessor'));
  expect(await byHour('ana')).toContain('Active listening: hours 1–3.');
  await w.as('leo').presses('data.open', { subject: '-' });
  const last = w.as('leo').last;
  expect(last?.kind === 'panel' ? w.aloud(last.card) : '').toContain('Ana Reyes (assessor) read goals, hour by hour');
});

test.each(['leo', 'sue', 'tom', 'grace'])('%s does not: whose goals are served is not theirs', async (user) => {
  await w.as(user).presses('hours.by-skill', { subject: w.id('maya') });
  expect(w.said(user)).toContain('Nothing has changed');
});

test('the record’s list puts what is thin first, and says so', async () => {
  const session = await w.held({ at: '2026-11-20T10:00:00Z', recorded: null });
  await w.as('maya').presses('record.open', { subject: session });
  const { form } = w.as('maya').form();
  const skill = form.steps.flatMap((s) => s.items).find((i): i is Field => 'id' in i && i.id === 'skill');
  const labels = skill?.kind === 'choice' ? skill.of.map((o) => o.label) : [];
  expect(labels.slice(0, 3)).toEqual([
    'Open questioning · not shown yet in your hours 1–3',
    'Goal setting · not shown yet in your hours 2–3',
    'Active listening',
  ]);
});

test('hours of somebody erased stand apart, and are no gap', async () => {
  await w.change((rows) => rows.people.erase(w.id('aisha'), w.clock.now()));
  const text = await byHour('maya');
  expect(text).toContain('Maya Okafor: 2 h 45 min counted');
  expect(text).toContain('Open questioning: not shown yet in hours 1–2.');
  expect(text).toContain('Goal setting: not shown yet in hour 2.');
  expect(text).not.toContain('Not known');
  expect(text).not.toContain('Aisha');
});
