import type { types } from '@slack/bolt';
import { z } from 'zod/v4';
import type { Answers, Field, Option, Row, Value } from '../../src/chat/form.js';
import { limits } from './limits.js';
import { plainText } from './text.js';

/** The `action_id` of every field: its `block_id` says which one it is. */
export const fieldAction = 'v';

/**
 * A single choice cannot be taken back in Slack's radio buttons and selects, so an optional one offers this; it is
 * read as no answer. No option of a form has this value.
 */
export const noAnswer = '-none-';

type OptionObject = types.PlainTextOption;
const optionObject = (o: Option): OptionObject => {
  if (o.value.length > limits.optionValue || o.value === '') throw new RangeError('an option value Slack cannot carry');
  return { text: plainText(o.label, limits.optionText), value: o.value };
};

function choiceElement(
  field: Extract<Field, { kind: 'choice' }>,
  value: Value | undefined,
): types.InputBlock['element'] {
  const many = field.many === true;
  const options = field.of.map(optionObject);
  if (!many && field.optional === true) options.push({ text: plainText('Leave it empty'), value: noAnswer });
  const chosen = (v: string): OptionObject[] => options.filter((o) => o.value === v);
  const values = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
  const initial = values.flatMap(chosen);
  const one = initial[0] === undefined ? {} : { initial_option: initial[0] };
  const several = initial.length === 0 ? {} : { initial_options: initial };
  if (field.shown === 'buttons' && options.length <= limits.buttonOptions)
    return many
      ? { type: 'checkboxes', action_id: fieldAction, options, ...several }
      : { type: 'radio_buttons', action_id: fieldAction, options, ...one };
  const groups: { label: types.PlainTextElement; options: OptionObject[] }[] = [];
  for (let i = 0; i < options.length; i += limits.listOptions) {
    const part = options.slice(i, i + limits.listOptions);
    groups.push({ label: plainText(`${i + 1} to ${i + part.length}`, limits.optionText), options: part });
  }
  const list = groups.length > 1 ? { option_groups: groups } : { options };
  return many
    ? { type: 'multi_static_select', action_id: fieldAction, ...list, ...several }
    : { type: 'static_select', action_id: fieldAction, ...list, ...one };
}

/** The element that asks for one field, holding what was answered so far where Slack would take it. */
export function fieldElement(field: Field, value: Value | undefined): types.InputBlock['element'] {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  switch (field.kind) {
    case 'text': {
      const initial = text.slice(0, limits.inputText).toWellFormed();
      return {
        type: 'plain_text_input',
        action_id: fieldAction,
        multiline: field.lines === 'many',
        // An answer that is too long already stays whole, so that its author can shorten it.
        max_length: Math.min(Math.max(field.max, initial.length), limits.inputText),
        ...(initial === '' ? {} : { initial_value: initial }),
      };
    }
    case 'number': {
      const inRange = text !== '' && Number(text) >= field.min && Number(text) <= field.max;
      return {
        type: 'number_input',
        action_id: fieldAction,
        is_decimal_allowed: field.step % 1 !== 0,
        min_value: String(field.min),
        max_value: String(field.max),
        ...(inRange ? { initial_value: text } : {}),
      };
    }
    case 'date':
      return {
        type: 'datepicker',
        action_id: fieldAction,
        ...(/^\d{4}-\d{2}-\d{2}$/.test(text) ? { initial_date: text } : {}),
      };
    case 'time':
      return {
        type: 'timepicker',
        action_id: fieldAction,
        ...(/^\d{2}:\d{2}$/.test(text) ? { initial_time: text } : {}),
      };
    case 'choice':
      return choiceElement(field, value);
    default:
      return field satisfies never;
  }
}

const chosen = z.object({ value: z.string().max(limits.optionValue) });
const stated = z.object({
  type: z.string(),
  value: z.string().max(limits.inputText).nullish(),
  selected_date: z.string().max(20).nullish(),
  selected_time: z.string().max(20).nullish(),
  selected_option: chosen.nullish(),
  selected_options: z.array(chosen).nullish(),
});
const state = z.object({ values: z.record(z.string().max(limits.id), z.record(z.string(), stated)) });

/** What one element holds: an empty string where it was left or made empty, undefined where it is no field at all. */
function heldBy(e: z.infer<typeof stated>): Value | undefined {
  switch (e.type) {
    case 'plain_text_input':
      return e.value ?? '';
    case 'number_input': {
      if (e.value === null || e.value === undefined || e.value === '') return '';
      const n = Number(e.value);
      return Number.isFinite(n) ? n : e.value;
    }
    case 'datepicker':
      return e.selected_date ?? '';
    case 'timepicker':
      return e.selected_time ?? '';
    case 'radio_buttons':
    case 'static_select': {
      const value = e.selected_option?.value ?? '';
      return value === noAnswer ? '' : value;
    }
    case 'checkboxes':
    case 'multi_static_select':
      return (e.selected_options ?? []).map((o) => o.value);
    default:
      return undefined;
  }
}

const place = /^[A-Za-z0-9-]+(?:\/[A-Za-z0-9-]+\/[A-Za-z0-9-]+)?$/;

export interface ReadState {
  readonly answers: Answers;
  /** The places that stood in the view as fields: errors can be shown beside these, and no others. */
  readonly places: ReadonlySet<string>;
}

/**
 * A view's `state` as answers: the open step's fields only. A field that is empty is there as an empty string, so that
 * taking an answer away is told apart from a field that was not drawn. Undefined where none of our views can have this
 * state.
 */
export function readState(raw: unknown): ReadState | undefined {
  const read = state.safeParse(raw);
  if (!read.success) return undefined;
  // Maps, because a field may be called `constructor`.
  const values = new Map<string, Value>();
  const rows = new Map<string, Map<string, Map<string, Value>>>();
  const places = new Set<string>();
  for (const [at, elements] of Object.entries(read.data.values)) {
    const element = elements[fieldAction];
    if (!place.test(at) || element === undefined) return undefined;
    places.add(at);
    const value = heldBy(element);
    const [first = '', key, id] = at.split('/');
    if (key === undefined || id === undefined) {
      if (value !== undefined) values.set(first, value);
      continue;
    }
    const group = rows.get(first) ?? new Map<string, Map<string, Value>>();
    rows.set(first, group);
    const row = group.get(key) ?? new Map<string, Value>();
    group.set(key, row);
    if (value !== undefined) row.set(id, value);
  }
  const rowsOf = (group: ReadonlyMap<string, ReadonlyMap<string, Value>>): Row[] =>
    [...group].map(([key, row]) => ({ key, values: Object.fromEntries(row) }));
  return {
    answers: {
      values: Object.fromEntries(values),
      rows: Object.fromEntries([...rows].map(([id, group]) => [id, rowsOf(group)])),
    },
    places,
  };
}
