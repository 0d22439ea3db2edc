import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldProblems, readAnswers, stepOf, withoutBlankRows } from '../../src/chat/check.js';
import type { Answers, Field, Form, Step, Value } from '../../src/chat/form.js';

const base = { id: 'f', label: 'F', readers: 'both' } as const;
const line: Field = { ...base, kind: 'text', lines: 'one', max: 80 };
const words: Field = { ...base, kind: 'text', lines: 'many', max: 3000, optional: true };
const number: Field = { ...base, kind: 'number', min: 5, max: 480, step: 5, unit: 'minutes' };
const date: Field = { ...base, kind: 'date' };
const time: Field = { ...base, kind: 'time' };
const one: Field = {
  ...base,
  kind: 'choice',
  shown: 'buttons',
  of: [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ],
};
const many: Field = {
  ...base,
  kind: 'choice',
  shown: 'list',
  many: true,
  of: [
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ],
};
const step = (...items: Step['items']): Step => ({ id: 's', title: 'S', items });
const said = (field: Field, typed: Value | undefined): string | undefined => {
  const read = readAnswers([step(field)], { values: typed === undefined ? {} : { f: typed }, rows: {} });
  return fieldProblems([step(field)], read)[0]?.say;
};

describe('a field says what is wrong and what to do', () => {
  test.each<[string, Field, Value | undefined, string | undefined]>([
    ['nothing where something must be', line, undefined, 'Please fill this in.'],
    ['only space', line, '   ', 'Please fill this in.'],
    ['nothing where nothing need be', words, '', undefined],
    ['too long', line, 'x'.repeat(100), 'Keep this to 80 characters: it has 100. Nothing is lost, shorten it here.'],
    [
      'a hundred thousand characters',
      words,
      'x'.repeat(100_000),
      'Keep this to 3,000 characters: it has 100,000. Nothing is lost, shorten it here.',
    ],
    ['a number as typed', number, '45', undefined],
    ['a number with spaces', number, ' 45 ', undefined],
    ['words for a number', number, 'an hour', 'Give this as a number, for example 5.'],
    ['zero minutes', number, '0', 'The least is 5 minutes.'],
    ['26 hours', number, '1560', 'The most is 480 minutes.'],
    ['between the steps', number, 47, 'Use steps of 5 minutes.'],
    ['a date', date, '2026-11-24', undefined],
    [
      'a date that does not exist',
      date,
      '2026-02-30',
      'Give a date that exists, as year-month-day, for example 2026-11-24.',
    ],
    ['a date in words', date, 'tomorrow', 'Give a date that exists, as year-month-day, for example 2026-11-24.'],
    ['a time', time, '15:00', undefined],
    ['a time that does not exist', time, '25:00', 'Give the time as hours and minutes, for example 15:00.'],
    ['a choice', one, 'a', undefined],
    ['a choice that is not offered', one, 'c', 'Choose one.'],
    ['several', many, ['a', 'b'], undefined],
    ['several, one of them not offered', many, ['a', 'z'], undefined],
    ['none of several', many, [], 'Choose at least one.'],
  ])('%s', (_name, field, typed, problem) => {
    expect(said(field, typed)).toBe(problem);
  });

  test('a decimal comma is a decimal', () => {
    const half: Field = { ...base, kind: 'number', min: 0, max: 10, step: 0.5 };
    expect(readAnswers([step(half)], { values: { f: '1,5' }, rows: {} }).values.f).toBe(1.5);
    expect(said(half, '1,5')).toBeUndefined();
  });
});

const rows: Step = step({
  kind: 'group',
  id: 'activities',
  label: 'Activities',
  one: 'Activity',
  min: 1,
  max: 3,
  addLabel: 'Add',
  fields: [
    { ...line, id: 'what' },
    { ...number, id: 'minutes', min: 1, step: 1 },
  ],
});
const answers = (...r: readonly Record<string, Value>[]): Answers => ({
  values: {},
  rows: { activities: r.map((values, i) => ({ key: `k${i}`, values })) },
});

describe('rows', () => {
  test('a problem names the row’s own place', () => {
    expect(
      fieldProblems([rows], readAnswers([rows], answers({ what: 'Talk', minutes: '10' }, { what: '', minutes: '5' }))),
    ).toEqual([{ at: 'activities/k1/what', say: 'Please fill this in.' }]);
  });
  test('blank rows are passed over, and too few are said at the group', () => {
    const read = readAnswers([rows], answers({ what: '', minutes: '' }));
    expect(fieldProblems([rows], read)).toEqual([{ at: 'activities', say: 'Fill in at least one activity.' }]);
    expect(withoutBlankRows(read).rows.activities).toEqual([]);
  });
  test('more rows than there may be are not read', () => {
    const five = answers(...Array.from({ length: 5 }, () => ({ what: 'x', minutes: 1 })));
    expect(readAnswers([rows], five).rows.activities).toHaveLength(3);
  });
  test('the step that holds a place', () => {
    const form: Form = {
      id: 'x',
      title: 'X',
      submit: 'Send',
      concern: 'mentor',
      steps: [step(line), { ...rows, id: 'second' }],
    };
    expect(stepOf(form, 'activities/k0/what')?.id).toBe('second');
    expect(stepOf(form, 'f')?.id).toBe('s');
    expect(stepOf(form, 'nowhere')).toBeUndefined();
  });
});

test('nothing that arrives makes reading throw, and what the form does not know is dropped', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.array(fc.string()));
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), value),
      fc.constantFrom(line, words, number, date, time, one, many),
      value,
      (other, field, typed) => {
        const read = readAnswers([step(field)], { values: { ...other, f: typed as Value }, rows: {} });
        expect(Object.keys(read.values).every((k) => k === 'f')).toBe(true);
        fieldProblems([step(field)], read);
      },
    ),
  );
});
