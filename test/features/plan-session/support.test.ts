import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rowsOf, textOf } from '../../../src/chat/form.js';
import type { PlanVersion, Session, Support } from '../../../src/domain/session.js';
import { supportFor } from '../../../src/features/plan-session/support.js';
import type { GoalId, PersonId } from '../../../src/kernel/ids.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAgreedWithTwo, planned, toTheEnd } from '../../support/steps.js';

/** What a plan says it will do for a need, which goal an objective serves, and what was left as it was given. */

/** Each of the two mentees has named what helps them, and what to avoid. */
const bothWithNeeds: Before = async (bot) => {
  await mayaAgreedWithTwo(bot);
  await bot.store.write(async (tx) => {
    const { mentorships } = tx.in(bot.programme);
    for (const [user, helps, avoid] of [
      ['leo', 'Short breaks\nA quiet place', 'Being rushed'],
      ['aisha', 'Having things written down', 'Loud or busy places'],
    ] as const) {
      const m = (await mentorships.of(bot.as('maya').id)).find((one) => one.mentee === bot.as(user).id);
      if (m === undefined) throw new Error('no mentorship');
      const body = { ...m.agreement.body, helps, avoid, menteeRole: `Apprentice, ${user}` };
      await mentorships.save({ ...m, agreement: { ...m.agreement, body } });
    }
  });
};

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(bothWithNeeds);
});
afterEach(async () => t.stop());

const said = (user = 'maya'): string => JSON.stringify(t.as(user).last);
const made = (): Promise<{ readonly session: Session; readonly plan: PlanVersion }> =>
  t.store.read(async (tx) => {
    const { sessions } = tx.in(t.programme);
    const session = (await sessions.all()).at(-1) as Session;
    return { session, plan: (await sessions.plan(session.id)) as PlanVersion };
  });
const change = (body: Partial<PlanVersion['body']>): Promise<void> =>
  t.store.write(async (tx) => {
    const { sessions } = tx.in(t.programme);
    const { session, plan } = await made();
    await sessions.save({ ...session, planVersion: plan.version + 1, revision: session.revision + 1 });
    await sessions.addPlan({ ...plan, version: plan.version + 1, body: { ...plan.body, ...body } });
  });
const needs = (of: readonly Support[]): readonly string[] =>
  of.map((s) => [s.need, s.strategy].filter((w) => w !== '').join(' → '));
const shown = (): readonly string[] =>
  rowsOf(t.as('maya').form().answers, 'support').map((r) => textOf(r.values, 'need'));
const notesOf = (step: string): string =>
  JSON.stringify(
    t
      .as('maya')
      .form()
      .form.steps.find((s) => s.id === step)
      ?.items.filter((i) => i.kind === 'note'),
  );
/** The choices of this field of the open form, of a group's row where one is named. */
const options = (field: string, group?: string): readonly (readonly [string, string])[] =>
  t
    .as('maya')
    .form()
    .form.steps.flatMap((s) => s.items)
    .flatMap((i) =>
      i.kind === 'group' ? (i.id === group ? i.fields : []) : i.kind === 'note' || group !== undefined ? [] : [i],
    )
    .flatMap((f) => (f.kind === 'choice' && f.id === field ? f.of.map((o) => [o.value, o.label] as const) : []));
const option = (label: string): string => options('from').find(([, l]) => l.includes(label))?.[0] ?? '';
/** Goes on until this step is open. */
async function until(step: string): Promise<void> {
  const maya = t.as('maya');
  for (let i = 0; i < 6 && maya.form().step !== step; i += 1) {
    if (maya.form().step === 'objectives')
      maya.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'Both stand in the call log' });
    await maya.next();
  }
  expect(maya.form().step).toBe(step);
}

