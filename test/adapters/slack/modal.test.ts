import { readdir, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readForm, readMove } from '../../../adapters/slack/carried.js';
import { fieldElement, noAnswer, readState } from '../../../adapters/slack/fields.js';
import { limits, viewRules } from '../../../adapters/slack/limits.js';
import { formModal } from '../../../adapters/slack/modal.js';
import { moved } from '../../../adapters/slack/turn.js';
import type { Answers, Field, Form, FormView } from '../../../src/chat/form.js';
import { literal } from '../../../src/chat/text.js';
import { everyPart } from './every-part.js';
import { buttonsOf, stateValues, type View } from './person.js';
import { draft, planForm, planView, reader, three } from './samples.js';

const golden = (name: string): string => `../../golden/slack/${name}.json`;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const drawn = (view: FormView): View => formModal(view, reader) as unknown as View;
const read = (view: View, fills: Parameters<typeof stateValues>[1] = {}) =>
  readState({ values: stateValues(view, fills) });

describe('forms as Slack draws them', () => {
  test.each([
    ['plan.when', planView()],
    [
      'plan.what',
      planView({
        step: 'what',
        revision: 4,
        savedAt: three,
        notice: literal('Understood: Tuesday 24 November, 15:00.'),
        problems: [
          { at: 'activities', say: 'The minutes add up to 25; the session is 45 long.' },
          { at: 'activities/k2/what', say: 'Say what you will do.' },
          { at: 'title', say: 'Give it a title.' },
        ],
        hints: [{ at: 'place', say: 'Last time: Room 4.' }],
      }),
    ],
  ] as const)('%s', async (name, view) => {
    const modal = formModal(view, reader);
    expect(viewRules.safeParse(modal).error).toBeUndefined();
    await expect(json(modal)).toMatchFileSnapshot(golden(`${name}.modal`));
  });

  test('the last step’s button is the form’s, any other’s is Next', () => {
    expect(drawn(planView()).submit?.text).toBe('Next');
    expect(drawn(planView({ step: 'what' })).submit?.text).toBe('Suggest it');
    expect(readForm(drawn(planView({ step: 'what' })).private_metadata)).toEqual({
      draft,
      revision: 1,
      step: 'what',
      form: 'plan',
      last: true,
    });
  });

  test('every step offers help for a worry, and says that closing loses what came after the last save', () => {
    for (const step of ['when', 'what']) {
      const view = drawn(planView({ step }));
      expect(buttonsOf(view.blocks).map((b) => b.label)).toContain('Worried about someone?');
      expect(JSON.stringify(view.blocks)).toContain('closing loses what came after');
    }
  });

  test('rows can be added up to the most and removed down to the least', () => {
    const withRows = (n: number): string[] =>
      buttonsOf(
        drawn(
          planView({
            step: 'what',
            answers: {
              values: {},
              rows: { activities: Array.from({ length: n }, (_, i) => ({ key: `k${i}`, values: {} })) },
            },
          }),
        ).blocks,
      ).map((b) => b.label);
    expect(withRows(1)).not.toContain('Remove');
    expect(withRows(2).filter((l) => l === 'Remove')).toHaveLength(2);
    expect(withRows(2)).toContain('Add an activity');
    expect(withRows(3)).not.toContain('Add an activity');
  });

  test('a step that is not of the form is a fault of ours', () => {
    expect(() => drawn(planView({ step: 'nowhere' }))).toThrow(RangeError);
  });

  describe('a step that is longer than one view', () => {
    const form: Form = {
      ...planForm,
      steps: planForm.steps.map((step) => ({
        ...step,
        items: step.items.map((i) => (i.kind === 'group' ? { ...i, max: 200 } : i)),
      })),
    };
    const keys = (n: number): string[] => Array.from({ length: n }, (_, i) => `k${i}`);
    const long = (n: number, more: Partial<FormView> = {}, what = ''): FormView => ({
      ...planView({ form, step: 'what', ...more }),
      answers: { values: {}, rows: { activities: keys(n).map((key) => ({ key, values: { what } })) } },
    });
    const rowsIn = (view: { readonly blocks: readonly { readonly block_id?: string }[] }): string[] =>
      view.blocks.flatMap((b) => (b.block_id?.startsWith('row:') === true ? [b.block_id.split('/')[1] ?? ''] : []));
    const carried = (view: { readonly private_metadata?: string }) => readForm(view.private_metadata);

    test.each([
      ['many rows', 40, ''],
      ['rows of as much as may be written', 60, '€'.repeat(3000)],
    ])('%s: in parts, each within what Slack takes, and together all of it', (_, n, what) => {
      const view = long(n, {}, what);
      const parts = everyPart(view, reader);
      expect(parts.length).toBeGreaterThan(4);
      for (const part of parts) expect(viewRules.safeParse(part).error).toBeUndefined();
      expect(parts.flatMap(rowsIn)).toEqual(keys(n));
      const [first, second] = parts as unknown as readonly View[];
      // Only the last one sends, and what stands after the rows is in it; beneath the last row another is added.
      const last = parts.length - 1;
      expect(parts.map((p) => carried(p)?.last)).toEqual(parts.map((_p, at) => at === last));
      expect([first?.submit?.text, parts[last]?.submit?.text]).toEqual(['Next', 'Suggest it']);
      expect(parts.map((p) => p.blocks.some((b) => b.block_id === 'place'))).toEqual(
        parts.map((_p, at) => at === last),
      );
      const adds = (p: (typeof parts)[0]): boolean => p.blocks.some((b) => b.block_id === 'add:activities');
      expect(parts.filter(adds).map((p) => rowsIn(p).at(-1))).toEqual([`k${n - 1}`]);
      expect(JSON.stringify(second?.blocks)).toContain(`Step 2 of 2, part 2 of ${parts.length}`);
      // What is not drawn is not in the answers, and so it stays as it was kept.
      const state = second === undefined ? undefined : read(second);
      expect(state?.answers.rows.activities?.map((r) => r.key)).toEqual(rowsIn(second ?? { blocks: [] }));
    });

    test('Back leads to the part before, from the next step to the last part, and from the first to the step before', () => {
      const view = long(40);
      const [first, second] = everyPart(view, reader);
      const from = (modal: typeof first) => ({ step: 'what', ...(modal && { part: carried(modal)?.part as never }) });
      expect(formModal(view, reader, { seek: { ...from(second), to: 'back' } })).toEqual({
        ...first,
        private_metadata: expect.any(String),
      });
      const back = formModal(view, reader, { seek: { step: 'later', to: 'back' } });
      expect(back.blocks).toEqual(everyPart(view, reader).at(-1)?.blocks);
      expect(rowsIn(formModal(view, reader, { seek: { step: 'when', to: 'next' } }))[0]).toBe('k0');
      expect(moved(carried(first ?? {}) as never, { do: 'back' }).move).toEqual({ do: 'back' });
      expect(moved(carried(second ?? {}) as never, { do: 'back' }).move).toEqual({ do: 'save' });
    });

    test('a row that is added is seen, one that is removed leaves its part, and a problem is shown where it is', () => {
      const view = long(40);
      const [first, second] = everyPart(view, reader);
      const part = carried(second ?? {})?.part;
      const seek = { step: 'what', ...(part && { part }) };
      expect(rowsIn(formModal(long(41), reader, { seek: { ...seek, to: { added: 'activities' } } })).at(-1)).toBe(
        'k40',
      );
      expect(formModal(view, reader, { seek: { ...seek, to: 'here' } }).blocks).toEqual(second?.blocks);
      const without = (key: string | undefined): FormView => ({
        ...view,
        answers: {
          values: {},
          rows: { activities: keys(40).flatMap((k) => (k === key ? [] : [{ key: k, values: {} }])) },
        },
      });
      const gone = rowsIn(second ?? { blocks: [] })[0];
      const left = rowsIn(formModal(without(gone), reader, { seek: { ...seek, to: 'here' } }));
      expect(left).toContain(rowsIn(second ?? { blocks: [] })[1]);
      const wrong = formModal(
        { ...view, problems: [{ at: `activities/${rowsIn(first ?? { blocks: [] })[1]}/what`, say: 'Say what.' }] },
        reader,
        { seek: { ...seek, to: 'next' } },
      );
      // The same part; a line of what is wrong may leave room for one row less.
      const before = rowsIn(first ?? { blocks: [] });
      expect(before.slice(0, rowsIn(wrong).length)).toEqual(rowsIn(wrong));
      expect(before.length - rowsIn(wrong).length).toBeLessThanOrEqual(1);
      expect(JSON.stringify(wrong.blocks)).toContain('Say what.');
    });

    test('a step that may be sent early is sent from any part of it', () => {
      const early = { ...form, steps: form.steps.map((s) => ({ ...s, submit: 'Save it now' })) };
      const [first] = everyPart(long(40, { form: early }), reader) as unknown as readonly View[];
      expect(first?.submit?.text).toBe('Save it now');
      expect(carried(first ?? ({} as View))?.last).toBe(true);
      expect(buttonsOf(first?.blocks ?? []).map((b) => b.label)).toContain('Add the rest');
    });
  });
});

