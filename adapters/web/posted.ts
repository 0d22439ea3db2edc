import { createHash } from 'node:crypto';
import type { Answers, Field, Form, Move, Row, Value, Values } from '../../src/chat/form.js';

/**
 * How a form's fields are named in what is posted:
 * `v.FIELD` a field, `r.GROUP.ROWKEY.FIELD` a row's field, `g` a group that is on the page, `k.GROUP` the key of one
 * of its rows, in order. A choice of several is preceded by an empty value, so that "nothing chosen" is known.
 */
export const nameOf = {
  field: (field: string) => `v.${field}`,
  rowField: (group: string, row: string, field: string) => `r.${group}.${row}.${field}`,
  group: 'g',
  rowKey: (group: string) => `k.${group}`,
} as const;

/** A move as a button's value carries it: `next`, `add:GROUP`, `remove:GROUP:ROW`. */
export function writeMove(move: Move): string {
  if (move.do === 'add') return `add:${move.group}`;
  return move.do === 'remove' ? `remove:${move.group}:${move.row}` : move.do;
}

/** The move that a button's value says; undefined where it says none. */
export function readMove(written: string): Move | undefined {
  const [what = '', group = '', ...rest] = written.split(':');
  const row = rest.join(':');
  if (what === 'add') return group === '' ? undefined : { do: 'add', group };
  if (what === 'remove') return group === '' || row === '' ? undefined : { do: 'remove', group, row };
  const plain = ['submit', 'next', 'back', 'save', 'closed'] as const;
  const found = plain.find((p) => p === written);
  return found === undefined ? undefined : { do: found };
}

/** Browsers send line ends as CR LF. */
const lines = (s: string): string => s.replace(/\r\n?/g, '\n');

/**
 * One answer. A number that is none stays as it was typed, so that whoever checks it can say what is wrong.
 * A decimal comma is understood.
 */
function answerOf(field: Field, typed: readonly string[]): Value | undefined {
  if (field.kind === 'choice' && field.many === true)
    return typed.length === 0 ? undefined : typed.filter((v) => v !== '');
  // Of several radio buttons or inputs with one name the last one counts, as in a browser.
  const last = typed.at(-1);
  if (last === undefined) return undefined;
  if (field.kind !== 'number') return lines(last);
  const digits = last.trim();
  const n = /^[+-]?\d+(?:[.,]\d+)?$/.test(digits) ? Number(digits.replace(',', '.')) : Number.NaN;
  return Number.isFinite(n) ? n : last;
}

function rawValue(typed: readonly string[]): Value {
  const chosen = typed.filter((v) => v !== '').map(lines);
  return chosen.length > 1 ? chosen : (chosen[0] ?? '');
}

/**
 * The answers of one step. With the form at hand each value is read as its field's kind says; without it (after a
 * restart) values stay strings, and the runtime reads them by its form.
 */
export function readAnswers(posted: URLSearchParams, form: Form | undefined, stepId: string): Answers {
  const step = form?.steps.find((s) => s.id === stepId);
  if (step === undefined) return readRaw(posted);
  const values = (fields: readonly Field[], name: (field: string) => string): Values =>
    Object.fromEntries(
      fields.flatMap((f) => {
        const value = answerOf(f, posted.getAll(name(f.id)));
        return value === undefined ? [] : [[f.id, value]];
      }),
    );
  const fields = step.items.filter((i): i is Field => i.kind !== 'group' && i.kind !== 'note');
  const onPage = new Set(posted.getAll(nameOf.group));
  const groups = step.items.filter((i) => i.kind === 'group').filter((g) => onPage.has(g.id));
  return {
    values: values(fields, nameOf.field),
    rows: Object.fromEntries(
      groups.map((group) => [
        group.id,
        [...new Set(posted.getAll(nameOf.rowKey(group.id)))].map(
          (key): Row => ({ key, values: values(group.fields, (f) => nameOf.rowField(group.id, key, f)) }),
        ),
      ]),
    ),
  };
}

function readRaw(posted: URLSearchParams): Answers {
  const names = [...new Set(posted.keys())];
  const under = (prefix: string): Values =>
    Object.fromEntries(
      names
        .filter((n) => n.startsWith(prefix) && !n.slice(prefix.length).includes('.'))
        .map((n) => [n.slice(prefix.length), rawValue(posted.getAll(n))]),
    );
  return {
    values: under('v.'),
    rows: Object.fromEntries(
      [...new Set(posted.getAll(nameOf.group))].map((group) => [
        group,
        [...new Set(posted.getAll(nameOf.rowKey(group)))].map(
          (key): Row => ({ key, values: under(`r.${group}.${key}.`) }),
        ),
      ]),
    ),
  };
}

/**
 * The id of one act: the same for a page sent twice as it stands, another one for another page, another button or
 * other words. `nonce` is fresh with every rendering.
 */
export function deliveryOf(user: string, nonce: string, posted: string): string {
  const what = createHash('sha256').update(posted).digest('base64url').slice(0, 22);
  return `web:${user}:${nonce}:${what}`;
}

/** A nonce as the pages carry it; undefined where what was posted carries none. */
export function readNonce(posted: URLSearchParams): string | undefined {
  const nonce = posted.get('nonce') ?? '';
  return /^[\w-]{8,64}$/.test(nonce) ? nonce : undefined;
}