describe('support', () => {
  test('the first step says what helps and what to avoid, as the mentee wrote it', async () => {
    await t.as('maya').types('plan @leo Friday 3pm 45m Calls');
    expect(notesOf('when')).toContain('What helps Leo');
    expect(notesOf('when')).toContain('Short breaks; A quiet place');
    expect(notesOf('when')).toContain('Being rushed');
    await t.as('maya').types('plan @leo @aisha Friday 3pm 45m Calls');
    for (const words of ['What helps Leo', 'What helps Aisha', 'Loud or busy places'])
      expect(notesOf('when')).toContain(words);
  });

  test('the plan begins with those needs; nothing has to be written beside them, and it is saved in as many steps', async () => {
    const maya = t.as('maya');
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Calls');
    const { plan } = await made();
    expect(needs(plan.body.support)).toEqual(['Short breaks', 'A quiet place', 'To avoid: Being rushed']);
    await maya.presses('plan.change');
    expect(shown()).toEqual(['Short breaks', 'A quiet place', 'To avoid: Being rushed']);
  });

  test('a need has what will be done for it, in rows with keys of their own, and the mentee reads both', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 45m Calls');
    await until('how');
    expect(notesOf('how')).toContain('Apprentice, leo');
    maya.fills({ 'support.0.strategy': 'Stop after 20 minutes', 'resources-why': 'He uses one at work' });
    await toTheEnd(maya);
    const { plan, session } = await made();
    expect(needs(plan.body.support)[0]).toBe('Short breaks → Stop after 20 minutes');
    expect(plan.body.support.every((s) => /^\w+$/.test(s.key) && !s.key.startsWith('blank'))).toBe(true);
    await t.as('leo').presses('plan.read', { subject: session.id });
    expect(said('leo')).toContain('Short breaks → Stop after 20 minutes');
    expect(said('leo')).toContain('He uses one at work');
  });

  test('what was said, or an example, becomes a row when it is chosen; what stands there is not there twice', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 45m Calls');
    await until('how');
    maya.fills({ 'support.0.strategy': 'Stop after 20 minutes', from: option('Small steps') });
    await maya.saves();
    const rows = rowsOf(maya.form().answers, 'support').map((r) => [
      textOf(r.values, 'need'),
      textOf(r.values, 'strategy'),
    ]);
    expect(rows[0]).toEqual(['Short breaks', 'Stop after 20 minutes']);
    expect(rows[3]?.[0]).toBe('Avoids what they are afraid of');
    expect(rows[3]?.[1]).toContain('Small steps they choose');
    expect(maya.form().answers.values.from ?? '').toBe('');
    maya.fills({ from: option('A quiet place') });
    await maya.saves();
    expect(rowsOf(maya.form().answers, 'support')).toHaveLength(4);
    // Chosen as the plan is sent, it is in the plan.
    maya.fills({ from: option('Draw it') });
    await toTheEnd(maya);
    expect(needs((await made()).plan.body.support)).toHaveLength(5);
  });

  test('a need that was taken out can be chosen again', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 45m Calls');
    await until('how');
    for (const row of rowsOf(maya.form().answers, 'support'))
      await maya.moves({ do: 'remove', group: 'support', row: row.key });
    maya.fills({ from: option('To avoid: Being rushed') });
    await maya.saves();
    expect(shown()).toEqual(['To avoid: Being rushed']);
  });

  test('two taps still make a plan: a template, with the needs beside what it brings itself', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo now');
    await maya.presses('plan.template', { arg: 'standard' });
    const { plan } = await made();
    expect(needs(plan.body.support)).toContain('Short breaks');
    expect(plan.body.asGiven).toEqual(['objectives', 'activities']);
    expect(plan.body.objectives[0]?.goal).toBe(plan.body.goals[0]);
    await maya.presses('session.start');
    expect((await made()).session.state).not.toBe('cancelled');
  });

  test('in a group each reads their own needs and those for everybody, and never another’s', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo @aisha Friday 3pm 45m Calls');
    await until('objectives');
    maya.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'Both stand in the log' });
    maya.fills({ goals: [...options('goal', 'objectives').map(([id]) => id)] });
    await maya.next();
    await until('how');
    expect(rowsOf(maya.form().answers, 'support').map((r) => textOf(r.values, 'mentee'))).toEqual([
      t.as('leo').id,
      t.as('leo').id,
      t.as('aisha').id,
      t.as('aisha').id,
    ]);
    await maya.adds('support');
    maya.fills({ 'support.4.mentee': 'all', 'support.4.strategy': 'Say the plan first' });
    await toTheEnd(maya);
    const { session } = await made();
    await t.as('leo').presses('plan.read', { subject: session.id });
    for (const words of ['Short breaks', 'Being rushed', 'Say the plan first']) expect(said('leo')).toContain(words);
    expect(said('leo')).not.toContain('written down');
    expect(said('leo')).not.toContain('busy places');
    await maya.presses('plan.read', { subject: session.id });
    expect(said('maya')).toContain('busy places');
  });

  test('what one mentee needs never reaches another’s plan', async () => {
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Calls');
    await t.as('maya').types('plan @aisha Saturday 3pm 45m Exams');
    expect(shown()).toEqual(['Having things written down', 'To avoid: Loud or busy places']);
    expect(JSON.stringify(t.as('maya').form())).not.toContain('Short breaks');
    // However a row came there, it is not kept in a plan of which its mentee is no part.
    const [leo, aisha] = [t.as('leo').id as PersonId, t.as('aisha').id as PersonId];
    const support = [leo, aisha, undefined].map((mentee, i) => ({
      key: `blank${i}`,
      need: 'x',
      strategy: '',
      ...(mentee === undefined ? {} : { mentee }),
    }));
    const { body } = (await made()).plan;
    expect(supportFor({ ...body, support }, [leo])).toEqual(support.filter((s) => s.mentee !== aisha));
  });

  test('the one text of an earlier version is a row without a need, and is not lost when the plan is saved again', async () => {
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Calls');
    await change({ support: [], strategies: 'Short breaks\nMusic' });
    const maya = t.as('maya');
    const { session } = await made();
    await t.as('leo').presses('plan.read', { subject: session.id });
    expect(said('leo')).toContain('Short breaks\\nMusic');
    await maya.presses('plan.change', { subject: session.id });
    maya.fills({ title: 'Calls again' });
    await toTheEnd(maya);
    const { plan } = await made();
    expect(plan.title).toBe('Calls again');
    expect(needs(plan.body.support)).toEqual(['Short breaks\nMusic']);
    await maya.presses('plan.change', { subject: session.id });
    await toTheEnd(maya);
    expect(said()).toContain('Nothing changed');
  });
});