describe('what comes back from a view', () => {
  test('untouched, it is what was drawn', () => {
    expect(read(drawn(planView()))?.answers).toEqual({
      values: {
        title: 'Asking *open* questions',
        date: '2026-11-24',
        time: '15:00',
        length: 45,
        kind: 'standard',
        skills: [],
        mood: '',
      },
      rows: {},
    });
    expect(read(drawn(planView({ step: 'what' })))?.answers).toEqual({
      values: { place: '' },
      rows: {
        activities: [
          { key: 'k1', values: { what: 'Look at <the> recording & talk', minutes: 25 } },
          { key: 'k2', values: { what: '', minutes: '' } },
        ],
      },
    });
  });

  test('filled in, emptied and taken back', () => {
    const view = drawn(planView({ answers: { values: { mood: 'calm', title: 'old' }, rows: {} } }));
    const answers = read(view, {
      mood: noAnswer,
      title: null,
      skills: ['listening', 'questions'],
      length: '12.5',
      time: '09:30',
    });
    expect(answers?.answers.values).toEqual({
      title: '',
      date: '',
      time: '09:30',
      length: 12.5,
      kind: '',
      skills: ['listening', 'questions'],
      mood: '',
    });
  });

  test('a number that is none stays as it was typed, for the form to answer', () => {
    expect(read(drawn(planView()), { length: 'soon' })?.answers.values.length).toBe('soon');
  });

  test.each([
    ['no state', undefined],
    ['no values', {}],
    ['a place that is none', { values: { '../../etc': { v: { type: 'plain_text_input', value: 'x' } } } }],
    [
      'a prototype',
      {
        values: JSON.parse(
          '{"__proto__": {"v": {"type": "plain_text_input", "value": "x"}}, "a/b/c/d": {"v": {"type": "x"}}}',
        ),
      },
    ],
    ['another action', { values: { title: { other: { type: 'plain_text_input', value: 'x' } } } }],
    ['too long', { values: { title: { v: { type: 'plain_text_input', value: 'x'.repeat(3001) } } } }],
    ['operators', { values: { title: { v: { type: 'plain_text_input', value: { not: '' } } } } }],
  ])('forged: %s', (_, state) => {
    expect(readState(state)).toBeUndefined();
  });

  test('a field may be called constructor', () => {
    const state = readState({
      values: { 'constructor/constructor/constructor': { v: { type: 'plain_text_input', value: 'x' } } },
    });
    expect(state?.answers.rows.constructor).toEqual([{ key: 'constructor', values: { constructor: 'x' } }]);
  });
});

