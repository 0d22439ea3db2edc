import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FormView } from '../../../src/chat/form.js';
import { minute } from '../../../src/kernel/clock.js';
import { formIn, mentorshipOf, s1, tuesday, type World, world } from '../../support/record-world.js';

/** Goals looked at anew after a review, by both sides (docs/field.md#goal-levels). */

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(() => w.close());

const whole = {
  'outcome-o1': 'met',
  'outcome-o2': 'partly',
  skill: 'goal-setting',
  'skill-example': 'We set the next step together',
  happened: 'We looked at the goal',
};
const stepsOf = (view: FormView): readonly string[] => view.form.steps.map((s) => s.id);
const submit = (user: string, view: FormView, values: Record<string, string>) =>
  w.form(user, view, { do: 'submit' } as never, { values: values as never });
/** The record, with these levels; amended where there is one. */
async function records({ reason, ...levels }: Record<string, string>, session: string = s1, opened?: FormView) {
  let view = opened ?? formIn(await w.press('maya', 'record.open', session));
  const typed = {
    ...(view.answers.values as Record<string, string>),
    ...whole,
    ...(reason === undefined ? {} : { reason }),
  };
  for (let i = 0; i < 5 && view.step !== 'goals-1' && view.step !== 'next'; i += 1)
    view = formIn(await w.form('maya', view, { do: 'next' } as never, { values: typed as never }));
  return submit('maya', view, levels);
}
async function rates(values: Record<string, string>, session: string = s1) {
  return submit('leo', formIn(await w.press('leo', 'goals.rate', session)), values);
}
const levels = () => w.read((rows) => rows.goalLevels.ofMentorship(mentorshipOf('leo')));
const panel = async (user: string): Promise<string> =>
  w.said(await w.press(user, 'mentorship.open', mentorshipOf('leo')));

test('a review’s record asks where each goal is, and another’s does not', async () => {
  await w.ended(s1, { kind: 'review' });
  await w.ended('s2', { startsAt: tuesday + 120 * minute });
  expect(stepsOf(formIn(await w.press('maya', 'record.open', s1)))).toContain('goals-1');
  expect(stepsOf(formIn(await w.press('maya', 'record.open', 's2')))).not.toContain('goals-1');
});

test('both say their own, and the mentorship shows both series', async () => {
  await w.ended(s1, { kind: 'review' });
  await records({ 'level-goal-leo': '2', 'why-goal-leo': 'One call made' });
  await rates({ 'level-goal-leo': '3' });
  for (const user of ['maya', 'leo']) {
    const text = await panel(user);
    expect(text).toContain('Leo Brandt: 3. Maya Okafor: 1, 2. Target 4.');
    expect(text).toContain('Maya Okafor: “One call made”');
  }
  // The assessor, too; nobody else's mentee.
  expect(await panel('ana')).toContain('Target 4.');
  expect(await panel('sam')).not.toContain('Target 4.');
});

test('nothing has to be said, and what is skipped leaves no trace', async () => {
  await w.ended(s1, { kind: 'review' });
  await records({});
  expect(JSON.stringify(await rates({}))).toContain('That’s fine');
  expect(await levels()).toEqual([]);
  expect(await panel('maya')).not.toContain('Target 4.');
  const entries = await w.read((rows) => rows.audit.of(mentorshipOf('leo')));
  expect(entries.map((e) => e.what)).not.toContain('goal.rated');
});

test('the mentor’s form shows nothing of what the mentee said, nor the other way round', async () => {
  await w.ended(s1, { kind: 'review' });
  await records({ 'level-goal-leo': '2', 'why-goal-leo': 'HERS' });
  const theirs = formIn(await w.press('leo', 'goals.rate', s1));
  expect(JSON.stringify(theirs)).not.toContain('HERS');
  expect(theirs.answers.values).not.toHaveProperty('level-goal-leo');
});

test('who thinks again is counted once, and can take it back', async () => {
  await w.ended(s1, { kind: 'review' });
  await rates({ 'level-goal-leo': '2' });
  await rates({ 'level-goal-leo': '5' });
  expect(await panel('leo')).toContain('Leo Brandt: 5.');
  const view = formIn(await w.press('leo', 'goals.rate', s1));
  expect(view.answers.values).toMatchObject({ 'level-goal-leo': '5' });
  await submit('leo', view, { 'level-goal-leo': '', 'why-goal-leo': '' });
  expect(await panel('leo')).not.toContain('Leo Brandt: 5');
  expect((await levels()).map((l) => l.level)).toEqual([2, 5, null]);
});

test('a signed record takes new levels without a version of its words', async () => {
  await w.ended(s1, { kind: 'review' });
  await records({ 'level-goal-leo': '2' });
  const reply = await records({ 'level-goal-leo': '3', reason: 'I looked again' });
  expect(JSON.stringify(reply)).toContain('Where the goals are is saved');
  expect((await w.read((rows) => rows.records.head(s1)))?.version).toBe(1);
  expect(await panel('maya')).toContain('Maya Okafor: 1, 3. Target 4.');
});

test('words without a level are asked about', async () => {
  await w.ended(s1, { kind: 'review' });
  expect(JSON.stringify(await rates({ 'why-goal-leo': 'It went well' }))).toContain('Choose a level');
  expect(await levels()).toEqual([]);
});

test('a goal that was let go is asked about no more, and keeps its series', async () => {
  await w.ended(s1, { kind: 'review' });
  await rates({ 'level-goal-leo': '3' });
  const open = formIn(await w.press('maya', 'record.open', s1));
  await w.change(async (rows) => {
    const m = await rows.mentorships.get(mentorshipOf('leo'));
    if (m !== undefined)
      await rows.mentorships.save({ ...m, goals: m.goals.map((g) => ({ ...g, state: 'dropped' as const })) });
  });
  // A form that was open meanwhile saves, and says nothing of it.
  await records({ 'level-goal-leo': '5' }, s1, open);
  expect((await levels()).map((l) => l.level)).toEqual([3]);
  const text = await panel('maya');
  expect(text).toContain('Goals let go');
  expect(text).toContain('Leo Brandt: 3. Maya Okafor: 1. Target 4.');
  expect(JSON.stringify(await w.press('leo', 'goals.rate', s1))).toContain('nothing to say about goals');
});

test('no message has a goal’s words or a level, and none is sent for it', async () => {
  await w.ended(s1, { kind: 'review' });
  await records({});
  const before = w.cards('maya').length;
  await rates({ 'level-goal-leo': '5', 'why-goal-leo': 'WHYWORDS' });
  expect(w.cards('maya').length).toBe(before);
});

test('only its mentee may say it', async () => {
  await w.ended(s1, { kind: 'review' });
  for (const user of ['maya', 'sam', 'ana'])
    expect(JSON.stringify(await w.press(user, 'goals.rate', s1))).toContain('Nothing has changed');
});