describe('the goal that an objective serves', () => {
  const twoGoals = (): Promise<void> =>
    t.store.write(async (tx) => {
      const { mentorships } = tx.in(t.programme);
      const m = (await mentorships.of(t.as('maya').id)).find((one) => one.mentee === t.as('leo').id);
      const [goal] = m?.goals ?? [];
      if (m === undefined || goal === undefined) throw new Error('no goal');
      await mentorships.save({ ...m, goals: [goal, { ...goal, id: 'g2' as GoalId, what: 'Book a visit' }] });
    });

  test('with one goal there is nothing to choose: each objective serves it', async () => {
    await t.as('maya').types('plan @leo Friday 3pm 45m Calls');
    expect(options('goal', 'objectives')).toEqual([]);
    await until('activities');
    await toTheEnd(t.as('maya'));
    const { body } = (await made()).plan;
    expect(body.objectives[0]?.goal).toBe(body.goals[0]);
  });

  test('with two, what an objective names is the session’s goal too, without being ticked again', async () => {
    await twoGoals();
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 45m Calls');
    await until('objectives');
    maya.fills({
      'objectives.0.what': 'Make two calls',
      'objectives.0.measure': 'Both stand in the log',
      'objectives.0.goal': 'g2',
    });
    await maya.next();
    expect(maya.form().step).toBe('activities');
    await toTheEnd(maya);
    const { body } = (await made()).plan;
    expect(body.goals).toEqual(['g2']);
    expect(body.objectives[0]?.goal).toBe('g2');
  });

  test('a goal that was let go meanwhile does not hold up a change of the plan', async () => {
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Calls');
    await t.store.write(async (tx) => {
      const { mentorships } = tx.in(t.programme);
      const m = (await mentorships.of(t.as('maya').id)).find((one) => one.mentee === t.as('leo').id);
      if (m !== undefined) await mentorships.save({ ...m, goals: m.goals.map((g) => ({ ...g, state: 'dropped' })) });
    });
    const maya = t.as('maya');
    await maya.presses('plan.change');
    maya.fills({ title: 'Later' });
    await toTheEnd(maya);
    expect((await made()).plan.title).toBe('Later');
  });
});

describe('what was left as it was given', () => {
  test('activities that nobody touched are a thought, no refusal, and the plan remembers it', async () => {
    const maya = t.as('maya');
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Calls');
    expect((await made()).plan.body.asGiven).toEqual(['activities']);
    await maya.types('plan @leo Saturday 3pm 45m Calls');
    await until('activities');
    await maya.next();
    expect(maya.form().step).toBe('how');
    expect(JSON.stringify(maya.form().notice)).toContain('These are the template’s own activities');
    await maya.moves({ do: 'back' });
    maya.fills({ 'activities.0.what': 'Tea, and the call log' });
    await maya.next();
    expect(JSON.stringify(maya.form().notice ?? '')).not.toContain('own activities');
    await toTheEnd(maya);
    expect((await made()).plan.body.asGiven).toEqual([]);
  });

  test('“ok” as a measure is asked about, and saved', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 45m Calls');
    await until('objectives');
    maya.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'It is ok' });
    await maya.next();
    expect(JSON.stringify(maya.form().notice)).toContain('How would somebody else know it was reached?');
    await toTheEnd(maya);
    expect((await made()).plan.body.objectives[0]?.measure).toBe('It is ok');
  });

  test('a plan that is only moved later remembers what was so, however its template is worded by then', async () => {
    const maya = t.as('maya');
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Calls');
    await t.as('priya').types('setup templates');
    await t.as('priya').presses('catalogue.template', { subject: 'standard' });
    await t.as('priya').next();
    await t.as('priya').next();
    t.as('priya').fills({ 'activities.0.what': 'Another beginning' });
    await toTheEnd(t.as('priya'));
    await maya.presses('plan.change');
    maya.fills({ time: '16:00' });
    await maya.submits();
    const { plan } = await made();
    expect(plan.version).toBe(2);
    expect(plan.body.asGiven).toEqual(['activities']);
  });
});
