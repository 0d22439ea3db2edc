import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Drawing, drawCard, noFiles } from '../../../adapters/teams/card.js';
import { readAnswers } from '../../../adapters/teams/data.js';
import { drawForm, type FormDrawing } from '../../../adapters/teams/form.js';
import { bytesOf } from '../../../adapters/teams/limits.js';
import { literal as escaped } from '../../../adapters/teams/text.js';
import type { Card } from '../../../src/chat/card.js';
import { button, buttons, text } from '../../../src/chat/card.js';
import type { PlacedFile } from '../../../src/chat/inbound.js';
import { literal } from '../../../src/chat/text.js';
import { madeUp } from '../../support/verbs.js';
import { cardSaying, reader } from './bot.js';
import { faults } from './faults.js';
import { actionCalled, actionsOf, inputsOf, render, submission, texts } from './reading.js';
import { answers, chart, digest, emoji, form, hundred, invitation, longName, viewOf } from './samples.js';

const limit = 28 * 1024;

const drawing = (more: Partial<Drawing> = {}): Drawing => ({
  reader,
  key: 'k7w',
  drawn: 2,
  files: noFiles,
  stands: 'message',
  opens: (verb) => verb === 'plan.read',
  ...more,
});
const formDrawing = (more: Partial<FormDrawing> = {}): FormDrawing => ({
  reader,
  stands: 'dialog',
  typed: new Set(),
  dialog: true,
  key: 'k7w',
  ...more,
});
const everything = new Set(['purpose', 'skills']);
const placed: ReadonlyMap<string, PlacedFile> = new Map([
  [chart, { kind: 'url', url: 'https://mentorlog.example/teams/files/abc' }],
  ['doc-csv', { kind: 'url', url: 'https://mentorlog.example/teams/files/def' }],
]);
const manyRows = (rows: number, words = `${longName} ${emoji}`) =>
  viewOf({
    step: 'activities',
    answers: {
      ...answers,
      rows: {
        activities: Array.from({ length: rows }, (_, i) => ({
          key: `01jd3v8x7c9k2m4n6p8r0t2${String(i).padStart(3, '0')}`,
          values: { what: words.slice(0, 200), minutes: 5 },
        })),
      },
    },
  });
const problems = [
  { at: 'title', say: 'Give the session a title.' },
  { at: 'gone', say: 'Something *else* is wrong.' },
];

const goldens: Record<string, unknown> = {
  invitation: drawCard(invitation, drawing()),
  'invitation-in-a-dialog': drawCard(invitation, drawing({ stands: 'dialog' })),
  'digest-with-picture': drawCard(digest, drawing({ files: placed })),
  'digest-without-picture': drawCard(digest, drawing()),
  'form-first-step': drawForm(viewOf({ hints: [{ at: 'minutes', say: 'An hour is usual.' }] }), formDrawing()),
  'form-with-problems': drawForm(viewOf({ problems, notice: literal('This was open elsewhere.') }), formDrawing()),
  'form-rows': drawForm(viewOf({ step: 'activities' }), formDrawing()),
  'form-in-a-card': drawForm(viewOf(), formDrawing({ stands: 'message' })),
  'form-in-a-card-after-typing': drawForm(viewOf(), formDrawing({ stands: 'message', typed: everything })),
};

