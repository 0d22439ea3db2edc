import { describe, expect, test } from 'vitest';
import { audienceInWords, audienceOf } from '../../src/chat/audience.js';
import { type Field, type Item, type Readers, saysOptional, unitOf } from '../../src/chat/form.js';

const field = (label: string, readers: Readers): Field => ({
  id: label.toLowerCase(),
  kind: 'text',
  lines: 'one',
  max: 80,
  label,
  readers,
});

describe('who reads a step, said once', () => {
  const words: Record<Readers, string> = {
    shown: 'May appear in messages',
    both: 'You two',
    change: 'You two, and those who assess',
    mentor: 'Only the mentor',
    own: 'Only you',
    'until-declared': 'Only you, until you declare it',
    mentee: 'The mentee',
    coordinator: 'The coordinator',
    'about-them': 'Coordinators and the person themselves read this',
    sharing: 'Whom you choose',
  };
  const said = (items: readonly Item[]): string => {
    const { said, apart } = audienceOf(items);
    return said.map((one) => `${audienceInWords(one, words[one.readers], apart.size > 0)}.`).join(' ');
  };
  test.each([
    ['all alike', [field('A', 'both'), field('B', 'both')], 'You two.'],
    [
      'one apart',
      [field('Title', 'shown'), field('Why?', 'both'), field('How', 'both')],
      '“Title”: may appear in messages. All else: you two.',
    ],
    [
      'three audiences',
      [
        field('Title', 'shown'),
        field('Day', 'shown'),
        field('A', 'both'),
        field('B', 'both'),
        field('C', 'both'),
        field('D', 'mentor'),
      ],
      '“Title” and “Day”: may appear in messages. “D”: only the mentor. All else: you two.',
    ],
    [
      'too many to name',
      [...'ABCDE'].map((l) => field(l, 'shown')).concat([...'FGHIJK'].map((l) => field(l, 'both'))),
      'Unless a field says otherwise: you two.',
    ],
    [
      'a group by its own name',
      [
        {
          kind: 'group',
          id: 'g',
          label: 'Goals',
          one: 'Goal',
          min: 0,
          max: 3,
          addLabel: 'Add',
          fields: [field('What', 'shown'), field('How', 'shown')],
        },
        field('A', 'both'),
        field('B', 'both'),
        field('C', 'both'),
      ] satisfies Item[],
      '“Goals”: may appear in messages. All else: you two.',
    ],
    ['nothing to fill in', [], ''],
  ] as const)('%s', (_, items, expected) => {
    expect(said(items)).toBe(expected);
  });
});

test.each([
  ['You can skip this.', false],
  ['Only if you like. There is no wrong answer.', false],
  ['A sentence or two.', true],
  [undefined, true],
] as const)('beside the hint %j a label says that it is optional: %s', (hint, says) => {
  const f = { ...field('A', 'both'), optional: true as const };
  expect(saysOptional(hint === undefined ? f : { ...f, hint })).toBe(says);
  expect(saysOptional(field('A', 'both'))).toBe(false);
});

test.each([
  ['Minutes', 'minutes', undefined],
  ['It lasted', 'minutes', 'minutes'],
  ['Hours to deliver', 'hours', undefined],
] as const)('beside the label %j the unit %j is %j', (label, unit, shown) => {
  expect(unitOf({ id: 'n', kind: 'number', min: 1, max: 9, step: 1, label, unit, readers: 'both' })).toBe(shown);
});
