import { describe, expect, test } from 'vitest';
import { saysNothing, thoughtOn, thoughtsOnPlan } from '../../src/domain/plan-quality.js';
import type { PlanBody } from '../../src/domain/session.js';

/** docs/field.md#measurable-objectives, docs/field.md#a-plan-of-its-own: thoughts, never refusals. */

describe('a measure that measures nothing', () => {
  test.each([
    'ok',
    'OK.',
    'okay',
    'yes',
    'Yes!',
    'done',
    'it is done',
    'It’s fine',
    'all good',
    'n/a',
    'tbc',
    '-',
    '...',
    '?',
    'good',
    'went well',
    'really works',
    'happy',
    'a bit',
    'looks ok',
    'not sure',
    'xx',
  ])('“%s”', (measure) => expect(saysNothing(measure)).toBe(true));
  test.each([
    '',
    '  ',
    '3 calls',
    'Signed by both',
    'Two calls stand in the call log',
    'He rings alone',
    'The form is sent',
    'Done by Friday, in the log',
    'Books it',
    'A list of five',
  ])('not “%s”', (measure) => expect(saysNothing(measure)).toBe(false));
});

test.each([
  ['Feel more confident', '', 'how would you both see it?'],
  ['Feel more confident', 'ok', 'How would somebody else know'],
  ['Make two calls', 'yes', 'How would somebody else know'],
  ['Make two calls', 'Both stand in the log', ''],
  ['Understand the forms', 'He fills in one without help', ''],
] as const)('%s, measured by “%s”', (what, measure, expected) => {
  const thought = thoughtOn(what, measure);
  if (expected === '') expect(thought).toBe('');
  else expect(thought).toContain(expected);
});

describe('a version of a plan', () => {
  const body: PlanBody = {
    objectives: [{ key: 'o1', what: 'Make two calls', measure: 'Both stand in the log' }],
    activities: [{ key: 'a1', what: 'Calls', minutes: 45 }],
    resources: '',
    resourcesWhy: '',
    support: [],
    strategies: '',
    guidance: [],
    goals: [],
    asGiven: [],
  };
  test.each([
    ['of its own brings no thought', {}, null, false, []],
    ['left at its activities', { asGiven: ['activities'] }, null, false, ['activities-as-given']],
    ['with a template’s objective', { asGiven: ['objectives'] }, 'template:standard', false, ['objectives-as-given']],
    [
      'copied unchanged is said once',
      { asGiven: ['objectives', 'activities'] },
      'template:standard',
      true,
      ['copied-unchanged'],
    ],
    ['of before 0.5.0, copied unchanged', {}, 'session:s1', true, ['copied-unchanged']],
    [
      'with “ok” as its measure',
      { objectives: [{ key: 'o1', what: 'Calls', measure: 'ok' }] },
      null,
      false,
      ['not-measurable o1'],
    ],
    [
      'with a need that nothing is planned for',
      { support: [{ key: 'n', need: 'Breaks', strategy: '' }] },
      null,
      false,
      ['need-without-strategy'],
    ],
    ['with the one text of before', { strategies: 'Breaks' }, null, false, []],
  ] as const)('%s', (_what, more, copiedFrom, unchanged, expected) => {
    const found = thoughtsOnPlan({ body: { ...body, ...(more as Partial<PlanBody>) }, copiedFrom, unchanged });
    expect(found.map((t) => (t.kind === 'not-measurable' ? `${t.kind} ${t.objective}` : t.kind))).toEqual(expected);
  });
});
