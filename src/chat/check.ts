import { z } from 'zod';
import { clean, cleanLine } from '../kernel/words.js';
import type { Answers, Field, Form, Group, Item, Problem, Row, Step, Value, Values } from './form.js';
import { placeOf } from './form.js';

/**
 * What a person typed into a form, read and checked. The schemas come from the form itself, so no field can be drawn
 * one way and checked another. Nothing is cut: what is too long is kept and said, so that its author can shorten it.
 */

/** More than anybody types; what is beyond it is a machine's doing and is cut when it is read. */
const mostKept = 120_000;

const isField = (item: Item): item is Field => item.kind !== 'group' && item.kind !== 'note';
export const fieldsOf = (step: Step): readonly Field[] => step.items.filter(isField);
export const groupsOf = (step: Step): readonly Group[] => step.items.filter((i): i is Group => i.kind === 'group');

/** The typed value as its field keeps it: numbers as numbers, text cleaned, choices within their options. */
export function readValue(field: Field, typed: Value | undefined): Value | undefined {
  if (typed === undefined) return undefined;
  switch (field.kind) {
    case 'text': {
      const s = (Array.isArray(typed) ? typed.join(' ') : String(typed)).slice(0, mostKept);
      return field.lines === 'one' ? cleanLine(s) : clean(s);
    }
    case 'number': {
      if (typeof typed === 'number') return typed;
      const s = cleanLine(String(typed)).slice(0, 40);
      // What is no number stays as typed, so that the problem can be said beside it.
      return /^-?\d+([.,]\d+)?$/.test(s) ? Number(s.replace(',', '.')) : s;
    }
    case 'date':
    case 'time':
      return cleanLine(String(typed)).slice(0, 40);
    case 'choice': {
      const known = new Set(field.of.map((o) => o.value));
      const values = (Array.isArray(typed) ? typed : [String(typed)]).filter((v) => known.has(v));
      return field.many === true ? [...new Set(values)] : (values[0] ?? '');
    }
    default:
      return field satisfies never;
  }
}

/** The answers of these steps, read field by field; anything the form does not know is dropped. */
export function readAnswers(steps: readonly Step[], typed: Answers): Answers {
  const values: Record<string, Value> = {};
  const rows: Record<string, readonly Row[]> = {};
  for (const step of steps) {
    for (const field of fieldsOf(step)) {
      const v = readValue(field, typed.values[field.id]);
      if (v !== undefined) values[field.id] = v;
    }
    for (const group of groupsOf(step)) {
      const given = typed.rows[group.id];
      if (given === undefined) continue;
      rows[group.id] = given.slice(0, group.max).map((row) => ({ key: row.key, values: readRow(group, row.values) }));
    }
  }
  return { values, rows };
}

function readRow(group: Group, typed: Values): Values {
  const values: Record<string, Value> = {};
  for (const field of group.fields) {
    const v = readValue(field, typed[field.id]);
    if (v !== undefined) values[field.id] = v;
  }
  return values;
}

export const isBlank = (v: Value | undefined): boolean =>
  v === undefined || v === '' || (Array.isArray(v) && v.length === 0);

/** A row in which nothing was filled in; choices that only hold their first option count as filled in. */
export const isBlankRow = (row: Row): boolean => Object.values(row.values).every(isBlank);

const isCalendarDate = (s: string): boolean => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(s) ? Date.parse(`${s}T00:00:00Z`) : Number.NaN;
  // 2026-02-30 parses in some engines as the second of March: it must come back as itself.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(s);
};

/** The zod schema of one field's value, with the sentence that says what to do where it does not hold. */
export function schemaOf(field: Field): z.ZodType<Value> {
  switch (field.kind) {
    case 'text':
      return z.string().superRefine((s, ctx) => {
        if (s.length > field.max)
          ctx.addIssue({
            code: 'custom',
            message: `Keep this to ${number(field.max)} characters: it has ${number(s.length)}. Nothing is lost, shorten it here.`,
          });
      });
    case 'number': {
      const unit = field.unit === undefined ? '' : ` ${field.unit}`;
      return z
        .number({ invalid_type_error: `Give this as a number, for example ${field.min}.` })
        .min(field.min, `The least is ${field.min}${unit}.`)
        .max(field.max, `The most is ${number(field.max)}${unit}.`)
        .refine(
          (n) => Math.abs(n / field.step - Math.round(n / field.step)) < 1e-9,
          `Use steps of ${field.step}${unit}.`,
        );
    }
    case 'date':
      return z.string().refine(isCalendarDate, 'Give a date that exists, as year-month-day, for example 2026-11-24.');
    case 'time':
      return z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time as hours and minutes, for example 15:00.');
    case 'choice': {
      const known = field.of.map((o) => o.value);
      const one = z.string().refine((v) => known.includes(v), 'Choose one of the answers given.');
      return field.many === true ? z.array(one) : one;
    }
    default:
      return field satisfies never;
  }
}

const number = (n: number): string => n.toLocaleString('en-GB');

function problemOf(field: Field, value: Value | undefined, at: string): Problem | undefined {
  if (isBlank(value)) return field.optional === true ? undefined : { at, say: missing(field) };
  const read = schemaOf(field).safeParse(value);
  return read.success ? undefined : { at, say: read.error.issues[0]?.message ?? missing(field) };
}

function missing(field: Field): string {
  switch (field.kind) {
    case 'choice':
      return field.many === true ? 'Choose at least one.' : 'Choose one.';
    case 'date':
      return 'Give a date.';
    case 'time':
      return 'Give a time, for example 15:00.';
    case 'number':
      return 'Give a number.';
    case 'text':
      return 'Please fill this in.';
    default:
      return field satisfies never;
  }
}

/** What is wrong with each field of these steps, and with groups that have too few rows. Blank rows are passed over. */
export function fieldProblems(steps: readonly Step[], answers: Answers): readonly Problem[] {
  const problems: Problem[] = [];
  for (const step of steps)
    for (const item of step.items) {
      if (item.kind === 'note') continue;
      if (item.kind !== 'group') {
        const p = problemOf(item, answers.values[item.id], item.id);
        if (p !== undefined) problems.push(p);
        continue;
      }
      const rows = (answers.rows[item.id] ?? []).filter((r) => !isBlankRow(r));
      if (rows.length < item.min)
        problems.push({
          at: item.id,
          say:
            item.min === 1
              ? `Fill in at least one ${item.one.toLowerCase()}.`
              : `Add at least ${item.min}: there are ${rows.length}.`,
        });
      for (const row of rows)
        for (const field of item.fields) {
          const p = problemOf(field, row.values[field.id], placeOf(item.id, row.key, field.id));
          if (p !== undefined) problems.push(p);
        }
    }
  return problems;
}

/** The answers without rows in which nothing was filled in. */
export const withoutBlankRows = (answers: Answers): Answers => ({
  values: answers.values,
  rows: Object.fromEntries(Object.entries(answers.rows).map(([id, rows]) => [id, rows.filter((r) => !isBlankRow(r))])),
});

/** The step that holds a problem's place, if any does. */
export function stepOf(form: Form, at: string): Step | undefined {
  const [first = ''] = at.split('/');
  return form.steps.find((s) => s.items.some((i) => i.id === first));
}