describe('whatever a form holds, Slack takes it and gives it back', () => {
  const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
  const words = fc.string({ unit: 'grapheme', maxLength: 100 });
  const value = fc.stringMatching(/^[a-z0-9]{1,20}$/);
  const base = fc.record({ label: words, hint: words, readers: fc.constantFrom('shown' as const, 'mentor' as const) });
  const field = (fieldId: string): fc.Arbitrary<Field> =>
    base.chain((b) =>
      fc.oneof(
        fc.constant<Field>({ ...b, id: fieldId, kind: 'text', lines: 'many', max: 3000 }),
        fc.constant<Field>({ ...b, id: fieldId, kind: 'number', min: 0, max: 300, step: 0.5, optional: true }),
        fc.constant<Field>({ ...b, id: fieldId, kind: 'date' }),
        fc
          .record({
            of: fc.uniqueArray(value, { minLength: 1, maxLength: 130 }),
            many: fc.boolean(),
            optional: fc.boolean(),
            shown: fc.constantFrom('list' as const, 'buttons' as const),
            label: words,
          })
          .map(
            (c): Field => ({
              ...b,
              id: fieldId,
              kind: 'choice',
              shown: c.shown,
              of: c.of.map((v) => ({ value: v, label: c.label })),
              ...(c.many ? { many: true } : {}),
              ...(c.optional ? { optional: true } : {}),
            }),
          ),
      ),
    );
  const fields = fc.uniqueArray(id, { minLength: 1, maxLength: 6 }).chain((ids) => fc.tuple(...ids.map(field)));

  test('forms, rows and problems', () => {
    fc.assert(
      fc.property(fields, fields, words, fc.array(value, { maxLength: 20 }), (own, inRow, typed, keys) => {
        const form: Form = {
          id: 'any',
          title: typed,
          submit: typed,
          concern: 'mentee',
          steps: [
            {
              id: 's',
              title: typed,
              items: [
                ...own,
                {
                  kind: 'group',
                  id: 'zz-group',
                  label: typed,
                  one: typed,
                  fields: inRow,
                  min: 0,
                  max: 99,
                  addLabel: typed,
                },
              ],
            },
          ],
        };
        const answerOf = (f: Field) =>
          f.kind === 'text'
            ? typed
            : f.kind === 'number'
              ? 12.5
              : f.kind === 'date'
                ? '2026-11-24'
                : f.kind === 'choice'
                  ? (f.of[0]?.value ?? '')
                  : '';
        const rowKeys = [...new Set(keys)];
        const answers: Answers = {
          values: Object.fromEntries(own.map((f) => [f.id, answerOf(f)])),
          rows: {
            'zz-group': rowKeys.map((key) => ({
              key,
              values: Object.fromEntries(inRow.map((f) => [f.id, answerOf(f)])),
            })),
          },
        };
        const problems = [...own.map((f) => ({ at: f.id, say: typed })), { at: 'elsewhere', say: typed }];
        const modal = formModal(
          { draft, revision: 2, form, step: 's', answers, problems, hints: problems, savedAt: three },
          reader,
        );
        expect(viewRules.safeParse(modal).error).toBeUndefined();
        const back = read(modal as unknown as View)?.answers;
        for (const f of own) {
          const kept = answers.values[f.id];
          const expected = f.kind === 'choice' && f.many === true ? [kept] : kept;
          expect(back?.values[f.id]).toEqual(expected);
        }
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  test('an answer that is longer than its field stays whole, so that its author can shorten it', () => {
    const f: Field = { id: 't', label: 'T', kind: 'text', lines: 'one', max: 80, readers: 'shown' };
    expect(fieldElement(f, 'x'.repeat(100))).toMatchObject({ max_length: 100, initial_value: 'x'.repeat(100) });
    expect(fieldElement(f, 'x')).toMatchObject({ max_length: 80 });
    expect(fieldElement(f, 'x'.repeat(9000))).toMatchObject({ max_length: limits.inputText });
  });
});

test('a step that may be sent early: the view’s own button sends, and the way on is a button beside it', () => {
  const plain = planView();
  const early: FormView = {
    ...plain,
    form: { ...plain.form, steps: plain.form.steps.map((s, i) => (i === 0 ? { ...s, submit: 'Save it now' } : s)) },
  };
  const view = drawn(early);
  expect(viewRules.safeParse(formModal(early, reader)).error).toBeUndefined();
  expect(view.submit?.text).toBe('Save it now');
  expect(readForm(view.private_metadata)?.last).toBe(true);
  const next = buttonsOf(view.blocks).find((b) => b.label === 'Add the rest');
  expect(readMove(next?.action.value)).toEqual({ do: 'next' });
  expect(buttonsOf(drawn(plain).blocks).map((b) => b.label)).not.toContain('Add the rest');
});

test('no modal has two buttons that are called Save', async () => {
  const folder = new URL('../../golden/loop/slack/', import.meta.url);
  const modals = (await readdir(folder)).filter((name) => name.startsWith('form-'));
  expect(modals.length).toBeGreaterThan(15);
  for (const name of modals) {
    const view = JSON.parse(await readFile(new URL(name, folder), 'utf8')) as View;
    const labels = [view.submit?.text ?? '', ...buttonsOf(view.blocks).map((b) => b.label)];
    expect(labels.filter((l) => l === 'Save').length, name).toBeLessThanOrEqual(1);
    expect(labels.length, name).toBe(
      new Set(labels.filter((l) => l !== 'Remove')).size + labels.filter((l) => l === 'Remove').length,
    );
  }
});