describe('every card', () => {
  test.each(Object.entries(goldens))(
    '%s is as it was, and the client’s own parser has nothing against it',
    async (name, card) => {
      await expect(`${JSON.stringify(card, null, 2)}\n`).toMatchFileSnapshot(`../../golden/teams/${name}.json`);
      expect(faults(card)).toEqual([]);
    },
  );
  test('that parser does find faults', () => {
    expect(faults({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Input.Text' }] })).not.toEqual([]);
    expect(faults({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Nonsense' }] })).not.toEqual([]);
  });
  test.each([
    ['a hundred sessions', drawCard(hundred, drawing())],
    ['a hundred sessions in a dialog', drawCard(hundred, drawing({ stands: 'dialog' }))],
    ['a form of a hundred rows', drawForm(manyRows(100), formDrawing())],
    ['a form of a hundred rows in a card', drawForm(manyRows(100), formDrawing({ stands: 'message' }))],
    [
      'a form of eight long texts',
      drawForm(
        viewOf({
          form: {
            ...form,
            steps: [
              {
                id: 'what',
                title: 'Long',
                items: Array.from({ length: 8 }, (_, i) => ({
                  kind: 'text' as const,
                  id: `t${i}`,
                  label: longName,
                  lines: 'many' as const,
                  max: 3000,
                  readers: 'both' as const,
                })),
              },
            ],
          },
          answers: {
            values: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`t${i}`, '語'.repeat(3000)])),
            rows: {},
          },
        }),
        formDrawing(),
      ),
    ],
  ])('%s stays below 28 KB and is valid', (_, card) => {
    expect(bytesOf(card)).toBeLessThan(limit);
    expect(bytesOf(card)).toBeGreaterThan(2_000);
    expect(faults(card)).toEqual([]);
  });
});

describe('cutting', () => {
  test('says how much is missing, and keeps the buttons', () => {
    const card = drawCard(hundred, drawing());
    const words = texts(card).map((t) => t.words);
    expect(words.some((w) => /^… \d+ more lines not shown here/.test(w))).toBe(true);
    expect(actionsOf(card).map((a) => a.title)).toEqual(['More']);
  });
  test('cuts nothing that fits', () => {
    expect(JSON.stringify(drawCard(invitation, drawing()))).not.toContain('…');
  });
  test('seven buttons stand in two sets of at most six', () => {
    const seven: Card = {
      ...cardSaying('x'),
      blocks: [buttons(...Array.from({ length: 7 }, (_, i) => button(`B${i}`, madeUp('v'), 's')))],
    };
    const body = drawCard(seven, drawing()).body as { type: string; actions?: unknown[] }[];
    expect(body.filter((e) => e.type === 'ActionSet').map((e) => e.actions?.length)).toEqual([6, 1]);
  });
});

test('a button that opens a form asks for a dialog at once, any other is executed', () => {
  const card = drawCard(invitation, drawing());
  expect(actionCalled(card, 'Read the plan')).toMatchObject({
    type: 'Action.Submit',
    data: { msteams: { type: 'task/fetch' } },
  });
  expect(actionCalled(card, 'Accept')).toMatchObject({ type: 'Action.Execute', fallback: { type: 'Action.Submit' } });
});

test('two people of one name are two mentions', () => {
  const same = { ...reader, named: (p: string) => ({ name: 'Sam', user: `user-${p}` }) };
  const card = drawCard(
    { ...cardSaying('x'), blocks: [text({ parts: [{ mention: 'a' as never }, ' ', { mention: 'b' as never }] })] },
    drawing({ reader: same }),
  );
  const { entities } = card.msteams as { entities: { text: string; mentioned: { id: string } }[] };
  expect(entities.map((e) => [e.text, e.mentioned.id])).toEqual([
    ['<at>Sam</at>', 'user-a'],
    ['<at>Sam (2)</at>', 'user-b'],
  ]);
});

test('whatever is written is shown as it was written', () => {
  const spicy = fc.stringMatching(/^[a-zA-Z0-9 *_`~[\](){}<>#+\-.!|&;:/\\=@\n"']{0,60}$/);
  fc.assert(
    fc.property(spicy, (words) => {
      const shown = render(escaped(words));
      expect(shown.words.replace(/\s+/g, ' ').trim()).toBe(words.replace(/\s+/g, ' ').trim());
      expect(shown.links).toEqual([]);
      expect(shown.tags).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

describe('forms', () => {
  test('what is submitted unchanged is what was there', () => {
    for (const step of form.steps) {
      const card = drawForm(viewOf({ step: step.id }), formDrawing());
      const read = readAnswers(submission(card, step.id === 'what' ? 'Next' : 'Send to Ben'));
      if (step.id === 'what') expect(read).toEqual({ values: answers.values, rows: {} });
      else expect(read).toEqual({ values: {}, rows: answers.rows });
    }
  });
  test('a form in a card holds no private words that were kept before, and leaves them as they are', () => {
    const card = drawForm(viewOf(), formDrawing({ stands: 'message' }));
    expect(JSON.stringify(card)).not.toContain('kindly');
    expect(JSON.stringify(card)).toContain('Giving feedback');
    const read = readAnswers(submission(card, 'Next'));
    expect(read?.values).not.toHaveProperty('purpose');
    const changed = readAnswers(submission(card, 'Next', { purpose: 'Anew' }));
    expect(changed?.values).toMatchObject({ purpose: 'Anew' });
  });
  test('what was chosen is no text: it is shown, so that nothing can be chosen in its place', () => {
    const card = drawForm(viewOf(), formDrawing({ stands: 'message' }));
    expect(readAnswers(submission(card, 'Next'))?.values).toMatchObject({ skills: answers.values.skills });
    expect(readAnswers(submission(card, 'Next', { skills: '' }))?.values).toMatchObject({ skills: [] });
  });
  test('words that are kept and not shown say so, and can be emptied', () => {
    const card = drawForm(viewOf(), formDrawing({ stands: 'message' }));
    expect(texts(card).filter((t) => t.words.includes('Leave it empty to keep it.'))).toHaveLength(1);
    expect(inputsOf(card).filter((i) => i.title === 'Empty this field')).toHaveLength(1);
    expect(readAnswers(submission(card, 'Next', { '_e:purpose': 'true' }))?.values).toMatchObject({ purpose: '' });
    const anew = submission(card, 'Next', { '_e:purpose': 'true', purpose: 'Anew' });
    expect(readAnswers(anew)?.values).toMatchObject({ purpose: 'Anew' });
    expect(faults(card)).toEqual([]);
  });
  test('a step that is only read says nothing of what is typed', () => {
    const read = {
      id: 'what',
      title: 'Read',
      items: [{ kind: 'note' as const, id: 'n', text: literal('Read this.') }],
    };
    const says = (of: typeof form): boolean =>
      texts(drawForm(viewOf({ form: of }), formDrawing())).some((t) => t.words.includes('What you type is kept'));
    expect(says({ ...form, steps: [read, ...form.steps.slice(1)] })).toBe(false);
    expect(says(form)).toBe(true);
  });
  test('what was typed just now comes back', () => {
    const card = drawForm(viewOf(), formDrawing({ stands: 'message', typed: everything }));
    expect(inputsOf(card).find((i) => i.id === 'purpose')).toMatchObject({ value: answers.values.purpose });
  });
  test('an emptied field is empty, and not as it was', () => {
    const card = drawForm(viewOf(), formDrawing());
    const read = readAnswers(submission(card, 'Next', { purpose: '', minutes: '', skills: '', kind: '' }));
    expect(read?.values).toEqual({
      title: 'Giving feedback',
      purpose: '',
      day: '2026-11-24',
      hour: '15:00',
      minutes: '',
      kind: '',
      skills: [],
    });
  });
  test('what is no number is kept as it was typed, for the server to say so', () => {
    const card = drawForm(viewOf(), formDrawing());
    expect(readAnswers(submission(card, 'Next', { minutes: 'an hour' }))?.values).toMatchObject({
      minutes: 'an hour',
    });
  });
  test('of a hundred rows those that do not fit are kept, in their place', () => {
    const view = manyRows(100);
    const card = drawForm(view, formDrawing());
    const read = readAnswers(submission(card, 'Send to Ben'));
    const keys = (view.answers.rows.activities ?? []).map((r) => r.key);
    expect(read?.rows.activities?.map((r) => r.key)).toEqual(keys);
    const hidden = (read?.rows.activities ?? []).filter((r) => Object.keys(r.values).length === 0).map((r) => r.key);
    expect(hidden.length).toBeGreaterThan(10);
    expect(hidden.length).toBeLessThan(95);
    expect(texts(card).some((t) => t.words.startsWith(`${hidden.length} rows more: kept as they are`))).toBe(true);
    for (const row of read?.rows.activities ?? [])
      expect(Object.keys(row.values)).toEqual(hidden.includes(row.key) ? [] : ['what', 'minutes']);
  });
  test('a row with a problem is never among the hidden', () => {
    const view = manyRows(100);
    const key = view.answers.rows.activities?.[0]?.key ?? '';
    const at = `activities/${key}/minutes`;
    const card = drawForm({ ...view, problems: [{ at, say: 'Too short.' }] }, formDrawing());
    expect(inputsOf(card).find((i) => i.id === at)).toMatchObject({ errorMessage: 'Too short.' });
  });
  test('nothing holds up a button: no required fields, no limits but a text’s length', () => {
    const all = JSON.stringify(form.steps.map((s) => drawForm(viewOf({ step: s.id }), formDrawing())));
    expect(all).not.toMatch(/"isRequired"|"min"|"max"|"regex"/);
  });
  test('every step has the way to the people who help', () => {
    for (const stands of ['dialog', 'message'] as const)
      for (const step of form.steps)
        expect(
          actionCalled(drawForm(viewOf({ step: step.id }), formDrawing({ stands })), 'Worried about someone?'),
        ).toBeDefined();
  });
});
