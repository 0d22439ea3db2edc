import { expect, test } from 'vitest';
import { readAnswers } from '../../../adapters/teams/data.js';
import { drawForm, type FormDrawing } from '../../../adapters/teams/form.js';
import type { Form } from '../../../src/chat/form.js';
import { literal } from '../../../src/chat/text.js';
import { reader } from './bot.js';
import { submission } from './reading.js';

import { viewOf } from './samples.js';

/** A form in a message shows nothing that somebody else wrote in private: whoever owns a tenant can export messages. */

const form: Form = {
  id: 'plan',
  title: 'Plan a session',
  submit: 'Save',
  concern: 'mentor',
  steps: [
    {
      id: 'what',
      title: 'Support',
      items: [
        { kind: 'note', id: 'said', text: literal('What helps Leo: SECRET-note'), anothers: true },
        {
          kind: 'group',
          id: 'support',
          label: 'Support',
          one: 'Need',
          min: 0,
          max: 3,
          addLabel: 'Add',
          fields: [
            {
              id: 'from',
              kind: 'choice',
              shown: 'list',
              of: [{ value: 'said-0', label: 'SECRET-choice' }],
              optional: true,
              anothers: true,
              readers: 'both',
              label: 'Begin from',
            },
            { id: 'need', kind: 'text', lines: 'one', max: 300, anothers: true, readers: 'both', label: 'Need' },
            { id: 'strategy', kind: 'text', lines: 'one', max: 300, readers: 'both', label: 'What you will do' },
          ],
        },
      ],
    },
  ],
};
const view = viewOf({
  form,
  answers: {
    values: {},
    rows: { support: [{ key: 'n1', values: { from: 'said-0', need: 'SECRET-need', strategy: 'Stop at twenty' } }] },
  },
});
const how = (stands: FormDrawing['stands'], dialog = true): FormDrawing => ({
  reader,
  stands,
  dialog,
  typed: new Set(),
  key: 'k',
});

test('in a message the note, the choice and the words are left out, and it says where they are', () => {
  const card = drawForm(view, how('message'));
  expect(JSON.stringify(card)).not.toContain('SECRET');
  expect(JSON.stringify(card)).toContain('Open this in a window to read it.');
  expect(JSON.stringify(card)).toContain('Stop at twenty');
  // A place that opens no window promises none.
  expect(JSON.stringify(drawForm(view, how('message', false)))).not.toContain('Open this in a window to read it.');
});

test('what was left out stays as it was when the form comes back', () => {
  const read = readAnswers(submission(drawForm(view, how('message')), 'Save'));
  const [row] = read?.rows.support ?? [];
  expect(row?.values).toEqual({ strategy: 'Stop at twenty' });
});

test('in a window all of it stands', () => {
  for (const secret of ['SECRET-note', 'SECRET-choice', 'SECRET-need'])
    expect(JSON.stringify(drawForm(view, how('dialog')))).toContain(secret);
});
