import type { types } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answers, Field, FormView, Item, Move, Step, Value, Values } from '../../../src/chat/form.js';
import type { Reply } from '../../../src/chat/inbound.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { everyForm as forms } from '../../support/every-form.js';
import { type PermissionsWorld, permissionsWorld, registry } from '../../support/permissions-world.js';
import { everyPart } from './every-part.js';
import { reader } from './samples.js';

/**
 * Slack's client lets nobody go on who leaves an input empty that is not `optional`. So each input of every form says
 * what to send it empty does: it is optional where that is taken, in whatever way the rest of its step is filled in.
 */

/** Not to be had in this world; nothing in them depends on anything, and no row repeats. */
const plain = [
  'concerns-erase',
  'hours-settle-confirm',
  'check-word',
  'goal-levels',
  'quote',
  'ask-words',
  'hours-different',
  'their-name',
  'release-choice',
  'release-look',
  'pack-look',
  'pack-decide',
];

let w: PermissionsWorld;
beforeAll(async () => {
  w = await permissionsWorld();
}, 60_000);
afterAll(() => w?.t.stop());

const draft = randomIds().next<'draft'>('draft');
const nothing: Answers = { values: {}, rows: {} };

/** What a move in a draft with these answers is answered with; nothing stays of it. */
async function moved(form: string, answers: Answers, step: string, move: Move): Promise<Reply> {
  const [user, subject] = forms[form] ?? ['', ''];
  const person = w.t.people.get(user);
  if (person === undefined) throw new Error(`nobody is ${user}`);
  const event = { kind: 'form', draft, revision: 1, step, move, answers };
  const { answer } = await w.tries(user, event, async (tx, programme) =>
    tx.in(programme).drafts.save({
      id: draft,
      person,
      form,
      subject: w.filled(subject),
      revision: 1,
      step,
      answers,
      openedAt: w.t.clock.now(),
      savedAt: w.t.clock.now(),
      doneAt: null,
      outcome: '',
    }),
  );
  return answer.reply;
}

async function viewOf(form: string, answers: Answers, step = ''): Promise<FormView | undefined> {
  const reply = await moved(form, answers, step, { do: 'save' });
  return reply.kind === 'form' ? { ...reply.view, step: step === '' ? reply.view.step : step } : undefined;
}

const isField = (i: Item): i is Field => i.kind !== 'note' && i.kind !== 'group';

/** Values that a field may have, an empty one first. */
function valuesFor(f: Field): readonly Value[] {
  if (f.kind === 'choice') {
    const each = f.of.slice(0, 8).map((o) => (f.many === true ? [o.value] : o.value));
    return f.many === true ? [[], ...each, f.of.map((o) => o.value)] : ['', ...each];
  }
  if (f.kind === 'date') return ['', '2026-11-02', '2026-11-24', '2027-03-01'];
  if (f.kind === 'time') return ['', '15:00'];
  if (f.kind === 'number') return ['', f.min, f.max];
  return ['', 'x'];
}

/** All that is asked for, filled in: with the first value that there is, or with the last. */
function filled(view: FormView, which: 'first' | 'last'): Answers {
  const one = (f: Field): Value => {
    const some = valuesFor(f).slice(1);
    return (which === 'first' ? some[0] : some.at(-1)) ?? '';
  };
  const items = view.form.steps.flatMap((s) => s.items);
  const values: Record<string, Value> = {};
  const rows: Record<string, { key: string; values: Values }[]> = {};
  for (const i of items) {
    if (isField(i)) values[i.id] = view.answers.values[i.id] || one(i);
    if (i.kind === 'group')
      rows[i.id] = (view.answers.rows[i.id] ?? []).map((r) => ({
        key: r.key,
        values: Object.fromEntries(i.fields.map((f) => [f.id, one(f)])),
      }));
  }
  return { values, rows };
}

const withValue = (a: Answers, id: string, value: Value): Answers => ({ ...a, values: { ...a.values, [id]: value } });

function withRow(a: Answers, group: string, key: string, change: (v: Values) => Values): Answers {
  const rows = (a.rows[group] ?? []).map((r) => (r.key === key ? { ...r, values: change(r.values) } : r));
  return { ...a, rows: { ...a.rows, [group]: rows } };
}

/** The step with this place empty, and the rest of it in every way that is one answer from how it is. */
function* leftEmpty(step: Step, answers: Answers, place: string): Generator<Answers> {
  const [id = '', row, field] = place.split('/');
  const empty =
    row === undefined || field === undefined
      ? withValue(answers, id, '')
      : withRow(answers, id, row, (v) => ({ ...v, [field]: '' }));
  yield empty;
  if (row !== undefined) yield withRow(answers, id, row, () => ({}));
  yield step.items.filter(isField).reduce((a, f) => withValue(a, f.id, ''), empty);
  for (const other of step.items.filter(isField))
    if (other.id !== place) for (const value of valuesFor(other)) yield withValue(empty, other.id, value);
}

async function mayBeEmpty(form: string, step: Step, last: boolean, answers: Answers, place: string): Promise<boolean> {
  const [group = ''] = place.split('/');
  for (const tried of leftEmpty(step, answers, place)) {
    const reply = await moved(form, tried, step.id, { do: last || step.submit !== undefined ? 'submit' : 'next' });
    if (reply.kind !== 'form') return true;
    const refused = reply.view.problems.some(
      (p) => p.at === place || (p.at === group && /^(Fill in|Add) at least/.test(p.say)),
    );
    if (!refused) return true;
  }
  return false;
}

test('no form is without a row', () => {
  expect(Object.keys(forms).sort()).toEqual([...registry.forms.keys()].sort());
});

describe('every input of every form', () => {
  test.each(Object.keys(forms))('%s', { timeout: 120_000 }, async (form) => {
    const first = await viewOf(form, nothing);
    if (first === undefined) {
      expect(plain).toContain(form);
      return;
    }
    const states: Answers[] = [first.answers];
    for (const which of ['first', 'last'] as const) {
      // What is asked for may depend on what was filled in: once more, for what came by that.
      const once = await viewOf(form, filled(first, which));
      states.push((once === undefined ? undefined : await viewOf(form, filled(once, which)))?.answers ?? first.answers);
    }
    const wrong = new Set<string>();
    let seen = 0;
    for (const answers of states) {
      const whole = await viewOf(form, answers);
      for (const [n, step] of (whole?.form.steps ?? []).entries()) {
        const view = await viewOf(form, answers, step.id);
        if (view === undefined) continue;
        const now = view.form.steps.find((s) => s.id === step.id);
        if (now === undefined) continue;
        const last = n === view.form.steps.length - 1;
        for (const block of everyPart(view, reader).flatMap((m) => m.blocks)) {
          if (block.type !== 'input') continue;
          seen += 1;
          const { block_id: place = '', optional } = block as types.InputBlock;
          const empty = await mayBeEmpty(form, now, last, view.answers, place);
          if (empty !== (optional === true))
            wrong.add(`${step.id}: ${place} ${empty ? 'may' : 'may not'} be left empty`);
        }
      }
    }
    expect([...wrong]).toEqual([]);
    expect(seen).toBeGreaterThan(0);
  });
});
