import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rowsOf, textOf } from '../../../src/chat/form.js';
import type { PlanVersion, Session } from '../../../src/domain/session.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { agreed, mayaAndLeoAgreed, planned, toTheEnd } from '../../support/steps.js';

/** A new plan that begins from a template, or from the last session's. */

let t: TestBot;
beforeEach(async () => {
  t = await startAfter(mayaAndLeoAgreed);
});
afterEach(async () => t.stop());

const sessions = (): Promise<readonly Session[]> => t.store.read((tx) => tx.in(t.programme).sessions.all());
const planOf = async (title: string): Promise<PlanVersion | undefined> => {
  const id = (await sessions()).find((s) => s.title === title)?.id;
  return id === undefined ? undefined : t.store.read((tx) => tx.in(t.programme).sessions.plan(id));
};
const choices = (): readonly (readonly [string, string])[] =>
  t
    .as('maya')
    .form()
    .form.steps.flatMap((s) => s.items)
    .flatMap((i) => (i.kind === 'choice' && i.id === 'template' ? i.of.map((o) => [o.value, o.label] as const) : []));
const column = (group: string, field: string): readonly string[] =>
  rowsOf(t.as('maya').form().answers, group).map((r) => textOf(r.values, field));

/** A plan with words of its own, held. */
async function held(): Promise<Session> {
  const maya = t.as('maya');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 40m Phone calls');
  await maya.presses('plan.change');
  maya.fills({ place: 'Library' });
  await maya.next();
  await maya.next();
  maya.fills({ 'activities.0.what': 'Tea and a look back' });
  await maya.next();
  maya.fills({
    resources: 'The call log',
    'resources-why': 'He keeps one at work',
    'support.0.strategy': 'A break after 20 minutes',
  });
  await toTheEnd(maya);
  await t.clock.to('2026-11-24T16:00:00Z');
  return (await sessions())[0] as Session;
}

describe('the last session’s plan', () => {
  test('is the first choice, fills in what is empty, and is remembered as where the plan came from', async () => {
    const last = await held();
    await planned(t, 'maya', 'plan @leo 20 January 2027 3pm 45m Far ahead');
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 40m');
    expect(choices()[0]).toEqual([`session:${last.id}`, 'The last session’s plan: Phone calls']);
    maya.fills({ template: `session:${last.id}`, title: 'Calls again' });
    await maya.next();
    expect(column('objectives', 'what')).toEqual(['Make two calls to the college']);
    expect(column('activities', 'what')[0]).toBe('Tea and a look back');
    expect(maya.form().answers.values).toMatchObject({
      title: 'Calls again',
      place: 'Library',
      resources: 'The call log',
      'resources-why': 'He keeps one at work',
      kind: 'standard',
    });
    expect(column('support', 'strategy')).toEqual(['A break after 20 minutes']);
    await toTheEnd(maya);
    expect(await planOf('Calls again')).toMatchObject({ copiedFrom: `session:${last.id}`, unchanged: true });
    await maya.presses('plan.read', { subject: (await sessions()).find((s) => s.title === 'Calls again')?.id ?? '' });
    expect(JSON.stringify(maya.last)).toContain('Copied from another session without a change.');
  });

  test('in another length its activities take the same shares; changed words are no copy', async () => {
    const last = await held();
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 60m Longer');
    maya.fills({ template: `session:${last.id}` });
    await maya.next();
    expect(column('activities', 'minutes').reduce((n, m) => n + Number(m), 0)).toBe(60);
    maya.fills({ 'objectives.0.what': 'Make three calls' });
    await toTheEnd(maya);
    expect(await planOf('Longer')).toMatchObject({ copiedFrom: `session:${last.id}`, unchanged: false });
  });

  test('is offered of the same people only', async () => {
    await held();
    await agreed(t, 'maya', 'aisha');
    await t.as('maya').types('plan @aisha Friday 3pm 40m Exams');
    expect(JSON.stringify(choices())).not.toContain('session:');
    await t.as('maya').types('plan @leo @aisha Friday 3pm 40m Exams');
    expect(JSON.stringify(choices())).not.toContain('session:');
  });
});

describe('a template', () => {
  test('brings its own activities where only another template’s stand, and leaves those that were typed', async () => {
    const maya = t.as('maya');
    await maya.types('plan @leo Friday 3pm 60m Talk');
    const standard = column('activities', 'what');
    const other = choices().find(([key]) => key === 'restorative')?.[0] ?? '';
    maya.fills({ template: other });
    await maya.next();
    const restorative = column('activities', 'what');
    expect(restorative).not.toEqual(standard);
    await maya.moves({ do: 'back' });
    maya.fills({ template: 'standard' });
    await maya.next();
    expect(column('activities', 'what')).toEqual(standard);

    maya.fills({ 'objectives.0.what': 'Agree a step', 'objectives.0.measure': 'It is written down' });
    await maya.next();
    maya.fills({ 'activities.0.what': 'My own beginning' });
    await maya.moves({ do: 'back' });
    await maya.moves({ do: 'back' });
    maya.fills({ template: other });
    await maya.next();
    expect(column('activities', 'what')[0]).toBe('My own beginning');
  });
});
