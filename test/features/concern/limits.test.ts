import { expect, test } from 'vitest';
import type { Field, Form, Item } from '../../../src/chat/form.js';
import { literal } from '../../../src/chat/text.js';
import { withLimits } from '../../../src/features/concern/limits.js';

/**
 * docs/field.md#limits-of-confidentiality: limits of confidentiality before every box for words of one's own, in every
 * form.
 */

const words = (readers: Field['readers']): Field => ({
  id: `words-${readers}`,
  kind: 'text',
  lines: 'many',
  max: 300,
  label: 'Words',
  readers,
});
const day: Field = { id: 'day', kind: 'date', label: 'Day', readers: 'both' };
const group = (...fields: Field[]): Item => ({
  kind: 'group',
  id: 'rows',
  label: 'Rows',
  one: 'Row',
  min: 1,
  max: 3,
  addLabel: 'Add',
  fields,
});
const own: Item = { kind: 'note', id: 'limits-change', text: literal('Its own words.') };
const form = (concern: Form['concern'], ...items: Item[]): Form => ({
  id: 'f',
  title: 'F',
  submit: 'Save',
  concern,
  steps: [
    { id: 'one', title: 'One', items },
    { id: 'two', title: 'Two', items: [day] },
  ],
});

test.each([
  [
    'before the first box of the step',
    [day, words('both'), words('mentor')],
    ['day', 'limits', 'words-both', 'words-mentor'],
  ],
  ['a mentee’s box', [words('sharing')], ['limits', 'words-sharing']],
  ['boxes in rows', [group(day, words('mentor'))], ['limits', 'rows']],
  ['a step that says it itself', [own, words('both')], ['limits-change', 'words-both']],
  ['nothing to write', [day, group(day)], ['day', 'rows']],
  ['what a coordinator sets', [words('coordinator'), words('shown')], ['words-coordinator', 'words-shown']],
] as const)('%s', (_what, items, expected) => {
  const [one, two] = withLimits(form('mentor', ...items)).steps;
  expect(one?.items.map((i) => i.id)).toEqual(expected);
  expect(two?.items.map((i) => i.id)).toEqual(['day']);
});

test('a mentor is told not to write it here', () => {
  const said = (concern: Form['concern']): string =>
    JSON.stringify(withLimits(form(concern, words('both'))).steps[0]?.items[0]);
  expect(said('mentor')).toContain('Don’t write it here');
  expect(said('mentee')).toContain('can’t stay private');
});
